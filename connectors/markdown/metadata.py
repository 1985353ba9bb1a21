"""What a document says about itself: title, date, authors, status, severity, summary."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from connectors.markdown.blocks import Block, Source
from connectors.markdown.dates import date_in, date_of_path, date_of_value, dates_in, month_in
from connectors.markdown.front_matter import FrontMatter
from connectors.markdown.inline import run_in
from connectors.markdown.labels import may_have_labels, segments
from connectors.markdown.metadata_names import NAMES
from connectors.markdown.phrases import owners
from connectors.markdown.placeholders import is_placeholder
from connectors.markdown.rows import split_row
from connectors.markdown.rules import Rules
from sync.folding import folded
from sync.title_words import SUMMARIES

_MOST_BLOCKS: Final = 24
_LONGEST_NAME: Final = 60
"""Bytes of a list entry in which the colon behind its name has to come."""
_LONGEST_BODY: Final = 8000
"""Bytes in which the text has to tell when it happened."""
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ASIDE: Final = re.compile(r"https?://\S+|\bv\d[\w.-]*")
_OTHER_DAY: Final = re.compile(
    r"\b(?:updated|created|published|written|reviewed|version|template|due|deadline|similar|previous|copyright)\b",
    re.IGNORECASE,
)
"""What a line is about whose date is not that of the incident."""
_LATEST: Final = timedelta(days=31)
"""How long after the incident its postmortem is published."""
_LONGEST_SUMMARY: Final = 1000
_LONGEST_LINE: Final = 200
_PLAIN_NAMES: Final = ("date", "incident", "authors", "status", "severity")
"""What a line without markup may say; a title or a summary there is just a sentence with a colon."""
_PAIR: Final = re.compile(r"([^:：\n]{1,40})[:：]\s+(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of the document as a whole."""

    title: str | None = None
    date: date | None = None
    authors: tuple[str, ...] = ()
    status: str | None = None
    severity: str | None = None
    summary: str | None = None
    date_origin: str = ""
    """Where the date was found."""


def metadata(
    source: Source,
    head: Sequence[Block | str],
    matter: FrontMatter,
    path: str,
    rules: Rules,
    end: int | None = None,
) -> Metadata:
    """Collect the metadata: front matter first, then labels, tables and lists at the top, headings, the file name.

    Behind the byte `end` the action items begin, whose dates are none of the incident.
    """
    said = _Said(source)
    if matter.values:
        said.front_matter(matter.values)
    said.head(head)
    values = said.values
    body = partial(_body, source, matter, len(source.data) if end is None else end)
    day, origin = _day(said, path, body)
    return Metadata(
        title=values.get("title") if said.titled else said.heading or values.get("title"),
        date=day,
        date_origin=origin,
        authors=said.authors
        or (owners(values["authors"], rules.vocabulary) if "authors" in values else ()),
        status=values.get("status"),
        severity=values.get("severity"),
        summary=values.get("summary") or said.summary,
    )


def _day(said: _Said, path: str, body: Callable[[], str]) -> tuple[date | None, str]:
    """The day of the incident, and where it was found."""
    for name, origin in (
        ("incident", "the incident's date, given by name"),
        ("date", "the date, given by name"),
    ):
        day = said.date(name)
        if day is not None:
            return day, origin
    if {"incident", "date"} & said.values.keys():  # a date is given, and nobody can read it
        return date_of_path(path), "the name of the file"
    return _told_date(said, path, body)


def _told_date(said: _Said, path: str, body: Callable[[], str]) -> tuple[date | None, str]:
    """The date where none is given by name.

    That of front matter, a heading or the file's name may be when the postmortem was published: if the text never mentions it,
    and tells a date shortly before, that one is meant.
    """
    published, origin = said.published, "the front matter"
    if published is None and said.heading is not None:
        published, origin = date_in(said.heading), "the heading"
    if published is None:
        published, origin = date_of_path(path), "the name of the file"
    first: date | None = None
    for day in dates_in(body()):
        if published is None:
            return day, "the first date in the text"
        if day == published:
            return day, origin
        if first is None and timedelta(0) < published - day <= _LATEST:
            first = day
    if first is not None:
        return first, f"the text, shortly before the date of {origin}"
    return published, origin if published is not None else ""


def _body(source: Source, matter: FrontMatter, end: int) -> str:
    """The beginning of the text between the front matter and the action items, without what tells other days than the incident's."""
    start = len(source.data[: matter.end]) if matter.end else 0
    text = source.data[start : min(start + _LONGEST_BODY, end)].decode(errors="ignore")
    if "<!--" in text:
        text = _COMMENT.sub(" ", text)
    return "\n".join(
        _ASIDE.sub(" ", line)
        for line in text.split("\n")
        if "20" in line and _OTHER_DAY.search(line) is None
    )


class _Said:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.values: dict[str, str] = {}
        self.authors: tuple[str, ...] = ()
        self.dates: dict[str, date] = {}
        self.published: date | None = None
        """The date of the front matter, which of a blog's post is the day it was published."""
        self.heading: str | None = None
        self.summary: str | None = None
        self.titled = False
        self._in_summary = False

    def date(self, name: str) -> date | None:
        """The date under this name, from data or text."""
        if name in self.dates or name not in self.values:
            return self.dates.get(name)
        return date_in(self.values[name]) or month_in(self.values[name])

    def front_matter(self, values: Mapping[str, Any]) -> None:
        for key, value in values.items():
            name = NAMES.get(folded(key))
            if name is None or value is None:
                continue
            if name in ("date", "incident"):
                day = date_of_value(value)
                if day is not None and name == "incident":
                    self.dates.setdefault(name, day)
                self.published = self.published or day
            elif name == "authors" and isinstance(value, list):
                self.authors = tuple(
                    " ".join(str(one).split()) for one in value if isinstance(one, str)
                )
            elif isinstance(value, (str, int, float)):
                self._say(name, str(value))
                self.titled = self.titled or name == "title"

    def _say(self, name: str, text: str) -> None:
        plain = " ".join(text.split())
        if plain and not is_placeholder(plain):
            self.values.setdefault(name, plain[:_LONGEST_SUMMARY])

    def head(self, blocks: Sequence[Block | str]) -> None:
        """Look at the first blocks, and the texts of headings."""
        for block in blocks:
            if isinstance(block, str):
                self._in_summary = folded(block) in SUMMARIES
                self.heading = self.heading or block or None
            elif block.kind == "paragraph":
                self._paragraph(block)
            elif block.kind == "list":
                self._list(block)
            elif block.kind == "table":
                self._table(block)

    def _paragraph(self, block: Block) -> None:
        if self._in_summary and self.summary is None:
            text = run_in(self.source, block).text
            self.summary = " ".join(text.split())[:_LONGEST_SUMMARY] or None
        elif may_have_labels(self.source, block.start, block.end):
            for segment in segments(self.source, block):
                if segment.label is not None:
                    self._pair(segment.label, segment.body.text, titled=True)
        else:
            self._plain_lines(block)

    def _plain_lines(self, block: Block) -> None:
        """`Date: 2026-03-04` on a line of its own, without any markup."""
        data = self.source.data
        if data.find(b":", block.start, block.start + _LONGEST_NAME) < 0:
            return
        for line in data[block.start : block.end].split(b"\n")[:_MOST_BLOCKS]:
            pair = _PAIR.fullmatch(line[:_LONGEST_LINE].decode(errors="replace").strip())
            if pair is not None and NAMES.get(folded(pair[1])) in _PLAIN_NAMES:
                self._pair(pair[1], pair[2])

    def _pair(self, label: str, text: str, *, titled: bool = False) -> None:
        name = NAMES.get(folded(label))
        if name is not None and text.strip():
            self._say(name, text)
            self.titled = self.titled or (
                titled and name == "title" and self.heading is None and name in self.values
            )

    def _list(self, block: Block) -> None:
        data = self.source.data
        for item in block.children[:_MOST_BLOCKS]:
            if data.find(b":", item.start, item.start + _LONGEST_NAME) < 0:
                continue
            pair = _PAIR.match(run_in(self.source, item).text)
            if pair is not None:
                self._pair(pair[1], pair[2])

    def _table(self, block: Block) -> None:
        data = self.source.data
        for row in block.children[:_MOST_BLOCKS]:
            cells = split_row(data, row.start, row.start + len(data[row.start : row.end].rstrip()))
            if len(cells) == 2:
                texts = [data[start:end].decode().strip().strip("*_` ") for start, end in cells]
                self._pair(texts[0].rstrip(":"), texts[1])
