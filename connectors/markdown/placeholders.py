"""Text that a template left behind: `[Describe …]`, `<owner>`, `TODO`, `…`."""

from __future__ import annotations

import re
from typing import Final

_BRACKETED: Final = re.compile(r"(?:\[[^\[\]]*\]|<[^<>]*>|\{\{?[^{}]*\}\}?|[\s.…_,:;|/-])+")
# Each alternative begins with another character, so that nothing is tried twice.
_WORDS: Final = re.compile(
    r"(?:action(?: item)?|item|task|description|action item description|follow[- ]?up|describe the action|example(?: action)?(?: item)?)?\s*(?:\d+|[a-zA-Z]|#\d*|\.{3}|…)?[:.]?",
    re.IGNORECASE,
)
_FILLERS: Final = re.compile(
    r"(?:todo|tbd|tba|tbc|fixme|xxx|lorem ipsum.*|placeholder.*|your text here|fill in.*|add (?:action )?items? here.*|\?+)[.:]?",
    re.IGNORECASE,
)
_LONGEST: Final = 300
_MOST_WORDS: Final = 5
_FILLER_STARTS: Final = ("lore", "plac", "fill", "your")
_OPENERS: Final = "[<{_.…-/|"


def is_placeholder(text: str) -> bool:
    """Whether a title is nothing but what somebody was meant to replace."""
    plain = text.strip()
    if not plain or len(plain) > _LONGEST:
        return False
    if plain[0] in _OPENERS:
        return _BRACKETED.fullmatch(plain) is not None
    if plain.count(" ") < _MOST_WORDS or plain[:4].lower() in _FILLER_STARTS:
        return _WORDS.fullmatch(plain) is not None or _FILLERS.fullmatch(plain) is not None
    return False
