"""What a rule is, what it is given, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from sync.anatomy import Anatomy, Edit, Part
from sync.model.action import WriteCell
from sync.model.postmortem import ActionItem, Postmortem, Status
from sync.policy import People


class Grade(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """`check` fails on it."""
    WARNING = "warning"
    NOTE = "note"
    OFF = "off"


PARTS: Final = (
    Part.SUMMARY,
    Part.IMPACT,
    Part.ROOT_CAUSES,
    Part.ACTION_ITEMS,
    Part.TIMELINE,
)
"""Without these nobody who was not there learns anything from a postmortem."""
HEAD: Final = ("title", "date")
"""Without these nobody finds it again."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the settings decide of the rules."""

    today: date
    parts: tuple[Part, ...] = PARTS
    """Those that every postmortem has to have."""
    head: tuple[str, ...] = HEAD
    """What its head has to say."""
    publish_within: int = 30
    """Days from an incident until its postmortem should be out."""
    ticket_within: int = 14
    """Days from an incident until every item should have its ticket."""
    since: date | None = None
    """Postmortems of incidents before this day get no tickets unless somebody asks for it."""
    longest_item: int = 400
    """Characters."""
    people: People = field(default_factory=People)
    knows_tickets: bool = True
    """Whether the settings name a tracker whose references can be told from others."""
    knows_people: bool = False
    """Whether the settings name the people who can own items."""
    drafts: frozenset[str] = frozenset({"draft"})
    """Statuses, folded, in which a document is not expected to be finished."""

    def makes_tickets(self, happened: date | None) -> str:
        """The command that makes the tickets of an incident's items."""
        old = self.since is not None and happened is not None and happened < self.since
        return "`pm-sync sync --include-old`" if old else "`pm-sync sync`"


@dataclass(frozen=True)
class Subject:
    """One document to judge."""

    postmortem: Postmortem
    anatomy: Anatomy
    options: Options

    @cached_property
    def open_items(self) -> tuple[ActionItem, ...]:
        """Those with something left to do, as far as the document says."""
        return tuple(
            item
            for item in self.postmortem.items
            if not item.is_finished and item.status is not Status.VANISHED
        )

    @cached_property
    def is_draft(self) -> bool:
        """Whether its status says that it is still being written."""
        return (self.postmortem.status or "").strip().casefold() in self.options.drafts

    def column(self, item: ActionItem) -> int:
        """Where an item's own text begins on its line."""
        line = self.line(item.line)
        first = item.title.split(None, 1)[0] if item.title.strip() else ""
        found = line.find(first) if first else -1
        return (found if found >= 0 else len(line) - len(line.lstrip())) + 1

    def line(self, number: int) -> str:
        """A line as it is seen."""
        lines = self.anatomy.visible
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def place(self, item: ActionItem, text: str) -> tuple[int, int]:
        """Where, on the lines of an item, a text stands last, as fields mostly do; else where the item begins."""
        for number in range(item.line, item.end_line + 1):
            found = self.line(number).rfind(text) if text else -1
            if found >= 0:
                return number, found + 1
        return item.line, self.column(item)


@dataclass(frozen=True, slots=True)
class Found:
    """One place at which a rule objects to something."""

    line: int
    column: int
    message: str
    """What was found and what to do, in a sentence without a full stop."""
    edit: Edit | None = None
    """What mends it without changing what is said."""
    due: tuple[ActionItem, str] | None = None
    """The item whose due date is to be written otherwise, and how."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing to look for."""

    id: str
    """A promise: it stands in settings and in documents."""
    grade: Grade
    """If the settings say nothing else."""
    title: str
    """What it objects to, in a few words."""
    why: str
    """For its page: why it matters."""
    source: str
    """Who says so."""
    bad: str
    """A document, or the part of one that matters, to which it objects."""
    good: str
    """The same as it should be."""
    find: Callable[[Subject], Iterable[Found]] = field(repr=False)
    together: str = ""
    """What is said where there are many in one document: `{count} action items have no owner`; empty where each is said alone."""
    options: Mapping[str, object] = field(default_factory=dict, hash=False)
    """Fields of `Options` that its examples need."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in a document, with the grade that it has there."""

    rule: str
    grade: Grade
    path: str
    line: int
    column: int
    message: str
    edit: Edit | None = None
    write: WriteCell | None = None
    """The same as `edit`, for a value of an action item."""

    @property
    def is_fixable(self) -> bool:
        """Whether `--fix` mends it, if it can."""
        return self.edit is not None or self.write is not None
