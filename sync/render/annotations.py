"""Findings as annotations on the lines of a pull request: the commands that a runner of GitHub Actions takes from the output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sync.render.escape import safe

MOST: Final = 10
"""As many of each severity GitHub shows for one step; it drops the rest without a word."""

_LONGEST: Final = 1000
_IN_VALUES: Final = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_IN_PROPERTIES: Final = (*_IN_VALUES, (":", "%3A"), (",", "%2C"))


class Mark(StrEnum):
    """How an annotation is shown, by the name of its command."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Annotation:
    """What is said about a place in a file; all text may be anybody's."""

    path: str
    line: int
    column: int | None
    severity: Mark
    title: str
    message: str


def commands(found: Iterable[Annotation]) -> list[str]:
    """One command a line, at most ten of each severity; a last notice counts the others and is among the ten."""
    given = list(found)
    counts = Counter(each.severity for each in given)
    room = dict.fromkeys(Mark, MOST)
    if any(count > MOST for count in counts.values()):
        room[Mark.NOTICE] -= 1
    lines: list[str] = []
    for each in given:
        if room[each.severity]:
            room[each.severity] -= 1
            lines.append(_command(each))
    left = len(given) - len(lines)
    return (
        [*lines, f"::notice title=pm-sync::{left} more are in the log of this step."]
        if left
        else lines
    )


def _command(each: Annotation) -> str:
    column = "" if each.column is None else f",col={each.column}"
    place = f"file={_escaped(each.path, _IN_PROPERTIES)},line={each.line}{column}"
    return f"::{each.severity} {place},title={_escaped(each.title, _IN_PROPERTIES)}::{_escaped(each.message, _IN_VALUES)}"


def _escaped(text: str, signs: tuple[tuple[str, str], ...]) -> str:
    shown = safe(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")
    for sign, written in signs:
        shown = shown.replace(sign, written)
    return shown
