"""Bringing what a run wrote to the remote: one commit of exactly these files on top of its branch, never forced.

Nobody's index, branch or other file is touched before the remote has taken it.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from connectors.git.process import GitFailed, git
from connectors.git.remote import talk
from connectors.git.tree import Entry, Trees, is_ancestor
from sync.errors import NotPublished

REMOTE: Final = "origin"

_ATTEMPTS: Final = 5
"""So often the branch may move while a commit is pushed."""
_LONG: Final = 120.0
"""Seconds for a fetch or a push of a branch."""
_FETCH: Final = (
    "fetch",
    "--quiet",
    "--no-write-fetch-head",
    "--no-tags",
    "--no-recurse-submodules",
    "--refmap=",
)
_PUSH: Final = ("push", "--quiet", "--no-verify", "--no-follow-tags", "--recurse-submodules=no")
_THERE: Final = "refs/pm-sync/published"
"""Where the tip of the remote's branch is kept while it is looked at."""
_BOT: Final = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")
"""https://github.com/actions/checkout#push-a-commit-using-the-built-in-token"""


@dataclass(frozen=True, slots=True)
class Published:
    """What the remote has taken."""

    commit: str
    """Empty where it had all of it already."""
    branch: str
    behind: bool
    """Whether the branch had moved on, so that this checkout lacks what others did."""


class Publisher:
    """Publishes files of the checkout at `top`; paths are relative to `top / prefix`."""

    def __init__(self, top: Path, prefix: str, union: Collection[str] = ()) -> None:
        self._trees = Trees(top)
        self._top = top
        self._prefix = prefix
        self._union = {prefix + path for path in union}

    def dirty(self, paths: Collection[str]) -> tuple[str, ...]:
        """Those of these files that are not as they were committed. Raises `NotPublished`."""
        own = set(self._prefixed(paths))
        try:
            self._head()
            told = git(
                self._top,
                *("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames"),
                *(
                    "--ignored=matching",
                    "--",
                    f":(top,literal){self._prefix}" if self._prefix else ":(top)",
                ),
            )
        except GitFailed as error:
            raise NotPublished(f"git cannot tell what is committed here: {error}") from None
        found = {one[3:] for one in told.split("\0") if one}
        return tuple(sorted(path.removeprefix(self._prefix) for path in own & found))

    def patch(self, paths: Collection[str]) -> str:
        """What was changed of these files, as `git apply` takes it."""
        try:
            head = self._head()
            tree = self._trees.tree(head, self._written(head, paths))
            return git(
                self._top,
                *("diff", "--binary", "--full-index", "--no-renames"),
                *("--no-ext-diff", "--no-textconv", head, tree),
            )
        except GitFailed as error:
            raise NotPublished(f"no patch can be made: {error}") from None

    def push(self, branch: str, paths: Collection[str], message: str) -> Published:
        """Commit these files as they are now on top of the remote's `branch`. Raises `NotPublished`; then nothing is pushed."""
        try:
            return self._pushed(branch, self._prefixed(paths), message)
        except GitFailed as error:
            raise NotPublished(str(error)) from None
        finally:
            self._forget()

    def _pushed(self, branch: str, paths: Collection[str], message: str) -> Published:
        head = self._head()
        base, ours = self._trees.at(head, paths), self._written(head, paths, prefixed=True)
        refused_at, refusal = "", ""
        for _ in range(_ATTEMPTS):
            tip = self._tip(branch)
            if tip == refused_at:
                raise GitFailed(
                    f"{REMOTE} refuses the push to {branch}: {refusal}; if the branch is protected, let this account"
                    " push to it"
                )
            if not is_ancestor(self._top, head, tip):
                raise GitFailed(
                    f"this checkout has commits that {REMOTE}/{branch} has not; push or take them away first"
                )
            commit = self._commit_on(tip, self._on_top_of(tip, paths, base, ours), message)
            if commit is None:
                return Published("", branch, behind=tip != head)
            try:
                self._talk(*_PUSH, "--", REMOTE, f"{commit}:refs/heads/{branch}")
            except GitFailed as error:
                refused_at, refusal = tip, str(error)
                continue
            if tip == head:
                self._advance(head, commit, paths)
            return Published(commit, branch, behind=tip != head)
        raise GitFailed(f"{REMOTE}/{branch} moved {_ATTEMPTS} times meanwhile; run again")

    def _commit_on(self, tip: str, files: Mapping[str, Entry | None], message: str) -> str | None:
        """The commit of these files on top of `tip`; None if they are there as they are."""
        tree = self._trees.tree(tip, files)
        if not self._trees.changed(tip, tree):
            return None
        commit = self._trees.commit(tree, tip, message, _author(self._top))
        self._refuse_others(tip, commit, files)
        return commit

    def _on_top_of(
        self,
        tip: str,
        paths: Collection[str],
        base: Mapping[str, Entry | None],
        ours: Mapping[str, Entry | None],
    ) -> dict[str, Entry | None]:
        theirs = self._trees.at(tip, paths)
        return {
            path: self._trees.merged(
                path, base[path], ours[path], theirs[path], union=path in self._union
            )
            for path in paths
        }

    def _refuse_others(self, tip: str, commit: str, paths: Collection[str]) -> None:
        """The last look before the push: nothing but these files, and none of the documents gone."""
        for path, how in self._trees.changed(tip, commit).items():
            if path not in paths or (how != "M" and path not in self._union):
                raise GitFailed(
                    f"the commit would change {path} ({how}), which this run did not write"
                )

    def _written(
        self, head: str, paths: Collection[str], *, prefixed: bool = False
    ) -> dict[str, Entry | None]:
        own = paths if prefixed else self._prefixed(paths)
        there = self._trees.at(head, own)
        return {path: self._trees.of_checkout(path, there[path]) for path in own}

    def _advance(self, head: str, commit: str, paths: Collection[str]) -> None:
        """Move the branch that is checked out to what was pushed, if nobody moved it meanwhile."""
        self._talk("update-ref", "-m", "pm-sync: published", "HEAD", commit, head)
        entries = self._trees.at(commit, paths)
        gone = "0" * len(commit)
        lines = "".join(
            f"{entry.mode} {entry.blob}\t{path}\0" if entry else f"0 {gone}\t{path}\0"
            for path, entry in entries.items()
        )
        self._talk("update-index", "-z", "--index-info", text=lines)

    def _tip(self, branch: str) -> str:
        try:
            self._talk(*_FETCH, "--", REMOTE, f"+refs/heads/{branch}:{_THERE}")
        except GitFailed as error:
            raise GitFailed(f"{branch} cannot be fetched from {REMOTE}: {error}") from None
        return git(self._top, "rev-parse", "--verify", f"{_THERE}^{{commit}}").strip()

    def _forget(self) -> None:
        try:
            self._talk("update-ref", "-d", _THERE)
        except GitFailed:
            return

    def _head(self) -> str:
        return git(self._top, "rev-parse", "--verify", "HEAD^{commit}").strip()

    def _prefixed(self, paths: Collection[str]) -> list[str]:
        return sorted({self._prefix + path for path in paths})

    def _talk(self, *arguments: str, text: str = "") -> str:
        return talk(self._top, *arguments, text=text, timeout=_LONG)


def _author(top: Path) -> dict[str, str]:
    """Whoever git knows; else the runner's bot, or pm-sync itself."""
    try:
        git(top, "config", "--get", "user.email")
        git(top, "config", "--get", "user.name")
    except GitFailed:
        name, mail = _BOT if os.environ.get("GITHUB_ACTIONS") else ("pm-sync", "pm-sync@localhost")
        own = {
            "GIT_AUTHOR_NAME": name,
            "GIT_AUTHOR_EMAIL": mail,
            "GIT_COMMITTER_NAME": name,
            "GIT_COMMITTER_EMAIL": mail,
        }
        return {key: os.environ.get(key) or value for key, value in own.items()}
    return {}
