"""Runs git so that it talks to a remote: as the user's git would, but without prompt, hook or submodule, and with an end.

Signing in is left to what git is configured with, as in any push: an SSH key, a credential helper, a header.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from connectors.git.process import GitFailed, git

TIMEOUT: Final = 30.0
"""Seconds for one exchange with the remote; a push of one small object takes a few."""

_OFF: Final = (
    "--no-pager",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "core.askPass="),
    *("-c", "credential.interactive=false"),
    *("-c", "push.gpgSign=false"),
    *("-c", "push.pushOption="),
    *("-c", "remote.origin.mirror=false"),
    *("-c", "fetch.writeCommitGraph=false"),
    *("-c", "gc.auto=0"),
    *("-c", "maintenance.auto=false"),
)
"""Programs, and deeds besides the one that is meant, that a repository or a user may have configured."""

_QUIET: Final = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "SSH_ASKPASS_REQUIRE": "never",
    "GCM_INTERACTIVE": "never",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
}
_LEFT_OUT: Final = re.compile(
    r"GIT_(DIR|WORK_TREE|COMMON_DIR|INDEX_FILE|PREFIX|NAMESPACE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|QUARANTINE_PATH"
    r"|TRACE.*|CURL_VERBOSE)|SSH_ASKPASS"
)
"""What would have git look at another repository, as inside of hooks, ask somebody, or tell its headers."""

_USERINFO: Final = re.compile(r"(?<=://)[^/\s'\"]*@")
_TELLING: Final = ("fatal: ", "! [", "remote: ", "error: ", "")
"""How the line begins, or what is in it, that says most of a failure; the first of these that is there."""
_REFUSED: Final = re.compile(r"! \[([^]]*)\].*\(([^()]*)\)")
_LONGEST: Final = 200


def talk(
    folder: Path,
    *arguments: str,
    environ: Mapping[str, str] | None = None,
    text: str = "",
    timeout: float = TIMEOUT,
    errors: str = "replace",
) -> str:
    """What git prints in `folder`, given `text` to read. Raises `GitFailed` with one line, in which no secret of a URL is told.

    `errors` says what becomes of bytes that are no UTF-8; with `surrogateescape` they can be had back.
    """
    program = shutil.which("git")
    if program is None:
        raise GitFailed("git is not installed")
    own = {name: value for name, value in os.environ.items() if not _LEFT_OUT.fullmatch(name)}
    command = [program, *_OFF, "-C", str(folder), *arguments]
    try:
        process = subprocess.Popen(
            command,
            env={**own, **_QUIET, **_ssh(folder, own), **(environ or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # Its own group, so that what it started ends with it; without a terminal, on which ssh could ask something.
            start_new_session=True,
        )
    except OSError as error:
        raise GitFailed(str(error)) from error
    try:
        out, told = process.communicate(text.encode("utf-8", "surrogateescape"), timeout=timeout)
    except subprocess.TimeoutExpired:
        raise GitFailed(f"the remote did not answer within {timeout:.0f} seconds") from None
    finally:
        _end(process)
    if process.returncode != 0:
        raise GitFailed(in_one_line(told.decode("utf-8", "replace")))
    return out.decode("utf-8", errors)


def in_one_line(told: str) -> str:
    """What git complains of, without the user and password in a URL."""
    lines = [line.strip() for line in masked(told).splitlines() if line.strip()]
    line = next((one for mark in _TELLING for one in lines if mark in one), "it does not say why")
    refused = _REFUSED.search(line)
    line = f"{refused[1]}: {refused[2]}" if refused else line.partition(": ")[2] or line
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def masked(text: str) -> str:
    """`text` without the user and password of any URL."""
    return _USERINFO.sub("***@", text)


def _ssh(folder: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """ssh that never asks, unless somebody said which ssh it is to be."""
    if "GIT_SSH_COMMAND" in environ or "GIT_SSH" in environ:
        return {}
    try:
        git(folder, "config", "--get", "core.sshCommand")
    except GitFailed:
        return {"GIT_SSH_COMMAND": "ssh -o BatchMode=yes"}
    return {}


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what still runs, with all that it started: a helper that hangs would hold our pipes and its connection."""
    if process.returncode is None:
        with contextlib.suppress(OSError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
