"""Taking back what a run did on GitHub, whatever goes wrong on the way, and closing what two runs made twice."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest

from connectors.github.session import Session
from tests.fakes.github import faults
from tests.fakes.github.fake import GitHub
from tests.fakes.program import Program
from tests.stories.github.conftest import SHOP

MADE = (2, 3, 4, 5)


@contextlib.contextmanager
def stopping(number: int, *, after: bool) -> Iterator[None]:
    """Stop the program at the request of this number, as Ctrl-C does."""
    send, left = Session._send, number

    def counted(self: Session, *arguments: Any, **options: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0 and not after:
            raise KeyboardInterrupt
        answer = send(self, *arguments, **options)
        if left == 0:
            raise KeyboardInterrupt
        return answer

    with mock.patch.object(Session, "_send", counted):
        yield


def documents(program: Program) -> dict[str, bytes]:
    return {name: data for name, data in program.files().items() if name.endswith(".md")}


def states(github: GitHub) -> list[tuple[str, str | None]]:
    return [(github.find(SHOP, one).state, github.find(SHOP, one).state_reason) for one in MADE]


def test_issues_are_closed_as_not_planned_and_documents_are_as_before(
    program: Program, github: GitHub
) -> None:
    before = documents(program)
    assert program("sync").code == 0
    github.requests.clear()

    done = program("undo", "--yes")

    assert done.code == 0, done.err
    assert documents(program) == before
    assert states(github) == [("closed", "not_planned")] * 4
    body = github.find(SHOP, 3).body or ""
    assert body.startswith("<!-- pm-sync:withdrawn key=")
    assert "<!-- pm-sync:v1" not in body
    writes = [one.method for one in github.requests if one.writes and one.path != "/graphql"]
    assert writes == ["PATCH"] * 4


def test_the_next_run_makes_new_issues_once(program: Program, github: GitHub) -> None:
    program("sync")
    program("undo", "--yes")

    assert program("sync").code == 0

    assert len(github.at(SHOP).issues) == 9
    assert "[#9]" in program.read("postmortems/table.md")
    assert states(github) == [("closed", "not_planned")] * 4
    assert program("sync", "--full", "--format", "json").json["actions"] == []


@pytest.mark.parametrize(
    ("doing", "told"),
    [
        (lambda github: github.comment(SHOP, 4, "dana"), "was commented on by dana"),
        (lambda github: github.edit(SHOP, 4, "dana", title="Mine"), "was renamed by dana"),
        (lambda github: github.edit(SHOP, 4, "dana", assignees=["dana"]), "was assigned by dana"),
        (
            lambda github: github.edit(SHOP, 4, "dana", labels=["pm-sync", "mine"]),
            "was labelled by dana",
        ),
        (
            lambda github: github.edit(SHOP, 4, "dana", body=f"{github.find(SHOP, 4).body}\nMore."),
            "was edited by dana",
        ),
        (lambda github: github.close(SHOP, 4), "is done by now"),
        (lambda github: github.close(SHOP, 4, "not_planned"), "was closed by octocat"),
        (
            lambda github: github.happened(github.find(SHOP, 4), "pinned", github.clock),
            "has changed",
        ),
        (lambda github: github.edit(SHOP, 4, "dana", body="All mine."), "no longer bears our mark"),
    ],
)
def test_an_issue_that_somebody_touched_stays_with_its_link(
    program: Program, github: GitHub, doing: Callable[[GitHub], None], told: str
) -> None:
    program("sync")
    doing(github)
    before = github.find(SHOP, 4).state, github.find(SHOP, 4).body

    done = program("undo", "--yes")

    assert done.code == 0
    assert f"{SHOP}#4 stays as it is: it {told}" in " ".join(done.out.split())
    assert (github.find(SHOP, 4).state, github.find(SHOP, 4).body) == before
    text = program.read("postmortems/table.md")
    assert "[#4]" in text
    assert "[#3]" not in text
    assert [github.find(SHOP, one).state for one in (2, 3, 5)] == ["closed"] * 3


def test_what_others_are_told_of_it_is_nobody_s_work(program: Program, github: GitHub) -> None:
    program("sync")
    for kind in ("subscribed", "mentioned"):
        github.happened(github.find(SHOP, 4), kind, github.clock, "ann")

    assert program("undo", "--yes").code == 0

    assert states(github) == [("closed", "not_planned")] * 4


def test_an_issue_that_another_account_made_may_be_anybody_s(
    program: Program, github: GitHub
) -> None:
    program("sync")
    github.viewer = "somebody-else[bot]"

    done = program("undo", "--yes")

    assert done.code == 0
    assert "was made by pm-sync, and not by this account" in " ".join(done.out.split())
    assert states(github) == [("open", None)] * 4


@pytest.mark.parametrize("after", [False, True], ids=["before it", "after it"])
def test_an_undo_that_is_stopped_at_any_request_can_be_run_again(
    program: Program, github: GitHub, after: bool
) -> None:
    before = documents(program)
    program("sync")
    stopped = 0
    for number in itertools.count(1):
        with stopping(number, after=after):
            code = program("undo", "--yes").code
        if code == 0:
            break
        assert code == 130
        stopped += 1

    assert stopped > 4
    assert program("undo", "--yes").code == 0
    assert documents(program) == before
    assert states(github) == [("closed", "not_planned")] * 4
    assert program("sync").code == 0
    assert len(github.at(SHOP).issues) == 9


def test_a_lost_answer_does_no_harm(program: Program, github: GitHub) -> None:
    before = documents(program)
    program("sync")
    github.next(faults.dropped(after=True), on=f"PATCH /repos/{SHOP}/issues/3")

    lost = program("undo", "--yes")
    again = program("undo", "--yes")

    assert (lost.code, again.code) == (1, 0)
    assert "the next run looks at it again" in lost.out
    assert documents(program) == before
    assert states(github) == [("closed", "not_planned")] * 4


def test_an_issue_whose_creation_was_never_answered_is_found_by_its_mark(
    program: Program, github: GitHub
) -> None:
    github.next(faults.dropped(after=True), on=f"POST /repos/{SHOP}/issues")
    program("sync")

    assert program("undo", "--yes").code == 0

    assert states(github) == [("closed", "not_planned")] * 4


def test_where_github_does_not_answer_nothing_is_changed(program: Program, github: GitHub) -> None:
    program("sync")
    synced = program.files()
    github.next(faults.answer(503), times=None)

    done = program("undo", "--yes")

    assert done.code == 1
    assert program.files() == synced


# Two runs on two machines, each of which made a ticket.


@pytest.fixture
def doubled(program: Program, github: GitHub) -> Program:
    """Issue 6 is a second one for the item of issue 3."""
    program("sync")
    used = github.find(SHOP, 3)
    github.issue(SHOP, used.title, body=used.body, labels=["pm-sync"], author=github.viewer)
    github.wait(60)
    return program


def configured(program: Program) -> None:
    settings = program.read("pm-sync.toml")
    program.write("pm-sync.toml", f"{settings}[sync]\nclose_duplicates = true\n")


def test_a_second_issue_is_only_told_unless_the_settings_say_otherwise(
    doubled: Program, github: GitHub
) -> None:
    done = doubled("sync")

    assert done.code == 0
    assert f"{SHOP}#6 is a second ticket for one item, where {SHOP}#3 is in use" in " ".join(
        done.out.split()
    )
    assert github.find(SHOP, 6).state == "open"


def test_a_second_issue_that_nobody_touched_is_closed_as_a_duplicate(
    doubled: Program, github: GitHub
) -> None:
    configured(doubled)
    plan = doubled("plan")
    done = doubled("sync")

    assert (plan.code, done.code) == (0, 0), done.err
    assert "status in the ticket: Open → Duplicate" in plan.out
    spare = github.find(SHOP, 6)
    assert (spare.state, spare.state_reason) == ("closed", "duplicate")
    assert spare.duplicate_of == github.find(SHOP, 3).id
    assert github.find(SHOP, 3).state == "open"
    again = doubled("sync", "--full", "--format", "json").json
    assert again["actions"] == []


@pytest.mark.parametrize(
    ("doing", "told"),
    [
        (lambda github: github.comment(SHOP, 6, "dana"), "it was commented on by dana"),
        (lambda github: github.edit(SHOP, 6, author="dana"), "it was made by dana"),
        (
            lambda github: github.edit(SHOP, 6, "dana", assignees=["dana"]),
            "it was assigned by dana",
        ),
    ],
)
def test_a_second_issue_that_somebody_touched_is_told_with_the_reason(
    doubled: Program, github: GitHub, doing: Callable[[GitHub], None], told: str
) -> None:
    configured(doubled)
    doing(github)

    done = doubled("sync")

    assert done.code == 0
    assert f"and is not closed: {told}" in " ".join(done.out.split())
    assert github.find(SHOP, 6).state == "open"


def test_a_lost_answer_to_its_closing_does_no_harm(doubled: Program, github: GitHub) -> None:
    configured(doubled)
    github.next(faults.dropped(after=True), on=f"PATCH /repos/{SHOP}/issues/6")

    lost, again = doubled("sync"), doubled("sync", "--format", "json")

    assert (lost.code, again.code) == (1, 0)
    assert github.find(SHOP, 6).state_reason == "duplicate"
    assert again.json["summary"]["notice"] == 0


def test_a_closing_is_undone_like_everything_else(doubled: Program, github: GitHub) -> None:
    configured(doubled)
    doubled("sync")

    done = doubled("undo", "--yes")

    assert done.code == 0
    assert "status in the ticket: Duplicate → Open" in done.out
    assert github.find(SHOP, 6).state == "open"
