"""What reminders are about, what decides on them, and what became of each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sync.followthrough.model import Followed
from sync.model.ticket import Owner, Ticket
from sync.reminders.quiet import Quiet

NOBODY = "nobody"


class Channel(StrEnum):
    """A way to tell people."""

    COMMENT = "comment"
    """Below the ticket, mentioning whoever has it."""
    ISSUE = "issue"
    """One issue with everything, edited in place."""
    NOTIFY = "notify"
    """Whatever Apprise reaches."""


class Ending(StrEnum):
    """What became of a message."""

    WOULD = "would send"
    SENT = "sent"
    KEPT = "is so already"
    HELD = "not sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the settings say."""

    soon: int = 3
    every: int = 7
    most: int = 25
    """Comments in one run."""
    quiet: Quiet = field(default_factory=Quiet)
    skip_owners: Collection[str] = ()
    skip_tickets: Collection[str] = ()
    mention: bool = False
    """Whether the issue mentions people."""

    def is_recent(self, day: date, today: date) -> bool:
        """Whether a reminder of that day is too young for another one."""
        return (today - day).days < self.every


@dataclass(frozen=True, slots=True)
class Duty:
    """An open item whose day has passed, or comes soon, and whom to tell."""

    item: Followed
    people: tuple[str, ...]
    """By the names that the settings have for them; empty if it is nobody's."""
    tickets: tuple[Ticket, ...]
    """Those that are open and can be seen."""
    keys: tuple[str, ...]
    """By any of which it is known again: its tickets, and last its text, which is all that it had before its ticket."""
    days: int
    """How long it is overdue; below 0 until its day comes."""
    stand_ins: tuple[str, ...] = ()
    """Who is told instead of owners that left, as documents would spell them."""

    @property
    def lateness(self) -> str:
        """How late it is, in words."""
        if self.days > 0:
            return f"{_days(self.days)} overdue"
        return f"due in {_days(-self.days)}" if self.days else "due today"


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is mentioned below a ticket."""

    assigned: tuple[str, ...] = ()
    """As the tracker knows them."""
    stand_ins: tuple[Owner, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, to be told of."""
        return (*self.assigned, *(one.name for one in self.stand_ins))


@dataclass(frozen=True, slots=True)
class Spared:
    """An item of which nobody is reminded at all, and why."""

    item: Followed
    reason: str


@dataclass(frozen=True, slots=True)
class Duties:
    """All of it, the most overdue first."""

    today: date
    now: datetime
    due: tuple[Duty, ...]
    spared: tuple[Spared, ...] = ()
    restricted: int = 0
    """How many restricted documents are left out."""
    unasked: tuple[str, ...] = ()
    """Trackers that could not be asked, and that would have a say."""


@dataclass(frozen=True, slots=True)
class Told:
    """One message, sent or not."""

    channel: Channel
    ending: Ending
    where: str
    """The ticket, the issue, or the kind of service."""
    to: tuple[str, ...]
    duties: tuple[Duty, ...]
    reason: str = ""
    text: str = ""
    """What it says, for a dry run."""
