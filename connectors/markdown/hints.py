"""Quick looks at bytes, to skip the many blocks in which nothing can matter."""

from __future__ import annotations

import re
from typing import Final

from connectors.markdown.blocks import Source
from connectors.markdown.columns import columns_of
from connectors.markdown.rows import split_row
from sync.vocabulary import Vocabulary

_IGNORE: Final = re.compile(r"\s*pm-sync:\s*ignore(?!\w)")
_LOUD: Final = re.compile(
    rb"(?:\*\*|__)(?:TODO|TO DO|DONE|DOING|OPEN|WIP|IN PROGRESS|FIXED|COMPLETE|WON|DUPLICATE)"
    rb"|(?:\*\*|__)?(?:ACTION|Action [IiPp]|AI\(|TODO\(|FOLLOW|Follow.?up action)"
)
_AHEAD: Final = re.compile(
    rb"action|prevent|avoid|future|again|recur|similar|will|plan|improve|forward|follow|ticket|next|ensure",
    re.IGNORECASE,
)
_MARKED_ENTRY: Final = re.compile(rb"\n[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+[*_]")
_NESTED_ENTRY: Final = re.compile(rb"\n[ \t>]+(?:[-*+]|\d{1,9}[.)])[ \t]")
_TELLING_HTML: Final = re.compile(rb"pm-sync|<h[1-6]|<table", re.IGNORECASE)
_DECORATION: Final = " \t*_`~"


def ignore_reason(html: str) -> str | None:
    """The reason of an ignore mark in `html`; None where there is no such mark."""
    if "pm-sync" not in html:
        return None
    start = html.find("<!--")
    while start >= 0:
        end = html.find("-->", start + 4)
        if end < 0:
            return None
        match = _IGNORE.match(html, start + 4, end)
        if match is not None:
            return " ".join(html[match.end() : end].split())
        start = html.find("<!--", end + 3)
    return None


def may_introduce(data: bytes, start: int, end: int) -> bool:
    """Whether a paragraph may end by announcing the list below it."""
    text = data[start:end].rstrip()
    return text.endswith(b":") and _AHEAD.search(text) is not None


def starts_loud(data: bytes, start: int) -> bool:
    """Whether a paragraph may begin with a bold status word in capitals, or call itself an action item."""
    return _LOUD.match(data, start) is not None


def list_may_matter(source: Source, start: int, end: int) -> bool:
    """Whether an entry of the list may be a label: it begins with markup, or has entries below it."""
    if source.newline == b"\r":
        return True
    raw = b"\n" + source.data[start:end]
    if (b"**" in raw or b" *" in raw or b"_" in raw) and _MARKED_ENTRY.search(raw) is not None:
        return True
    if b"- [" in raw or b"* [" in raw:
        return True
    indented = b"\n " in raw or b"\n\t" in raw or b"\n>" in raw
    return indented and _NESTED_ENTRY.search(raw) is not None


def table_may_matter(data: bytes, start: int, vocabulary: Vocabulary) -> bool:
    """Whether a table outside of any section of action items has a column that only they have."""
    end = data.find(b"\n", start)
    cells = split_row(data, start, end if end >= 0 else len(data))
    names = tuple(data[low:high].decode().strip(_DECORATION) for low, high in cells)
    return columns_of(names, vocabulary, promised=False) is not None


def html_may_matter(data: bytes, start: int, end: int) -> bool:
    """Whether HTML outside of any section of action items holds a heading, a table, or a mark of ours."""
    return _TELLING_HTML.search(data, start, end) is not None
