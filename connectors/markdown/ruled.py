"""A pipe table as text: every cell padded to the width of its column on a screen, as its delimiter row says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from connectors.markdown.written import width

_NARROWEST: Final = 3
"""Columns on a screen: room for the delimiter `:-:`."""
PLAIN: Final = "--"
"""The alignment of a column whose delimiter has no colons."""
_RULE: Final = re.compile(r"(:?)-+(:?)")


def alignment(delimiter: str) -> str | None:
    """`--`, `:-`, `-:` or `::` for the text of a delimiter's cell; None if it is none."""
    found = _RULE.fullmatch(delimiter)
    return None if found is None else f"{found[1] or '-'}{found[2] or '-'}"


def ruled(rows: Sequence[Sequence[str]], alignments: Sequence[str], *, spaced: bool) -> list[str]:
    """The lines of the table: the header, the delimiter row, the body.

    `rows` are texts without padding, the header first; one that lacks cells is filled up. `spaced` puts blanks around
    the dashes of the delimiter row, too.
    """
    rooms = [_NARROWEST] * len(alignments)
    for row in rows:
        for column, text in enumerate(row):
            rooms[column] = max(rooms[column], width(text))
    columns = list(zip(alignments, rooms, strict=True))
    header, *body = (_line(row, columns) for row in rows)
    rules = (_rule(kind, room if spaced else room + 2) for kind, room in columns)
    delimiter = "|".join(f" {rule} " if spaced else rule for rule in rules)
    return [header, f"|{delimiter}|", *body]


def _line(row: Sequence[str], columns: Sequence[tuple[str, int]]) -> str:
    lacking = len(columns) - len(row)
    cells = zip((*row, *[""] * lacking), columns, strict=True)
    return "|" + "|".join(f" {_padded(text, kind, room)} " for text, (kind, room) in cells) + "|"


def _padded(text: str, kind: str, room: int) -> str:
    blanks = room - width(text)
    before = {"-:": blanks, "::": blanks // 2}.get(kind, 0)
    return f"{' ' * before}{text}{' ' * (blanks - before)}"


def _rule(kind: str, room: int) -> str:
    first = ":" if kind[0] == ":" else "-"
    last = ":" if kind[1] == ":" else "-"
    return f"{first}{'-' * (room - 2)}{last}"
