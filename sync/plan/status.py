"""What a document is told of its tickets' status, and what a person's own mark is worth.

The ticket decides, with one exception: a status that a person set in the document while the ticket did not move is left
and reported, until the ticket moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sync.dress import dressed
from sync.model.action import Concern, Field, Notice, WriteCell
from sync.model.memory import Base
from sync.model.postmortem import ActionItem, Form, Postmortem, Status, StatusPlace
from sync.model.ticket import Ticket
from sync.policy import COLUMN_WORDS, INLINE_WORDS, Policy

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


def voting(tickets: list[Ticket]) -> list[Ticket]:
    """Those of an item's tickets that tell its status: changes, such as pull requests, only where there is nothing else."""
    return [ticket for ticket in tickets if not ticket.is_change] or tickets


def deciding(tickets: list[Ticket]) -> Ticket:
    """Of several tickets of one item, the least advanced decides."""
    return min(voting(tickets), key=lambda ticket: rank(ticket.status))


def rank(status: str | None) -> int:
    """How far a status is: nothing, open, in progress, ended."""
    return _RANK.get(status, 0)


def status_action(side: Side, policy: Policy) -> WriteCell | Notice | None:
    """The write that brings the document up to the ticket, a notice if a person's mark stands in the way, or nothing."""
    document = side.item.status
    told = side.ticket.status is not Status.UNKNOWN
    if not told or document == side.ticket.status or not _wanted(side, policy):
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
    if _left_by_person(side):
        return _kept(
            side,
            Concern.KEPT_STATUS,
            "was set in the document",
            "move the ticket too, or take the mark back",
        )
    return _write(side, policy)


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


def _wanted(side: Side, policy: Policy) -> bool:
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


def _write(side: Side, policy: Policy) -> WriteCell:
    return WriteCell(
        document=side.postmortem.path,
        line=side.item.line,
        title=side.item.title,
        ticket=side.ticket.ref,
        field=Field.STATUS,
        old=side.item.status_text or "",
        new=words_for(side.item, side.ticket.status, policy),
        reason="the ticket cannot be found"
        if side.ticket.status is Status.VANISHED
        else f"the ticket is {COLUMN_WORDS[side.ticket.status].lower()}",
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
