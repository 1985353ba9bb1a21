"""What git says of a folder: the top, the remote, the branches, and when files were first committed."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

TIMEOUT = 60
"""Seconds; the history of a large repository is read within a few."""

_SAFE = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.pager=cat")
_REMOTE = re.compile(r"(?:^[a-z+]+://[^/]+/|^[^/:]+:)/*(?P<path>[^?#]+?)(?:\.git)?/*$")


@dataclass(frozen=True, slots=True)
class Checkout:
    """The repository that a folder lies in."""

    top: Path
    prefix: str
    """Where the folder lies below `top`: empty, or with a slash at the end."""
    has_remote: bool
    repository: str | None
    """`owner/name` of the remote `origin`."""
    branch: str | None
    """None when no branch is checked out."""
    default_branch: str | None
    """As the remote names it; None if it names none."""

    @property
    def off_default_branch(self) -> bool:
        """Whether the remote names a default branch, and this is another."""
        return self.default_branch is not None and self.branch != self.default_branch

    def first_commits(self, paths: Collection[str]) -> Mapping[str, date]:
        """The day of the first commit of each path (relative to the folder); those never committed are left out."""
        wanted = {self.prefix + path: path for path in paths}
        log = _git(
            self.top,
            "log",
            "--reverse",
            "--diff-filter=A",
            "--format=%x00%cI",
            "--name-only",
            "-z",
            "--",
            *wanted,
        )
        found: dict[str, date] = {}
        day: date | None = None
        for field in (log or "").replace("\n", "\0").split("\0"):
            if _MOMENT.match(field):
                day = datetime.fromisoformat(field).date()
            elif day is not None and field in wanted:
                found.setdefault(wanted[field], day)
        return found


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def look(folder: Path, environ: Mapping[str, str]) -> Checkout | None:
    """The checkout that `folder` lies in; None outside of git, without git, or where git does not trust the folder."""
    answer = _git(folder, "rev-parse", "--show-toplevel", "--show-prefix")
    if answer is None:
        return None
    top, _, prefix = answer.partition("\n")
    url = _line(folder, "config", "--get", "remote.origin.url")
    head = _line(folder, "symbolic-ref", "--quiet", "refs/remotes/origin/HEAD")
    return Checkout(
        top=Path(top),
        prefix=prefix.strip("\n"),
        has_remote=bool(_line(folder, "remote")),
        repository=repository_of(url) if url else None,
        branch=_branch(folder, environ),
        default_branch=head.removeprefix("refs/remotes/origin/") if head else None,
    )


def repository_of(url: str) -> str | None:
    """`owner/name` of a remote's URL in any of git's forms; None for a path on this machine."""
    found = _REMOTE.match(url.strip())
    parts = found["path"].split("/") if found else []
    return "/".join(parts[-2:]) if len(parts) >= 2 else None


def _branch(folder: Path, environ: Mapping[str, str]) -> str | None:
    branch = _line(folder, "symbolic-ref", "--quiet", "--short", "HEAD")
    if branch is None and environ.get("GITHUB_REF_TYPE") == "branch":
        return environ.get("GITHUB_REF_NAME")
    return branch


def _line(folder: Path, *arguments: str) -> str | None:
    answer = _git(folder, *arguments)
    return (answer.strip().partition("\n")[0] or None) if answer else None


def _git(folder: Path, *arguments: str) -> str | None:
    environment = {
        **os.environ,
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }
    try:
        done = subprocess.run(
            ["git", *_SAFE, "-C", str(folder), *arguments],
            capture_output=True,
            check=False,
            env=environment,
            stdin=subprocess.DEVNULL,
            timeout=TIMEOUT,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "surrogateescape") if done.returncode == 0 else None
