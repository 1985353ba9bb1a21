"""Replacing a file in one step: after a crash there is the old content or the new, never a part."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

SUFFIX = ".pm-sync-tmp"
_LONGEST_NAME = 200
"""Bytes; most file systems allow 255."""


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` at `path`, durably, keeping the permissions of a file that is there already.

    Raises OSError, with the old file untouched and nothing left beside it.
    """
    temporary = _beside(path)
    with contextlib.suppress(FileNotFoundError):
        temporary.unlink()
    try:
        _write_durably(temporary, data, _permissions(path))
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _flush_folder(path.parent)


def _beside(path: Path) -> Path:
    """The name of the temporary file, the same in every run, so that a later one clears it away."""
    name = path.name
    if len(os.fsencode(name)) > _LONGEST_NAME:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
    return path.with_name(f".{name}{SUFFIX}")


def _permissions(path: Path) -> int | None:
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        return None


def _write_durably(path: Path, data: bytes, permissions: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    # Until it has the permissions of the file that it replaces, nobody else may look into it.
    with os.fdopen(os.open(path, flags, 0o666 if permissions is None else 0o600), "wb") as file:
        file.write(data)
        file.flush()
        if permissions is not None:
            path.chmod(permissions)
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the renaming itself durable, where the system can (Windows cannot open folders)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
