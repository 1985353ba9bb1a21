"""Whether an edited text reaches the title of its ticket: only while nobody retitled that."""

from __future__ import annotations

from sync.model.action import Concern, Field, Notice, UpdateTicket, Values
from sync.model.ticket import Change
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
    if taken is Side.DOCUMENT and policy.take is not None and place in policy.take.places:
        return _retitled(pair, wanted, "--take document chose it")
    if base is None and ticket.marker is None:
        return None  # Whoever made the ticket called it so.
    if base is not None and base.document == wanted:
        return None  # Somebody retitled the ticket, which is told to no document.
    if base is not None and base.document == base.ticket == ticket.title:
        return _retitled(pair, wanted, "the text was edited in the document")
    if taken is Side.DOCUMENT:
        return _retitled(pair, wanted, "--take document chose it")
    return None if taken is Side.TICKET else _kept(pair, wanted)


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
