"""Replacing a file in one step: after a crash there is the old content or the new, never a part."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from pathlib import Path

SUFFIX = ".pm-sync-tmp"
_LONGEST_NAME = 200
"""Bytes; most file systems allow 255."""


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` at `path`, durably, keeping the permissions of a file that is there already.

    Raises OSError, with the old file untouched and nothing left beside it. What is no file, such as `/dev/stdout` or a pipe, is written
    into: put in its place, a file would end it for everybody.
    """
    if _is_device(path):
        with path.open("ab") as device:
            device.write(data)
        return
    temporary = _beside(path)
    with contextlib.suppress(FileNotFoundError):
        temporary.unlink()
    try:
        _write_durably(temporary, data, _status(path))
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _flush_folder(path.parent)


def create_atomically(path: Path, data: bytes) -> None:
    """Put `data` at `path`, where nothing may be yet, durably and in one step.

    Raises `FileExistsError` if something is there, whoever put it there and when, and OSError alike; nothing is left beside it.
    """
    temporary = _beside(path)
    with contextlib.suppress(FileNotFoundError):
        temporary.unlink()
    try:
        _write_durably(temporary, data, None)
        _name(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    _flush_folder(path.parent)


def _name(temporary: Path, path: Path) -> None:
    """Give the file its name, which a link does only if it is free; where there are none, a look has to do."""
    try:
        os.link(temporary, path, follow_symlinks=False)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        temporary.rename(path)


def _beside(path: Path) -> Path:
    """The name of the temporary file, the same in every run, so that a later one clears it away."""
    name = path.name
    if len(os.fsencode(name)) > _LONGEST_NAME:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
    return path.with_name(f".{name}{SUFFIX}")


def _is_device(path: Path) -> bool:
    """Whether it is something else than a file or a folder, or a name of the system's own for one."""
    known = _status(path)
    if known is None:
        return False
    plain = stat.S_ISREG(known.st_mode) or stat.S_ISDIR(known.st_mode)
    return not plain or path.absolute().parts[:2] in (("/", "dev"), ("/", "proc"))


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _write_durably(path: Path, data: bytes, old: os.stat_result | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    # Until it has the permissions of the file that it replaces, nobody else may look into it.
    with os.fdopen(os.open(path, flags, 0o666 if old is None else 0o600), "wb") as file:
        file.write(data)
        file.flush()
        if old is not None:
            _keep_owner(path, old)
            path.chmod(old.st_mode & 0o7777)
        os.fsync(file.fileno())


def _keep_owner(path: Path, old: os.stat_result) -> None:
    """As far as this user may: root can give files away, others may only choose among their groups."""
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(path, old.st_uid, old.st_gid)


def _flush_folder(folder: Path) -> None:
    """Make the renaming itself durable, where the system can (Windows cannot open folders)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
