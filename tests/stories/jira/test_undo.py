"""Taking back what a run did in Jira, whatever its flavour, and closing what two runs made twice."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest

from connectors.jira.session import Session
from tests.fakes.jira import faults
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.model import Transition
from tests.fakes.jira.past import comment
from tests.fakes.program import Program

MADE = ("OPS-2", "OPS-3", "OPS-4", "OPS-5")


@pytest.fixture(autouse=True)
def _ways(jira: Jira) -> None:
    """The way to the end asks for a resolution, and the ways back clear it."""
    back = [Transition(name, name, resolution="") for name in ("To Do", "In Progress")]
    end = Transition("Done", "Done", screen=("resolution",), required=("resolution",))
    jira.projects["OPS"].workflow = jira.workflow(transitions=[*back, end])


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


def ends(jira: Jira) -> list[tuple[str, str | None]]:
    found = [jira.find(key) for key in MADE]
    return [(one.status.name, one.resolution.name if one.resolution else None) for one in found]


def assert_withdrawn(jira: Jira) -> None:
    assert ends(jira) == [("Done", "Won't Do")] * 4
    for key in MADE:
        issue = jira.find(key)
        assert "pm-sync" in issue.labels
        assert not [label for label in issue.labels if label.startswith("pm-sync-")]
        assert "withdrawn" in issue.properties["pm-sync"]
        assert "anchor" not in str(issue.description)
        assert issue.comments == []


def test_issues_are_closed_without_a_mark_and_documents_are_as_before(
    program: Program, jira: Jira
) -> None:
    before = documents(program)
    assert program("sync").code == 0, program("sync").err

    done = program("undo", "--yes")

    assert done.code == 0, done.err
    assert documents(program) == before
    assert_withdrawn(jira)


def test_the_next_run_makes_new_issues_once(program: Program, jira: Jira) -> None:
    program("sync")
    program("undo", "--yes")

    assert program("sync").code == 0

    assert len(jira.issues()) == 9
    assert "[OPS-9]" in program.read("postmortems/table.md")
    assert_withdrawn(jira)
    assert program("sync", "--full", "--format", "json").json["actions"] == []


@pytest.mark.parametrize(
    ("doing", "told"),
    [
        (lambda jira: comment(jira.find("OPS-4")), "was commented on"),
        (lambda jira: jira.edit("OPS-4", summary="Mine"), "was changed by Some Body (summary)"),
        (lambda jira: jira.edit("OPS-4", assignee=None), "was changed by Some Body (assignee)"),
        (lambda jira: jira.edit("OPS-4", more={}, by=jira.me, status="To Do"), "was moved"),
        (lambda jira: jira.transition("OPS-4", "In Progress"), "is in progress by now"),
        (lambda jira: jira.transition("OPS-4", "Done", "Done"), "is done by now"),
        (lambda jira: jira.transition("OPS-4", "Done", "Won't Do"), "was changed by Some Body"),
        (
            lambda jira: jira.edit("OPS-4", properties={}, labels=[], description=None),
            "no longer bears our mark",
        ),
    ],
)
def test_an_issue_that_somebody_touched_stays_with_its_link(
    program: Program, jira: Jira, doing: Callable[[Jira], object], told: str
) -> None:
    program("sync")
    doing(jira)
    before = jira.find("OPS-4").status, list(jira.find("OPS-4").labels)

    done = program("undo", "--yes")

    assert done.code == 0
    assert f"OPS-4 stays as it is: it {told}" in " ".join(done.out.split())
    assert (jira.find("OPS-4").status, jira.find("OPS-4").labels) == before
    text = "".join(data.decode() for data in documents(program).values())
    assert "OPS-4" in text
    assert "OPS-3" not in text
    assert [jira.find(key).status.name for key in ("OPS-2", "OPS-3", "OPS-5")] == ["Done"] * 3


def test_more_than_jira_shows_of_its_history_is_a_long_one(program: Program, jira: Jira) -> None:
    program("sync")
    for number in range(120):
        jira.edit("OPS-4", summary=f"Ours {number}", by=jira.me)

    done = program("undo", "--yes")

    assert "OPS-4 stays as it is: it has a long history" in done.out


@pytest.mark.parametrize("after", [False, True], ids=["before it", "after it"])
def test_an_undo_that_is_stopped_at_any_request_can_be_run_again(
    program: Program, jira: Jira, after: bool
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
    assert_withdrawn(jira)
    assert program("sync").code == 0
    assert len(jira.issues()) == 9


def test_a_lost_answer_does_no_harm(program: Program, jira: Jira) -> None:
    before = documents(program)
    program("sync")
    jira.next(faults.dropped(after=True), on="PUT /issue/OPS-3")

    lost, again = program("undo", "--yes"), program("undo", "--yes")

    assert (lost.code, again.code) == (1, 0)
    assert documents(program) == before
    assert_withdrawn(jira)


def test_where_no_way_leads_to_the_end_the_mark_goes_and_that_is_told(
    program: Program, jira: Jira
) -> None:
    jira.projects["OPS"].workflow = jira.workflow()
    program("sync")

    done = program("undo", "--yes")

    assert done.code == 0
    assert "OPS-3 is not closed: OPS-3 cannot be moved to wont do" in " ".join(done.out.split())
    assert jira.find("OPS-3").status.name == "To Do"
    assert "withdrawn" in jira.find("OPS-3").properties["pm-sync"]
    assert program("sync").code == 0
    assert "OPS-3" not in program.read("postmortems/table.md")


# Two runs on two machines, each of which made a ticket.


@pytest.fixture
def doubled(program: Program, jira: Jira) -> Program:
    """OPS-6 is a second one for the item of OPS-3; the settings want such ones closed."""
    program("sync")
    used = jira.find("OPS-3")
    jira.issue(
        "OPS",
        used.summary,
        creator=jira.me.id,
        labels=list(used.labels),
        properties=dict(used.properties),
        description=used.description,
    )
    settings = program.read("pm-sync.toml")
    program.write("pm-sync.toml", f"{settings}\n[sync]\nclose_duplicates = true\n")
    return program


def test_a_second_issue_that_nobody_touched_is_closed_as_a_duplicate(
    doubled: Program, jira: Jira
) -> None:
    done = doubled("sync", "--full")

    assert done.code == 0, done.err
    spare = jira.find("OPS-6")
    assert spare.resolution is not None
    assert (spare.status.name, spare.resolution.name) == ("Done", "Duplicate")
    assert [(one.kind, one.outward) for one in spare.links] == [
        ("Duplicate", jira.find("OPS-3").id)
    ]
    assert jira.find("OPS-3").status.name == "To Do"
    assert doubled("sync", "--full", "--format", "json").json["actions"] == []


def test_a_second_issue_that_somebody_touched_is_told_with_the_reason(
    doubled: Program, jira: Jira
) -> None:
    comment(jira.find("OPS-6"))

    done = doubled("sync", "--full")

    assert done.code == 0
    assert "and is not closed: it was commented on" in " ".join(done.out.split())
    assert jira.find("OPS-6").status.name == "To Do"


def test_a_lost_answer_to_its_closing_does_no_harm(doubled: Program, jira: Jira) -> None:
    jira.next(faults.dropped(after=True), on="POST /issue/OPS-6/transitions")

    lost = doubled("sync", "--full")
    again = doubled("sync", "--full", "--format", "json")

    assert (lost.code, again.code) == (1, 0)
    assert jira.find("OPS-6").status.name == "Done"
    assert again.json["actions"] == []


def test_a_link_that_jira_does_not_make_is_told(doubled: Program, jira: Jira) -> None:
    jira.next(faults.answer(403), on="POST /issueLink")

    done = doubled("sync", "--full")

    assert done.code == 0
    assert "OPS-6 is not linked to OPS-3" in " ".join(done.out.split())
    assert jira.find("OPS-6").status.name == "Done"


def test_a_search_that_lags_finds_no_withdrawn_issue_again(program: Program, jira: Jira) -> None:
    program("sync")
    jira.wait(60)
    jira.lag = 600.0
    program("undo", "--yes")

    assert program("sync").code == 0

    assert len(jira.issues()) == 9
    assert "OPS-3" not in program.read("postmortems/table.md")
    jira.wait(1200)
    assert program("sync", "--full", "--format", "json").json["actions"] == []
