"""The edits of a document that belong to a ticket: its link, and what follows once a planned ticket is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sync.model.action import Concern, Field, Notice, WriteCell
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Draft, Ticket
from sync.plan.observed import Observed
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


def relinks(row: Row, observed: Observed) -> Iterator[WriteCell | Notice]:
    """Follow the tickets of this item that moved; a plain name that reads the same afterwards stays.

    A new name that the item has already is not written beside itself.
    """
    named = {one.ref: one.ref for one in row.item.references}
    for reference in row.item.references:
        ticket = observed.tickets.get(observed.real(reference.ref))
        if ticket is None or ticket.ref == reference.ref:
            continue
        if named.setdefault(ticket.ref, reference.ref) != reference.ref:
            yield _named_already(row, reference.ref, ticket)
            continue
        moved = replace(
            link(row, ticket, f"{reference.ref} has moved to {ticket.ref}"),
            old=reference.ref.id,
            new_column=False,
            replaces=reference,
        )
        if reference.url is not None or not reference.ref.id.endswith(moved.new):
            yield moved


def _named_already(row: Row, old: TicketRef, ticket: Ticket) -> Notice:
    return Notice(
        concern=Concern.MOVED,
        document=row.postmortem.path,
        line=row.item.line,
        title=row.item.title,
        reason=f"{old} has moved to {ticket.ref}, which this item names beside it; take {old} out",
        ticket=ticket.ref,
    )


def following(
    row: Row, draft: Draft, policy: Policy, tracker: str
) -> tuple[WriteCell | Notice, ...]:
    """What comes once the item's ticket is there, which begins as an open one: edits, and what somebody has to decide."""
    ref = TicketRef(tracker, _TICKET)
    ticket = Ticket(ref=ref, title=draft.title, status=Status.OPEN, marker=draft.marker)
    first = replace(link(row, ticket, "its ticket is created"), new=_LINK)
    told = status_action(Side(row.postmortem, row.item, ticket, base=None), policy)
    match told:
        case Notice():
            return first, replace(told, ticket=None)
        case WriteCell():
            return first, told
        case _:
            return (first,)
