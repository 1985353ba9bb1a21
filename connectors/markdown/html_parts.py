"""HTML inside of a document, cut into headings, tables and lists, with the bytes of every cell and entry.

The standard library's parser tells where each tag stands. It is given the bytes as Latin-1, so that its character positions are byte positions.
"""

from __future__ import annotations

import contextlib
from html.parser import HTMLParser
from typing import Final, TypeAlias

from connectors.markdown.html_elements import (
    HtmlCell,
    HtmlEntry,
    HtmlHeading,
    HtmlList,
    HtmlPart,
    HtmlRow,
    HtmlTable,
)
from connectors.markdown.html_runs import RunBuilder
from connectors.markdown.inline import Run

LONGEST: Final = 1024 * 1024
"""Bytes of HTML at one place; more is not looked into."""
MOST_UNCLOSED: Final = 50
"""Tags or comments without an end; HTML with more is not looked into."""
DEEPEST: Final = 32
"""Tables and lists nested deeper are left out."""
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_TEXTLESS: Final = frozenset(("script", "style", "head", "template"))
_LISTS: Final = frozenset(("ul", "ol", "li"))
_PARAGRAPHS: Final = frozenset(("p", "div"))


def html_parts(data: bytes, start: int, end: int) -> list[HtmlPart]:
    """The headings, tables and lists of the HTML in `data[start:end]`, in order."""
    if end - start > LONGEST or _is_broken(data[start:end]):
        return []
    scanner = _Scanner(data, start)
    scanner.feed(data[start:end].decode("latin-1"))
    scanner.finish(end)
    return scanner.parts


def _is_broken(html: bytes) -> bool:
    """Whether many tags or comments are never closed: then it is no HTML, and the parser would look for each end anew."""
    tags = html.count(b"<") - html.count(b">")
    return max(tags, html.count(b"<!--") - html.count(b"-->")) > MOST_UNCLOSED


def behind_text(data: bytes, start: int, end: int) -> int:
    """`end`, or where the blanks before it begin."""
    while end > start and data[end - 1] in b" \t\r\n":
        end -= 1
    return end


_Open: TypeAlias = HtmlTable | HtmlRow | HtmlCell | HtmlList | HtmlEntry | HtmlHeading


class _Scanner(HTMLParser):
    """Builds the parts; unclosed elements end where their neighbour begins, as browsers have it."""

    def __init__(self, data: bytes, start: int) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[HtmlPart] = []
        self._data = data
        self._begin = start
        self._line_at = [start]
        """Where each line of the slice begins."""
        self._open: list[tuple[_Open, RunBuilder | None]] = []
        self._textless = 0

    def feed(self, data: str) -> None:
        """Take in the whole slice, once."""
        position = data.find("\n")
        while position >= 0:
            self._line_at.append(self._begin + position + 1)
            position = data.find("\n", position + 1)
        # The parser of some Pythons asserts where a declaration such as `<![` is broken; what was found before counts.
        with contextlib.suppress(AssertionError):
            super().feed(data)
            super().close()

    def finish(self, end: int) -> None:
        """Close whatever is still open."""
        while self._open:
            self._close(end)

    def _position(self) -> int:
        line, offset = self.getpos()
        return self._line_at[line - 1] + offset

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag begins an element, or marks up the text of one."""
        at = self._position()
        behind = at + len(self.get_starttag_text() or "")
        if tag in _TEXTLESS:
            self._textless += 1
        elif tag in _PARAGRAPHS or (tag in _LISTS and self._in_cell()):
            self._line(at)
        elif tag in ("table", "ul", "ol"):
            self._begin_part(tag, at)
        elif tag == "tr":
            self._end_through(HtmlRow, at, within=HtmlTable)
            self._nested(HtmlTable, HtmlRow(at))
        elif tag in ("td", "th"):
            self._end_through(HtmlCell, at, within=HtmlRow)
            spanning = any(name in ("colspan", "rowspan") and said != "1" for name, said in attrs)
            self._nested(HtmlRow, HtmlCell(at, behind, tag == "th", Run("", []), spanning))
        elif tag == "li":
            self._end_through(HtmlEntry, at, within=HtmlList)
            self._nested(HtmlList, HtmlEntry(at, Run("", [])))
        elif tag in _HEADINGS:
            if not self._open:
                self._push(HtmlHeading(_HEADINGS[tag], Run("", []), at))
        elif (builder := self._builder()) is not None:
            builder.start(tag, dict(attrs), at, behind)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<br/>`; of a cell or an entry the slash means nothing, as browsers have it."""
        if tag in ("td", "th", "li"):
            self.handle_starttag(tag, attrs)
            return
        builder = self._builder()
        if builder is not None:
            at = self._position()
            builder.start(tag, dict(attrs), at, at + len(self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        """An element, or its markup, ends."""
        at = self._position()
        if tag in _TEXTLESS:
            self._textless = max(0, self._textless - 1)
        elif tag in _LISTS and self._in_cell():
            return
        elif tag == "table":
            self._end_through(HtmlTable, at)
        elif tag in ("ul", "ol"):
            self._end_through(HtmlList, at)
        elif tag == "tr":
            self._end_through(HtmlRow, at, within=HtmlTable)
        elif tag in ("td", "th"):
            self._end_through(HtmlCell, at, within=HtmlRow)
        elif tag == "li":
            self._end_through(HtmlEntry, at, within=HtmlList)
        elif tag in _HEADINGS:
            self._end_through(HtmlHeading, at)
        elif (builder := self._builder()) is not None:
            behind = self._data.find(b">", at) + 1
            builder.end(tag, behind or at)

    def handle_data(self, data: str) -> None:
        """Text."""
        builder = self._builder()
        if builder is not None:
            at = self._position()
            builder.text(data.encode("latin-1"), at)

    def handle_entityref(self, name: str) -> None:
        """`&amp;`"""
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        """`&#39;`"""
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        builder = self._builder()
        if builder is not None:
            at = self._position()
            behind = at + len(written)
            if self._data[behind : behind + 1] == b";":
                written, behind = written + ";", behind + 1
            builder.reference(written, at, behind)

    def handle_comment(self, data: str) -> None:
        """A comment has no text, and may ask to ignore what it stands in."""
        builder = self._builder()
        if builder is not None:
            at = self._position()
            text = data.encode("latin-1").decode(errors="replace")
            builder.comment(text, at, at + len(data) + len("<!---->"))

    def _line(self, at: int) -> None:
        if (builder := self._builder()) is not None:
            builder.line(at)

    def _in_cell(self) -> bool:
        """Whether the innermost element is a cell, in which a list is text of several lines."""
        return bool(self._open) and isinstance(self._open[-1][0], HtmlCell)

    def _builder(self) -> RunBuilder | None:
        """What collects the text of the innermost element that has one."""
        if not self._open or self._textless:
            return None
        return self._open[-1][1]

    def _begin_part(self, tag: str, at: int) -> None:
        part = HtmlTable(at) if tag == "table" else HtmlList(at, tag == "ol")
        parent = self._open[-1][0] if self._open else None
        if isinstance(parent, HtmlHeading):
            self._close(at)
            parent = None
        if parent is None:
            self.parts.append(part)
        elif isinstance(parent, HtmlEntry) and isinstance(part, HtmlList):
            parent.lists.append(part)
        self._push(part)

    def _push(self, element: _Open) -> None:
        builder = None
        if isinstance(element, HtmlCell | HtmlEntry | HtmlHeading):
            builder = RunBuilder(element.run)
        self._open.append((element, builder))

    def _nested(self, parent: type[HtmlTable | HtmlRow | HtmlList], element: _Open) -> None:
        """Put an element into its parent, if it stands in one."""
        inner = self._open[-1][0] if self._open else None
        if not isinstance(inner, parent) or len(self._open) > DEEPEST:
            return
        if isinstance(inner, HtmlTable) and isinstance(element, HtmlRow):
            inner.rows.append(element)
        elif isinstance(inner, HtmlRow) and isinstance(element, HtmlCell):
            inner.cells.append(element)
        elif isinstance(inner, HtmlList) and isinstance(element, HtmlEntry):
            inner.entries.append(element)
        self._push(element)

    def _end_through(self, kind: type[_Open], at: int, within: type[_Open] | None = None) -> None:
        """Close everything up to the innermost element of this kind, unless one of kind `within` is met before."""
        for element, _ in reversed(self._open):
            if isinstance(element, kind):
                break
            if within is not None and isinstance(element, within):
                return
        else:
            return
        while True:
            closed = self._open[-1][0]
            self._close(at)
            if isinstance(closed, kind):
                return

    def _close(self, at: int) -> None:
        element, builder = self._open.pop()
        if builder is not None:
            builder.finish()
        if isinstance(element, HtmlRow):
            element.end = behind_text(self._data, element.start, at)
        elif isinstance(element, HtmlCell | HtmlEntry):
            element.end = at
        elif isinstance(element, HtmlHeading):
            self.parts.append(element)
