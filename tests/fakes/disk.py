"""What a run does to files, counted where Python hands it to the system, so that any one operation can fail or be the last.

A process that was killed does nothing more: from then on every operation raises `Killed`, which no handler of ours takes for an
error, and what handlers would tidy away stays.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

KILLS = ("killed before", "killed after", "killed in the middle")
FAILURES = ("ENOSPC", "EIO", "EACCES", "EIO after", "ENOSPC in the middle")
FAULTS = (*KILLS, *FAILURES)

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_READS = ("SELECT", "PRAGMA", "ROLLBACK")
_IN_SQLITE = {
    "ENOSPC": "database or disk is full",
    "EIO": "disk I/O error",
    "EACCES": "attempt to write a readonly database",
}


class Killed(BaseException):
    """The process ends here."""


class Disk:
    """The files below a root. `operations` names what was done to them; `fault` strikes the one that `at` numbers or names."""

    def __init__(self, root: Path) -> None:
        self._root = str(root.resolve())
        self._handles: dict[int, str] = {}
        self._real = {
            name: getattr(os, name)
            for name in ("open", "write", "fsync", "replace", "unlink", "link", "mkdir", "fdopen")
        }
        self.operations: list[str] = []
        self.at: int | str | None = None
        self.fault = ""
        self.dead = False

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Count while this lasts, and strike."""
        self.operations, self.dead = [], False
        with contextlib.ExitStack() as stack:
            for name in self._real:
                stack.enter_context(mock.patch.object(os, name, getattr(self, f"_{name}")))
            stack.enter_context(mock.patch.object(os, "remove", self._unlink))
            stack.enter_context(mock.patch.object(os, "rename", self._replace))
            stack.enter_context(mock.patch.object(io, "open", _opening(self, io.open)))
            stack.enter_context(mock.patch.object(sqlite3, "connect", _connecting(self)))
            yield

    def die(self) -> None:
        """The process is killed by something else than its files."""
        self.dead = True
        raise Killed

    def operation(
        self,
        kind: str,
        path: str,
        act: Callable[[], Any],
        part: Callable[[], Any] | None = None,
        failing: Callable[[str], Exception] | None = None,
    ) -> Any:
        """Do it, unless it is the one that goes wrong; `part` is what half of it would leave behind."""
        if self.dead:
            if kind == "unlink":
                return None
            raise Killed
        number = len(self.operations)
        self.operations.append(f"{kind} {path}")
        if self.at not in (number, self.operations[-1]):
            return act()
        fails = failing or (lambda code: OSError(getattr(errno, code), os.strerror(0), path))
        code, _, when = self.fault.partition(" ")
        if when == "after":
            done = act()
            if kind == "open":
                _given_up(done)
        elif when == "in the middle" and part is not None:
            part()
        if code == "killed":
            self.die()
        raise fails(code)

    def named(self, path: Any) -> str | None:
        """The path below the root; None if it is none of ours."""
        if isinstance(path, int):
            return self._handles.get(path)
        text = os.path.abspath(os.fspath(path))  # noqa: PTH100 - no Path while its own functions are watched
        return text[len(self._root) + 1 :] if text.startswith(self._root + os.sep) else None

    def _open(self, path: Any, flags: int, *more: Any, **named: Any) -> int:
        name = self.named(path)
        if name is None or not flags & _WRITING:
            handle = self._real["open"](path, flags, *more, **named)
        else:
            handle = self.operation(
                "open", name, lambda: self._real["open"](path, flags, *more, **named)
            )
        if name is None:
            self._handles.pop(handle, None)
        else:
            self._handles[handle] = name
        return int(handle)

    def _write(self, handle: int, data: bytes) -> int:
        name, write = self._handles.get(handle), self._real["write"]
        if name is None:
            return int(write(handle, data))
        half = data[: len(data) // 2]
        return int(
            self.operation("write", name, lambda: write(handle, data), lambda: write(handle, half))
        )

    def _fsync(self, handle: int) -> None:
        name = self._handles.get(handle)
        if name is None:
            self._real["fsync"](handle)
            return
        self.operation("fsync", name, lambda: None)

    def _fdopen(self, handle: int, *more: Any, **named: Any) -> Any:
        file = self._real["fdopen"](handle, *more, **named)
        name = self._handles.get(handle)
        return file if name is None else _File(self, name, file)

    def _replace(self, old: Any, new: Any, **named: Any) -> None:
        self._two("replace", old, new, **named)

    def _link(self, old: Any, new: Any, **named: Any) -> None:
        self._two("link", old, new, **named)

    def _two(self, kind: str, old: Any, new: Any, **named: Any) -> None:
        name = self.named(new)

        def act() -> None:
            self._real[kind](old, new, **named)

        if name is None:
            act()
        else:
            self.operation(kind, name, act)

    def _unlink(self, path: Any, **named: Any) -> None:
        self._one("unlink", path, lambda: self._real["unlink"](path, **named))

    def _mkdir(self, path: Any, *more: Any, **named: Any) -> None:
        self._one("mkdir", path, lambda: self._real["mkdir"](path, *more, **named))

    def _one(self, kind: str, path: Any, act: Callable[[], Any]) -> None:
        """What finds nothing to do is no operation."""
        name = self.named(path)
        if name is None or (os.path.lexists(path) is (kind == "mkdir") and not self.dead):
            act()
        else:
            self.operation(kind, name, act)


def _given_up(opened: Any) -> None:
    """What was opened by an operation that tells of a failure is nobody's."""
    if isinstance(opened, io.IOBase):
        opened.close()
    elif isinstance(opened, int):
        os.close(opened)


class _File:
    """A file whose writes are operations."""

    def __init__(self, disk: Disk, name: str, file: Any) -> None:
        self._disk, self._name, self._file = disk, name, file

    def write(self, data: Any) -> int:
        half = data[: len(data) // 2]
        return int(
            self._disk.operation(
                "write", self._name, lambda: self._file.write(data), lambda: self._file.write(half)
            )
        )

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *error: Any) -> Any:
        return self._file.__exit__(*error)


def _opening(disk: Disk, real: Callable[..., Any]) -> Callable[..., Any]:
    """How `pathlib` opens files."""

    def opened(file: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
        name = None if isinstance(file, int) else disk.named(file)
        if name is None or not set(mode) & set("wax+"):
            return real(file, mode, *more, **named)
        return _File(
            disk, name, disk.operation("open", name, lambda: real(file, mode, *more, **named))
        )

    return opened


def _connecting(disk: Disk) -> Callable[..., sqlite3.Connection]:
    real = sqlite3.connect

    class Watched(sqlite3.Connection):
        """A connection whose changes are operations: SQLite writes where Python does not see it."""

        def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
            verb = sql.split(None, 1)[0].upper()

            def act() -> sqlite3.Cursor:
                return super(Watched, self).execute(sql, *parameters)

            if verb in _READS:
                return act()
            cursor = disk.operation("sqlite", verb, act, failing=_sqlite_error)
            assert isinstance(cursor, sqlite3.Cursor)
            return cursor

    def connect(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection = real(*arguments, factory=Watched, **named)
        assert isinstance(connection, sqlite3.Connection)
        return connection

    return connect


def _sqlite_error(code: str) -> Exception:
    return sqlite3.OperationalError(_IN_SQLITE[code])
