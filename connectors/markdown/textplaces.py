"""Where in the bytes of a list item or a paragraph its box, its status and its reference stand, or would be put."""

from __future__ import annotations

import re
from typing import Final

from connectors.markdown.blocks import Source
from connectors.markdown.fields import Fields
from connectors.markdown.inline import Run
from connectors.markdown.layout import TextPlace

_LINE_PREFIX: Final = re.compile(rb"[ \t]*(?:>[ \t]*)*")
_NO_COLON: Final = re.compile(r"(?:(?<![\w:]):[a-z0-9_+-]{1,40}|:):$")
_MARKER: Final = re.compile(rb"((?:[-*+]|\d{1,9}[.)])[ \t]+)(?:\[[^\]\r\n]\][ \t]+)?")


def text_place(source: Source, run: Run, fields: Fields) -> TextPlace:
    """The places of the item whose own text is `run`."""
    data = source.data
    end, before_colon = _text_end(data, run)
    first, _ = run.bytes_of(0, 1)
    lines = data.find(b"\n", first, end) >= 0 or data.find(b"\r", first, end) >= 0
    return TextPlace(
        box=run.box,
        end=end,
        reference=fields.reference_at,
        status=fields.status_at,
        wrapped=lines and not before_colon and data[end - 1 : end] != b"\\",
        indent=_indent(data, source.line_start(first), first, end),
        newline=_newline(data, end),
    )


def html_text_place(_source: Source, run: Run, fields: Fields) -> TextPlace:
    """The places of an item that is an entry of an HTML list."""
    text = run.text.rstrip()
    end = run.last
    if _ends_in_colon(text):
        low, high = run.bytes_of(len(text) - 1, len(text))
        end = low if high == end else end
    return TextPlace(
        box=None,
        end=end,
        reference=fields.reference_at,
        status=fields.status_at,
        wrapped=False,
        indent=b"",
        newline=b"\n",
    )


def _newline(data: bytes, end: int) -> bytes:
    """How the line that holds `end` ends; of the last one, how lines end in this file."""
    stop = data.find(b"\n", end)
    if stop < 0 and b"\n" not in data:
        return b"\r" if b"\r" in data else b"\n"
    return b"\r\n" if stop > 0 and data[stop - 1 : stop] == b"\r" else b"\n"


def _text_end(data: bytes, run: Run) -> tuple[int, bool]:
    """Behind the text, before a trailing colon that belongs to no markup, and whether there is one."""
    end = run.last
    while end > 0 and data[end - 1 : end] in (b" ", b"\t"):
        end -= 1
    end = _behind_markup(data, end)
    text = run.text.rstrip()
    if _ends_in_colon(text) and data[end - 1 : end] == b":":
        low, high = run.bytes_of(len(text) - 1, len(text))
        if high == end:
            shown = len(text[:-1].rstrip())
            return (low if shown == len(text) - 1 else run.source(0, shown)[1]), True
    return end, False


def _ends_in_colon(text: str) -> bool:
    """Whether the text ends in a colon of its own, rather than in `:tada:` or `Foo::`."""
    return text.endswith(":") and len(text.strip()) > 1 and _NO_COLON.search(text) is None


def _behind_markup(data: bytes, end: int) -> int:
    """Behind what closes the text's last word: `**`, `](https://…)`, a tag; a comment stays behind the item."""
    stop = data.find(b"\n", end)
    rest = data[end : stop if stop >= 0 else len(data)]
    rest = rest.split(b"<!--", 1)[0].split(b"\r", 1)[0].rstrip()
    return end + len(rest) if rest[:1].strip() else end


def _indent(data: bytes, line: int, first: int, end: int) -> bytes:
    """What the item's own second line starts with, else the prefix of its first line with a list marker made blank."""
    second = data.find(b"\n", first, end)
    if second >= 0:
        match = _LINE_PREFIX.match(data, second + 1)
        return match.group() if match else b""
    prefix = data[line:first]
    match = _LINE_PREFIX.match(prefix)
    begin = match.group() if match else b""
    marker = _MARKER.match(prefix, len(begin))
    return begin + b" " * len(marker.group(1) if marker else b"")
