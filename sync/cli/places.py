"""Items as a person names them on the command line: `PATH:LINE`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from sync.cli.options import Scope
from sync.errors import Problem, UserError
from sync.model.postmortem import Postmortem
from sync.policy import Policy, Side, Take

_AT_LINE: Final = re.compile(r".+:[0-9]+")


def place_of(text: str, root: Path, here: Path, option: str = "--new") -> tuple[str, int]:
    """Path relative to `root`, and line. A path is looked for from `here`, like any other, then from the root, as
    `pm-sync items` shows it. Raises `UserError`.
    """
    path, _, line = text.rpartition(":")
    if not path or not (line.isascii() and line.isdecimal()):
        raise UserError(f"{option} {text}: name an item as PATH:LINE, as `pm-sync items` shows it")
    absolute = Path(os.path.normpath(here / path))
    if absolute.exists() and absolute.is_relative_to(root):
        return absolute.relative_to(root).as_posix(), int(line)
    return Path(os.path.normpath(path)).as_posix(), int(line)


def with_places(scope: Scope) -> Scope:
    """`--take SIDE PATH:LINE` means that item: the run is about its document."""
    if scope.take is None:
        return scope
    at = [path for path in scope.paths if _AT_LINE.fullmatch(str(path)) and not path.exists()]
    documents = [Path(str(path).rpartition(":")[0]) if path in at else path for path in scope.paths]
    paths = tuple(dict.fromkeys(documents))
    return replace(scope, paths=paths, take_at=tuple(str(path) for path in at))


def take_of(scope: Scope, root: Path, here: Path) -> Take | None:
    """Which side wins, and where."""
    if scope.take is None:
        return None
    places = frozenset(place_of(text, root, here, "--take") for text in scope.take_at)
    return Take(Side(scope.take), places)


def refuse_unknown(policy: Policy, postmortems: Sequence[Postmortem]) -> None:
    """Raise `UserError` for every place at which no item begins: naming it would silently change nothing."""
    lines = {one.path: [item.line for item in one.items] for one in postmortems}
    named = [("--new", place) for place in policy.force_new]
    named += [("--take", place) for place in (policy.take.places if policy.take else ())]
    problems = [
        Problem(path, line, *_trouble(option, lines.get(path)))
        for option, (path, line) in sorted(named)
        if line not in lines.get(path, ())
    ]
    if problems:
        raise UserError(problems)


def _trouble(option: str, lines: Iterable[int] | None) -> tuple[str, str]:
    if lines is None:
        return f"{option} names a document that was not read", "name it as `pm-sync items` shows it"
    shown = ", ".join(str(line) for line in lines)
    if not shown:
        return f"{option} names a document without action items", "see `pm-sync items --explain`"
    return f"no action item begins on the line that {option} names", f"items begin on {shown}"
