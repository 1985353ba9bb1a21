"""On which line of a TOML text a key stands.

The parser of the standard library tells no positions. It is asked instead of imitated: a text cut after any line parses
only where a statement ends, so the statement that brings a key is the one after which a parse shows it for the first time.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

Key: TypeAlias = Sequence[str | int]


class Positions:
    """Looks keys up in one text. Only made when there is a problem to tell, since it parses once per line."""

    def __init__(self, text: str) -> None:
        self._steps = list(_statements(text))

    def line_of(self, key: Key) -> int | None:
        """The 1-based line on which the statement begins that brings `key`, or the nearest part of it that exists."""
        for length in range(len(key), 0, -1):
            for line, document in self._steps:
                if _holds(document, key[:length]):
                    return line
        return None


def _statements(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Where each statement begins, and the document as it is with it."""
    lines = text.split("\n")
    begin = 0
    for end in range(1, len(lines) + 1):
        try:
            document = tomllib.loads("\n".join(lines[:end]))
        except tomllib.TOMLDecodeError:
            continue
        yield begin + 1, document
        begin = end


def _holds(document: Any, key: Key) -> bool:  # noqa: ANN401 - whatever TOML holds
    try:
        for part in key:
            document = document[part]
    except (KeyError, IndexError, TypeError):
        return False
    return True
