"""The state file on the disk."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.find import STATE as NAME
from sync.cli.state_file import read_state, save_state
from sync.errors import PmSyncError, UserError
from sync.model.memory import Doubt, State

STATE = State(doubts={"k": Doubt("local", "k", "a.md", datetime(2026, 11, 1, tzinfo=UTC))})


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    save_state(tmp_path, STATE)

    assert read_state(tmp_path) == STATE


def test_without_a_file_nothing_is_remembered(tmp_path: Path) -> None:
    assert read_state(tmp_path) == State()


def test_equal_bytes_are_not_written(tmp_path: Path) -> None:
    save_state(tmp_path, STATE)
    written = (tmp_path / NAME).stat()

    save_state(tmp_path, read_state(tmp_path))

    assert (tmp_path / NAME).stat().st_ino == written.st_ino
    assert (tmp_path / NAME).stat().st_mtime_ns == written.st_mtime_ns


def test_where_nothing_is_to_be_remembered_there_is_no_file(tmp_path: Path) -> None:
    save_state(tmp_path, State())
    assert not (tmp_path / NAME).exists()

    save_state(tmp_path, STATE)
    save_state(tmp_path, State())
    assert not (tmp_path / NAME).exists()


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()

    with pytest.raises(UserError, match="it is a folder"):
        read_state(tmp_path)


def test_a_file_that_cannot_be_written_is_told_with_what_was_done(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()

    with pytest.raises(PmSyncError, match="Tickets and documents are done"):
        save_state(tmp_path, STATE)


def test_lines_that_cannot_be_read_are_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    save_state(tmp_path, STATE)
    with (tmp_path / NAME).open("ab") as file:
        file.write(b"\xff<<<<<<< HEAD\n")

    assert read_state(tmp_path).doubts == STATE.doubts
    assert "line 3" in caplog.text
