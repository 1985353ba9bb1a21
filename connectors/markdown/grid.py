"""A table as rows of texts, whether it is drawn with pipes or with HTML tags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from connectors.markdown import html_elements
from connectors.markdown.blocks import Block, Source
from connectors.markdown.html_parts import behind_text
from connectors.markdown.inline import Run, plain_run, run_of
from connectors.markdown.layout import HtmlLine, HtmlTable, Span, Table
from connectors.markdown.rows import split_row

TEMPLATE_TAGS: Final = (b"{%", b"<%")
"""What begins a line of a template, which is no row."""
_MARKUP: Final = re.compile(rb"[\\`*_\[\]<>~&!]")
_CELL_STARTS: Final = {"Start": "TableCell"}


@dataclass(slots=True)
class GridRow:
    """A row of the body."""

    start: int
    end: int
    cells: tuple[Span, ...]
    """The bytes of each cell that is really there."""
    runs: list[Run]
    """The text of each column; of a missing cell it is empty."""
    shifted: bool = False
    """Whether nobody can tell which cell belongs to which column."""
    ruled: bool = True
    """Whether it looks like a row at all: the format takes any line below a table for one."""


class Grid(Protocol):
    """What the reader of tables needs of one."""

    start: int
    names: tuple[str, ...]
    """Of the columns, as plain text."""
    remedy: str
    """What to do about a row whose cells are shifted."""

    def rows(self) -> Sequence[GridRow]:
        """The rows of the body, in order."""

    def place(
        self, ticket: int | None, status: int | None, *, bracketed: bool = False
    ) -> Table | HtmlTable:
        """Where the writer finds the table; the columns that take references and statuses are given."""


class PipeGrid:
    """A pipe table."""

    remedy = "write \\| for a pipe inside of a cell"

    def __init__(self, source: Source, block: Block) -> None:
        self.start = block.start
        self._source = source
        self._heads = [child for child in block.children if child.kind == "head"]
        self._rows = [child for child in block.children if child.kind == "row"]
        self.names: tuple[str, ...] = ()
        if self._heads:
            head = self._heads[0]
            cells = split_row(source.data, *self._line(head))
            self.names = tuple(" ".join(self._cell(head, cell).text.split()) for cell in cells)

    def rows(self) -> list[GridRow]:
        """See `Grid`."""
        return [self._row(block) for block in self._rows]

    def place(self, ticket: int | None, status: int | None, *, bracketed: bool = False) -> Table:
        """See `Grid`."""
        return Table(
            header=self._line(self._heads[0]),
            delimiter=self._delimiter(),
            rows=tuple(self._line(row) for row in self._rows),
            width=len(self.names),
            ticket=ticket,
            status=status,
            bracketed=bracketed,
        )

    def _row(self, block: Block) -> GridRow:
        start, end = self._line(block)
        cells = split_row(self._source.data, start, end)
        width = len(self.names)
        runs = [self._cell(block, cell) for cell in cells[:width]]
        runs.extend(plain_run("", block.end, block.end) for _ in range(width - len(runs)))
        data = self._source.data
        framed = data.startswith(b"|", self._line(self._heads[0])[0])
        ruled = b"|" in data[start:end] or not (framed or data.startswith(TEMPLATE_TAGS, start))
        return GridRow(start, end, cells, runs, self._is_shifted(cells), ruled)

    def _is_shifted(self, cells: Sequence[Span]) -> bool:
        """Whether there is more than the header has names for: text, or a code span cut in two by its pipe."""
        width = len(self.names)
        if len(cells) <= width:
            return False
        data = self._source.data
        torn = any(data.count(b"`", *cell) % 2 for cell in cells)
        return torn or any(data[slice(*cell)].strip() for cell in cells[width:])

    def _line(self, block: Block) -> Span:
        end = block.end
        data = self._source.data
        while end > block.start and data[end - 1] in b"\r\n":
            end -= 1
        return block.start, end

    def _delimiter(self) -> Span:
        data, head = self._source.data, self._heads[0]
        start = head.end
        while data[start : start + 1] in (b" ", b"\t", b">"):
            start += 1
        end = start
        while end < len(data) and data[end] not in b"\r\n":
            end += 1
        return start, end

    def _cell(self, block: Block, cell: Span) -> Run:
        start, end = cell
        raw = self._source.data[start:end]
        if _MARKUP.search(raw) is None:
            text = raw.strip()
            start += raw.find(text) if text else 0
            return plain_run(text.decode(), start, start + len(text))
        events = self._source.events
        for index in range(block.event, len(events)):
            event, span = events[index]
            begin = span["start"]
            if begin >= start:
                found = begin == start and event == _CELL_STARTS
                return run_of(events, index + 1, end) if found else plain_run("", 0, 0)
        return plain_run("", 0, 0)


class HtmlGrid:
    """An HTML table; its first row names the columns."""

    remedy = "give it one cell per column"

    def __init__(self, data: bytes, table: html_elements.HtmlTable) -> None:
        self.start = table.start
        self._data = data
        self._all = [row for row in table.rows if row.cells]
        self.names: tuple[str, ...] = ()
        if self._all:
            self.names = tuple(" ".join(cell.run.text.split()) for cell in self._all[0].cells)

    def rows(self) -> list[GridRow]:
        """See `Grid`."""
        return [self._row(row) for row in self._all[1:]]

    def place(
        self, ticket: int | None, status: int | None, *, bracketed: bool = False
    ) -> HtmlTable:
        """See `Grid`."""
        header, *rows = (self._line(row) for row in self._all)
        return HtmlTable(
            header=header,
            rows=tuple(rows),
            tag="th" if self._all[0].cells[0].head else "td",
            width=len(self.names),
            ticket=ticket,
            status=status,
            bracketed=bracketed,
        )

    def _line(self, row: html_elements.HtmlRow) -> HtmlLine:
        at = row.cells[-1].tag
        lead = self._data[behind_text(self._data, row.start, at) : at].decode()
        return HtmlLine(row.end, len(row.cells), lead)

    def _row(self, row: html_elements.HtmlRow) -> GridRow:
        width = len(self.names)
        runs = [cell.run for cell in row.cells[:width]]
        runs.extend(plain_run("", row.end, row.end) for _ in range(width - len(runs)))
        cells = tuple((cell.start, cell.end) for cell in row.cells)
        spanning = any(cell.spanning for cell in row.cells)
        return GridRow(row.start, row.end, cells, runs, spanning or len(cells) > width)
