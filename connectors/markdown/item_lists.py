"""The lists of a document that hold action items, entry by entry."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.markdown.blocks import Block, Source, events_of
from connectors.markdown.front_matter import front_matter
from connectors.markdown.layout import Layout, TextPlace
from connectors.markdown.masked import masked
from connectors.markdown.sections import Walk
from connectors.markdown.stretches import Stretch
from sync.vocabulary import Vocabulary


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
    text = masked(front_matter(text).blank(text), vocabulary)
    walk = Walk(source, vocabulary).over(text)
    nested = _nested_lists(source.data, text)
    found = (
        _read(source, layout, block, outermost=block.start not in nested)
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


def _nested_lists(data: bytes, text: str) -> set[int]:
    """Where the lists begin that stand inside of another one."""
    starts: set[int] = set()
    depth = 0
    for event, span in events_of(text):
        if "Start" in event and "List" in event["Start"]:
            begin = span["start"]
            while data[begin : begin + 1] in (b"\n", b"\r"):
                begin += 1
            if depth:
                starts.add(begin)
            depth += 1
        elif "End" in event and "List" in event["End"]:
            depth -= 1
    return starts


def _read(source: Source, layout: Layout, block: Block, *, outermost: bool) -> ItemList:
    entries = tuple(child for child in block.children if child.kind == "item")
    by_line = {
        one.item.line: number
        for number, one in enumerate(layout.items)
        if isinstance(one.place, TextPlace) and not one.item.in_html
    }
    lines = [one.item.line for one in layout.items]  # in the order of the document
    own: list[int | None] = []
    inside: list[tuple[int, ...]] = []
    for entry in entries:
        first, last = source.line(entry.start), source.line(max(entry.end - 1, entry.start))
        own.append(by_line.get(first))
        inside.append(tuple(range(bisect_left(lines, first), bisect_right(lines, last))))
    return ItemList(block, entries, tuple(own), tuple(inside), outermost)
