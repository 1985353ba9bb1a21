"""The form in which words are compared."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

LONGEST_TITLE: Final = 120
"""Characters; what is longer is prose."""
_SPACE: Final = re.compile(r"[\s\-_\u2010-\u2015]+")
_NUMBERING: Final = re.compile(
    r"^(?:(?:phase|part|section|step|teil|partie|parte)\s+)?(?:\d+(?:\.\d+)*|[ivx]+|[a-z])[.):]\s+|^[一二三四五六七八九十]{1,3}[、.．]\s*"
)


def folded(text: str) -> str:
    """The form in which words are compared: case, numbering, dashes, emoji and punctuation at the edges do not count."""
    return _folded_once(text) if len(text) <= LONGEST_TITLE else _folded(text)


def _folded(text: str) -> str:
    plain = text.casefold().replace("’", "'").replace("\ufe0f", "").strip()
    plain = _NUMBERING.sub("", plain)
    start, end = 0, len(plain)
    while start < end and not (plain[start].isalnum() or plain[start] in "_#?'"):
        start += 1
    while end > start and not (plain[end - 1].isalnum() or plain[end - 1] in "_#?')"):
        end -= 1
    plain = plain[start:end]
    return _SPACE.sub(" ", plain).replace("&", "and").strip()


_folded_once = lru_cache(maxsize=8192)(_folded)
