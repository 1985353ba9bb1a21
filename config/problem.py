"""What is wrong with the settings, said so that somebody can mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?<![A-Za-z0-9])(?:gh[pousr]_|github_pat_|ATATT|ATCTT|glpat-|xox[abp]-)[A-Za-z0-9_=-]{16,}"
    r"|-----BEGIN .*"
)
"""Well-known tokens: how they begin, and enough behind it that no word of people is taken for one."""
_ENDLESS = re.compile(r"\S{500,}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `path` is a file or the name of an environment variable; `line` counts from 1."""

    path: str
    line: int | None
    found: str
    remedy: str


class SettingsError(Exception):
    """The settings cannot be used; carries every problem, in the order of their lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda one: (one.path, one.line or 0)))
        super().__init__(
            "\n".join(
                f"{one.path}{f':{one.line}' if one.line else ''}: {one.found}; {one.remedy}"
                for one in self.problems
            )
        )


def is_token(text: str) -> bool:
    """Whether `text` holds what looks like a well-known kind of token."""
    return bool(_TOKEN.search(text))


def redacted(text: str) -> str:
    """`text` as it may be told: without tokens, and with endless words cut."""
    return _ENDLESS.sub(lambda word: f"{word[0][:100]}…", _TOKEN.sub("(a secret)", text))


def quoted(value: object, limit: int = 60) -> str:
    """What the user wrote, cut short, with control characters shown and not sent to the terminal.

    Tokens are not repeated, nor tables, which may hold some.
    """
    if isinstance(value, dict):
        return "a table"
    text = repr(value)
    if is_token(text):
        return "a secret"
    shown = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
