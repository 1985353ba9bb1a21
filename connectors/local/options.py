"""The settings of the embedded tracker, and where they put its database."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from sync.errors import UserError

DEFAULT_PATH = ".pm-sync/tracker.sqlite3"

_SHOWN = 200
"""Characters of a path in an error."""


class LocalOptions(BaseModel):
    """`[trackers.local]`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str | None = None
    """Where the database lies, relative to the root and inside it; None is `.pm-sync/tracker.sqlite3`."""


def database_path(options: LocalOptions, root: Path) -> Path:
    """The absolute path of the database.

    Raises `UserError` if it would lie outside `root`, also through a symbolic link.
    """
    wanted = options.path or DEFAULT_PATH
    shown = f"trackers.local.path: {wanted[:_SHOWN]!r}"
    try:
        home = root.resolve()
        path = (home / wanted).resolve()
        path.exists()  # raises for a name that no file can have
    except (OSError, RuntimeError, ValueError) as error:
        raise UserError(
            f"{shown} cannot be used: {_why(error)}; name a file inside {root}"
        ) from error
    if path == home or not path.is_relative_to(home):
        raise UserError(f"{shown} leads to {str(path)[:_SHOWN]}; name a file inside {home}")
    return path


def _why(error: Exception) -> str:
    return (error.strerror or "") if isinstance(error, OSError) else str(error)
