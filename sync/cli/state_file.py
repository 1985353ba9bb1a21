"""`pm-sync.state` on the disk, beside the settings; what it says is the business of `sync.state`."""

from __future__ import annotations

import logging
from pathlib import Path

from config.find import STATE
from sync.atomic import write_atomically
from sync.errors import PmSyncError, Problem, UserError
from sync.model.memory import State
from sync.state import parse, render

log = logging.getLogger("pm_sync.cli")


def read_state(root: Path) -> State:
    """What the last runs remembered; empty if there is no file. Raises `UserError` if it cannot be read."""
    state = parse(checked_text(root) or "")
    for warning in state.warnings:
        log.warning("%s: %s", STATE, warning)
    return state


def checked_text(root: Path) -> str | None:
    """What the file holds; None if there is none. Raises like `read_state`."""
    path = root / STATE
    if path.is_symlink():
        raise UserError([Problem(STATE, None, "it is a link", "put the file itself here")])
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        found = "it is a folder" if path.is_dir() else f"cannot be read: {error.strerror}"
        raise UserError(
            [Problem(STATE, None, found, "restore it, or remove it: no ticket is lost with it")]
        ) from error


def save_state(root: Path, state: State) -> None:
    """Write the file if its bytes change; where nothing is to be remembered there is no file."""
    path = root / STATE
    data = render(state).encode()
    try:
        if data == (path.read_bytes() if path.exists() else b""):
            return
        if data:
            write_atomically(path, data)
        else:
            path.unlink()
    except OSError as error:
        raise PmSyncError(
            f"{STATE}: cannot be written: {error.strerror}. Tickets and documents are done; make it writable, and run"
            " again, or a later run cannot tell on which side a status was changed"
        ) from error
