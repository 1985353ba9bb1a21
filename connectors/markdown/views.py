"""A document as lines to look at: what is seen of it, and what of that are people's own words.

Whatever is left out of a view gives way to as many blanks, so that lines and columns stay those of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from connectors.markdown.blocks import Event, Source, events_of
from connectors.markdown.inline import text_of
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
    source = Source(data)
    ranges, headings = _walk(source, text)
    inside = sorted((*ranges.code, *ranges.machine))
    before = [(0, front)] if front else []
    comments = [one for one in _comments(data) if not _is_code(one, ranges)]
    hidden = [*before, *comments]
    return Views(
        visible=_lines(data, hidden),
        text=_lines(data, [*hidden, *ranges.code]),
        prose=_lines(data, [*hidden, *inside]),
        headings=tuple(headings),
        comments=tuple(comments),
    )


def _walk(source: Source, text: str) -> tuple[_Ranges, list[Titled]]:
    events = list(events_of(text))
    ranges, headings = _Ranges(), []
    links: list[tuple[int, int]] = []
    last = 0
    for index, (event, span) in enumerate(events):
        if type(event) is str:
            continue
        if "Text" in event:
            last = span["end"]
        elif "Start" in event:
            _start(event["Start"], span, ranges, links)
            name = event["Start"]
            if type(name) is dict and "Heading" in name:
                headings.append(_titled(source, events, index, span, name["Heading"]))
        elif "End" in event:
            if event["End"] == "Link" and links:
                ranges.machine.append((max(last, links[-1][0]), links.pop()[1]))
        elif "Code" in event or "InlineHtml" in event or "Html" in event:
            ranges.machine.append((span["start"], span["end"]))
            last = span["end"]
    return ranges, headings


def _start(name: object, span: dict[str, int], ranges: _Ranges, links: list[Span]) -> None:
    kind = name if isinstance(name, str) else next(iter(name)) if isinstance(name, dict) else ""
    at = span["start"], span["end"]
    if kind == "CodeBlock":
        ranges.code.append(at)
    elif kind in ("Image", "BlockQuote"):
        ranges.machine.append(at)
    elif kind == "Link":
        links.append(at)


def _titled(
    source: Source,
    events: Sequence[Event],
    index: int,
    span: dict[str, int],
    heading: dict[str, str],
) -> Titled:
    inner = index + 1
    title = (
        "" if "End" in events[inner][0] else " ".join(text_of(events, inner, span["end"]).split())
    )
    last = max(span["start"], span["end"] - 1)
    end = (
        source.line(last)
        if source.data[last : last + 1] not in (b"\n", b"\r")
        else source.line(max(last - 1, 0))
    )
    return Titled(int(heading["level"][1]), title, source.line(span["start"]), end)


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
        pieces.append(_SHOWN.sub(" ", data[start:end].decode(errors="replace")))
        position = end
    pieces.append(data[position:].decode(errors="replace"))
    return tuple(_LINE_END.split("".join(pieces)))
