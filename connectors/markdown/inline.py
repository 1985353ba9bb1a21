"""Running text: the inlines of one paragraph, cell or item as plain text, with what was marked up and where its bytes are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from connectors.markdown.blocks import Block, Event, Parsed, Source
from connectors.markdown.layout import Span

_MARKED: Final = {"Strong": "strong", "Emphasis": "emphasis", "Strikethrough": "strike"}


@dataclass(slots=True)
class Mark:
    """Markup around `text[start:end]`: strong, emphasis, strike, code, link, or a comment (which has no text)."""

    kind: str
    start: int
    end: int
    first: int
    last: int
    """The bytes `data[first:last]`, markup included."""
    target: str = ""
    """Of a link its URL, of a comment its text."""


@dataclass(slots=True)
class Run:
    """The plain text of some inlines. Lines are separated by a line feed; images and HTML tags have no text."""

    text: str
    marks: list[Mark]
    pieces: list[tuple[int, int, int, bool]] = field(default_factory=list)
    """Per piece of text: offset in `text`, first byte, behind the last byte, whether its bytes are its characters."""
    box: Span | None = None
    """The one byte between the brackets of a task list marker."""
    last: int = 0
    """Behind the last byte of what can be seen, markup included."""
    ticked: bool = False
    """Whether it begins with a ticked checkbox of HTML, which is read and never written."""

    def bytes_of(self, start: int, end: int) -> Span:
        """The bytes of `text[start:end]`, which must not be empty; escapes and references go as a whole."""
        if len(self.pieces) == 1 and self.pieces[0][3] and self.text.isascii():
            begin = self.pieces[0][1]
            return begin + start, begin + end
        first = self._piece(start)
        last = self._piece(end - 1)
        at, begin, _, exact = self.pieces[first]
        low = begin + len(self.text[at:start].encode()) if exact else begin
        at, begin, behind, exact = self.pieces[last]
        return low, begin + len(self.text[at:end].encode()) if exact else behind

    def _piece(self, offset: int) -> int:
        return max(0, bisect_right(self.pieces, offset, key=_offset) - 1)

    def source(self, start: int, end: int) -> Span:
        """The bytes of `text[start:end]` together with markup that encloses nothing else."""
        low, high = self.bytes_of(start, end)
        for mark in self.marks:
            if (
                mark.kind != "comment"
                and start <= mark.start
                and mark.end <= end
                and mark.start < mark.end
            ):
                low, high = min(low, mark.first), max(high, mark.last)
        return low, high


def _offset(piece: tuple[int, int, int, bool]) -> int:
    return piece[0]


def run_of(events: Sequence[Event], first: int, stop: int) -> Run:
    """The run of the inline events from index `first` on, up to the byte `stop` or the first block inside."""
    event, span = events[first]
    if "Text" in event and "End" in events[first + 1][0] and span["start"] < stop:
        return plain_run(event["Text"], span["start"], span["end"])
    builder = _Builder()
    pieces, texts = builder.pieces, builder.texts
    for index in range(first, len(events)):
        event, span = events[index]
        begin = span["start"]
        if begin >= stop:
            break
        end = span["end"]
        if "Text" in event and not builder.images:
            # Nearly every event is one of these, so they are dealt with on the spot.
            text = event["Text"]
            width = len(text)
            pieces.append(
                (builder.length, begin, end, width == end - begin or _is_exact(text, end - begin))
            )
            texts.append(text)
            builder.length += width
            builder.last = end
        elif not builder.take(event, begin, end):
            break
    return Run("".join(builder.texts), builder.marks, builder.pieces, builder.box, builder.last)


def run_in(source: Source, block: Block) -> Run:
    """The run of the inlines with which a block begins: of a paragraph, a heading, a list item."""
    if block.run is None:
        block.run = run_of(source.events, block.event, block.end)
    return block.run


def text_of(events: Sequence[Event], first: int, stop: int) -> str:
    """The plain text of these inline events."""
    event = events[first][0]
    if "Text" in event and "End" in events[first + 1][0]:
        return str(event["Text"])
    return run_of(events, first, stop).text


class _Builder:
    """Collects the pieces and marks of a run."""

    __slots__ = ("box", "images", "last", "length", "marks", "open", "pieces", "texts")

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.length = 0
        self.pieces: list[tuple[int, int, int, bool]] = []
        self.marks: list[Mark] = []
        self.open: list[Mark] = []
        self.images = 0
        self.box: Span | None = None
        self.last = 0

    def take(self, event: Parsed, begin: int, end: int) -> bool:
        """Take in an event; answers False for one that begins a block."""
        if type(event) is str:
            if event != "Rule" and not self.images:
                self._add("\n", begin, end)
        elif "Start" in event:
            return self._start(event["Start"], begin, end)
        elif "End" in event:
            self._end(event["End"])
        elif "Code" in event:
            self._code(event["Code"], begin, end)
        elif "TaskListMarker" in event:
            self.box = (begin + 1, begin + 2)
        elif "InlineHtml" in event:
            self._html(event["InlineHtml"], begin, end)
        return True

    def _add(self, text: str, begin: int, end: int, *, whole: bool = False) -> None:
        self.pieces.append((self.length, begin, end, not whole and _is_exact(text, end - begin)))
        self.texts.append(text)
        self.length += len(text)

    def _start(self, value: Parsed, begin: int, end: int) -> bool:
        name = value if type(value) is str else next(iter(value))
        if name == "Image":
            self.images += 1
        elif name == "Link":
            self._open("link", begin, end, value["Link"]["dest_url"])
        elif name in _MARKED:
            self._open(_MARKED[name], begin, end, "")
        else:
            return name == "Paragraph" and not self.texts
        self.last = max(self.last, end)
        return True

    def _open(self, kind: str, begin: int, end: int, target: str) -> None:
        mark = Mark(kind, self.length, self.length, begin, end, target)
        self.marks.append(mark)
        self.open.append(mark)

    def _end(self, value: Parsed) -> None:
        name = value if type(value) is str else next(iter(value))
        if name == "Image":
            self.images -= 1
        elif (name == "Link" or name in _MARKED) and self.open:
            self.open.pop().end = self.length

    def _code(self, text: str, begin: int, end: int) -> None:
        if not self.images:
            self.marks.append(Mark("code", self.length, self.length + len(text), begin, end))
            self._add(text, begin, end, whole=True)
            self.last = max(self.last, end)

    def _html(self, value: str, begin: int, end: int) -> None:
        if value.startswith("<!--"):
            comment = value[4:].removesuffix("-->")
            self.marks.append(Mark("comment", self.length, self.length, begin, end, comment))
            return
        self.last = max(self.last, end)
        if value[:3].lower() in ("<br", "<li"):
            self._add("\n", begin, end, whole=True)


def _is_exact(text: str, length: int) -> bool:
    return len(text) == length or (not text.isascii() and len(text.encode()) == length)


def plain_run(text: str, begin: int, end: int) -> Run:
    """The run of text without any markup at `data[begin:end]`."""
    return Run(text, [], [(0, begin, end, _is_exact(text, end - begin))], None, end)


def sliced(run: Run, start: int, end: int) -> Run:
    """The part `text[start:end]` of a run, blanks at both ends left out, as a run of its own."""
    text = run.text
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == 0 and end == len(text):
        return run
    pieces = []
    for at, begin, behind, exact in run.pieces:
        if at >= end:
            break
        if at >= start:
            pieces.append((at - start, begin, behind, exact))
        else:
            skipped = len(text[at:start].encode()) if exact else 0
            if begin + skipped < behind:
                pieces = [(0, begin + skipped, behind, exact)]
    marks = [
        Mark(mark.kind, mark.start - start, mark.end - start, mark.first, mark.last, mark.target)
        for mark in run.marks
        if start <= mark.start
        and mark.end <= end
        and (mark.kind == "comment" or mark.start < mark.end)
    ]
    part = Run(text[start:end], marks, pieces, None, run.last)
    if start < end:
        part.last = part.source(0, end - start)[1] if end < len(text) else run.last
    elif before := len(text[:start].rstrip()):
        part.last = run.source(0, before)[1]
    return part


_MOST_LINES: Final = 100
"""Of a paragraph of bullets; one with more is no prose, and cutting it up would take long."""


def bullet_lines(run: Run) -> list[Run]:
    """The entries of a paragraph whose lines begin with `•`; empty if they do not."""
    if "•" not in run.text:
        return []
    starts = [match.start() for match in re.finditer(r"(?:\A|(?<=\n))[ \t]*[•‣◦]", run.text)]
    if not 0 < len(starts) <= _MOST_LINES:
        return []
    ends = [*starts[1:], len(run.text)]
    parts = [sliced(run, start, end) for start, end in zip(starts, ends, strict=True)]
    return [sliced(part, 1, len(part.text)) for part in parts if len(part.text) > 1]
