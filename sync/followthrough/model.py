"""The follow-through of a repository as one value: what every form of the report shows, and nothing that it must find out itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sync.model.postmortem import Status


class Flag(StrEnum):
    """What a person has to look at, of one item."""

    OVERDUE = "overdue"
    NO_OWNER = "no owner"
    LEFT = "owner left"
    """Everybody who owns it has left, by `[people]`."""
    UNTRACKED = "no ticket"
    """It is open, wants a ticket, and has had none for long."""
    CONFLICT = "conflict"
    IN_DOUBT = "in doubt"
    VANISHED = "ticket vanished"


@dataclass(frozen=True, slots=True)
class Link:
    """A ticket as it is shown; `url` is None where nobody can look at it."""

    label: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Followed:
    """One action item, as the document and its ticket together tell of it."""

    document: str
    """The path, relative to the root."""
    line: int
    url: str | None
    """Of that line, on the repository's pages."""
    title: str
    postmortem: str
    """The document's title, or its path."""
    happened: date | None
    """The day of the incident."""
    status: Status
    """That of the ticket, or of the document where there is no ticket to ask."""
    tickets: tuple[Link, ...] = ()
    owners: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    type: str | None = None
    """In one word for all spellings: `prevent`, `mitigate`, ..."""
    priority: str | None = None
    severity: str | None = None
    """Of the incident."""
    services: tuple[str, ...] = ()
    """Of the incident, from front matter."""
    opened: date | None = None
    """The day its ticket was made, else that of the incident."""
    closed: date | None = None
    """The day its ticket was closed; None where it is open, or nobody knows."""
    due: date | None = None
    due_from: str = ""
    """Where the day comes from: `the document`, `the ticket`, `[sla]: 15 days for P1`; empty where there is none."""
    flags: frozenset[Flag] = frozenset()
    why: str = ""
    """What there is to do about the flags, in a sentence; empty without flags."""

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return not self.status.is_final

    def days_open(self, today: date) -> int | None:
        """How many days it has been open, or was until it was closed; None where nobody knows."""
        if self.opened is None or (self.closed is None and not self.is_open):
            return None
        return max(0, ((self.closed or today) - self.opened).days)

    def days_over(self, today: date) -> int:
        """How many days it is overdue; 0 if it is not."""
        if Flag.OVERDUE not in self.flags or self.due is None:
            return 0
        return max(0, (today - self.due).days)


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of one group of items, such as those of one owner."""

    name: str
    open: int
    overdue: int
    closed: int
    oldest: int | None
    """Days that the oldest open one has been open."""
    to_close: float | None
    """The median of the days until one was closed."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.open + self.closed


@dataclass(frozen=True, slots=True)
class Week:
    """How many items there were at the end of a week, and how many of them were closed by then."""

    ends: date
    opened: int
    closed: int


@dataclass(frozen=True, slots=True)
class Incident:
    """One postmortem with its items counted."""

    document: str
    url: str | None
    title: str
    happened: date | None
    severity: str | None
    total: int
    closed: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Recurring:
    """The same work in several postmortems: items that share a ticket, or say nearly the same."""

    title: str
    items: tuple[Followed, ...]
    """From at least two documents, oldest first."""
    shares_ticket: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """A document, or a part of one, that could not be understood."""

    document: str
    line: int | None
    url: str | None
    text: str
    unreadable: bool
    """Whether nothing of the document could be read; else it only looks as if it held items."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What is different from some day before."""

    since: date
    opened: tuple[Followed, ...] = ()
    closed: tuple[Followed, ...] = ()
    fell_due: tuple[Followed, ...] = ()
    """Open ones that became overdue since then."""


@dataclass(frozen=True, slots=True)
class FollowThrough:
    """The report."""

    today: date
    made_at: datetime
    repository: str
    """`owner/name`; empty where nobody knows."""
    items: tuple[Followed, ...]
    """All of them; open ones first, the most urgent and oldest at the top."""
    changed: Changed
    groups: Mapping[str, tuple[Tally, ...]] = field(default_factory=dict)
    """By `owner`, `team`, `type`, `priority`, `severity`, `service`; only those that tell anything, the worst first."""
    weeks: tuple[Week, ...] = ()
    """Oldest first, without gaps."""
    ages: Mapping[str, int] = field(default_factory=dict)
    """How many open items are how old: `under 2 weeks`, `2 to 4 weeks`, ..., in this order."""
    incidents: tuple[Incident, ...] = ()
    """Those with items, the newest first."""
    recurring: tuple[Recurring, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    restricted: int = 0
    """How many restricted documents are left out."""
    last_run: datetime | None = None
    """When a run was last through with everything."""
    unasked: Mapping[str, str] = field(default_factory=dict)
    """Trackers that could not be asked, each with the reason."""

    def open(self) -> tuple[Followed, ...]:
        """Those with something left to do."""
        return tuple(one for one in self.items if one.is_open)

    def flagged(self, flag: Flag) -> tuple[Followed, ...]:
        """Those with the flag."""
        return tuple(one for one in self.items if flag in one.flags)
