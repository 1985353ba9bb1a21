"""The answer in a sentence: what becomes of an item, and why."""

from __future__ import annotations

from collections.abc import Iterator

from sync.explained.model import Account, Planned, Seen, TicketNow
from sync.model.action import CreateTicket, Field, UpdateTicket, called
from sync.policy import status_called


def in_short(account: Account) -> str:
    """Which ticket the item has, or why none, and what the next run does about it."""
    parts = [_ticket(account), _next(account)]
    return "; ".join(part for part in parts if part)


def _ticket(account: Account) -> str:
    if not account.tickets:
        return _none(account)
    if len(account.tickets) == 1:
        return f"its ticket {_is(account.tickets[0])}"
    return f"it has {len(account.tickets)} tickets: " + ", ".join(map(_is, account.tickets))


def _none(account: Account) -> str:
    if account.item.unrecognised:
        return "it names a ticket that nobody recognises"
    if account.doubt is not None:
        return "it has no ticket that is known, and an earlier run may have made one"
    if account.hold is not None:
        return f"it has no ticket, since it is one of those {account.hold}"
    return "it has no ticket yet"


def _is(one: TicketNow) -> str:
    if one.ticket is not None:
        was = "was" if one.seen is Seen.REMEMBERED else "is"
        return f"{one.ref} {was} {status_called(one.ticket.status).lower()}"
    return {
        Seen.VANISHED: f"{one.ref} cannot be found",
        Seen.UNASKED: f"{one.ref} was not asked about",
    }.get(one.seen, f"{one.ref} is in no tracker of the settings")


def _next(account: Account) -> str:
    writes = [one for one in account.planned if one.hold is None]
    kept = [one for one in account.planned if one.hold is not None]
    if writes:
        return "the next run " + " and ".join(dict.fromkeys(_does(writes)))
    if kept and account.hold is not None:
        return (
            ""
            if not account.tickets
            else f"no run writes it, since it is one of those {account.hold}"
        )
    if kept:
        return f"the next run does not {' and '.join(dict.fromkeys(_does(kept, 'make', 'link', 'change')))}: {kept[0].hold}"
    if account.notices:
        return "the next run changes nothing here, and tells what needs a person"
    return "the next run has nothing to do here" if account.tickets else ""


def _does(
    planned: list[Planned], make: str = "makes", link: str = "links", change: str = "changes"
) -> Iterator[str]:
    for one in planned:
        action = one.action
        if isinstance(action, CreateTicket):
            where = action.draft.destination or action.tracker
            yield f"{make} one in {where}"
        elif action.field is Field.TICKET:
            yield f"{link} {action.ticket}"
        else:
            side = "ticket" if isinstance(action, UpdateTicket) else "document"
            yield f"{change} the {called(action.field)} in the {side}"
