"""A small repository and its tracker: people have edited both sides, and the next run has something of everything to do."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from unittest import mock

from sync.lease import Lease
from tests.fakes.disk import Disk, Killed
from tests.fakes.program import Done, Program
from tests.fakes.wire.faults import Fault
from tests.faults.desks import Desk, Seen, written

GRACE = timedelta(minutes=16)
RUNS = 4
"""So many runs bring everything to its end, whatever happened."""

SCENES = ("first", "later")

TABLE, LIST, STATE = "postmortems/table.md", "postmortems/list.md", "pm-sync.state"
REFERENCE = re.compile(r"\[?(?:acme/shop#|#|OPS-|LOCAL-)(\d+)\]?(?:\(http[^)]*\))?")

TABLE_TEXT = """\
# Checkout was down

Date: 2026-11-20

Nobody could pay.\x20\x20

## Action items

| Action item             | Owner   | Priority | Due        | Ticket | Status |
|-------------------------|---------|----------|------------|--------|--------|
| Alert on lag of the bus | Ann Lee | P1       | 2026-12-01 |        |        |
| Fix the retry           | Ann Lee | P2       |            |        |        |
"""

A_ROW = (
    "Alert on lag of the bus | Ann Lee | P1       | 2026-12-01",
    "Alert on lag of all buses | Bob Roe | P3 | 2026-12-24",
)

LIST_TEXT = "# Images were gone\r\n\r\nDate: 2026-11-21\r\n\r\n## Action items\r\n\r\n- [ ] Purge by tag only (Bob Roe)"


@dataclass(frozen=True)
class End:
    """How everything stands, whichever numbers the tickets got."""

    documents: dict[str, str]
    tickets: list[Seen]


class Scene:
    """The repository, its tracker and the runs over both."""

    def __init__(self, root: Path, desk: Desk, *, over_http: bool = False) -> None:
        self.desk = desk
        self._over_http = over_http
        self.program = Program(root, inside=True)
        self.program.environ |= self.desk.environ
        self.disk = Disk(root)
        self.told: list[str] = []
        self.program.write("pm-sync.toml", self.desk.settings)

    def sync(self) -> Done | None:
        """One run; None if it was killed."""
        with (
            _clocked(self.desk),
            contextlib.nullcontext() if self._over_http else self.desk.carried(),
            self.disk.watched(),
            contextlib.suppress(Killed),
        ):
            done = self.program("sync")
            if self.disk.dead:
                return None
            assert "this is a defect of pm-sync" not in done.err, done.err
            self.told.append(done.out + done.err)
            return done
        return None

    def prepare(self, scene: str) -> None:
        """Documents that nobody ever synced, or a first run and then what people do on both sides."""
        self.program.write(TABLE, TABLE_TEXT)
        self.program.write(LIST, LIST_TEXT)
        if scene == "later":
            self._go_on()

    def _go_on(self) -> None:
        first = self.sync()
        assert first is not None
        assert first.code == 0, first
        self.edit(TABLE, *A_ROW)
        self.program.write(TABLE, self.program.read(TABLE) + "| Ask the vendor | | P1 | | | |\n")
        self.program.write(LIST, self.program.read(LIST) + "\r\n- [ ] Write the runbook (Ann Lee)")
        self.desk.assign("Fix the retry", "Bob Roe")
        self.desk.close("Purge by tag only")
        self.desk.wait(60)
        self.told.clear()
        if self.desk.service is not None:
            self.desk.service.requests.clear()

    def edit(self, path: str, old: str, new: str) -> None:
        text = self.program.read(path)
        assert text.count(old) == 1, text
        self.program.write(path, text.replace(old, new))

    def strike(self, number: int, fault: Fault | str) -> None:
        """Let the request of that number go wrong, or kill the run before or after it."""
        service = self.desk.service
        assert service is not None
        if isinstance(fault, Fault):
            service.next(fault, skip=number)
            return

        def step(_: object) -> None:
            if self.disk.dead:
                raise Killed
            if len(service.requests) == number + 1:
                self.disk.die()

        if fault == "killed before":
            service.before = step
        else:
            service.after = step

    def strike_file(self, number: int, fault: str) -> None:
        self.disk.at, self.disk.fault = number, fault

    def kill_before(self, operation: str) -> None:
        """Kill the run when it is about to do this."""
        self.disk.at, self.disk.fault = operation, "killed before"

    def documents(self) -> dict[str, bytes]:
        """The postmortems as they are."""
        return {path: data for path, data in self.program.files().items() if path.endswith(".md")}

    def calm(self) -> None:
        """Nothing more goes wrong."""
        self.disk.at = None
        if self.desk.service is not None:
            self.desk.service.calm()
            self.desk.service.before = self.desk.service.after = lambda _: None

    def settle(self) -> None:
        """Runs, the first at once and the others after the grace for lost answers, until one has nothing to do."""
        self.calm()
        wrote, told = ["nothing yet"], ""
        for number in range(RUNS):
            before = self.program.files()
            if self.desk.service is not None:
                self.desk.service.requests.clear()
            done = self.sync()
            assert done is not None
            wrote, told = [*self._written(), *_changed(before, self.program.files())], done.out
            self.desk.wait(GRACE.total_seconds())
            if number and not wrote:
                assert done.code == 0, done
                return
        raise AssertionError(f"the last of {RUNS} runs wrote {wrote}, and told:\n{told}")

    def _written(self) -> list[str]:
        return written(self.desk.service) if self.desk.service is not None else []

    def end(self) -> End:
        """The documents, with titles for references, and the tickets."""
        tickets = self.desk.tickets()
        titles = {ticket.number: ticket.title for ticket in tickets}
        documents = {
            path: REFERENCE.sub(lambda found: f"<{titles[int(found[1])]}>", data.decode())
            for path, data in self.program.files().items()
            if path.endswith(".md")
        }
        return End(documents, [replace(ticket, number=0) for ticket in tickets])


def _changed(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    return sorted(path for path in before | after if before.get(path) != after.get(path))


@contextlib.contextmanager
def _clocked(desk: Desk) -> Iterator[None]:
    """The clock of the program is the tracker's, and waiting moves it on."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return desk.now

    modules = ("sync.cli.compose", "sync.journal", "sync.lease", "connectors.kinds")
    with contextlib.ExitStack() as stack:
        for module in modules:
            stack.enter_context(mock.patch(f"{module}.datetime", Clock))
        stack.enter_context(mock.patch.object(Lease.sleep, "__defaults__", (desk.wait,)))
        yield
