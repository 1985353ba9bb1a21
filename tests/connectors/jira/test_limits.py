"""Jira's limits: waited for, obeyed, and never slept through."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from sync.errors import Exhausted
from sync.model.ticket import Done, Failed, Outcome, Postponed
from tests.connectors.jira.conftest import Desk
from tests.fakes.jira import faults
from tests.fakes.jira.fake import Jira

CREATE = "POST /issue/bulk"


def waited(desk: Desk) -> float:
    return sum(desk.waits)


def test_seconds_are_waited_for_and_a_little_longer(jira: Jira, desk: Desk) -> None:
    jira.next(faults.too_many(40), on="POST /search*")

    desk().find(PROJECT)

    assert 40 <= waited(desk) <= 44


def test_a_date_is_waited_for_by_jira_s_own_clock(jira: Jira, desk: Desk) -> None:
    tracker = desk()
    tracker.find(PROJECT)
    jira.next(faults.too_many(jira.clock + timedelta(seconds=40)), on="POST /search*")

    tracker.find(PROJECT)

    assert 35 <= waited(desk) <= 46


def test_the_moment_of_a_reset_is_waited_for(jira: Jira, desk: Desk) -> None:
    tracker = desk()
    tracker.find(PROJECT)
    reset = jira.clock.replace(second=0) + timedelta(minutes=1)
    jira.next(faults.too_many(reset=reset), on="POST /search*")

    tracker.find(PROJECT)

    assert jira.clock >= reset


def test_a_page_for_people_is_a_limit_too(jira: Jira, desk: Desk) -> None:
    jira.next(faults.too_many(10, in_html=True), on="POST /search*")

    desk().find(PROJECT)

    assert 10 <= waited(desk) <= 11


def test_a_limit_without_a_time_is_waited_for_longer_each_time(jira: Jira, desk: Desk) -> None:
    jira.next(faults.too_many(), times=3, on="POST /search*")

    desk().find(PROJECT)

    first, second, third = desk.waits
    assert 5 <= first <= 5.5
    assert 10 <= second <= 11
    assert 20 <= third <= 22


def test_a_busy_server_that_names_a_time_is_waited_for(jira: Jira, desk: Desk) -> None:
    jira.next(faults.unavailable(7), on="POST /search*")

    desk().find(PROJECT)

    assert 7 <= waited(desk) <= 7.7


def test_a_creation_that_a_limit_refused_is_sent_again(jira: Jira, desk: Desk) -> None:
    jira.next(faults.too_many(3), on=CREATE)

    made(desk(), draft())

    assert jira.names().count(CREATE) == 2
    assert len(jira.issues()) == 1


@pytest.mark.parametrize("seconds", [1800, 9e21])
def test_a_limit_that_lasts_leaves_the_rest_to_a_later_run(
    jira: Jira, desk: Desk, seconds: float
) -> None:
    jira.next(faults.too_many(seconds), on=CREATE, times=None)
    outcomes = desk().create(draft(number) for number in range(1, 120))
    seen: list[Outcome] = []

    with pytest.raises(Exhausted, match=r"Jira takes no more requests for now .*; go on after"):
        seen.extend(outcomes)

    assert jira.names().count(CREATE) == 1
    assert desk.waits == []


def test_what_was_drawn_is_postponed_and_not_failed(jira: Jira, desk: Desk) -> None:
    jira.next(faults.too_many(1800), on=CREATE, skip=1)
    outcomes = desk().create(draft(number) for number in range(1, 101))

    seen = [next(outcomes) for _ in range(100)]

    assert [type(one) for one in seen] == [Done] * 50 + [Postponed] * 50


def test_a_limit_that_never_ends_is_not_run_against(jira: Jira, desk: Desk) -> None:
    jira.next(faults.too_many(1), on="POST /search*", times=None)

    with pytest.raises(Exhausted, match="go on after"):
        desk().find(PROJECT)

    assert len(jira.names("POST /search")) == 5


@pytest.mark.parametrize(
    "headers", [{"Retry-After": "inf"}, {"Retry-After": "soon"}, {"X-RateLimit-Reset": "whenever"}]
)
def test_a_time_that_is_none_is_a_limit_without_a_time(
    jira: Jira, desk: Desk, headers: dict[str, str]
) -> None:
    jira.next(faults.answer(429, {}, headers), on="POST /search*")

    desk().find(PROJECT)

    assert len(desk.waits) == 1


@pytest.mark.parametrize("flavour", ["datacenter"], indirect=True)
def test_the_bucket_of_data_center_is_not_emptied(jira: Jira, desk: Desk) -> None:
    jira.limit(3, fill=1, interval=10)
    jira.tick = timedelta(0)
    made(desk(), draft(1), draft(2))

    assert all(request.status != 429 for request in jira.requests)
    assert waited(desk) >= 10


@pytest.mark.parametrize("flavour", ["cloud"], indirect=True)
def test_where_cloud_says_that_the_limit_is_near_it_goes_slower(jira: Jira, desk: Desk) -> None:
    tracker = desk()
    tracker.find(PROJECT)
    near = {"X-RateLimit-NearLimit": "true", "X-AACCOUNTID": jira.me.id}
    jira.next(faults.answer(200, {"issues": [], "isLast": True}, near), on="POST /search*")
    tracker.find(PROJECT)

    tracker.find(PROJECT)

    assert len(desk.waits) == 1
    assert desk.waits[0] < 1


def test_a_wait_is_told(jira: Jira, desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    jira.next(faults.too_many(40), on="POST /search*")

    desk().find(PROJECT)

    assert "Jira takes no more requests for now (jira-burst-based): waiting 4" in caplog.text


def test_a_refusal_is_no_limit(jira: Jira, desk: Desk) -> None:
    jira.next(faults.answer(403), on="PUT *")
    jira.next(faults.partial(0, summary="No."), on=CREATE)

    (outcome,) = desk().create([draft()])

    assert isinstance(outcome, Failed)
    assert desk.waits == []
