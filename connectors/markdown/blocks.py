"""The bytes of a document, the parser's events that were kept of it, and the blocks built from them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pyromark

if TYPE_CHECKING:
    from connectors.markdown.inline import Run
    from connectors.markdown.labels import Segment

Parsed: TypeAlias = Any
"""A part of an event, in the parser's own shape: a name, or a name with data."""
Event: TypeAlias = tuple[Parsed, Any]
"""What the parser said, and the bytes it is about: `{"start": 0, "end": 7}`."""

OPTIONS: Final = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_STRIKETHROUGH
)
"""Metadata blocks stay off: the parser takes `---` fences for metadata in mid-document too."""

DEEPEST: Final = 64
"""Blocks nested deeper than this are left out; nobody writes action items there."""

_LINE_END: Final = re.compile(rb"\r\n?|\n")
_KINDS: Final = {
    "Paragraph": "paragraph",
    "Item": "item",
    "HtmlBlock": "html",
    "TableHead": "head",
    "TableRow": "row",
    "Heading": "heading",
    "List": "list",
    "Table": "table",
    "BlockQuote": "quote",
    "CodeBlock": "code",
}


@dataclass(slots=True)
class Block:
    """A block of the document, `data[start:end]`."""

    kind: str
    start: int
    end: int
    event: int
    """Index of the first event inside."""
    level: int = 0
    """Of a heading: 1 to 6. Of a list: 1 if it is numbered."""
    children: list[Block] = field(default_factory=list)
    run: Run | None = None
    """Its text, once somebody asked for it."""
    parts: list[Segment] | None = None
    """Of a paragraph: its text cut at labels, once somebody asked for it."""


class Source:
    """The bytes of a document with its line numbers, and the events that were kept."""

    __slots__ = ("_ends", "_last", "_line", "data", "events", "newline")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.events: list[Event] = []
        self.newline = b"\n" if b"\n" in data else b"\r"
        """What ends most lines."""
        mixed = self.newline == b"\n" and data.count(b"\r") != data.count(b"\r\n")
        self._ends = [match.end() for match in _LINE_END.finditer(data)] if mixed else None
        """Behind each line, where lines end in more than one way."""
        self._last = 0
        self._line = 1

    def line(self, offset: int) -> int:
        """The 1-based number of the line in which the byte at `offset` stands."""
        if self._ends is not None:
            return bisect_right(self._ends, offset) + 1
        if offset >= self._last:
            self._line += self.data.count(self.newline, self._last, offset)
        else:
            self._line -= self.data.count(self.newline, offset, self._last)
        self._last = offset
        return self._line

    def line_start(self, offset: int) -> int:
        """The first byte of the line in which `offset` stands."""
        return self.data.rfind(self.newline, 0, offset) + 1

    def text(self, start: int, end: int) -> str:
        """The text of `data[start:end]`."""
        return self.data[start:end].decode()

    def block(self, kind: str, first: int, start: int, end: int, level: int) -> Block:
        """The block whose events were kept from index `first` on, with the blocks inside it."""
        block = Block(kind, start, end, first, level)
        if kind in ("list", "table", "quote"):
            self._nest(block)
        return block

    def _nest(self, root: Block) -> None:
        stack, data = [root], self.data
        for index in range(root.event, len(self.events)):
            event, span = self.events[index]
            if "Start" not in event:
                continue
            kind, level = kind_of(event["Start"])
            if kind == "":
                continue
            begin = span["start"]
            while data[begin : begin + 1] in (b"\n", b"\r"):
                begin += (
                    1  # Behind a tab, the parser counts the line end before an entry to the entry.
                )
            while begin >= stack[-1].end:
                stack.pop()
            if len(stack) > DEEPEST:
                continue
            block = Block(kind, begin, span["end"], index + 1, level)
            stack[-1].children.append(block)
            stack.append(block)


def kind_of(start: Parsed) -> tuple[str, int]:
    """The kind of block that an event starts, and its level; the kind of an inline is empty."""
    if type(start) is str:
        return _KINDS.get(start, ""), 0
    for name, value in start.items():
        if name == "Heading":
            return "heading", int(value["level"][1])
        return _KINDS.get(name, ""), int(name == "List" and value is not None)
    return "", 0


def events_of(text: str) -> Iterator[Event]:
    """The parser's events with their byte ranges."""
    return iter(pyromark.events_with_range(text, options=OPTIONS))
