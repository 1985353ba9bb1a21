"""Where HTML ends: a blank line ends a block of it in Markdown, but not the table that it began."""

from __future__ import annotations

import re
from typing import Final

FARTHEST: Final = 256 * 1024
"""Bytes behind a block in which the tag is looked for that closes it."""
_MOST_UNCLOSED: Final = 20
"""Blocks of a document that may stay open before nobody looks for their ends any more."""
_NESTING: Final = re.compile(rb"<(/?)(?:table|ul|ol)\b", re.IGNORECASE)


class HtmlEnds:
    """Finds the ends of the HTML blocks of one document."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._unclosed = 0

    def end(self, start: int, end: int) -> int:
        """`end`, or where the table or list ends that `data[start:end]` leaves open."""
        if self._unclosed >= _MOST_UNCLOSED:
            return end
        data = self._data
        depth = sum(-1 if match[1] else 1 for match in _NESTING.finditer(data, start, end))
        if depth <= 0:
            return end
        for match in _NESTING.finditer(data, end, end + FARTHEST):
            depth += -1 if match[1] else 1
            if depth <= 0:
                return data.find(b">", match.end()) + 1 or end
        self._unclosed += 1
        return end
