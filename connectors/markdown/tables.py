"""Tables of action items: which column holds what, and what each row says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from connectors.markdown.blocks import Source
from connectors.markdown.columns import Columns
from connectors.markdown.fields import Fields, understand
from connectors.markdown.grid import Grid, GridRow
from connectors.markdown.hints import ignore_reason
from connectors.markdown.inline import Run
from connectors.markdown.layout import HtmlTable, RowPlace, Span, Table
from connectors.markdown.marks import StatusMark, cell_owners, cell_status, cell_ticket
from connectors.markdown.placeholders import is_placeholder
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


class TableReader:
    """Reads the rows of one table."""

    def __init__(self, source: Source, grid: Grid, rules: Rules) -> None:
        self.source = source
        self.grid = grid
        self.rows = grid.rows()
        self.rules = rules

    def items(
        self, columns: Columns, section: str | None
    ) -> tuple[list[tuple[ActionItem, RowPlace]], list[Skipped]]:
        """The items of the table with their places, and the rows that only look like items."""
        rows = [self._row(row, columns) for row in self.rows]
        ticket = columns.at(Column.TICKET)
        ticket = None if ticket == columns.item else ticket
        status = columns.at(Column.STATUS)
        if ticket is None and status is not None and any(row.linked_status for row in rows):
            ticket = status
        table = self.grid.place(ticket, status)
        stiff = ticket is None and any(row.shifted for row in self.rows)
        words: dict[Status, str] = {}
        for row in rows:
            if row.mark is not None and row.mark.status is not Status.UNKNOWN:
                words.setdefault(row.mark.status, row.mark.source)
        found: list[tuple[ActionItem, RowPlace]] = []
        skipped: list[Skipped] = []
        for index, row in enumerate(rows):
            reason = row.skip
            line = self.source.line(self.rows[index].start)
            if reason is not None:
                if reason:
                    skipped.append(Skipped(line, row.fields.title, reason))
                continue
            row.unclear = row.unclear or (stiff and not row.references)
            item = _item(row, table, section, line, words)
            found.append((item, RowPlace(table, index, self.rows[index].cells)))
        return found, skipped

    def remarks(self, columns: Columns) -> Iterator[Remark]:
        """What in the table hides or blurs something."""
        for name in columns.repeated():
            yield Remark(
                self.source.line(self.grid.start),
                f"several columns are called {name!r}; links and statuses are written to the first:"
                " rename the others",
            )
        width = len(columns.names)
        whole = "for it" if columns.at(Column.TICKET) is not None else "in this table"
        for row in self.rows:
            if row.shifted:
                yield Remark(
                    self.source.line(row.start),
                    f"this row has {len(row.cells)} cells where the header has {width}, so nobody can tell which is which;"
                    f" nothing is created or written {whole}: {self.grid.remedy}",
                )

    def _row(self, grid_row: GridRow, columns: Columns) -> Row:
        runs = grid_row.runs
        row = Row(understand(runs[columns.item], self.rules))
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
        row.skip = self._skip(row, runs, columns, grid_row)
        row.unclear = grid_row.shifted
        return row

    def _ticket_and_status(self, row: Row, runs: list[Run], columns: Columns) -> None:
        fields, data = row.fields, self.source.data
        references: dict[TicketRef, Reference] = {}
        unrecognised: tuple[str, ...] = ()
        row.wanted = fields.wanted
        tickets = columns.all(Column.TICKET)
        row.has_ticket_column = any(column != columns.item for column in tickets)
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
            source = _source(data, fields.status_at)
            row.mark = StatusMark(fields.status, source, fields.qualified)
        if columns.item in tickets:
            own = {one.ref: one for one in fields.references}
            references = own | references
        row.references = tuple(references.values())
        row.unrecognised = () if references else unrecognised
        if not references and not unrecognised:
            row.references, row.unrecognised = fields.references, fields.unrecognised

    def _filler(self, text: str) -> str:
        """The text of a ticket cell if it says that there is no ticket yet."""
        text = text.strip()
        plain = folded(text).strip("?")
        return text if not plain or plain in self.rules.vocabulary.missing else ""

    def _skip(self, row: Row, runs: list[Run], columns: Columns, at: GridRow) -> str | None:
        """Why the row is no item; empty where it is not worth a word, None where it is one."""
        if self.source.data.find(b"pm-sync", at.start, at.end) >= 0:
            reason = ignore_reason(self.source.text(at.start, at.end))
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

    def _plain(self, runs: list[Run], columns: Columns, column: Column) -> str | None:
        for at in columns.all(column):
            text = " ".join(runs[at].text.split()) if at != columns.item else ""
            plain = folded(text)
            if plain.strip("?") and plain not in self.rules.vocabulary.missing:
                return text
        return None


@dataclass(slots=True)
class Row:
    """What one row says."""

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
    row: Row, table: Table | HtmlTable, section: str | None, line: int, words: Mapping[Status, str]
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
        status_qualified=row.mark is not None and row.mark.qualified,
        type=row.type,
        priority=row.priority,
        due=row.due,
        section=section,
        status_place=StatusPlace.TICKET_CELL if inline else StatusPlace.COLUMN,
        status_has_place=row.has_status_column or row.in_ticket_cell,
        in_html=isinstance(table, HtmlTable),
        unclear=row.unclear,
        words=words,
    )
