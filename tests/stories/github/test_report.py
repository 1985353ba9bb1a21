"""A report asks GitHub no more than a full run does, and writes nothing anywhere."""

from __future__ import annotations

from tests.fakes.github import faults
from tests.fakes.github.fake import GitHub
from tests.fakes.program import Program
from tests.stories.github.conftest import SHOP


def asked(github: GitHub, program: Program, *arguments: str) -> int:
    github.requests.clear()
    assert program(*arguments).code == 0
    return len(github.requests)


def test_it_tells_what_was_closed_and_when_with_the_requests_of_a_full_run(
    program: Program, github: GitHub
) -> None:
    program("sync")
    github.close(SHOP, 2)
    github.close(SHOP, 1, "not_planned")
    closed = github.clock.date().isoformat()
    github.wait(86_400)
    before = program.files()

    most = asked(github, program, "plan", "--full")
    least = asked(github, program, "report")
    report = program("report", "--format", "json").json

    assert 0 < least <= most
    assert not [one for one in github.requests if one.writes and one.path != "/graphql"]
    assert program.files() == before
    told = {one["tickets"][0]["label"]: (one["status"], one["closed"]) for one in report["items"]}
    assert told["#2"] == ("done", closed)
    assert told["#1"] == ("wont_do", closed)
    assert told["#3"][0] == "open"


def test_a_full_run_after_it_asks_as_much_as_before(program: Program, github: GitHub) -> None:
    program("sync")

    assert asked(github, program, "report") <= asked(github, program, "sync", "--full")


def test_github_that_is_down_leaves_the_word_to_the_documents(
    program: Program, github: GitHub
) -> None:
    program("sync")
    github.next(faults.answer(403, {"message": "Resource not accessible"}), times=None)

    done = program("report", "--format", "json")

    assert done.code == 0, done.err
    assert set(done.json["unasked"]) == {"github"}
    assert "github is not asked" in done.err
    assert {one["status"] for one in done.json["items"]} == {"open"}
    assert all(one["tickets"][0]["url"] for one in done.json["items"])
