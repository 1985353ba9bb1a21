"""The edits of a document that belong to a ticket: its link, and what follows once a planned ticket is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sync.model.action import Field, Notice, WriteCell
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Draft, Ticket
from sync.plan.rows import Row
from sync.plan.status import Side, status_action
from sync.policy import Policy

_TICKET: Final = "the new ticket"
_LINK: Final = f"the link to {_TICKET}"


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
    ticket = _to_come(draft, policy)
    status = _told(row, ticket, policy)
    first = replace(link(row, ticket, "its ticket is created"), new=_LINK)
    return (first, status) if isinstance(status, WriteCell) else (first,)


def foretold(row: Row, draft: Draft, policy: Policy) -> Iterator[Notice]:
    """What somebody will have to decide once the ticket is there."""
    status = _told(row, _to_come(draft, policy), policy)
    if isinstance(status, Notice):
        yield replace(status, ticket=None)


def _to_come(draft: Draft, policy: Policy) -> Ticket:
    ref = TicketRef(policy.tracker, _TICKET)
    return Ticket(ref=ref, title=draft.title, status=Status.OPEN, marker=draft.marker)


def _told(row: Row, ticket: Ticket, policy: Policy) -> WriteCell | Notice | None:
    return status_action(Side(row.postmortem, row.item, ticket, base=None), policy)
