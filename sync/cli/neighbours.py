"""The other projects of the checkout: which of its files are none of ours, and what they remember of their tickets."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from pathlib import Path, PurePosixPath

from config.find import NAME, PYPROJECT, STATE, has_section
from connectors.git.checkout import Checkout
from connectors.git.process import GitFailed
from sync.cli.project import Project
from sync.identity import path_hash
from sync.model.memory import Remembered
from sync.neighbours import Neighbours
from sync.state import parse

log = logging.getLogger("pm_sync.cli")


def neighbours_of(project: Project) -> Callable[[], Neighbours]:
    """Looks for them when it is first called, since most runs need not know."""
    return cache(lambda: _neighbours(project))


def _neighbours(project: Project) -> Neighbours:
    checkout = project.checkout
    if checkout is None:
        return Neighbours()
    try:
        files = checkout.files()
    except GitFailed as error:
        log.warning("tickets of other projects in this repository cannot be told: %s", error)
        return Neighbours()
    theirs = frozenset(_theirs(files, project, checkout))
    linked: set[str] = set()
    lost: set[str] = set()
    for entry, document in _remembered(files, checkout):
        if entry.key and not entry.orphan:
            found = linked if document in theirs and not entry.loose else lost
            found.add(entry.key)
    return Neighbours(frozenset(map(path_hash, theirs)), frozenset(linked), frozenset(lost))


def _theirs(files: Iterable[str], project: Project, checkout: Checkout) -> Iterator[str]:
    """The files outside of our root, and those below it in the root of another that our settings do not call documents."""
    inside: list[str] = []
    for path in files:
        if path.startswith(checkout.prefix):
            inside.append(path)
        else:
            yield path
    below = set(_roots_below(inside, checkout))
    for path in inside if below else ():
        folders = map(str, PurePosixPath(path).parents)
        if not below.isdisjoint(folders) and not project.is_document(
            path.removeprefix(checkout.prefix)
        ):
            yield path


def _roots_below(inside: Iterable[str], checkout: Checkout) -> Iterator[str]:
    for path in inside:
        folder, _, name = path.rpartition("/")
        if f"{folder}/" == checkout.prefix or not folder:
            continue
        file = checkout.top / path
        if name == NAME or (name == PYPROJECT and not file.is_symlink() and has_section(file)):
            yield folder


def _remembered(files: Collection[str], checkout: Checkout) -> Iterator[tuple[Remembered, str]]:
    """What the state files of the others say, with the path of each document from the top. One that cannot be read says nothing."""
    for path in files:
        folder, slash, name = path.rpartition("/")
        prefix = folder + slash
        if name != STATE or prefix == checkout.prefix:
            continue
        for entry in parse(_text(checkout.top / path)).tickets.values():
            yield entry, prefix + entry.document


def _text(path: Path) -> str:
    try:
        return "" if path.is_symlink() else path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
