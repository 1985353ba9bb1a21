"""Where, in the bytes of a document, each action item and its writable places stand.

The reader fills these in, the writer edits by them. All offsets count bytes of the file as it lies on disk (a BOM
included); spans are half open, `data[start:end]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from sync.model.postmortem import ActionItem, Postmortem

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table that holds items. Rows that hold none are listed too, since a new column goes through all of them."""

    header: Span
    """The header line, from the first byte of the table in that line (behind a block quote's mark or an indent) to before its line end."""
    delimiter: Span
    rows: tuple[Span, ...]
    """The body lines, alike."""
    width: int
    """Number of columns of the header."""
    ticket: int | None
    """Index of the column that takes references; None if there is none."""
    status: int | None
    """Index of the column that takes the status, which may equal `ticket`; None if there is none."""
    bracketed: bool = False
    """Whether references stand in brackets behind the status: `✅ Complete ([#12](url))`."""


@dataclass(frozen=True, slots=True)
class HtmlLine:
    """A row of an HTML table, as far as a new cell has to know it."""

    end: int
    """Behind its last cell: new ones are put there."""
    cells: int
    """How many it has."""
    lead: str
    """The blanks before its last cell."""


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """An HTML table that holds items."""

    header: HtmlLine
    rows: tuple[HtmlLine, ...]
    tag: str
    """What the cells of the header row are: `th` or `td`."""
    width: int
    ticket: int | None
    status: int | None
    bracketed: bool = False


@dataclass(frozen=True, slots=True)
class RowPlace:
    """An item that is a table row."""

    table: Table | HtmlTable
    row: int
    """Index into `table.rows`."""
    cells: tuple[Span, ...]
    """What stands between the pipes, padding included, or between the tags, of each cell that the row really has (it may be ragged, or have surplus cells)."""
    values: Mapping[str, int] = field(default_factory=dict)
    """The columns of `owner`, `priority` and `due`; where the text of the item tells one of them, that is left out."""


@dataclass(frozen=True, slots=True)
class TextPlace:
    """An item in running text: list item, paragraph, or heading."""

    box: Span | None
    """The one character between the brackets of a checkbox."""
    end: int
    """Where a reference of ours is put: behind the last byte of the item's own text (before a trailing colon, blanks and the line end)."""
    reference: Span | None
    """The group that pm-sync wrote or would write, `([#12](url), done)`, or the last reference of the item as it stands, parentheses included if they hold nothing else."""
    status: Span | None
    """The status mark in the text, such as `done` in `(done)` or `**DONE**`; None if there is none."""
    wrapped: bool
    """Whether the item's own text runs over several lines."""
    indent: bytes
    """What a continuation line of the item starts with: block quote marks and blanks."""
    newline: bytes
    label: bytes = b""
    """What the line begins with that takes the reference, where one of its own does: `Ticket: `."""
    lead: bytes = b""
    """What comes before that label: line ends, and what lines begin with there."""
    slot: Span | None = None
    """Where the author left room for the reference, as in `Ticket: TBD`; what stands there goes."""


Place: TypeAlias = RowPlace | TextPlace


@dataclass(frozen=True, slots=True)
class Located:
    """An action item with its place."""

    item: ActionItem
    place: Place


@dataclass(frozen=True, slots=True)
class Layout:
    """A document as read: what it says, and where."""

    postmortem: Postmortem
    items: tuple[Located, ...]
    """In document order; `postmortem.items` are the same items."""
    references: Mapping[str, str]
    """Link reference definitions: label to target."""
