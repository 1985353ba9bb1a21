"""Marks by which somebody accepts what a rule objects to: `<!-- pm-sync: allow item-vague: we know -->`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from connectors.markdown.blocks import Source
from connectors.markdown.views import Views
from sync.anatomy import Allowance

_MARK: Final = re.compile(
    rb"<!--\s*pm-sync:\s*allow(?P<all>-document)?:?\s+(?P<rules>[a-z][a-z-]*(?:\s*,\s*[a-z][a-z-]*)*)(?P<reason>.*?)(?:-->|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_LIKE: Final = re.compile(rb"<!--[^>]{0,40}?\bpm-sync:(?!\s*ignore\b)", re.IGNORECASE)


def allowances(source: Source, views: Views) -> Iterator[Allowance]:
    """Every such mark, with the lines that it covers: its own if something else stands there, else those around it."""
    data = source.data
    titled = {line for one in views.headings for line in (one.line, one.end_line)}
    seen = [number for number, line in enumerate(views.visible, 1) if line.strip()]
    for start, end in views.comments:
        match = _MARK.match(data, start, end)
        if match is None and _LIKE.match(data, start, end) is None:
            continue
        line = source.line(start)
        column = len(data[source.line_start(start) : start].decode(errors="replace")) + 1
        if match is None:
            yield Allowance(line, column, (), "", frozenset({line}))
            continue
        rules = tuple(one.strip().lower() for one in match["rules"].decode().split(","))
        reason = " ".join(match["reason"].decode(errors="replace").strip(" \t:-–—\r\n").split())
        covers = _covered(seen, titled, line, source.line(end - 1))
        yield Allowance(line, column, rules, reason, frozenset() if match["all"] else covers)


def _covered(seen: Sequence[int], titled: Collection[int], first: int, last: int) -> frozenset[int]:
    """A mark beside something is about that; one on lines of its own about what comes next, and about a heading right above.

    `seen` are the lines on which anything stands, `titled` those of headings.
    """
    low, high = bisect_left(seen, first), bisect_right(seen, last)
    if low < high:
        return frozenset(range(first, last + 1))
    below = seen[high] if high < len(seen) else last
    above = seen[low - 1] if low else first
    return frozenset({below, *({above} if above in titled else ())})
