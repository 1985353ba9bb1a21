"""Reading the items out of the parts of a document, each form by its own reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from connectors.markdown import hints
from connectors.markdown.blocks import Block, Source
from connectors.markdown.broken_tables import broken_table
from connectors.markdown.collected import Collector, Group
from connectors.markdown.columns import columns_of
from connectors.markdown.grid import Grid, HtmlGrid, PipeGrid
from connectors.markdown.headed import has_items, holds_items
from connectors.markdown.heading_items import read_heading
from connectors.markdown.html_elements import HtmlHeading, HtmlList, HtmlTable
from connectors.markdown.html_parts import html_parts
from connectors.markdown.inline import run_in
from connectors.markdown.keys import key_at
from connectors.markdown.layout import Located
from connectors.markdown.lists import ListReader
from connectors.markdown.notes import is_legend, is_notes
from connectors.markdown.paragraphs import ParagraphReader
from connectors.markdown.phrases import is_name, is_surely_people, owners
from connectors.markdown.prose import announces, asks_back, introduces, starts_loud, told_of_all
from connectors.markdown.rules import Rules
from connectors.markdown.stretches import Inline, Stretch
from connectors.markdown.tables import TableReader
from sync.model.postmortem import Remark, Skipped, Status
from sync.words import Column

_FEWEST: Final = 2
"""Entries of a legend."""


def names_people(parts: list[Stretch], rules: Rules) -> bool:
    """Whether the groups of a document are named after people: one of them must leave no doubt."""
    groups = [part.group for part in parts if part.promised and part.labelled and part.group]
    return any(is_surely_people(group, rules.vocabulary) for group in groups)


def _group_of(stretch: Stretch, rules: Rules, people: bool) -> Group:
    group = stretch.group
    if group and people and stretch.labelled and is_name(group, rules.vocabulary):
        return Group(owners=owners(group, rules.vocabulary))
    if group and stretch.labelled and (status := rules.vocabulary.status(group)) is not None:
        return _group(status, group)
    own = stretch.title if group is None else group
    for title in (own or "", *reversed(stretch.above)):
        status = rules.vocabulary.group_status(title)
        if status is not None:
            return _group(status, title)
    return Group()


def _group(status: Status, title: str) -> Group:
    """What a title with a status says; that they are open, nobody needs to be told of all of them."""
    return Group() if status is Status.OPEN else Group(status=status, status_text=title)


class Reading:
    """Collects the items of a document, stretch by stretch."""

    def __init__(self, source: Source, rules: Rules) -> None:
        self.source = source
        self.rules = rules
        self.items: list[Located] = []
        self.skipped: list[Skipped] = []
        self.left: list[Skipped] = []
        """Paragraphs among items that are none, which do not make a section fruitful."""
        self.remarks: list[Remark] = []
        self.fruitful: set[int] = set()
        """The stretches, by identity, from which something was read."""
        self.lonely = False
        """Whether the document has no section of action items, so that whatever looks like one counts."""
        self._last_table = -1
        self._listed = False

    def stretch(self, stretch: Stretch, people: bool, headed: Stretch | None) -> None:
        """Read the items of a stretch; `people` tells whether groups are named after people.

        `headed` is the section that it belongs to, if its heading is an item itself.
        """
        if not stretch.promised:
            self._unpromised(stretch)
            return
        found, skipped = len(self.items), len(self.skipped)
        collector = Collector(self.source, self.rules, _group_of(stretch, self.rules, people))
        if headed is not None:
            read_heading(collector, stretch, headed.title)
        else:
            self._blocks(stretch, collector)
        self.items.extend(Located(item, place) for item, place in collector.items)
        self.skipped.extend(collector.skipped)
        self.left.extend(collector.left)
        if len(self.items) > found or len(self.skipped) > skipped:
            self.fruitful.add(id(stretch))
        if stretch.ignored is not None:
            self._drop(found, skipped, stretch.ignored)

    def _blocks(self, stretch: Stretch, collector: Collector) -> None:
        self._last_table, self._listed = self._tables_and_lists(stretch)
        alone = not has_items(stretch, self.source, self.rules)
        before: Block | None = None
        consumed = False
        for block, following in zip_longest(stretch.blocks, stretch.blocks[1:]):
            if consumed:
                consumed = False
                continue
            notes = following if isinstance(following, Block) and following.kind == "list" else None
            consumed = self._block(block, stretch, collector, alone, notes, before)
            before = block if isinstance(block, Block) else None

    def _tables_and_lists(self, stretch: Stretch) -> tuple[int, bool]:
        """Where the last table of items begins, and whether there is a list of items beside the tables."""
        blocks = [one for one in stretch.blocks if isinstance(one, Block)]
        tables = [one for one in blocks if one.kind == "table"]
        if not tables:
            return -1, False
        source, rules = self.source, self.rules
        last = max((one.start for one in tables if holds_items(one, source, rules)), default=-1)
        lists = (one for one in blocks if one.kind == "list")
        return last, any(not is_notes(one, source, rules) for one in lists)

    def _drop(self, found: int, skipped: int, reason: str) -> None:
        dropped = [one.item for one in self.items[found:]]
        del self.items[found:], self.skipped[skipped:]
        why = f"ignored: {reason}" if reason else "ignored"
        self.skipped.extend(Skipped(item.line, item.title, why) for item in dropped)

    def _block(
        self,
        block: Block | Inline | HtmlTable | HtmlList,
        stretch: Stretch,
        collector: Collector,
        alone: bool,
        notes: Block | None = None,
        before: Block | None = None,
    ) -> bool:
        """Read a block; answers whether `notes`, the list behind it, belonged to it."""
        title = stretch.title
        if isinstance(block, Inline):
            labelled = block.label is not None
            return ParagraphReader(collector).paragraph(
                block.run, title, alone=alone, labelled=labelled, fields_below=block.fields
            )
        if isinstance(block, HtmlTable):
            self._table(HtmlGrid(self.source.data, block), title, collector.group.status)
        elif isinstance(block, HtmlList):
            ListReader(collector).html_entries(block, title)
        elif block.kind == "table":
            self._pipe_table(block, stretch, collector)
        elif block.kind == "list":
            if not self._is_legend(block, collector):
                self._list(block, before, title, collector)
        elif block.kind in ("quote", "html"):
            for part in self._inside(block):
                self._block(part, stretch, collector, alone)
        elif block.kind == "paragraph":
            return self._paragraph(block, title, collector, notes, alone=alone)
        return False

    def _paragraph(
        self,
        block: Block,
        title: str | None,
        collector: Collector,
        notes: Block | None,
        *,
        alone: bool,
    ) -> bool:
        broken = broken_table(self.source, block)
        if broken is None:
            run = run_in(self.source, block)
            return ParagraphReader(collector).paragraph(run, title, alone=alone, notes=notes)
        self.remarks.append(broken)
        collector.skip(block.start, "", "a table that Markdown does not read as one")
        return False

    def _inside(self, block: Block) -> Iterator[Block | HtmlTable | HtmlList]:
        """What a quote, or HTML inside of one, holds; elsewhere the walk has cut up the HTML."""
        yield from block.children
        if block.kind == "html":
            for part in html_parts(self.source.data, block.start, block.end):
                if not isinstance(part, HtmlHeading):
                    yield part

    def _is_legend(self, block: Block, collector: Collector) -> bool:
        """Whether a list above a table of items only tells what their types or priorities mean."""
        if block.start >= self._last_table:
            return False
        runs = [run_in(self.source, item) for item in block.children]
        if len(runs) < _FEWEST or not is_legend(runs, self.rules):
            return False
        for item, run in zip(block.children, runs, strict=True):
            collector.skip(item.start, run.text, "tells what a word of the table means")
        return True

    def _pipe_table(self, block: Block, stretch: Stretch, collector: Collector) -> None:
        if not self._is_detail(block):
            grid = PipeGrid(self.source, block)
            self._table(grid, stretch.title, collector.group.status)

    def _is_detail(self, block: Block) -> bool:
        """Whether a table beside lists of items has no column for items: it tells details of one of them."""
        vocabulary = self.rules.vocabulary
        columns = columns_of(PipeGrid(self.source, block).names, vocabulary, promised=True)
        named = columns is None or columns.strong or columns.at(Column.ITEM) is not None
        return self._listed and not named

    def _list(
        self, block: Block, before: Block | None, title: str | None, collector: Collector
    ) -> None:
        """Read a list; `before` is the block in front of it, which may say something of all its entries."""
        if before is None or before.kind not in ("list", "paragraph"):
            ListReader(collector).entries(block, title)
            return
        if before.kind == "list":
            if before.level and not block.level and self._ends_open(before):
                return  # It belongs to the last entry before it, though it is not indented.
            ListReader(collector).entries(block, title)
            return
        group = collector.group
        said = run_in(self.source, before).text.strip()
        if asks_back(said):
            for item in block.children:
                why = "the line above the list asks for what was, or announces details"
                collector.skip(item.start, run_in(self.source, item).text, why)
            return
        if said.endswith((":", "：")) and (status := told_of_all(said, self.rules)) is not None:
            collector.group = replace(group, status=status, status_text=said.rstrip(":："))
        ListReader(collector).entries(block, title)
        collector.group = group

    def _ends_open(self, block: Block) -> bool:
        """Whether the last entry of a list ends with a colon."""
        last = block.children[-1] if block.children else None
        text = b"" if last is None else self.source.data[last.start : last.end].rstrip()
        line = text[text.rfind(b"\n") + 1 :].decode().strip(" *_>")
        return text.endswith((b":", b":**")) and (len(text) == len(line) or key_at(line) is None)

    def _table(
        self, grid: Grid, section: str | None, group: Status | None = None, *, promised: bool = True
    ) -> None:
        reader = TableReader(self.source, grid, self.rules)
        vocabulary = self.rules.vocabulary
        columns = columns_of(grid.names, vocabulary, promised=promised)
        if columns is None:
            return
        if not promised and not columns.strong and vocabulary.is_past(section or ""):
            return
        items, skipped = reader.items(columns, section, group)
        self.remarks.extend(reader.remarks(columns))
        self.items.extend(Located(item, place) for item, place in items)
        self.skipped.extend(skipped)

    def _introduces(self, before: Block, block: object) -> bool:
        """Whether a list follows right behind a paragraph that announces what will be done."""
        if before.kind != "paragraph" or not isinstance(block, Block) or block.kind != "list":
            return False
        between = self.source.data[before.end : block.start].strip()
        return not between and introduces(run_in(self.source, before))

    def _unpromised(self, stretch: Stretch) -> None:
        before: Block | None = None
        for block in stretch.blocks:
            introduced = self.lonely and before is not None and self._introduces(before, block)
            before = block if isinstance(block, Block) else None
            if isinstance(block, Inline | HtmlList):
                continue
            if isinstance(block, HtmlTable):
                self._table(HtmlGrid(self.source.data, block), stretch.title, promised=False)
            elif block.kind == "list" and self.lonely:
                collector = Collector(self.source, self.rules, Group())
                lists = ListReader(collector, orders_only=not introduced, introduced=introduced)
                lists.entries(block, stretch.title)
                self.items.extend(Located(item, place) for item, place in collector.items)
            elif block.kind == "table":
                self._table(PipeGrid(self.source, block), stretch.title, promised=False)
            elif block.kind == "paragraph" and hints.starts_loud(self.source.data, block.start):
                run = run_in(self.source, block)
                collector = Collector(self.source, self.rules, Group())
                reader = ParagraphReader(collector)
                if announces(run):
                    reader.called(run, stretch.title)
                elif starts_loud(run):
                    reader.paragraph(run, stretch.title, alone=False, labelled=True)
                self.items.extend(Located(item, place) for item, place in collector.items)
