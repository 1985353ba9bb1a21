"""A database that cannot be used: what is said of it, and that it is left as it is."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from connectors.local.database import Database
from connectors.local.tracker import LocalTracker
from sync.errors import Rejected, Unavailable
from sync.model.ticket import Failed
from tests.connectors.local.clock import Clock

ROOT = Path(__file__).parents[3]


@contextlib.contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The database as another program sees it."""
    path.parent.mkdir(exist_ok=True)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


GARBAGE = {
    "text": b"this is not a database, but long enough to be taken for one\n" * 100,
    "empty": b"",
    "one byte": b"\0",
    "a torn header": b"SQLite format 3\0",
}


@pytest.mark.parametrize("data", GARBAGE.values(), ids=GARBAGE.keys())
def test_what_is_no_database_is_refused_and_left_as_it_is(
    tracker: LocalTracker, path: Path, data: bytes
) -> None:
    path.parent.mkdir()
    path.write_bytes(data)

    with pytest.raises(Rejected, match=r"tracker\.sqlite3: .*restore it from a backup"):
        tracker.find(PROJECT)

    (outcome,) = tracker.create([draft()])
    assert isinstance(outcome, Failed)
    assert path.read_bytes() == data


def test_a_database_with_torn_pages_is_refused(tracker: LocalTracker, path: Path) -> None:
    made(tracker, *(draft(number) for number in range(1, 60)))
    tracker.close()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)

    with pytest.raises(Rejected, match="restore it from a backup"):
        tracker.find(PROJECT)

    assert path.read_bytes() == data


def test_a_database_that_was_cut_off_is_refused(tracker: LocalTracker, path: Path) -> None:
    made(tracker, *(draft(number) for number in range(1, 60)))
    tracker.close()
    os.truncate(path, 4096)

    with pytest.raises(Rejected, match="restore it from a backup"):
        tracker.find(PROJECT)


def test_a_folder_in_place_of_the_database_is_told(tracker: LocalTracker, path: Path) -> None:
    path.mkdir(parents=True)

    with pytest.raises(Rejected, match="is a folder; move it away"):
        tracker.find(PROJECT)


def test_a_file_in_place_of_the_folder_is_told(tracker: LocalTracker, path: Path) -> None:
    path.parent.write_text("")

    assert tracker.find(PROJECT).tickets == ()
    (outcome,) = tracker.create([draft()])

    assert isinstance(outcome, Failed)
    assert str(path) in outcome.reason


def test_a_database_of_another_program_is_refused(tracker: LocalTracker, path: Path) -> None:
    with opened(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")

    with pytest.raises(Rejected, match="database of another program"):
        tracker.find(PROJECT)


def test_a_database_from_a_newer_version_is_refused(tracker: LocalTracker, path: Path) -> None:
    made(tracker, draft())
    tracker.close()
    with opened(path) as connection:
        connection.execute("PRAGMA user_version = 99")

    with pytest.raises(Rejected, match=r"newer pm-sync \(schema 99; .*upgrade pm-sync"):
        tracker.find(PROJECT)


def test_a_value_that_was_never_written_by_us_is_told(tracker: LocalTracker, path: Path) -> None:
    made(tracker, draft())
    with opened(path) as connection:
        connection.execute("UPDATE tickets SET assignees = 'alice'")

    with pytest.raises(Rejected, match="ticket 1 cannot be understood"):
        tracker.find(PROJECT)


def test_a_database_that_stays_locked_is_told_with_what_to_do(
    tracker: LocalTracker, path: Path
) -> None:
    made(tracker, draft())
    with opened(path) as connection:
        connection.execute("BEGIN EXCLUSIVE")

        with pytest.raises(Unavailable, match=r"tracker\.sqlite3: .*locked.* run again"):
            tracker.find(PROJECT)


def test_a_writer_does_not_keep_readers_out(tracker: LocalTracker, path: Path) -> None:
    (ticket,) = made(tracker, draft())
    with opened(path) as connection:
        connection.execute("BEGIN IMMEDIATE")

        assert tracker.find(PROJECT).tickets == (ticket,)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_database_without_write_permission_can_be_read(tracker: LocalTracker, path: Path) -> None:
    (ticket,) = made(tracker, draft(1))
    tracker.close()
    path.chmod(0o444)

    assert tracker.find(PROJECT).tickets == (ticket,)
    (outcome,) = tracker.create([draft(2)])
    assert isinstance(outcome, Failed)
    assert "writable" in outcome.reason


FILLING = """
import resource, sys
from pathlib import Path
from connectors.contract.drafts import PROJECT, draft
from connectors.kinds import Context
from connectors.local import KIND
limit = 100_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
tracker = KIND.open(KIND.options()(), Context(Path(sys.argv[1])))
for outcome in tracker.create(draft(number) for number in range(1, 1000)):
    print(type(outcome).__name__, getattr(outcome, "reason", ""), flush=True)
print("listed", len(tracker.find(PROJECT).tickets))
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a limit for the size of files")
def test_a_disk_that_takes_no_more_keeps_exactly_the_tickets_that_were_told(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-B", "-c", FILLING, tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    *lines, listed = run.stdout.split("\n")[:-1]
    outcomes = [line.partition(" ")[0] for line in lines]
    done = outcomes.count("Done")
    assert 0 < done < len(outcomes) == 999
    assert outcomes[done:] == ["Failed"] * (999 - done)
    assert "run again" in run.stdout
    path = tmp_path / ".pm-sync" / "tracker.sqlite3"
    with contextlib.closing(LocalTracker(Database(path), Clock())) as tracker:
        assert listed == f"listed {len(tracker.find(PROJECT).tickets)}" == f"listed {done}"
