"""Action items that have a heading each; what stands below it is their description."""

from __future__ import annotations

from typing import Final

from connectors.markdown.below import field_lines, named_references, take_field, take_line
from connectors.markdown.blocks import Block, Source
from connectors.markdown.collected import Below, Collector, Entry
from connectors.markdown.grid import PipeGrid
from connectors.markdown.headed import TICKET_LINE, heading_run
from connectors.markdown.inline import Run, run_in, sliced
from connectors.markdown.item_numbers import without_number
from connectors.markdown.keys import key_at
from connectors.markdown.labels import Segment, segments
from connectors.markdown.layout import TextPlace
from connectors.markdown.references import references_in
from connectors.markdown.rules import Rules
from connectors.markdown.stretches import Inline, Stretch
from connectors.markdown.ticket_lines import LABEL, ticket_line
from sync.model.postmortem import Form
from sync.words import Column

_WHY: Final = "a heading of its own in a section of action items"


def read_heading(collector: Collector, stretch: Stretch, section: str | None) -> None:
    """Read a stretch whose heading is an item."""
    assert stretch.heading is not None  # noqa: S101 - the caller chose it for its heading
    source, rules = collector.source, collector.rules
    run = without_number(heading_run(stretch, source))
    body = _Body(source, rules)
    for block in stretch.blocks:
        body.take(block)
    start = stretch.heading.start
    end = max(stretch.heading.end, body.end)
    newline = _newline(source.data, end)
    line = ticket_line(source, stretch.blocks, newline)
    place = TextPlace(
        box=None,
        end=_behind_text(source.data, end) if line is None else line.end,
        reference=body.below.reference_at,
        status=body.below.status_at,
        wrapped=False,
        indent=b"",
        newline=newline,
        lead=newline * 2 if line is None else line.lead,
        label=LABEL if line is None else line.label,
    )
    comments = [
        mark.target for mark in heading_run(stretch, source).marks if mark.kind == "comment"
    ]
    collector.take(
        Entry(
            run,
            start,
            end,
            Form.HEADING,
            section,
            _WHY,
            below=body.below,
            html="".join(f"<!--{comment}-->" for comment in comments),
            place=place,
        )
    )


class _Body:
    """What the description below a heading says of its item."""

    def __init__(self, source: Source, rules: Rules) -> None:
        self._source = source
        self._rules = rules
        self.below = Below()
        self.end = 0

    def take(self, block: object) -> None:
        """Look at one block of the description."""
        if isinstance(block, Inline):
            for segment in (Segment(block.label, block.run), *block.fields):
                self._lines(segment)
                self.end = max(self.end, segment.body.last)
        elif isinstance(block, Block):
            self.end = max(self.end, block.end)
            if block.kind == "paragraph":
                for segment in segments(self._source, block):
                    self._lines(segment)
            elif block.kind == "table":
                self._table(PipeGrid(self._source, block))
            elif block.kind == "list":
                for item in block.children:
                    self._line(Segment(None, run_in(self._source, item)))

    def _table(self, grid: PipeGrid) -> None:
        """A table of two columns names fields: `| Owner | Ann |`."""
        for row in grid.rows():
            if len(row.runs) == 2 and (key := key_at(f"{row.runs[0].text.strip()}:")) is not None:
                self._take(key.field, row.runs[1])

    def _lines(self, segment: Segment) -> None:
        """Each line of a paragraph that begins with a field is looked at by itself."""
        for number, run in enumerate(field_lines(segment.body)):
            self._line(Segment(segment.label if number == 0 else None, run))

    def _take(self, field: Column, value: Run) -> None:
        take_field(self.below, field, value, self._source, self._rules)

    def _line(self, segment: Segment) -> None:
        run = segment.body
        field = key_at(f"{segment.label}:") if segment.label is not None else None
        ticket = TICKET_LINE.match(run.text) if segment.label is None else None
        if segment.label is not None and TICKET_LINE.fullmatch(f"{segment.label}:"):
            self._take(Column.TICKET, run)
        elif ticket is not None and "\n" not in run.text:
            self._take(Column.TICKET, sliced(run, ticket.end(), len(run.text)))
        elif field is not None:
            self._take(field.field, run)
        elif not take_line(self.below, run, self._source, self._rules):
            links = [one for one in references_in(run, self._rules) if one.link]
            self.below.references.extend(named_references(links).references)


def _behind_text(data: bytes, end: int) -> int:
    while end > 0 and data[end - 1] in b" \t\r\n":
        end -= 1
    return end


def _newline(data: bytes, end: int) -> bytes:
    if b"\r\n" in data[max(0, end - 400) : end + 2]:
        return b"\r\n"
    return b"\n" if b"\n" in data or b"\r" not in data else b"\r"
