"""One action item as its document and its tickets together tell of it: how far it is, whose, since when, until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sync.days import day_of
from sync.folding import folded
from sync.followthrough.known import Known
from sync.followthrough.model import Followed, Link
from sync.followthrough.owners import owners_of, services_of, teams_of
from sync.model.action import Field, WriteCell
from sync.model.postmortem import ActionItem, Postmortem, Status, TicketRef
from sync.model.ticket import Ticket
from sync.plan.rows import Row
from sync.plan.status import deciding, voting


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the report beside what it was made from."""

    row: Row
    refs: tuple[TicketRef, ...]
    """Its tickets by the names that they have now, whether they can be seen or not."""
    followed: Followed


def entries(known: Known) -> Iterator[Entry]:
    """Every item of every document that takes part, without flags. Documents that a mark keeps out are left out."""
    found = _found(known)
    only = known.policy.only
    for postmortem in known.postmortems:
        if postmortem.ignored is not None or (only is not None and postmortem.path not in only):
            continue
        for item in postmortem.items:
            yield _entry(Row(postmortem, item), found, known)


def _found(known: Known) -> Mapping[tuple[str, int], TicketRef]:
    """Tickets that were made for an item whose link is still to be written."""
    return {
        (one.document, one.line): one.ticket
        for one in known.plan.writes
        if isinstance(one, WriteCell) and one.field is Field.TICKET
    }


def _entry(row: Row, found: Mapping[tuple[str, int], TicketRef], known: Known) -> Entry:
    postmortem, item = row
    refs = [known.observed.real(one.ref) for one in item.references]
    if not refs and (postmortem.path, item.line) in found:
        refs = [found[postmortem.path, item.line]]
    refs = list(dict.fromkeys(refs))
    tickets = [known.observed.tickets[ref] for ref in refs if ref in known.observed.tickets]
    status = _status(item, refs, tickets, known)
    priority = _priority(item, tickets)
    opened = _opened(postmortem, tickets)
    due, due_from = _due(item, tickets, known, opened, priority)
    return Entry(
        row,
        tuple(refs),
        Followed(
            document=postmortem.path,
            line=item.line,
            url=known.url(postmortem.path, item.line),
            title=item.title,
            postmortem=postmortem.title or postmortem.path,
            happened=postmortem.date,
            status=status,
            tickets=tuple(_links(item, refs, known)),
            owners=owners_of(row, voting(tickets), known.policy),
            teams=teams_of(row, known.policy),
            type=_type(item, known),
            priority=priority,
            severity=postmortem.severity,
            services=services_of(postmortem),
            opened=opened,
            closed=_closed(tickets) if status.is_final else None,
            due=due,
            due_from=due_from,
        ),
    )


def _status(
    item: ActionItem, refs: Sequence[TicketRef], tickets: list[Ticket], known: Known
) -> Status:
    """That of the ticket that decides, as for the plan; the document's where no ticket tells one."""
    if tickets and (status := deciding(tickets).status) is not Status.UNKNOWN:
        return status
    if item.is_finished:
        return item.status or Status.DONE
    gone = [ref for ref in refs if ref in known.observed.vanished]
    if gone and len(gone) == len(refs):
        return Status.VANISHED
    return item.status or Status.OPEN


def _links(item: ActionItem, refs: Sequence[TicketRef], known: Known) -> Iterator[Link]:
    """Where people look at the tickets: as the trackers say, else as the document has it."""
    written = {known.observed.real(one.ref): one.url for one in item.references}
    for ref in refs:
        ticket = known.observed.tickets.get(ref)
        if ticket is not None:
            yield Link(ticket.label or ref.id, ticket.url)
        else:
            yield Link(ref.id, written.get(ref))


def _opened(postmortem: Postmortem, tickets: Sequence[Ticket]) -> date | None:
    made = [_day(one.created_at) for one in voting(list(tickets)) if one.created_at is not None]
    return min(made) if made else postmortem.date


def _closed(tickets: Sequence[Ticket]) -> date | None:
    """When the last of its tickets was closed; None if one of them does not tell."""
    ends = [one.closed_at for one in voting(list(tickets))]
    known = [_day(one) for one in ends if one is not None]
    return max(known) if known and len(known) == len(ends) else None


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def _priority(item: ActionItem, tickets: Sequence[Ticket]) -> str | None:
    """As the document has it, else as the ticket has it, in the documents' word where the settings know that."""
    words = [one.priority_words[0] if one.priority_words else one.priority for one in tickets]
    return item.priority or next((word for word in words if word), None)


def _type(item: ActionItem, known: Known) -> str | None:
    plain = folded(item.type or "")
    meaning = known.vocabulary.types.get(plain)
    return (meaning if meaning not in (None, "other") else plain) or None


def _due(
    item: ActionItem,
    tickets: Sequence[Ticket],
    known: Known,
    opened: date | None,
    priority: str | None,
) -> tuple[date | None, str]:
    """The day, and where it comes from: somebody's word, before the limit for the priority."""
    day = day_of(item.due)
    if day is not None:
        return day, "the document"
    for ticket in tickets:
        if (day := day_of(ticket.due)) is not None:
            return day, "the ticket"
    limit = known.sla.limit(priority)
    if limit is None or opened is None:
        return None, ""
    return date.fromordinal(opened.toordinal() + limit), _limited(limit, priority)


def _limited(days: int, priority: str | None) -> str:
    return f"[sla]: {days} days" + (f" for {priority}" if priority else "")
