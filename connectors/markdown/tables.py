"""Pipe tables of action items: which column holds what, and what each row says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from connectors.markdown.blocks import Block, Source
from connectors.markdown.columns import Columns
from connectors.markdown.fields import Fields, understand
from connectors.markdown.hints import ignore_reason
from connectors.markdown.inline import Run, plain_run, run_of
from connectors.markdown.layout import RowPlace, Span, Table
from connectors.markdown.marks import StatusMark, cell_owners, cell_status, cell_ticket
from connectors.markdown.placeholders import is_placeholder
from connectors.markdown.rows import split_row
from connectors.markdown.rules import Rules
from sync.model.postmortem import (
    ActionItem,
    Form,
    Reference,
    Remark,
    Skipped,
    Status,
    StatusPlace,
    TicketRef,
)
from sync.vocabulary import folded
from sync.words import Column

_MARKUP: Final = re.compile(rb"[\\`*_\[\]<>~&!]")


class TableReader:
    """Reads the rows of one table."""

    def __init__(self, source: Source, block: Block, rules: Rules) -> None:
        self.source = source
        self.block = block
        self.rules = rules
        self.heads = [child for child in block.children if child.kind == "head"]
        self.rows = [child for child in block.children if child.kind == "row"]

    def names(self) -> tuple[str, ...]:
        """The column names, as plain text."""
        if not self.heads:
            return ()
        head = self.heads[0]
        cells = split_row(self.source.data, *self._line(head))
        return tuple(" ".join(self._cell(head, cell).text.split()) for cell in cells)

    def items(
        self, columns: Columns, section: str | None
    ) -> tuple[list[tuple[ActionItem, RowPlace]], list[Skipped]]:
        """The items of the table with their places, and the rows that only look like items."""
        rows = [self._row(row, columns) for row in self.rows]
        ticket = columns.at(Column.TICKET)
        status = columns.at(Column.STATUS)
        if ticket is None and status is not None and any(row.linked_status for row in rows):
            ticket = status
        table = Table(
            header=self._line(self.heads[0]),
            delimiter=self._delimiter(),
            rows=tuple(self._line(row) for row in self.rows),
            width=len(columns.names),
            ticket=ticket,
            status=status,
        )
        words: dict[Status, str] = {}
        for row in rows:
            if row.mark is not None and row.mark.status is not Status.UNKNOWN:
                words.setdefault(row.mark.status, row.mark.source)
        found: list[tuple[ActionItem, RowPlace]] = []
        skipped: list[Skipped] = []
        for index, row in enumerate(rows):
            reason = row.skip
            line = self.source.line(table.rows[index][0])
            if reason is not None:
                if reason:
                    skipped.append(Skipped(line, row.fields.title, reason))
                continue
            item = _item(row, table, section, line, words)
            found.append((item, RowPlace(table, index, row.cells)))
        return found, skipped

    def remarks(self, columns: Columns) -> Iterator[Remark]:
        """What in the table hides or blurs something."""
        for name in columns.repeated():
            yield Remark(
                self.source.line(self.block.start),
                f"several columns are called {name!r}; links and statuses are written to the first:"
                " rename the others",
            )
        width = len(columns.names)
        for row in self.rows:
            start, end = self._line(row)
            if self.source.data.count(b"|", start, end) >= width:
                cells = split_row(self.source.data, start, end)
                if self._has_surplus(cells, width):
                    yield Remark(
                        self.source.line(start),
                        f"this row has {len(cells)} cells where the header has {width}, so nobody can tell which is which;"
                        " nothing is created or written for it: write \\| for a pipe inside of a cell",
                    )

    def _has_surplus(self, cells: Sequence[Span], width: int) -> bool:
        """Whether there is more than the header has names for: text, or a code span cut in two by its pipe."""
        if len(cells) <= width:
            return False
        data = self.source.data
        torn = any(data.count(b"`", *cell) % 2 for cell in cells)
        return torn or any(data[slice(*cell)].strip() for cell in cells[width:])

    def _row(self, block: Block, columns: Columns) -> Row:
        cells = split_row(self.source.data, *self._line(block))
        runs = self._runs(block, cells, len(columns.names))
        row = Row(cells, understand(runs[columns.item], self.rules))
        fields = row.fields
        row.owners = fields.owners
        for at in columns.all(Column.OWNER):
            if at != columns.item and (named := cell_owners(runs[at], self.rules)):
                row.owners = named
                break
        row.type = self._plain(runs, columns, Column.TYPE) or fields.type
        row.priority = self._plain(runs, columns, Column.PRIORITY) or fields.priority
        row.due = self._plain(runs, columns, Column.DUE) or fields.due
        self._ticket_and_status(row, runs, columns)
        row.skip = self._skip(row, runs, columns, block)
        row.unclear = self._has_surplus(cells, len(columns.names))
        return row

    def _ticket_and_status(self, row: Row, runs: list[Run], columns: Columns) -> None:
        fields, data = row.fields, self.source.data
        references: dict[TicketRef, Reference] = {}
        unrecognised: tuple[str, ...] = ()
        row.wanted = fields.wanted
        tickets = columns.all(Column.TICKET)
        row.has_ticket_column = bool(tickets)
        for column in tickets:
            if column == columns.item:
                continue
            ticket = cell_ticket(runs[column], self.rules, data)
            for one in ticket.references:
                references.setdefault(one.ref, one)
            unrecognised += ticket.unrecognised
            if column == tickets[0]:
                row.wanted = row.wanted and ticket.wanted
                row.mark = ticket.mark
                row.in_ticket_cell = ticket.mark is not None
                row.ticket_text = "" if ticket.mark else self._filler(runs[column].text)
        at = columns.at(Column.STATUS)
        row.has_status_column = at is not None
        if at is not None:
            status = cell_status(runs[at], self.rules, data)
            row.linked_status = bool(status.references)
            references = references or {one.ref: one for one in status.references}
            row.mark = status.mark
        elif row.mark is None and fields.status is not None and not row.has_ticket_column:
            row.mark = StatusMark(fields.status, _source(data, fields.status_at))
        row.references = tuple(references.values())
        row.unrecognised = () if references else unrecognised
        if not references and not unrecognised:
            row.references, row.unrecognised = fields.references, fields.unrecognised

    def _filler(self, text: str) -> str:
        """The text of a ticket cell if it says that there is no ticket yet."""
        text = text.strip()
        plain = folded(text).strip("?")
        return text if not plain or plain in self.rules.vocabulary.missing else ""

    def _skip(self, row: Row, runs: list[Run], columns: Columns, block: Block) -> str | None:
        """Why the row is no item; empty where it is not worth a word, None where it is one."""
        if self.source.data.find(b"pm-sync", block.start, block.end) >= 0:
            reason = ignore_reason(self.source.text(block.start, block.end))
            if reason is not None:
                return f"ignored: {reason}" if reason else "ignored"
        title = row.fields.title
        plain = folded(title)
        if not plain.strip("?'") or plain in self.rules.vocabulary.none:
            return ""
        if plain == folded(columns.names[columns.item]) and all(
            folded(run.text) == folded(name) for run, name in zip(runs, columns.names, strict=False)
        ):
            return ""
        return "a placeholder of the template" if is_placeholder(title) else None

    def _line(self, block: Block) -> Span:
        end = block.end
        data = self.source.data
        while end > block.start and data[end - 1] in b"\r\n":
            end -= 1
        return block.start, end

    def _delimiter(self) -> Span:
        data, head = self.source.data, self.heads[0]
        start = head.end
        while data[start : start + 1] in (b" ", b"\t", b">"):
            start += 1
        end = start
        while end < len(data) and data[end] not in b"\r\n":
            end += 1
        return start, end

    def _plain(self, runs: list[Run], columns: Columns, column: Column) -> str | None:
        for at in columns.all(column):
            text = " ".join(runs[at].text.split()) if at != columns.item else ""
            plain = folded(text)
            if plain.strip("?") and plain not in self.rules.vocabulary.missing:
                return text
        return None

    def _runs(self, block: Block, cells: tuple[Span, ...], width: int) -> list[Run]:
        """The text of each cell that has a column; missing cells are empty."""
        runs = [self._cell(block, cell) for cell in cells[:width]]
        runs.extend(plain_run("", block.end, block.end) for _ in range(width - len(runs)))
        return runs

    def _cell(self, block: Block, cell: Span) -> Run:
        start, end = cell
        raw = self.source.data[start:end]
        if _MARKUP.search(raw) is None:
            text = raw.strip()
            start += raw.find(text) if text else 0
            return plain_run(text.decode(), start, start + len(text))
        events = self.source.events
        for index in range(block.event, len(events)):
            event, span = events[index]
            begin = span["start"]
            if begin >= start:
                found = begin == start and event == _CELL_STARTS
                return run_of(events, index + 1, end) if found else plain_run("", 0, 0)
        return plain_run("", 0, 0)


_CELL_STARTS: Final = {"Start": "TableCell"}


@dataclass(slots=True)
class Row:
    """What one row says."""

    cells: tuple[Span, ...]
    fields: Fields
    owners: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    unrecognised: tuple[str, ...] = ()
    wanted: bool = True
    mark: StatusMark | None = None
    in_ticket_cell: bool = False
    has_status_column: bool = False
    has_ticket_column: bool = False
    ticket_text: str = ""
    linked_status: bool = False
    """Whether a reference stands in the status cell."""
    type: str | None = None
    priority: str | None = None
    due: str | None = None
    skip: str | None = None
    unclear: bool = False


def _source(data: bytes, span: Span | None) -> str:
    return "" if span is None else data[span[0] : span[1]].decode()


def _item(
    row: Row, table: Table, section: str | None, line: int, words: Mapping[Status, str]
) -> ActionItem:
    inline = row.has_ticket_column and not row.has_status_column
    return ActionItem(
        title=row.fields.title,
        line=line,
        end_line=line,
        form=Form.TABLE_ROW,
        lead=row.fields.lead,
        owners=row.owners,
        references=row.references,
        unrecognised=row.unrecognised,
        ticket_text=row.ticket_text,
        ticket_has_place=table.ticket is not None,
        ticket_wanted=row.wanted,
        status=None if row.mark is None else row.mark.status,
        status_text=None if row.mark is None else row.mark.source,
        type=row.type,
        priority=row.priority,
        due=row.due,
        section=section,
        status_place=StatusPlace.TICKET_CELL if inline else StatusPlace.COLUMN,
        status_has_place=row.has_status_column or row.in_ticket_cell,
        unclear=row.unclear,
        words=words,
    )
