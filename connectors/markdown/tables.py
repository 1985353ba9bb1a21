"""Tables of action items: which column holds what, and what each row says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from connectors.markdown.blocks import Source
from connectors.markdown.columns import Columns
from connectors.markdown.grid import Grid
from connectors.markdown.layout import HtmlTable, RowPlace, Table
from connectors.markdown.rules import Rules
from connectors.markdown.table_rows import Row, RowReader
from sync.model.postmortem import ActionItem, Form, Remark, Skipped, Status, StatusPlace
from sync.words import SPECIFIC, Column


class TableReader:
    """Reads the rows of one table."""

    def __init__(self, source: Source, grid: Grid, rules: Rules) -> None:
        self.source = source
        self.grid = grid
        self.rows = grid.rows()
        self.rules = rules

    def items(
        self, columns: Columns, section: str | None, group: Status | None = None
    ) -> tuple[list[tuple[ActionItem, RowPlace]], list[Skipped]]:
        """The items of the table with their places, and the rows that only look like items.

        `group` is the status that the title above the table tells of all that tell none themselves.
        """
        reader = RowReader(self.source, columns, self.rules)
        rows = [reader.read(row) for row in self.rows]
        ticket = columns.at(Column.TICKET)
        ticket = None if ticket == columns.item else ticket
        status = columns.at(Column.STATUS)
        if ticket is None and status is not None and any(row.linked_status for row in rows):
            ticket = status
        bracketed = ticket == status and any(row.bracketed for row in rows)
        table = self.grid.place(ticket, status, bracketed=bracketed)
        why = f"a row of a table with the column {columns.names[columns.item]!r}"
        if unknown := columns.unknown():
            why += f"; nobody knows what {' and '.join(map(repr, unknown))} holds ([vocabulary.columns] can tell)"
        stiff = ticket is None and any(row.shifted for row in self.rows)
        words = _spellings(rows)
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
            item = _item(row, table, section, line, words, why)
            if group is not None and item.status is None:
                row.origins["status"] = "the title above the table"
                item = replace(item, status=group, status_text=section)
            place = RowPlace(table, index, self.rows[index].cells, row.values)
            found.append((item, place))
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


_WORD: Final = re.compile(r"[^\W\d_]+")


def _spellings(rows: Sequence[Row]) -> dict[Status, str]:
    """How the table writes each status, in words that say nothing else of the item that they stand at: not `Blocked`."""
    words: dict[Status, str] = {}
    for row in rows:
        mark = row.mark
        if mark is None or mark.status is Status.UNKNOWN or mark.qualified:
            continue
        if " ".join(_WORD.findall(mark.source)).casefold() not in SPECIFIC:
            words.setdefault(mark.status, mark.source)
    return words


def _item(
    row: Row,
    table: Table | HtmlTable,
    section: str | None,
    line: int,
    words: Mapping[Status, str],
    why: str,
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
        status=Status.WONT_DO if row.struck else row.mark.status if row.mark else None,
        status_text=None if row.mark is None else row.mark.source,
        status_qualified=row.mark is not None and row.mark.qualified,
        type=row.type,
        priority=row.priority,
        due=row.due,
        places=frozenset(row.values),
        section=section,
        status_place=StatusPlace.TICKET_CELL if inline else StatusPlace.COLUMN,
        status_has_place=row.has_status_column or row.in_ticket_cell,
        in_html=isinstance(table, HtmlTable),
        unclear=row.unclear,
        words=words,
        why=why,
        origins=row.origins,
    )
