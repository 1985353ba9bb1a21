"""What is told of one item, or of a line that holds none. Plain values: how they are worded is the business of `sync.render`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sync.check.rule import Finding
from sync.history import Write
from sync.limits import Held
from sync.model.action import CreateTicket, Field, Notice, Plan, UpdateTicket, WriteCell
from sync.model.memory import Base, Doubt, Remembered, State
from sync.model.postmortem import ActionItem, Postmortem, Skipped, TicketRef
from sync.model.report import Ending
from sync.model.ticket import Ticket
from sync.plan.observed import Observed
from sync.policy import Policy, Wins


@dataclass(frozen=True, slots=True)
class Known:
    """What the next run would know and do, if it was not narrowed to anything."""

    postmortems: Sequence[Postmortem]
    observed: Observed
    policy: Policy
    plan: Plan
    held: Sequence[Held]
    memory: State
    """As the state file has it."""
    unasked: Mapping[str, str] = field(default_factory=dict)
    """Trackers that were not asked, each with the reason: their tickets are as they are remembered."""
    aside: str | None = None
    """Where the document belongs that is asked about, if no run takes it in that does not name it."""
    routes: Sequence[str] = ()
    """Where each route of the settings stands."""


class Seen(StrEnum):
    """How a ticket is known."""

    NOW = "now"
    REMEMBERED = "remembered"
    """As it was when a run last saw it."""
    VANISHED = "vanished"
    """Its tracker was asked, and does not show it."""
    UNASKED = "not asked"
    FOREIGN = "in no tracker of the settings"


class Mark(StrEnum):
    """Whose a ticket is, by its mark."""

    OURS = "ours"
    ADOPTED = "adopted"
    """Somebody else made it."""
    LOST = "lost"
    """It was made for an item, and no longer bears the mark that said so."""
    WITHDRAWN = "withdrawn"
    """An `undo` took the mark off."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TicketNow:
    """A ticket of the item."""

    ref: TicketRef
    """What it is called now."""
    named: TicketRef | None
    """What the document calls it; None if no link stands there yet."""
    how: str
    """How it became the item's."""
    seen: Seen
    mark: Mark
    ticket: Ticket | None = None
    remembered: Remembered | None = None


class Verdict(StrEnum):
    """What follows for a field."""

    IN_STEP = "in step"
    TO_TICKET = "to ticket"
    TO_DOCUMENT = "to document"
    CONFLICT = "conflict"
    KEPT = "kept"
    DIFFERS = "differs"
    """And nothing is to be done about it."""
    OFF = "off"
    NOT_COMPARED = "not compared"


@dataclass(frozen=True, slots=True)
class FieldNow:
    """One field on both sides."""

    field: Field
    wins: Wins
    document: str
    ticket: str
    base: Base | None
    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that the next run would write, or is kept from writing."""

    action: CreateTicket | UpdateTicket | WriteCell
    hold: str | None = None
    """Why it does not; None if it does."""
    ending: Ending = Ending.PLANNED


@dataclass(frozen=True, slots=True)
class RouteNow:
    """Where a new ticket of the item goes."""

    tracker: str
    destination: str
    """The project or repository that a route chose."""
    where: str | None
    """Where the route stands that decides; None if none fits."""
    passed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The routes before it, each with the conditions that the item does not meet."""
    lacking: str | None = None
    """What the document does not say, although the route takes it from there."""


@dataclass(frozen=True, slots=True)
class OwnerNow:
    """Who owns the item, as one tracker knows them."""

    name: str
    tracker: str
    identity: str
    known: bool
    """Whether that is the tracker's own name for them, by a handle or the settings."""
    assignable: bool | None
    """As far as that is known without asking; None if it is not."""


@dataclass(frozen=True, slots=True)
class Identity:
    """By what the item is found again."""

    project: str
    document: str
    text: str
    """As it is compared."""
    ordinal: int | None
    """Among equal texts; None where a ticket says whose it is."""
    key: str | None


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that is known of one item."""

    postmortem: Postmortem
    item: ActionItem
    identity: Identity
    route: RouteNow
    owners: tuple[OwnerNow, ...]
    default_owner: bool
    """Whether the settings give the item its owner."""
    tickets: tuple[TicketNow, ...]
    fields: tuple[FieldNow, ...]
    hold: str | None
    """Why runs leave the item alone; None if they do not."""
    planned: tuple[Planned, ...]
    notices: tuple[Notice, ...]
    doubt: Doubt | None
    unasked: Mapping[str, str]
    """Of the trackers that matter to it those that were not asked, each with the reason."""
    findings: tuple[Finding, ...] | None = None
    """What `check` says of its lines; None where documents cannot be judged."""
    history: tuple[tuple[str, Write], ...] = ()
    """What earlier runs wrote for it, each with the name of its run."""


@dataclass(frozen=True, slots=True)
class Vacant:
    """A line that holds no item."""

    postmortem: Postmortem
    line: int
    text: str
    """What stands there, without comments; empty if nothing does."""
    why: str
    """Why it is none."""
    section: str | None = None
    """The heading that it stands under."""
    skipped: tuple[Skipped, ...] = ()
    """What was looked at there, and left out."""
    above: ActionItem | None = None
    below: ActionItem | None = None
    findings: tuple[Finding, ...] | None = None
