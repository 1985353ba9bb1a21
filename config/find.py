"""Where the settings are: the root of a project, and the file that says so."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from config.problem import Problem, SettingsError

NAME = "pm-sync.toml"
PYPROJECT = "pyproject.toml"
STATE = "pm-sync.state"


@dataclass(frozen=True, slots=True)
class Place:
    """The root, to which all paths are relative, and the settings file in it, None if there is none."""

    root: Path
    file: Path | None
    elsewhere: Path | None = None
    """The folder in which the settings file, and the files that settings name, are read instead of the root."""

    @property
    def files(self) -> Path:
        """Where the files are that settings name."""
        return self.elsewhere or self.root


def find(start: Path) -> Place:
    """The nearest folder, from `start` upwards to the git top, that holds settings.

    If none does, the nearest in which runs left their state: below it, a second root would make every ticket twice. Else
    `start` itself.
    """
    used: Path | None = None
    for folder in (start, *start.parents):
        place = look_in(folder)
        if place.file is not None:
            return place
        if used is None and (folder / STATE).is_file():
            used = folder
        if (folder / ".git").exists():
            break
    return Place(used or start, None)


def look_in(root: Path) -> Place:
    """The settings of exactly this folder. Raises `SettingsError` if there are two."""
    own, shared = root / NAME, root / PYPROJECT
    in_shared = has_section(shared)
    if own.exists() and in_shared:
        raise SettingsError(
            [
                Problem(
                    str(own),
                    None,
                    f"there are settings here and in [tool.pm-sync] of {PYPROJECT}",
                    "keep one of the two",
                )
            ]
        )
    return Place(root, own if own.exists() else shared if in_shared else None)


def has_section(pyproject: Path) -> bool:
    """Whether it has settings of ours. A `pyproject.toml` that cannot be read belongs to another tool, and is that tool's to complain of."""
    try:
        document = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    tool = document.get("tool")
    return isinstance(tool, dict) and "pm-sync" in tool
