"""The sections of a document: where each begins, which part of a postmortem it is, and whether anything is written there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from connectors.markdown.placeholders import is_placeholder
from connectors.markdown.views import Titled, Views
from sync.anatomy import Filling, Part, Section
from sync.part_words import parts_of
from sync.title_words import Section as Meaning
from sync.vocabulary import Vocabulary

MARKED_LABEL: Final = re.compile(
    r"(?P<lead>[ \t>]*(?:(?:[-*+•]|\d{1,3}[.)])[ \t]+)?)(?P<mark>\*\*|__|\*|_)(?P<label>[^*_\n]{2,80}?)[ \t]*(?P<colon>[:：]?)(?P=mark)(?P<after>[:：]?)(?P<body>.*)"
)
"""A line that begins with a label in bold or italics: `**Impact:** none`, `- **Impact**`."""
PLAIN_LABEL: Final = re.compile(
    r"(?P<lead>[ \t>]*(?:[-*+•][ \t]+)?)(?P<label>[^\W\d_][\w /&'()-]{2,40})(?P<colon>[:：])(?P<body>(?:[ \t].*)?)"
)
"""A line that begins with some words and a colon: `Impact: none`."""
_LONGEST: Final = 80
"""Characters in which the colon of a plain label has to come, with what leads to it."""
_BULLET: Final = re.compile(r"[ \t>]*(?:[-*+•][ \t]+|\d{1,3}[.)][ \t]+|\[[ xX]\][ \t]+)*")
_ALL_TIMES: Final = re.compile(
    r"\(?\*?(?:all )?times (?:are )?(?:in|given in) [^\n)]{2,30}\)?\*?[.:]?", re.IGNORECASE
)
_INCLUDED: Final = ("{%", "{{<", "{{%")
"""What brings in the text of another file."""
_RULE: Final = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the beginning of a line."""

    title: str
    line: int
    column: int
    body: str
    """What follows on the same line."""
    body_column: int
    marked: bool


def label_at(text: str, line: int) -> Label | None:
    """The label that a line begins with."""
    match = MARKED_LABEL.fullmatch(text) if "*" in text or "_" in text else None
    if match is not None:
        colon = bool(match["colon"] or match["after"])
        if not colon and match["body"].strip():
            return None
        start = match.start("label") + 1
        return Label(
            match["label"].strip(), line, start, match["body"], match.start("body"), marked=True
        )
    begin = text[:_LONGEST]
    match = PLAIN_LABEL.fullmatch(text) if ":" in begin or "：" in begin else None
    if match is None:
        return None
    start = match.start("label") + 1
    return Label(
        match["label"].strip(), line, start, match["body"], match.start("body"), marked=False
    )


class Dissection:
    """The sections of a document, by its headings and by labels that are known."""

    def __init__(self, views: Views, vocabulary: Vocabulary, *, titled: bool = False) -> None:
        self._views = views
        self._titled = titled
        """Whether the front matter has the title, so that the first heading is none."""
        self._vocabulary = vocabulary
        self._titles = {
            line for one in views.headings for line in range(one.line, one.end_line + 1)
        }
        self._last = len(views.text)

    def sections(self) -> tuple[Section, ...]:
        """All of them, in document order."""
        headed = list(self._headed())
        labelled = list(self._labelled(headed))
        return tuple(sorted((*headed, *labelled), key=lambda one: (one.line, one.column)))

    def _headed(self) -> Iterator[Section]:
        headings = self._views.headings
        ends = _ends([one.level for one in headings], [one.line for one in headings], self._last)
        for index, (one, end) in enumerate(zip(headings, ends, strict=True)):
            parts = self._parts(one.title)
            if index == 0 and one.level == 1 and not self._titled:
                parts = frozenset()  # the title of the document
            body = range(one.end_line + 1, end + 1)
            yield Section(one.title, parts, one.line, self._column(one), end, self._filling(body))

    def _column(self, one: Titled) -> int:
        text = self._views.text[one.line - 1]
        return len(text) - len(text.lstrip(" \t>#")) + 1

    def _parts(self, title: str) -> frozenset[Part]:
        if self._vocabulary.section(title) is Meaning.ACTIONS:
            return frozenset({Part.ACTION_ITEMS})
        return parts_of(title)

    def _labelled(self, headed: Sequence[Section]) -> Iterator[Section]:
        """Those under labels. Inside of a headed part, a label only tells that something is said of it there."""
        found: list[tuple[Section, str]] = []
        for number, text in enumerate(self._views.text, 1):
            if not text or number in self._titles:
                continue
            label = label_at(text, number)
            if label is None or not self._may_be_part(label):
                continue
            parts = self._parts(label.title)
            if parts:
                section = Section(label.title, parts, number, label.column, number, Filling.WRITTEN)
                found.append((section, label.body))
        starts = [one.line for one in headed]
        around = _Around(headed)
        lines = [section.line for section, _ in found]
        depths = [_depth(self._views.text[line - 1]) for line in lines]
        for (section, body), last in zip(found, _ends(depths, lines, self._last), strict=True):
            above = around.parts_at(section.line)
            if any(Part.ACTION_ITEMS in one for one in above):
                continue
            following = bisect_right(starts, section.line)
            end = min([last, *(line - 1 for line in starts[following : following + 1])])
            own = not above or any(section.parts <= one for one in above)
            filling = self._filling(range(section.line + 1, end + 1), body)
            yield replace(section, end_line=end, filling=filling if own else Filling.WRITTEN)

    def _may_be_part(self, label: Label) -> bool:
        return label.marked or label.title.count(" ") < 3

    def _filling(self, lines: range, first: str = "") -> Filling:
        """What stands on some lines, and behind the label before them."""
        told = Filling.EMPTY
        for text in chain([first], self._contents(lines)):
            told_zone = "times" in text or "Times" in text
            plain = (_ALL_TIMES.sub("", text) if told_zone else text).strip(" \t|*_`>")
            if not plain.strip(" .:-–—"):
                continue
            written = plain[0].isdigit() or plain.startswith(_INCLUDED)
            if written or not is_placeholder(plain):
                return Filling.WRITTEN
            told = Filling.PLACEHOLDER
        return told

    def _contents(self, lines: range) -> Iterator[str]:
        """The texts of lines without what only gives them form: titles, labels, bullets, the head of a table."""
        visible = self._views.visible
        for number in lines:
            text = visible[number - 1]
            if not text.strip() or number in self._titles or _RULE.fullmatch(text):
                continue
            following = visible[number] if number < len(visible) else ""
            if "|" in text and _is_delimiter(following):
                continue
            if _is_delimiter(text):
                continue
            if "|" in text and not text.strip(" \t>|"):
                continue
            rest = text[len(_BULLET.match(text)[0]) :] if _BULLET.match(text) else text  # type: ignore[index]
            label = label_at(rest, number)
            yield label.body if label is not None else rest


def _is_delimiter(text: str) -> bool:
    return "-" in text and "|" in text and not text.strip(" \t>|:-")


def _depth(text: str) -> int:
    """How far a line is indented: a label below another one in a list belongs to it."""
    return len(text) - len(text.lstrip(" \t>"))


def _ends(levels: Sequence[int], lines: Sequence[int], last: int) -> list[int]:
    """The last line of what each heading or label holds: up to the next one that is no deeper."""
    ends = [last] * len(levels)
    open_: list[int] = []
    for index, level in enumerate(levels):
        while open_ and levels[open_[-1]] >= level:
            ends[open_.pop()] = lines[index] - 1
        open_.append(index)
    return ends


class _Around:
    """The parts that stand open at a line, asked for from the top downwards."""

    def __init__(self, headed: Sequence[Section]) -> None:
        self._headed = headed
        self._next = 0
        self._open: list[Section] = []

    def parts_at(self, line: int) -> list[frozenset[Part]]:
        """Those of the headings above, outermost first."""
        while self._next < len(self._headed) and self._headed[self._next].line < line:
            one = self._headed[self._next]
            self._close(one.line)
            self._open.append(one)
            self._next += 1
        self._close(line)
        return [one.parts for one in self._open if one.parts]

    def _close(self, line: int) -> None:
        while self._open and self._open[-1].end_line < line:
            self._open.pop()
