"""What a document is told of its tickets' status, and what a person's own mark is worth.

The ticket decides, with one exception: a status that a person set in the document while the ticket did not move is left
and reported, until the ticket moves. Where the settings say so, it moves the ticket instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sync.dress import dressed
from sync.model.action import Concern, Field, Notice, UpdateTicket, Values, WriteCell
from sync.model.memory import Base
from sync.model.postmortem import ActionItem, Form, Postmortem, Status, StatusPlace
from sync.model.ticket import Change, Ticket
from sync.policy import COLUMN_WORDS, INLINE_WORDS, Policy, Wins, status_called
from sync.policy import Side as Taken

_RANK: Final[dict[str | None, int]] = {
    Status.OPEN: 1,
    Status.IN_PROGRESS: 2,
    Status.DONE: 3,
    Status.WONT_DO: 3,
    Status.DUPLICATE: 3,
}

_CELLS = (StatusPlace.COLUMN, StatusPlace.TICKET_CELL)
_LISTED = (Form.BULLET, Form.NUMBERED, Form.PARAGRAPH, Form.HEADING)


@dataclass(frozen=True, slots=True)
class Side:
    """An item with the ticket that decides its status, as both are now and as they were last seen."""

    postmortem: Postmortem
    item: ActionItem
    ticket: Ticket
    base: Base | None
    movable: bool = False
    """Whether the ticket may be moved: it is the item's only one, linked by it alone, and ours to change."""


def voting(tickets: list[Ticket]) -> list[Ticket]:
    """Those of an item's tickets that tell its status: changes, such as pull requests, only where there is nothing else."""
    return [ticket for ticket in tickets if not ticket.is_change] or tickets


def deciding(tickets: list[Ticket]) -> Ticket:
    """Of several tickets of one item, the least advanced decides."""
    return min(voting(tickets), key=lambda ticket: rank(ticket.status))


def rank(status: str | None) -> int:
    """How far a status is: nothing, open, in progress, ended."""
    return _RANK.get(status, 0)


def status_action(side: Side, policy: Policy) -> WriteCell | UpdateTicket | Notice | None:
    """The write that brings one side up to the other, a notice if a person's mark stands in the way, or nothing."""
    document, wins = side.item.status, policy.wins[Field.STATUS]
    told = side.ticket.status is not Status.UNKNOWN
    if (
        wins is Wins.OFF
        or not told
        or document == side.ticket.status
        or not has_place(side, policy)
    ):
        return None
    if document is Status.UNKNOWN:
        return _kept(
            side,
            Concern.UNKNOWN_STATUS,
            "is no status that pm-sync knows",
            "write one that it knows, such as Open, In progress, Done or Won't do, or add it to [vocabulary.status]",
        )
    if side.item.status_qualified:
        return _kept(
            side,
            Concern.KEPT_STATUS,
            "says more than a status",
            "write the status alone, or what else there is to say in brackets behind it",
        )
    taken = policy.taken(side.postmortem.path, side.item.line)
    if _settable(side) and _moves_ticket(side, wins, taken):
        return _moved(side, chosen=taken is not None and not _moves_ticket(side, wins, None))
    if _settable(side) and taken is not Taken.TICKET and _is_contested(side, wins):
        return _contested(side)
    if taken is not Taken.TICKET and _left_by_person(side):
        return _kept(
            side,
            Concern.KEPT_STATUS,
            "was set in the document",
            f"move the ticket too, take the mark back, or let `--take document {_place(side)}` or"
            f" `--take ticket {_place(side)}` choose",
        )
    disputed = _left_by_person(side) or _is_contested(side, wins)
    return _write(side, policy, chosen=taken is Taken.TICKET and disputed)


def _settable(side: Side) -> bool:
    """Whether the document's status is one that the ticket could get."""
    return side.movable and side.item.status not in (None, Status.VANISHED)


def _moves_ticket(side: Side, wins: Wins, taken: Taken | None) -> bool:
    """Whether the document's status is carried over to the ticket."""
    if taken is not None:
        return taken is Taken.DOCUMENT and (_left_by_person(side) or _is_contested(side, wins))
    if wins is Wins.TICKET or side.base is None:
        return False
    edited, moved = _changes(side)
    return edited and not moved if wins is Wins.BOTH else edited or moved


def _is_contested(side: Side, wins: Wins) -> bool:
    """Whether both sides moved on, to different places, where neither is always right."""
    return wins is Wins.BOTH and side.base is not None and all(_changes(side))


def _changes(side: Side) -> tuple[bool, bool]:
    """Whether the document and the ticket say something else than they said last."""
    if side.base is None:
        return False, False
    return (side.item.status or "") != side.base.document, side.ticket.status != side.base.ticket


def _place(side: Side) -> str:
    return f"{side.postmortem.path}:{side.item.line}"


def _moved(side: Side, *, chosen: bool) -> UpdateTicket:
    status = Status(side.item.status or Status.OPEN)
    ours = side.ticket.marker is not None
    return UpdateTicket(
        document=side.postmortem.path,
        line=side.item.line,
        title=side.item.title,
        ticket=side.ticket.ref,
        field=Field.STATUS,
        old=COLUMN_WORDS[side.ticket.status],
        new=COLUMN_WORDS[status],
        reason="--take document chose it" if chosen else "it was changed in the document",
        change=Change(
            side.ticket.ref,
            status=status,
            seen=(("status", side.ticket.status.value),),
            adopted=not ours,
        ),
    )


def _contested(side: Side) -> Notice:
    assert side.base is not None  # noqa: S101 - narrows what the caller checked
    mark, ticket = side.item.status_text or "", COLUMN_WORDS[side.ticket.status].lower()
    before, then = (
        status_called(one or "").lower() for one in (side.base.document, side.base.ticket)
    )
    since = (
        f"both said {before!r}"
        if before == then
        else f"the document said {before!r} and the ticket {then!r}"
    )
    return Notice(
        concern=Concern.CONFLICT,
        document=side.postmortem.path,
        line=side.item.line,
        title=side.item.title,
        ticket=side.ticket.ref,
        reason=f"the status is {mark!r} in the document and {ticket!r} in {side.ticket.ref}, and {since} before;"
        f" both stay until one gives way, or `--take document {_place(side)}` or"
        f" `--take ticket {_place(side)}` chooses",
        field=Field.STATUS,
        values=Values(side.base.document, mark, ticket),
    )


def _is_our_word(side: Side, policy: Policy) -> bool:
    """Whether the mark in the document is one that pm-sync writes, or none at all: a person's `On hold` is theirs."""
    status, text = side.item.status, side.item.status_text
    if status is None or not text:
        return True
    return text.strip().casefold() == words_for(side.item, status, policy).casefold()


def _left_by_person(side: Side) -> bool:
    document, ticket, base = side.item.status, side.ticket.status, side.base
    if document in (None, Status.VANISHED) or ticket is Status.VANISHED:
        return False  # That a ticket cannot be found is our own word, never a person's.
    advanced = rank(document) >= rank(ticket)
    if base is None:
        return advanced
    if base.ticket == ticket:
        return True
    return base.document != document and advanced


def has_place(side: Side, policy: Policy) -> bool:
    """Whether this item's status has a place in the document, or may be given one."""
    item = side.item
    if side.ticket.status is Status.VANISHED:
        ours = not item.is_finished and _is_our_word(side, policy)
        return item.status_has_place and item.status_place in _CELLS and ours
    if item.status_has_place:
        return True
    if side.ticket.marker is None:
        return False
    if item.status_place is StatusPlace.TEXT and item.form in _LISTED:
        return side.ticket.status.is_final or policy.always_list_status
    return True


def words_for(item: ActionItem, status: Status, policy: Policy) -> str:
    """The words for `status` at this item: the document's own, else the settings', else the usual ones.

    In running text they wear what the mark before them wore.
    """
    place = item.status_place
    own = item.words.get(status)
    if place is StatusPlace.CHECKBOX:
        mark = (item.status_text or "")[len("[ ] ") :]
        return _box(status, own or dressed(mark, _lower(status, policy)))
    if own:
        return own
    if place is StatusPlace.COLUMN and _has_boxes(item):
        return _box(status, _lower(status, policy))
    if place is StatusPlace.TICKET_CELL:
        word = policy.words.get(status, INLINE_WORDS[status])
        return f"<strong>{word}</strong>" if item.in_html else f"**{word}**"
    if place is StatusPlace.TEXT:
        mark = (item.status_text or "") if item.status_has_place else ""
        return dressed(mark, _lower(status, policy))
    return policy.words.get(status, COLUMN_WORDS[status])


def _lower(status: Status, policy: Policy) -> str:
    return policy.words.get(status, COLUMN_WORDS[status].lower())


def _has_boxes(item: ActionItem) -> bool:
    """Whether a box in its cell tells the status, here or in the rows beside it."""
    return (item.status_text or next(iter(item.words.values()), "")).startswith(_BOXES)


_BOXES: Final = ("[ ]", "[]", "[x]", "[X]")


def _box(status: Status, word: str) -> str:
    match status:
        case Status.DONE:
            return "[x]"
        case Status.WONT_DO | Status.DUPLICATE:
            return f"[x] {word}"
        case Status.IN_PROGRESS | Status.VANISHED:
            return f"[ ] {word}"
        case _:
            return "[ ]"


def _write(side: Side, policy: Policy, *, chosen: bool) -> WriteCell:
    why = f"the ticket is {COLUMN_WORDS[side.ticket.status].lower()}"
    if side.ticket.status is Status.VANISHED:
        why = "the ticket cannot be found"
    elif chosen:
        why = "--take ticket chose it"
    return WriteCell(
        document=side.postmortem.path,
        line=side.item.line,
        title=side.item.title,
        ticket=side.ticket.ref,
        field=Field.STATUS,
        old=side.item.status_text or "",
        new=words_for(side.item, side.ticket.status, policy),
        reason=why,
        status=side.ticket.status,
        new_column=side.item.status_place is StatusPlace.COLUMN and not side.item.status_has_place,
    )


def _kept(side: Side, concern: Concern, why: str, remedy: str) -> Notice:
    mark = side.item.status_text or "nothing"
    return Notice(
        concern=concern,
        document=side.postmortem.path,
        line=side.item.line,
        title=side.item.title,
        ticket=side.ticket.ref,
        reason=f"the status {mark!r} {why} and stays, while {side.ticket.ref} is"
        f" {COLUMN_WORDS[side.ticket.status].lower()}; {remedy}",
    )
