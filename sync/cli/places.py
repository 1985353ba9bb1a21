"""Items as a person names them on the command line: `PATH:LINE`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from sync.errors import Problem, UserError
from sync.model.postmortem import Postmortem


def place_of(text: str, root: Path, here: Path) -> tuple[str, int]:
    """Path relative to `root`, and line. A path is looked for from `here`, like any other, then from the root, as
    `pm-sync items` shows it. Raises `UserError`.
    """
    path, _, line = text.rpartition(":")
    if not path or not (line.isascii() and line.isdecimal()):
        raise UserError(f"--new {text}: name an item as PATH:LINE, as `pm-sync items` shows it")
    absolute = Path(os.path.normpath(here / path))
    if absolute.exists() and absolute.is_relative_to(root):
        return absolute.relative_to(root).as_posix(), int(line)
    return Path(os.path.normpath(path)).as_posix(), int(line)


def refuse_unknown(places: Iterable[tuple[str, int]], postmortems: Sequence[Postmortem]) -> None:
    """Raise `UserError` for every place at which no item begins: it would silently change nothing."""
    lines = {one.path: [item.line for item in one.items] for one in postmortems}
    problems = [
        Problem(path, line, *_trouble(lines.get(path)))
        for path, line in sorted(places)
        if line not in lines.get(path, ())
    ]
    if problems:
        raise UserError(problems)


def _trouble(lines: list[int] | None) -> tuple[str, str]:
    if lines is None:
        return "--new names a document that was not read", "name it as `pm-sync items` shows it"
    if not lines:
        return "--new names a document without action items", "see `pm-sync items --explain`"
    shown = ", ".join(str(line) for line in lines)
    return "no action item begins on the line that --new names", f"items begin on {shown}"
