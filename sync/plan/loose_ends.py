"""Tickets of ours that are not the one ticket of one item: linked twice, second ones, those that no item links."""

from __future__ import annotations

from collections.abc import Iterator

from sync.marks import twice_linked
from sync.model.action import Action, Concern, Notice
from sync.model.postmortem import TicketRef
from sync.model.ticket import Ticket
from sync.plan.duplicates import closed
from sync.plan.observed import Observed
from sync.plan.rows import Matching, Row
from sync.policy import Policy


def loose_ends(matching: Matching, observed: Observed, policy: Policy) -> Iterator[Action]:
    """What a person has to look at; second tickets are closed where the settings ask for it."""
    linked = [observed.tickets[ref] for ref in matching.links if ref in observed.tickets]
    twice = twice_linked(linked)
    for ticket in linked:
        rows = matching.links[ticket.ref]
        if len(rows) > 1 and ticket.marker is not None:
            yield _shared(ticket, rows)
        if ticket.ref in twice:
            yield _same_mark(ticket, twice[ticket.ref], rows)
    for spare, used, ours in matching.spare:
        if spare.status.is_final:
            continue
        rows = matching.links.get(used, [])
        closing = closed(spare, used, rows, observed, policy) if ours else None
        yield closing or _spare(spare, used, ours=ours)
    for orphan, path in (*matching.orphans, *matching.unmarked):
        yield _orphan(orphan, path, observed)


def _shared(ticket: Ticket, rows: list[Row]) -> Notice:
    others = ", ".join(f"{path}:{line}" for path, line, _ in (row.place for row in rows[1:]))
    return _told(
        rows[0],
        Concern.SHARED,
        f"{ticket.ref} was made for one item and is linked by {len(rows)}: also at {others}",
        ticket.ref,
    )


def _spare(spare: Ticket, used: TicketRef, *, ours: bool) -> Notice:
    if ours:
        told = (
            f"is a second ticket for one item, where {used} is in use; close it if nobody needs it"
        )
    elif _is_elsewhere(spare.ref, used):
        told = f"is linked as {used.id}, an address that no tracker of the settings has; set `web_url` if it is read there"
    else:
        told = (
            f"is a second ticket for one item, which links {used.id}; close it if nobody needs it"
        )
    return Notice(
        concern=Concern.DOUBLE,
        document="",
        line=None,
        title=spare.title,
        ticket=spare.ref,
        reason=f"{spare.ref} {told}",
    )


def _is_elsewhere(ref: TicketRef, linked: TicketRef) -> bool:
    """Whether a link that no tracker knows seems to lead to that ticket, as after its server got another name."""
    last = linked.id.rstrip("/").rpartition("/")[2]
    return not linked.tracker and last in (ref.id, ref.id.rpartition("#")[2])


def _orphan(orphan: Ticket, path: str, observed: Observed) -> Notice:
    remembered = observed.state.tickets.get(orphan.ref)
    home = path or (remembered.document if remembered else "")
    place = f" in {home}" if home else ""
    why = (
        f"no item{place} belongs to {orphan.ref} any more: its text was edited or it was removed"
        if orphan.marker is not None
        else f"{orphan.ref} says no more which one action item it was made for, and no item{place} links it"
    )
    close = "" if orphan.status.is_final else ", or close it if nobody needs it"
    return Notice(
        concern=Concern.ORPHAN,
        document=path,
        line=None,
        title=orphan.title,
        ticket=orphan.ref,
        reason=f"{why}; write {orphan.ref.id} at the item it belongs to{close}",
    )


def _same_mark(ticket: Ticket, other: TicketRef, rows: list[Row]) -> Notice:
    return _told(
        rows[0],
        Concern.DOUBLE,
        f"{ticket.ref} and {other} bear the mark of one action item, and are linked by two: one text was pasted over the"
        " other; put back what it was, as the history of the ticket has it",
        ticket.ref,
    )


def _told(row: Row, concern: Concern, reason: str, ref: TicketRef) -> Notice:
    return Notice(concern, row.postmortem.path, row.item.line, row.item.title, reason, ref)
