"""Looks through a repository for its postmortems, where they are not where the settings expect them."""

from __future__ import annotations

import glob
import os
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from connectors.markdown.discovery import Patterns
from sync.cli.project import Project
from sync.model.postmortem import Postmortem

FILES = 50_000
"""Names looked at before the search is given up: a repository that needs more can say where its postmortems are."""
CANDIDATES = 2_000
"""Documents that are read in full."""
CROWD = 3
"""Neighbouring folders with postmortems that make their parent the place of postmortems."""
HEAD = 64 * 1024
"""Bytes of a file in which its sections are looked for."""

_FOREIGN = frozenset(
    {
        *("node_modules", "bower_components", "vendor", "vendored", "third_party", "third-party"),
        *("external", "site-packages", "venv", "dist", "build", "target"),
    }
)
"""Folders of other people's work, and of what machines made."""

_MARKDOWN = ("**/*.md", "**/*.markdown")
_NAME = re.compile(
    r"post-?_? ?mortem|incident|outage|retro|\brcas?\b|root-?_? ?cause", re.IGNORECASE
)
_SECTION = re.compile(
    rb"^[ \t>#*_-]*(timeline|impact|root[ ]causes?|trigger|detection|resolution|contributing[ ]factors|lessons[ ]learned"
    rb"|what[ ]went[ ](?:well|wrong|badly))\b",
    re.IGNORECASE | re.MULTILINE,
)
"""Titles that postmortems share, whatever template they follow; two of them make a document one."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Where postmortems with action items were found."""

    patterns: tuple[str, ...]
    whole: bool
    """Whether everything was looked at."""


def survey(project: Project) -> Survey:
    """Search the tree below the root for Markdown files that look like postmortems and have action items."""
    wanted = Patterns(_MARKDOWN, project.settings.exclude)
    candidates: list[str] = []
    seen = 0
    for path in _walk(project.root):
        seen += 1
        if seen > FILES or len(candidates) >= CANDIDATES:
            break
        if wanted.match(path) and _looks_like_one(project.root, path):
            candidates.append(path)
    found = [
        one.path
        for one in project.documents().read(candidates)
        if isinstance(one, Postmortem) and one.items
    ]
    return Survey(patterns_for(found), whole=seen <= FILES and len(candidates) < CANDIDATES)


def patterns_for(paths: Sequence[str]) -> tuple[str, ...]:
    """The fewest patterns that say where these files are, without reaching far beyond them."""
    homes = {_home(PurePosixPath(path)) for path in paths}
    siblings = Counter(home.folder.parent for home in homes)
    crowded = {folder for folder, number in siblings.items() if number >= CROWD and folder.name}
    return tuple(sorted({_pattern(home, crowded) for home in homes}))


@dataclass(frozen=True, slots=True)
class _Home:
    """The folder that stands for a postmortem; a file at the root stands for itself."""

    folder: PurePosixPath
    suffix: str
    whole: bool
    """Whether everything below it belongs to postmortems."""


def _home(path: PurePosixPath) -> _Home:
    folders = path.parts[:-1]
    for depth, name in enumerate(folders, 1):
        if _NAME.search(name):
            return _Home(PurePosixPath(*folders[:depth]), path.suffix, whole=True)
    return _Home(path.parent, path.suffix, whole=False) if folders else _Home(path, "", whole=False)


def _pattern(home: _Home, crowded: Collection[PurePosixPath]) -> str:
    """A folder with a crowd of homes stands for all of them."""
    above = [folder for folder in home.folder.parents if folder in crowded]
    if above:
        return f"{_literal(above[-1])}/**/*{home.suffix}"
    if not home.suffix:
        return _literal(home.folder)
    return f"{_literal(home.folder)}/{'**/' if home.whole else ''}*{home.suffix}"


def _literal(path: PurePosixPath) -> str:
    return glob.escape(path.as_posix())


def _walk(root: Path) -> Iterator[str]:
    """Every file below `root`, in order, without hidden folders and links."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not _is_foreign(name))
        inside = Path(folder).relative_to(root)
        yield from ((inside / name).as_posix() for name in sorted(files))


def _is_foreign(folder: str) -> bool:
    return folder.startswith(".") or folder.lower() in _FOREIGN


def _looks_like_one(root: Path, path: str) -> bool:
    if _NAME.search(path):
        return True
    try:
        with (root / path).open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return False
    return len({found.lower() for found in _SECTION.findall(head)}) >= 2
