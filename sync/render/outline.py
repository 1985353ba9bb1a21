"""A report in reading order: document by document, item by item, and what is worth counting in it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from sync.model.action import CreateTicket, Field, Notice, UpdateTicket, WriteCell
from sync.model.report import Report, Result


@dataclass(frozen=True, slots=True)
class ItemResults:
    """Everything that is, or would be, done for the item at `document:line`."""

    document: str
    line: int
    results: tuple[Result, ...]
    """The ticket first, then its link, then its status."""


Entry: TypeAlias = ItemResults | Notice


def outline(report: Report) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """Every document that has something to tell, with its entries by line; tickets without a document last."""
    entries: list[Entry] = [*_items(report.results), *report.notices]
    entries.sort(key=_place)
    for document, group in groupby(entries, key=lambda entry: entry.document):
        yield document, tuple(group)


def _items(results: Iterable[Result]) -> Iterator[ItemResults]:
    ordered = sorted(results, key=_order)
    for place, group in groupby(ordered, key=lambda result: _order(result)[:2]):
        yield ItemResults(*place, tuple(group))


def _order(result: Result) -> tuple[str, int, int]:
    action = result.action
    return action.document, action.line or 0, _rank(action)


def _rank(action: CreateTicket | UpdateTicket | WriteCell | Notice) -> int:
    match action:
        case CreateTicket():
            return 0
        case UpdateTicket():
            return 1
        case WriteCell():
            return 2 if action.field is Field.TICKET else 3
        case Notice():
            return 4


def _place(entry: Entry) -> tuple[bool, str, float, bool]:
    line = math.inf if entry.line is None else entry.line
    return not entry.document, entry.document, line, isinstance(entry, Notice)
