"""Edits of pipe tables: cells that keep their width, and columns added at the right edge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from connectors.markdown.cell_texts import (
    STATUS_NAME,
    TICKET_NAME,
    Added,
    added_columns,
    changed_cells,
)
from connectors.markdown.grid import TEMPLATE_TAGS
from connectors.markdown.layout import RowPlace, Span, Table
from connectors.markdown.rows import split_row
from connectors.markdown.splice import Splice
from connectors.markdown.values import value_cells
from connectors.markdown.written import Wanted, in_cell, width
from sync.errors import EditRefused
from sync.model.postmortem import ActionItem
from sync.vocabulary import Vocabulary

_SHORTEST_RULE = "---"


class RowEdits:
    """Collects what is wanted in the rows of one table, and says it in splices."""

    def __init__(self, path: str, data: bytes, table: Table, vocabulary: Vocabulary) -> None:
        self._path = path
        self._data = data
        self._table = table
        self._vocabulary = vocabulary
        self._rows: list[tuple[RowPlace, ActionItem, Wanted]] = []

    def add(self, place: RowPlace, item: ActionItem, wanted: Wanted) -> None:
        """Note what is wanted in a row."""
        self._rows.append((place, item, wanted))

    def splices(self) -> Iterator[Splice]:
        """All edits of the table. Raises `EditRefused` where a column cannot be added."""
        added = added_columns(self._table, [wanted for _, _, wanted in self._rows])
        if added.names:
            yield from self._with_columns(added)
            return
        for place, item, wanted in self._rows:
            yield from self._cells(place, self._changes(place, item, wanted))

    def _changes(self, place: RowPlace, item: ActionItem, wanted: Wanted) -> dict[int, str]:
        wanted = replace(
            wanted,
            reference=None if wanted.reference is None else in_cell(wanted.reference),
            status=None if wanted.status is None else in_cell(wanted.status),
        )

        def text(column: int) -> str:
            if column >= len(place.cells):
                return ""
            start, end = place.cells[column]
            return self._data[start:end].decode().strip()

        values = value_cells(self._path, place, item, wanted, text, self._vocabulary)
        told = {column: in_cell(value) for column, value in values.items()}
        return told | changed_cells(self._table, item, wanted, text, self._vocabulary)

    def _cells(self, place: RowPlace, changes: dict[int, str]) -> Iterator[Splice]:
        missing = max(changes, default=-1) + 1 - len(place.cells)
        for column, text in changes.items():
            if column < len(place.cells):
                span = place.cells[column]
                yield Splice(*span, self._fitted(column, text, place).encode())
        if missing > 0:
            texts = [
                changes.get(column, "") for column in range(len(place.cells), max(changes) + 1)
            ]
            yield self._appended(
                self._table.rows[place.row], [self._padded(text, width(text)) for text in texts]
            )

    def _fitted(self, column: int, text: str, place: RowPlace) -> str:
        """The cell as wide as before in an aligned table if the text fits, else just wide enough; unpadded stays unpadded."""
        raw = self._data[slice(*place.cells[column])].decode()
        lead = raw[: len(raw) - len(raw.lstrip())] if raw.strip() else ""
        padded = raw.startswith((" ", "\t")) or (not raw.strip() and self._is_padded(place))
        lead = lead or (" " if padded else "")
        trail = " " if raw.endswith((" ", "\t")) or (not raw.strip() and padded) else ""
        room = width(raw) - width(lead) - width(text) if column in self._aligned else 0
        return f"{lead}{text}{' ' * max(room, len(trail))}"

    @cached_property
    def _aligned(self) -> frozenset[int]:
        """The columns whose cells are all equally wide, that of the header too."""
        rows = [split_row(self._data, *line) for line in (self._table.header, *self._table.rows)]
        widths: dict[int, set[int]] = {}
        for cells in rows:
            for column, cell in enumerate(cells):
                widths.setdefault(column, set()).add(width(self._data[slice(*cell)].decode()))
        return frozenset(column for column, found in widths.items() if len(found) == 1)

    def _is_padded(self, place: RowPlace) -> bool:
        return any(self._data[start:end][:1] in (b" ", b"\t") for start, end in place.cells)

    def _with_columns(self, added: Added) -> Iterator[Splice]:
        wanted = {place.row: (place, item, want) for place, item, want in self._rows}
        bold = self._is_bold()
        columns = [[f"**{name}**" if bold else name] for name in added.names]
        own: dict[int, dict[int, str]] = {}
        for row in range(len(self._table.rows)):
            texts = {TICKET_NAME: "", STATUS_NAME: ""}
            if row in wanted:
                place, item, want = wanted[row]
                texts[TICKET_NAME] = in_cell(want.reference or "")
                if added.status:
                    texts[STATUS_NAME] = in_cell(want.status or "")
                else:
                    own[row] = self._changes(place, item, want)
            for column, name in zip(columns, added.names, strict=True):
                column.append(texts[name])
        yield from self._columns(columns, own)
        for row, changes in own.items():
            place, _, _ = wanted[row]
            there = {at: text for at, text in changes.items() if at < len(place.cells)}
            yield from self._cells(place, there)

    def _columns(
        self, columns: list[list[str]], own: Mapping[int, Mapping[int, str]]
    ) -> Iterator[Splice]:
        """The new columns; a cell that a ragged row lacks is filled with what `own` has for it."""
        table = self._table
        widths = [max(width(text) for text in column) for column in columns]
        lines = (table.header, *table.rows)
        framed = self._data.startswith(b"|", table.header[0])
        for number, line in enumerate(lines):
            tag = self._data.startswith(TEMPLATE_TAGS, line[0])
            if (framed or tag) and b"|" not in self._data[slice(*line)]:
                continue  # Text right below the table, which the format takes for a row.
            cells = [
                self._padded(column[number], room)
                for column, room in zip(columns, widths, strict=True)
            ]
            yield self._appended(line, [*self._gap(line, own.get(number - 1, {})), *cells])
        yield self._appended(table.delimiter, [self._rule(room) for room in widths])

    def _rule(self, room: int) -> str:
        if not self._is_airy():
            return _SHORTEST_RULE
        spaced = b" -" in self._data[slice(*self._table.delimiter)]
        return f" {'-' * room} " if spaced else "-" * (room + 2)

    def _padded(self, text: str, room: int) -> str:
        """A new cell, as wide as its column where the table has padding at all."""
        return f" {text}{' ' * (room - width(text))} " if self._is_airy() else text

    def _is_airy(self) -> bool:
        """Whether the header stands apart from its pipes."""
        cells = split_row(self._data, *self._table.header)
        return any(self._data[start:end].strip() != self._data[start:end] for start, end in cells)

    def _gap(self, line: Span, texts: Mapping[int, str]) -> list[str]:
        """The cells that a ragged row lacks before the new columns, empty but for `texts`."""
        present = len(split_row(self._data, *line))
        if present > self._table.width:
            number = self._data.count(b"\n", 0, line[0]) + 1
            raise EditRefused(
                self._path,
                f"line {number}: this table row has {present} cells where"
                f" the header has {self._table.width}, so no column can be added; give it as many",
            )
        lacking = (texts.get(column, "") for column in range(present, self._table.width))
        return [self._padded(text, width(text)) for text in lacking]

    def _appended(self, line: Span, cells: Sequence[str]) -> Splice:
        """New cells behind the last one, with or without a closing pipe as the line has it."""
        start, end = line
        text = self._data[start:end].rstrip(b" \t\r")
        stop = start + len(text)
        closed = text.endswith(b"|") and not text.endswith(rb"\|")
        joined = "|".join(cells)
        if closed:
            return Splice(stop, stop, f"{joined}|".encode())
        lead = " |" if self._is_airy() else "|"
        return Splice(stop, stop, f"{lead}{joined}".rstrip().encode())

    def _is_bold(self) -> bool:
        cells = split_row(self._data, *self._table.header)
        texts = [self._data[start:end].strip() for start, end in cells]
        return bool(texts) and all(
            text.startswith(b"**") and text.endswith(b"**") for text in texts
        )
