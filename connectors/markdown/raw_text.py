"""The Markdown of an item's text, without the marks that were taken off it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from connectors.markdown.blocks import Block, Source
from connectors.markdown.inline import Mark
from connectors.markdown.layout import Span
from connectors.markdown.working import Working

_MARKER: Final = re.compile(rb"(?:[-*+]|\d{1,9}[.)])[ \t]+")
_BOX: Final = re.compile(rb"\[[^\]\r\n]\][ \t]+")
_LINE_END: Final = re.compile(r"\\?[ \t]*(?:\r\n?|\n)[ \t]*(?:>[ \t]*)*")
_STOP: Final = re.compile(r"\s*[,.;:!?](?:\s|$)")


def without_line_ends(text: str) -> str:
    """Lines joined by one blank, without what they begin with in a list or a quote."""
    return _LINE_END.sub(" ", text).strip(" \t")


class RawText:
    """An item's own words as bytes; `kept` are the stretches of its plain text that they cover."""

    def __init__(self, source: Source, entry: Block, work: Working) -> None:
        self._source = source
        self._entry = entry
        self._work = work
        self._marks = [mark for mark in work.marks if mark.start < mark.end]
        self.tags = tuple(self._inline_tags())
        self.kept = tuple(self._stretches())

    def title(self) -> str | None:
        """The words with their markup, in one line; markup that a mark tore open is closed, and None where an HTML tag is."""
        written = ""
        spans = [self._span(start, end) for start, end in self.kept]
        for first, behind in self.tags:
            if not any(start <= first and behind <= end for start, end in spans):
                return None
        for part in (self._source.text(*span) for span in spans):
            # What stood in front of the sentence's full stop leaves no blank.
            written += part if not written or _STOP.match(part) else f" {part}"
        start, end = self.kept[0][0], self.kept[-1][1]
        opened = [mark for mark in self._torn(start) if mark.start < start]
        closed = [mark for mark in self._torn(end) if mark.start >= start]
        opening = "".join(self._opening(mark) for mark in opened if not self._is_first(start))
        closing = "".join(self._closing(mark) for mark in reversed(closed))
        return without_line_ends(f"{opening}{written}{closing}")

    def _stretches(self) -> Iterator[Span]:
        """What is left between the cuts, without the blanks around it."""
        work, position = self._work, self._work.low
        for start, end in (*sorted(work.cuts), (work.high, work.high)):
            if end < position or start > work.high:
                continue
            yield from self._stripped(position, min(start, work.high))
            position = max(end, position)

    def _stripped(self, start: int, end: int) -> Iterator[Span]:
        text = self._work.text
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield start, end

    def _span(self, start: int, end: int) -> Span:
        """The bytes of the stretch with the markup at its edges, escapes and tags included."""
        run, data = self._work.run, self._source.data
        first, behind = run.bytes_of(start, end)
        if self._is_first(start):
            first = self._content()
        elif data[first - 1 : first] == b"\\":
            first -= 1
        first = min((first, *(mark.first for mark in self._marks if mark.start == start)))
        behind = max((behind, *(mark.last for mark in self._marks if mark.end == end)))
        for tag in self.tags:
            behind = tag[1] if tag[0] == behind else behind
        for tag in reversed(self.tags):
            first = tag[0] if tag[1] == first else first
        return first, behind

    def _inline_tags(self) -> Iterator[Span]:
        """Where HTML tags stand in the text, but for those that only break a line."""
        for event, span in self._source.events[self._entry.event :]:
            if span["start"] >= self._entry.end:
                return
            if "InlineHtml" in event and event["InlineHtml"][:3].lower() != "<br":
                yield span["start"], span["end"]

    def _is_first(self, start: int) -> bool:
        return not self._work.text[:start].strip()

    def _content(self) -> int:
        """Where the entry's own text begins, behind its marker and its box."""
        data, entry = self._source.data, self._entry
        marker = _MARKER.match(data, entry.start, entry.end)
        begin = marker.end() if marker else self._work.run.bytes_of(0, 1)[0]
        box = _BOX.match(data, begin, entry.end) if self._work.run.box else None
        return box.end() if box else begin

    def _torn(self, at: int) -> list[Mark]:
        """Markup that reaches over this place of the text."""
        return [mark for mark in self._marks if mark.kind != "code" and mark.start < at < mark.end]

    def _opening(self, mark: Mark) -> str:
        return self._source.text(mark.first, self._work.run.bytes_of(mark.start, mark.end)[0])

    def _closing(self, mark: Mark) -> str:
        return self._source.text(self._work.run.bytes_of(mark.start, mark.end)[1], mark.last)
