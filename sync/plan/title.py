"""Whether an edited text reaches the title of its ticket: only while nobody retitled that."""

from __future__ import annotations

from sync.identity import normalised, said_hash
from sync.model.action import Concern, Field, Notice, UpdateTicket, Values
from sync.model.memory import Base
from sync.model.ticket import Change, Ticket
from sync.plan.headline import headline
from sync.plan.merge import Pair
from sync.policy import Policy, Side, Wins


def title_action(pair: Pair, policy: Policy) -> UpdateTicket | Notice | None:
    """The change of the ticket's title, a notice if it is not clear whose title is right, or nothing."""
    row, ticket = pair.row, pair.ticket
    base = pair.bases.get(Field.TITLE.value)
    wanted = headline(row.item)
    if policy.wins[Field.TITLE] is Wins.OFF or not wanted or ticket.title == wanted:
        return None
    place = row.place[:2]
    taken = policy.taken(*place)
    named = policy.take is not None and place in policy.take.places
    if not (named and taken is Side.DOCUMENT) and _is_settled(pair, base, wanted):
        return None
    if base is not None and base.document == base.ticket == ticket.title:
        return _retitled(pair, wanted, "the text was edited in the document")
    if taken is Side.DOCUMENT:
        return _retitled(pair, wanted, "--take document chose it")
    if base is None and not row.item.references and _is_still_ours(ticket):
        return _retitled(pair, wanted, "the text was edited before the ticket was linked")
    return None if taken is Side.TICKET else _kept(pair, wanted)


def _is_settled(pair: Pair, base: Base | None, wanted: str) -> bool:
    """Whether the titles differ as they may: who renamed or made the ticket called it so, or it is a matter of spelling."""
    if base is None:
        return pair.ticket.marker is None or normalised(pair.ticket.title) == normalised(wanted)
    return base.document == wanted


def _is_still_ours(ticket: Ticket) -> bool:
    """Whether the ticket is called what its item said when it was made, as its mark tells."""
    return ticket.marker is not None and said_hash(ticket.title) == ticket.marker.text


def _retitled(pair: Pair, wanted: str, reason: str) -> UpdateTicket:
    row, ticket = pair.row, pair.ticket
    ours = ticket.marker is not None
    return UpdateTicket(
        document=row.postmortem.path,
        line=row.item.line,
        title=row.item.title,
        ticket=ticket.ref,
        field=Field.TITLE,
        old=ticket.title,
        new=wanted,
        reason=reason,
        change=Change(
            ticket.ref,
            title=wanted,
            was=ticket.title,
            text=pair.draft() if ours else None,
            adopted=not ours,
        ),
    )


def _kept(pair: Pair, wanted: str) -> Notice:
    """Somebody retitled it, as a run may have seen long before the text was edited."""
    row, ticket = pair.row, pair.ticket
    base = pair.bases.get(Field.TITLE.value)
    place = f"{row.postmortem.path}:{row.item.line}"
    return Notice(
        concern=Concern.KEPT_TITLE,
        document=row.postmortem.path,
        line=row.item.line,
        title=row.item.title,
        ticket=ticket.ref,
        reason=f"the ticket is called {ticket.title!r}, the document says {wanted!r}; both stay until `--take document {place}`"
        f" or `--take ticket {place}` chooses",
        field=Field.TITLE,
        values=Values(base.document if base else None, wanted, ticket.title),
    )
