"""Which files are postmortems: patterns of the settings, and paths of the command line."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from wcmatch import glob

from sync.errors import Problem, UserError

_FLAGS = glob.GLOBSTAR | glob.DOTGLOB | glob.FORCEUNIX
_WILD = re.compile(r"[*?\[\]{}!\\]")
_NEVER = frozenset({".git", ".pm-sync"})


class Patterns:
    """Globs relative to the root: `*` stays in a folder, `**` goes through any number of them."""

    def __init__(self, documents: Sequence[str], exclude: Sequence[str] = ()) -> None:
        self._starts = tuple(dict.fromkeys(_literal(pattern) for pattern in documents))
        self._wanted = _compiled(documents)
        self._unwanted = _compiled(exclude)
        self._endings = tuple({_ending(pattern) for pattern in documents} - {""})

    def match(self, path: str) -> bool:
        """Whether the file at `path`, with forward slashes, is a postmortem."""
        return any(one.match(path) for one in self._wanted) and not any(
            one.match(path) for one in self._unwanted
        )

    def walk(
        self, root: Path, unlisted: Callable[[str, OSError], None] | None = None
    ) -> Iterator[str]:
        """The paths of all matching files, in no order. Folders behind symbolic links are not entered.

        A folder that has the name of a file is among them, so that whoever reads it can tell.
        `unlisted` is told every folder whose files cannot be seen, with the reason.
        """
        seen: set[str] = set()
        for start in self._starts:
            for path in _files(root, start, unlisted, self._endings):
                if path not in seen and self.match(path):
                    seen.add(path)
                    yield path


def named_paths(
    root: Path, here: Path, paths: Sequence[Path], patterns: Patterns
) -> tuple[str, ...]:
    """The files that `paths` of the command line mean: a file itself, of a folder the matching files in it.

    Raises `UserError` with every path that is missing, outside the root, or a folder without postmortems.
    """
    home = root.resolve()
    found: dict[str, None] = {}
    problems: list[Problem] = []
    for path in paths:
        absolute = Path(os.path.normpath(here / path))
        relative = _relative(absolute, root, home)
        if relative is None:
            problems.append(
                Problem(str(path), None, f"it lies outside of {root}", "name files below it")
            )
        elif absolute.is_dir():
            inside = [one for one in _files(root, relative) if patterns.match(one)]
            found |= dict.fromkeys(sorted(inside))
            if not inside:
                remedy = "name a file, or change `documents`"
                problems.append(
                    Problem(str(path), None, "no postmortems are in this folder", remedy)
                )
        elif os.path.lexists(absolute):
            found[relative] = None
        else:
            problems.append(Problem(str(path), None, "there is no such file", "check the name"))
    if problems:
        raise UserError(problems)
    return tuple(found)


def _relative(path: Path, root: Path, home: Path) -> str | None:
    for base in (root, home):
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    real = Path(os.path.realpath(path.parent)) / path.name
    return real.relative_to(home).as_posix() if real.is_relative_to(home) else None


def _files(
    root: Path,
    start: str,
    unlisted: Callable[[str, OSError], None] | None = None,
    endings: tuple[str, ...] = (),
) -> Iterator[str]:
    """Every file at or below `root/start`, and every folder whose name ends like a file's."""
    if not _is_plain(root, start):
        return

    def failed(error: OSError) -> None:
        absent = isinstance(error, FileNotFoundError | NotADirectoryError)
        if unlisted is not None and not absent:
            unlisted(Path(error.filename).relative_to(root).as_posix(), error)

    for folder, folders, files in os.walk(root / start, onerror=failed):
        folders[:] = sorted(name for name in folders if name not in _NEVER)
        inside = Path(folder).relative_to(root).as_posix()
        prefix = "" if inside == "." else f"{inside}/"
        yield from (prefix + name for name in files)
        yield from (prefix + name for name in folders if endings and name.endswith(endings))
    if (root / start).is_file() or (root / start).is_symlink():
        yield start


def _is_plain(root: Path, start: str) -> bool:
    """Whether no part of the way down is a link, as those below are not followed either."""
    folder = root
    for part in PurePosixPath(start).parts[:-1]:
        folder /= part
        if folder.is_symlink():
            return False
    return True


def _literal(pattern: str) -> str:
    """The folder (or file) that a pattern names before its first wildcard."""
    parts = PurePosixPath(pattern).parts
    plain = 0
    while plain < len(parts) and not _WILD.search(parts[plain]):
        plain += 1
    return "/".join(parts[:plain]) or "."


def _ending(pattern: str) -> str:
    """How every file's name ends that the pattern matches: `.md` of `**/*.md`; empty if it says nothing of that."""
    return _WILD.split(PurePosixPath(pattern).name)[-1]


def matcher(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Tells whether a path, relative to the root, fits one of the patterns, as `documents` does."""
    compiled = _compiled(patterns)
    return lambda path: any(one.match(path) for one in compiled)


def _compiled(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    plain = [pattern.removeprefix("./") for pattern in patterns]
    regexes, _ = glob.translate(plain, flags=_FLAGS)
    return tuple(re.compile(regex) for regex in regexes)
