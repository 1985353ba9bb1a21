"""What a cell of a table becomes: a reference where there was none, a status in place of another."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from connectors.markdown.layout import HtmlTable, Table
from connectors.markdown.written import Wanted
from sync.folding import folded
from sync.model.postmortem import ActionItem
from sync.vocabulary import Vocabulary

TICKET_NAME: Final = "Ticket"
STATUS_NAME: Final = "Status"
"""The names of columns that are added."""
_BRACKETS: Final = ("()", "[]")
_LEADING_REFERENCE: Final = re.compile(r"\[[^\]]*\]\([^)\s]*\)|\S+(?= )")
"""What begins a ticket cell that holds more: the status goes right behind it, where it is read as one."""


@dataclass(frozen=True, slots=True)
class Added:
    """The columns that a table has to be given."""

    ticket: bool
    status: bool

    @property
    def names(self) -> list[str]:
        """Their names, from the left."""
        return [TICKET_NAME] * self.ticket + [STATUS_NAME] * self.status


def added_columns(table: Table | HtmlTable, wishes: list[Wanted]) -> Added:
    """Which columns what is wanted needs and the table lacks."""
    ticket = table.ticket is None and any(wish.reference for wish in wishes)
    in_ticket = ticket or table.ticket is not None
    no_status = table.status is None and (not in_ticket or ticket)
    return Added(ticket, no_status and any(wish.status for wish in wishes))


def changed_cells(
    table: Table | HtmlTable,
    item: ActionItem,
    wanted: Wanted,
    text: Callable[[int], str],
    vocabulary: Vocabulary,
) -> dict[int, str]:
    """What the cells of a row become, by column; `text` tells what one holds, and wishes are in the table's own markup."""
    changes: dict[int, str] = {}
    status_at = table.status if table.status is not None else table.ticket
    if wanted.reference is not None and table.ticket is not None:
        old = text(table.ticket)
        changes[table.ticket] = (
            f"{old} ({wanted.reference})".strip()
            if table.bracketed
            else _linked(old, item, wanted.reference, vocabulary)
        )
    if wanted.status is not None and status_at is not None:
        old = changes[status_at] if status_at in changes else text(status_at)
        if table.bracketed and not item.status_text:
            changes[status_at] = f"{wanted.status} {old}".strip()
            return changes
        inline = status_at == table.ticket
        changes[status_at] = marked(old, item, wanted.status, vocabulary, inline=inline)
    return changes


def _linked(old: str, item: ActionItem, reference: str, vocabulary: Vocabulary) -> str:
    """The ticket cell with a reference where there was none; what says that one is missing goes."""
    mark = item.status_text or ""
    rest = old.replace(mark, "", 1).strip() if mark and mark in old else old
    if rest in _BRACKETS:
        return f"{reference} {old}"
    if vocabulary.is_missing(rest):
        return f"{reference} {mark}".strip() if mark and mark in old else reference
    return f"{reference} {old}"


def marked(old: str, item: ActionItem, status: str, vocabulary: Vocabulary, *, inline: bool) -> str:
    """The cell with its status mark replaced, or added behind the reference."""
    mark = item.status_text or ""
    if mark and mark in old:
        before, _, after = old.rpartition(mark)
        return f"{before}{status}{after}"
    if not inline and (vocabulary.is_missing(old) or folded(old) in vocabulary.no_ticket):
        return status
    reference = _LEADING_REFERENCE.match(old) if inline and not old.startswith("<") else None
    if reference is None:
        return f"{old} {status}".strip()
    return f"{reference.group()} {status}{old[reference.end() :]}"
