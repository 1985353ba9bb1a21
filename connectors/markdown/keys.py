"""Fields in running text: `Owner: @x`, `due 2026-12-15`, `担当: platform`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sync.words import FIELD_WORDS, FIELD_WORDS_WITHOUT_COLON, Column


@dataclass(frozen=True, slots=True)
class Key:
    """The name of a field, written at `text[start:end]` together with its colon."""

    field: Column
    start: int
    end: int


def _alternatives(words: tuple[str, ...]) -> str:
    return "|".join(
        re.escape(word).replace("\\ ", r"\s+") for word in sorted(words, key=len, reverse=True)
    )


_ALL: Final = {word: Column(field) for field, words in FIELD_WORDS.items() for word in words}
_KEY: Final = re.compile(
    rf"(?<![\w@/#.-])(?:(?P<word>{_alternatives(tuple(_ALL))})\**\s*[:=：]\**\s*"
    rf"|(?P<bare>{_alternatives(FIELD_WORDS_WITHOUT_COLON)})\s+)",
    re.IGNORECASE,
)
_HINT: Final = re.compile(
    rf"[:=：]|{'|'.join(dict.fromkeys(word.split()[0] for word in FIELD_WORDS_WITHOUT_COLON))}",
    re.IGNORECASE,
)
"""One of these is in every key, and in few texts."""


_LONGEST_KEY: Final = 2 * max(map(len, _ALL))
"""Characters in which the colon of a key comes, with room for blanks and markup."""


def key_at(text: str, start: int = 0, end: int | None = None) -> Key | None:
    """The key that begins at `start`; None if none does."""
    stop = len(text) if end is None else end
    if _HINT.search(text, start, min(start + _LONGEST_KEY, stop)) is None:
        return None
    match = _KEY.match(text, start, stop)
    return None if match is None else _key(match)


def last_key(text: str, start: int, end: int) -> Key | None:
    """The last key in `text[start:end]`; None if there is none."""
    if _HINT.search(text, start, end) is None:
        return None
    found: Key | None = None
    for match in _KEY.finditer(text, start, end):
        found = _key(match)
    return found


def _key(match: re.Match[str]) -> Key:
    word = " ".join((match["word"] or match["bare"]).casefold().split())
    return Key(_ALL[word], match.start(), match.end())
