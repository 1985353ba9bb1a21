"""Tickets: what a tracker holds, what it is asked to create, and how that ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Final, TypeAlias

from sync.model.postmortem import Status, TicketRef


@dataclass(frozen=True, slots=True)
class Marker:
    """Says, inside a ticket, which action item it was made for. All but `project` are hashes in hexadecimal.

    The parts are kept apart so that a ticket can be matched when the text was edited or the document moved.
    """

    key: str
    project: str
    document: str
    text: str
    postmortem: str
    """Of the postmortem's title and date: finds a document that was moved."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as its tracker shows it."""

    ref: TicketRef
    title: str
    status: Status
    owners: tuple[str, ...] = ()
    label: str = ""
    """What a document shows as the link's text; empty stands for `ref.id`."""
    url: str | None = None
    """Where a reader can look at it; None for a tracker without pages."""
    marker: Marker | None = None
    """Present if pm-sync made the ticket, and the tracker vouches for the mark."""
    created_at: datetime | None = None
    updated_at: datetime | None = None
    closed_at: datetime | None = None
    """Since when nothing is left to do; None where something is, and where the tracker does not tell."""
    remarks: tuple[str, ...] = ()
    """What a person should know of it, each in a sentence without a full stop."""
    is_change: bool = False
    """Whether it is no ticket but a change that does the work, such as a pull request: it counts where no ticket is named."""
    priority: str | None = None
    """In the tracker's own word, empty if it has none; None if tickets have no priority there."""
    priority_words: tuple[str, ...] = ()
    """What documents call that priority, by the settings."""
    due: str | None = None
    """`2026-12-24`, empty if there is none; None if tickets have no due date there."""
    shown: bool = True
    """Whether the tracker showed it; else it is what it was asked to make."""
    called: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """What else an owner is known as; the first is for documents."""
    claims: frozenset[str] = frozenset()
    """Keys of items that it may have been made for, where its marks are not clear: nothing is created for those."""
    withdrawn: bool = False
    """Whether an `undo` took our mark off, as far as the tracker tells."""
    unmarked: bool = False
    """Whether it bears our label and no mark: a person may have taken that off."""

    @property
    def owned_by(self) -> str:
        """The owners as one text, to compare by."""
        return ", ".join(sorted(self.owners))


@dataclass(frozen=True, slots=True)
class Owner:
    """A responsible person or team: as the document names them, and as the tracker knows them."""

    name: str
    identity: str
    known: bool = False
    """Whether `identity` is meant as the tracker's own name for them: a handle (`@ann`), or one from the settings."""


def anybody(_owner: Owner) -> bool:
    """Whoever it is."""
    return True


@dataclass(frozen=True, slots=True)
class Assigning:
    """Whom a tracker can assign, as far as that is known without asking it."""

    can: Callable[[Owner], bool] = anybody
    most: int = 1_000_000
    """How many owners a ticket can have."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A ticket to be created, with everything that a tracker may show."""

    marker: Marker
    title: str
    """At most 120 characters, one line."""
    text: str
    """The whole text of the action item, one line."""
    document: str
    line: int
    owners: tuple[Owner, ...] = ()
    type: str | None = None
    priority: str | None = None
    due: str | None = None
    postmortem_title: str | None = None
    postmortem_date: str | None = None
    summary: str | None = None
    place: Mapping[str, object] = field(default_factory=dict, hash=False)
    restricted: bool = False
    """Whether the ticket may show nothing but its title and a link to the document; owners are assigned, and not named."""

    @property
    def destination(self) -> str:
        """The project or repository that a route chose; empty where the settings of the tracker choose."""
        return str(self.place.get("project") or self.place.get("repository") or "")


@dataclass(frozen=True, slots=True)
class Change:
    """What to change of a ticket. What is not named stays, whoever put it there."""

    ref: TicketRef
    title: str | None = None
    was: str | None = None
    """The title that it is to have had until now: if it has another one by then, nothing is changed."""
    assign: tuple[Owner, ...] = ()
    unassign: tuple[Owner, ...] = ()
    status: Status | None = None
    type: tuple[str | None, str | None] | None = None
    """The type that it had in the document, and has now; None where nobody is to be told."""
    priority: tuple[str | None, str | None] | None = None
    """Alike."""
    due: tuple[str | None, str | None] | None = None
    """Alike, as documents write it."""
    seen: tuple[tuple[str, str], ...] = ()
    """Names of fields of a `Ticket` (`status`, `priority`, `due`, `owned_by`) with the values that they are to have had until now, like `was`."""
    text: Draft | None = None
    """Where the text that pm-sync put into the ticket is to be written anew: what it says now."""
    adopted: bool = False
    """Whether somebody else may have made the ticket."""
    duplicate_of: TicketRef | None = None
    """With the status duplicate: the ticket that it repeats, for a tracker that can tell."""
    withdraw: bool = False
    """Whether our mark is taken off as well: the ticket stays, and is no item's any more. Without a mark there is nothing to do."""

    def with_other(self, other: Change) -> Change:
        """Both changes of one ticket in one."""
        named = {
            one.name: getattr(other, one.name)
            for one in fields(other)
            if getattr(other, one.name) not in (None, (), False)
        }
        seen = tuple(dict.fromkeys((*self.seen, *other.seen)))
        return replace(self, **{**named, "seen": seen})

    def overtaken(self, now: Ticket) -> str | None:
        """What of that which the change is about somebody else changed since it was planned; None if nothing."""
        for name, before in self.seen:
            if str(getattr(now, name) or "") != before:
                return f"the {_SHOWN.get(name, name)} of {self.ref} was changed meanwhile; the next run looks at it again"
        return None


_SHOWN: Final = {"owned_by": "assignee"}


@dataclass(frozen=True, slots=True)
class Done:
    """The tracker did it, and this is the ticket now."""

    ticket: Ticket
    remarks: tuple[str, ...] = ()
    """What of it could not be done, and did not stop the rest: an owner who cannot be assigned."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The tracker certainly did not do it."""

    reason: str


@dataclass(frozen=True, slots=True)
class InDoubt:
    """Nobody knows whether the tracker did it: the answer was lost. It is never sent again blindly."""

    reason: str


@dataclass(frozen=True, slots=True)
class Postponed:
    """It was not sent, since the tracker takes no more for now; says until when. A later run does it."""

    reason: str


Outcome: TypeAlias = Done | Failed | InDoubt | Postponed
