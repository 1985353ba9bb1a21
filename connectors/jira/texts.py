"""People's text on one line, within what Jira takes."""

from __future__ import annotations

import unicodedata
from typing import Final

LONGEST_SUMMARY: Final = 255
"""UTF-16 units, as Jira counts: "Summary can't exceed 255 characters."."""

_CONTROLS: Final = (*range(1, 32), *range(127, 160), 0x2028, 0x2029)
_NO_CONTROLS: Final[dict[int, str | None]] = {**dict.fromkeys(_CONTROLS, " "), 0: None}
_JOINER: Final = "\u200d"
_WORD_END: Final = 40
"""Characters before the cut in which the end of a word is looked for."""


def one_line(text: str) -> str:
    """The text without anything that breaks a line, and storable as UTF-8."""
    storable = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join(storable.translate(_NO_CONTROLS).split(" ")).strip()


def units(text: str) -> int:
    """How long Jira finds it: UTF-16 units."""
    return len(text) + sum(ord(char) > 0xFFFF for char in text)


def summary(text: str) -> str:
    """One line of at most 255 characters; what is longer is cut between two signs, if possible between two words."""
    return shortened(one_line(text), LONGEST_SUMMARY)


def shortened(text: str, room: int) -> str:
    """The text within `room` UTF-16 units, with a sign where it was cut."""
    if units(text) <= room:
        return text
    end = min(len(text), max(room - 1, 0))
    while end > 0 and (units(text[:end]) > room - 1 or not _is_border(text, end)):
        end -= 1
    blank = text.rfind(" ", max(end - _WORD_END, 1), end + 1)
    return f"{text[: blank if blank > 0 else end].rstrip()}…" if room > 0 else ""


def _is_border(text: str, place: int) -> bool:
    """Whether no sign that people see reaches over that place."""
    if place >= len(text):
        return True
    following, before = text[place], text[place - 1]
    joined = _JOINER in (following, before) or unicodedata.combining(following)
    modified = unicodedata.category(following) in ("Mn", "Me", "Sk") and ord(following) > 0xFF
    flags = _is_flag(following) and _is_flag(before)
    return not (joined or modified or flags)


def _is_flag(char: str) -> bool:
    return 0x1F1E6 <= ord(char) <= 0x1F1FF
