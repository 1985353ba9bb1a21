"""Which lines a pull request wrote, and in which commit its reviewers see them."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from connectors.git.process import GitFailed
from connectors.git.tree import Trees

_HUNK: Final = re.compile(r"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_DIFF: Final = ("--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "--unified=0")


def written(
    trees: Trees, base: str, prefix: str, changed: Collection[str]
) -> tuple[str, frozenset[tuple[str, int]]]:
    """The last commit of what is proposed, and the lines that it added, by document. Raises `GitFailed`.

    What is checked out may be the merge that the host made for trying it, whose second parent is what is proposed: a
    document that the base changed as well has other lines there, and is left out.
    """
    here = trees.head()
    head = _second_parent(trees, here) or here
    own = [prefix + path for path in changed]
    seen, there = trees.at(here, own), trees.at(head, own)
    added: set[tuple[str, int]] = set()
    for path in own:
        entry = seen[path]
        if entry is None or not entry.is_plain or entry != there[path]:
            continue
        told = trees.talk("--literal-pathspecs", "diff", *_DIFF, base, here, "--", path)
        for hunk in _HUNK.finditer(told):
            first, many = int(hunk[1]), int(hunk[2] or 1)
            added.update((path.removeprefix(prefix), first + at) for at in range(many))
    return head, frozenset(added)


def _second_parent(trees: Trees, commit: str) -> str | None:
    try:
        return trees.talk("rev-parse", "--verify", "--quiet", f"{commit}^2").strip()
    except GitFailed:
        return None
