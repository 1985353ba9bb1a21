"""Numbers at the beginning of an item that has a heading, or a paragraph in bold: `AI-1:`, `Action item #2:`, `3.`, `#4:`."""

from __future__ import annotations

import re
from typing import Final

from connectors.markdown.inline import Run, sliced

_NAMED: Final = r"(?:AI|Action|Action item|Item|Task)[ -]?#?\d{1,3}(?=\s*(?:[).:(–—-]|$))|[A-Z]{1,2}-?\d{1,3}[).:](?=\s)"
_PLAIN: Final = r"\(?\d{1,3}(?:\.\d{1,2})?[).:](?=\s|$)|\d{1,2}\.\d{1,2}(?=\s)|#\d{1,3}\b|Step \d{1,2}(?=[.:)]|\s[–—-])"
ITEM_NUMBER: Final = re.compile(rf"\s*(?:{_NAMED})", re.IGNORECASE)
"""The number of an item, which no group has."""
ANY_NUMBER: Final = re.compile(rf"\s*(?:{_NAMED}|{_PLAIN})", re.IGNORECASE)
"""A number that groups may have as well."""
_WHOLE: Final = re.compile(
    rf"\s*(?:(?:{_NAMED})(?:\s*\([^()]{{1,20}}\)\s?:|[).:]|\s[–—-](?=\s))?|(?:{_PLAIN})(?:[.:)]|\s[–—-](?=\s))?)\s*",
    re.IGNORECASE,
)
_IN_BOLD: Final = re.compile(rf"(?:\*{{2,3}}|__)\s*(?:{_NAMED}|{_PLAIN})".encode(), re.IGNORECASE)


def begins_bold(data: bytes, start: int) -> bool:
    """Whether a paragraph begins in bold with the number of an item."""
    return _IN_BOLD.match(data, start) is not None


def without_number(run: Run) -> Run:
    """The text behind its number; all of it if nothing would be left."""
    match = _WHOLE.match(run.text)
    if match is None or match.end() == len(run.text):
        return run
    return sliced(run, match.end(), len(run.text))
