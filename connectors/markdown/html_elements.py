"""The elements of HTML that may hold action items, with the bytes of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from connectors.markdown.inline import Run


@dataclass(slots=True)
class HtmlHeading:
    """`<h2>…</h2>`"""

    level: int
    run: Run
    start: int = 0


@dataclass(slots=True)
class HtmlCell:
    """A cell; `data[start:end]` is what stands between its tags."""

    tag: int
    """Where its opening tag begins."""
    start: int
    head: bool
    run: Run
    spanning: bool = False
    """Whether it takes the place of several."""
    end: int = 0


@dataclass(slots=True)
class HtmlRow:
    """A row, up to its closing tag or what makes one needless, without the blanks before that."""

    start: int
    cells: list[HtmlCell] = field(default_factory=list)
    end: int = 0


@dataclass(slots=True)
class HtmlTable:
    """A table; one without rows holds nothing."""

    start: int
    rows: list[HtmlRow] = field(default_factory=list)


@dataclass(slots=True)
class HtmlEntry:
    """An entry of a list: its own text, and the lists nested in it."""

    start: int
    run: Run
    lists: list[HtmlList] = field(default_factory=list)
    end: int = 0


@dataclass(slots=True)
class HtmlList:
    """A list, numbered or not."""

    start: int
    numbered: bool
    entries: list[HtmlEntry] = field(default_factory=list)


HtmlPart: TypeAlias = HtmlHeading | HtmlTable | HtmlList
