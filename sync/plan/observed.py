"""What is known of the trackers when a plan is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sync.model.action import WriteCell
from sync.model.memory import State
from sync.model.postmortem import TicketRef
from sync.model.ticket import Ticket


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
    never_seen: frozenset[TicketRef] = frozenset()
    """Those of the vanished that lie where no ticket of ours goes, and that no run ever saw: they may never have been visible."""
    unlisted: frozenset[TicketRef] = frozenset()
    """Tickets of ours that their tracker did not list as such, and only showed when asked."""
    state: State = field(default_factory=State)
    unread: Mapping[str, str] = field(default_factory=dict)
    """The documents that are there and could not be read, path by hash: what they link is not known."""
    touched: Mapping[TicketRef, str] = field(default_factory=dict)
    """Of second tickets that were asked about: what people did to them, empty for nothing."""
    unheld: Mapping[WriteCell, str] = field(default_factory=dict)
    """Edits that their documents refuse, and why: what they would say is told instead."""
    in_doubt: frozenset[str] = frozenset()
    """Keys of items whose creation may have happened without our knowing."""

    def real(self, ref: TicketRef) -> TicketRef:
        """What the ticket is called now."""
        return self.moved.get(ref, ref)
