"""The remote as commits are brought to it: looked at, built upon, and pushed to with a lease."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Collection
from pathlib import Path
from typing import Final

from connectors.git.process import GitFailed, git
from connectors.git.tree import Entry, Files, Trees

REMOTE: Final = "origin"

_FETCH: Final = (
    "fetch",
    "--quiet",
    "--no-write-fetch-head",
    "--no-tags",
    "--no-recurse-submodules",
    "--refmap=",
)
_PUSH: Final = ("push", "--quiet", "--no-verify", "--no-follow-tags", "--recurse-submodules=no")
_BOT: Final = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")
"""https://github.com/actions/checkout#push-a-commit-using-the-built-in-token"""


class Upstream:
    """The remote `origin`; of the paths in `union` the lines of both sides are kept."""

    def __init__(self, trees: Trees, union: Collection[str] = ()) -> None:
        self._trees = trees
        self._union = frozenset(union)
        self._there = f"refs/pm-sync/published-{secrets.token_hex(4)}"
        """Where the tip of a branch of the remote is kept while this run looks at it."""

    @property
    def is_set(self) -> bool:
        """Whether there is a remote at all."""
        try:
            return bool(git(self._trees.top, "config", "--get", f"remote.{REMOTE}.url").strip())
        except GitFailed:
            return False

    def branches(self, pattern: str) -> dict[str, str]:
        """The tips of the branches that fit, by name, as the remote has them now."""
        told = self._trees.talk("ls-remote", "--refs", REMOTE, f"refs/heads/{pattern}")
        pairs = (line.partition("\t") for line in told.splitlines() if line)
        return {name.removeprefix("refs/heads/"): commit for commit, _, name in pairs}

    def tip(self, branch: str, depth: int = 0) -> str:
        """The branch's commit, fetched; of a shallow clone with so many before it."""
        options = (f"--depth={depth}",) if depth and self._is_shallow else ()
        try:
            self._trees.talk(*_FETCH, *options, "--", REMOTE, f"+refs/heads/{branch}:{self._there}")
        except GitFailed as error:
            raise GitFailed(f"{branch} cannot be fetched from {REMOTE}: {error}") from None
        return self._trees.talk("rev-parse", "--verify", f"{self._there}^{{commit}}").strip()

    def fetch(self, commit: str) -> None:
        """Have one commit with its files here."""
        self._trees.talk(*_FETCH, "--depth=1", "--", REMOTE, f"+{commit}:{self._there}")

    def commit_on(self, tip: str, files: Files, message: str, *, seal: str = "") -> str | None:
        """The commit of these files on top of `tip`; None if they are there as they are. `seal` names a trailer for its tree."""
        tree = self._trees.tree(tip, files)
        if not self._trees.changed(tip, tree):
            return None
        sealed = f"{message}{seal}: {tree}\n" if seal else message
        commit = self._trees.commit(tree, tip, sealed, _author(self._trees.top))
        self._refuse_others(tip, commit, files)
        return commit

    def on_top_of(self, tip: str, base: Files, ours: Files) -> dict[str, Entry | None]:
        """Our files, with what was done to them at `tip` since `base`. Raises `GitFailed` where that collides."""
        theirs = self._trees.at(tip, ours)
        return {
            path: self._trees.merged(
                path, base[path], entry, theirs[path], union=path in self._union
            )
            for path, entry in ours.items()
        }

    def push(self, commit: str, branch: str, known: str) -> None:
        """Bring a commit there, or nothing at all (empty: the branch goes away), if it still is at `known` (empty: is not there)."""
        lease = f"--force-with-lease=refs/heads/{branch}:{known}"
        self._trees.talk(*_PUSH, lease, "--", REMOTE, f"{commit}:refs/heads/{branch}")

    def forget(self) -> None:
        """Drop what was kept of the remote."""
        with contextlib.suppress(GitFailed):
            self._trees.talk("update-ref", "-d", self._there)

    @property
    def _is_shallow(self) -> bool:
        return self._trees.talk("rev-parse", "--is-shallow-repository").strip() == "true"

    def _refuse_others(self, tip: str, commit: str, paths: Collection[str]) -> None:
        """The last look before the push: nothing but these files, and none of the documents gone."""
        for path, how in self._trees.changed(tip, commit).items():
            if path not in paths or (how != "M" and path not in self._union):
                raise GitFailed(
                    f"the commit would change {path} ({how}), which this run did not write"
                )


def _author(top: Path) -> dict[str, str]:
    """Whoever git knows; else the runner's bot, or pm-sync itself."""
    with contextlib.suppress(GitFailed):
        known = [git(top, "config", "--get", f"user.{what}").strip() for what in ("name", "email")]
        if all(known):
            return {}
    name, mail = _BOT if os.environ.get("GITHUB_ACTIONS") else ("pm-sync", "pm-sync@localhost")
    own = {
        "GIT_AUTHOR_NAME": name,
        "GIT_AUTHOR_EMAIL": mail,
        "GIT_COMMITTER_NAME": name,
        "GIT_COMMITTER_EMAIL": mail,
    }
    return {key: os.environ.get(key) or value for key, value in own.items()}
