"""Several names of one file: through links they are one document, and hard links cannot be told apart after an edit."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Aliases:
    """What among some paths is another name of one of them."""

    linked: dict[str, str] = field(default_factory=dict)
    """Names through symbolic links, of the file or of a folder above it, and the name that counts."""
    hard: dict[str, str] = field(default_factory=dict)
    """Names of one file by hard links, each with another of them: an edit would part them."""


def aliases(root: Path, paths: Collection[str]) -> Aliases:
    """Find them; a file that cannot be looked at has no other name."""
    found = Aliases()
    home = root.resolve()
    files: dict[tuple[int, int], list[str]] = defaultdict(list)
    for path in sorted(paths):
        try:
            status = (home / path).stat()
        except (OSError, ValueError):
            continue
        files[status.st_dev, status.st_ino].append(path)
    for names in files.values():
        if len(names) > 1:
            _sort_out(home, names, found)
    return found


def _sort_out(home: Path, names: list[str], found: Aliases) -> None:
    real = {path: os.path.realpath(home / path) for path in names}
    first: dict[str, str] = {}
    for path in sorted(names, key=lambda path: real[path] != str(home / path)):
        target = first.setdefault(real[path], path)
        if target != path:
            found.linked[path] = target
    hard = list(first.values())
    for path, other in zip(hard, [*hard[1:], hard[0]], strict=True):
        if path != other:
            found.hard[path] = other
