"""The last guard of restricted documents: words of theirs that no log line and no error repeats, wherever they come from.

What commands print is without them by its making; this catches what an error of anybody carries along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

INSTEAD: Final = "(restricted)"

_LEAST: Final = 3
"""Characters; what is shorter is found in every sentence."""

_words: set[str] = set()
_compiled: list[re.Pattern[str]] = []


def keep_quiet(words: Iterable[str]) -> None:
    """Repeat none of these from now on."""
    _words.update(word for word in map(str.strip, words) if len(word) >= _LEAST)
    _compiled.clear()


def forget() -> None:
    """Begin anew: the process goes on to another command."""
    _words.clear()
    _compiled.clear()


def quiet(text: str) -> str:
    """The text without them."""
    if not _words:
        return text
    if not _compiled:
        longest_first = sorted(_words, key=len, reverse=True)
        either = "|".join(map(re.escape, longest_first))
        _compiled.append(re.compile(rf"(?<!\w)(?:{either})(?!\w)"))
    return _compiled[0].sub(INSTEAD, text)
