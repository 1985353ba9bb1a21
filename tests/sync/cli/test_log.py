"""`pm-sync log`: what earlier runs did, as a person asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.program import Program

TABLE = (
    "# Outage\n\nDate: 2026-11-20\n\n## Action items\n\n| Item | Ticket | Status |\n|--|--|--|\n"
    "| Fix \x1b[31mit | | |\n"
)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path, inside=True)
    program.write("postmortems/a.md", TABLE)
    program.write("postmortems/b.md", TABLE.replace("Fix", "Mend"))
    assert program("sync").code == 0
    program("tickets", "close", "LOCAL-1")
    assert program("sync").code == 0
    return program


def test_each_run_is_told_with_what_it_wrote_and_why(program: Program) -> None:
    done = program("log")

    first, second = done.out.split("\n\n")
    assert done.code == 0
    assert "postmortems/a.md:9" in first
    assert "created LOCAL-1  (no ticket yet; nobody owns it)" in first
    assert "ticket: (none) → LOCAL-1" in first
    assert "status in the document: Open → Done  (the ticket is done)" in second
    assert "\x1b" not in done.out


def test_the_last_runs_and_single_documents_can_be_asked_for(program: Program) -> None:
    assert "created" not in program("log", "-n", "1").out
    told = program("log", "postmortems/b.md").out
    assert "LOCAL-2" in told
    assert "LOCAL-1" not in told
    assert "no run that wrote anything" in program("log", "elsewhere.md").out
    assert "no run that wrote anything" in program("log", "../outside.md").out


def test_a_machine_gets_one_object(program: Program) -> None:
    told = program("log", "--format", "json").json

    assert told["version"] == 1
    assert [run["writes"][0]["outcome"] for run in told["runs"]] == ["done", "done"]
    last = told["runs"][-1]["writes"][0]
    assert (last["field"], last["old"], last["new"]) == ("status", "Open", "Done")
    assert (last["document"], last["line"]) == ("postmortems/a.md", 9)


def test_where_nothing_was_done_it_says_so_and_writes_nothing(tmp_path: Path) -> None:
    program = Program(tmp_path, inside=True)

    done = program("log")

    assert (done.code, done.err) == (0, "")
    assert "The journal tells of no run that wrote anything here." in done.out
    assert list(tmp_path.iterdir()) == []
