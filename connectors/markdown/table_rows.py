"""What one row of a table of action items says, cell by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from connectors.markdown.blocks import Source
from connectors.markdown.columns import Columns
from connectors.markdown.fields import Fields, understand
from connectors.markdown.grid import GridRow
from connectors.markdown.groups import is_label
from connectors.markdown.hints import ignore_reason
from connectors.markdown.inline import Run
from connectors.markdown.marks import cell_owners, cell_status, cell_ticket
from connectors.markdown.phrases import StatusPhrase, status_of
from connectors.markdown.placeholders import is_placeholder
from connectors.markdown.references import references_in
from connectors.markdown.rules import Rules
from connectors.markdown.status_mark import StatusMark
from sync.folding import folded
from sync.model.postmortem import Reference, Status, TicketRef
from sync.words import Column

_VALUES: Final = (Column.OWNER, Column.PRIORITY, Column.DUE)
_DASH: Final = re.compile(r"\s+[-–—:]\s+")


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
    bracketed: bool = False
    """Whether it stands in brackets there, behind the status."""
    type: str | None = None
    priority: str | None = None
    due: str | None = None
    skip: str | None = None
    unclear: bool = False
    struck: bool = False
    """Whether the whole text is struck out, which counts where no cell tells a status."""
    origins: dict[str, str] = field(default_factory=dict)
    """Where each field was found."""
    values: dict[str, int] = field(default_factory=dict)
    """The column that tells each of owner, priority and due, or would; not of those that the text tells."""


class RowReader:
    """Reads the rows of a table whose columns are known."""

    def __init__(self, source: Source, columns: Columns, rules: Rules) -> None:
        self._source = source
        self._columns = columns
        self._rules = rules

    def read(self, grid_row: GridRow) -> Row:
        """Read one row."""
        columns, runs = self._columns, grid_row.runs
        row = Row(understand(runs[columns.item], self._rules))
        fields = row.fields
        row.origins.update(fields.origins)
        self._owners(row, runs)
        row.type = self._plain(row, runs, Column.TYPE) or fields.type
        row.priority = self._plain(row, runs, Column.PRIORITY) or fields.priority
        row.due = self._plain(row, runs, Column.DUE) or fields.due
        self._places(row)
        self._tickets(row, runs)
        self._status(row, runs)
        self._misplaced_status(row, runs)
        self._own_references(row)
        row.struck = (
            row.mark is None and fields.status is Status.WONT_DO and fields.status_at is None
        )
        row.skip = self._skip(row, runs, columns, grid_row)
        row.unclear = grid_row.shifted
        return row

    def _owners(self, row: Row, runs: list[Run]) -> None:
        row.owners = row.fields.owners
        for at in self._other(Column.OWNER):
            if named := cell_owners(runs[at], self._rules):
                row.owners = named
                row.origins["owner"] = self._column(at)
                row.values["owner"] = at
                return

    def _places(self, row: Row) -> None:
        """Where a value would go that the row does not tell."""
        told = {"owner": row.owners, "priority": row.priority, "due": row.due}
        for column in _VALUES:
            others = self._other(column)
            if others and not told[column.value]:
                row.values.setdefault(column.value, others[0])

    def _other(self, column: Column) -> tuple[int, ...]:
        """The columns of this meaning that do not hold the items themselves."""
        return tuple(at for at in self._columns.all(column) if at != self._columns.item)

    def _column(self, at: int) -> str:
        return f"the column {self._columns.names[at]!r}"

    def _tickets(self, row: Row, runs: list[Run]) -> None:
        references: dict[TicketRef, Reference] = {}
        row.wanted = row.fields.wanted
        columns = self._other(Column.TICKET)
        row.has_ticket_column = bool(columns)
        for at in columns:
            ticket = cell_ticket(runs[at], self._rules, self._source.data)
            for one in ticket.references:
                references.setdefault(one.ref, one)
            row.unrecognised += ticket.unrecognised
            if ticket.references or ticket.unrecognised:
                row.origins["ticket"] = self._column(at)
            if at == columns[0]:
                row.wanted = row.wanted and ticket.wanted
                row.mark = ticket.mark
                row.in_ticket_cell = ticket.mark is not None
                row.ticket_text = "" if ticket.mark else self._filler(runs[at].text)
                if ticket.mark is not None:
                    row.origins["status"] = self._column(at)
        row.references = tuple(references.values())
        if not row.references:
            self._elsewhere(row, runs)

    def _elsewhere(self, row: Row, runs: list[Run]) -> None:
        """A link that is nothing but a reference, in a cell for something else: `[PR](https://…/pull/8) in our fork`."""
        for at, run in enumerate(runs):
            if at == self._columns.item or not run.text.strip():
                continue
            for one in references_in(run, self._rules):
                label = run.text[one.start : one.end]
                alone = label == run.text.strip()
                if one.reference is not None and (alone or (one.link and is_label(label))):
                    row.references += (one.reference,)
                    row.origins.setdefault("ticket", self._column(at))

    def _status(self, row: Row, runs: list[Run]) -> None:
        fields, data = row.fields, self._source.data
        at = self._columns.at(Column.STATUS)
        row.has_status_column = at is not None
        if at is not None:
            status = cell_status(runs[at], self._rules, data)
            row.linked_status = bool(status.references)
            row.bracketed = status.bracketed
            row.mark = status.mark
            row.origins["status"] = self._column(at)
            if status.references and not row.references:
                row.references = status.references
                row.origins["ticket"] = self._column(at)
            if row.mark is None and fields.status is not None:
                self._inline(row)
        elif row.mark is None:
            self._inline(row)

    def _misplaced_status(self, row: Row, runs: list[Run]) -> None:
        """`DONE` instead of a priority or a day; it is read, and stays."""
        for column in (Column.PRIORITY, Column.DUE):
            for at in self._other(column):
                phrase = self._status_in(runs[at].text)
                if row.mark is None and phrase is not None:
                    source = self._source.text(*runs[at].source(0, len(runs[at].text)))
                    row.mark = StatusMark(phrase.status, source, qualified=True)
                    row.origins["status"] = self._column(at)

    def _status_in(self, text: str) -> StatusPhrase | None:
        """What a cell for something else says of the status: `Done`, `Done — 2026-04-02`."""
        return status_of(_DASH.sub(" ", text.strip()), self._rules.vocabulary)

    def _inline(self, row: Row) -> None:
        """The status in the item's own text counts where no cell tells one."""
        fields = row.fields
        if fields.status is not None:
            low, high = fields.status_at or (0, 0)
            source = self._source.data[low:high].decode()
            row.mark = StatusMark(fields.status, source, fields.qualified)
            row.origins["status"] = fields.origins.get("status", "")

    def _own_references(self, row: Row) -> None:
        """The references in the item's own text count where its cells have none, or where they are its ticket cell."""
        fields = row.fields
        if self._columns.item in self._columns.all(Column.TICKET):
            every = {one.ref: one for one in (*fields.references, *row.references)}
            row.references = tuple(every.values())
        if row.references:
            row.unrecognised = ()
        elif not row.unrecognised:
            row.references, row.unrecognised = fields.references, fields.unrecognised

    def _filler(self, text: str) -> str:
        """The text of a ticket cell if it says that there is no ticket yet."""
        text = text.strip()
        plain = folded(text).strip("?")
        return text if not plain or plain in self._rules.vocabulary.missing else ""

    def _skip(self, row: Row, runs: list[Run], columns: Columns, at: GridRow) -> str | None:
        """Why the row is no item; empty where it is not worth a word, None where it is one."""
        if self._source.data.find(b"pm-sync", at.start, at.end) >= 0:
            reason = ignore_reason(self._source.text(at.start, at.end))
            if reason is not None:
                return f"ignored: {reason}" if reason else "ignored"
        title = row.fields.title
        if not at.ruled:
            return "a line without cells, below a table"
        plain = folded(title)
        if not plain.strip("?'") or plain in self._rules.vocabulary.none:
            return ""
        if plain == folded(columns.names[columns.item]) and all(
            folded(run.text) == folded(name) for run, name in zip(runs, columns.names, strict=False)
        ):
            return ""
        return "a placeholder of the template" if is_placeholder(title) else None

    def _plain(self, row: Row, runs: list[Run], column: Column) -> str | None:
        for at in self._other(column):
            text = " ".join(runs[at].text.split())
            plain = folded(text)
            vocabulary = self._rules.vocabulary
            if column in (Column.PRIORITY, Column.DUE) and self._status_in(text) is not None:
                continue
            if plain.strip("?") and plain not in vocabulary.missing:
                row.origins[column.value] = self._column(at)
                if column in _VALUES:
                    row.values[column.value] = at
                return text
        return None
