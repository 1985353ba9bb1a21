"""Files of a document source: read with a clear word for whatever is wrong, replaced in one step, never outside the root."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path

from sync.atomic import write_atomically
from sync.errors import ABSENT, DocumentChanged, Problem, WriteFailed

LARGEST = 10 * 1024 * 1024
"""Bytes. The largest postmortem known to us has a hundredth of that: a bigger file is a log or a dump."""


class Unreadable(Exception):
    """A file that cannot be read, with the words for it."""

    def __init__(self, path: str, found: str, remedy: str) -> None:
        super().__init__(path)
        self.problem = Problem(path, None, found, remedy)


def revision_of(data: bytes) -> str:
    """The digest by which a later write recognises the bytes that were planned."""
    return hashlib.sha256(data).hexdigest()


def read_file(root: Path, path: str) -> bytes:
    """The bytes of `root/path`. Raises `Unreadable`; never waits on a pipe or a device."""
    return _read(_inside(root, path), path)


def _read(target: Path, path: str) -> bytes:
    try:
        mode = target.stat().st_mode
        if stat.S_ISDIR(mode):
            raise Unreadable(
                path, "it is a folder", "name files, or a pattern that matches files only"
            )
        if not stat.S_ISREG(mode):
            raise Unreadable(path, "it is no regular file", "leave it out with `exclude`")
        with target.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise Unreadable(path, ABSENT, "check the name") from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise _circular(path) from error
        raise Unreadable(path, f"cannot be read: {error.strerror}", "make it readable") from error
    if len(data) > LARGEST:
        raise Unreadable(
            path,
            f"it has more than {LARGEST // (1024 * 1024)} MB, and no postmortem has",
            "leave it out with `exclude`",
        )
    return data


def replace_file(root: Path, path: str, revision: str, data: bytes) -> None:
    """Put `data` at `root/path` in one step, if it still has `revision`.

    Raises `DocumentChanged` or `WriteFailed`; after an error the file is as it was.
    """
    try:
        target = _inside(root, path)
        current = _read(target, path)
    except Unreadable as error:
        raise DocumentChanged(path, error.problem.found) from error
    if revision_of(current) != revision:
        raise DocumentChanged(path, "it was changed while this run worked")
    _check(target, path)
    try:
        write_atomically(target, data)
    except OSError as error:
        raise WriteFailed(
            path, f"cannot be written: {error.strerror}; nothing was changed"
        ) from error


def check_writable(root: Path, path: str) -> None:
    """Raise `WriteFailed` if the file is known to refuse a write."""
    try:
        _check(_inside(root, path), path)
    except Unreadable as error:
        raise DocumentChanged(path, error.problem.found) from error


def _check(target: Path, path: str) -> None:
    if not os.access(target, os.W_OK):
        raise WriteFailed(path, "it is write-protected; make it writable, and run again")
    if not os.access(target.parent, os.W_OK):
        raise WriteFailed(
            path, "its folder is write-protected; make the folder writable, and run again"
        )


def _inside(root: Path, path: str) -> Path:
    """Where the file really is; a link may lead elsewhere, and not out of the root."""
    home = root.resolve()
    try:
        target = (home / path).resolve()
    except RuntimeError as error:
        raise _circular(path) from error
    except (OSError, ValueError) as error:
        raise Unreadable(path, f"it cannot be found: {error}", "check the name") from error
    if not target.is_relative_to(home):
        raise Unreadable(
            path, "it leads out of the root", "copy the file here, or leave it out with `exclude`"
        )
    return target


def _circular(path: str) -> Unreadable:
    return Unreadable(path, "its symbolic links go round in a circle", "mend them")
