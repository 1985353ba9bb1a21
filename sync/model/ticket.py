"""Tickets: what a tracker holds, what it is asked to create, and how that ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

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
    remarks: tuple[str, ...] = ()
    """What a person should know of it, each in a sentence without a full stop."""
    is_change: bool = False
    """Whether it is no ticket but a change that does the work, such as a pull request: it counts where no ticket is named."""
    claims: frozenset[str] = frozenset()
    """Keys of items that it may have been made for, where its marks are not clear: nothing is created for those."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A responsible person or team: as the document names them, and as the tracker knows them."""

    name: str
    identity: str
    known: bool = False
    """Whether `identity` is meant as the tracker's own name for them: a handle (`@ann`), or one from the settings."""


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
    """What to change of a ticket that pm-sync made. What is not named stays, whoever put it there."""

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
    text: Draft | None = None
    """Where the text that pm-sync put into the ticket is to be written anew: what it says now."""


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
