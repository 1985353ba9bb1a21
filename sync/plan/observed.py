"""What is known of the trackers when a plan is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sync.model.action import WriteCell
from sync.model.memory import Base, State
from sync.model.postmortem import TicketRef
from sync.model.ticket import Ticket
from sync.neighbours import Elsewhere


@dataclass(frozen=True, slots=True)
class Observed:
    """The tickets that documents link or that carry our marker, and what is remembered of them."""

    tickets: Mapping[TicketRef, Ticket] = field(default_factory=dict)
    linked: frozenset[TicketRef] = frozenset()
    """Every reference in any document to a tracker that was asked."""
    moved: Mapping[TicketRef, TicketRef] = field(default_factory=dict)
    """References that lead to a ticket of another name by now: a project that was renamed, a ticket that was transferred."""
    vanished: frozenset[TicketRef] = frozenset()
    """Linked tickets that their tracker, although asked, did not show."""
    specimens: Mapping[str, Ticket] = field(default_factory=dict)
    """By tracker: what one of its tickets looks like, and so where its new tickets go."""
    unlisted: frozenset[TicketRef] = frozenset()
    """Tickets of ours that their tracker did not list as such, and only showed when asked."""
    state: State = field(default_factory=State)
    made: Mapping[TicketRef, Mapping[str, Base]] = field(default_factory=dict)
    """What both sides said when a run that was stopped made a ticket; it counts where the memory has nothing of that."""
    unread: Mapping[str, str] = field(default_factory=dict)
    """The documents that are there and could not be read, path by hash: what they link is not known."""
    touched: Mapping[TicketRef, str] = field(default_factory=dict)
    """Of second tickets that were asked about: what people did to them, empty for nothing."""
    unheld: Mapping[WriteCell, str] = field(default_factory=dict)
    """Edits that their documents refuse, and why: what they would say is told instead."""
    in_doubt: frozenset[str] = frozenset()
    """Keys of items whose creation may have happened without our knowing."""
    elsewhere: Elsewhere = field(default_factory=Elsewhere)
    """Tells the tickets of other projects; none of those is among `tickets`."""

    def bases(self, ref: TicketRef) -> Mapping[str, Base]:
        """What is remembered of both sides of a ticket, field by field."""
        known = self.state.tickets.get(ref)
        return known.fields if known else self.made.get(ref, {})

    def real(self, ref: TicketRef) -> TicketRef:
        """What the ticket is called now."""
        return self.moved.get(ref, ref)
