"""A report asks Jira no more than a full run does, and writes nothing anywhere."""

from __future__ import annotations

from datetime import timedelta

from tests.fakes.jira.fake import Jira
from tests.fakes.program import Program


def asked(jira: Jira, program: Program, *arguments: str) -> int:
    jira.requests.clear()
    assert program(*arguments).code == 0
    return len(jira.requests)


def test_it_tells_what_was_closed_and_when_with_the_requests_of_a_full_run(
    program: Program, jira: Jira
) -> None:
    program("sync")
    jira.transition("OPS-2", "Done", "Done")
    closed = jira.clock.date().isoformat()
    jira.clock += timedelta(days=1)
    before = program.files()

    least = asked(jira, program, "report")
    report = program("report", "--format", "json").json
    most = asked(jira, program, "plan", "--full")

    assert 0 < least <= most
    assert program.files() == before
    told = {one["tickets"][0]["label"]: (one["status"], one["closed"]) for one in report["items"]}
    assert told["OPS-2"] == ("done", closed)
    assert told["OPS-3"] == ("open", None)


def test_a_full_run_after_it_asks_as_much_as_before(program: Program, jira: Jira) -> None:
    program("sync")

    assert asked(jira, program, "report") <= asked(jira, program, "sync", "--full")
