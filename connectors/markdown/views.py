"""A document as lines to look at: what is seen of it, and what of that are people's own words.

Whatever is left out of a view gives way to as many blanks, so that lines and columns stay those of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from connectors.markdown.blocks import Parsed, Source, events_of
from connectors.markdown.layout import Span

_SHOWN: Final = re.compile(r"[^\r\n]")
_COMMENT: Final = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_LINE_END: Final = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Titled:
    """A heading of Markdown."""

    level: int
    title: str
    line: int
    """Where its text stands, 1-based."""
    end_line: int


@dataclass(slots=True)
class _Ranges:
    """Bytes that some view leaves out."""

    code: list[Span] = field(default_factory=list)
    """Blocks of code."""
    machine: list[Span] = field(default_factory=list)
    """Code in running text, addresses, tags, and quotes."""


@dataclass(frozen=True, slots=True)
class Views:
    """The lines of a document, in three ways."""

    visible: tuple[str, ...]
    """Without comments and front matter."""
    text: tuple[str, ...]
    """Without blocks of code either."""
    prose: tuple[str, ...]
    """Without anything that is no word of a person."""
    headings: tuple[Titled, ...]
    comments: tuple[Span, ...]
    """In bytes."""


def views(data: bytes, text: str, front: int) -> Views:
    """The views of a document.

    `text` is what the parser is given of `data`, with as many bytes; the first `front` bytes are no Markdown.
    """
    walk = _Walk(Source(data)).over(text)
    ranges = walk.ranges
    inside = sorted((*ranges.code, *ranges.machine))
    before = [(0, front)] if front else []
    comments = [one for one in _comments(data) if not _is_code(one, ranges)]
    hidden = [*before, *comments]
    return Views(
        visible=_lines(data, hidden),
        text=_lines(data, [*hidden, *ranges.code]),
        prose=_lines(data, [*hidden, *inside]),
        headings=tuple(walk.headings),
        comments=tuple(comments),
    )


class _Walk:
    """One pass over the parser's events."""

    def __init__(self, source: Source) -> None:
        self.ranges = _Ranges()
        self.headings: list[Titled] = []
        self._source = source
        self._links: list[Span] = []
        self._title: list[str] | None = None
        self._last = 0
        """Behind the last text."""

    def over(self, text: str) -> _Walk:
        """Look at every event; nearly all are texts."""
        for event, span in events_of(text):
            if type(event) is str:
                continue
            if "Text" in event:
                self._last = span["end"]
                if self._title is not None:
                    self._title.append(event["Text"])
            elif "Start" in event:
                self._start(event["Start"], span)
            elif "End" in event:
                self._end(event["End"], span)
            elif "Code" in event or "InlineHtml" in event or "Html" in event:
                self._machine(event, span)
        return self

    def _start(self, name: Parsed, span: Mapping[str, int]) -> None:
        kind = name if type(name) is str else next(iter(name))
        if kind == "Heading":
            self._title = []
        elif kind == "CodeBlock":
            self.ranges.code.append((span["start"], span["end"]))
        elif kind in ("Image", "BlockQuote"):
            self.ranges.machine.append((span["start"], span["end"]))
        elif kind == "Link":
            self._links.append((span["start"], span["end"]))

    def _end(self, name: Parsed, span: Mapping[str, int]) -> None:
        if name == "Link" and self._links:
            start, end = self._links.pop()
            self.ranges.machine.append((max(self._last, start), end))
        elif self._title is not None and type(name) is dict and "Heading" in name:
            level = int(name["Heading"][1])
            self.headings.append(_titled(self._source, level, "".join(self._title), span))
            self._title = None

    def _machine(self, event: Parsed, span: Mapping[str, int]) -> None:
        self._last = span["end"]
        self.ranges.machine.append((span["start"], span["end"]))
        if self._title is not None and "Code" in event:
            self._title.append(event["Code"])


def _titled(source: Source, level: int, title: str, span: Mapping[str, int]) -> Titled:
    last = max(span["start"], span["end"] - 1)
    ended = source.data[last : last + 1] in (b"\n", b"\r")
    first = source.line(span["start"])
    return Titled(level, " ".join(title.split()), first, source.line(max(last - ended, 0)))


def _comments(data: bytes) -> Iterable[Span]:
    return (match.span() for match in _COMMENT.finditer(data)) if b"<!--" in data else ()


def _is_code(comment: Span, ranges: _Ranges) -> bool:
    """Whether what looks like a comment is shown, as an example is."""
    start = comment[0]
    return any(low <= start < high for low, high in ranges.code)


def _lines(data: bytes, hidden: Iterable[Span]) -> tuple[str, ...]:
    pieces: list[str] = []
    position = 0
    for begin, end in sorted(hidden):
        if end <= position:
            continue
        start = max(begin, position)
        pieces.append(data[position:start].decode(errors="replace"))
        pieces.append(_blank(data[start:end]))
        position = end
    pieces.append(data[position:].decode(errors="replace"))
    text = "".join(pieces)
    return tuple(_LINE_END.split(text) if "\r" in text else text.split("\n"))


def _blank(hidden: bytes) -> str:
    text = hidden.decode(errors="replace")
    return _SHOWN.sub(" ", text) if b"\n" in hidden or b"\r" in hidden else " " * len(text)
