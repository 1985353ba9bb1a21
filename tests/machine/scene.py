"""A tracker, the checkouts that work with it, and the people on both sides."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.fakes.program import Done
from tests.machine.checkouts import OURS, STATE, Checkout, Files, files_in, put
from tests.machine.ledger import Ledger, Seen, rows_of
from tests.machine.pages import others, word_in
from tests.machine.people import SETTINGS
from tests.machine.processes import KILLED, Fate, Start, run
from tests.machine.trackers import Tracked

PAUSES = (3600, 8 * 24 * 3600, 3600)
"""Seconds between the runs after which nothing waits any more: doubts are over, and all tickets were listed again."""
AGAIN = ("--allow", "create,update,close,vanished", "--format", "json")


class Scene:
    """What a machine plays on. With one checkout people edit its files; with two they edit what both pull."""

    def __init__(self, tracker: Tracked, documents: Files, *, checkouts: int, status: str) -> None:
        self.tracker = tracker
        self._stack = ExitStack()
        self._home = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        self._stack.enter_context(tracker.served())
        self.checkouts = [
            Checkout(self._home / f"machine{number}", documents) for number in range(checkouts)
        ]
        for one in self.checkouts:
            settings = tracker.settings()
            head, line_end, tables = settings.partition("\n")
            text = head + line_end + SETTINGS.format(status=status) + tables
            (one.root / "pm-sync.toml").write_text(text)
        self._origin = dict(documents)
        self.skew = [timedelta()] * checkouts
        self.ledger = Ledger(
            tracker.merges, status_flows=status == "both", most_owners=tracker.most_owners
        )
        self.words: Counter[str] = Counter()
        """How many items there ever were of a word at the same time, in any checkout."""
        self.made: dict[str, str] = {}
        """The word of the item that each ticket was made for."""
        self.look()

    def close(self) -> None:
        self._stack.close()

    @property
    def alone(self) -> bool:
        return len(self.checkouts) == 1

    @property
    def root(self) -> Path:
        return self.checkouts[0].root

    @property
    def files(self) -> Files:
        """What people read and edit."""
        return files_in(self.root) if self.alone else self._origin

    def edit(self, files: Files) -> None:
        """People leave the documents so."""
        if self.alone:
            put(self.root, files)
        else:
            self._origin = files
        self._count()

    def seen(self) -> Seen:
        rows = tuple(
            (path, item, self.tracker.ref(item.ticket)) for path, item in rows_of(self.files)
        )
        return Seen(rows, self.tracker.tickets(self.root))

    def look(self) -> Seen:
        seen = self.seen()
        self.ledger.look(seen)
        self._count()
        for ref in seen.tickets.keys() - self.made.keys():
            self.made[ref] = word_in(seen.tickets[ref].title)
        return seen

    def _count(self) -> None:
        for files in [self.files, *(files_in(one.root) for one in self.checkouts)]:
            here = Counter(item.word for _, item in rows_of(files))
            self.words |= here

    def sync(
        self,
        number: int = 0,
        *more: str,
        stop_at: int | None = None,
        at_step: Callable[[str], Fate] = lambda _: Fate.GOES_ON,
    ) -> Done:
        """Run on one machine, and look at what it did."""
        before = files_in(self.checkouts[number].root)
        asked: list[str] = []

        def at(step: str) -> Fate:
            asked.append(step)
            return at_step(step)

        start = Start(
            self.checkouts[number].root,
            ("sync", "--format", "json", *more),
            self.tracker.environ,
            self.tracker.now + self.skew[number],
            stop_at,
        )
        done = run(start, at)
        assert done.code in (0, 1, 3, KILLED), done
        assert "Traceback" not in done.err, done.err
        if not asked:
            assert _others(files_in(start.root)) == _others(before)
        self.ledger.remembered = self.alone and not asked and _went_well(done)
        self.look()
        return done

    def pull(self, number: int, *, prefer_ours: bool) -> None:
        """Merge what others pushed. Where both changed the same lines a person gives way to one."""
        checkout = self.checkouts[number]
        before = self.look()
        mine = files_in(checkout.root)
        contested = checkout.pull(self._origin, prefer_ours=prefer_ours)
        self.ledger.forgot()
        chosen = {
            item.word
            for files in (self._origin, mine, files_in(checkout.root))
            for path, item in rows_of(files)
            if path in contested
        }
        self.ledger.chosen(before, chosen)

    def push(self, number: int, *, prefer_ours: bool) -> None:
        self.pull(number, prefer_ours=prefer_ours)
        self._origin = self.checkouts[number].pushed()
        self.look()

    def throw_away(self, number: int, *, wholly: bool) -> None:
        self.checkouts[number].throw_away(self._origin, wholly=wholly)
        self.ledger.forgot()

    def lose_state(self, part: float) -> None:
        """The state file loses all that comes after a part of it."""
        files = self.files
        if STATE in files:
            kept = files[STATE][: int(len(files[STATE]) * part)].rstrip(b"}\n")
            self.edit({**files, STATE: kept} if kept else _without(files, STATE))
        self.ledger.forgot()

    def lose_journal(self) -> None:
        for path in (self.root / OURS).glob("journal*"):
            path.unlink()
        self.ledger.remembered = False

    def settle(self) -> Any:
        """Runs without any fault until nothing waits any more; the report of the last of them."""
        self.tracker.calm()
        self.skew = [timedelta()] * len(self.checkouts)
        for pause in PAUSES:
            for number in range(len(self.checkouts)):
                self._in_step(number)
            self.tracker.wait(pause)
        done = self._in_step(0)
        assert done.code == 0, done
        return json.loads(done.out)

    def _in_step(self, number: int) -> Done:
        if not self.alone:
            self.pull(number, prefer_ours=True)
        done = self.sync(number, *AGAIN)
        if not self.alone:
            self.push(number, prefer_ours=True)
        return done


def _went_well(done: Done) -> bool:
    if done.code != 0:
        return False
    summary = json.loads(done.out)["summary"]
    return not any(summary[name] for name in ("failed", "in_doubt", "held", "left", "refused"))


def _others(files: Files) -> dict[str, str]:
    return {path: others(data.decode()) for path, data in files.items() if path != STATE}


def _without(files: Files, name: str) -> Files:
    return {path: data for path, data in files.items() if path != name}
