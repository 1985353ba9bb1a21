"""Owners whom no place in the document can hold: told as an open question, and settled by a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.program import Done, Program

PATH = "postmortems/a.md"
HEAD = "# Outage\n\nDate: 2026-11-20\n\n## Action items\n\n"
TABLE = "| Action | Owner | Ticket |\n|---|---|---|\n| Add an alert | {} | |\n"
BULLET = "- Add an alert (owner: {})\n"
UNHELD = [(TABLE, "Ann | Bob"), (TABLE, "none"), (BULLET, "Ann; Bob"), (BULLET, "L" * 300)]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path, inside=True)


def synced(program: Program, body: str, owner: str = "@ann") -> None:
    program.write(PATH, HEAD + body.format(owner))
    assert program("sync").code == 0


def owners(program: Program) -> list[str]:
    found = program("tickets", "list", "--format", "json").json["tickets"][0]["owners"]
    return [str(name) for name in found]


def told(done: Done) -> str:
    return " ".join(done.out.split())


@pytest.mark.parametrize(("body", "name"), UNHELD)
def test_an_owner_whom_the_document_cannot_hold_is_told_in_every_run_and_is_no_failure(
    program: Program, body: str, name: str
) -> None:
    synced(program, body)
    program("tickets", "assign", "1", name)
    before = program.read(PATH)

    for _ in range(3):
        done = program("sync")

        assert done.code == 0, done.out
        assert "the owner is '@ann' in the document" in told(done)
        assert f"--take document {PATH}:" in told(done)
        assert "Nothing to do" in done.out
    assert program.read(PATH) == before
    assert owners(program) == [name]


@pytest.mark.parametrize(("body", "name"), UNHELD)
def test_a_plan_has_nothing_to_write_for_such_an_owner(
    program: Program, body: str, name: str
) -> None:
    synced(program, body)
    program("tickets", "assign", "1", name)

    done = program("plan", "--exit-code", "--format", "json")

    assert done.code == 0
    (notice,) = done.json["actions"]
    assert (notice["kind"], notice["field"]) == ("notice", "owner")
    assert (notice["old"], notice["new"]) == ("@ann", name)


@pytest.mark.parametrize(("body", "name"), UNHELD)
def test_the_document_is_taken_instead(program: Program, body: str, name: str) -> None:
    synced(program, body)
    program("tickets", "assign", "1", name)
    program("sync")

    program("sync", "--take", "document", f"{PATH}:{7 if body == BULLET else 9}")

    assert owners(program) == ["ann"]
    done = program("sync")
    assert (done.code, "!" in done.out, "Nothing to do" in done.out) == (0, False, True)


@pytest.mark.parametrize(("body", "name"), UNHELD)
def test_the_ticket_cannot_be_taken_and_the_notice_says_what_to_write(
    program: Program, body: str, name: str
) -> None:
    synced(program, body)
    program("tickets", "assign", "1", name)

    done = program("sync", "--take", "ticket")

    assert done.code == 0
    assert "by hand" in told(done)
    assert owners(program) == [name]


def test_who_writes_such_an_owner_in_other_words_has_settled_it(program: Program) -> None:
    synced(program, TABLE)
    program("tickets", "assign", "1", "none")
    program("sync")
    program.write("pm-sync.toml", '[people."Nora Nonesuch"]\nlocal = "none"\n')
    program.write(PATH, program.read(PATH).replace("@ann", "Nora Nonesuch"))

    done = program("sync")
    again = program("sync")

    assert (done.code, "!" in done.out) == (0, False), done.out
    assert "Nothing to do" in again.out
    assert owners(program) == ["none"]


def test_once_the_ticket_has_an_owner_who_can_be_written_it_is(program: Program) -> None:
    synced(program, TABLE)
    program("tickets", "assign", "1", "none")
    program("sync")
    program("tickets", "assign", "1", "carl")

    done = program("sync")

    assert (done.code, "!" in done.out) == (0, False), done.out
    assert "| Add an alert | @carl |" in program.read(PATH)


def test_an_owner_who_cannot_be_written_keeps_no_other_edit_back(program: Program) -> None:
    synced(program, TABLE + "| Fix the retry | @ann | |\n")
    program("tickets", "assign", "1", "none")
    program("tickets", "assign", "2", "carl")

    done = program("sync")

    assert done.code == 0
    assert "| Fix the retry | @carl |" in program.read(PATH)
    assert "| Add an alert | @ann |" in program.read(PATH)


def test_taking_all_documents_gives_no_other_ticket_its_old_owner_back(program: Program) -> None:
    synced(program, TABLE + "| Fix the retry | @ann | |\n")
    program("tickets", "assign", "1", "none")
    program("tickets", "assign", "2", "carl")

    program("sync", "--take", "document")

    assert owners(program) == ["ann"]
    assert "| Fix the retry | @carl |" in program.read(PATH)
