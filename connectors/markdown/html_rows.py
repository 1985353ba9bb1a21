"""Edits of HTML tables: what stands between the tags of a cell, and columns added at the right edge."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from connectors.markdown.cell_texts import (
    TICKET_NAME,
    added_columns,
    changed_cells,
)
from connectors.markdown.layout import HtmlLine, HtmlTable, RowPlace
from connectors.markdown.splice import Splice
from connectors.markdown.values import value_cells
from connectors.markdown.written import Wanted
from sync.model.postmortem import ActionItem
from sync.vocabulary import Vocabulary


class HtmlRowEdits:
    """Collects what is wanted in the rows of one table, and says it in splices."""

    def __init__(self, path: str, data: bytes, table: HtmlTable, vocabulary: Vocabulary) -> None:
        self._path = path
        self._data = data
        self._table = table
        self._vocabulary = vocabulary
        self._rows: list[tuple[RowPlace, ActionItem, Wanted]] = []

    def add(self, place: RowPlace, item: ActionItem, wanted: Wanted) -> None:
        """Note what is wanted in a row."""
        self._rows.append((place, item, wanted))

    def splices(self) -> Iterator[Splice]:
        """All edits of the table."""
        added = added_columns(self._table, [wanted for _, _, wanted in self._rows])
        told: dict[int, dict[int, str]] = {}
        for place, item, wanted in self._rows:
            text = self._reader(place)
            changes = value_cells(self._path, place, item, wanted, text, self._vocabulary)
            changes |= changed_cells(self._table, item, wanted, text, self._vocabulary)
            for number, name in enumerate(added.names, self._table.width):
                changes[number] = self._new(name, wanted) or ""
            told[place.row] = changes
            yield from self._present(place, changes)
        if added.names:
            yield self._appended(self._table.header, added.names, tag=self._table.tag)
        width = self._table.width + len(added.names)
        for row, line in enumerate(self._table.rows):
            changes = told.get(row, {})
            until = width if added.names else max(changes, default=-1) + 1
            texts = [changes.get(column, "") for column in range(line.cells, until)]
            if texts:
                yield self._appended(line, texts)

    def _reader(self, place: RowPlace) -> Callable[[int], str]:
        def text(column: int) -> str:
            if column >= len(place.cells):
                return ""
            start, end = place.cells[column]
            return self._data[start:end].decode().strip()

        return text

    def _new(self, name: str, wanted: Wanted) -> str | None:
        return wanted.reference if name == TICKET_NAME else wanted.status

    def _present(self, place: RowPlace, changes: Mapping[int, str]) -> Iterator[Splice]:
        for column, text in changes.items():
            if column < len(place.cells):
                start, end = place.cells[column]
                raw = self._data[start:end]
                start += len(raw) - len(raw.lstrip()) if raw.strip() else 0
                yield Splice(start, start + len(raw.strip()), text.encode())

    def _appended(self, line: HtmlLine, texts: list[str], tag: str = "td") -> Splice:
        """New cells behind the last one of a row, on lines of their own where the others are."""
        cells = "".join(f"{line.lead}<{tag}>{text}</{tag}>" for text in texts)
        return Splice(line.end, line.end, cells.encode())
