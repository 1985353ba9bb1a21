"""Other projects of the same repository: where they share an id and a tracker, a listing has their tickets too.

A ticket that no item here links, made for a document that is not here, may be an orphan of ours or theirs. It is left to them
if its document is there and is none of ours, or if a document of theirs links it. Everything else is looked at as if there were no others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from sync.model.memory import State
from sync.model.postmortem import TicketRef
from sync.model.ticket import Marker, Ticket


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What the other projects have."""

    documents: frozenset[str] = frozenset()
    """The hashes of the files that are in the repository and are none of ours."""
    linked: frozenset[str] = frozenset()
    """The keys of the tickets that documents of theirs link, as they remember it, wherever they were made."""
    lost: frozenset[str] = frozenset()
    """Alike, of those that a document linked once; it is gone, or called otherwise by now, or was moved to here."""


def alone() -> Neighbours:
    """There are no other projects."""
    return Neighbours()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Tells the tickets of other projects. Whoever they are is asked only where a ticket may be theirs."""

    project: str = ""
    neighbours: Callable[[], Neighbours] = alone
    here: Collection[str] = ()
    """The hashes of the documents of this project."""
    linked: Collection[TicketRef] = ()
    state: State = field(default_factory=State)

    def has(self, ticket: Ticket) -> bool:
        """Whether the ticket is theirs. One that they lost is left to them only when it has ended."""
        marker = self._mark_from_afar(ticket)
        if marker is None:
            return False
        others = self.neighbours()
        if marker.key in others.linked:
            return True
        lost = ticket.status.is_final and marker.key in others.lost
        return not self._was_here(ticket) and (lost or marker.document in others.documents)

    def may_have(self, ticket: Ticket) -> bool:
        """Whether they lost the ticket, and may find it again: it is nobody's until then."""
        marker = self._mark_from_afar(ticket)
        if marker is None or self._was_here(ticket):
            return False
        return marker.key in self.neighbours().lost

    def _mark_from_afar(self, ticket: Ticket) -> Marker | None:
        """The mark of a ticket of this id that nothing here links and that was made for no document that is here."""
        marker = ticket.marker
        if marker is None or marker.project != self.project:
            return None
        return None if ticket.ref in self.linked or marker.document in self.here else marker

    def _was_here(self, ticket: Ticket) -> bool:
        """Whether a document of ours linked the ticket once."""
        known = self.state.tickets.get(ticket.ref)
        return known is not None and not known.orphan
