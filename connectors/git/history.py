"""When files were first committed, from one walk through the history."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path, PurePosixPath

from connectors.git.process import GitFailed, git

_COMMIT = re.compile(r"\x01(?P<day>\S+) (?P<parents>[0-9a-f ]*)$")
"""What the format below prints for a commit; no path of a document begins with a control character."""


def first_commits(top: Path, paths: Collection[str]) -> Mapping[str, date]:
    """The day on which each of `paths` (relative to `top`) was first committed, also under an earlier name.

    Left out is what was never committed, and what a shallow clone cannot tell: there, the oldest commit seems to
    add every file. Raises `GitFailed`.
    """
    if not paths or not _has_commits(top):
        return {}
    shallow = git(top, "rev-parse", "--is-shallow-repository").strip() == "true"
    days: dict[str, date] = {}
    log = git(
        top,
        "log",
        "--reverse",
        "--no-ext-diff",
        "--find-renames",
        "--diff-filter=AR",
        "--name-status",
        "--format=%x01%aI %P",
        "-z",
        "HEAD",
        "--",
        *_alike(paths),
    )
    for day, old, new in _additions(log, roots_known=not shallow):
        days.setdefault(new, days.get(old, day))
    return {path: days[path] for path in paths if path in days}


def _has_commits(top: Path) -> bool:
    try:
        git(top, "rev-parse", "--quiet", "--verify", "HEAD")
    except GitFailed:
        return False
    return True


def _alike(paths: Collection[str]) -> list[str]:
    """Patterns for files of these kinds: narrow enough to be fast, wide enough to see a file before it was moved."""
    kinds = {PurePosixPath(path).suffix for path in paths}
    plain = all(kind.removeprefix(".").isalnum() for kind in kinds)
    return [f"*{kind}" for kind in sorted(kinds)] if plain else []


def _additions(log: str, *, roots_known: bool) -> Iterator[tuple[date, str, str]]:
    """Day, earlier path and path of each file that came to be, oldest first; without a rename both paths are the same."""
    day: date | None = None
    fields = iter(log.split("\0"))
    for field in fields:
        commit = _COMMIT.search(field)
        if commit:
            known = bool(commit["parents"].strip()) or roots_known
            day = datetime.fromisoformat(commit["day"]).date() if known else None
            continue
        kind = field.lstrip("\n")[:1]
        if kind not in ("A", "R"):
            continue
        old = next(fields)
        new = next(fields) if kind == "R" else old
        if day is not None:
            yield day, old, new
