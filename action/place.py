"""Where pm-sync is installed on this runner, and the key under which that is cached: it changes with what is installed."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
INSTALLED = ("action/requirements.txt", "pyproject.toml", "sync", "connectors", "config")


def main() -> None:
    """Tell both to the steps that follow."""
    digest = hashlib.sha256()
    for name in INSTALLED:
        top = HOME / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(HOME).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    version = ".".join(map(str, sys.version_info[:3]))
    where = f"{platform.system()}-{platform.machine()}-{version}"
    folder = Path(os.environ["RUNNER_TEMP"]) / "pm-sync-installed"
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as file:
        file.write(f"folder={folder}\nkey=pm-sync-{where}-{digest.hexdigest()}\n")


main()
