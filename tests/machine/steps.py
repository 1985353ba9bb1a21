"""The steps of a run: whatever it sends, and whatever it writes to the disk. For processes that end soon: nothing is put back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter

import connectors.kinds
import sync.atomic
import sync.cli.compose
import sync.cli.folder
import sync.journal
from connectors.kinds import Context
from connectors.local.database import Database, Transaction
from sync.cli.project import Project
from sync.journal import FileJournal

PACE = timedelta(milliseconds=200)
"""How long a step takes."""


class Stepped:
    """Counts the steps of this process, and asks `at_step` at one of them; its answer is whether a request is answered."""

    def __init__(self, now: datetime, stop_at: int | None, at_step: Callable[[str], bool]) -> None:
        self._now = now
        self._left = stop_at
        self._at_step = at_step

    def watch(self) -> None:
        """Step in wherever this process sends or writes, and wherever it asks for the time."""
        self._watch_requests()
        self._watch_files()
        self._watch_database()
        self._set_clock()

    def step(self, name: str) -> bool:
        """Note a step; false if the answer to a request is not to be heard."""
        self._now += PACE
        if self._left is None:
            return True
        self._left -= 1
        if self._left >= 0:
            return True
        self._left = None
        return self._at_step(name)

    def _watch_requests(self) -> None:
        send = HTTPAdapter.send

        def stepped(
            adapter: HTTPAdapter, request: requests.PreparedRequest, *rest: Any, **more: Any
        ) -> requests.Response:
            name = f"{request.method} {request.url}"
            heard = self.step(f"before {name}")
            answer = send(adapter, request, *rest, **more)
            if not heard:
                raise requests.ReadTimeout("Read timed out.")
            self.step(f"after {name}")
            return answer

        _instead(HTTPAdapter, "send", stepped)

    def _watch_files(self) -> None:
        write, flush = sync.atomic._write_durably, sync.atomic._flush_folder
        record = FileJournal.record

        def written(path: Path, *rest: Any) -> None:
            self.step(f"before writing {path}")
            write(path, *rest)
            self.step(f"before renaming {path}")

        def flushed(folder: Path) -> None:
            flush(folder)
            self.step(f"after writing in {folder}")

        def recorded(journal: FileJournal, event: str, details: Mapping[str, object]) -> None:
            self.step(f"before recording {event}")
            record(journal, event, details)
            self.step(f"after recording {event}")

        _instead(sync.atomic, "_write_durably", written)
        _instead(sync.atomic, "_flush_folder", flushed)
        _instead(FileJournal, "record", recorded)

    def _watch_database(self) -> None:
        execute = Transaction.execute
        commit = Database._commit

        def executed(
            one: Transaction, statement: str, values: Mapping[str, object] | None = None
        ) -> Any:
            self.step("before a statement")
            return execute(one, statement, values)

        def committed(database: Database, one: Transaction) -> None:
            commit(database, one)
            self.step("after a commit")

        _instead(Transaction, "execute", executed)
        _instead(Database, "_commit", committed)

    def _set_clock(self) -> None:
        stepped = self

        class Clock(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Self:
                return cls.fromtimestamp(stepped._now.timestamp(), tz)

        for module in (sync.cli.compose, sync.cli.folder, sync.journal, connectors.kinds):
            _instead(module, "datetime", Clock)
        context = Project.context

        def waiting(seconds: float) -> None:
            stepped._now += timedelta(seconds=seconds)

        def told(project: Project) -> Context:
            return replace(context(project), now=lambda: stepped._now, sleep=waiting)

        _instead(Project, "context", told)


def _instead(owner: object, name: str, other: object) -> None:
    """Put something in the place of what is there, for as long as this process lives."""
    setattr(owner, name, other)
