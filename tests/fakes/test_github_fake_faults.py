"""What goes wrong with the GitHub in memory, and how it is carried to clients."""

from __future__ import annotations

import contextlib

import github as pygithub
import pytest
import requests
import responses

from tests.fakes.github import faults
from tests.fakes.github.asking import SHOP, ask, query
from tests.fakes.github.exchange import Uncovered
from tests.fakes.github.fake import GitHub
from tests.fakes.github.over_http import served
from tests.fakes.wire.over_responses import register

ISSUES = f"{SHOP}/issues"
URL = f"https://api.github.com{ISSUES}"
HEADERS = {"Authorization": "Bearer a-token"}
NEW = {"title": "T"}


def created(github: GitHub) -> int:
    return len(github.at("acme/shop").issues)


def post(url: str = URL, timeout: float = 5) -> requests.Response:
    return requests.post(url, json=NEW, headers=HEADERS, timeout=timeout)


@pytest.mark.parametrize("after", [False, True])
def test_another_answer_comes_before_the_effect_or_after(github: GitHub, after: bool) -> None:
    github.next(faults.answer(503, {"message": "later"}, {"X-More": "1"}, after=after))

    told = ask(github, "POST", ISSUES, NEW)

    assert (told.status, told.message, told.headers["X-More"]) == (503, "later", "1")
    assert "X-RateLimit-Remaining" in told.headers
    assert created(github) == after
    assert [request.status for request in github.requests] == [503]
    assert ask(github, "POST", ISSUES, NEW).status == 201


@pytest.mark.parametrize("after", [False, True])
def test_connections_break_and_answers_come_too_late(github: GitHub, after: bool) -> None:
    github.next(faults.dropped(after=after), on="POST /repos/*/issues")
    github.next(faults.timed_out(after=after), on="POST /repos/*/issues")

    with github.faked():
        assert requests.get(URL, headers=HEADERS, timeout=5).status_code == 200
        with pytest.raises(requests.ConnectionError):
            post()
        with pytest.raises(requests.ReadTimeout):
            post()

    assert created(github) == 2 * after
    assert [request.status for request in github.requests] == [200, None, None]


def test_json_breaks_off_and_pages_for_people_come_instead(github: GitHub) -> None:
    github.next(faults.truncated(), on="POST *")
    github.next(faults.html(200), on="POST *")
    github.next(faults.html(), on="POST *")

    with github.faked():
        broken, page, bad = post(), post(), post()

    with pytest.raises(requests.JSONDecodeError):
        broken.json()
    assert (broken.status_code, page.status_code, bad.status_code) == (201, 200, 502)
    assert page.headers["Content-Type"].startswith("text/html")
    assert created(github) == 1


def test_a_fault_strikes_the_requests_it_is_meant_for(github: GitHub) -> None:
    github.next(faults.answer(500), times=2, on=f"POST {ISSUES}", skip=1)
    github.next(faults.answer(418), times=None, on="GET *")

    assert [ask(github, "POST", ISSUES, NEW).status for _ in range(4)] == [201, 500, 500, 201]
    assert [ask(github, "GET", SHOP).status for _ in range(3)] == [418] * 3
    assert github.names("POST") == [f"POST {ISSUES}"] * 4


def test_the_primary_limit_ends_with_its_window(github: GitHub) -> None:
    github.limit(remaining=1, reset_in=60)

    first, second = ask(github, "GET", SHOP), ask(github, "GET", SHOP)

    assert first.headers["X-RateLimit-Remaining"] == "0"
    assert (second.status, second.headers["X-RateLimit-Resource"]) == (403, "core")
    assert second.message.startswith("API rate limit exceeded for installation")
    assert second.headers["X-RateLimit-Remaining"] == "0"
    assert ask(github, "GET", "/rate_limit").body["resources"]["core"]["remaining"] == 0
    assert "data" in query(github, "{ viewer { login } }")
    github.wait(60)
    assert ask(github, "GET", SHOP).headers["X-RateLimit-Remaining"] == "4999"
    github.limit(remaining=0, reset_in=60, status=429)
    assert ask(github, "GET", SHOP).status == 429


def test_graphql_has_a_limit_of_its_own_and_tells_it_in_a_200(github: GitHub) -> None:
    github.limit(remaining=0, reset_in=60, resource="graphql")

    told = query(github, "{ viewer { login } }")

    assert "data" not in told
    assert told["errors"][0]["type"] == "RATE_LIMITED"
    assert ask(github, "GET", SHOP).status == 200


def test_errors_of_graphql_spoil_all_or_a_part(github: GitHub) -> None:
    ids = [github.issue("acme/shop").node_id for _ in range(3)]
    text = "query($ids: [ID!]!) { nodes(ids: $ids) { id } viewer { login } }"
    github.next(faults.graphql_error("RATE_LIMITED"))
    github.next(faults.graphql_error("RESOURCE_LIMITS_EXCEEDED", "too much", at=("nodes", 1)))
    github.next(faults.graphql_error("FORBIDDEN", at=("nodes",)))

    whole, part, forbidden = (query(github, text, ids=ids) for _ in range(3))

    assert list(whole) == ["errors"]
    assert [node and node["id"] for node in part["data"]["nodes"]] == [ids[0], None, ids[2]]
    assert part["errors"] == [
        {"type": "RESOURCE_LIMITS_EXCEEDED", "message": "too much", "path": ["nodes", 1]}
    ]
    assert (forbidden["data"]["nodes"], forbidden["errors"][0]["type"]) == (None, "FORBIDDEN")


@pytest.mark.parametrize("wait", [None, 30])
def test_the_secondary_limit_names_a_time_only_sometimes(github: GitHub, wait: int | None) -> None:
    github.next(faults.secondary_limit(wait))

    told = ask(github, "POST", ISSUES, NEW)

    assert told.status == 403
    assert told.message.startswith("You have exceeded a secondary rate limit")
    assert told.headers.get("Retry-After") == (None if wait is None else "30")
    assert created(github) == 0


def test_only_so_much_may_be_created(github: GitHub) -> None:
    github.limit_creations(per_minute=2, per_hour=3, retry_after=60)

    def statuses() -> list[int]:
        return [ask(github, "POST", ISSUES, NEW).status for _ in range(3)]

    assert statuses() == [201, 201, 403]
    github.wait(60)
    assert statuses() == [201, 403, 403]
    refused = ask(github, "POST", ISSUES, NEW)
    assert "content creation" in refused.message
    assert refused.headers["Retry-After"] == "60"
    assert ask(github, "PATCH", f"{ISSUES}/1", {"title": "N"}).status == 200
    github.wait(3600)
    assert statuses() == [201, 201, 403]


def test_a_server_of_ones_own_may_have_no_limits_and_tells_its_version(github: GitHub) -> None:
    github.limits.off = True
    github.enterprise_version = "3.19.0"
    github.scopes = "repo"
    github.limit(remaining=0, reset_in=60)

    told = ask(github, "GET", SHOP)

    assert told.status == 200
    assert "X-RateLimit-Limit" not in told.headers
    assert told.headers["X-GitHub-Enterprise-Version"] == "3.19.0"
    assert told.headers["X-OAuth-Scopes"] == "repo"
    assert told.headers["Date"] == "Mon, 23 Nov 2026 08:00:00 GMT"


def test_a_test_may_step_in_between(github: GitHub) -> None:
    def crash(_: object) -> None:
        raise KeyboardInterrupt

    github.issue("acme/shop")
    github.before = lambda request: github.close("acme/shop", 1)
    assert ask(github, "GET", f"{ISSUES}/1").body["state"] == "closed"
    github.after = crash
    with pytest.raises(KeyboardInterrupt):
        ask(github, "POST", ISSUES, NEW)
    assert created(github) == 2


@pytest.mark.parametrize(
    ("method", "path", "body", "named"),
    [
        ("GET", "/repos/acme/shop/pulls", None, "GET /repos/acme/shop/pulls"),
        ("DELETE", "/repos/acme/shop", None, "DELETE /repos/acme/shop"),
        ("GET", f"{ISSUES}?milestone=1", None, "milestone"),
        ("POST", f"{ISSUES}?a=1", NEW, "parameter a"),
        ("POST", ISSUES, NEW | {"labls": []}, "labls"),
        ("POST", ISSUES, ["T"], "no object"),
        ("GET", f"{ISSUES}?since=2026-11-23T08:00:00", None, "time zone"),
        ("GET", f"{ISSUES}?since=yesterday", None, "yesterday"),
        ("GET", f"{ISSUES}?after=x", None, "cursor"),
        ("GET", "/graphql", None, "GraphQL"),
    ],
)
def test_what_this_github_does_not_know_fails_by_name(
    method: str, path: str, body: object, named: str
) -> None:
    github = GitHub()
    github.repository("acme/shop")

    with pytest.raises(Uncovered, match=named):
        ask(github, method, path, body)
    with pytest.raises(AssertionError, match=named):
        github.settle()


def test_a_complaint_that_was_swallowed_still_fails_the_test() -> None:
    github = GitHub()

    with (
        pytest.raises(AssertionError, match=r"example\.com"),
        github.faked(),
        contextlib.suppress(AssertionError),  # as a program that catches too much would
    ):
        requests.get("https://example.com/", timeout=5)


def test_another_service_may_be_faked_beside(github: GitHub) -> None:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        register(github, mock)
        mock.get("https://example.com/", json={})

        assert requests.get(URL, headers=HEADERS, timeout=5).json() == []
        assert requests.get("https://example.com/", timeout=5).json() == {}


def test_pygithub_takes_it_for_the_real_one(github: GitHub) -> None:
    for _ in range(3):
        github.issue("acme/shop", labels=["a"])
    github.rename("acme/shop", "corp/store")

    with github.faked():
        client = pygithub.Github(
            auth=pygithub.Auth.Token("t"), per_page=2, seconds_between_requests=0
        )
        home = client.get_repo("acme/shop")
        found = [one.number for one in home.get_issues(state="all", labels=["a"])]

    assert (home.full_name, found) == ("corp/store", [3, 2, 1])


@pytest.mark.parametrize("path", ["", "/api/v3"])
def test_a_server_gives_urls_of_its_own_and_fails_as_really(path: str, github: GitHub) -> None:
    github.api_url += path
    for _ in range(3):
        github.issue("acme/shop")
    github.next(faults.dropped(after=True), on="POST */issues")
    github.next(faults.timed_out(after=True), on="POST */issues")

    with served(github) as url:
        client = pygithub.Github(
            base_url=url,
            auth=pygithub.Auth.Token("t"),
            per_page=2,
            retry=None,
            seconds_between_requests=0,
            seconds_between_writes=0,
        )
        home = client.get_repo("acme/shop")
        found = [one.number for one in home.get_issues()]
        _, told = client.requester.graphql_query("{ viewer { login } }", {})
        with pytest.raises(requests.ConnectionError):
            post(f"{url}{ISSUES}")
        with pytest.raises(requests.ReadTimeout):
            post(f"{url}{ISSUES}", timeout=0.2)
        client.close()

    assert home.url.startswith(url)
    assert found == [3, 2, 1]
    assert told == {"data": {"viewer": {"login": "pm-sync[bot]"}}}
    assert created(github) == 5
    assert github.api_url == f"https://api.github.com{path}"


def test_a_server_fails_the_test_too() -> None:
    github = GitHub()

    with (
        pytest.raises(AssertionError, match="/nowhere"),
        served(github) as url,
        pytest.raises(requests.ConnectionError),
    ):
        requests.get(f"{url}/nowhere", timeout=5)
