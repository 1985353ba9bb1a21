"""Run-in labels: `**Action Items:** …` at the beginning of a line, where others would have a heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, NamedTuple

from connectors.markdown.blocks import Block, Source
from connectors.markdown.inline import Mark, Run, run_in, sliced
from sync.folding import LONGEST_TITLE

_MARKED_LINE: Final = re.compile(rb"\n[ \t>]*(?:\xe2\x80\xa2[ \t]*)?[*_]")
_MARKED_WORDS: Final = re.compile(
    rb"([*_]{1,2})[^*_\n\r:\xef]+\1[^*_\n\r:\xef]*[\w.,)][^*_\n\r:\xef]*(?=\n|\r|\Z)"
)
"""A first line that begins with marked words and goes on, without any colon: these are no label."""
MOST_PARTS: Final = 100
"""Of a paragraph; one with more is no prose, and cutting it up would take long."""
_PLAIN_LABEL: Final = 60
"""Bytes; a longer paragraph without markup is no label."""


@dataclass(slots=True)
class Segment:
    """A part of a paragraph: what its label says, if it has one, and the text behind the label."""

    label: str | None
    body: Run
    colon: bool = False
    """Whether the label ends with a colon."""
    plain: bool = False
    """Whether the label is a whole paragraph without markup."""
    weak: bool = False
    """Whether it is in italics, as labels are below those in bold."""


def may_have_labels(source: Source, start: int, end: int) -> bool:
    """A quick look at the bytes of a paragraph: most have no label."""
    data = source.data
    if source.newline == b"\r":
        return True
    if data[start] in b"*_" and _MARKED_WORDS.match(data, start, end) is None:
        return True
    if end - start < _PLAIN_LABEL and data[start:end].rstrip().endswith(b":"):
        return True
    marked = data.find(b"*", start, end) >= 0 or data.find(b"_", start, end) >= 0
    return marked and _MARKED_LINE.search(data, start, end) is not None


def segments(source: Source, block: Block) -> list[Segment]:
    """The parts of a paragraph, or of the text of a list item, each beginning with a label but for the first."""
    if block.parts is None:
        block.parts = _segments(run_in(source, block))
    return block.parts


class EntryLabel(NamedTuple):
    """An entry of a list that may be a label: `- **Action items**` with a list below it."""

    title: str
    segment: Segment
    nested: list[Block]


def entry_label(source: Source, item: Block) -> EntryLabel | None:
    """What an entry says as a label; None if it begins with no mark and has nothing below it."""
    nested = [child for child in item.children if child.kind in ("list", "table")]
    if not nested and not _begins_marked(source, item):
        return None
    first = segments(source, item)[0]
    title = first.label
    if title is None and nested and "\n" not in first.body.text.strip():
        title = first.body.text.strip().rstrip(":")
    return None if title is None else EntryLabel(title, first, nested)


def _begins_marked(source: Source, item: Block) -> bool:
    first = item.children[0] if item.children else None
    inner = first if first is not None and first.kind == "paragraph" else item
    return "Start" in source.events[inner.event][0]


def _segments(run: Run) -> list[Segment]:
    labels = [mark for mark in run.marks if _is_label(run, mark)] if run.marks else []
    if not labels or len(labels) > MOST_PARTS:
        return [_unmarked(run)]
    parts: list[Segment] = []
    if run.text[: labels[0].start].strip(" \t\n•"):
        parts.append(Segment(None, sliced(run, 0, labels[0].start)))
    for mark, following in zip_longest(labels, labels[1:]):
        end = following.start if following else len(run.text)
        label = run.text[mark.start : mark.end].strip()
        start = mark.end
        if run.text[start : start + 1] in (":", "："):
            start += 1
            label += ":"
        colon = label.endswith((":", "："))
        weak = mark.kind == "emphasis"
        parts.append(Segment(label.rstrip(" :："), sliced(run, start, end), colon, weak=weak))
    return parts


def _is_label(run: Run, mark: Mark) -> bool:
    if mark.kind not in ("strong", "emphasis") or not 0 < mark.end - mark.start <= LONGEST_TITLE:
        return False
    text = run.text
    line = text.rfind("\n", 0, mark.start) + 1
    if text[line : mark.start].strip(" \t•"):
        return False
    if text[mark.end : mark.end + 1] in (":", "：") or text[
        mark.start : mark.end
    ].rstrip().endswith((":", "：")):
        return True
    stop = text.find("\n", mark.end)
    return not text[mark.end : stop if stop >= 0 else len(text)].strip()


def _unmarked(run: Run) -> Segment:
    """A whole paragraph such as `Action items:` is a label too."""
    text = run.text.strip()
    if len(text) <= _PLAIN_LABEL and text.endswith(":") and "\n" not in text and not run.marks:
        empty = sliced(run, len(run.text), len(run.text))
        return Segment(text.rstrip(" :"), empty, colon=True, plain=True)
    return Segment(None, run)
