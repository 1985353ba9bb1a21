"""What is told of a Jira before anything is written, and that telling it changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.fakes.jira.fake import Jira
from tests.fakes.program import Program

READS = {"POST /search", "POST /search/jql", "POST /issue/bulkfetch"}


@pytest.fixture
def program(program: Program, jira: Jira) -> Program:
    jira.clock = datetime.now(UTC)
    return program


def test_looking_writes_nothing_here_or_there(program: Program, jira: Jira) -> None:
    program("sync")
    jira.requests.clear()
    before = {str(one): one.read_bytes() for one in program.root.rglob("*") if one.is_file()}

    done = program("doctor")

    assert done.code == 0, done.out
    assert {one.name for one in jira.requests if one.writes} <= READS
    after = {str(one): one.read_bytes() for one in program.root.rglob("*") if one.is_file()}
    assert after == before
    assert "can be moved from 'To Do' to done" in done.out


def test_permissions_and_owners_are_told_in_their_areas(program: Program, jira: Jira) -> None:
    jira.permissions.also = {"ADMINISTER"}

    done = program("doctor")

    lines = done.out.splitlines()
    owners, access = lines.index("owners (jira)"), lines.index("access (jira)")
    tickets = lines.index("tickets (jira)")
    assert "Dana W is not assigned" in "\n".join(lines[owners:access])
    assert "Administer Jira" in "\n".join(lines[access:tickets])
    assert '[people."Dana W"]\njira = "name@example.com"' in done.out


def test_priorities_of_documents_that_jira_does_not_have_are_told(
    program: Program, jira: Jira
) -> None:
    text = program.read("postmortems/table.md")
    program.write("postmortems/table.md", text.replace("| Type    |", "| Priority |"))

    done = program("doctor")

    assert "no priority stands for" in done.out
    assert "write priorities = {" in done.out
    assert len(jira.issues()) == 1


def test_a_move_that_runs_will_need_is_a_problem_only_where_runs_move_tickets(
    program: Program, jira: Jira
) -> None:
    program("sync")
    assert program("doctor").code == 0

    program.environ["PM_SYNC_FIELDS__STATUS"] = "both"
    done = program("doctor")

    assert done.code == 1
    assert "cannot be moved to wont do from 'To Do'" in done.out
    assert done.out.splitlines()[-1].startswith("Not ready: 1 problem (tickets)")
