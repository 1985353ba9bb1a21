"""The lock across machines: a reference on the remote that leads to a commit whose message is the claim.

A push that says what it expects to replace is a compare-and-set: of all machines that try at once, the remote lets one through.
Nothing of it touches the checkout: no file, no index, no reference, and its objects live in a folder that goes away.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from connectors.git.process import GitFailed, git
from connectors.git.remote import TIMEOUT, talk
from sync.errors import NoLock
from sync.ports import Claim, Claimed

REF: Final = "refs/pm-sync/lock"
REMOTE: Final = "origin"

_VERSION: Final = 1
_ATTEMPTS: Final = 3
_SOON: Final = TIMEOUT / 2
"""Seconds for a look, and for giving the lock back while somebody may wait for the run to end."""

_LONGEST: Final = 200
"""Characters of a holder's name that are told; whoever may push may write anything there."""

_NOBODY: Final = {
    "GIT_AUTHOR_NAME": "pm-sync",
    "GIT_AUTHOR_EMAIL": "pm-sync@localhost",
    "GIT_COMMITTER_NAME": "pm-sync",
    "GIT_COMMITTER_EMAIL": "pm-sync@localhost",
}
_FETCH: Final = (
    "fetch",
    "--quiet",
    "--no-write-fetch-head",
    "--no-tags",
    "--no-prune",
    "--no-recurse-submodules",
    "--refmap=",
)
_PUSH: Final = (
    "push",
    "--quiet",
    "--no-verify",
    "--no-follow-tags",
    "--recurse-submodules=no",
    "--no-signed",
    "--no-thin",
)


class GitLock:
    """Fulfils `sync.ports.Lock` for the remote `origin` of the checkout at `top`; None is no checkout."""

    def __init__(self, top: Path | None) -> None:
        self._top = top
        self._put: list[str] = []
        """The commits that may stand there and are ours, the latest last."""
        self._stack = contextlib.ExitStack()
        self._objects: dict[str, str] = {}

    @property
    def removal(self) -> str:
        """Deletes the reference."""
        return f"git push {REMOTE} :{REF}"

    def put(self, claim: Claim, instead_of: str | None) -> Claimed | None:
        """Push the claim in place of `instead_of`, and where that fails, look what is there."""
        try:
            return self._pushed(self._ready(), self._commit(claim), instead_of)
        except GitFailed as error:
            raise NoLock(f"{REMOTE}: {error}") from None
        except OSError as error:
            raise NoLock(f"no temporary folder: {error.strerror}") from error

    def remove(self) -> None:
        """Delete the reference if it leads to what was put there last."""
        try:
            top = self._ready() if self._put else None
            while self._put and top is not None:
                failed = self._deleted(top, self._put[-1])
                if not failed:
                    break
                there = self._there(top)
                if there not in self._put:
                    break
                if there == self._put.pop():
                    raise NoLock(f"{REMOTE}: {failed}")
        except GitFailed as error:
            raise NoLock(f"{REMOTE}: {error}") from None
        finally:
            self._put.clear()
            self._stack.close()
            self._objects.clear()

    def _pushed(self, top: Path, commit: str, instead_of: str | None) -> Claimed | None:
        """What stands there after the push. Refused twice although nobody came between, it is refused for good."""
        self._put.append(commit)
        failed = ""
        for _ in range(2):
            failed = self._moved(top, commit, instead_of)
            there = commit if not failed else self._there(top)
            if there == commit:
                self._put = [commit]
                return self._read(top, commit)
            if there != instead_of:
                self._put.remove(commit)
                return self._read(top, there) if there else None
        self._put.remove(commit)
        raise GitFailed(failed)

    def _moved(self, top: Path, commit: str, instead_of: str | None) -> str:
        """Why the reference could not be moved to the commit; empty if it was."""
        lease = f"--force-with-lease={REF}:{instead_of or ''}"
        return self._failure(
            top, *_PUSH, lease, "--", self._remote(top), f"{commit}:{REF}", timeout=TIMEOUT
        )

    def _deleted(self, top: Path, commit: str) -> str:
        lease = f"--force-with-lease={REF}:{commit}"
        return self._failure(top, *_PUSH, lease, "--", self._remote(top), f":{REF}", timeout=_SOON)

    def _failure(self, top: Path, *arguments: str, timeout: float) -> str:
        try:
            talk(top, *arguments, environ=self._objects, timeout=timeout)
        except GitFailed as error:
            return str(error)
        return ""

    def _there(self, top: Path) -> str | None:
        """The commit that the reference leads to; None if there is none."""
        listed = talk(
            top, "ls-remote", "--quiet", "--", self._remote(top), REF, timeout=_SOON
        ).split()
        return listed[0] if REF in listed else None

    def _read(self, top: Path, commit: str) -> Claimed:
        for _ in range(_ATTEMPTS):
            with contextlib.suppress(GitFailed):
                raw = talk(top, "cat-file", "commit", commit, environ=self._objects)
                return _claimed(commit, raw)
            # By name, since not every server gives a commit that is asked for by its hash.
            with contextlib.suppress(GitFailed):
                talk(top, *_FETCH, "--", self._remote(top), REF, environ=self._objects)
        return Claimed(commit, None)

    def _commit(self, claim: Claim) -> str:
        top = self._ready()
        tree = talk(top, "hash-object", "-t", "tree", "-w", "--stdin", environ=self._objects)
        environ = {**self._objects, **_NOBODY}
        return talk(top, "commit-tree", tree.strip(), environ=environ, text=_message(claim)).strip()

    def _ready(self) -> Path:
        """The checkout, after a folder for new objects was put before its own. Raises `GitFailed` without a remote."""
        if self._top is None:
            raise GitFailed("this is no git checkout")
        if not self._objects:
            own = self._top / git(self._top, "rev-parse", "--git-path", "objects").rstrip("\n")
            folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="pm-sync-"))
            self._objects = {
                "GIT_OBJECT_DIRECTORY": folder,
                "GIT_ALTERNATE_OBJECT_DIRECTORIES": _listed(str(own)),
            }
        return self._top

    def _remote(self, top: Path) -> str:
        """Where the lock is. A remote that is pushed to elsewhere than it is read from, as a fork, is asked by its URL."""
        try:
            read = git(top, "config", "--get", f"remote.{REMOTE}.url").strip()
        except GitFailed:
            raise GitFailed("the checkout has no such remote") from None
        with contextlib.suppress(GitFailed):
            git(top, "config", "--get", f"remote.{REMOTE}.pushurl")
            return read
        return REMOTE


def _listed(path: str) -> str:
    """A path as git reads it in a list of them."""
    if os.pathsep not in path and not path.startswith('"'):
        return path
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _message(claim: Claim) -> str:
    content = {
        "pm-sync.lock": _VERSION,
        "run": claim.run,
        "holder": claim.holder,
        "since": claim.since.isoformat(),
        "until": claim.until.isoformat(),
    }
    return f"pm-sync creates tickets\n\n{json.dumps(content, indent=1)}\n"


def _claimed(commit: str, raw: str) -> Claimed:
    head, _, message = raw.partition("\n\n")
    return Claimed(commit, _claim(message), _written(head))


def _written(head: str) -> datetime | None:
    for line in head.splitlines():
        if line.startswith("committer "):
            with contextlib.suppress(ValueError, OverflowError, OSError, IndexError):
                return datetime.fromtimestamp(int(line.rsplit(" ", 2)[1]), UTC)
    return None


def _claim(message: str) -> Claim | None:
    try:
        content = json.loads(message[message.index("{") :])
        since, until = (datetime.fromisoformat(content[name]) for name in ("since", "until"))
        run, holder = content["run"], content["holder"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if (
        not isinstance(run, str)
        or not isinstance(holder, str)
        or not (since.tzinfo and until.tzinfo)
    ):
        return None
    return Claim(run, holder[:_LONGEST], since, until)
