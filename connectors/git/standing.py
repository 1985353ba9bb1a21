"""How a branch of pm-sync's own stands on the remote: what it was built on, and whether others committed to it.

Which of its commits are pm-sync's, they tell themselves: each names its own tree, so that one which somebody amended or
rebased is no longer taken for ours.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from typing import Final

from connectors.git.process import GitFailed
from connectors.git.tree import Trees
from connectors.git.upstream import Upstream

BASE: Final = "Pm-Sync-Base"
"""The trailer that names the commit of the base branch on which a branch was built."""
TREE: Final = "Pm-Sync-Tree"
"""The trailer by which a commit names its own tree."""

_DEEP: Final = 100
"""So many commits may be on the branch."""
_LINE: Final = f"%H%x1f%T%x1f%(trailers:key={BASE},valueonly)%x1f%(trailers:key={TREE},valueonly)"
_HASH: Final = re.compile(r"[0-9a-f]{40,64}")


@dataclass(frozen=True, slots=True)
class Standing:
    """The branch as the remote has it."""

    tip: str
    base: str
    """The commit of the base branch on which it was built; empty if nobody can tell, as of a branch that somebody else made."""
    is_ours: bool
    """Whether nobody else committed to it."""


def standing_of(name: str, trees: Trees, upstream: Upstream) -> Standing | None:
    """How the branch `name` stands now; None if there is none. Raises `GitFailed`."""
    if name not in upstream.branches(name):
        return None
    tip = upstream.tip(name, depth=_DEEP)
    told = trees.talk("log", "--first-parent", "-z", f"--format={_LINE}", f"-n{_DEEP}", tip)
    commits = [line.split("\x1f") for line in told.split("\0") if line.count("\x1f") == 3]
    named = (base.strip() for _, _, base, _ in commits)
    base = next((one for one in named if _HASH.fullmatch(one)), "")
    if not base or not _has(base, trees, upstream):
        return Standing(tip, "", is_ours=False)
    for commit, tree, _, sealed in commits:
        if commit == base:
            return Standing(tip, base, is_ours=True)
        if sealed.strip() != tree:
            break
    return Standing(tip, base, is_ours=False)


def _has(commit: str, trees: Trees, upstream: Upstream) -> bool:
    """Whether the commit is here, or can be fetched."""
    with contextlib.suppress(GitFailed):
        trees.talk("cat-file", "-e", f"{commit}^{{commit}}")
        return True
    with contextlib.suppress(GitFailed):
        upstream.fetch(commit)
        return True
    return False
