"""The database file: when it is made, what lies beside it, how an older one is brought forward."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from connectors.local import schema
from connectors.local.database import Database
from connectors.local.desk import Desk
from connectors.local.tracker import LocalTracker
from sync.errors import UserError
from sync.model.postmortem import TicketRef
from sync.model.ticket import Change, Failed
from tests.connectors.local.clock import Clock


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The database as another program sees it."""
    path.parent.mkdir(exist_ok=True)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_reading_makes_nothing(tracker: LocalTracker, tmp_path: Path) -> None:
    assert tracker.find(PROJECT).tickets == ()
    assert tracker.fetch([TicketRef("local", "LOCAL-1")]) == {}

    assert list(tmp_path.iterdir()) == []
    assert tracker.requests == 0


def test_a_write_that_has_nothing_to_change_makes_nothing(
    tracker: LocalTracker, path: Path, tmp_path: Path
) -> None:
    (outcome,) = tracker.update([Change(TicketRef("local", "LOCAL-1"), "Renamed")])

    assert isinstance(outcome, Failed)
    with pytest.raises(UserError, match="no ticket LOCAL-1"):
        Desk(Database(path), Clock(), "dana").close("1")
    assert list(tmp_path.iterdir()) == []


def test_the_first_ticket_makes_the_database_and_keeps_it_out_of_git(
    tracker: LocalTracker, path: Path
) -> None:
    made(tracker, draft())

    assert names(path.parent) == [".gitignore", "tracker.sqlite3"]
    assert (path.parent / ".gitignore").read_text() == "*\n"


def test_a_folder_of_ours_that_was_there_already_is_kept_out_of_git_too(
    tracker: LocalTracker, path: Path
) -> None:
    path.parent.mkdir()

    made(tracker, draft())

    assert (path.parent / ".gitignore").read_text() == "*\n"


def test_a_gitignore_that_somebody_wrote_is_left_alone(tracker: LocalTracker, path: Path) -> None:
    path.parent.mkdir()
    (path.parent / ".gitignore").write_text("!keep\n")

    made(tracker, draft())

    assert (path.parent / ".gitignore").read_text() == "!keep\n"


def test_a_folder_of_other_things_is_not_hidden_from_git(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with contextlib.closing(Database(tmp_path / "data" / "tickets.db")) as database:
        made(LocalTracker(database, Clock()), draft())

    assert names(tmp_path / "data") == ["tickets.db"]


def test_a_file_system_without_hard_links_will_do(
    tracker: LocalTracker, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)

    (ticket,) = made(tracker, draft())

    assert tracker.find(PROJECT).tickets == (ticket,)
    assert names(path.parent) == [".gitignore", "tracker.sqlite3"]


def test_a_path_with_characters_that_urls_know_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a b?mode=ro#c%20d" / "ticketś.db"
    with contextlib.closing(Database(path)) as database:
        made(LocalTracker(database, Clock()), draft())

    assert path.is_file()


def test_an_older_database_is_brought_forward_and_keeps_its_tickets(
    tracker: LocalTracker, path: Path
) -> None:
    (ticket,) = made(tracker, draft())
    tracker.close()
    steps = (*schema.MIGRATIONS, ("ALTER TABLE tickets ADD COLUMN estimate TEXT",))

    with contextlib.closing(Database(path, migrations=steps)) as newer:
        assert LocalTracker(newer, Clock()).find(PROJECT).tickets == (ticket,)

    with opened(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(steps),)
        assert connection.execute("SELECT estimate FROM tickets").fetchall() == [(None,)]


def test_a_step_that_fails_leaves_the_older_schema(tracker: LocalTracker, path: Path) -> None:
    made(tracker, draft())
    tracker.close()
    steps = (*schema.MIGRATIONS, ("ALTER TABLE tickets ADD COLUMN estimate TEXT", "NO SQL"))
    with opened(path) as connection:
        with pytest.raises(sqlite3.OperationalError):
            schema.migrate(connection, steps)

        assert connection.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS),)
        assert not connection.in_transaction


def test_bringing_forward_twice_is_bringing_forward_once(path: Path) -> None:
    with opened(path) as connection:
        schema.migrate(connection, schema.MIGRATIONS)
        schema.migrate(connection, schema.MIGRATIONS)

        assert schema.version_of(connection) == len(schema.MIGRATIONS)


def test_a_copy_of_the_file_is_a_whole_tracker(
    tracker: LocalTracker, path: Path, tmp_path: Path
) -> None:
    (ticket,) = made(tracker, draft())
    shutil.copy(path, tmp_path / "copy.sqlite3")

    with contextlib.closing(LocalTracker(Database(tmp_path / "copy.sqlite3"), Clock())) as copy:
        assert copy.find(PROJECT).tickets == (ticket,)
