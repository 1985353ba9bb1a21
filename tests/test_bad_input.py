"""Whatever is wrong with one thing: it is named with what to do, the rest is done, nothing is lost."""

from __future__ import annotations

import ctypes
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from connectors.markdown.files import LARGEST
from tests.fakes.program import Done, Program

GOOD = "postmortems/good.md"
BAD = "postmortems/bad.md"
DOCUMENT = "# Outage\n\nDate: 2026-11-03\n\n## Action items\n\n- Add an alert\n"
TABLE = "# Outage\n\nDate: 2026-11-03\n\n## Action items\n\n"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path / "repository", inside=True)
    program.write(GOOD, DOCUMENT)
    return program


def unreadable(program: Program) -> None:
    program.write(BAD, DOCUMENT).chmod(0)


def no_utf_8(program: Program) -> None:
    program.write(BAD, DOCUMENT).write_bytes(DOCUMENT.encode() + b"- Caf\xe9\n")


def binary(program: Program) -> None:
    program.write(BAD, DOCUMENT + "\0")


def a_folder(program: Program) -> None:
    (program.root / BAD).mkdir()


def a_pipe(program: Program) -> None:
    os.mkfifo(program.root / BAD)


def a_way_out(program: Program) -> None:
    outside = program.root.parent / "outside.md"
    outside.write_text(DOCUMENT)
    (program.root / BAD).symlink_to(outside)


def a_link_to_nothing(program: Program) -> None:
    (program.root / BAD).symlink_to("nowhere.md")


def a_link_to_itself(program: Program) -> None:
    (program.root / BAD).symlink_to("bad.md")


def too_large(program: Program) -> None:
    with program.write(BAD, DOCUMENT).open("ab") as file:
        file.truncate(LARGEST + 1)


def in_conflict(program: Program) -> None:
    sides = "<<<<<<< HEAD\n- Add an alert (LOCAL-9)\n=======\n- Add a page\n>>>>>>> side\n"
    program.write(BAD, DOCUMENT + sides)


UNREADABLE = [
    (in_conflict, r"bad\.md:8: a merge conflict begins here and is not resolved; resolve it"),
    (unreadable, r"bad\.md: .*[Pp]ermission"),
    (no_utf_8, r"bad\.md:8: byte \d+ \(0xe9\) is no UTF-8; save the file as UTF-8"),
    (binary, r"bad\.md:8: a NUL byte"),
    (a_folder, r"bad\.md: .*folder"),
    (a_pipe, r"bad\.md: .*no (regular|ordinary)? ?file"),
    (a_way_out, r"bad\.md: .*out(side)? of"),
    (a_link_to_nothing, r"bad\.md: "),
    (a_link_to_itself, r"bad\.md: "),
    (too_large, r"bad\.md: .*MB"),
]


@pytest.mark.parametrize(
    ("spoil", "told"), UNREADABLE, ids=[spoil.__name__ for spoil, _ in UNREADABLE]
)
def test_a_document_that_cannot_be_read_is_named_and_the_others_are_done(
    program: Program, spoil: Callable[[Program], None], told: str
) -> None:
    spoil(program)

    done = as_nobody(program, "sync")

    assert done.code == 2
    assert re.search(told, done.out), done.out
    assert "1 document could not be read" in done.out
    assert "LOCAL-1" in program.read(GOOD)
    assert "Traceback" not in done.err


def test_a_file_outside_of_the_root_is_neither_read_nor_written(program: Program) -> None:
    a_way_out(program)

    assert "Add an alert" not in program("items", BAD).out
    program("sync")

    assert (program.root.parent / "outside.md").read_text() == DOCUMENT


ODD = {
    "an empty file": ("", "no action items"),
    "a file of blanks": (" \n\n", "no action items"),
    "an endless item": (
        TABLE + "- [ ] " + "Fix it " * 2000 + "\n",
        "no action items",
    ),
    "a table without rows": (TABLE + "| Action | Owner |\n|---|---|\n", "no action items"),
    "ragged rows": (TABLE + "| Action | Owner | Ticket |\n|---|---|---|\n| Fix it |\n", "Fix it"),
    "surplus cells": (
        TABLE + "| Action | Ticket |\n|---|---|\n| Fix it | | #7 |\n",
        "line 9  this row has 3 cells where the header has 2",
    ),
    "an unclosed fence": (
        TABLE + "- Fix it\n\n```\n- lost\n",
        "line 9  the code block that begins here is never closed",
    ),
    "repeated column names": (
        TABLE + "| Action | Owner | Owner | Ticket |\n|-|-|-|-|\n| Fix it | @x | | |\n",
        "line 7  several columns are called 'Owner'",
    ),
    "broken front matter": (
        "---\ndate: [\n---\n" + DOCUMENT,
        "the front matter cannot be read",
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_document_is_understood_as_far_as_it_goes_and_told(
    program: Program, name: str
) -> None:
    text, told = ODD[name]
    program.write(BAD, text)

    assert told in program("items").out
    assert program("sync").code == 0
    assert program("sync", "--strict").code in (0, 1)

    assert "LOCAL" in program.read(GOOD)
    if name == "surplus cells":
        assert program.read(BAD) == text
    ours = r"\(?LOCAL-\d+\)?( \*\*TODO\*\*)?"
    assert re.sub(rf"{ours}|[ |]", "", program.read(BAD)) == re.sub(r"[ |]", "", text)


def test_two_rows_of_equal_text_get_a_ticket_each_and_keep_it(program: Program) -> None:
    program.write(BAD, TABLE + "| Action | Ticket |\n|---|---|\n| Fix it | |\n| Fix it | |\n")

    program("sync")
    once = program.read(BAD)
    program("sync", "--full")

    assert {"LOCAL-1", "LOCAL-2"} <= set(re.findall(r"LOCAL-\d+", once))
    assert program.read(BAD) == once


def test_a_broken_settings_file_stops_before_anything_is_done(program: Program) -> None:
    program.write("pm-sync.toml", 'documets = ["a"]\n[limits]\ncreate = "many"\n')

    done = program("sync")

    assert done.code == 2
    assert "pm-sync.toml:1" in done.err
    assert "pm-sync.toml:3" in done.err
    assert "documents" in done.err
    assert program.read(GOOD) == DOCUMENT
    assert not (program.root / ".pm-sync").exists()


def test_words_of_the_settings_that_could_not_be_read_again_are_refused(program: Program) -> None:
    program.write(
        "pm-sync.toml", '[status]\nopen = "Done"\ndone = "Fertig"\nduplicate = "fertig"\n'
    )

    done = program("sync")

    assert done.code == 2
    assert "pm-sync.toml:2: `status.open` is 'Done', which means done" in done.err
    assert "pm-sync.toml:4" in done.err
    assert program.read(GOOD) == DOCUMENT


def test_words_of_the_settings_are_written_and_read_again(program: Program) -> None:
    program.write("pm-sync.toml", '[status]\nopen = "Neu"\n')
    program.write(BAD, TABLE + "| Action | Ticket | Status |\n|---|---|---|\n| Fix it | | |\n")

    assert program("sync").code == 0
    assert "| Fix it | LOCAL-1 | Neu |" in program.read(BAD)
    assert "Nothing to do" in program("sync").out


def test_a_row_with_shifted_cells_is_left_alone(program: Program) -> None:
    row = "| Fix `a | b` | @x | | |"
    program.write(BAD, TABLE + f"| Action | Owner | Ticket | Status |\n|-|-|-|-|\n{row}\n")

    done = program("sync")

    assert "5 cells where the header has 4" in done.out
    assert row in program.read(BAD)
    assert len(program("tickets", "list", "--format", "json").json["tickets"]) == 1


def test_a_folder_that_may_not_be_written_is_told_and_no_ticket_is_made_for_it(
    program: Program,
) -> None:
    program.write("postmortems/locked/bad.md", DOCUMENT)
    folder = program.root / "postmortems" / "locked"
    folder.chmod(0o555)

    done = as_nobody(program, "sync")
    folder.chmod(0o755)

    assert done.code == 1
    assert "its folder is write-protected" in " ".join(done.out.split()), done.out
    assert "LOCAL-1" in program.read(GOOD)
    assert len(program("tickets", "list", "--format", "json").json["tickets"]) == 1
    assert program("sync").code == 0
    assert "LOCAL-2" in program.read("postmortems/locked/bad.md")
    assert len(program("tickets", "list", "--format", "json").json["tickets"]) == 2


def test_a_root_that_may_not_be_written_is_told_and_nothing_is_done(program: Program) -> None:
    program.root.chmod(0o555)

    done = as_nobody(program, "sync")
    program.root.chmod(0o755)

    assert done.code == 1
    assert re.search(r"\.pm-sync.*[Pp]ermission denied", done.err), done.err
    assert "Traceback" not in done.err
    assert program.read(GOOD) == DOCUMENT


def test_a_locked_database_is_told_and_nothing_is_lost(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("sync")
    program.write(BAD, DOCUMENT)
    before = program.files()

    with _exclusive(program.root / ".pm-sync" / "tracker.sqlite3"):
        monkeypatch.setattr(sqlite3, "connect", partial(_impatient, sqlite3.connect))
        done = program("sync")

    assert done.code == 1
    assert "tracker.sqlite3" in done.err + done.out
    assert re.search("locked|busy|another", done.err + done.out)
    assert program.files() == before
    assert program("sync").code == 0
    assert "LOCAL-2" in program.read(BAD)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_corrupt_database_is_named_and_left_as_it_is(program: Program, content: bytes) -> None:
    program("sync")
    database = program.root / ".pm-sync" / "tracker.sqlite3"
    database.write_bytes(content)
    before = program.files()

    done = program("sync")

    assert done.code in (1, 3)
    assert "Traceback" not in done.err
    assert program.files() == before
    if content:
        assert "tracker.sqlite3" in done.err
        assert database.read_bytes() == content


@contextmanager
def _exclusive(database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


def _impatient(
    connect: Callable[..., sqlite3.Connection], *arguments: object, **options: object
) -> sqlite3.Connection:
    """A connection that gives up at once, so that the test need not wait as long as people would."""
    return connect(*arguments, **{**options, "timeout": 0.1})


def as_nobody(program: Program, *arguments: str) -> Done:
    """Run without the right to pass over permissions, which root has in a container."""
    done = subprocess.run(
        program.command(*arguments),
        cwd=program.root,
        env=program.environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=_without_privileges if sys.platform == "linux" else None,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def _without_privileges() -> None:
    """Drop CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH for what is executed next, see capabilities(7)."""
    bounding_set_drop = 24
    for capability in (1, 2):
        ctypes.CDLL(None).prctl(bounding_set_drop, capability, 0, 0, 0)
