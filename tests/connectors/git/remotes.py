"""A bare repository as the remote of clones, and claims to put there."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from connectors.git.lock import REF
from sync.ports import Claim
from tests.fakes.program import Program

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def a_claim(run: str, holder: str = "process 1 on laptop", since: datetime = NOW) -> Claim:
    return Claim(run, holder, since, since + timedelta(minutes=30))


class Remote:
    """A bare repository with one commit."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.path = folder / "remote.git"
        subprocess.run(
            ["git", "init", "--quiet", "--bare", "--initial-branch=main", str(self.path)],
            check=True,
        )
        first = Program(folder / "first")
        first.write("a.md", "a")
        first.git("init", "--quiet", "--initial-branch=main")
        self.commit(first, "first")
        first.git("push", "--quiet", str(self.path), "main")

    def commit(self, program: Program, message: str) -> None:
        program.git("add", ".")
        program.git("commit", "--quiet", "--message", message)

    def clone(self, name: str, *options: str) -> Program:
        program = Program(self._folder, inside=True)
        program.git("clone", "--quiet", *options, self.path.as_uri(), name)
        program.root = self._folder / name
        return program

    @property
    def lock(self) -> str | None:
        """The commit that the lock leads to."""
        done = self.git("rev-parse", "--verify", "--quiet", REF, check=False)
        return done.strip() or None

    @property
    def claim(self) -> str:
        """What stands in the lock."""
        return self.git("cat-file", "commit", REF)

    def claimed(self, text: str, written: datetime = NOW, name: str = REF) -> str:
        """Put a commit with this text there, as anybody could."""
        tree = self.git("hash-object", "-t", "tree", "-w", "--stdin").strip()
        at = f"{written.timestamp():.0f} +0000"
        commit = self.git("commit-tree", tree, "-m", text, GIT_COMMITTER_DATE=at).strip()
        self.git("update-ref", name, commit)
        return commit

    def hook(self, name: str, text: str) -> None:
        """Have the remote run a script."""
        hook = self.path / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\n{text}\n")
        hook.chmod(0o755)

    def git(self, *arguments: str, check: bool = True, **environ: str) -> str:
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.invalid")
        return subprocess.run(
            ["git", *identity, "-C", str(self.path), *arguments],
            capture_output=True,
            text=True,
            check=check,
            stdin=subprocess.DEVNULL,
            env=Program(self.path).environment(environ),
        ).stdout
