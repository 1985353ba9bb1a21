"""Merge conflicts that git left in a document: both sides are there, so nothing in it can be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from connectors.markdown.layout import Span

_BEGINS: Final = b"<<<<<<< "
_ENDS: Final = b">>>>>>> "
_LINES: Final = re.compile(rb"^(?:<{7} |={7}\r?$|>{7} )", re.MULTILINE)
_FENCE: Final = re.compile(rb"^[ \t]{0,3}(`{3,}|~{3,})([^\r\n]*)", re.MULTILINE)


def conflict_at(data: bytes) -> int | None:
    """The offset of the first conflict that is not resolved, None if there is none.

    A postmortem may quote one: what stands whole inside of one block of code is none.
    """
    if _BEGINS not in data or _ENDS not in data:
        return None
    begin, divided = -1, False
    for mark in _LINES.finditer(data):
        kind = mark.group()[:7]
        if kind == b"<" * 7:
            begin, divided = mark.start(), False
        elif kind == b"=" * 7:
            divided = True
        elif begin >= 0 and divided:
            if not any(start < begin and mark.end() < end for start, end in _code(data)):
                return begin
            begin = -1
    return None


def _code(data: bytes) -> Iterator[Span]:
    """The blocks of fenced code that are closed as they should be, outside of comments."""
    opened: re.Match[bytes] | None = None
    plain = _COMMENT.sub(lambda comment: b" " * len(comment.group()), data)
    for fence in _FENCE.finditer(plain):
        marks, info = fence.groups()
        if opened is None:
            if marks[:1] == b"~" or b"`" not in info:
                opened = fence
        elif marks.startswith(opened.group(1)) and not info.strip():
            yield opened.start(), fence.end()
            opened = None


_COMMENT: Final = re.compile(rb"<!--.*?-->", re.DOTALL)
