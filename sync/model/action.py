"""The plan: what would be done, as plain values that can be printed, counted, saved and compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from sync.model.postmortem import Reference, Status, TicketRef
from sync.model.ticket import Change, Draft


class Field(StrEnum):
    """What an action changes."""

    TICKET = "ticket"
    STATUS = "status"
    TITLE = "title"
    OWNER = "owner"
    PRIORITY = "priority"
    DUE = "due"
    DOCUMENT = "document status"
    """What the document says of itself; it belongs to no item and to no ticket."""


def called(field: str) -> str:
    """The name of a field among words that people read."""
    return "due date" if field == Field.DUE else str(field)


MERGED: Final = (Field.OWNER, Field.PRIORITY, Field.DUE)
"""The fields that either side may change."""


@dataclass(frozen=True, slots=True)
class UpdateTicket:
    """Change one field of a ticket."""

    document: str
    line: int
    title: str
    ticket: TicketRef
    field: Field
    old: str
    new: str
    reason: str
    change: Change
    """The same in the tracker's terms."""

    @property
    def closes(self) -> bool:
        """Whether the ticket ends by it."""
        return self.change.status is not None and self.change.status.is_final


@dataclass(frozen=True, slots=True)
class WriteCell:
    """Edit the document: write a link, a status or another field at the item that begins on `line`."""

    document: str
    line: int
    title: str
    ticket: TicketRef
    field: Field
    old: str
    new: str
    """A ticket's label, the status words with their markup, or what another field says."""
    reason: str
    url: str | None = None
    """Of a ticket: the target of the link; None writes the bare label."""
    status: Status | None = None
    """Of a status: what `new` means."""
    new_column: bool = False
    """Whether the table gets a column for it."""
    replaces: Reference | None = None
    """Of a ticket that moved: the reference, as the document has it, that gives way to the new one."""
    names: tuple[str, ...] = ()
    """Of owners: each of them."""


@dataclass(frozen=True, slots=True)
class CreateTicket:
    """Make a ticket in `tracker` for the item at `document:line`."""

    document: str
    line: int
    title: str
    tracker: str
    draft: Draft
    reason: str
    follows: tuple[WriteCell, ...] = ()
    """The edits that come after it; what names the ticket in them is still a description."""


class Concern(StrEnum):
    """What a notice is about."""

    ORPHAN = "orphan"
    UNRECOGNISED = "unrecognised reference"
    VANISHED = "vanished ticket"
    MOVED = "moved ticket"
    KEPT_STATUS = "status kept"
    UNKNOWN_STATUS = "unknown status"
    SHARED = "shared ticket"
    IN_DOUBT = "in doubt"
    HELD = "held back"
    KEPT_TITLE = "title kept"
    CONFLICT = "conflict"
    UNHELD = "not to be written there"
    INTERRUPTED = "interrupted run"
    DOUBLE = "two tickets for one item"
    OWNER = "owner"
    UNCLEAR = "unclear document"
    UNDONE = "not all of it done"
    REMARKABLE = "something about the ticket"
    TOUCHED = "left as it is"


@dataclass(frozen=True, slots=True)
class Values:
    """What each side says of a field, and what both said when they last agreed; None where nobody knows."""

    base: str | None
    document: str
    ticket: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a person should know or decide; nothing is written for it."""

    concern: Concern
    document: str
    line: int | None
    title: str
    reason: str
    ticket: TicketRef | None = None
    field: Field | None = None
    values: Values | None = None
    """Of a conflict over `field`."""


Action: TypeAlias = CreateTicket | UpdateTicket | WriteCell | Notice


@dataclass(frozen=True, slots=True)
class Plan:
    """The actions in document order, and how many items were left alone for which reason."""

    actions: tuple[Action, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)

    @property
    def writes(self) -> tuple[CreateTicket | UpdateTicket | WriteCell, ...]:
        """The actions that would change something, on either side."""
        return tuple(action for action in self.actions if not isinstance(action, Notice))
