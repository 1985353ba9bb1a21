"""What the walk over a document hands to the readers: neighbouring blocks, and what stands over them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from connectors.markdown.blocks import Block
from connectors.markdown.html_elements import HtmlList, HtmlTable
from connectors.markdown.inline import Run
from connectors.markdown.labels import Segment


@dataclass(slots=True)
class Inline:
    """A text behind a label on the same line, or between two labels."""

    run: Run
    label: str | None
    fields: list[Segment] = field(default_factory=list)
    """Labels of the same paragraph that tell fields of this text: `**Owner:** Ann`."""


LABEL: Final = 7
"""The level of a label over a group: below all real headings."""
WEAK_LABEL: Final = 8
"""The level of one in italics."""
BOLD: Final = 9
"""The level of a paragraph in bold that stands for the heading of an item."""


@dataclass(slots=True)
class Heading:
    """A heading of Markdown; its inline events begin at index `event`."""

    level: int
    """`LABEL` and `BOLD` for what stands for a heading."""
    event: int
    start: int
    end: int


@dataclass(slots=True)
class Stretch:
    """Neighbouring blocks under one heading or label.

    `promised` says whether that announces action items; other stretches hold only what shows by itself what it is.
    """

    title: str | None
    promised: bool
    blocks: list[Block | Inline | HtmlTable | HtmlList] = field(default_factory=list)
    group: str | None = None
    """The sub-heading or label, where the stretch is a group inside a section of action items."""
    labelled: bool = False
    """Whether the group has a label rather than a heading."""
    ignored: str | None = None
    """The reason of an ignore mark; empty where none was given."""
    at: int = 0
    """The byte at which the block begins that opened it."""
    above: tuple[str, ...] = ()
    """The headings of its section that it stands under, outermost first."""
    plain: bool = False
    """Whether it follows the description of a bold heading, and has no heading of its own."""
    heading: Heading | None = None
    """The heading that it stands under, if that opened it."""
    bold: Heading | None = None
    """Its label in bold, which is the heading of an item if fields stand below it."""
