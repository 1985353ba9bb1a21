"""The priority of an item and of its ticket, each in words of its own."""

from __future__ import annotations

from typing import Final

from sync.folding import folded
from sync.model.action import Field
from sync.model.memory import Base
from sync.model.ticket import Change, Ticket
from sync.plan.rows import Row
from sync.policy import Policy

FIELD: Final = Field.PRIORITY


def in_document(row: Row, _ticket: Ticket, _policy: Policy) -> str | None:
    """The priority; None where there is no place for one."""
    priority = row.item.priority
    return folded(priority) if priority else "" if FIELD in row.item.places else None


def in_ticket(ticket: Ticket) -> str | None:
    """The tracker's own word."""
    return ticket.priority


def agree(row: Row, ticket: Ticket, _policy: Policy) -> bool:
    """Whether both mean the same."""
    meant = {folded(one) for one in (ticket.priority or "", *ticket.priority_words)}
    return folded(row.item.priority or "") in meant


def change(row: Row, ticket: Ticket, _policy: Policy) -> Change:
    """The ticket gets the document's priority."""
    held = next(iter(ticket.priority_words), ticket.priority)
    pair = (held or None, row.item.priority)
    return Change(ticket.ref, priority=pair, seen=(("priority", ticket.priority or ""),))


def told(row: Row, ticket: Ticket, _base: Base | None, _policy: Policy) -> tuple[str, ...]:
    """The word that this document has for it already, else the first of the settings, else the tracker's own."""
    used = {folded(item.priority) for item in row.postmortem.items if item.priority}
    words = [*ticket.priority_words, *([ticket.priority] if ticket.priority else [])]
    word = next((one for one in words if folded(one) in used), next(iter(words), ""))
    return (word,) if word else ()


def shown(row: Row) -> str:
    """What stands in the document."""
    return row.item.priority or ""
