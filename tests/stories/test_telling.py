"""What people read of changes: on which side, of which ticket, on whose word, and how many."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.program import Done, Program

PATH = "postmortems/a.md"
TABLE = """\
# Outage

Date: 2026-11-20

## Action items

| Action | Owner | Priority | Due | Status | Ticket |
|---|---|---|---|---|---|
| Add an alert | @ann | P1 | 2026-12-01 | Open | |
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path, inside=True)
    program.write(PATH, TABLE)
    assert program("sync").code == 0
    return program


def edit(program: Program, *pairs: tuple[str, str]) -> None:
    text = program.read(PATH)
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    program.write(PATH, text)


def disputed(program: Program) -> None:
    """Both sides have another owner now."""
    edit(program, ("@ann", "@bob"))
    program("tickets", "assign", "LOCAL-1", "carl")


def last(done: Done) -> str:
    return done.out.splitlines()[-1]


def test_one_ticket_with_two_changed_fields_is_one_ticket(program: Program) -> None:
    edit(program, ("@ann", "@bob"), ("2026-12-01", "2026-12-24"))

    planned, done = program("plan"), program("sync")

    assert last(planned) == "Plan: 1 ticket to update."
    assert last(done) == "Done: 1 ticket updated, nothing failed."


def test_a_machine_counts_each_changed_field_of_a_ticket(program: Program) -> None:
    edit(program, ("@ann", "@bob"), ("2026-12-01", "2026-12-24"))

    assert program("sync", "--format", "json").json["summary"]["update"] == 2


def test_a_change_says_on_which_side_it_was_made(program: Program) -> None:
    edit(program, ("2026-12-01", "2026-12-24"))
    program("tickets", "assign", "LOCAL-1", "carl")
    program("tickets", "close", "LOCAL-1")

    for done in (program("plan"), program("sync"), program("log", "-n", "1")):
        assert "due date in the ticket: 2026-12-01 → 2026-12-24" in done.out
        assert "owner in the document: @ann → @carl" in done.out
        assert "status in the document: Open → Done" in done.out


def test_the_log_names_the_ticket_of_every_change(program: Program) -> None:
    edit(program, ("2026-12-01", "2026-12-24"))
    program("tickets", "close", "LOCAL-1")
    program("sync")

    told = program("log", "-n", "1")
    writes = program("log", "--format", "json").json["runs"]

    assert f'{PATH}:9  "Add an alert"  LOCAL-1  due date in the ticket' in told.out
    assert f'{PATH}:9  "Add an alert"  LOCAL-1  status in the document' in told.out
    assert [write["kind"] for write in writes[0]["writes"]] == ["create_ticket", "write_cell"]
    assert [write["kind"] for write in writes[1]["writes"]] == ["update_ticket", "write_cell"]


@pytest.mark.parametrize(("side", "new"), [("document", "→ @bob"), ("ticket", "→ @carl")])
def test_what_a_person_took_says_that_it_was_taken(program: Program, side: str, new: str) -> None:
    disputed(program)

    done = program("sync", "--take", side)

    assert f"{new}  (--take {side} chose it)" in done.out
    assert "it was changed in the" not in done.out
    assert f"(--take {side} chose it)" in program("log", "-n", "1").out


@pytest.mark.parametrize(
    ("side", "told"),
    [
        ("document", "status in the ticket: Open → Done  (--take document chose it)"),
        ("ticket", "status in the document: Done → Open  (--take ticket chose it)"),
    ],
)
def test_a_status_that_a_person_took_says_so_too(program: Program, side: str, told: str) -> None:
    edit(program, ("| Open |", "| Done |"))
    assert "was set in the document and stays" in program("sync").out

    done = program("sync", "--take", side)

    assert told in done.out


def test_what_nobody_disputes_was_changed_and_not_taken(program: Program) -> None:
    edit(program, ("2026-12-01", "2026-12-24"), ("Add an alert", "Add two alerts"))
    program("tickets", "assign", "LOCAL-1", "carl")

    done = program("sync", "--take", "document")

    assert "2026-12-24  (it was changed in the document)" in done.out
    assert "@carl  (it was changed in the ticket)" in done.out
    assert "Add two alerts  (the text was edited in the document)" in done.out
    assert "chose it" not in done.out


def test_what_an_undo_took_back_is_called_so_in_the_conflict_that_follows(
    program: Program,
) -> None:
    program("tickets", "assign", "LOCAL-1", "carl")
    program("sync")

    undone = program("undo", "--yes")
    done = program("sync")
    machine = program("plan", "--format", "json").json["actions"]

    assert "makes new tickets" not in undone.err
    assert "reports where document and ticket differ now" in undone.err
    assert (
        "the owner is '@ann' in the document and 'carl' in LOCAL-1, and an undo took back what both"
        " said before; both stay" in done.out
    )
    assert "(undone)" not in done.out
    assert [one["base"] for one in machine] == [None]


def test_a_status_has_the_same_words_in_an_undo_as_everywhere(program: Program) -> None:
    done = program("undo", "--yes")

    assert "status in the ticket: Open → Won't do" in done.out
    assert "wont_do" not in done.out
    assert "makes new tickets and writes the same again" in done.err


def test_an_undo_that_made_no_ticket_promises_none(program: Program) -> None:
    program("tickets", "close", "LOCAL-1")
    program("sync")

    done = program("undo", "--yes")

    assert "makes new tickets" not in done.err
    assert "The next `pm-sync sync` writes the same again" in done.err


def test_a_disputed_status_is_told_in_words(program: Program) -> None:
    program.write("pm-sync.toml", '[fields]\nstatus = "both"\n')
    program("tickets", "start", "LOCAL-1")
    program("sync")
    edit(program, ("| In progress |", "| Done |"))
    program("tickets", "close", "LOCAL-1", "--reason", "wont-do")

    done = program("sync")

    assert "the status is 'Done' in the document and \"won't do\" in LOCAL-1" in done.out
    assert "and both said 'in progress' before" in done.out


@pytest.mark.parametrize("settings", ["", '[fields]\nstatus = "both"\n'])
@pytest.mark.parametrize("agreed", ["Won't do", "Done"])
def test_a_disputed_status_is_told_until_both_sides_say_the_same_and_then_no_more(
    program: Program, settings: str, agreed: str
) -> None:
    program.write("pm-sync.toml", settings)
    edit(program, ("| Open |", "| Done |"))
    program("tickets", "close", "LOCAL-1", "--reason", "wont-do")

    for _ in range(2):
        assert last(program("sync")) == "Nothing to do: 1 notice (1 item in 1 document)."
    if agreed == "Done":
        program("tickets", "reopen", "LOCAL-1")
        program("tickets", "close", "LOCAL-1")
    else:
        edit(program, ("| Done |", f"| {agreed} |"))
    done = program("sync")

    assert done.out == "Nothing to do: documents and tickets agree (1 item in 1 document).\n"
    assert f"| {agreed} |" in program.read(PATH)


def test_a_mark_that_gives_way_to_its_ticket_after_all_says_what_the_ticket_is(
    program: Program,
) -> None:
    edit(program, ("| Open |", "| Done |"))
    assert "was set in the document and stays, while LOCAL-1 is open" in program("sync").out
    program("tickets", "close", "LOCAL-1", "--reason", "wont-do")

    done = program("sync")

    assert "status in the document: Done → Won't do  (the ticket is won't do)" in done.out
    assert last(done) == "Done: 1 edit in 1 document, nothing failed."


def test_an_undo_of_what_was_taken_does_not_promise_that_it_comes_again(program: Program) -> None:
    edit(program, ("| Open |", "| Done |"))
    program("sync", "--take", "ticket")

    done = program("undo", "--yes")

    assert "or reports where document and ticket differ" in done.err
    assert "was set in the document and stays" in program("sync").out
