"""A database of its own for every test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.contract.drafts import draft, made
from connectors.local.database import Database
from connectors.local.desk import Desk
from connectors.local.tracker import LocalTracker
from sync.model.ticket import Owner
from tests.connectors.local.clock import Clock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the settings put the database by default; nothing is there yet."""
    return tmp_path / ".pm-sync" / "tracker.sqlite3"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    """Gives up at once where it would have to wait."""
    with closing(Database(path, patience=0.01)) as database:
        yield database


@pytest.fixture
def tracker(database: Database, clock: Clock) -> LocalTracker:
    return LocalTracker(database, clock)


@pytest.fixture
def desk(database: Database, clock: Clock, tracker: LocalTracker) -> Desk:
    """The desk of dana, with three tickets: of alice and bob, of bob, of nobody."""
    owners = [("alice", "bob"), ("@Bob",), ()]
    made(
        tracker,
        *(
            replace(draft(number), owners=tuple(Owner(name, name) for name in names))
            for number, names in enumerate(owners, 1)
        ),
    )
    return Desk(database, clock, "dana")
