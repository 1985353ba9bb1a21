"""Remarks at lines of documents as commands for a runner of GitHub Actions, which shows them on the exact lines of a change.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sync.render.escape import safe
from sync.render.summary import count

MOST: Final = 10
"""Of each level in one step; what is more is not shown: https://github.com/orgs/community/discussions/26680"""
_LONGEST: Final = 300
"""Characters of one text."""


class Level(StrEnum):
    """How GitHub shows it."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Annotation:
    """Something to be said of a line; `path` is that from the top of the repository."""

    path: str
    line: int | None
    level: Level
    title: str
    message: str


def render_annotations(annotations: Iterable[Annotation]) -> Iterator[str]:
    """One line for each, at most ten of a level; of the others, how many they are."""
    told = dict.fromkeys(Level, 0)
    left = 0
    for one in annotations:
        # One notice is kept for the count of what finds no room.
        if told[one.level] < MOST - (one.level is Level.NOTICE):
            told[one.level] += 1
            yield _command(one)
        else:
            left += 1
    if left:
        noun = count(left, "more remark")
        yield f"::notice title=pm-sync::{noun} {'finds' if left == 1 else 'find'} no room on the lines, and can be read in the log"


def _command(one: Annotation) -> str:
    """A name of a file that cannot be shown as it is goes into the text, and the remark to no line."""
    shown = safe(one.path) == one.path and bool(one.path)
    place = f"file={_property(one.path)}," if shown else ""
    line = f"line={one.line}," if shown and one.line else ""
    message = one.message if shown or not one.path else f"{one.path}: {one.message}"
    return (
        f"::{one.level} {place}{line}title={_property(_text(one.title))}::{_data(_text(message))}"
    )


def _text(text: str) -> str:
    """On one line, shown and not obeyed."""
    return safe(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
