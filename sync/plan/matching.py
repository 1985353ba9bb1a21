"""Which ticket belongs to which item, so that nothing is created that exists already.

Every ticket of ours is linked by an item, a second one for an item that has one, or loose: `sync.plan.adoption` has the
rules by which a loose ticket finds its item.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sync.identity import document_hash, item_key, text_hash
from sync.model.postmortem import Postmortem
from sync.model.ticket import Marker, Ticket
from sync.plan.adoption import Adopting
from sync.plan.observed import Observed
from sync.plan.rows import Matching, Row
from sync.plan.unmarked import hold_for_second_ones, hold_unmarked


def match(postmortems: Sequence[Postmortem], observed: Observed, project: str) -> Matching:
    """Match all unlinked items with the tickets of `project` that no item links."""
    matching = Matching()
    unlinked: list[Row] = []
    for postmortem in postmortems:
        for item in postmortem.items:
            row = Row(postmortem, item)
            if item.references:
                for ref in dict.fromkeys(observed.real(one.ref) for one in item.references):
                    matching.links[ref].append(row)
            elif item.ticket_wanted and not item.unrecognised and not item.unclear:
                unlinked.append(row)
    loose = _loose_tickets(matching, observed, project, unlinked)
    if loose:
        Adopting(matching, postmortems, unlinked, observed).run(loose)
    hold_unmarked(matching, postmortems, unlinked, observed)
    hold_for_second_ones(matching, unlinked, observed)
    _number(matching, unlinked, observed, project)
    return matching


def _loose_tickets(
    matching: Matching, observed: Observed, project: str, unlinked: Iterable[Row]
) -> list[tuple[Ticket, Marker]]:
    """The tickets of ours that no item links, oldest first; second ones of a key are set aside as spare."""
    free = {(document_hash(row.postmortem), text_hash(row.item)) for row in unlinked}
    ours = [
        (ticket, ticket.marker)
        for ticket in observed.tickets.values()
        if ticket.marker is not None and ticket.marker.project == project
    ]
    in_use = {marker.key: ticket for ticket, marker in ours if ticket.ref in matching.links}
    loose: list[tuple[Ticket, Marker]] = []
    for ticket, marker in sorted(ours, key=lambda pair: _age(pair[0])):
        if ticket.ref in matching.links:
            continue
        if marker.key in in_use and not _is_pasted(marker, in_use[marker.key], matching, free):
            matching.spare.append((ticket, in_use[marker.key].ref, True))
            continue
        in_use[marker.key] = ticket
        loose.append((ticket, marker))
    return loose


def _is_pasted(
    marker: Marker, used: Ticket, matching: Matching, free: Collection[tuple[str, str]]
) -> bool:
    """Whether the ticket in use bears this mark by a paste: its items say something else, and the mark's own is here without a ticket."""
    texts = {text_hash(row.item) for row in matching.links.get(used.ref, ())}
    return (marker.document, marker.text) in free and bool(texts) and marker.text not in texts


def _age(ticket: Ticket) -> tuple[str, int, str]:
    created = ticket.created_at.isoformat() if ticket.created_at else ""
    return created, len(ticket.ref.id), ticket.ref.id


def _number(matching: Matching, unlinked: Iterable[Row], observed: Observed, project: str) -> None:
    used = {ticket.marker.key for ticket in observed.tickets.values() if ticket.marker}
    used.update(entry.key for entry in observed.state.tickets.values() if entry.key)
    free: dict[tuple[str, str], int] = {}
    for row in unlinked:
        if row.place in matching.adopted:
            continue
        document, text = document_hash(row.postmortem), text_hash(row.item)
        ordinal = free.get((document, text), 0)
        while item_key(project, document, text, ordinal) in used:
            ordinal += 1
        free[document, text] = ordinal + 1
        matching.ordinals[row.place] = ordinal
