"""The lists of a document that hold action items, entry by entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from connectors.markdown.blocks import Block, Source
from connectors.markdown.front_matter import front_matter
from connectors.markdown.layout import Layout, TextPlace
from connectors.markdown.rows import without_tabs
from connectors.markdown.sections import Walk
from connectors.markdown.stretches import Stretch
from sync.vocabulary import Vocabulary

_OUTERMOST: Final = re.compile(rb" {0,3}(?:> {0,3})*")


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list of which some entry is an action item."""

    block: Block
    entries: tuple[Block, ...]
    own: tuple[int | None, ...]
    """Per entry the number of its item in the document; None where it is no item."""
    all: tuple[tuple[int, ...], ...]
    """Per entry the numbers of all items in it, nested ones included."""
    outermost: bool
    """Whether it stands in no other list."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its items."""
        return tuple(number for numbers in self.all for number in numbers)


def item_lists(source: Source, layout: Layout, vocabulary: Vocabulary) -> list[ItemList]:
    """The lists in which action items stand, in the order of the document; fills in the events of `source`."""
    text = source.data.decode()
    walk = Walk(source, vocabulary).over(without_tabs(front_matter(text).blank(text)))
    found = (
        _read(source, layout, block)
        for stretch in walk.stretches
        if stretch.promised
        for block in _lists(stretch)
    )
    return [one for one in found if one.numbers]


def _lists(stretch: Stretch) -> Iterator[Block]:
    blocks = [block for block in stretch.blocks if isinstance(block, Block)]
    while blocks:
        block = blocks.pop(0)
        if block.kind == "list":
            yield block
        elif block.kind == "quote":
            blocks = [*block.children, *blocks]


def _read(source: Source, layout: Layout, block: Block) -> ItemList:
    entries = tuple(child for child in block.children if child.kind == "item")
    by_line = {
        one.item.line: number
        for number, one in enumerate(layout.items)
        if isinstance(one.place, TextPlace) and not one.item.in_html
    }
    own: list[int | None] = []
    inside: list[tuple[int, ...]] = []
    for entry in entries:
        first, last = source.line(entry.start), source.line(max(entry.end - 1, entry.start))
        own.append(by_line.get(first))
        inside.append(
            tuple(
                number for number, one in enumerate(layout.items) if first <= one.item.line <= last
            )
        )
    lead = source.data[source.line_start(block.start) : block.start]
    return ItemList(
        block, entries, tuple(own), tuple(inside), _OUTERMOST.fullmatch(lead) is not None
    )
