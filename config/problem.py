"""What is wrong with the settings, said so that somebody can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


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


def quoted(value: object, limit: int = 60) -> str:
    """What the user wrote, cut short, with control characters shown and not sent to the terminal."""
    text = repr(value)
    shown = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
