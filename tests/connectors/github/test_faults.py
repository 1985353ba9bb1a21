"""What goes wrong on the way to GitHub: nothing is made twice, nothing is taken for gone, and the message says what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from connectors.github.tracker import GitHubTracker
from sync.errors import Exhausted, Rejected, TrackerError, Unavailable
from sync.model.postmortem import TicketRef
from sync.model.ticket import Done, Failed, InDoubt, Outcome, Owner, Postponed
from tests.connectors.github.conftest import SHOP, Desk
from tests.fakes.github import faults
from tests.fakes.github.exchange import Request
from tests.fakes.github.fake import GitHub
from tests.fakes.github.faults import Fault
from tests.fakes.github.over_http import served

CREATE = f"POST /repos/{SHOP}/issues"
LIST = f"GET /repos/{SHOP}/issues"
TOKEN = "ghp_example"


def stepwise(tracker: GitHubTracker, *numbers: int) -> tuple[list[Outcome], TrackerError | None]:
    """What came of the drafts, and what stopped it."""
    outcomes: list[Outcome] = []
    stream = tracker.create(draft(number) for number in numbers)
    try:
        for outcome in stream:
            outcomes.append(outcome)  # noqa: PERF402 - what came before an error counts
    except TrackerError as error:
        return outcomes, error
    return outcomes, None


REFUSALS = [
    (faults.answer(401, {"message": "Bad credentials"}), "does not accept the token"),
    (
        faults.answer(
            403,
            {"message": "Resource not accessible by integration"},
            {"X-Accepted-GitHub-Permissions": "issues=write"},
        ),
        "it needs issues=write",
    ),
    (
        faults.answer(403, {"message": "Must have push"}, {"X-Accepted-OAuth-Scopes": "repo"}),
        "lacks a scope; it needs one of repo",
    ),
    (
        faults.answer(
            403,
            {"message": "Resource protected by organization SAML enforcement."},
            {
                "X-GitHub-SSO": "required; url=https://github.com/orgs/acme/sso?authorization_request=A1"
            },
        ),
        "open https://github.com/orgs/acme/sso?authorization_request=A1",
    ),
    (
        faults.answer(403, {"message": "Repository was archived so is read-only."}),
        "is archived and takes no changes",
    ),
    (faults.answer(404, {"message": "Not Found"}), "the token may not see it"),
    (
        faults.answer(410, {"message": "Issues has been disabled in this repository."}),
        "issues are switched off there",
    ),
    (
        faults.answer(
            307, {"message": "Temporary Redirect"}, {"Location": "/repositories/1/issues"}
        ),
        "it has moved",
    ),
]


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


LOST = [
    ("a dropped connection", faults.dropped(after=True)),
    ("a time-out", faults.timed_out(after=True)),
    ("a 502 as a page", faults.html(502, after=True)),
    ("a 500", faults.answer(500, after=True)),
    ("half an answer", faults.truncated()),
    ("a page with status 200", faults.html(201, after=True)),
    ("an empty answer", faults.answer(201, "", after=True)),
    ("a status that nobody expects", faults.answer(202, after=True)),
    ("a request that timed out there", faults.answer(408, after=True)),
    ("an answer about something else", faults.answer(201, {"id": 1}, after=True)),
]
NEVER = [
    ("a dropped connection", faults.dropped()),
    ("a time-out", faults.timed_out()),
    ("a 503", faults.answer(503)),
]


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


class TestGraphQL:
    @pytest.fixture(autouse=True)
    def _issues(self, github: GitHub) -> None:
        for _ in range(120):
            github.issue(SHOP)

    def refs(self) -> list[TicketRef]:
        return [TicketRef("github", f"{SHOP}#{number}") for number in range(1, 121)]

    def test_a_mishap_at_githubs_is_met_by_asking_again(
        self, github: GitHub, tracker: GitHubTracker
    ) -> None:
        message = "Something went wrong while executing your query. Please include `X` when reporting this issue."
        github.next(faults.answer(200, {"errors": [{"message": message}]}), on="POST /graphql")

        assert len(tracker.fetch(self.refs())) == 120
        assert tracker.requests == 3

    def test_what_is_too_much_however_little_it_is_ends_as_unavailable(
        self, github: GitHub, tracker: GitHubTracker
    ) -> None:
        github.next(faults.graphql_error("RESOURCE_LIMITS_EXCEEDED"), times=None)

        with pytest.raises(Unavailable, match="too large"):
            tracker.fetch(self.refs())

    def test_without_graphql_hundreds_are_not_asked_one_by_one(
        self, github: GitHub, tracker: GitHubTracker
    ) -> None:
        for _ in range(200):
            github.issue(SHOP)
        refs = [TicketRef("github", f"{SHOP}#{number}") for number in range(1, 321)]
        github.next(faults.answer(403, {"message": "no"}), times=None, on="POST /graphql")

        with pytest.raises(Rejected, match="lacks the permission"):
            tracker.fetch(refs)
        assert len(github.requests) < 10

    @pytest.mark.parametrize("kind", ["RESOURCE_LIMITS_EXCEEDED", "MAX_NODE_LIMIT_EXCEEDED"])
    def test_what_is_too_much_at_once_is_asked_for_in_smaller_parts(
        self, github: GitHub, tracker: GitHubTracker, kind: str
    ) -> None:
        github.next(faults.graphql_error(kind))

        assert len(tracker.fetch(self.refs())) == 120

    def test_a_gateway_that_gives_up_is_asked_for_less(
        self, github: GitHub, tracker: GitHubTracker
    ) -> None:
        github.next(faults.html(502), times=5, on="POST /graphql")

        assert len(tracker.fetch(self.refs())) == 120

    def test_a_limit_inside_of_an_answer_is_waited_for(self, github: GitHub, desk: Desk) -> None:
        github.limit(0, 30, "graphql")

        assert len(desk().fetch(self.refs())) == 120
        assert 25 < sum(desk.waits) < 40

    def test_after_an_error_that_nobody_knows_each_is_asked_for_and_none_is_taken_for_gone(
        self, github: GitHub, tracker: GitHubTracker
    ) -> None:
        github.next(faults.graphql_error("SOMETHING_NEW", "no such luck"))

        assert len(tracker.fetch(self.refs())) == 120

    def test_a_server_without_graphql_is_asked_otherwise(self, github: GitHub, desk: Desk) -> None:
        github.next(faults.answer(404), times=None, on="POST /graphql")
        github.assignable(SHOP, "ann")
        ann, eve = (Owner(name.title(), name, known=True) for name in ("ann", "eve"))
        tracker = desk(labels=["post mortem"])
        drafts = [replace(draft(1), owners=(ann,)), replace(draft(2), owners=(eve,))]

        tracker.prepare(drafts)
        first, second = made(tracker, *drafts)

        assert (first.owners, second.owners) == (("ann",), ())
        assert tracker.fetch([first.ref, self.refs()[0]]).keys() == {first.ref, self.refs()[0]}

    def test_a_repository_behind_single_sign_on_cannot_be_seen(
        self, github: GitHub, tracker: GitHubTracker
    ) -> None:
        github.next(faults.graphql_error("FORBIDDEN", at=("r0",)))

        assert tracker.fetch(self.refs()[:3]) == {}

    def test_an_old_server_that_cannot_tell_duplicates_is_asked_without_them(
        self, github: GitHub, tracker: GitHubTracker
    ) -> None:
        message = "Field 'stateReason' doesn't accept argument 'enableDuplicate'"
        github.next(faults.answer(200, {"errors": [{"message": message}]}), on="POST /graphql")

        assert len(tracker.fetch(self.refs()[:3])) == 3


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


class TestSecrets:
    @pytest.mark.parametrize(
        "fault",
        [fault for fault, _ in REFUSALS]
        + [fault for _, fault in LOST]
        + [faults.answer(403, {"message": f"who is {TOKEN}?"})],
    )
    def test_no_message_and_no_log_holds_a_token(
        self,
        github: GitHub,
        desk: Desk,
        caplog: pytest.LogCaptureFixture,
        fault: Fault,
    ) -> None:
        caplog.set_level(logging.DEBUG)
        told: list[str] = []
        asks: list[Callable[[], object]] = [
            lambda: desk().find(PROJECT),
            lambda: stepwise(desk(), 1, 2, 3),
        ]
        github.next(fault, times=1)
        for ask in asks:
            try:
                told.append(str(ask()))
            except TrackerError as error:
                told.append(str(error))

        assert TOKEN not in caplog.text
        assert [text for text in told if TOKEN in text] == []

    def test_the_token_is_sent_in_the_header_and_nowhere_else(
        self, github: GitHub, desk: Desk
    ) -> None:
        made(desk(), draft())
        desk().find(PROJECT)

        def places(request: Request) -> str:
            return f"{request.path} {request.query} {request.body}"

        assert all(TOKEN not in places(request) for request in github.requests)
        assert all(TOKEN in request.headers["authorization"] for request in github.requests)
