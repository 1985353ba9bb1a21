"""Bringing what a run wrote to the remote: one commit of exactly these files on top of its branch, never forced.

Nobody's index, branch or file is touched before the remote has taken it; then the checkout follows, if nothing is in the way.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from connectors.git.process import GitFailed
from connectors.git.tree import Entry, Trees
from connectors.git.upstream import REMOTE, Upstream
from sync.atomic import write_atomically
from sync.errors import NotPublished

_ATTEMPTS: Final = 5
"""So often the branch may move while a commit is pushed."""
_DIFF: Final = (
    *("diff", "--binary", "--full-index", "--no-renames", "--no-color"),
    *("--src-prefix=a/", "--dst-prefix=b/", "--no-ext-diff", "--no-textconv"),
)


@dataclass(frozen=True, slots=True)
class Published:
    """What the remote has."""

    commit: str
    """Empty where it had all of it already."""
    branch: str
    stays_behind: str = ""
    """Why the checkout is not where the remote is now; empty if it is."""


class Publisher:
    """Publishes files of the checkout at `top`; paths are relative to `top / prefix`."""

    def __init__(self, top: Path, prefix: str, union: Collection[str] = ()) -> None:
        self._trees = Trees(top)
        self._top = top
        self._prefix = prefix
        self._upstream = Upstream(self._trees, {prefix + path for path in union})

    @property
    def has_remote(self) -> bool:
        """Whether there is anything to push to."""
        return self._upstream.is_set

    def edited(self, paths: Collection[str]) -> tuple[str, ...]:
        """Those of these files that are not as they were committed, by what they hold. Raises `NotPublished`."""
        own = self._prefixed(paths)
        try:
            head = self._trees.head()
            before, now = self._trees.at(head, own), self._trees.of_checkout(head, own)
        except GitFailed as error:
            raise NotPublished(f"git cannot tell what is committed here: {error}") from None
        return tuple(path.removeprefix(self._prefix) for path in own if before[path] != now[path])

    def uncommitted(self, paths: Collection[str]) -> tuple[str, ...]:
        """Those of these files that the last commit does not have as plain files: new ones, links, what lies in another repository."""
        own = self._prefixed(paths)
        try:
            there = self._trees.at(self._trees.head(), own)
        except GitFailed as error:
            raise NotPublished(f"git cannot tell what is committed here: {error}") from None
        missing = [path for path, entry in there.items() if entry is None or not entry.is_plain]
        return tuple(path.removeprefix(self._prefix) for path in missing)

    def patch(self, paths: Collection[str]) -> str:
        """What was changed of these files, as `git apply` takes it."""
        try:
            head = self._trees.head()
            ours = self._trees.of_checkout(head, self._prefixed(paths))
            return self._trees.talk(*_DIFF, head, self._trees.tree(head, ours))
        except GitFailed as error:
            raise NotPublished(f"no patch can be made: {error}") from None

    def push(self, branch: str, paths: Collection[str], message: str) -> Published:
        """Commit these files as they are now on top of the remote's `branch`. Raises `NotPublished`; then nothing is pushed."""
        try:
            return self._pushed(branch, self._prefixed(paths), message)
        except GitFailed as error:
            raise NotPublished(str(error)) from None
        finally:
            self._upstream.forget()

    def _pushed(self, branch: str, paths: Collection[str], message: str) -> Published:
        head = self._trees.head()
        base, ours = self._trees.at(head, paths), self._trees.of_checkout(head, paths)
        refused_at, refusal = "", ""
        for _ in range(_ATTEMPTS):
            tip = self._upstream.tip(branch)
            if tip == refused_at:
                raise GitFailed(
                    f"{REMOTE} refuses the push to {branch}: {refusal}; if the branch is protected, let this account"
                    " push to it"
                )
            if not self._trees.is_ancestor(head, tip):
                raise GitFailed(
                    f"this checkout has commits that {REMOTE}/{branch} has not; push or take them away first"
                )
            files = self._upstream.on_top_of(tip, base, ours)
            commit = self._upstream.commit_on(tip, files, message)
            if commit is None:
                return Published("", branch, self._followed(head, tip, ours))
            try:
                self._upstream.push(commit, branch, tip)  # only on top of what was looked at
            except GitFailed as error:
                refused_at, refusal = tip, str(error)
                continue
            return Published(commit, branch, self._followed(head, commit, ours))
        raise GitFailed(f"{REMOTE}/{branch} moved {_ATTEMPTS} times meanwhile; run again")

    def _followed(self, head: str, commit: str, ours: Mapping[str, Entry | None]) -> str:
        """Bring the checkout to what the remote has by now. Says what hinders that; then it is as it was."""
        if commit == head:
            return ""
        before, after = self._trees.at(head, ours), self._trees.at(commit, ours)
        # Of what is here as it was published only the index has to know; the rest gives way to what it became.
        merged = {path: before[path] for path, entry in ours.items() if after[path] != entry}
        kept: dict[str, bytes] = {}
        try:
            self._trees.stage(
                head, {path: entry for path, entry in ours.items() if path not in merged}
            )
            for path, entry in merged.items():
                kept[path] = self._given_way(head, path, entry, ours[path])
            self._trees.talk("merge", "--quiet", "--ff-only", commit)
        except (GitFailed, OSError) as error:
            self._restored(head, before, kept)
            return str(error)
        except BaseException:
            self._restored(head, before, kept)
            raise
        return ""

    def _given_way(self, head: str, path: str, entry: Entry | None, ours: Entry | None) -> bytes:
        """Put back what was committed before; gives what was there. Raises `GitFailed` if that is not what was published."""
        file = self._top / path
        data = file.read_bytes()
        if self._trees.of_checkout(head, [path])[path] != ours or file.read_bytes() != data:
            raise GitFailed(f"{path} was edited meanwhile")
        if entry is None:
            file.unlink()
        else:
            self._trees.talk("checkout", "--quiet", head, "--", f":(top,literal){path}")
        return data

    def _restored(
        self, head: str, before: Mapping[str, Entry | None], kept: Mapping[str, bytes]
    ) -> None:
        """Leave files and index as the run left them, unless git has followed already."""
        with contextlib.suppress(GitFailed, OSError):
            if self._trees.head() != head:
                return
            for path, data in kept.items():
                write_atomically(self._top / path, data)
            self._trees.stage(head, before)

    def _prefixed(self, paths: Collection[str]) -> list[str]:
        return sorted({self._prefix + path for path in paths})
