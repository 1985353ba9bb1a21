"""The door: makes sure that the packages behind it are ours, then runs the command line.

`config`, `connectors` and `sync` are names that other distributions and projects use too. Where one of them comes
first on the path, imports would fail far from the cause, so the door asks before it opens.
"""

from __future__ import annotations

import sys
from importlib.machinery import PathFinder
from pathlib import Path

OURS = ("sync", "connectors", "config")


def intruder(home: Path) -> str | None:
    """Where a package of one of our names would be imported from, if not from `home`; None if all are ours."""
    for name in OURS:
        spec = PathFinder.find_spec(name)
        origin = spec.origin if spec is not None else None
        if origin is None or Path(origin).resolve().parent != home / name:
            return f"{name} from {origin or 'nowhere'}"
    return None


def main() -> None:
    """Run `pm-sync`; the script of that name comes here."""
    home = Path(__file__).resolve().parent.parent
    found = intruder(home)
    if found is not None:
        sys.stderr.write(
            f"pm-sync: Python would import {found} instead of {home}; unset PYTHONPATH, and install pm-sync into an"
            " environment of its own (uv tool install, pipx)\n"
        )
        sys.exit(2)
    try:
        from sync.cli import main as command_line  # noqa: PLC0415 - nothing of ours before the guard
    except KeyboardInterrupt:
        sys.stderr.write("pm-sync: interrupted before anything was done\n")
        sys.exit(130)
    command_line()


if __name__ == "__main__":
    main()
