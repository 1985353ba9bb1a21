"""Owner, priority and due date: the side that changed wins, and where both did, a person has to choose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sync.model.action import Concern, Field, Notice, UpdateTicket, Values, WriteCell, called
from sync.model.memory import UNDONE, Base
from sync.model.ticket import Change, Draft, Ticket
from sync.plan import due, owner, priority
from sync.plan.rows import Row
from sync.plan.verdict import Sides, Verdict, verdict
from sync.policy import Policy, Side, Wins
from sync.privacy import is_restricted


@dataclass(frozen=True, slots=True)
class Merging:
    """How one field is compared and told; each has a module of its own."""

    in_document: Callable[[Row, Ticket, Policy], str | None]
    in_ticket: Callable[[Ticket], str | None]
    agree: Callable[[Row, Ticket, Policy], bool]
    change: Callable[[Row, Ticket, Policy], Change]
    told: Callable[[Row, Ticket, Base | None, Policy], tuple[str, ...]]
    shown: Callable[[Row], str]


MERGING: Final[Mapping[Field, Merging]] = {
    Field.OWNER: Merging(
        owner.in_document, owner.in_ticket, owner.agree, owner.change, owner.told, owner.shown
    ),
    Field.PRIORITY: Merging(
        priority.in_document,
        priority.in_ticket,
        priority.agree,
        priority.change,
        priority.told,
        priority.shown,
    ),
    Field.DUE: Merging(due.in_document, due.in_ticket, due.agree, due.change, due.told, due.shown),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """An item and the ticket that is its only one, linked by it alone."""

    row: Row
    ticket: Ticket
    bases: Mapping[str, Base]
    draft: Callable[[], Draft | None]
    """What the ticket would say if it was made now; nothing where it is not ours."""
    unheld: Mapping[WriteCell, str]
    """Edits that the document refuses, and why."""


def merged(pair: Pair, policy: Policy) -> Iterator[UpdateTicket | WriteCell | Notice]:
    """What has to be done so that both sides say the same of each field."""
    restricted = is_restricted(pair.row.postmortem, policy.private)
    for field, merging in MERGING.items():
        if restricted and field is not Field.OWNER:
            continue  # Its ticket carries title and link only.
        sides = sides_of(pair, field, policy)
        if sides is None:
            continue
        wins, taken = policy.wins[field], policy.taken(*pair.row.place[:2])
        chosen = taken is not None and verdict(sides, wins) is Verdict.CONFLICT
        match verdict(sides, wins, taken):
            case Verdict.TO_TICKET:
                new = merging.change(pair.row, pair.ticket, policy)
                yield _to_ticket(pair, field, new, _why(sides, Side.DOCUMENT, chosen=chosen))
            case Verdict.TO_DOCUMENT:
                yield from _into_document(pair, field, sides, policy, chosen=chosen)
            case Verdict.CONFLICT:
                yield _conflict(pair, field, sides)
            case Verdict.SETTLED if _is_outdated(pair, sides, wins):
                why = _why(sides, Side.DOCUMENT)
                yield _to_ticket(pair, field, Change(pair.ticket.ref), why)


def sides_of(pair: Pair, field: Field, policy: Policy) -> Sides | None:
    """What both sides say of a field; None where one of them has no place for it."""
    merging = MERGING[field]
    document = merging.in_document(pair.row, pair.ticket, policy)
    if document is None:
        return None
    ticket = merging.in_ticket(pair.ticket)
    agree = ticket is None or merging.agree(pair.row, pair.ticket, policy)
    return Sides(document, ticket or "", agree, pair.bases.get(field.value))


def _is_outdated(pair: Pair, sides: Sides, wins: Wins) -> bool:
    """Whether only the text that pm-sync put into the ticket still says what the document said before."""
    if wins is Wins.OFF or sides.known is None or pair.ticket.marker is None:
        return False
    return sides.document != sides.known.document


def _names(row: Row, field: Field) -> tuple[str, ...]:
    if field is Field.OWNER:
        return row.item.owners
    value = MERGING[field].shown(row)
    return (value,) if value else ()


def _why(sides: Sides, winner: Side, *, chosen: bool = False) -> str:
    """On whose word a side is brought up to the other; `chosen` if they were in conflict."""
    if chosen:
        return f"--take {winner.value} chose it"
    if sides.known is None:
        return f"the {winner.value} says so"
    return f"it was changed in the {winner.value}"


def _to_ticket(pair: Pair, field: Field, change: Change, why: str) -> UpdateTicket:
    row, ticket = pair.row, pair.ticket
    ours = ticket.marker is not None
    return UpdateTicket(
        document=row.postmortem.path,
        line=row.item.line,
        title=row.item.title,
        ticket=ticket.ref,
        field=field,
        old=shown_in_ticket(pair.ticket, field),
        new=MERGING[field].shown(row),
        reason=why,
        change=replace(change, text=pair.draft() if ours else None, adopted=not ours),
    )


def _into_document(
    pair: Pair, field: Field, sides: Sides, policy: Policy, *, chosen: bool
) -> Iterator[UpdateTicket | WriteCell | Notice]:
    """What the ticket says is written; where the document cannot hold it, that is told until a person chose the document."""
    merging = MERGING[field]
    base = None if sides.changed(Side.DOCUMENT) else sides.base
    names = merging.told(pair.row, pair.ticket, base, policy)
    if names == _names(pair.row, field):
        return
    cell = _to_document(pair, field, names, _why(sides, Side.TICKET, chosen=chosen))
    if cell not in pair.unheld:
        yield cell
    elif policy.taken(*pair.row.place[:2]) is Side.DOCUMENT:
        change = merging.change(pair.row, pair.ticket, policy)
        yield _to_ticket(pair, field, change, _why(sides, Side.DOCUMENT, chosen=True))
    else:
        yield _unheld(pair, cell, sides)


def _to_document(pair: Pair, field: Field, names: tuple[str, ...], why: str) -> WriteCell:
    row = pair.row
    return WriteCell(
        document=row.postmortem.path,
        line=row.item.line,
        title=row.item.title,
        ticket=pair.ticket.ref,
        field=field,
        old=MERGING[field].shown(row),
        new=", ".join(names),
        reason=why,
        names=names,
    )


def _conflict(pair: Pair, field: Field, sides: Sides) -> Notice:
    row, ticket = pair.row, pair.ticket
    here, there = MERGING[field].shown(row), shown_in_ticket(pair.ticket, field)
    known = sides.known
    undone = known is not None and known.document == UNDONE
    before = None if known is None or undone else known.document or ""
    place = f"{row.postmortem.path}:{row.item.line}"
    since = (
        "and an undo took back what both said before"
        if undone
        else "and nobody remembers what both said before"
        if before is None
        else f"and both said {_quoted(before)} before"
        if known is not None and known.document == known.ticket
        else f"and they said {_quoted(before)} and {_quoted(known.ticket if known else '')} before"
    )
    return Notice(
        concern=Concern.CONFLICT,
        document=row.postmortem.path,
        line=row.item.line,
        title=row.item.title,
        ticket=ticket.ref,
        reason=f"the {called(field)} is {_quoted(here)} in the document and {_quoted(there)} in {ticket.ref}, {since}; both stay"
        f" until one gives way, or `--take document {place}` or `--take ticket {place}` chooses",
        field=field,
        values=Values(before, here, there),
    )


def _unheld(pair: Pair, cell: WriteCell, sides: Sides) -> Notice:
    here, there = cell.old, shown_in_ticket(pair.ticket, cell.field)
    why = pair.unheld[cell].removeprefix(f"line {cell.line}: ")
    return Notice(
        concern=Concern.UNHELD,
        document=cell.document,
        line=cell.line,
        title=cell.title,
        ticket=cell.ticket,
        reason=f"the {called(cell.field)} is {_quoted(here)} in the document and {_quoted(there)} in {cell.ticket}, which"
        f" cannot be written there: {why}; or `--take document {cell.document}:{cell.line}` gives {cell.ticket} what the document says",
        field=cell.field,
        values=Values(sides.known.document or "" if sides.known else None, here, there),
    )


def shown_in_ticket(ticket: Ticket, field: Field) -> str:
    """What the ticket says, in names that people know."""
    if field is Field.OWNER:
        return ", ".join(next(iter(ticket.called.get(one, ())), one) for one in ticket.owners)
    if field is Field.PRIORITY and ticket.priority_words:
        return ticket.priority_words[0]
    return MERGING[field].in_ticket(ticket) or ""


def _quoted(text: str) -> str:
    return repr(text) if text else "nothing"
