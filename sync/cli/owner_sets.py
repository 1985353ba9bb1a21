"""`group_by = "codeowners"`: which pull request a document belongs to, by who has to review it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from codeowners import CodeOwners

from config.find import STATE
from connectors.git.process import GitFailed
from connectors.git.tree import Entry, Files, Trees
from sync.model.memory import State
from sync.state import changed_documents, parse, part_of, render

FILES: Final = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
"""The first of them that is there counts: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners"""

_BETWEEN: Final = "--"
"""Between the name of the branch in the settings, which documents without owners use, and the owners."""
_LONGEST: Final = 60


def is_lane(name: str, branch: str) -> bool:
    """Whether a branch is that of the settings, or one of owners beside it."""
    return name == branch or name.startswith(f"{branch}{_BETWEEN}")


def branches_by_owners(trees: Trees, branch: str) -> Callable[[str], str]:
    """Gives the branch of a path from the top, by the owners that the commit which is checked out names. Raises `GitFailed`."""
    known = trees.at(trees.head(), FILES)
    try:
        owners = CodeOwners(next((_text(trees, known[path]) for path in FILES if known[path]), ""))
    except (ValueError, re.error) as error:
        raise GitFailed(f"CODEOWNERS cannot be understood: {error}") from error

    @cache
    def branch_of(path: str) -> str:
        names = sorted({name.casefold() for _, name in owners.of(path)})
        return f"{branch}{_BETWEEN}{_called(names)}" if names else branch

    return branch_of


def parted(
    trees: Trees, branch: str, prefix: str, start: Files, ours: Files, tips: Mapping[str, str]
) -> dict[str, tuple[Files, Files]]:
    """The files of each branch, as a run found them and as it left them, each with its part of the state. Raises `GitFailed`.

    A state line goes with its document, also where only that changed. `tips` are the branches that there are: one whose
    own lines stay keeps its readings, or each run would move all of them.
    """
    branch_of, state = branches_by_owners(trees, branch), prefix + STATE
    base, before, after = (
        parse(_text(trees, known.get(state)))
        for known in (trees.at(trees.head(), [state]), start, ours)
    )
    documents = {path for path in ours if path != state}
    touched = documents | {prefix + path for path in changed_documents(base, after)}
    parts: dict[str, tuple[Files, Files]] = {}
    for name in sorted({branch_of(path) for path in touched}):
        is_mine = _belonging(branch_of, prefix, name)
        own = [path for path in documents if branch_of(path) == name]
        found, left = (part_of(base, one, is_mine) for one in (before, after))
        there = State()
        if name in tips:
            there = parse(_text(trees, trees.at(tips[name], [state])[state]))
        if not changed_documents(part_of(base, there, is_mine), left):
            left = replace(left, readings=there.readings)
        parts[name] = (
            {path: start[path] for path in own} | {state: _stored(trees, found)},
            {path: ours[path] for path in own} | {state: _stored(trees, left)},
        )
    return parts


def _belonging(branch_of: Callable[[str], str], prefix: str, name: str) -> Callable[[str], bool]:
    return lambda document: branch_of(prefix + document) == name


def _called(names: Sequence[str]) -> str:
    """A name for a set of owners, by which people know it and which no other set has."""
    plain = "-".join(re.sub(r"[^a-z0-9]+", "-", name).strip("-") for name in names)
    sign = hashlib.sha256(" ".join(names).encode()).hexdigest()[:6]
    return f"{plain[:_LONGEST].strip('-')}-{sign}".lstrip("-")


def _text(trees: Trees, entry: Entry | None) -> str:
    if entry is None or not entry.is_plain:
        return ""
    data = trees.talk("cat-file", "blob", entry.blob)
    return data.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _stored(trees: Trees, state: State) -> Entry | None:
    text = render(state)
    if not text:
        return None
    blob = trees.talk("hash-object", "-w", "--stdin", "--no-filters", text=text).strip()
    return Entry("100644", blob)
