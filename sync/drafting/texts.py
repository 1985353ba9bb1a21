"""A title that somebody typed, made fit for each place it goes to: a line, Markdown, data, the name of a file."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Final

LONGEST: Final = 300
"""Characters of a title; what is longer is the summary."""
_LONGEST_SLUG: Final = 60
_LONGEST_NAME: Final = 100
_NO_NAME: Final = "incident"

_MARKUP: Final = re.compile(r"[\\`*\[\]<>&~|$]|(?<!\w)_|_(?!\w)")
_HASHES: Final = re.compile(r"^#|#+$")
_UNSAFE: Final = re.compile(r'[<>:"/\\|?*]+')
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Names that Windows gives to devices, whatever follows a dot behind them."""
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}
)


def one_line(text: str) -> str:
    """The text without line ends, control characters and marks that nobody sees."""
    shown = (
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Zs") else char
        for char in text
        if unicodedata.category(char) not in ("Cf", "Cs", "Co", "Cn")
    )
    return " ".join("".join(shown).split())


def in_markdown(text: str) -> str:
    """One line of text that Markdown shows as it is, in a title, a paragraph or a cell."""
    escaped = _MARKUP.sub(lambda match: f"\\{match[0]}", text)
    return _HASHES.sub(lambda match: "".join(f"\\{char}" for char in match[0]), escaped)


def in_data(text: str) -> str:
    """The text as a quoted string, which YAML and TOML read alike."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def words_of(text: str) -> list[str]:
    """The words of a title in ASCII, as far as it has such letters."""
    plain = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", ""))
    ascii_only = plain.translate(_LETTERS).lower().translate(_LETTERS)
    return re.findall(
        r"[a-z0-9]+",
        "".join(char for char in ascii_only if not unicodedata.combining(char)),
    )


def slug(words: list[str], joint: str = "-") -> str:
    """The words as a part of a file's name: at most 60 characters, cut at a word where there is one."""
    kept = ""
    for word in words:
        longer = f"{kept}{joint}{word}" if kept else word[:_LONGEST_SLUG]
        if len(longer) > _LONGEST_SLUG:
            break
        kept = longer
    if not kept or _RESERVED.fullmatch(kept):
        return f"{_NO_NAME}{joint}{kept}" if kept else _NO_NAME
    return kept


def in_name(text: str) -> str:
    """The title with its own words and blanks, as far as every file system takes them."""
    name = " ".join(_UNSAFE.sub(" ", text).split()).strip(". ")
    while len(name.encode()) > _LONGEST_NAME:
        name = name.rpartition(" ")[0] or name[: len(name) // 2]
    return name.strip(". ") or _NO_NAME.capitalize()
