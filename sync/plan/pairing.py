"""An item beside its tickets: the pair whose fields are merged, and the two sides of its status."""

from __future__ import annotations

from collections.abc import Sequence

from sync.model.action import Field
from sync.model.memory import Base
from sync.model.postmortem import TicketRef
from sync.model.ticket import Draft, Ticket
from sync.plan.creation import draft_of
from sync.plan.merge import Pair
from sync.plan.observed import Observed
from sync.plan.rows import Matching, Row, is_changeable
from sync.plan.status import Side, deciding, rank, voting
from sync.policy import Policy, Route


def refs_of(row: Row, observed: Observed) -> tuple[TicketRef, ...]:
    """What the tickets that the item links are called now."""
    return tuple(dict.fromkeys(observed.real(one.ref) for one in row.item.references))


def paired(
    row: Row, ticket: Ticket, matching: Matching, observed: Observed, policy: Policy
) -> Pair | None:
    """The item with its ticket, if that may be changed and is nobody else's."""
    if not is_changeable(row, ticket, matching, policy):
        return None

    def draft() -> Draft | None:
        if ticket.marker is None:
            return None
        return draft_of(row, ticket.marker, policy, Route(ticket.ref.tracker))

    return Pair(row, ticket, observed.bases(ticket.ref), draft, observed.unheld)


def status_sides(
    row: Row, tickets: Sequence[Ticket], matching: Matching, observed: Observed, policy: Policy
) -> Side:
    """The item with the ticket that decides its status, and what both said when they were last seen."""
    ticket = deciding(list(tickets))
    return Side(
        row.postmortem,
        row.item,
        ticket,
        _status_base(tickets, observed),
        movable=is_changeable(row, ticket, matching, policy) and not ticket.is_change,
    )


def _status_base(tickets: Sequence[Ticket], observed: Observed) -> Base | None:
    """What the document and the deciding ticket said when they were last seen; None if any of it is unknown."""
    bases = [_base(ticket.ref, observed) for ticket in voting(list(tickets))]
    known = [base for base in bases if base is not None]
    if len(known) < len(bases):
        return None
    return min(known, key=lambda base: rank(base.ticket))


def _base(ref: TicketRef, observed: Observed) -> Base | None:
    remembered = observed.state.tickets.get(ref)
    return remembered.fields.get(Field.STATUS) if remembered else None
