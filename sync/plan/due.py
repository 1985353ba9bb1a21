"""The due date of an item and of its ticket."""

from __future__ import annotations

from typing import Final

from sync.days import due
from sync.model.action import Field
from sync.model.memory import Base
from sync.model.ticket import Change, Ticket
from sync.plan.rows import Row
from sync.policy import Policy

FIELD: Final = Field.DUE


def in_document(row: Row, _ticket: Ticket, _policy: Policy) -> str | None:
    """The day, or the words that name none; None where there is no place for it."""
    return due(row.item.due) if row.item.due or FIELD in row.item.places else None


def in_ticket(ticket: Ticket) -> str | None:
    """The day."""
    return ticket.due


def agree(row: Row, ticket: Ticket, _policy: Policy) -> bool:
    """Whether both name the same day."""
    return due(row.item.due) == (ticket.due or "")


def change(row: Row, ticket: Ticket, _policy: Policy) -> Change:
    """The ticket gets the document's day."""
    pair = (ticket.due or None, row.item.due)
    return Change(ticket.ref, due=pair, seen=(("due", ticket.due or ""),))


def told(_row: Row, ticket: Ticket, _base: Base | None, _policy: Policy) -> tuple[str, ...]:
    """The day as everybody reads it."""
    return (ticket.due,) if ticket.due else ()


def shown(row: Row) -> str:
    """What stands in the document."""
    return row.item.due or ""
