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

    def __init__(
        self, now: datetime, stop_at: int | None, at_step: Callable[[str], bool]
    ) -> None:
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

        HTTPAdapter.send = stepped  # type: ignore[method-assign]

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

        sync.atomic._write_durably, sync.atomic._flush_folder = written, flushed
        FileJournal.record = recorded  # type: ignore[method-assign]

    def _watch_database(self) -> None:
        execute = Transaction.execute
        transaction = Database._commit

        def executed(
            one: Transaction, statement: str, values: Mapping[str, object] | None = None
        ) -> Any:
            self.step("before a statement")
            return execute(one, statement, values)

        def committed(database: Database, one: Transaction) -> None:
            transaction(database, one)
            self.step("after a commit")

        Transaction.execute = executed  # type: ignore[method-assign]
        Database._commit = committed  # type: ignore[method-assign]

    def _set_clock(self) -> None:
        stepped = self

        class Clock(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Self:
                return cls.fromtimestamp(stepped._now.timestamp(), tz)

        for module in (sync.cli.compose, sync.cli.folder, sync.journal, connectors.kinds):
            module.datetime = Clock  # type: ignore[attr-defined]
        context = Project.context

        def waiting(seconds: float) -> None:
            stepped._now += timedelta(seconds=seconds)

        def told(project: Project) -> Context:
            return replace(context(project), now=lambda: stepped._now, sleep=waiting)

        Project.context = told  # type: ignore[method-assign]
