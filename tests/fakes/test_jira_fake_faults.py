"""What goes wrong with the Jira in memory: who may not ask, how much it takes, and how it is carried to clients."""

from __future__ import annotations

import base64
import contextlib
from datetime import timedelta
from typing import Any

import jira as package
import pytest
import requests
import responses

from tests.fakes.jira import faults
from tests.fakes.jira.asking import ask, credentials, new
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.limits import Burst
from tests.fakes.jira.over_http import served
from tests.fakes.jira.world import START
from tests.fakes.wire.over_responses import register


def post(jira: Jira, url: str | None = None, timeout: float = 5) -> requests.Response:
    place = f"{url or jira.url}{jira.api}/issue"
    return requests.post(
        place, json=new(jira), headers=credentials(jira, "a-token"), timeout=timeout
    )


@pytest.mark.parametrize("after", [False, True])
def test_another_answer_comes_before_the_effect_or_after(either: Jira, after: bool) -> None:
    either.next(faults.answer(500, {"no": 1}, {"X-More": "1"}, after=after))

    told = ask(either, "POST", "/issue", new(either))

    assert (told.status, told.body, told.headers["X-More"]) == (500, {"no": 1}, "1")
    assert len(either.issues()) == after
    assert [request.status for request in either.requests] == [500]
    assert ask(either, "POST", "/issue", new(either)).status == 201


@pytest.mark.parametrize("after", [False, True])
def test_connections_break_and_answers_come_too_late(jira: Jira, after: bool) -> None:
    jira.next(faults.dropped(after=after), on="POST /issue")
    jira.next(faults.timed_out(after=after), on="POST /issue")
    jira.next(faults.unreachable(), on="POST /issue")

    with jira.faked():
        with pytest.raises(requests.ConnectionError, match="aborted"):
            post(jira)
        with pytest.raises(requests.ReadTimeout):
            post(jira)
        with pytest.raises(requests.ConnectionError) as refused:
            post(jira)

    assert "Failed to establish a new connection" in str(refused.value)
    assert len(jira.issues()) == 2 * after
    assert [request.status for request in jira.requests] == [None] * 3


def test_json_breaks_off_or_is_missing_and_pages_for_people_come_instead(jira: Jira) -> None:
    for fault in (faults.truncated(), faults.empty(), faults.login_page(), faults.html()):
        jira.next(fault, on="POST *")

    with jira.faked():
        broken, empty, login, bad = (post(jira) for _ in range(4))

    for one in (broken, empty, login):
        with pytest.raises(requests.JSONDecodeError):
            one.json()
    assert [one.status_code for one in (broken, empty, login, bad)] == [201, 200, 200, 502]
    assert "Log in" in login.text
    assert login.headers["Content-Type"].startswith("text/html")
    assert len(jira.issues()) == 2


def test_a_fault_strikes_the_requests_it_is_meant_for(jira: Jira) -> None:
    jira.next(faults.answer(500), times=2, on="POST /issue", skip=1)
    jira.next(faults.answer(418), times=None, on="GET *")

    made = [ask(jira, "POST", "/issue", new(jira)).status for _ in range(4)]

    assert made == [201, 500, 500, 201]
    assert [ask(jira, "GET", "/myself").status for _ in range(3)] == [418] * 3
    jira.calm()
    assert ask(jira, "GET", "/myself").status == 200
    assert jira.names("POST") == ["POST /issue"] * 4


def test_jira_asks_to_wait_in_every_way(jira: Jira) -> None:
    later = START + timedelta(minutes=5)
    for fault in (
        faults.too_many(30, reset=later),
        faults.too_many(later, in_html=True),
        faults.too_many(reason="jira-per-issue-on-write"),
        faults.unavailable(2.5),
        faults.unavailable(after=True),
    ):
        jira.next(fault)

    told = [ask(jira, "POST", "/issue", new(jira)) for _ in range(5)]

    assert [one.status for one in told] == [429, 429, 429, 503, 503]
    assert [one.headers.get("Retry-After") for one in told] == [
        "30",
        "Mon, 23 Nov 2026 08:05:00 GMT",
        None,
        "2.5",
        None,
    ]
    assert told[0].headers["X-RateLimit-Reset"] == "2026-11-23T08:05Z"
    assert told[0].headers["RateLimit-Reason"] == "jira-burst-based"
    assert told[1].body.startswith("<!DOCTYPE html>")
    assert len(jira.issues()) == 1


def test_some_of_many_are_refused_for_no_reason_of_theirs(either: Jira) -> None:
    many = {"issueUpdates": [new(either, summary=one) for one in "abc"]}
    either.next(faults.partial(0, 2, labels="Try again"))
    either.next(faults.partial(0, 1, 2, status=403, messages=("No",)))

    some, none, all_ = (ask(either, "POST", "/issue/bulk", many) for _ in range(3))

    assert (some.status, none.status, all_.status) == (201, 400, 201)
    assert [one["failedElementNumber"] for one in some.body["errors"]] == [0, 2]
    assert some.body["errors"][0]["elementErrors"]["errors"] == {"labels": "Try again"}
    assert none.body["errors"][1]["elementErrors"]["errorMessages"] == ["No"]
    assert none.body["errors"][1]["status"] == 403
    assert [one.summary for one in either.issues()] == ["b", "a", "b", "c"]


def test_everybody_is_told_who_they_are(jira: Jira, center: Jira) -> None:
    jira.me.id = "557058:1"

    cloud, other = ask(jira, "GET", "/myself"), ask(center, "GET", "/myself")

    assert cloud.headers["X-AACCOUNTID"] == "557058%3A1"
    assert cloud.headers["X-Seraph-LoginReason"] == "OK"
    assert other.headers["X-AUSERNAME"] == "pm-sync"
    assert ask(center, "GET", "/serverInfo", token=None).headers["X-AUSERNAME"] == "anonymous"
    jira.keys.tells = False
    assert "X-AACCOUNTID" not in ask(jira, "GET", "/myself").headers


def test_a_dead_token_makes_cloud_look_empty(jira: Jira) -> None:
    jira.issue()
    jira.project("OPEN", public=True)
    jira.issue("OPEN")
    jira.keys.dead.add("old")

    def told(method: str, path: str, body: object = None) -> object:
        answer = ask(jira, method, path, body, token="old")
        assert answer.headers["X-Seraph-LoginReason"] == "AUTHENTICATED_FAILED"
        assert "X-AACCOUNTID" not in answer.headers
        return answer.body if answer.status == 200 else answer.status

    assert told("GET", "/myself") == 401
    assert told("POST", "/issue", new(jira)) == 401
    assert told("GET", "/issue/SHOP-1") == 404
    assert told("PUT", "/issue/OPEN-1", {"fields": {"labels": []}}) == 401
    assert told("POST", "/search/jql", {"jql": "key = SHOP-1"}) == {"issues": [], "isLast": True}
    fetch = {"issueIdsOrKeys": ["SHOP-1"]}
    assert told("POST", "/issue/bulkfetch", fetch) == {"issues": [], "issueErrors": []}
    assert told("GET", "/user/search?query=ann") == []
    assert told("GET", "/status") == []
    assert told("GET", "/issue/OPEN-1/transitions") == {"expand": "transitions", "transitions": []}
    assert isinstance(told("GET", "/issue/OPEN-1"), dict)
    assert ask(jira, "GET", "/issue/SHOP-1", token="new").status == 200


def test_only_known_people_with_known_tokens_are_somebody(jira: Jira, center: Jira) -> None:
    def status(one: Jira, *header: str) -> int:
        headers = {"Authorization": " ".join(header)} if header else {}
        return one.answer("GET", f"{one.api}/myself", {}, headers).status

    def basic(words: str) -> str:
        return base64.b64encode(words.encode()).decode()

    for one in (jira, center):
        one.keys.known = {"good"}
    assert status(jira, "Basic", basic("PM@acme.test:good")) == 200
    assert status(jira, "Basic", basic("eve@acme.test:good")) == 401
    assert status(jira, "Basic", basic("pm@acme.test:bad")) == 401
    assert status(jira, "Basic", "???") == 401
    assert status(jira, "Bearer", "good") == 200
    assert status(jira, "Bearer", "bad") == 401
    assert status(center, "Basic", basic("pm-sync:good")) == 200
    assert status(center) == 401


def test_data_center_wants_to_see_a_person_after_too_many_failures(center: Jira) -> None:
    wrong = {"Authorization": "Basic " + base64.b64encode(b"pm-sync:bad").decode()}
    right = {"Authorization": "Basic " + base64.b64encode(b"pm-sync:good").decode()}
    center.keys.known = {"good"}

    def asked(headers: dict[str, str]) -> tuple[int, str | None]:
        told = center.answer("GET", f"{center.api}/myself", {}, headers)
        return told.status, told.headers.get("X-Authentication-Denied-Reason")

    assert asked(right) == (200, None)
    assert [asked(wrong)[0] for _ in range(3)] == [401] * 3
    status, reason = asked(right)
    assert (status, (reason or "").split(";")[0]) == (403, "CAPTCHA_CHALLENGE")
    assert ask(center, "GET", "/myself", token="bad").headers["X-Seraph-LoginReason"] == (
        "AUTHENTICATED_FAILED"
    )
    assert ask(center, "GET", "/myself", token="good").status == 200


def test_data_center_s_bucket_empties_and_fills(center: Jira) -> None:
    center.tick = timedelta(0)
    center.limit(2, fill=1, interval=10)

    told = [ask(center, "GET", "/myself") for _ in range(3)]

    assert [one.status for one in told] == [200, 200, 429]
    assert [one.headers["X-RateLimit-Remaining"] for one in told] == ["1", "0", "0"]
    assert [one.headers["retry-after"] for one in told] == ["0", "10", "10"]
    assert told[0].headers["X-RateLimit-Interval-Seconds"] == "10"
    assert "429" in told[2].body
    center.wait(10)
    assert [ask(center, "GET", "/myself").status for _ in range(2)] == [200, 429]


def test_cloud_tells_its_burst(jira: Jira) -> None:
    assert ask(jira, "GET", "/myself").headers["X-RateLimit-Limit"] == "350"
    assert isinstance(jira.limits, Burst)
    jira.limits.near = True
    assert ask(jira, "GET", "/myself").headers["X-RateLimit-NearLimit"] == "true"
    jira.limits = None
    assert "X-RateLimit-Limit" not in ask(jira, "GET", "/myself").headers


def test_a_test_may_step_in_between(jira: Jira) -> None:
    def crash(_: object) -> None:
        raise KeyboardInterrupt

    jira.issue()
    jira.before = lambda _: jira.hide("SHOP-1")
    assert ask(jira, "GET", "/issue/SHOP-1").status == 404
    jira.after = crash
    with pytest.raises(KeyboardInterrupt):
        ask(jira, "POST", "/issue", new(jira))
    assert len(jira.issues()) == 2


def test_a_complaint_that_was_swallowed_still_fails_the_test(jira: Jira) -> None:
    with (
        pytest.raises(AssertionError, match=r"example\.com"),
        jira.faked(),
        contextlib.suppress(AssertionError),  # as a program that catches too much would
    ):
        requests.get("https://example.com/", timeout=5)


def test_another_service_may_be_faked_beside(jira: Jira) -> None:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        register(jira, mock)
        mock.get("https://example.com/", json={})

        assert post(jira).status_code == 201
        assert requests.get("https://example.com/", timeout=5).json() == {}


def test_a_server_serves_it(either: Jira) -> None:
    with served(either) as url:
        told = post(either, url)
        assert told.status_code == 201
        assert told.json()["self"].startswith(f"{url}/")
        either.next(faults.dropped())
        with pytest.raises(requests.ConnectionError):
            post(either, url)
        either.next(faults.timed_out())
        with pytest.raises(requests.ReadTimeout):
            post(either, url, timeout=0.1)
    assert either.site == either.url


def test_the_jira_package_takes_it_for_the_real_one(jira: Jira, center: Jira) -> None:
    for one, login in (
        (jira, {"basic_auth": ("pm@acme.test", "t")}),
        (center, {"token_auth": "t"}),
    ):
        one.issue(labels=["a"])
        options: dict[str, Any] = {"rest_api_version": "3" if one.cloud else "2"}
        with one.faked():
            client = package.JIRA(one.url, options, max_retries=0, timeout=5, **login)
            assert client.myself()["displayName"] == "Pm"
            made = client.create_issue(new(one)["fields"], prefetch=False)
            assert made.key == "SHOP-2"
            assert client.issue("SHOP-1").fields.labels == ["a"]
            assert [one["name"] for one in client.transitions("SHOP-1")][-1] == "Done"
            with pytest.raises(package.JIRAError, match="does not exist"):
                client.issue("SHOP-9")
