"""What the journal tells of earlier runs, whatever happened to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.history import history
from sync.journal import FileJournal

NOW = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".pm-sync" / "journal.jsonl"


@pytest.fixture
def journal(path: Path) -> Callable[[str], FileJournal]:
    return lambda run: FileJournal(path, run, now=lambda: NOW)


def begin(write: int, **more: object) -> dict[str, object]:
    return {
        "write": write,
        "document": "a.md",
        "line": 3,
        "title": "Fix it",
        "reason": "why",
        **more,
    }


def test_a_creation_is_told_with_its_ticket_and_its_reason(
    path: Path, journal: Callable[[str], FileJournal]
) -> None:
    one = journal("run-1")
    one.record("begin", begin(1))
    one.record("done", {"write": 1, "outcome": "done", "ticket": "OPS-1"})

    (run,) = history(path)

    (write,) = run.writes
    assert (run.name, run.at) == ("run-1", NOW)
    assert (write.document, write.line, write.title) == ("a.md", 3, "Fix it")
    assert (write.field, write.ticket, write.reason) == (None, "OPS-1", "why")
    assert write.ending == "done"


def test_the_edits_of_one_document_are_told_one_by_one_with_what_became_of_each(
    path: Path, journal: Callable[[str], FileJournal]
) -> None:
    edits = [
        {"line": 3, "title": "One", "field": "status", "old": "Open", "new": "Done", "ticket": "A"},
        {"line": 4, "title": "Two", "field": "ticket", "old": "", "new": "OPS-2", "ticket": "B"},
    ]
    one = journal("run-1")
    one.record("begin", {"write": 1, "document": "a.md", "edits": edits})
    one.record("done", {"write": 1, "outcome": "done", "refused": [1]})

    (run,) = history(path)

    assert [(one.field, one.old, one.new, one.ending) for one in run.writes] == [
        ("status", "Open", "Done", "done"),
        ("ticket", "", "OPS-2", "failed"),
    ]


def test_a_run_that_was_cut_off_and_one_in_doubt_are_told_as_such(
    path: Path, journal: Callable[[str], FileJournal]
) -> None:
    journal("run-1").record("begin", begin(1))
    two = journal("run-2")
    two.record("begin", begin(1))
    two.record("in doubt", {"write": 1, "outcome": "in doubt"})
    two.settle(doubts=True)

    assert [run.writes[0].ending for run in history(path)] == ["interrupted", "in doubt"]


def test_the_journal_before_it_is_told_first(
    path: Path, journal: Callable[[str], FileJournal]
) -> None:
    journal("run-1").record("begin", begin(1))
    path.rename(path.with_name(path.name + ".1"))
    journal("run-2").record("begin", begin(1))

    assert [run.name for run in history(path)] == ["run-1", "run-2"]


@pytest.mark.parametrize(
    "torn",
    [
        b'{"at": "20',
        b"\xff",
        b"[1]",
        b"null",
        b'{"event": "begin", "at": 7}',
        b'{"edits": 3}',
        b'{"run": "run-1", "event": "done", "write": [1], "refused": 7}',
        b'{"run": "run-1", "event": "done", "write": 1, "refused": 7}',
        b'{"run": ["x"], "event": "begin", "write": 1}',
    ],
)
def test_what_cannot_be_read_is_left_out(
    path: Path, journal: Callable[[str], FileJournal], torn: bytes
) -> None:
    journal("run-1").record("begin", begin(1))
    with path.open("ab") as file:
        file.write(torn + b"\n")
    journal("run-1").record("begin", begin(2))

    (run,) = history(path)

    assert len(run.writes) == 2


def test_without_a_journal_there_is_nothing_to_tell(path: Path) -> None:
    assert history(path) == ()
