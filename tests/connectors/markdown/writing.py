"""What the tests of writing share: cells as the plan makes them, and the way through reader and writer."""

from __future__ import annotations

from collections.abc import Callable

from connectors.markdown.layout import Layout
from connectors.markdown.reader import read
from connectors.markdown.rules import Rules
from connectors.markdown.writer import edit
from sync.model.action import Field, WriteCell
from sync.model.postmortem import ActionItem, Status, TicketRef
from sync.plan.status import words_for
from sync.policy import Policy
from sync.references import ReferenceRules, prefixed

PATH = "postmortem.md"
RULES = Rules(references=ReferenceRules(patterns=(prefixed("local", "LOCAL"),)))
PAGES = "https://github.com/acme/shop/issues"

Wish = Callable[[tuple[ActionItem, ...]], WriteCell]
"""Makes a cell out of the items of a document."""


def layout_of(data: bytes, path: str = PATH) -> Layout:
    """The document as the reader understands it."""
    return read(data, path, RULES)


def items_of(data: bytes) -> tuple[ActionItem, ...]:
    """Its action items."""
    return layout_of(data).postmortem.items


def link(item: ActionItem, number: int, *, page: bool = False) -> WriteCell:
    """The cell that links `item` to a ticket: `LOCAL-12`, or `[#12](…)` where tickets have a `page`."""
    ref = TicketRef("github", f"acme/shop#{number}") if page else local(number)
    return WriteCell(
        document=PATH,
        line=item.line,
        title=item.title,
        ticket=ref,
        field=Field.TICKET,
        old="",
        new=f"#{number}" if page else ref.id,
        reason="it has no ticket",
        url=f"{PAGES}/{number}" if page else None,
    )


def move(item: ActionItem, status: Status, ref: TicketRef | None = None) -> WriteCell:
    """The cell that gives `item` this status, in the words that the plan would take."""
    return WriteCell(
        document=PATH,
        line=item.line,
        title=item.title,
        ticket=ref or local(1),
        field=Field.STATUS,
        old=item.status_text or "",
        new=words_for(item, status, Policy(project="acme/shop")),
        reason="the ticket moved",
        status=status,
    )


def local(number: int) -> TicketRef:
    """A ticket of the embedded tracker."""
    return TicketRef("local", f"LOCAL-{number}")


def edited(data: bytes, *cells: WriteCell) -> bytes:
    """The document with the cells written."""
    return edit(data, layout_of(data), cells, layout_of, RULES.vocabulary)


def edited_items(data: bytes, *wishes: Wish) -> bytes:
    """The document with what is wished written, all in one edit."""
    items = items_of(data)
    return edited(data, *(wish(items) for wish in wishes))


def linked(at: int, number: int, *, page: bool = False) -> Wish:
    """Link the item at this place in the document."""
    return lambda items: link(items[at], number, page=page)


def moved(at: int, status: Status) -> Wish:
    """Give the item at this place this status."""
    return lambda items: move(items[at], status)
