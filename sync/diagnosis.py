"""What `pm-sync doctor` finds: a value that connectors and the command line share, and when a clock is wrong."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from sync.model.ticket import Owner

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOUBTFUL: Final = timedelta(minutes=1)
_WRONG: Final = timedelta(minutes=10)
"""As long as a claim of the lock across machines has to be good for at least: beyond it two runs may think that it is theirs."""


class Severity(StrEnum):
    """How bad a finding is."""

    WELL = "well"
    DOUBT = "doubt"
    """Something will be done without it, is more than is needed, or nobody can tell."""
    BAD = "bad"
    """A run would fail, or none takes place."""


class Area(StrEnum):
    """What was looked at, in the order in which it is told."""

    SETTINGS = "settings"
    DOCUMENTS = "documents"
    OWNERS = "owners"
    STATE = "state"
    GIT = "git"
    ACCESS = "access"
    """Who pm-sync is in a tracker, what it may do there, and what it may do too much."""
    TICKETS = "tickets"
    """What tickets need where they are made: labels, fields, ways to a status."""
    CLOCK = "clock"
    SCHEDULE = "schedule"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; looking writes nothing."""

    severity: Severity
    found: str
    remedy: str = ""
    area: Area = Area.TICKETS
    tracker: str = ""
    """Of which tracker, where it is of one."""
    owner: str = ""
    """Who is not assigned, as documents call them: where that is, the command adds."""
    unknown: bool = False
    """Whether a line in `[people]` would say who that owner is."""


@dataclass(frozen=True, slots=True)
class Uses:
    """What the documents and the settings will ask of a tracker, besides owners."""

    priorities: tuple[str, ...] = ()
    """As unfinished items write them."""
    moves: bool = False
    """Whether runs move tickets to another status."""


NOTHING: Final = Uses()


@runtime_checkable
class Diagnoses(Protocol):
    """A tracker that can tell whether a run would work."""

    def diagnose(self, owners: Collection[Owner], uses: Uses = NOTHING) -> Iterator[Finding]:
        """What is well, missing or too much for tickets of these owners' items. Only reads; raises nothing of the tracker's."""
        ...


def well(area: Area, found: str) -> Finding:
    """Nothing to do."""
    return Finding(Severity.WELL, found, area=area)


def doubt(area: Area, found: str, remedy: str = "") -> Finding:
    """Something to look at."""
    return Finding(Severity.DOUBT, found, remedy, area)


def bad(area: Area, found: str, remedy: str = "") -> Finding:
    """Something to mend."""
    return Finding(Severity.BAD, found, remedy, area)


def of_clock(theirs: datetime | None, ours: datetime, server: str) -> Finding:
    """How this machine's clock stands to that of a server, at one moment."""
    if theirs is None:
        return doubt(Area.CLOCK, f"{server} does not tell the time", "compare the clock by hand")
    off = ours - theirs
    if abs(off) <= _DOUBTFUL:
        return well(Area.CLOCK, f"this machine's clock is that of {server}")
    found = f"this machine's clock is {_length(off)} {'ahead of' if off > timedelta() else 'behind'} that of {server}"
    remedy = (
        "set it by a time server: by it runs on different machines take turns, an App signs in, and items count as"
        " overdue"
    )
    return bad(Area.CLOCK, found, remedy) if abs(off) > _WRONG else doubt(Area.CLOCK, found, remedy)


def _length(span: timedelta) -> str:
    """Roughly, in the largest unit that fits twice."""
    seconds = abs(span.total_seconds())
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size:.0f} {unit}"
    return f"{seconds:.0f} seconds"
