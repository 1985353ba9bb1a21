"""Merge conflicts that git left in a document: both sides are there, so nothing in it can be trusted."""

from __future__ import annotations

import re
from typing import Final

_BEGINS: Final = b"<<<<<<< "
_ENDS: Final = b">>>>>>> "
_LINES: Final = re.compile(rb"^(?:<{7} |={7}\r?$|>{7} |[ \t]{0,3}(?:```|~~~))", re.MULTILINE)
"""The marks of git, and the fences of code blocks, in which a postmortem may quote them."""


def conflict_at(data: bytes) -> int | None:
    """The offset of the first conflict that is not resolved, None if there is none."""
    if _BEGINS not in data or _ENDS not in data:
        return None
    quoted, begin, divided = False, -1, False
    for mark in _LINES.finditer(data):
        kind = mark.group()[:7]
        if kind.strip()[:3] in (b"```", b"~~~"):
            quoted = not quoted if begin < 0 else quoted
        elif kind == b"<" * 7 and not quoted:
            begin, divided = mark.start(), False
        elif kind == b"=" * 7:
            divided = True
        elif kind == b">" * 7 and begin >= 0 and divided:
            return begin
    return None
