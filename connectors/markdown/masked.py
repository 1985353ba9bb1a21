"""What the parser is given of a document: the same number of bytes, with what is no text for it blanked out.

Containers (`:::note`), templates' tags (`<% end %>`) and comments of MDX are markup of other tools, and would be read as text.
"""

from __future__ import annotations

import re
from typing import Final

from connectors.markdown.rows import without_tabs
from sync.folding import folded
from sync.title_words import Section
from sync.vocabulary import Vocabulary

_FOREIGN_LINE: Final = re.compile(
    r"^(?P<lead>[ \t>]*)(?::{3,}[^\n:]*(?<![ \t])|<%[^\n]*%>|\{%[^\n]*%\})(?=[ \t]*\r?$)",
    re.MULTILINE,
)
_COMMENT: Final = re.compile(r"^[ \t]*\{/\*", re.MULTILINE)
_COMMENT_END: Final = "*/}"
_SHOWN: Final = re.compile(r"\S")
_LABEL: Final = re.compile(
    r"(?<=\n)(?P<mark>\*\*|__)(?P<title>[^\n*_]{2,60}?)(?::(?P=mark)|(?P=mark):?)[ \t]*(?=\r?\n|\Z)"
)
_ENTRY: Final = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")


def masked(text: str, vocabulary: Vocabulary) -> str:
    """The text for the parser."""
    text = without_tabs(text)
    if ":::" in text or "%>" in text or "%}" in text:
        text = _FOREIGN_LINE.sub(_blank, text)
    if "{/*" in text:
        text = _without_comments(text)
    return _with_headings(text, vocabulary) if "**" in text or "__" in text else text


def _blank(match: re.Match[str]) -> str:
    text, lead = match.string, match["lead"]
    before = text[text.rfind("\n", 0, max(match.start() - 1, 0)) + 1 : match.start()]
    if "|" in before:
        return match.group()  # A blank line would end the table.
    return lead + _blanked(match.group()[len(lead) :])


def _blanked(text: str) -> str:
    return _SHOWN.sub(lambda char: " " * len(char.group().encode()), text)


def _without_comments(text: str) -> str:
    """Comments that stand on lines of their own; elsewhere they may be code."""
    parts: list[str] = []
    position = 0
    for match in _COMMENT.finditer(text):
        end = text.find(_COMMENT_END, match.end())
        if end < 0:
            break
        if match.start() < position:
            continue
        end += len(_COMMENT_END)
        if "```" in text[match.start() : end]:
            continue  # One of its ends stands in code.
        parts += [text[position : match.start()], _blanked(text[match.start() : end])]
        position = end
    return "".join([*parts, text[position:]])


def _with_headings(text: str, vocabulary: Vocabulary) -> str:
    """Labels right below a list as headings: the format takes them for text of the last entry, and nobody means that."""

    def heading(match: re.Match[str]) -> str:
        title = match["title"]
        told = vocabulary.title(title)
        parts = told.exact and told.section is not Section.UNKNOWN
        if not parts or _is_small(title, vocabulary) or not _below_list(text, match):
            return match.group()
        marks = len(match.group()) - len(title)
        return f"{'#' * (marks - 1)} {title}" if marks <= _DEEPEST else match.group()

    return _LABEL.sub(heading, text)


_DEEPEST: Final = 6
_PARTS: Final = frozenset(
    ["timeline", "lessons", "learnings", "references", "appendix", "actions", "todo", "todos"]
)


def _is_small(title: str, vocabulary: Vocabulary) -> bool:
    """Whether a title may as well be a group of items, or a field of one: `Mitigation`, `Owner`."""
    return vocabulary.is_theme(title) or (" " not in title.strip() and folded(title) not in _PARTS)


def _below_list(text: str, match: re.Match[str]) -> bool:
    """Whether the lines right above, up to the next blank one, belong to a list."""
    end = match.start() - 1
    for _ in range(_MOST_LINES):
        start = text.rfind("\n", 0, end) + 1
        line = text[start:end]
        if not line.strip():
            return False
        if _ENTRY.match(line):
            return True
        end = start - 1
        if end < 0:
            return False
    return False


_MOST_LINES: Final = 40
"""Of an entry that are looked at to find its beginning."""
