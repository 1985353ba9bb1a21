"""Tickets that no item links and that bear no mark any more: whose they are, only a person can tell.

Nothing is linked by guessing. The items that may be theirs wait until somebody has settled it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sync.marks import is_lost
from sync.model.action import Field
from sync.model.postmortem import Postmortem, Status, TicketRef
from sync.model.ticket import Ticket
from sync.plan.headline import headline
from sync.plan.observed import Observed
from sync.plan.rows import Matching, Row


def hold_unmarked(
    matching: Matching,
    postmortems: Sequence[Postmortem],
    unlinked: Iterable[Row],
    observed: Observed,
) -> None:
    """Hold the items that may be such a ticket's, by its title now or the one that is remembered; else it is an orphan, or ended."""
    free = [row for row in unlinked if row.place not in matching.adopted]
    paths = {one.path for one in postmortems}
    for ticket, titles in _without_marks(matching, observed):
        known = observed.state.tickets.get(ticket.ref)
        home = known.document if known and known.document in paths else ""
        # In any document: another one may have the path of its own by now.
        fitting = [row for row in free if headline(row.item) in titles]
        if fitting and not _is_settled(ticket, observed):
            matching.held.update(dict.fromkeys((row.place for row in fitting), ticket.ref))
            matching.unmarked.append((ticket, fitting[0].postmortem.path))
        elif is_lost(ticket, observed.state):
            kind = matching.ended if ticket.status.is_final else matching.orphans
            kind.append((ticket, home))


def hold_for_second_ones(matching: Matching, unlinked: Iterable[Row], observed: Observed) -> None:
    """Hold the items whose title an open second ticket has that is called unlike the item it bears the mark of: that may have been pasted."""
    for spare, used, ours in matching.spare:
        if not ours or spare.status.is_final or _is_called_alike(spare, used, matching, observed):
            continue
        for row in unlinked:
            if row.place not in matching.adopted and headline(row.item) == spare.title:
                matching.held.setdefault(row.place, spare.ref)


def _is_called_alike(
    spare: Ticket, used: TicketRef, matching: Matching, observed: Observed
) -> bool:
    """Whether it has the title of the ticket in use, or of what that is linked by: so two runs made both."""
    ticket = observed.tickets.get(used)
    titles = {headline(row.item) for row in matching.links.get(used, ())}
    return spare.title in titles or (ticket is not None and spare.title == ticket.title)


def _without_marks(matching: Matching, observed: Observed) -> Iterator[tuple[Ticket, set[str]]]:
    for ref, ticket in sorted(observed.tickets.items()):
        unclear = is_lost(ticket, observed.state) or ticket.unmarked or bool(ticket.claims)
        if ref in matching.links or not unclear:
            continue
        known = observed.state.tickets.get(ref)
        base = known.fields.get(Field.TITLE.value) if known else None
        yield ticket, {ticket.title, *((base.document or "",) if base else ())} - {""}


def _is_settled(ticket: Ticket, observed: Observed) -> bool:
    """Whether it was told while it was open, and then closed: so nobody needs it."""
    known = observed.state.tickets.get(ticket.ref)
    if known is None or not known.loose or not ticket.status.is_final:
        return False
    told = known.fields.get(Field.STATUS.value)
    return told is not None and not Status(told.ticket).is_final
