"""Marks that a person took off a ticket of ours, or pasted into another one: told, and never acted upon.

Which ticket was made for which item is remembered from the run that made it, and does not change. A mark that says otherwise
is nobody's word: the ticket is treated like one that somebody else made, and nothing is created where it may belong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from sync.model.memory import State
from sync.model.postmortem import TicketRef
from sync.model.ticket import Ticket

_TREATED: Final = (
    "so it is treated like a ticket that somebody else made; put the mark back as the history of the ticket has it,"
    " or write here the ticket that belongs to this item"
)


def checked(tickets: Iterable[Ticket], state: State) -> dict[TicketRef, Ticket]:
    """The tickets, each without a mark that is not its own, and with a word where its own is gone."""
    return {ticket.ref: _checked(ticket, _made_for(ticket.ref, state)) for ticket in tickets}


def is_lost(ticket: Ticket, state: State) -> bool:
    """Whether it was made for an item, and bears no mark any more that would say so, although no `undo` took it off."""
    return (
        ticket.marker is None and not ticket.withdrawn and _made_for(ticket.ref, state) is not None
    )


def key_of(ticket: Ticket, state: State) -> str | None:
    """Of the item that it was made for; None for a ticket that somebody else made, or that was withdrawn."""
    if ticket.marker is not None:
        return ticket.marker.key
    return _made_for(ticket.ref, state) if is_lost(ticket, state) else None


def twice_linked(linked: Iterable[Ticket]) -> Mapping[TicketRef, TicketRef]:
    """Of linked tickets that bear one mark: each but the oldest, with that one. A run never links two of one item."""
    first: dict[str, TicketRef] = {}
    seconds: dict[TicketRef, TicketRef] = {}
    for ticket in sorted(linked, key=lambda one: (len(one.ref.id), one.ref.id)):
        if ticket.marker is None:
            continue
        oldest = first.setdefault(ticket.marker.key, ticket.ref)
        if oldest != ticket.ref:
            seconds[ticket.ref] = oldest
    return seconds


def _made_for(ref: TicketRef, state: State) -> str | None:
    known = state.tickets.get(ref)
    return known.key if known else None


def _checked(ticket: Ticket, key: str | None) -> Ticket:
    if key is None or ticket.withdrawn or (ticket.marker is not None and ticket.marker.key == key):
        return ticket
    if ticket.marker is not None:
        told = f"{ticket.ref} bears the mark of another action item than the one that it was made for, {_TREATED}"
        return replace(ticket, marker=None, remarks=(*ticket.remarks, told))
    if ticket.claims:
        return ticket  # its tracker tells of the marks of several
    told = f"{ticket.ref} has lost the mark that says which action item it was made for, {_TREATED}"
    return replace(ticket, remarks=(*ticket.remarks, told))
