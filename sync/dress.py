"""How a word is written in the place of a mark: in its bold, its capitals, its brackets."""

from __future__ import annotations

import re
from typing import Final


def dressed(mark: str, word: str) -> str:
    """`word` in the dress of the mark that it replaces: bold, capitals; in brackets where that was a sign."""
    match = _DRESS.fullmatch(mark)
    before, bare, behind = match.groups() if match else ("", mark, "")
    letters = [char for char in bare if char.isalpha()]
    if bare and not letters:
        return f"({word})"
    if letters and all(char.isupper() for char in letters):
        word = word.upper()
    elif bare[:1].isupper():
        word = word[:1].upper() + word[1:]
    return f"{before}{word}{behind}" if before and behind else word


_DRESS: Final = re.compile(r"((?:[*_]|<\w+>)*)(.*?)(:?(?:[*_]|</\w+>)*)")
"""Markup before a word, the word, and markup behind it."""
