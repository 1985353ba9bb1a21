"""Aligning the pipe tables that hold action items, and giving them the columns that they lack."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from connectors.markdown.blocks import Source, events_of
from connectors.markdown.columns import columns_of
from connectors.markdown.inline import text_of
from connectors.markdown.layout import Layout, RowPlace, Span, Table
from connectors.markdown.rows import split_row
from connectors.markdown.ruled import PLAIN, alignment, ruled
from connectors.markdown.splice import Splice, spliced
from connectors.markdown.unchanged import differs
from sync.errors import UserError
from sync.model.postmortem import ActionItem, Skipped, StatusPlace
from sync.vocabulary import Vocabulary
from sync.words import Column

Read = Callable[[bytes], Layout]

NAMES: Final = {Column.OWNER: "Owner", Column.TICKET: "Ticket", Column.STATUS: "Status"}
"""The columns that every table of action items should have, from the left, as they are called where none is."""
_CELL: Final = {"Start": "TableCell"}
_MARKS: Final = ("**", "__", "*", "_")


@dataclass(frozen=True, slots=True)
class TidyTables:
    """A document with its tables tidied."""

    data: bytes
    lines: tuple[int, ...]
    """Where the tables begin that were changed."""
    left: tuple[Skipped, ...]
    """What was left as it is, with the reason."""


def tidy_tables(data: bytes, read: Read, vocabulary: Vocabulary) -> TidyTables:
    """Tidy every table that holds items, each for itself: where one would read differently, it stays as it is.

    Nothing outside of these tables changes, and no line is added.
    """
    lines: list[int] = []
    left: list[Skipped] = []
    layout = read(data)
    for number in range(len(_tables(layout))):
        table = _tables(layout)[number]
        line = Source(data).line(table.header[0])
        rows = [
            one.item
            for one in layout.items
            if isinstance(one.place, RowPlace) and one.place.table is table
        ]
        try:
            drawing = _Drawing(data, table, rows, vocabulary)
            tidied, why = _first_that_reads_alike(data, layout, drawing, read)
        except _LeaveAlone as reason:
            left.append(Skipped(reason.line or line, rows[0].title, str(reason)))
            continue
        if why:
            left.append(Skipped(line, rows[0].title, why))
        if tidied != data:
            lines.append(line)
            data, layout = tidied, read(tidied)
    return TidyTables(data, tuple(lines), tuple(left))


class _LeaveAlone(Exception):
    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


def _tables(layout: Layout) -> list[Table]:
    places = (one.place for one in layout.items)
    found = (place.table for place in places if isinstance(place, RowPlace))
    return list({id(one): one for one in found if isinstance(one, Table)}.values())


def _first_that_reads_alike(
    data: bytes, layout: Layout, drawing: _Drawing, read: Read
) -> tuple[bytes, str]:
    """The table with as many of the lacking columns as keep every item as it is, and what keeps the others out."""
    lacking = drawing.lacking()
    why = ""
    while True:
        tidied = spliced(data, drawing.splices(lacking))
        try:
            found = list(differs(layout, read(tidied), layout.postmortem.items))
        except UserError as error:
            raise _LeaveAlone(f"tidied, it could not be read: {error}") from error
        if not found:
            return tidied, why
        what = found[0][1]
        if not lacking:
            raise _LeaveAlone(f"tidied, {what} would read differently")
        *lacking, last = lacking
        why = why or f"no column {NAMES[last]} is added: {what} would read differently"


class _Drawing:
    """One table, taken apart and drawn again."""

    def __init__(
        self, data: bytes, table: Table, items: Sequence[ActionItem], vocabulary: Vocabulary
    ) -> None:
        self._table = table
        self._items = items
        self._vocabulary = vocabulary
        self._lines = (table.header, *table.rows)
        self._rows = [_texts(data, line) for line in self._lines]
        for line, row in zip(self._lines, self._rows, strict=True):
            if len(row) > table.width:
                raise _LeaveAlone(
                    f"this row has {len(row)} cells where the header has {table.width}:"
                    " write \\| for a pipe inside of a cell",
                    Source(data).line(line[0]),
                )
        delimiters = split_row(data, *table.delimiter)
        self._spaced = any(data[start : start + 1] in (b" ", b"\t") for start, _ in delimiters)
        kinds = [alignment(text) for text in _texts(data, table.delimiter)]
        self._kinds = [kind for kind in kinds if kind is not None]
        if len(self._kinds) != table.width or len(kinds) != table.width:
            raise _LeaveAlone("its delimiter row does not fit its header")

    def lacking(self) -> list[Column]:
        """The columns that the table should have and does not have, as far as its habits leave room for them."""
        names = tuple(_plain(text) for text in self._rows[0])
        columns = columns_of(names, self._vocabulary, promised=True)
        if columns is None:
            return []
        table = self._table
        there = {column for column in NAMES if columns.at(column) is not None}
        if table.ticket is not None:
            there.add(Column.TICKET)
        if table.status is not None or any(_is_beside_the_ticket(item) for item in self._items):
            there.add(Column.STATUS)
        return [column for column in NAMES if column not in there]

    def splices(self, added: Sequence[Column]) -> Iterator[Splice]:
        """The whole table drawn again, with these columns at its right edge."""
        header, *body = self._rows
        rows = [[*header, *self._named(added)], *body]
        usual = self._kinds[0] if len(set(self._kinds)) == 1 else PLAIN
        lines = ruled(rows, [*self._kinds, *[usual] * len(added)], spaced=self._spaced)
        spans = (self._table.header, self._table.delimiter, *self._table.rows)
        for span, line in zip(spans, lines, strict=True):
            yield Splice(*span, line.encode())

    def _named(self, added: Sequence[Column]) -> list[str]:
        """Names for new columns, in the dress of the others."""
        header = [text for text in self._rows[0] if text]
        mark = next((mark for mark in _MARKS if all(_is_within(one, mark) for one in header)), "")
        names = [NAMES[column] for column in added]
        if all(text.isupper() for text in header):
            names = [name.upper() for name in names]
        elif all(text.islower() for text in header):
            names = [name.lower() for name in names]
        return [f"{mark}{name}{mark}" for name in names]


def _texts(data: bytes, line: Span) -> list[str]:
    return [data[start:end].strip(b" \t").decode() for start, end in split_row(data, *line)]


def _is_within(text: str, mark: str) -> bool:
    inner = len(text) > 2 * len(mark) and text.startswith(mark) and text.endswith(mark)
    return inner and text[len(mark)] != mark[0]


def _is_beside_the_ticket(item: ActionItem) -> bool:
    return item.status_place is StatusPlace.TICKET_CELL and item.status_has_place


def _plain(text: str) -> str:
    """What a name of a column is called without its markup."""
    events = list(events_of(f"|{text}|\n|-|"))
    at = next((index for index, (event, _) in enumerate(events) if event == _CELL), None)
    return text if at is None else " ".join(text_of(events, at + 1, len(text.encode()) + 1).split())
