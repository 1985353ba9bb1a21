"""Turning lists of action items into tables, for those who ask for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from connectors.markdown.blocks import Source
from connectors.markdown.entry_cells import EntryCells, Unheld, cells_of
from connectors.markdown.item_lists import ItemList, item_lists
from connectors.markdown.layout import Layout
from connectors.markdown.ruled import PLAIN, ruled
from connectors.markdown.rules import Rules
from connectors.markdown.splice import Splice, spliced
from connectors.markdown.unchanged import differs
from sync.errors import UserError
from sync.model.postmortem import Skipped

Read = Callable[[bytes], Layout]

_COLUMNS: Final = {
    "title": "Action item",
    "type": "Type",
    "owner": "Owner",
    "priority": "Priority",
    "due": "Due",
    "ticket": "Ticket",
    "status": "Status",
}
_ONLY_IF_TOLD: Final = frozenset({"type", "priority", "due"})
_MOST_TRIED: Final = 100
"""Entries of a list that are tried one by one to find the one that does not fit."""
_BLANK_END: Final = re.compile(rb"(?:[ \t]*(?:\r\n?|\n)[ \t>]*)+\Z|[ \t]+\Z")
_DOCUMENT: Final = "the document"
_LINE_END: Final = re.compile(rb"\r\n?|\n")
_PREFIX: Final = re.compile(rb"[ \t]*(?:>[ \t]*)*")


@dataclass(frozen=True, slots=True)
class TidyLists:
    """A document with its lists made tables."""

    data: bytes
    lines: tuple[int, ...]
    """Where the lists began that are tables now."""
    converted: int
    """How many items stand in a table now."""
    left: tuple[Skipped, ...]


def lists_to_tables(data: bytes, read: Read, rules: Rules) -> TidyLists:
    """Make a table of every list of action items; what no cell can hold stays a list below it.

    An item says afterwards what it said before, or it stays where it is.
    """
    lines: list[int] = []
    left: list[Skipped] = []
    converted = 0
    number = _count(data, read, rules)
    while (
        number
    ):  # From the end backwards, so that what is told of a line is true of the file as it was.
        number -= 1
        conversion = _Conversion(data, read, rules, number)
        left.extend(conversion.left())
        if conversion.chosen:
            lines.append(conversion.line)
            converted += len(conversion.chosen)
            data = conversion.result
    return TidyLists(
        data, tuple(sorted(lines)), converted, tuple(sorted(left, key=lambda one: one.line))
    )


def _count(data: bytes, read: Read, rules: Rules) -> int:
    return len(item_lists(Source(data), read(data), rules.vocabulary))


class _Conversion:
    """What becomes of one list."""

    def __init__(self, data: bytes, read: Read, rules: Rules, number: int) -> None:
        self._data = data
        self._read = read
        self._source = Source(data)
        self._layout = read(data)
        self._list: ItemList = item_lists(self._source, self._layout, rules.vocabulary)[number]
        self.line = self._source.line(self._list.block.start)
        self._foreign = {one.line: one for one in self._layout.postmortem.skipped}
        """Entries that the reader left out, by their line."""
        self._reasons: dict[int, str] = {}
        """By the number of an entry."""
        self._cells = dict(self._held(rules))
        self.result = data
        self.chosen: Collection[int] = self._choice()
        """The entries that are rows now."""

    def left(self) -> Iterator[Skipped]:
        """The entries that stay in a list, with the reason."""
        for entry, why in self._reasons.items():
            own, line = self._list.own[entry], self._source.line(self._list.entries[entry].start)
            if own is not None:
                title = self._layout.items[own].item.title
            else:
                title = self._foreign[line].text if line in self._foreign else ""
            yield Skipped(line, title, why)

    def _held(self, rules: Rules) -> Iterator[tuple[int, EntryCells]]:
        """The cells of each entry that cells can hold; where the list cannot become a table at all, those of none."""
        if not self._list.outermost:
            self._reasons[0] = "its list stands inside of another one"
            return
        entries = list(zip(self._list.entries, self._list.own, strict=True))
        for entry, (block, own) in enumerate(entries):
            if own is None and self._source.line(block.start) not in self._foreign:
                self._reasons = {entry: "this entry is no action item, so its list stays one"}
                return
        for entry, (block, own) in enumerate(entries):
            if own is None:
                self._reasons[entry] = self._foreign[self._source.line(block.start)].reason
                continue
            try:
                item = self._layout.items[own].item
                yield entry, cells_of(self._source, block, item, rules)
            except Unheld as what:
                self._reasons[entry] = f"a cell cannot hold {what}"

    def _choice(self) -> Collection[int]:
        """As many entries as read alike in a table; sets `result`."""
        chosen = list(self._cells)
        wrong = self._wrong(chosen)
        if wrong is None and len(chosen) > _MOST_TRIED:
            wrong = dict.fromkeys(chosen, _DOCUMENT)
        elif wrong is None:
            alone = {entry: self._wrong([entry]) for entry in chosen}
            wrong = {
                entry: _DOCUMENT if found is None else found[entry]
                for entry, found in alone.items()
                if found is None or found
            } or dict.fromkeys(chosen, _DOCUMENT)
        while wrong:
            self._reasons |= {
                entry: f"in a table, {what} would read differently" for entry, what in wrong.items()
            }
            chosen = [entry for entry in chosen if entry not in wrong]
            wrong = self._wrong(chosen)
            wrong = dict.fromkeys(chosen, _DOCUMENT) if wrong is None else wrong
        self._reasons = dict(sorted(self._reasons.items()))
        self.result = self._with(chosen) if chosen else self._data
        return chosen

    def _wrong(self, chosen: Collection[int]) -> Mapping[int, str] | None:
        """The entries that would not read alike in the table, and in what; None where it cannot be told which."""
        if not chosen:
            return {}
        own = [number for entry in chosen for number in self._list.all[entry]]
        ours, rows_of = frozenset(self._list.numbers), frozenset(own)
        rest = [number for number in self._list.numbers if number not in rows_of]
        first = min(ours)
        before = [n for n in range(len(self._layout.items)) if n not in ours]
        order = [n for n in before if n < first] + own + rest + [n for n in before if n > first]
        items = [self._layout.items[number].item for number in order]
        rows = range(order.index(own[0]), order.index(own[0]) + len(own))
        try:
            after = self._read(self._with(chosen))
        except UserError:
            return None
        wrong: dict[int, str] = {}
        picked = list(chosen)
        for number, what in differs(self._layout, after, items, rows):
            if number is None or number not in rows:
                return None
            wrong.setdefault(picked[number - rows.start], f"its {what}")
        return wrong

    def _with(self, chosen: Collection[int]) -> bytes:
        """The document with these entries as a table, and the others as a list below it."""
        data, block = self._data, self._list.block
        begin = self._source.line_start(block.start)
        end = self._list.entries[-1].end
        blank = _BLANK_END.search(data, block.start, end)
        end = blank.start() if blank else end
        if len(self._list.entries) - 1 in chosen:  # The blanks behind its text go with it.
            while data[end : end + 1] in (b" ", b"\t"):
                end += 1
        newline = self._newline(begin)
        lead = data[begin : block.start]
        gap = lead.rstrip() + newline
        table = newline.join(lead + line.encode() for line in self._table(chosen))
        parts = [table]
        others = self._others(chosen)
        if others:
            parts += [newline, gap, others]
        if not self._is_free_before(begin):
            parts.insert(0, gap)
        if not self._is_free_behind(end):
            parts += [newline, lead.rstrip()]
        return spliced(data, [Splice(begin, end, b"".join(parts))])

    def _table(self, chosen: Collection[int]) -> list[str]:
        cells = [self._cells[entry] for entry in chosen]
        names = [
            name
            for name in _COLUMNS
            if name not in _ONLY_IF_TOLD or any(getattr(one, name) for one in cells)
        ]
        rows = [[_COLUMNS[name] for name in names]]
        rows += [[getattr(one, name) for name in names] for one in cells]
        return ruled(rows, [PLAIN] * len(names), spaced=False)

    def _others(self, chosen: Collection[int]) -> bytes:
        """The entries that stay, byte for byte, each as far below the one before as it was."""
        data, written, behind = self._data, b"", 0
        for entry, block in enumerate(self._list.entries):
            begin = self._source.line_start(block.start)
            blank = _BLANK_END.search(data, block.start, block.end)
            end = blank.start() if blank else block.end
            if entry not in chosen:
                written += (data[behind:begin] if written else b"") + data[begin:end]
            behind = end
        return written

    def _newline(self, begin: int) -> bytes:
        """How lines end here."""
        found = _LINE_END.search(self._data, begin) or _LINE_END.search(self._data)
        return found[0] if found else b"\n"

    def _is_free_before(self, begin: int) -> bool:
        """Whether a table may begin here: behind a blank line or a heading."""
        if begin == 0:
            return True
        text = _bare(self._data[self._source.line_start(begin - 1) : begin])
        return not text or text.startswith(b"#")

    def _is_free_behind(self, end: int) -> bool:
        """Whether nothing follows that would be taken for a row."""
        line_end = _LINE_END.search(self._data, end)
        if line_end is None:
            return True
        behind = _LINE_END.search(self._data, line_end.end())
        return not _bare(self._data[line_end.end() : behind.start() if behind else None])


def _bare(line: bytes) -> bytes:
    """The line without blanks at its ends and the marks of a quote."""
    lead = _PREFIX.match(line)
    return line[lead.end() if lead else 0 :].strip()
