"""A bot that runs every quarter of an hour: a hundred runs change as much as one, and nobody hears of them."""

from __future__ import annotations

from tests.fakes.github.fake import GitHub
from tests.fakes.program import Program
from tests.stories.github.conftest import SHOP

WRITES = ("POST /repos", "PATCH", "PUT", "DELETE")


def writes(github: GitHub) -> list[str]:
    return [name for name in github.names() if name.startswith(WRITES)]


def test_a_hundred_runs_change_as_much_as_one(program: Program, github: GitHub) -> None:
    program("sync")
    files, first = program.files(), writes(github)

    for _ in range(99):
        github.wait(900)
        assert program("sync").code == 0

    assert writes(github) == first
    assert not [name for name in first if "comments" in name]
    assert program.files() == files


def test_an_event_that_our_own_write_caused_starts_a_run_that_does_nothing(
    program: Program, github: GitHub
) -> None:
    """Each round a person changes one thing; the run that it starts writes once, and the run that this starts nothing."""
    program("sync")
    number = next(issue.number for issue in github.at(SHOP).issues.values() if issue.number > 1)
    for who in ("bob", "ann", "bob", "ann"):
        github.edit(SHOP, number, assignees=[who])
        program("sync")
        files, before = program.files(), len(writes(github))

        for _ in range(3):
            program("sync")

        assert len(writes(github)) == before
        assert program.files() == files
