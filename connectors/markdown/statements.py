"""What the head of a document says of it under a name, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from connectors.markdown.dissect import label_at
from connectors.markdown.metadata_names import NAMES
from connectors.markdown.placeholders import is_placeholder
from connectors.markdown.views import Views
from sync.anatomy import Part, Section, Statement
from sync.folding import folded

_PUBLISHED: Final = frozenset(
    {
        "published",
        "publication date",
        "date published",
        "published on",
        "published at",
        "date of publication",
    }
)
_WANTED: Final = frozenset({"title", "date", "incident", "authors", "status", "severity"})
_ROW: Final = re.compile(
    r"[ \t>]*\|[ \t]*(?P<name>[^|\n]{2,40}?)[ \t]*\|[ \t]*(?P<text>[^|\n]*?)[ \t]*\|?[ \t]*"
)
_PAIR: Final = re.compile(r"(?P<name>[A-Za-z_][\w .-]{0,40})[ \t]*[:=][ \t]*(?P<text>.*?)[ \t]*")
_COMMENTED: Final = re.compile(r"(?:(?<=[\"'])|(?<=\w))\s+#.*$")
"""What YAML and TOML take for a remark."""
_MOST_LINES: Final = 80
_BRACKETS: Final = re.compile(
    r"(?<!\])\[(?:your|add|insert|date|name|names|problem|incident|current|list|describe|description|details|a brief|brief|link to)(?: [^\[\]\n]*|\(s\))\](?![(\[:])",
    re.IGNORECASE,
)
_ANGLES: Final = re.compile(
    r"<(?:add|insert|your|enter|fill|describe|names?|owners?|link|todo|tbd|who)\b[^<>=\n]*>",
    re.IGNORECASE,
)
_FORMATS: Final = re.compile(
    r"(?<!\w)(?:YYYY[-/]MM[-/]DD|DD[-/.]MM[-/.]YYYY|MM/DD/YYYY|HH:MM)(?!\w)"
)
"""A day or a time as a template asks for it."""


def leftovers(line: str, prose: str) -> Iterator[re.Match[str]]:
    """What a template left in a line, inside of other text; `prose` is the line without code and links."""
    if "[" in prose:
        yield from _BRACKETS.finditer(prose)
    if "<" in line:
        # A tag that nobody knows is code to Markdown; between backticks it is meant to be.
        yield from (
            one for one in _ANGLES.finditer(line) if line.count("`", 0, one.start()) % 2 == 0
        )
    if "YY" in prose or "HH" in prose:
        yield from _FORMATS.finditer(prose)


def statements(
    views: Views, sections: tuple[Section, ...], front: tuple[str, ...]
) -> tuple[Statement, ...]:
    """The statements of a head: front matter (its lines are `front`) first, then the lines before the first part."""
    found = [*_front(front), *_head(views, sections)]
    first = next((one for one in views.headings if one.title), None)
    if first is not None:
        place = (
            len(views.text[first.line - 1]) - len(views.text[first.line - 1].lstrip(" \t>#")) + 1
        )
        found.append(
            Statement("title", first.title, first.line, place, is_placeholder(first.title))
        )
    return tuple(found)


def _front(lines: tuple[str, ...]) -> Iterator[Statement]:
    for number, text in enumerate(lines, 1):
        match = _PAIR.fullmatch(text)
        if match is not None:
            plain = _COMMENTED.sub("", match["text"]).strip("[]\"' ")
            at = match.start("text") if plain else match.start("name")
            yield from _statement(match["name"], plain, number, at + 1)


def _head(views: Views, sections: tuple[Section, ...]) -> Iterator[Statement]:
    titles = {one.line for one in views.headings}
    headed = (one.line for one in sections if one.parts and one.line in titles)
    items = (one.line for one in sections if Part.ACTION_ITEMS in one.parts)
    end = min(*headed, *items, _MOST_LINES, _MOST_LINES)
    for number, text in enumerate(views.text[: end - 1], 1):
        if not text.strip():
            continue
        row = _ROW.fullmatch(text) if "|" in text else None
        if row is not None:
            plain = row["text"].strip("*_` ")
            at = row.start("text") if plain else row.start("name")
            yield from _statement(row["name"].strip("*_` :"), plain, number, at + 1)
            continue
        label = label_at(text, number)
        if label is not None:
            body = label.body
            at = (
                label.body_column + len(body) - len(body.lstrip())
                if body.strip()
                else label.column - 1
            )
            yield from _statement(label.title, body.strip(), number, at + 1)


def _statement(called: str, text: str, line: int, column: int) -> Iterator[Statement]:
    plain = folded(called)
    name = "published" if plain in _PUBLISHED else NAMES.get(plain)
    if name == "published" or name in _WANTED:
        told = "date" if name == "incident" else str(name)
        missing = _is_missing(text.strip("*_` "))
        yield Statement(told, text, line, column, missing)


def _is_missing(text: str) -> bool:
    """Whether a value is the template's; a lone letter or number may be a severity, or somebody's initial."""
    return len(text) > len("S1") and (is_placeholder(text) or _FORMATS.fullmatch(text) is not None)
