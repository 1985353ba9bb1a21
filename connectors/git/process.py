"""Runs git so that it only looks: no prompt, no lock, no network, nothing that a repository configures, and an end."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

TIMEOUT = 60.0
"""Seconds. The history of a large repository is read within a few."""

_OFF = (
    "--no-pager",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "log.showSignature=false"),
    *("-c", "safe.bareRepository=explicit"),
)
"""Programs that a repository may configure; see git-config(1) for each."""

_QUIET = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
}

_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX")
"""Set inside of hooks; they would have git look at another repository than the one around the folder."""


class GitFailed(Exception):
    """Git gave no answer; says why, in git's English."""


def git(folder: Path, *arguments: str, timeout: float = TIMEOUT) -> str:
    """What git prints in `folder`. Raises `GitFailed`, also where git is not installed."""
    program = shutil.which("git")
    if program is None:
        raise GitFailed("git is not installed")
    kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    try:
        done = subprocess.run(
            [program, *_OFF, "-C", str(folder), *arguments],
            capture_output=True,
            check=False,
            env={**kept, **_QUIET},
            stdin=subprocess.DEVNULL,
            timeout=timeout,
        )
    except subprocess.TimeoutExpired:
        raise GitFailed(f"git {arguments[0]} did not end within {timeout:.0f} seconds") from None
    except OSError as error:
        raise GitFailed(str(error)) from error
    if done.returncode != 0:
        raise GitFailed(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout.decode("utf-8", "surrogateescape")
