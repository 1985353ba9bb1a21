"""Where pm-sync is installed on this runner, the key under which that is cached, which changes with what is installed, and the file for the report."""

from __future__ import annotations

import hashlib
import os
import platform
import secrets
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
INSTALLED = ("action/requirements.txt", "pyproject.toml", "sync", "connectors", "config")


def main() -> None:
    """Tell all of it to the steps that follow."""
    digest = hashlib.sha256()
    for name in INSTALLED:
        top = HOME / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(HOME).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    version = ".".join(map(str, sys.version_info[:3]))
    where = f"{platform.system()}-{platform.machine()}-{version}"
    temp = Path(os.environ["RUNNER_TEMP"])
    folder = temp / "pm-sync-installed"
    report = temp / f"pm-sync-report-{secrets.token_hex(4)}.json"  # a job may use the action twice
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as file:
        file.write(f"folder={folder}\nkey=pm-sync-{where}-{digest.hexdigest()}\nreport={report}\n")


main()
