"""What to remember after a run: for every linked ticket, the value that each side has now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sync.model.action import CreateTicket, Field, UpdateTicket, WriteCell
from sync.model.memory import Base, Doubt, Reading, Remembered, State
from sync.model.postmortem import Postmortem, TicketRef
from sync.model.ticket import Ticket
from sync.plan import Observed
from sync.plan.creation import postmortem_holds
from sync.plan.headline import headline
from sync.plan.matching import match
from sync.plan.rows import Row
from sync.policy import Policy


def remember(
    postmortems: Sequence[Postmortem],
    observed: Observed,
    policy: Policy,
    unwritten: Iterable[UpdateTicket | WriteCell],
    in_doubt: Iterable[CreateTicket],
    readings: Mapping[str, Reading],
    now: datetime,
) -> State:
    """The state after a run, from the documents and tickets as they are now.

    A field whose write was planned and not carried out keeps the base it had: neither side has agreed to anything yet.
    So does everything in a document that took no part in the run, or could not be read.
    """
    before = observed.state
    matching = match(postmortems, observed, policy.project)
    open_fields = {(action.ticket, action.field.value) for action in unwritten}
    tickets = _of_unread(before, observed)
    for ref, rows in matching.links.items():
        if any(_took_part(row.postmortem, policy) for row in rows):
            entry = _linked(ref, rows, observed, open_fields)
        else:
            entry = before.tickets.get(ref)
        if entry is not None:
            tickets[ref] = entry
    for orphan, path in matching.orphans:
        known = before.tickets.get(orphan.ref)
        home = path or (known.document if known else "")
        key = orphan.marker.key if orphan.marker else None
        linked_before = known is not None and not known.orphan
        tickets[orphan.ref] = Remembered(orphan.ref, key, home, orphan=not linked_before)
    return State(tickets, _doubts(before, observed, in_doubt, now), dict(readings))


def _took_part(postmortem: Postmortem, policy: Policy) -> bool:
    outside = policy.only is not None and postmortem.path not in policy.only
    return not outside and postmortem_holds(postmortem, policy) is None


def _of_unread(before: State, observed: Observed) -> dict[TicketRef, Remembered]:
    paths = frozenset(observed.unread.values())
    return {ref: entry for ref, entry in before.tickets.items() if entry.document in paths}


def _linked(
    ref: TicketRef, rows: Sequence[Row], observed: Observed, open_fields: set[tuple[TicketRef, str]]
) -> Remembered | None:
    known = observed.state.tickets.get(ref)
    ticket = observed.tickets.get(ref)
    if ticket is None:
        return known
    kept = known.fields if known else {}
    fields = {name: base for name, base in kept.items() if (ref, name) in open_fields}
    agreed = _agreed(ticket, rows)
    fields |= {name: base for name, base in agreed.items() if (ref, name) not in open_fields}
    key = ticket.marker.key if ticket.marker else None
    return Remembered(ref, key, rows[0].postmortem.path, fields=fields)


def _agreed(ticket: Ticket, rows: Sequence[Row]) -> dict[str, Base]:
    """The values of each field, where all rows of the ticket say the same."""
    agreed: dict[str, Base] = {}
    statuses = {row.item.status or "" for row in rows}
    if len(statuses) == 1:
        agreed[Field.STATUS.value] = Base(str(statuses.pop()), ticket.status.value)
    if ticket.marker is not None and len(rows) == 1:
        agreed[Field.TITLE.value] = Base(headline(rows[0].item), ticket.title)
    return agreed


def _doubts(
    before: State, observed: Observed, in_doubt: Iterable[CreateTicket], now: datetime
) -> dict[str, Doubt]:
    doubts = {key: before.doubts[key] for key in observed.in_doubt if key in before.doubts}
    for action in in_doubt:
        key = action.draft.marker.key
        doubts.setdefault(key, Doubt(action.tracker, key, action.document, now))
    return doubts
