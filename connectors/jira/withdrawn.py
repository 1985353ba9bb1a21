"""Issues from which our mark was taken off, kept beside the journal as long as a search may still show them with it.

Data Center's search tells marks from an index that lags. Those in here are read by key until it has caught up. The file is
of the machine that took the marks off; elsewhere, and without it, an index that lags shows such an issue as ours once more.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from sync.atomic import write_atomically

NAME: Final = "jira-withdrawn.json"

_File: Final = TypeAdapter(tuple[str, set[int]])


class Withdrawn:
    """The ids of such issues on one server."""

    def __init__(self, path: Path | None, url: str) -> None:
        self._path = path
        self._url = url
        self._ids: set[int] | None = None

    def __contains__(self, number: int) -> bool:
        return number in self._known()

    def add(self, number: int) -> None:
        """Note it, on the disk, before the mark is taken off."""
        self._known().add(number)
        self._save()

    def discard(self, number: int) -> None:
        """The search knows."""
        self._known().discard(number)
        self._save()

    def _known(self) -> set[int]:
        if self._ids is None:
            self._ids = self._read()
        return self._ids

    def _read(self) -> set[int]:
        try:
            url, ids = _File.validate_json(self._path.read_bytes() if self._path else b"")
        except (OSError, ValidationError):
            return set()
        return ids if url == self._url else set()

    def _save(self) -> None:
        if self._path is not None and self._path.parent.is_dir():
            with contextlib.suppress(OSError):
                write_atomically(self._path, _File.dump_json((self._url, self._known())))
