"""Installs pm-sync from the action's own checkout into an environment of its own, with exactly what is locked by hash."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent


def main() -> int:
    """Make the environment and fill it; the exit code is pip's."""
    folder = Path(os.environ["FOLDER"])
    venv.create(folder, with_pip=True, clear=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [str(python), "-I", "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    locked = [
        *pip,
        "--require-hashes",
        "--only-binary=:all:",
        "-r",
        str(HOME / "action/requirements.txt"),
    ]
    own = [*pip, "--no-deps", "--no-build-isolation", "--no-index", str(HOME)]
    for command in (locked, own):
        done = subprocess.run(command, check=False)
        if done.returncode:
            return done.returncode
    return 0


sys.exit(main())
