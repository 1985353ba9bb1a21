"""An undo of whatever documents, and one that is stopped anywhere: documents and tickets end as if it had not been."""

from __future__ import annotations

import contextlib
import itertools
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import event, given, settings

from sync.journal import FileJournal
from tests.connectors.markdown.specimens import documents as specimens
from tests.fakes.program import Program
from tests.undo.conftest import documents, statuses


@contextlib.contextmanager
def stopping(number: int, *, after: bool) -> Iterator[None]:
    """Stop the program at the line of this number that it writes into its journal, as Ctrl-C does."""
    record, left = FileJournal.record, number

    def counted(self: FileJournal, kind: str, details: Mapping[str, object]) -> None:
        nonlocal left
        left -= 1
        if left == 0 and not after:
            raise KeyboardInterrupt
        record(self, kind, details)
        if left == 0:
            raise KeyboardInterrupt

    with mock.patch.object(FileJournal, "record", counted):
        yield


@given(specimens())
@settings(max_examples=max(settings().max_examples // 3, 1))
def test_any_document_is_the_same_to_the_byte_after_a_run_and_its_undo(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        program = Program(Path(folder), inside=True)
        file = program.write("postmortems/2026-11-01.md", "")
        file.write_bytes(data)
        program("sync")
        if not (program.root / ".pm-sync/journal.jsonl").exists():
            event("nothing was written")
            return
        event("written")

        assert program("undo", "--yes").code == 0

        assert file.read_bytes() == data
        assert set(statuses(program).values()) <= {"wont_do"}


@pytest.mark.parametrize("after", [False, True], ids=["before it", "after it"])
def test_an_undo_that_is_stopped_anywhere_can_be_run_again(program: Program, after: bool) -> None:
    before = program.files()
    program("sync")
    for number in itertools.count(1):
        with stopping(number, after=after):
            code = program("undo", "--yes").code
        if code == 0:
            break
        assert code == 130

    assert program("undo", "--yes").code == 0
    assert program.files() == before
    assert set(statuses(program).values()) == {"wont_do"}
    assert len(statuses(program)) == 7


@pytest.mark.parametrize("after", [False, True], ids=["before it", "after it"])
@pytest.mark.parametrize("number", range(1, 25))
def test_a_run_that_was_stopped_anywhere_can_be_undone(
    program: Program, number: int, after: bool
) -> None:
    before = documents(program)
    with stopping(number, after=after):
        program("sync")
    if not statuses(program):
        return

    done = program("undo", "--yes")

    assert done.code == 0, done.err
    assert documents(program) == before
    assert set(statuses(program).values()) == {"wont_do"}


def test_a_run_after_an_undo_that_was_stopped_says_so(program: Program) -> None:
    program("sync")
    with stopping(1, after=True):
        program("undo", "--yes")

    done = program("sync")

    assert done.code == 0
    assert "an undo was interrupted" in done.err
    assert "an undo was interrupted" not in program("sync").err
