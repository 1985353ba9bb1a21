"""Words what SQLite and the operating system report: which file, what is wrong, what to do."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sync.errors import Rejected, TrackerError, Unavailable

_WAIT = "another process keeps it locked; wait until that has ended, and run again"
_RESTORE = (
    "it is left as it is: restore it from a backup, or move it away to begin with an empty tracker"
)
_MAKE_ROOM = "make room on the disk, and run again"
_PERMIT = "make the file and its folder readable and writable"

_ADVICE: dict[int, tuple[type[TrackerError], str]] = {
    sqlite3.SQLITE_BUSY: (Unavailable, _WAIT),
    sqlite3.SQLITE_LOCKED: (Unavailable, _WAIT),
    sqlite3.SQLITE_PROTOCOL: (Unavailable, _WAIT),
    sqlite3.SQLITE_NOTADB: (Rejected, _RESTORE),
    sqlite3.SQLITE_CORRUPT: (Rejected, _RESTORE),
    sqlite3.SQLITE_FORMAT: (Rejected, _RESTORE),
    sqlite3.SQLITE_READONLY: (Rejected, _PERMIT),
    sqlite3.SQLITE_PERM: (Rejected, _PERMIT),
    sqlite3.SQLITE_CANTOPEN: (Rejected, _PERMIT),
    sqlite3.SQLITE_FULL: (Rejected, _MAKE_ROOM),
    sqlite3.SQLITE_IOERR: (Unavailable, "look after the disk, and run again"),
}
"""Primary result codes, https://www.sqlite.org/rescode.html; the extended ones hold them in their lowest byte."""


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another process is in the way, and nothing else."""
    return _code(error) == sqlite3.SQLITE_BUSY


def damaged(path: Path, found: str) -> Rejected:
    """The error for a file whose content cannot be what this tracker wrote."""
    return Rejected(f"{path}: {found}; {_RESTORE}")


def translate(path: Path, error: sqlite3.Error | OSError) -> TrackerError:
    """Our error for one of theirs."""
    if isinstance(error, OSError):
        advice = _MAKE_ROOM if error.errno in _NO_ROOM else _PERMIT
        return Rejected(f"{path}: {error.strerror or error}; {advice}")
    kind, advice = _ADVICE.get(_code(error), (Rejected, _RESTORE))
    return kind(f"{path}: {error}; {advice}")


def _code(error: sqlite3.Error) -> int:
    """The primary result code; errors of Python's own module have none."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & 0xFF


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Let only our errors out of a block that works on the database at `path`."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise translate(path, error) from error
    except UnicodeError as error:
        raise Rejected(f"{path}: cannot hold a text that is no Unicode: {error}") from error


def refuse_unusable(path: Path) -> bool:
    """Whether a file is at `path` to be opened. Raises `Rejected` if what is there cannot be a database.

    An empty file is refused: ours never are, so its tickets were cut off, and beginning anew would
    hand out their numbers a second time.
    """
    try:
        size = path.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return False
    if path.is_dir():
        raise Rejected(f"{path}: is a folder; move it away, the tracker's database belongs there")
    if not path.is_file() or not os.access(path, os.R_OK):
        raise Rejected(f"{path}: cannot be read; {_PERMIT}")
    if size == 0:
        raise damaged(path, "is empty")
    return True
