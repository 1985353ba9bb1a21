"""The running text of an HTML cell, entry or heading, as a `Run` like that of Markdown."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Final

from connectors.markdown.inline import Mark, Run

_KINDS: Final = {
    "strong": "strong",
    "b": "strong",
    "em": "emphasis",
    "i": "emphasis",
    "del": "strike",
    "s": "strike",
    "strike": "strike",
    "code": "code",
    "tt": "code",
    "a": "link",
}


class RunBuilder:
    """Fills `run` with the pieces and marks of one element; blanks at both ends are left out."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._texts: list[str] = []
        self._length = 0
        self._open: list[tuple[str, Mark]] = []

    def text(self, raw: bytes, at: int) -> None:
        """Text that stands at `at`."""
        text = raw.decode(errors="replace")
        if not self._length:
            stripped = text.lstrip()
            at += len(text[: len(text) - len(stripped)].encode())
            text = stripped
        if text:
            self._add(text, at, at + len(text.encode()), exact=True)
            visible = text.rstrip()
            if visible:
                self._run.last = at + len(visible.encode())

    def reference(self, written: str, at: int, behind: int) -> None:
        """A character reference such as `&amp;`."""
        text = html.unescape(written)
        if text.strip() or self._length:
            self._add(text, at, behind, exact=False)
            self._run.last = behind

    def line(self, at: int) -> None:
        """What follows begins a new line."""
        if self._length and not self._texts[-1].endswith("\n"):
            self._add("\n", at, at, exact=False)

    def start(self, tag: str, attributes: Mapping[str, str | None], at: int, behind: int) -> None:
        """A tag that marks up text."""
        if tag == "br":
            self._add("\n", at, behind, exact=False)
        elif tag == "input" and attributes.get("type") == "checkbox" and not self._length:
            self._run.ticked = "checked" in attributes
        elif tag in _KINDS:
            target = html.unescape(attributes.get("href") or "")
            target = target.encode("latin-1", "replace").decode(errors="replace").strip()
            mark = Mark(_KINDS[tag], self._length, self._length, at, behind, target)
            self._run.marks.append(mark)
            self._open.append((tag, mark))

    def end(self, tag: str, behind: int) -> None:
        """Markup ends; one that was never begun is nothing."""
        for number in range(len(self._open) - 1, -1, -1):
            if self._open[number][0] == tag:
                _, mark = self._open.pop(number)
                mark.end, mark.last = self._length, behind
                self._run.last = max(self._run.last, behind)
                return

    def comment(self, text: str, at: int, behind: int) -> None:
        """A comment."""
        self._run.marks.append(Mark("comment", self._length, self._length, at, behind, text))

    def finish(self) -> None:
        """No more text comes."""
        run = self._run
        for _, mark in self._open:
            mark.end, mark.last = self._length, max(mark.last, run.last)
        run.text = "".join(self._texts).rstrip()
        length = len(run.text)
        for mark in run.marks:
            mark.start, mark.end = min(mark.start, length), min(mark.end, length)
        run.pieces = [piece for piece in run.pieces if piece[0] < max(length, 1)]

    def _add(self, text: str, begin: int, end: int, *, exact: bool) -> None:
        self._run.pieces.append((self._length, begin, end, exact))
        self._texts.append(text)
        self._length += len(text)
