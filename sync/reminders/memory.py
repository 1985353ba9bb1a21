"""What was notified, and when: kept in `.pm-sync/`, since a chat cannot be asked.

An entry is written before its message is sent and stays whatever becomes of it, so that nothing is ever sent twice; where it failed,
that is noted, and a person may have it sent again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from sync.atomic import write_atomically
from sync.errors import PmSyncError

NAME: Final = "reminded.json"


class Entry(BaseModel):
    """One item of one message."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: date
    failed: bool = False


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = 1
    notified: dict[str, Entry] = {}


class Memory:
    """Reads the file once. Raises `PmSyncError` if it cannot be understood: then nobody knows what was sent."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self.is_there = self._path.exists()
        """Whether any run on this machine remembered anything."""
        self._notified: dict[str, Entry] = {}
        if self.is_there:
            try:
                self._notified = dict(_File.model_validate_json(self._path.read_bytes()).notified)
            except (OSError, ValidationError) as error:
                raise PmSyncError(
                    f"{self._path}: cannot be understood, so nobody knows what was sent; remove it to begin anew"
                ) from error

    def of(self, key: str) -> Entry | None:
        """What is known of an item."""
        return self._notified.get(key)

    def note(self, keys: Iterable[str], day: date, *, failed: bool = False) -> None:
        """Remember these, on the disk when this returns. Raises `PmSyncError` if that fails: then nothing may be sent."""
        self._notified |= dict.fromkeys(keys, Entry(day=day, failed=failed))
        self._save()

    def begin(self, today: date, keep: int) -> None:
        """Have the file there, without what is older than so many days."""
        oldest = today - timedelta(days=keep)
        self._notified = {key: one for key, one in self._notified.items() if one.day > oldest}
        self._save()

    def _save(self) -> None:
        text = _File(notified=dict(sorted(self._notified.items()))).model_dump_json(indent=1)
        try:
            write_atomically(self._path, text.encode())
        except OSError as error:
            raise PmSyncError(f"{self._path}: cannot be written: {error.strerror}") from error
