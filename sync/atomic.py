"""Replacing a file in one step: after a crash there is the old content or the new, never a part."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

SUFFIX = ".pm-sync-tmp"


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` at `path`, durably, keeping the permissions of a file that is there already.

    Raises OSError, with the old file untouched and nothing left beside it.
    """
    temporary = path.with_name(f".{path.name}{SUFFIX}")
    with contextlib.suppress(FileNotFoundError):
        temporary.unlink()
    try:
        _write_durably(temporary, data, _mode(path))
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _flush_folder(path.parent)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        return None


def _write_durably(path: Path, data: bytes, mode: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        file.write(data)
        file.flush()
        if mode is not None:
            path.chmod(mode)
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the renaming itself durable, where the system can (Windows cannot open folders)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
