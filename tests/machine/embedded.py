"""The embedded tracker, in the folder of its documents."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.machine.people import FIELDS, Said

_COLUMNS = {"owner": "assignees", "priority": "priority", "due": "due", "title": "title"}


class Embedded:
    """The database, changed past `pm-sync tickets`."""

    shared = False
    merges = frozenset(FIELDS)
    most_owners = 9
    given: Mapping[str, str] = {}

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 8, tzinfo=UTC)
        self.environ: Mapping[str, str] = {}
        self.sent: list[str] = []

    @contextlib.contextmanager
    def served(self) -> Iterator[None]:
        yield

    def settings(self) -> str:
        return 'tracker = "local"\n'

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def tickets(self, root: Path) -> Mapping[str, Said]:
        if not _file(root).exists():
            return {}
        with _opened(root) as connection:
            rows = connection.execute(
                "SELECT number, title, key, assignees, priority, due, status FROM tickets"
            ).fetchall()
        return {
            f"LOCAL-{number}": Said(
                title,
                key,
                {
                    "owner": ", ".join(sorted(json.loads(owners))),
                    "priority": priority or "",
                    "due": due or "",
                    "status": status,
                },
            )
            for number, title, key, owners, priority, due, status in rows
        }

    def ref(self, cell: str) -> str | None:
        found = re.search(r"LOCAL-\d+", cell)
        return found.group() if found else None

    def change(self, root: Path, ref: str, field: str, value: str) -> None:
        number = int(ref.removeprefix("LOCAL-"))
        at = self.now.isoformat()
        with _opened(root) as connection:
            if field == "status":
                closed = at if value in ("done", "wont_do") else None
                connection.execute(
                    "UPDATE tickets SET status = ?, closed_at = ?, updated_at = ? WHERE number = ?",
                    (value, closed, at, number),
                )
            else:
                told = json.dumps([one for one in value.split(", ") if one])
                stored = told if field == "owner" else value or None
                connection.execute(
                    f"UPDATE tickets SET {_COLUMNS[field]} = ?, updated_at = ? WHERE number = ?",
                    (stored, at, number),
                )

    def fail(self, fault: str) -> None:
        """Requests that never leave the machine do not get lost on the way."""

    def calm(self) -> None:
        """Nothing ever went wrong."""


def _file(root: Path) -> Path:
    return root / ".pm-sync" / "tracker.sqlite3"


@contextlib.contextmanager
def _opened(root: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(_file(root), timeout=20)) as connection, connection:
        yield connection
