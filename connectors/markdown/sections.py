"""Which parts of a document promise action items.

The walk goes once through the parser's events, at the level of headings, and keeps only those of blocks that may matter:
what stands in a promised section, labels, tables with telling columns, the head of the document. The rest is skipped
by a look at its bytes.
"""

from __future__ import annotations

import re
from typing import Final

from connectors.markdown.attention import Attention
from connectors.markdown.blocks import Block, Source, events_of, kind_of
from connectors.markdown.hints import ignore_reason
from connectors.markdown.html_elements import HtmlHeading
from connectors.markdown.html_ends import HtmlEnds
from connectors.markdown.html_parts import html_parts
from connectors.markdown.inline import run_in, text_of
from connectors.markdown.item_numbers import ITEM_NUMBER, begins_bold
from connectors.markdown.label_meanings import (
    announces,
    begins_item,
    begins_part,
    is_field,
    is_sibling,
    opens,
    why_none,
)
from connectors.markdown.labels import (
    EntryLabel,
    Segment,
    entry_label,
    may_have_labels,
    segments,
)
from connectors.markdown.outline import Outline
from connectors.markdown.stretches import BOLD, Heading, Inline, Stretch
from sync.title_words import Section
from sync.vocabulary import Vocabulary

_BOX: Final = re.compile(rb"(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\][ \t]")


class Walk:
    """One pass over a document; afterwards `stretches`, `head`, `code` and `ignored` say what was found."""

    def __init__(self, source: Source, vocabulary: Vocabulary) -> None:
        self.source = source
        self.vocabulary = vocabulary
        self.head: list[Block | str] = []
        """Blocks in which the document tells about itself; of headings their text."""
        self.code: tuple[int, int] | None = None
        """The last block of the document, if it is code."""
        self.ignored: str | None = None
        """The reason if the whole document is marked to be ignored."""
        self._outline = Outline(vocabulary)
        self._attention = Attention(source, vocabulary)
        self._label: Segment | None = None
        """The label that opened a section of action items."""
        self._in_item = False
        """Whether the heading above is an item, so that labels tell of it."""
        self.decoys: list[tuple[int, str, str]] = []
        """What only looks like a section of action items: where, its text, and why it is none."""

    @property
    def stretches(self) -> list[Stretch]:
        """The parts of the document, each under its heading or label."""
        return self._outline.stretches

    def over(self, text: str) -> Walk:
        """Walk over the document."""
        events = self.source.events
        keep = events.append
        stop = first = 0
        kept: tuple[str, int, int] | None = None
        ends = HtmlEnds(self.source.data)
        for pair in events_of(text):
            begin = pair[1]["start"]
            if begin < stop:
                if kept is not None:
                    keep(pair)
                continue
            event, span = pair
            if kept is not None:
                self._block(kept, first, stop)
                kept = None
            if "Start" not in event:
                continue
            start = event["Start"]
            kind, level = ("paragraph", 0) if start == "Paragraph" else kind_of(start)
            if kind == "quote" and not self._outline.current.promised:
                continue
            stop = span["end"]
            if kind == "html":
                stop = ends.end(begin, stop)
            self.code = (begin, stop) if kind == "code" else None
            if kind == "heading" or self._attention.to(
                kind, begin, stop, promised=self._outline.current.promised
            ):
                kept, first = (kind, begin, level), len(events)
        if kept is not None:
            self._block(kept, first, stop)
        return self

    def _block(self, kept: tuple[str, int, int], first: int, end: int) -> None:
        kind, start, level = kept
        self._outline.at = start
        if kind == "heading":
            self._heading(level, first, start, end)
            return
        block = self.source.block(kind, first, start, end, level)
        if self._attention.in_head and not self._outline.current.promised:
            self.head.append(block)
        above = self._outline.current.heading
        bold = kind == "paragraph" and above is not None and above.level == BOLD
        if bold and begins_bold(self.source.data, block.start):  # an item of its own
            self._outline.go_on(BOLD)
            self._in_item = False
        if kind == "paragraph" and self._attention.is_bare_title(block.start, block.end):
            self._bare_title(block)
        elif kind == "paragraph" and may_have_labels(self.source, block.start, block.end):
            self._labelled(block)
        elif kind == "list" and not self._outline.current.promised:
            self._list(block)
        elif kind == "html":
            self._html(block)
        else:
            self._outline.current.blocks.append(block)

    def _heading(self, level: int, first: int, start: int, end: int) -> None:
        self._titled(level, " ".join(text_of(self.source.events, first, end).split()))
        self._outline.current.heading = Heading(level, first, start, end)

    def _titled(self, level: int, title: str) -> None:
        if self._attention.in_head:
            self.head.append(title)
        told = self.vocabulary.title(title)
        meaning = told.section
        self._attention.heading(summary=told.summary)
        if told.hints and meaning is not Section.ACTIONS:
            self.decoys.append((self._outline.at, title, why_none(meaning)))
        self._label = None
        self._in_item = ITEM_NUMBER.match(title) is not None
        if level == 1 and not told.exact:
            meaning = Section.UNKNOWN
        self._outline.heading(level, title, meaning)

    def _labelled(self, block: Block) -> None:
        parts = segments(self.source, block)
        inside = self._outline.inside and self._outline.current.promised
        if inside and begins_item(parts, run_in(self.source, block), self.vocabulary):
            self._bold_heading(block, parts[0].label or "")
            parts = [Segment(None, parts[0].body), *parts[1:]]
        elif not any(self._opens(segment) for segment in parts):
            self._outline.current.blocks.append(block)
            return
        for segment in parts:
            if segment.label is not None and self._opens(segment):
                self._open_label(segment, segment.label)
                if not segment.plain and segment is parts[-1] and len(parts) == 1:
                    self._outline.current.bold = self._bold(block)
            blocks = self._outline.current.blocks
            last = blocks[-1] if blocks else None
            if isinstance(last, Inline) and self._outline.current.promised and is_field(segment):
                last.fields.append(segment)
            elif segment.body.text.strip():
                blocks.append(Inline(segment.body, segment.label))

    def _opens(self, segment: Segment) -> bool:
        if self._in_item and not begins_part(segment.label or "", self.vocabulary):
            return False
        return opens(segment, self.vocabulary, promised=self._outline.current.promised)

    def _bold_heading(self, block: Block, title: str) -> None:
        self._outline.heading(BOLD, title, Section.UNKNOWN)
        self._outline.current.heading = self._bold(block)
        self._in_item = True

    def _bold(self, block: Block) -> Heading:
        mark = run_in(self.source, block).marks[0]
        return Heading(BOLD, block.event, block.start, mark.last)

    def _bare_title(self, block: Block) -> None:
        segment = segments(self.source, block)[0]
        title = " ".join(segment.body.text.split()).rstrip(":") or segment.label or ""
        opens = self.vocabulary.section(title) is Section.ACTIONS
        inside = self._outline.inside
        if opens and not inside:
            self._label = Segment(title, segment.body, plain=True)
            self._outline.open(title, promised=True)
        elif self._label is not None and self._label.plain and not opens:
            self._label = None
            self._outline.open(title, promised=False)
        else:
            self._labelled(block)

    def _open_label(self, segment: Segment, label: str) -> None:
        told = self.vocabulary.title(label)
        meaning = told.section
        if told.hints and meaning is not Section.ACTIONS:
            self.decoys.append((self._outline.at, label, why_none(meaning)))
        inside = self._outline.inside
        if meaning is Section.ACTIONS and not (inside and segment.body.text):
            self._label = segment
            if inside:
                self._outline.group(label, weak=segment.weak, labelled=False)
            else:
                self._outline.open(label, promised=True)
        elif (
            meaning is Section.OTHER
            and not (self._outline.in_section and self.vocabulary.is_theme(label))
        ) or (
            self._label is not None
            and not self._outline.in_section
            and is_sibling(self._label, segment, self.vocabulary)
        ):
            self._label = None
            self._outline.open(label, promised=False, group=label if inside else None)
        elif self._outline.current.promised or (inside and self.vocabulary.is_theme(label)):
            self._outline.group(label, weak=segment.weak)

    def _html(self, block: Block) -> None:
        data = self.source.data
        if data.startswith(b"<!--", block.start):
            reason = ignore_reason(self.source.text(block.start, block.end))
            if reason is not None:
                self._ignore(reason)
        for part in html_parts(data, block.start, block.end):
            if isinstance(part, HtmlHeading):
                self._titled(part.level, " ".join(part.run.text.split()))
            else:
                self._outline.current.blocks.append(part)

    def _ignore(self, reason: str) -> None:
        if self._outline.current.promised:
            self._outline.ignore(reason)
        elif self._attention.headings <= 1 and self.ignored is None:
            self.ignored = reason

    def _list(self, block: Block) -> None:
        """Outside of a section, an entry may be a label whose nested list holds the items."""
        plain = True
        for item in block.children:
            label = entry_label(self.source, item)
            if label is not None and announces(label, self.vocabulary):
                plain = False
                self._entry(label, last=item is block.children[-1])
        if plain:
            self._outline.current.blocks.append(block)
            if _BOX.match(self.source.data, block.start):
                text = self.source.data[block.start : block.end][:60].decode(errors="ignore")
                why = "a list of checkboxes outside of any section of action items"
                self.decoys.append((block.start, text.split("\n", 1)[0], why))

    def _entry(self, entry: EntryLabel, *, last: bool) -> None:
        title, segment, nested = entry
        before = self._outline.current
        self._outline.open(title, promised=True)
        if segment.label is not None and segment.body.text.strip():
            self._outline.current.blocks.append(Inline(segment.body, title))
        self._outline.current.blocks.extend(nested)
        if last and not self._outline.current.blocks:
            self._label = segment
            return
        self._outline.reopen(before)
