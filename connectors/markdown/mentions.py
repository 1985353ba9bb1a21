"""References that a sentence only mentions: what blocks the item, what caused the incident."""

from __future__ import annotations

import re
from typing import Final

_BEFORE: Final = 40
"""Characters in front of a reference that are looked at."""
_OF_SOMETHING_ELSE: Final = re.compile(
    r"(?:\b(?:blocked (?:by|on)|waiting (?:for|on)|caused by|reverts?|reverted|reverting|introduced (?:by|in)"
    r"|regress(?:ed|ion) (?:by|from|in|of)|because of|due to|depends on|depending on|broken? (?:by|in)|broke in"
    r"|unlike|same as|like the one in|as (?:discussed|described|seen|noted|mentioned|proposed|suggested) (?:in|at)|once|(?:that|which) (?:was|were|is) (?:fixed|added|introduced|reverted|changed|removed) (?:in|by)|follow[- ]?up (?:of|to)|similar to|in addition to|triggered by|came from)|\((?:was|related:?|related to))(?: (?:the|issue|pr|pull request|ticket|bug))*[\s\"'`*_]*$",
    re.IGNORECASE,
)


def is_mention(text: str, start: int) -> bool:
    """Whether the reference at `start` is merely mentioned, and is no ticket of the item."""
    return _OF_SOMETHING_ELSE.search(text, max(0, start - _BEFORE), start) is not None
