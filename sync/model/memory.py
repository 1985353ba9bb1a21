"""What pm-sync remembers between runs: the values each side had, creations in doubt, how far a tracker was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sync.model.postmortem import TicketRef

UNDONE: Final = "(undone)"
"""What stands in a base for values that an undo took back: neither side says what it said then."""


@dataclass(frozen=True, slots=True)
class Base:
    """The value of one field that was last seen on each side."""

    document: str | None
    """None where the document had no place for it."""
    ticket: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is remembered of one ticket."""

    ref: TicketRef
    key: str | None
    """The key of its marker; None for a ticket that somebody else made."""
    document: str
    """The path of the document that links it, or linked it last."""
    orphan: bool = False
    loose: bool = False
    """Whether no item links it."""
    unlisted: bool = False
    """Whether its tracker does not list it among ours, as after a move: its changes are only seen by asking for it."""
    unsettled: bool = False
    """Whether the sides differ in something that is still to be written or decided: then it is looked at in every run."""
    fields: Mapping[str, Base] = field(default_factory=dict)
    private: bool = False
    """Whether its document was a restricted one when it was last seen: it stays so when it is gone."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A creation whose outcome is unknown."""

    tracker: str
    key: str
    document: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """How far a tracker's listings are known."""

    tracker: str
    watermark: datetime
    """Changes before this moment have been seen."""
    full_read: datetime
    """When every ticket was last listed."""
    highest: Mapping[str, int] = field(default_factory=dict)
    """By project: up to which number every ticket was looked at, for a tracker whose listings lag."""


@dataclass(frozen=True, slots=True)
class State:
    """The whole memory; empty where there is none."""

    tickets: Mapping[TicketRef, Remembered] = field(default_factory=dict)
    doubts: Mapping[str, Doubt] = field(default_factory=dict)
    readings: Mapping[str, Reading] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    """What could not be used, for the report; never written."""
    newer: bool = False
    """Whether the file came from a newer pm-sync: it is not used, and must not be overwritten."""
