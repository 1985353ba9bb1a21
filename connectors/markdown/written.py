"""How references and status words are written, safely for where they go."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

from sync.errors import EditRefused
from sync.model.action import Field, WriteCell
from sync.model.postmortem import Status

_BREAKING = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_BRACKETS = re.compile(r"([\[\]\\])")
_PIPE = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written at one item."""

    line: int
    title: str
    reference: str | None = None
    status: str | None = None
    means: Status | None = None
    link: WriteCell | None = None
    values: tuple[WriteCell, ...] = ()
    """Owner, priority, due date."""


def wanted(
    path: str, line: int, title: str, cells: list[WriteCell], *, in_html: bool = False
) -> Wanted:
    """What `cells`, all of one item, ask for. Raises `EditRefused` for text that would break a line."""
    reference = status = None
    means: Status | None = None
    link: WriteCell | None = None
    values: list[WriteCell] = []
    for cell in cells:
        check_printable(path, line, cell)
        if cell.field is Field.TICKET:
            write = html_reference if in_html else written_reference
            reference, link = write(cell.new, cell.url), cell
        elif cell.field is Field.STATUS:
            status, means = cell.new, cell.status
        else:
            values.append(cell)
    return Wanted(line, title, reference, status, means, link, tuple(values))


def check_printable(path: str, line: int, cell: WriteCell) -> None:
    """Raise `EditRefused` for text that would break a line."""
    if _BREAKING.search(cell.new) or _BREAKING.search(cell.url or ""):
        raise EditRefused(path, f"line {line}: {cell.new!r} holds control characters")


def written_reference(label: str, url: str | None) -> str:
    """`[#12](https://…)`, or the bare label of a ticket without a page."""
    if url is None:
        return label
    return f"[{escaped_label(label)}]({link_target(url)})"


def escaped_label(label: str) -> str:
    """The label as it stands between the brackets of a link."""
    return _BRACKETS.sub(r"\\\1", label)


def link_target(url: str) -> str:
    """The URL as it stands between the parentheses of a link."""
    return f"<{url}>" if re.search(r"[()\s]", url) else url


def html_reference(label: str, url: str | None) -> str:
    """`<a href="https://…">#12</a>`, or the bare label of a ticket without a page."""
    shown = html.escape(label, quote=False)
    return shown if url is None else f'<a href="{html.escape(url)}">{shown}</a>'


def in_cell(text: str) -> str:
    """The text for a table cell, where a bare pipe would begin the next one."""
    return _PIPE.sub(r"\\|", text)


def width(text: str) -> int:
    """Columns that the text takes on a screen, as editors align tables."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
