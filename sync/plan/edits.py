"""The edits of a document that belong to a ticket: its link, and what follows once a planned ticket is there."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sync.model.action import Field, WriteCell
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Draft, Ticket
from sync.plan.rows import Row
from sync.plan.status import Side, status_action
from sync.policy import Policy

_TO_COME: Final = "the link to the new ticket"


def link(row: Row, ticket: Ticket, reason: str) -> WriteCell:
    """Put the link to `ticket` at the item."""
    return WriteCell(
        document=row.postmortem.path,
        line=row.item.line,
        title=row.item.title,
        ticket=ticket.ref,
        field=Field.TICKET,
        old=row.item.ticket_text,
        new=ticket.label or ticket.ref.id,
        reason=reason,
        url=ticket.url,
        new_column=not row.item.ticket_has_place,
    )


def following(row: Row, draft: Draft, policy: Policy) -> tuple[WriteCell, ...]:
    """What will be written at the item once its ticket is there, which begins as an open one."""
    ticket = Ticket(
        ref=TicketRef(policy.tracker, _TO_COME),
        title=draft.title,
        status=Status.OPEN,
        marker=draft.marker,
    )
    status = status_action(Side(row.postmortem, row.item, ticket, base=None), policy)
    first = replace(link(row, ticket, "its ticket is created"), new=_TO_COME)
    return (first, status) if isinstance(status, WriteCell) else (first,)
