"""People's text made harmless for Markdown that GitHub shows: nobody is notified, nothing is linked, nothing is taken for markup.

GitHub has no escape for mentions and references; a zero-width space behind the sign keeps it from seeing one.
"""

from __future__ import annotations

import re
from typing import Final

from sync.references import urls

GAP: Final = "\u200b"
_SIGNS: Final = re.compile(r"@(?=[\w-])|#(?=\d)|\bGH-(?=\d)", re.IGNORECASE)
_BARE: Final = re.compile(r"\bhttps?:(?=//)|\bwww(?=\.)", re.IGNORECASE)
"""What GitHub makes a link of although nobody marked it as one."""

_CONTROLS: Final = (*range(1, 32), *range(127, 160), 0x2028, 0x2029)
_NO_CONTROLS: Final[dict[int, str | None]] = {**dict.fromkeys(_CONTROLS, " "), 0: None}
_TRACKED: Final = re.compile(
    r"/(?:issues|pull|pulls|commit|discussions|compare|releases)(?:/|$|\?|#)|/orgs/[^/]+/teams/",
    re.IGNORECASE,
)
_MARKUP: Final = re.compile(r"[\\`*_\[\]~|$<>&]")
_ENTITIES: Final = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_BEGINNING: Final = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[#+=-]))")
"""What makes a heading, a list or a rule of a line that begins with it."""


def one_line(text: str) -> str:
    """The text without anything that breaks a line, and storable as UTF-8."""
    storable = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join(storable.translate(_NO_CONTROLS).split(" ")).strip()


def quietened(text: str) -> str:
    """The text with mentions and references that GitHub does not see as such."""
    return _SIGNS.sub(lambda match: match[0] + GAP, text)


def plain(text: str) -> str:
    """The text in Markdown that shows it as it is, on one line; URLs stay links unless they would leave a trace elsewhere."""
    line = one_line(text)
    parts: list[str] = []
    position = 0
    for start, end in urls(line):
        parts.append(_escaped(line[position:start]))
        parts.append(_url(line[start:end]))
        position = end
    parts.append(_escaped(line[position:]))
    return _BEGINNING.sub(r"\1\\", "".join(parts))


def code(text: str) -> str:
    """The text as a span of code, on one line."""
    line = one_line(text)
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest or not line.strip() else ""
    return f"{fence}{pad}{line}{pad}{fence}" if line else ""


def _url(url: str) -> str:
    """A link; one that GitHub would note at its target is shown as code."""
    return code(url) if _TRACKED.search(url) else f"<{url}>"


def _escaped(text: str) -> str:
    signs = _MARKUP.sub(lambda match: _ENTITIES.get(match[0], f"\\{match[0]}"), text)
    return quietened(_BARE.sub(lambda match: match[0] + GAP, signs))
