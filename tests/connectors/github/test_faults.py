"""What goes wrong on the way to GitHub: nothing is made twice, nothing is taken for gone, and the message says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from connectors.github.tracker import GitHubTracker
from sync.errors import Rejected, Unavailable
from sync.model.ticket import Done, Failed, InDoubt
from tests.connectors.github.conftest import SHOP, Desk
from tests.connectors.github.faulty import CREATE, LIST, LOST, NEVER, REFUSALS, stepwise
from tests.fakes.github import faults
from tests.fakes.github.fake import GitHub
from tests.fakes.github.faults import Fault
from tests.fakes.github.over_http import served


@pytest.mark.parametrize(("fault", "told"), REFUSALS, ids=[told for _, told in REFUSALS])
def test_a_refusal_of_a_creation_stops_the_others_and_says_what_to_do(
    github: GitHub, tracker: GitHubTracker, fault: Fault, told: str
) -> None:
    github.next(fault, on=CREATE)

    outcomes, error = stepwise(tracker, 1, 2, 3)

    [outcome] = outcomes
    assert isinstance(outcome, Failed)
    assert told in outcome.reason
    assert isinstance(error, Rejected)
    assert told in str(error)
    assert not github.at(SHOP).issues


@pytest.mark.parametrize(("fault", "told"), REFUSALS[:6], ids=[told for _, told in REFUSALS[:6]])
def test_a_refusal_of_a_reading_is_told_and_is_not_an_empty_list(
    github: GitHub, tracker: GitHubTracker, fault: Fault, told: str
) -> None:
    made(tracker, draft())
    github.next(fault, on=LIST)

    with pytest.raises(Rejected, match=r".") as caught:
        tracker.find(PROJECT)
    assert told in str(caught.value) or "it does not exist" in str(caught.value)


def test_a_field_that_github_finds_invalid_is_named(github: GitHub, tracker: GitHubTracker) -> None:
    errors = [{"resource": "Issue", "field": "title", "code": "missing_field"}]
    github.next(faults.answer(422, {"message": "Validation Failed", "errors": errors}), on=CREATE)

    [first, second], error = stepwise(tracker, 1, 2)

    assert isinstance(first, Failed)
    assert "title missing_field" in first.reason
    assert isinstance(second, Done)
    assert error is None


@pytest.mark.parametrize(("_", "fault"), LOST, ids=[name for name, _ in LOST])
def test_a_lost_answer_is_in_doubt_is_not_sent_again_and_is_found(
    github: GitHub, desk: Desk, _: str, fault: Fault
) -> None:
    tracker = desk()
    github.next(fault, on=CREATE)

    [first, second], error = stepwise(tracker, 1, 2)

    assert isinstance(first, InDoubt)
    assert isinstance(second, Done)
    assert error is None
    assert len(github.names(CREATE)) == 2
    assert [one.marker for one in desk().find(PROJECT).tickets] == [
        draft(1).marker,
        draft(2).marker,
    ]


@pytest.mark.parametrize(("_", "fault"), NEVER, ids=[name for name, _ in NEVER])
def test_a_request_that_was_lost_is_in_doubt_too_since_nobody_can_tell(
    github: GitHub, tracker: GitHubTracker, _: str, fault: Fault
) -> None:
    github.next(fault, on=CREATE)

    [first], _error = stepwise(tracker, 1)

    assert isinstance(first, InDoubt)
    assert len(github.names(CREATE)) == 1


def test_several_lost_answers_in_a_row_are_an_outage(
    github: GitHub, tracker: GitHubTracker
) -> None:
    github.next(faults.answer(502), times=None, on=CREATE)

    outcomes, error = stepwise(tracker, *range(1, 9))

    assert [type(outcome) for outcome in outcomes] == [InDoubt, InDoubt]
    assert isinstance(error, Unavailable)
    assert len(github.names(CREATE)) == 2


@pytest.mark.parametrize(
    "fault",
    [
        faults.dropped(),
        faults.timed_out(),
        faults.answer(500),
        faults.html(502),
        faults.html(200),
        faults.answer(202),
        faults.truncated(),
    ],
)
def test_a_reading_is_tried_again(github: GitHub, desk: Desk, fault: Fault) -> None:
    made(desk(), draft())
    github.next(fault, times=3, on=LIST)

    assert len(desk().find(PROJECT).tickets) == 1
    assert len(desk.waits) == 3
    assert desk.waits == sorted(desk.waits)


def test_a_server_that_stays_down_is_given_up(github: GitHub, desk: Desk) -> None:
    github.next(faults.answer(503), times=None)

    with pytest.raises(Unavailable, match="answered 503"):
        desk().find(PROJECT)
    assert len(github.requests) == 5


def test_a_page_of_a_list_that_cannot_be_read_is_not_the_end_of_it(
    github: GitHub, tracker: GitHubTracker
) -> None:
    for _ in range(150):
        github.issue(SHOP, labels=["pm-sync"])
    github.next(faults.html(200), times=None, on="GET /repositories/*")

    with pytest.raises(Unavailable, match="no JSON"):
        tracker.find(PROJECT)


def test_what_never_reached_the_server_is_not_in_doubt(tmp_path: Path) -> None:
    world = GitHub()
    world.repository(SHOP)
    with served(world) as url:
        tracker = Desk(world, tmp_path)(api_url=url)
        tracker.find(PROJECT)

    [outcome], error = stepwise(tracker, 1)

    assert isinstance(outcome, Failed)
    assert "no connection; nothing was sent" in outcome.reason
    assert isinstance(error, Unavailable)
    with pytest.raises(Unavailable, match="cannot be reached: no connection"):
        tracker.find(PROJECT)
