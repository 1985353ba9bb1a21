"""The journal: every write is recorded, and on disk, before it is sent and again when its outcome is known.

No ticket depends on it: they carry their own marks. It tells a person what an interrupted run was doing, and the next run what both
sides of a new ticket said.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Protocol

from sync.errors import JournalFailed

_ALWAYS: Final = ("event", "run")
"""What every event says."""

ROTATE_AT = 4 * 1024 * 1024
"""Bytes after which a new run starts a new file and keeps one old one."""


class Journal(Protocol):
    """Takes the events of a run."""

    def record(self, event: str, details: Mapping[str, object]) -> None:
        """Write one event; when this returns, it survives a crash of the machine."""
        ...


class FileJournal:
    """A journal of JSON lines in one file, opened at the first event."""

    def __init__(
        self, path: Path, run: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._path = path
        self._run = run
        self._now = now
        self._handle: int | None = None

    def record(self, event: str, details: Mapping[str, object]) -> None:
        """Append the event and flush it to the disk. Raises `JournalFailed` if it cannot: then nothing may be sent."""
        entry = {"at": self._now().isoformat(), "run": self._run, "event": event, **details}
        line = (json.dumps(entry) + "\n").encode()
        try:
            if self._handle is None:
                self._handle = self._open()
            if os.write(self._handle, line) < len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(self._handle)
        except OSError as error:
            raise JournalFailed(str(self._path), error.strerror or str(error)) from error

    def settle(self, *, doubts: bool) -> None:
        """Note that a run came to its end, and whether something stays in doubt. Raises like `record`."""
        if self._handle is not None or unfinished(self._path):
            self.record("in doubt" if doubts else "settled", {})

    def close(self) -> None:
        """Close the file, if it was opened."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _open(self) -> int:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._path.exists() and self._path.stat().st_size > ROTATE_AT:
            self._path.replace(self._path.with_name(self._path.name + ".1"))
        handle = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        _end_torn_line(handle)
        return handle


def _end_torn_line(handle: int) -> None:
    """Put a line end behind what a killed run may have left half-written."""
    size = os.fstat(handle).st_size
    if size:
        os.lseek(handle, size - 1, os.SEEK_SET)
        if os.read(handle, 1) != b"\n":
            os.write(handle, b"\n")


def events(path: Path) -> Iterator[Mapping[str, Any]]:
    """What the journal at `path` tells, in its order; lines that are torn or no events are left out."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError:
        return
    for line in lines:
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict) and all(isinstance(event.get(name), str) for name in _ALWAYS):
            yield event


def all_events(path: Path) -> Iterator[Mapping[str, Any]]:
    """What the journal at `path` tells, after the one that it took the place of."""
    yield from events(path.with_name(path.name + ".1"))
    yield from events(path)


def unfinished(path: Path) -> tuple[Mapping[str, object], ...]:
    """The writes that were begun, have no outcome, and were not settled since; empty if the last run ended well.

    Those with the event `begin` were interrupted; those that a run ended with are `in doubt`.
    """
    pending: dict[tuple[str, str], Mapping[str, object]] = {}
    for event in events(path):
        kind, write = event["event"], (event["run"], str(event.get("write")))
        if kind == "begin":
            pending[write] = event
        elif kind == "in doubt":
            for one in [write] if write in pending else list(pending):
                pending[one] = {**pending[one], "event": kind}
        elif kind in ("done", "failed"):
            pending.pop(write, None)
        elif kind == "settled":
            pending.clear()
    return tuple(pending.values())
