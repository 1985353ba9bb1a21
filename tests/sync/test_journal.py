"""The journal: on disk before anything is sent, and readable after any crash."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sync.errors import JournalFailed
from sync.journal import ROTATE_AT, FileJournal, unfinished


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".pm-sync" / "journal.jsonl"


def test_an_event_is_in_the_file_when_the_call_returns(path: Path) -> None:
    FileJournal(path, "run-1").record("begin", {"write": 1, "kind": "CreateTicket"})

    event = json.loads(path.read_text())
    assert (event["run"], event["event"], event["write"]) == ("run-1", "begin", 1)


def test_every_event_is_flushed_to_the_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(os, "fsync", flushed.append)
    journal = FileJournal(path, "run-1")

    journal.record("begin", {"write": 1})
    journal.record("done", {"write": 1})

    assert len(flushed) == 2


def test_nothing_is_written_before_the_first_event(path: Path) -> None:
    FileJournal(path, "run-1").close()

    assert not path.exists()


def test_a_write_without_an_outcome_is_unfinished(path: Path) -> None:
    journal = FileJournal(path, "run-1")
    journal.record("begin", {"write": 1, "document": "a.md"})
    journal.record("done", {"write": 1})
    journal.record("begin", {"write": 2, "document": "b.md"})

    assert [event["document"] for event in unfinished(path)] == ["b.md"]


def test_a_run_that_ended_leaves_nothing_unfinished(path: Path) -> None:
    journal = FileJournal(path, "run-1")
    journal.record("begin", {"write": 1})
    journal.record("failed", {"write": 1})

    assert unfinished(path) == ()


def test_what_two_interrupted_runs_left_is_told_until_it_is_settled(path: Path) -> None:
    FileJournal(path, "run-1").record("begin", {"write": 1})
    FileJournal(path, "run-2").record("begin", {"write": 1})
    FileJournal(path, "run-3").record("begin", {"write": 1})
    FileJournal(path, "run-3").record("done", {"write": 1})
    assert [event["run"] for event in unfinished(path)] == ["run-1", "run-2"]

    FileJournal(path, "run-4").settle(doubts=False)

    assert unfinished(path) == ()


def test_a_run_that_wrote_nothing_after_one_that_ended_well_settles_nothing(path: Path) -> None:
    FileJournal(path, "run-1").settle(doubts=False)

    assert not path.exists()


def test_no_journal_is_no_unfinished_run(path: Path) -> None:
    assert unfinished(path) == ()


@pytest.mark.parametrize("torn", [b'{"at": "2026', b"\xff\xfe", b"[1]", b"null"])
def test_a_torn_line_spoils_neither_what_was_before_nor_what_comes_after(
    path: Path, torn: bytes
) -> None:
    FileJournal(path, "run-1").record("begin", {"write": 1})
    with path.open("ab") as file:
        file.write(torn)

    FileJournal(path, "run-1").record("begin", {"write": 2})

    assert [event["write"] for event in unfinished(path)] == [1, 2]


def test_a_long_journal_is_set_aside(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"x" * (ROTATE_AT + 1))

    FileJournal(path, "run-1").record("begin", {"write": 1})

    assert path.stat().st_size < 1000
    assert path.with_name("journal.jsonl.1").exists()


def test_a_full_disk_stops_before_anything_is_sent(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "write", lambda handle, data: len(data) - 1)

    with pytest.raises(JournalFailed, match="No space left"):
        FileJournal(path, "run-1").record("begin", {"write": 1})


def test_a_folder_in_place_of_the_journal_is_told(path: Path) -> None:
    path.mkdir(parents=True)

    with pytest.raises(JournalFailed, match=r"journal\.jsonl"):
        FileJournal(path, "run-1").record("begin", {"write": 1})


def test_what_stays_in_doubt_is_told_as_such_until_a_run_settles_it(path: Path) -> None:
    FileJournal(path, "run-1").record("begin", {"write": 1})
    FileJournal(path, "run-1").record("begin", {"write": 2})
    FileJournal(path, "run-1").record("in doubt", {"write": 2})
    assert [event["event"] for event in unfinished(path)] == ["begin", "in doubt"]

    FileJournal(path, "run-2").settle(doubts=True)
    assert [event["event"] for event in unfinished(path)] == ["in doubt", "in doubt"]
    FileJournal(path, "run-3").settle(doubts=False)
    assert unfinished(path) == ()
