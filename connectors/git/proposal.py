"""A branch of pm-sync's own on the remote, with what waits there to be merged.

While nobody else committed to it, it is built anew on the base and replaces what was there; whatever people commit to it
stays, and is built upon.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from connectors.git.process import GitFailed
from connectors.git.standing import BASE, TREE, Standing, standing_of
from connectors.git.tree import Entry, Files, Trees
from connectors.git.upstream import REMOTE, Upstream

_ATTEMPTS: Final = 5


@dataclass(frozen=True, slots=True)
class Put:
    """What became of the branch."""

    commit: str
    """What was pushed; empty if it says all of it already, or nothing waits any more."""
    files: tuple[str, ...] = ()
    """What differs from the base by now; empty if nothing waits any more."""
    left: tuple[str, ...] = ()
    """What could not be brought to the commits of others."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The branch `name`, to be merged into `base`; paths are relative to the top. Every method raises `GitFailed`."""

    name: str
    base: str
    trees: Trees
    upstream: Upstream

    def look(self) -> Standing | None:
        """How it stands now; None if there is none."""
        return standing_of(self.name, self.trees, self.upstream)

    def put(self, standing: Standing | None, start: Files, ours: Files, message: str) -> Put:
        """Bring files to it that a run found as `start` and left as `ours`; after an error it is as it was."""
        first = standing
        for _ in range(_ATTEMPTS):
            try:
                # What was pushed meanwhile is built upon, whoever it was.
                if standing is None or (standing.is_ours and standing == first):
                    return self._built_anew(standing, ours, message)
                return self._built_upon(standing, start, ours, message)
            except _NotPushed as refusal:
                standing = self._moved(standing, str(refusal))
        raise GitFailed(f"{self.name} moved {_ATTEMPTS} times meanwhile; run again")

    def delete(self, standing: Standing) -> None:
        """Remove it, if nobody committed to it meanwhile."""
        self.upstream.push("", self.name, standing.tip)

    def _built_anew(self, standing: Standing | None, ours: Files, message: str) -> Put:
        head = self.trees.head()
        tip = self.upstream.tip(self.base)
        if not self.trees.is_ancestor(head, tip):
            raise GitFailed(
                f"this checkout has commits that {REMOTE}/{self.base} has not; push or take them away first"
            )
        files = self.upstream.on_top_of(tip, self.trees.at(head, ours), ours)
        commit = self.upstream.commit_on(tip, files, f"{message}{BASE}: {tip}\n", seal=TREE)
        if commit is None:
            return Put("")
        differing = tuple(sorted(self.trees.changed(tip, commit)))
        if standing is not None and self._says(standing, differing, files):
            return Put("", differing)
        self._push(commit, standing)
        return Put(commit, differing)

    def _says(self, standing: Standing, differing: Collection[str], files: Files) -> bool:
        """Whether it has these changes already, and no others: then it need not be moved for every commit of the base."""
        if set(self.trees.changed(standing.base, standing.tip)) != set(differing):
            return False
        there = self.trees.at(standing.tip, differing)
        return all(there[path] == files[path] for path in differing)

    def _built_upon(self, standing: Standing, start: Files, ours: Files, message: str) -> Put:
        files: dict[str, Entry | None] = {}
        left = []
        for path, entry in ours.items():
            try:
                files |= self.upstream.on_top_of(standing.tip, {path: start[path]}, {path: entry})
            except GitFailed:
                left.append(path)
        words = f"{message}{BASE}: {standing.base}\n"
        commit = self.upstream.commit_on(standing.tip, files, words, seal=TREE)
        if commit is not None:
            self._push(commit, standing)
        differing = sorted(self.trees.changed(standing.base, commit or standing.tip))
        return Put(commit or "", tuple(differing), tuple(left))

    def _push(self, commit: str, standing: Standing | None) -> None:
        try:
            self.upstream.push(commit, self.name, standing.tip if standing else "")
        except GitFailed as error:
            raise _NotPushed(str(error)) from None

    def _moved(self, standing: Standing | None, refusal: str) -> Standing:
        """How it stands by now. Raises `GitFailed` if it did not move, so that the remote does not want it."""
        now = self.look()
        if now is None and standing is not None:
            raise GitFailed(f"{self.name} was deleted meanwhile; run again")
        if now is None or now == standing:
            raise GitFailed(
                f"{REMOTE} refuses the push to {self.name}: {refusal}; let this account push to branches of that name"
            )
        if not now.base:
            raise GitFailed(f"{self.name} was replaced by a branch that pm-sync did not make")
        return now


class _NotPushed(Exception):
    """The branch moved, or may not be pushed to."""
