"""Changing a ticket as the core asks for it: what differs is written, and each difference is an event of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from connectors.local.database import Transaction
from connectors.local.moves import Step, assigning, closing, reopening, starting
from connectors.local.records import Event, TicketRecord, What, stamp, stored_names
from connectors.local.tickets import one_line, record
from sync.model.postmortem import Status
from sync.model.ticket import Change, Ticket

_WRITE = """
UPDATE tickets
SET title = :title, text = :text, status = :status, assignees = :assignees, duplicate_of = :duplicate_of,
    priority = :priority, due = :due, updated_at = :now, closed_at = :closed_at
WHERE number = :number
"""


def refusal(change: Change, ticket: Ticket) -> str | None:
    """Why nothing of the change is written; None if it may be."""
    title = None if change.title is None else one_line(change.title)
    if title == "":
        return f"{change.ref}: a ticket needs a title"
    if change.was is not None and ticket.title not in (one_line(change.was), title):
        return f"{change.ref} was renamed meanwhile, to {ticket.title!r}; it stays"
    return change.overtaken(ticket)


def write(
    transaction: Transaction,
    ticket: TicketRecord,
    change: Change,
    by: str,
    now: datetime,
    original: TicketRecord | None = None,
) -> None:
    """Write what differs; nothing where nothing does. `original` is the ticket that a duplicate repeats."""
    steps = [*_moves(ticket, change.status, original), *_assigned(ticket, change)]
    after, events = ticket, [Event(now, one.what, by, one.old, one.new, one.other) for one in steps]
    for step in steps:
        if step.what is What.REASSIGNED:
            after = replace(after, assignees=step.assignees)
        else:
            after = replace(after, status=step.status, duplicate_of=step.duplicate_of)
    texts = dict(_texts(ticket, change))
    for name, what in _TOLD.items():
        if name in texts:
            events.append(Event(now, what, by, getattr(ticket, name), texts[name]))
    if change.text is not None and events:
        texts["text"] = one_line(change.text.text)
    if not events:
        return
    closed_at = (ticket.closed_at or now) if after.status.is_final else None
    values = {
        "number": ticket.number,
        "title": ticket.title,
        "text": ticket.text,
        "priority": ticket.priority,
        "due": ticket.due,
        "status": after.status.value,
        "assignees": stored_names(after.assignees),
        "duplicate_of": after.duplicate_of,
        "now": stamp(now),
        "closed_at": stamp(closed_at) if closed_at else None,
    }
    transaction.execute(_WRITE, {**values, **texts})
    for event in events:
        record(transaction, ticket.number, event)


_TOLD: Mapping[str, What] = {
    "title": What.RETITLED,
    "priority": What.PRIORITISED,
    "due": What.RESCHEDULED,
}


def _texts(ticket: TicketRecord, change: Change) -> Iterator[tuple[str, str | None]]:
    wanted: dict[str, str | None] = {}
    if change.title is not None:
        wanted["title"] = change.title
    for name, pair in (("priority", change.priority), ("due", change.due)):
        if pair is not None:
            wanted[name] = pair[1]
    for name, text in wanted.items():
        new = None if text is None else one_line(text) or None
        if new != getattr(ticket, name):
            yield name, new


def _moves(
    ticket: TicketRecord, status: Status | None, original: TicketRecord | None
) -> Iterator[Step]:
    """From any status to any other; one end is changed to another by way of reopening."""
    if status is None or status is ticket.status:
        return
    if ticket.status.is_final:
        step = reopening(ticket)
        if step is not None:
            yield step
        ticket = replace(ticket, status=Status.OPEN, duplicate_of=None)
    if status.is_final:
        found = closing(ticket, status, original)
    else:
        found = starting(ticket) if status is Status.IN_PROGRESS else _set_back(ticket)
    if found is not None:
        yield found


def _set_back(ticket: TicketRecord) -> Step | None:
    """Work that had begun has not after all."""
    if ticket.status is Status.OPEN:
        return None
    old, new = ticket.status.value, Status.OPEN
    return Step(What.REOPENED, old, new.value, new, ticket.assignees)


def _assigned(ticket: TicketRecord, change: Change) -> Iterator[Step]:
    gone = {owner.identity for owner in change.unassign}
    kept = [name for name in ticket.assignees if name not in gone]
    new = [name for owner in change.assign if (name := one_line(owner.identity))]
    if not change.assign and not change.unassign:
        return
    have = {name.casefold() for name in kept}
    names = [*kept, *(name for name in new if name.casefold() not in have)]
    step = assigning(ticket, names, add=False)
    if step is not None:
        yield step
