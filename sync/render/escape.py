"""Makes untrusted text safe for the place it goes to: a terminal, JSON that somebody looks at, a spreadsheet."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Final

_JOINERS: Final = "\u200c\u200d"
"""Invisible, but Persian and most emoji cannot be written without them."""

_DOUBTFUL: Final = re.compile(r"[^\x20-\x7e]")
_DOUBTFUL_IN_JSON: Final = re.compile(r"[^\n\x20-\x7e]")
_COMMAND: Final = re.compile(r"##\[|^\s*::")
_FORMULA: Final = tuple("=+-@＝＋－＠")
"""What makes a spreadsheet take a cell for a formula (the wide forms in East Asian locales)."""


def safe(text: str) -> str:
    r"""The text with everything escaped that a terminal obeys instead of showing.

    Control characters (of both sets, ANSI sequences among them), line ends of every kind, marks that turn the direction of
    writing, other invisible characters and lone surrogates become `\n`, `\x1b`, `\u202e`. The result is one line.

    So does what a runner of GitHub Actions obeys in anybody's output: `##[` anywhere in a line, `::` at the beginning of one.
    """
    return _COMMAND.sub(_disarmed, _DOUBTFUL.sub(_escaped, text))


def json_text(value: object) -> str:
    """`value` as indented JSON in which a terminal finds nothing to obey; other letters stay readable."""
    written = json.dumps(value, ensure_ascii=False, indent=2)
    return _DOUBTFUL_IN_JSON.sub(_json_escaped, written).replace("##[", "##\\u005b")


def json_line(value: object) -> str:
    """`value` as JSON on one line of ASCII, alike."""
    return json.dumps(value).replace("##[", "##\\u005b")


def csv_cell(text: str) -> str:
    r"""The text for a cell of CSV that may be opened in a spreadsheet.

    One that begins like a formula (`=`, `+`, `-`, `@`) gets an apostrophe in front, which spreadsheets take as "this is
    text"; a leading tab or line end, which hides such a beginning, is escaped like every control character, as `\t`.
    """
    shown = safe(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def _disarmed(found: re.Match[str]) -> str:
    return f"{found[0][:-1]}\\x{ord(found[0][-1]):02x}"


def _is_obeyed(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in _JOINERS


def _escaped(found: re.Match[str]) -> str:
    char = found[0]
    return char.encode("unicode_escape").decode("ascii") if _is_obeyed(char) else char


def _json_escaped(found: re.Match[str]) -> str:
    char = found[0]
    return json.dumps(char)[1:-1] if _is_obeyed(char) else char
