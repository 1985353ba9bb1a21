"""GitHub's limits: waited for, obeyed, and never slept through."""

from __future__ import annotations

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from sync.errors import Exhausted
from sync.model.ticket import Done, InDoubt, Postponed
from tests.connectors.github.conftest import SHOP, Desk
from tests.connectors.github.faulty import CREATE, stepwise
from tests.fakes.github import faults
from tests.fakes.github.fake import GitHub


class TestLimits:
    def test_a_limit_that_ends_soon_is_waited_for(self, github: GitHub, desk: Desk) -> None:
        github.limit(0, 40)

        desk().find(PROJECT)

        assert 39 < sum(desk.waits) < 46

    @pytest.mark.parametrize("after", [0, 1])
    def test_a_limit_that_never_ends_is_not_run_against(
        self, github: GitHub, desk: Desk, after: int
    ) -> None:
        github.next(faults.secondary_limit(after), times=None)

        with pytest.raises(Exhausted, match="go on after"):
            desk().find(PROJECT)
        assert len(github.requests) == 5
        github.calm()
        github.next(faults.secondary_limit(after), times=None, on=CREATE)
        outcomes, error = stepwise(desk(), 1, 2)
        assert [type(one) for one in outcomes] == [Postponed]
        assert isinstance(error, Exhausted)
        assert len(github.names(CREATE)) == 5

    @pytest.mark.parametrize(
        "headers",
        [
            {"Retry-After": "inf"},
            {"Retry-After": "9" * 21},
            {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "9" * 20},
        ],
    )
    def test_a_time_beyond_all_reason_is_a_time_too_long(
        self, github: GitHub, desk: Desk, headers: dict[str, str]
    ) -> None:
        body = {"message": "API rate limit exceeded"}
        github.next(faults.answer(403, body, headers), times=None)

        with pytest.raises(Exhausted, match="go on after"):
            desk().find(PROJECT)

    def test_headers_that_are_no_numbers_are_a_broken_answer(
        self, github: GitHub, desk: Desk
    ) -> None:
        odd = {"X-RateLimit-Remaining": "many", "X-RateLimit-Limit": "more"}
        github.next(faults.answer(201, {}, odd, after=True), on=CREATE)

        [outcome], _ = stepwise(desk(), 1)

        assert isinstance(outcome, InDoubt)

    def test_a_wait_is_told(
        self, github: GitHub, desk: Desk, caplog: pytest.LogCaptureFixture
    ) -> None:
        github.limit(0, 40)

        desk().find(PROJECT)

        assert "GitHub's limit of requests is used up: waiting 4" in caplog.text

    def test_a_limit_that_lasts_ends_the_run_with_the_time_to_go_on(
        self, github: GitHub, desk: Desk
    ) -> None:
        github.limit(0, 3000)

        with pytest.raises(
            Exhausted, match=r"limit of requests is used up; go on after 08:5\d UTC"
        ):
            desk().find(PROJECT)
        assert desk.waits == []

    @pytest.mark.parametrize("status", [403, 429])
    def test_what_github_asks_to_wait_is_waited_and_the_creation_sent_again(
        self, github: GitHub, desk: Desk, status: int
    ) -> None:
        github.next(faults.secondary_limit(7, status), on=CREATE)

        [outcome], error = stepwise(desk(), 1)

        assert isinstance(outcome, Done)
        assert error is None
        assert 7 <= sum(desk.waits) < 8
        assert len(github.at(SHOP).issues) == 1

    @pytest.mark.parametrize(
        ("after", "waited"),
        [
            ("Mon, 23 Nov 2026 08:00:40 GMT", 40),
            ("9.5", 9.5),
            ("-5", 1),
            ("0", 1),
            ("nan", 60),
            ("soon", 60),
        ],
    )
    def test_however_github_says_how_long(
        self, github: GitHub, desk: Desk, after: str, waited: float
    ) -> None:
        body = {"message": "You have exceeded a secondary rate limit."}
        github.next(faults.answer(403, body, {"Retry-After": after}), on=CREATE)

        [outcome], _ = stepwise(desk(), 1)

        assert isinstance(outcome, Done)
        assert waited - 5 <= sum(desk.waits) <= waited * 1.11

    def test_a_limit_without_a_time_is_waited_for_longer_each_time(
        self, github: GitHub, desk: Desk
    ) -> None:
        github.next(faults.secondary_limit(), times=2, on=CREATE)

        [outcome], _ = stepwise(desk(longest_wait=200), 1)

        assert isinstance(outcome, Done)
        first, second, *_rest = desk.waits
        assert 60 <= first < 67
        assert 120 <= second < 133

    def test_the_others_are_left_for_later_when_waiting_takes_too_long(
        self, github: GitHub, desk: Desk
    ) -> None:
        github.limit_creations(per_hour=3)

        outcomes, error = stepwise(desk(), *range(1, 7))

        assert [type(one) for one in outcomes] == [Done, Done, Done, Postponed]
        assert isinstance(error, Exhausted)
        assert "go on after" in str(error)
        assert len(github.at(SHOP).issues) == 3

    def test_creations_keep_their_distance(self, desk: Desk) -> None:
        made(desk(seconds_between_writes=5), *(draft(number) for number in range(1, 6)))

        assert len(desk.waits) == 4
        assert all(3 < wait <= 5 for wait in desk.waits)

    def test_no_more_are_made_in_an_hour_than_github_bears(
        self, github: GitHub, desk: Desk
    ) -> None:
        outcomes, error = stepwise(desk(creations_per_hour=4), *range(1, 9))

        assert [type(one) for one in outcomes] == [Done] * 4 + [Postponed]
        assert "4 tickets were created within an hour" in str(error)
        assert len(github.names(CREATE)) == 4

    def test_a_run_waits_so_long_in_all_and_no_longer(self, github: GitHub, desk: Desk) -> None:
        github.next(faults.secondary_limit(50), times=None, on=CREATE)

        outcomes, error = stepwise(desk(total_wait=120), 1, 2)

        assert [type(one) for one in outcomes] == [Postponed]
        assert isinstance(error, Exhausted)
        assert sum(desk.waits) <= 120
