"""Titles of issues: as they are sent, and as people see them."""

from __future__ import annotations

from typing import Final

from sync.harmless import GAP, one_line, quietened

LONGEST_TITLE: Final = 256
"""Characters; the REST API refuses more."""


def title(text: str) -> str:
    """A title of at most 256 characters in which nobody is mentioned and nothing referred to."""
    quiet = quietened(one_line(text))
    return quiet if len(quiet) <= LONGEST_TITLE else f"{quiet[: LONGEST_TITLE - 1]}…"


def shown_title(text: str) -> str:
    """A title as people see it, without the invisible signs that `title` put there."""
    return one_line(text.replace(GAP, ""))
