"""Which restricted documents a command may tell of: those that its user names where only the user looks, or all if asked to."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from sync.cli.options import Common
from sync.cli.quiet import keep_quiet
from sync.errors import Problem
from sync.model.postmortem import ActionItem, Postmortem
from sync.privacy import is_restricted


class Discretion:
    """Hears every document that is read, and has nobody repeat what is restricted."""

    def __init__(self, common: Common, root: Path, private: Callable[[str], bool]) -> None:
        self._all = common.show_private
        self._root = root
        self._private = private
        self._named: frozenset[str] = frozenset()
        self._restricted: set[str] = set()

    def name(self, paths: Sequence[Path]) -> None:
        """Note the files that the command line names; a folder names none of the documents in it."""
        if sys.stdout.isatty():
            self._named = frozenset(filter(None, (inside(one, self._root) for one in paths)))

    def hear(self, document: Postmortem | Problem, called: Callable[[str], Iterable[str]]) -> None:
        """Take note of a document; `called` gives the names of an owner in the trackers."""
        if is_restricted(document, self._private):
            self._restricted.add(document.path)
            if not self.shows(document.path):
                keep_quiet(_words(document, called))

    def shows(self, path: str) -> bool:
        """Whether a restricted document is to be told of."""
        return self._all or path in self._named

    def hides(self, path: str) -> bool:
        """Whether the document at a path is restricted, as far as is known by now, and not to be told of."""
        return (path in self._restricted or self._private(path)) and not self.shows(path)


def inside(path: Path, root: Path) -> str:
    """The path of a file relative to the root, as documents are called; empty for whatever lies outside."""
    full, home = (Path.cwd() / path).resolve(), root.resolve()
    return full.relative_to(home).as_posix() if full.is_relative_to(home) else ""


def _words(document: Postmortem | Problem, called: Callable[[str], Iterable[str]]) -> Iterator[str]:
    yield from (document.path, PurePosixPath(document.path).name, document.identity)
    if isinstance(document, Problem):
        return
    yield from (document.title or "", document.summary or "", *document.authors)
    for author in document.authors:
        yield from called(author)
    for part in (*document.skipped, *document.near_misses):
        yield part.text
    for remark in document.remarks:
        yield remark.text
    for item in document.items:
        yield from _words_of(item)
        for owner in item.owners:
            yield from called(owner)


def _words_of(item: ActionItem) -> Iterator[str]:
    yield from (item.title, item.lead or "", item.section or "", *item.unrecognised)
    for owner in item.owners:
        yield from (owner, owner.strip("@"))
