"""Marks by which somebody accepts what a rule objects to: `<!-- pm-sync: allow item-vague: we know -->`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from connectors.markdown.blocks import Source
from connectors.markdown.views import Views
from sync.anatomy import Allowance

_MARK: Final = re.compile(
    rb"<!--\s*pm-sync:\s*allow(?P<all>-document)?[ \t]+(?P<rules>[a-z][a-z-]*(?:[ \t]*,[ \t]*[a-z][a-z-]*)*)(?P<reason>.*?)(?:-->|\Z)",
    re.DOTALL,
)


def allowances(source: Source, views: Views) -> Iterator[Allowance]:
    """Every such mark, with the lines that it covers: its own if something else stands there, else those around it."""
    data = source.data
    for start, end in views.comments:
        match = _MARK.match(data, start, end)
        if match is None:
            continue
        line = source.line(start)
        column = len(data[source.line_start(start) : start].decode(errors="replace")) + 1
        rules = tuple(one.strip() for one in match["rules"].decode().split(","))
        reason = " ".join(match["reason"].decode(errors="replace").strip(" \t:-–—\r\n").split())
        last = source.line(end - 1)
        covers = frozenset() if match["all"] else _covered(views, line, last)
        yield Allowance(line, column, rules, reason, covers)


def _covered(views: Views, first: int, last: int) -> frozenset[int]:
    """A mark beside something is about that; one on lines of its own about what comes next, and about a heading right above."""
    lines = views.visible
    if any(lines[number - 1].strip() for number in range(first, last + 1)):
        return frozenset(range(first, last + 1))
    below = next((n for n in range(last + 1, len(lines) + 1) if lines[n - 1].strip()), last)
    above = next((n for n in range(first - 1, 0, -1) if lines[n - 1].strip()), first)
    titled = {line for one in views.headings for line in (one.line, one.end_line)}
    return frozenset({below, *({above} if above in titled else ())})
