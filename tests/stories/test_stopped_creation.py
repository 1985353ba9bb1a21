"""A run that is stopped between the creation of a ticket and its memory: what people change until the next run is an edit like any other."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from unittest import mock

import pytest

from sync.journal import FileJournal
from tests.fakes.github.exchange import Request
from tests.fakes.github.fake import GitHub
from tests.fakes.github.over_http import served
from tests.fakes.program import Program

PATH = "postmortems/a.md"
TEXT = """\
# Outage

Date: 2026-11-20

## Action items

| Action | Owner | Ticket |
|---|---|---|
| Add an alert | @ann | |
"""
CREATE = "POST /repos/acme/shop/issues"
FORGOTTEN = "nobody remembers what both said before"
CREATED, LINKED = 2, 5
"""Lines of the journal by which the ticket is created, and its link is written."""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path, inside=True)
    program.write(PATH, TEXT)
    return program


@contextlib.contextmanager
def stopping(number: int) -> Iterator[None]:
    """Stop the program behind the line of this number that it writes into its journal, as Ctrl-C does."""
    record, left = FileJournal.record, number

    def counted(self: FileJournal, kind: str, details: Mapping[str, object]) -> None:
        nonlocal left
        record(self, kind, details)
        left -= 1
        if left == 0:
            raise KeyboardInterrupt

    with mock.patch.object(FileJournal, "record", counted):
        yield


def stopped(program: Program, number: int) -> None:
    with stopping(number):
        assert program("sync").code == 130
    assert ("LOCAL-1" in program.read(PATH)) == (number >= LINKED)
    assert not (program.root / "pm-sync.state").exists()


def owners(program: Program) -> list[str]:
    found = program("tickets", "list", "--format", "json").json["tickets"]
    assert len(found) == 1
    return [str(name) for name in found[0]["owners"]]


def edit(program: Program, old: str, new: str) -> None:
    assert program.read(PATH).count(old) == 1
    program.write(PATH, program.read(PATH).replace(old, new))


def quiet(program: Program) -> None:
    before = program.files()
    done = program("sync")
    assert (done.code, "!" in done.out, "Nothing to do" in done.out) == (0, False, True), done.out
    assert program.files() == before


@pytest.mark.parametrize("number", [CREATED, LINKED])
def test_a_ticket_reassigned_after_the_stop_reaches_the_document(
    program: Program, number: int
) -> None:
    stopped(program, number)
    program("tickets", "assign", "1", "bob")

    done = program("sync")

    assert "owner in the document: @ann → @bob" in done.out
    assert FORGOTTEN not in " ".join(done.out.split())
    assert "| Add an alert | @bob | LOCAL-1" in program.read(PATH)
    quiet(program)


@pytest.mark.parametrize("number", [CREATED, LINKED])
def test_a_document_edited_after_the_stop_reaches_the_ticket(program: Program, number: int) -> None:
    stopped(program, number)
    edit(program, "@ann", "@bob")

    done = program("sync")

    assert FORGOTTEN not in " ".join(done.out.split())
    assert owners(program) == ["bob"]
    quiet(program)


def test_a_ticket_that_a_person_took_from_everybody_stays_so(program: Program) -> None:
    stopped(program, CREATED)
    program("tickets", "assign", "1")

    program("sync")

    assert owners(program) == []
    assert "| Add an alert |  | LOCAL-1" in program.read(PATH)
    quiet(program)


def test_both_sides_edited_differently_are_a_conflict_that_knows_what_was_before(
    program: Program,
) -> None:
    stopped(program, CREATED)
    program("tickets", "assign", "1", "bob")
    edit(program, "@ann", "@carl")

    for _ in range(2):
        done = program("sync")

        assert "they said '@ann' and 'ann' before" in " ".join(done.out.split())
    assert owners(program) == ["bob"]
    assert "@carl" in program.read(PATH)


def test_without_the_journal_nothing_is_guessed(program: Program) -> None:
    stopped(program, CREATED)
    program("tickets", "assign", "1", "bob")
    (program.root / ".pm-sync/journal.jsonl").unlink()

    done = program("sync")

    assert FORGOTTEN in " ".join(done.out.split())
    assert "@ann" in program.read(PATH)
    assert owners(program) == ["bob"]


def test_what_the_stopped_run_sent_and_was_never_answered_is_not_guessed(program: Program) -> None:
    stopped(program, CREATED)
    journal = program.root / ".pm-sync/journal.jsonl"
    journal.write_text(journal.read_text().splitlines(keepends=True)[0])
    program("tickets", "assign", "1", "bob")

    done = program("sync")

    assert FORGOTTEN in " ".join(done.out.split())
    assert "@ann" in program.read(PATH)


def test_a_second_stop_that_wrote_the_new_owner_already_overrules_nobody(program: Program) -> None:
    stopped(program, CREATED)
    program("tickets", "assign", "1", "bob")
    with stopping(3):
        assert program("sync").code == 130
    assert "@bob" in program.read(PATH)
    edit(program, "@bob", "@ann")

    done = program("sync")

    assert "@ann" in program.read(PATH)
    assert owners(program) == ["bob"]
    assert FORGOTTEN in " ".join(done.out.split())


def test_once_a_run_has_ended_the_journal_tells_nothing_of_what_was_said(program: Program) -> None:
    program("sync")
    (program.root / "pm-sync.state").unlink()
    program("tickets", "assign", "1", "bob")

    done = program("sync")

    assert FORGOTTEN in " ".join(done.out.split())


def test_an_item_that_somebody_else_linked_meanwhile_is_not_told_by_this_journal(
    program: Program, tmp_path: Path
) -> None:
    stopped(program, CREATED)
    kept = tmp_path.parent / "journal.jsonl"
    shutil.copy(program.root / ".pm-sync/journal.jsonl", kept)
    program("sync")
    (program.root / "pm-sync.state").unlink()
    shutil.copy(kept, program.root / ".pm-sync/journal.jsonl")
    program("tickets", "assign", "1", "bob")

    done = program("sync")

    assert FORGOTTEN in " ".join(done.out.split())


def killed_at_creation(world: GitHub, program: Program, number: int) -> None:
    """Kill the process as its creation of this number arrives."""
    running: list[subprocess.Popen[bytes]] = []

    def strike(_: Request) -> None:
        if len(world.names(CREATE)) == number:
            running[0].kill()

    world.before = strike
    running.append(
        subprocess.Popen(program.command("sync"), cwd=program.root, env=program.environment())
    )
    assert running[0].wait(60) == -signal.SIGKILL
    world.before = lambda _: None


def test_a_process_killed_among_its_issues_remembers_those_that_it_made(tmp_path: Path) -> None:
    world = GitHub()
    world.repository("acme/shop")
    world.assignable("acme/shop", "ann", "bob")
    with served(world):
        program = Program(tmp_path)
        program.write(PATH, TEXT + "| Fix the retry | @nobody | |\n| Write it down | @ann | |\n")
        program.write(
            "pm-sync.toml",
            'tracker = "github"\nproject = { id = "acme/shop" }\n[trackers.github]\nrepository = "acme/shop"\n'
            f'api_url = "{world.api_url}"\nseconds_between_writes = 0\n',
        )
        program.environ |= {"GITHUB_TOKEN": "ghp_example", "PM_SYNC_PRIVATE__VISIBILITY": "public"}
        killed_at_creation(world, program, 3)
        assert "#1" not in program.read(PATH)
        world.edit("acme/shop", 1, assignees=["bob"])

        program("sync")
        done = program("sync")

        text = program.read(PATH)
        assert "| Add an alert | @bob |" in text, done.out
        assert "| Fix the retry | @nobody |" in text
        assert FORGOTTEN not in " ".join(done.out.split())
