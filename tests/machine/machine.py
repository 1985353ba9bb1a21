"""People, runs, crashes, lost answers and clocks, in any order."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.machine import pages
from tests.machine.checkouts import STATE, Files
from tests.machine.pages import Item
from tests.machine.people import DAYS, FIELDS, LOGINS, PRIORITIES, STATUSES, STRANGER
from tests.machine.processes import Fate
from tests.machine.promises import kept
from tests.machine.scene import Scene
from tests.machine.trackers import Tracked
from tests.machine.warm import warm

NUMBERS = st.integers(0, 5)
STEPS = st.integers(0, 45)
PEOPLE = st.lists(st.sampled_from(LOGINS), max_size=2, unique=True)
SHAPES = st.lists(
    st.tuples(st.booleans(), st.integers(0, 3), st.booleans()), min_size=1, max_size=2
)
"""Of each document: whether it has a table, how many items, whether its lines end as on Windows."""
FAULTS = ("refused", "dropped", "lost", "page", "cut off", "limited")
VALUES = {
    "priority": st.sampled_from([*PRIORITIES, ""]),
    "due": st.sampled_from([*DAYS, ""]),
    "status": st.sampled_from(list(STATUSES)),
}
FIELD_OF_TICKET = st.sampled_from([*FIELDS, "title"])


class Machine(RuleBasedStateMachine):
    """What anybody may do at any time; what has to hold then is looked at after each run, and at the end."""

    make: ClassVar[Callable[[], Tracked]]

    scene: Scene

    @initialize(
        shapes=SHAPES, checkouts=st.integers(1, 2), status=st.sampled_from(["ticket", "both"])
    )
    def begin(self, shapes: list[tuple[bool, int, bool]], checkouts: int, status: str) -> None:
        self.numbers = itertools.count(1)
        warm(type(self).make)
        tracker = type(self).make()
        documents: Files = {}
        for number, (table, size, windows) in enumerate(shapes, 1):
            text = pages.page(number, table=table)
            lines = "".join(f"{self._line(table)}\n" for _ in range(size))
            text = text.replace(pages.TAIL, lines + pages.TAIL)
            ends = "\r\n" if windows else "\n"
            documents[f"postmortems/{number}.md"] = text.replace("\n", ends).encode()
        both = checkouts if tracker.shared else 1
        self.scene = Scene(tracker, documents, checkouts=both, status=status)
        self.versions = [dict(documents)]

    def _line(self, table: bool) -> str:
        number = next(self.numbers)
        owner = self._named([LOGINS[number % len(LOGINS)]] if number % 3 else [])
        values = {
            "priority": PRIORITIES[number % len(PRIORITIES)] if number % 2 else "",
            "due": DAYS[number % len(DAYS)] if number % 4 else "",
            "status": "" if number % 5 else "Open",
        }
        return pages.line_of(f"Mend part r{number}", owner, values, table=table)

    def _named(self, people: Sequence[str]) -> str:
        return ", ".join(map(self.named, people))

    def named(self, login: str) -> str:
        """How documents call somebody."""
        return f"@{login}"

    # Runs.

    @rule(number=NUMBERS)
    def a_run_ends(self, number: int) -> None:
        self.scene.sync(number % len(self.scene.checkouts))

    @rule(number=NUMBERS, step=STEPS)
    def a_run_is_killed(self, number: int, step: int) -> None:
        self.scene.sync(
            number % len(self.scene.checkouts), stop_at=step, at_step=lambda _: Fate.DIES
        )

    @rule(number=NUMBERS, step=STEPS)
    def an_answer_comes_too_late(self, number: int, step: int) -> None:
        self.scene.sync(
            number % len(self.scene.checkouts), stop_at=step, at_step=lambda _: Fate.HEARS_NOTHING
        )

    @rule(number=NUMBERS, step=STEPS, fault=st.sampled_from(FAULTS))
    def something_goes_wrong(self, number: int, step: int, fault: str) -> None:
        def failing(_: str) -> Fate:
            self.scene.tracker.fail(fault)
            return Fate.GOES_ON

        self.scene.sync(number % len(self.scene.checkouts), stop_at=step, at_step=failing)
        self.scene.tracker.calm()

    @rule(number=NUMBERS, step=STEPS, dies=st.booleans())
    def another_run_comes_between(self, number: int, step: int, dies: bool) -> None:
        first = number % len(self.scene.checkouts)
        second = (number + 1) % len(self.scene.checkouts)

        def between(_: str) -> Fate:
            self.scene.sync(second)
            return Fate.DIES if dies else Fate.GOES_ON

        self.scene.sync(first, stop_at=step, at_step=between)

    # People at their tickets.

    @rule(number=NUMBERS, field=FIELD_OF_TICKET, draw=st.data())
    def a_ticket_is_changed(self, number: int, field: str, draw: st.DataObject) -> None:
        if field == "title":
            value = f"Renamed {next(self.numbers)}"
        elif field == "owner":
            most = self.scene.tracker.most_owners
            value = ", ".join(sorted(draw.draw(PEOPLE)[:most]))
        else:
            value = draw.draw(VALUES[field])
        self._at_ticket(number, field, value)

    def _at_ticket(self, number: int, field: str, value: str) -> None:
        seen = self.scene.look()
        refs = sorted(seen.tickets)
        if not refs or field not in (*self.scene.tracker.merges, "title"):
            return
        ref = refs[number % len(refs)]
        if field != "title" and seen.tickets[ref].values[field] == value:
            return
        self.scene.ledger.wrote_there(seen, ref, field, value)
        self.scene.tracker.change(self.scene.root, ref, field, value)

    # People at their documents.

    @rule(number=NUMBERS, field=st.sampled_from(FIELDS), draw=st.data())
    def an_item_says_something_else(self, number: int, field: str, draw: st.DataObject) -> None:
        if field == "owner":
            people = draw.draw(PEOPLE)
            if draw.draw(st.integers(0, 4)) == 4:
                people = [*people[:1], STRANGER]
            self._at_item(number, field, self._named(people), pages.owners(", ".join(people)))
        else:
            value = draw.draw(VALUES[field])
            self._at_item(number, field, STATUSES.get(value, value), value)

    @rule(number=NUMBERS, field=st.sampled_from(FIELDS), draw=st.data())
    def both_sides_say_something_else(self, number: int, field: str, draw: st.DataObject) -> None:
        seen = self.scene.look()
        pairs = seen.pairs()
        if pairs:
            pair = pairs[number % len(pairs)]
            rows = [(path, item.line) for path, item, _ in seen.rows]
            self.a_ticket_is_changed(sorted(seen.tickets).index(pair.ref), field, draw)
            self.an_item_says_something_else(rows.index((pair.path, pair.item.line)), field, draw)

    @rule(number=NUMBERS, how=st.sampled_from(["edited", "removed", "up", "added", "twice"]))
    def items_are_rearranged(self, number: int, how: str) -> None:
        again = f"again{next(self.numbers)}"
        match how:
            case "edited":
                self._at_line(
                    number, lambda line, item: line.replace(item.text, f"{item.text} {again}", 1)
                )
            case "removed":
                self._at_lines(number, lambda lines, at: lines[:at] + lines[at + 1 :])
            case "up":
                self._at_lines(number, _moved_up)
            case "twice":
                self._at_lines(number, lambda lines, at: [*lines[: at + 1], *lines[at:]])
            case _:
                self._at_lines(number, self._added)

    def _added(self, lines: list[str], at: int) -> list[str]:
        end = lines[at][len(lines[at].rstrip("\r\n")) :]
        return [*lines[:at], self._line(lines[at].startswith("|")) + end, *lines[at:]]

    @rule(number=NUMBERS, how=st.sampled_from(["moved", "copied", "restored"]))
    def documents_are_rearranged(self, number: int, how: str) -> None:
        files = self.scene.files
        state = {STATE: files[STATE]} if STATE in files else {}
        paths = [path for path in files if path != STATE]
        if how == "restored":
            self._edit({**self.versions[number % len(self.versions)], **state})
        elif paths:
            path = paths[number % len(paths)]
            kept = {one: data for one, data in files.items() if how == "copied" or one != path}
            self._edit({**kept, f"postmortems/at{next(self.numbers)}.md": files[path]})

    def _at_item(self, number: int, field: str, text: str, value: str) -> None:
        def change(line: str, item: Item) -> str:
            if item.values.get(field) == value:
                return line
            if line.startswith("|"):
                return pages.with_cell(line, field, text)
            if field == "owner" and text and "owner" in item.values:
                return pages.with_owner(line, text)
            if field == "status" and value in ("open", "done") and "do)" not in line:
                return f"- [{'x' if value == 'done' else ' '}]{line[5:]}"
            return line

        self._at_line(number, change)

    def _at_line(self, number: int, change: Callable[[str, Item], str]) -> None:
        files = self.scene.files
        places = [(path, item) for path in files if path != STATE for item in _items(files, path)]
        if places:
            path, item = places[number % len(places)]
            text = files[path].decode()
            new = pages.edited(text, item.line, lambda line: change(line, item))
            self._edit({**files, path: new.encode()})

    def _at_lines(self, number: int, change: Callable[[list[str], int], list[str]]) -> None:
        files = self.scene.files
        places = [(path, item) for path in files if path != STATE for item in _items(files, path)]
        if places:
            path, item = places[number % len(places)]
            lines = files[path].decode().splitlines(keepends=True)
            self._edit({**files, path: "".join(change(lines, item.line - 1)).encode()})

    def _edit(self, files: Files) -> None:
        """Leave the files so, and note what that says of fields."""
        before = self.scene.look()
        old = before.known()
        self.scene.edit(files)
        after = self.scene.seen()
        for word, item in after.known().items():
            if before.has_link(word) and not after.has_link(word):
                # Somebody put back what stood there before the item had its ticket, and says nothing of the values by it.
                self.scene.ledger.put_back(word)
                continue
            for field, value in item.values.items():
                if word in old and old[word].values.get(field, "") != value:
                    self.scene.ledger.wrote_here(before, word, field, value)
        self.versions.append({path: data for path, data in files.items() if path != STATE})
        self.scene.look()

    # What happens to folders and clocks.

    @rule(part=st.sampled_from([None, 0.0, 0.0, 0.3, 0.7, 0.95]))
    def a_file_of_ours_is_lost(self, part: float | None) -> None:
        if part is None:
            self.scene.lose_journal()
        else:
            self.scene.lose_state(part)

    @rule(minutes=st.sampled_from([1, 14, 60, 60 * 24 * 8]))
    def time_passes(self, minutes: int) -> None:
        self.scene.tracker.wait(60 * minutes)

    @rule(number=NUMBERS, minutes=st.sampled_from([-120, -9, 0, 9, 120]))
    def a_clock_is_wrong(self, number: int, minutes: int) -> None:
        self.scene.skew[number % len(self.scene.checkouts)] = timedelta(minutes=minutes)

    @precondition(lambda self: not self.scene.alone)
    @rule(number=NUMBERS, ours=st.booleans(), how=st.sampled_from(["pull", "push", "push", "lose"]))
    def a_machine_meets_the_others(self, number: int, ours: bool, how: str) -> None:
        if how == "pull":
            self.scene.pull(number % 2, prefer_ours=ours)
        elif how == "push":
            self.scene.push(number % 2, prefer_ours=ours)
        else:
            self.scene.throw_away(number % 2, wholly=ours)

    def teardown(self) -> None:
        if not hasattr(self, "scene"):
            return
        try:
            kept(self.scene)
        finally:
            self.scene.close()


def _moved_up(lines: list[str], at: int) -> list[str]:
    if not pages.items(lines[at - 1]):
        return lines
    return [*lines[: at - 1], lines[at], lines[at - 1], *lines[at + 1 :]]


def _items(files: Files, path: str) -> list[Item]:
    return pages.items(files[path].decode())
