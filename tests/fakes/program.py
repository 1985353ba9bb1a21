"""The program as a person or a script meets it: arguments in, exit code and two streams out."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from sync.cli import main

HOME = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What was printed, as the one JSON object it has to be."""
        return json.loads(self.out)


class Program:
    """Runs `pm-sync` in a folder of its own: as a process of its own, or `inside` of this one, which is quicker."""

    def __init__(self, root: Path, *, inside: bool = False) -> None:
        self.root = root
        self.environ: dict[str, str] = {}
        self._inside = inside

    def __call__(self, *arguments: str, cwd: Path | None = None, **environ: str) -> Done:
        if self._inside:
            return _run_inside(arguments, cwd or self.root, self.environment(environ))
        done = subprocess.run(
            self.command(*arguments),
            cwd=cwd or self.root,
            env=self.environment(environ),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def command(self, *arguments: str) -> list[str]:
        """The command line, for a process that a test wants to hold."""
        return [sys.executable, "-P", "-m", "sync", *arguments]

    def environment(self, more: Mapping[str, str] = {}) -> dict[str, str]:
        """A clean environment, so that neither CI nor the developer's settings reach the tests."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        git = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        # Under a limit for the size of files, Python would leave cut off bytecode in the environment.
        kept["PYTHONDONTWRITEBYTECODE"] = "1"
        return {**kept, **git, "PYTHONPATH": str(HOME), **self.environ, **more}

    def write(self, path: str, text: str) -> Path:
        """Put a file below the root."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        return file

    def read(self, path: str) -> str:
        """A file below the root, line ends as they are."""
        return (self.root / path).read_bytes().decode()

    def files(self) -> dict[str, bytes]:
        """Every file that a person keeps: all but `.pm-sync/` and git's own."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and not {".pm-sync", ".git"} & set(path.relative_to(self.root).parts)
        }

    def git(self, *arguments: str) -> str:
        """Run git in the root."""
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.invalid")
        done = subprocess.run(
            ["git", *identity, *arguments],
            cwd=self.root,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


def _run_inside(arguments: Sequence[str], cwd: Path, environ: dict[str, str]) -> Done:
    """Run the command line as its process would, and leave nothing of it behind."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    with (
        contextlib.chdir(cwd),
        mock.patch.dict(os.environ, environ, clear=True),
        mock.patch.object(sys, "argv", ["pm-sync", *arguments]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        _log_restored(),
    ):
        code = _code_of(main)
    return Done(code, _text(out), _text(err))


def _code_of(run: Callable[[], None]) -> int:
    try:
        run()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@contextlib.contextmanager
def _log_restored() -> Iterator[None]:
    log = logging.getLogger("pm_sync")
    before = log.handlers[:], log.propagate, log.level
    try:
        yield
    finally:
        log.handlers[:], log.propagate, level = before
        log.setLevel(level)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()
