"""How a postmortem is built: its parts, what its head says, the moments of its timeline, and what a template left behind.

Everything is told in lines and columns (1-based, in characters) of the file, so that whoever judges it can point there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Protocol, runtime_checkable


class Part(StrEnum):
    """The parts of a postmortem, after the template of Google's SRE book (appendix D)."""

    SUMMARY = "summary"
    IMPACT = "impact"
    ROOT_CAUSES = "root causes"
    TRIGGER = "trigger"
    RESOLUTION = "resolution"
    DETECTION = "detection"
    ACTION_ITEMS = "action items"
    LESSONS = "lessons learned"
    TIMELINE = "timeline"


class Filling(StrEnum):
    """What a part holds."""

    WRITTEN = "written"
    EMPTY = "empty"
    PLACEHOLDER = "placeholder"
    """Nothing but what the template says about it."""


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading or label, the sections inside of it included."""

    title: str
    parts: frozenset[Part]
    """Which parts of a postmortem it is by its title; empty for others."""
    line: int
    column: int
    """Where the title begins."""
    end_line: int
    """The last line of what it holds."""
    filling: Filling


@dataclass(frozen=True, slots=True)
class Statement:
    """What the head of a document says under a name."""

    name: str
    """`title`, `date`, `published`, `authors`, `status` or `severity`."""
    text: str
    line: int
    column: int
    """Where the text begins, or the name if there is no text."""
    placeholder: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened, by an entry of the timeline."""

    line: int
    column: int
    time: time
    date: date | None
    """Of the entry itself, or of what stands above it; None where nobody says."""
    day: int = 0
    """Grows with each title of another day, so that times of different days are not compared where no date is told."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A text of the template that nobody has replaced."""

    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Allowance:
    """A mark by which somebody accepts what a rule objects to: `<!-- pm-sync: allow item-vague: see OPS-1 -->`."""

    line: int
    column: int
    rules: tuple[str, ...]
    """Empty for a mark that cannot be understood."""
    reason: str
    covers: frozenset[int]
    """The lines it is about; empty for the whole document."""


@dataclass(frozen=True, slots=True)
class Anatomy:
    """How one document is built."""

    visible: tuple[str, ...]
    """Its lines, without comments: blanks stand in their place."""
    prose: tuple[str, ...]
    """The same without code, addresses and what is quoted of machines, so that only people's own words are left."""
    sections: tuple[Section, ...] = ()
    """In document order."""
    statements: tuple[Statement, ...] = ()
    moments: tuple[Moment, ...] = ()
    """Those of the timeline, in document order."""
    zone: bool = True
    """Whether the document tells in which time zone its times are; so it is if there are none."""
    leftovers: tuple[Leftover, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    introduced: bool = False
    """Whether it begins with some sentences before its first part."""

    def part(self, part: Part) -> Section | None:
        """The first section of this kind that says something, else the first at all."""
        fitting = [one for one in self.sections if part in one.parts]
        written = (one for one in fitting if one.filling is Filling.WRITTEN)
        return next(written, next(iter(fitting), None))

    def said(self, name: str) -> Statement | None:
        """What the head says under a name."""
        return next((one for one in self.statements if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters of one line that give way to others."""

    line: int
    column: int
    old: str
    """What stands there now; nothing is edited if it does not."""
    new: str


@runtime_checkable
class Examines(Protocol):
    """A source whose documents can be looked at as texts; not every source has texts."""

    def examine(self, path: str, revision: str) -> Anatomy:
        """How a document is built. Raises `DocumentChanged` if it is no longer at `revision`."""

    def mend(self, path: str, revision: str, edits: Sequence[Edit]) -> int:
        """Edit a document in one atomic step; tells how many of `edits` were made.

        An edit that would change what another one means, or an action item in anything but the value that is named, is left out.
        Raises like `sync.ports.Documents.write`.
        """
