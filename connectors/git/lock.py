"""The lock across machines: a reference on the remote that leads to a commit whose message is the claim.

A push that says what it expects to replace is a compare-and-set: of all machines that try at once, the remote lets one through.
Nothing of it touches the checkout: no file, no index, no reference, and its objects live in a folder that goes away.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
_PAUSE: Final = 1.0
"""Seconds before the second push, after a refusal that nothing explains."""
_SOON: Final = TIMEOUT / 2
"""Seconds for a look, and for giving the lock back while somebody may wait for the run to end."""

_LONGEST: Final = 200
"""Characters of a holder's name that are told; whoever may push may write anything there."""

_YEARS: Final = (1970, 9000)

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

    @property
    def removal(self) -> str:
        """Deletes the reference."""
        return f"git push {REMOTE} :{REF}"

    def put(self, claim: Claim, instead_of: str | None) -> Claimed | None:
        """Push the claim in place of `instead_of`, and where that fails, look what is there."""
        if self._top is None:
            raise NoLock("this folder lies in no git checkout")
        try:
            with _exchange(self._top) as exchange:
                return self._pushed(exchange, exchange.commit(claim), instead_of)
        except GitFailed as error:
            raise NoLock(f"{REMOTE}: {error}") from None
        except OSError as error:
            raise NoLock(f"no temporary folder: {error.strerror}") from error

    def remove(self) -> None:
        """Delete the reference if it leads to what was put there last."""
        ours, self._put = self._put, []
        if not ours or self._top is None:
            return
        try:
            with _exchange(self._top) as exchange:
                failed = exchange.push(ours[-1], None)
                there = exchange.there() if failed else None
                if there in ours[:-1]:  # The last one was never known to have arrived.
                    failed, there = exchange.push(there, None), exchange.there()
                if there in ours:
                    raise GitFailed(failed)
        except GitFailed as error:
            raise NoLock(f"{REMOTE}: {error}") from None
        except OSError as error:
            raise NoLock(f"no temporary folder: {error.strerror}") from error

    def _pushed(self, exchange: _Exchange, commit: str, instead_of: str | None) -> Claimed | None:
        """What stands there after the push. Refused twice although nobody came between, it is refused for good."""
        self._put.append(commit)
        failed = ""
        for pause in (0.0, _PAUSE):
            # Another push may be under way, which the remote shows only when it is through.
            time.sleep(pause)
            failed = exchange.push(instead_of, commit)
            there = exchange.there() if failed else commit
            if there == commit:
                self._put = [commit]
                return exchange.read(commit)
            if there != instead_of:
                self._put = [one for one in self._put if one == there]
                return exchange.read(there) if there else None
        self._put.remove(commit)
        raise GitFailed(failed)


@dataclass(frozen=True, slots=True)
class _Exchange:
    """Talks with the remote of a checkout, and keeps new objects in a folder of its own."""

    top: Path
    remote: str
    objects: Mapping[str, str]

    def push(self, old: str | None, new: str | None) -> str:
        """Move the reference from one commit to another, None being nothing. Returns why it was not moved; empty if it was."""
        lease = f"--force-with-lease={REF}:{old or ''}"
        try:
            self._talk(
                *_PUSH,
                lease,
                "--",
                self.remote,
                f"{new or ''}:{REF}",
                timeout=TIMEOUT if new else _SOON,
            )
        except GitFailed as error:
            return str(error)
        return ""

    def there(self) -> str | None:
        """The commit that the reference leads to; None if there is none."""
        listed = self._talk("ls-remote", "--quiet", "--", self.remote, REF, timeout=_SOON).split()
        return listed[0] if REF in listed else None

    def read(self, commit: str) -> Claimed | None:
        """What the commit says, fetched if need be, or what stands there if it does no longer."""
        for _ in range(_ATTEMPTS):
            # By name, since not every server gives a commit that is asked for by its hash.
            for fetch in ((), (*_FETCH, "--", self.remote, REF)):
                with contextlib.suppress(GitFailed):
                    if fetch:
                        self._talk(*fetch)
                    return _claimed(commit, self._talk("cat-file", "commit", commit))
            there = self.there()
            if there is None:
                return None
            if there == commit:
                break
            commit = there
        return Claimed(commit, None)

    def commit(self, claim: Claim) -> str:
        """Make a commit without files that says it."""
        tree = self._talk("hash-object", "-t", "tree", "-w", "--stdin").strip()
        return self._talk("commit-tree", tree, text=_message(claim)).strip()

    def _talk(self, *arguments: str, text: str = "", timeout: float | None = None) -> str:
        environ = {**self.objects, **_NOBODY}
        return talk(self.top, *arguments, environ=environ, text=text, timeout=timeout or TIMEOUT)


@contextlib.contextmanager
def _exchange(top: Path) -> Iterator[_Exchange]:
    """Opened for one deed. Raises `GitFailed` without a remote, `OSError` without a temporary folder."""
    remote = remote_of(top)
    own = top / git(top, "rev-parse", "--git-path", "objects").rstrip("\n")
    with tempfile.TemporaryDirectory(prefix="pm-sync-", ignore_cleanup_errors=True) as folder:
        objects = {
            "GIT_OBJECT_DIRECTORY": folder,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": _listed(str(own)),
        }
        yield _Exchange(top, remote, objects)


def remote_of(top: Path) -> str:
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
                return _sane(datetime.fromtimestamp(int(line.rsplit(" ", 2)[1]), UTC))
    return None


def _claim(message: str) -> Claim | None:
    try:
        content = json.loads(message[message.index("{") :])
        since, until = (_sane(datetime.fromisoformat(content[name])) for name in ("since", "until"))
        run, holder = content["run"], content["holder"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(run, str) or not isinstance(holder, str):
        return None
    return Claim(run, holder[:_LONGEST], since, until)


def _sane(moment: datetime) -> datetime:
    """The moment, in UTC. Raises `ValueError` for one without a time zone, or one that nothing can be counted from."""
    if moment.tzinfo is None or not _YEARS[0] <= moment.year < _YEARS[1]:
        raise ValueError(moment)
    return moment.astimezone(UTC)
