"""How the Jira in memory finds issues, late and page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.jira.asking import ask, fetched, keys, search
from tests.fakes.jira.exchange import Uncovered
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.world import START


def test_searches_see_late_what_keys_show_at_once(either: Jira) -> None:
    either.lag, either.tick = 30, timedelta(0)
    made = either.issue(labels=["a"])

    assert ask(either, "GET", "/issue/SHOP-1").status == 200
    assert keys(either, "labels = a") == []
    either.wait(30)
    assert keys(either, "labels = a") == ["SHOP-1"]
    either.edit("SHOP-1", labels=["b"])
    assert keys(either, "labels = a") == ["SHOP-1"]
    told = search(either, "labels = a", fields=["labels"]).body["issues"][0]
    assert told["fields"]["labels"] == ["a"]
    if either.cloud:
        assert keys(either, "labels = b", reconcileIssues=[made.id]) == ["SHOP-1"]
        either.reading.fetches_from_index = True
        assert fetched(either, "SHOP-1", fields=["labels"])[0]["fields"]["labels"] == ["a"]
    either.wait(30)
    assert keys(either, "labels = b") == ["SHOP-1"]
    either.delete("SHOP-1")
    assert keys(either, "labels = b") == ["SHOP-1"]
    either.wait(30)
    assert keys(either, "labels = b") == []


def test_a_search_is_executed(either: Jira) -> None:
    either.tick = timedelta(0)
    either.project("DO", "Do it")
    either.issue(labels=["pm-sync", "x"], created=START - timedelta(hours=2))
    either.issue(labels=["y z"], created=START - timedelta(hours=1))
    third = either.issue("DO", labels=["x"], created=START)
    either.edit("SHOP-1", summary="S", updated=START)

    def found(jql: str) -> str:
        return " ".join(keys(either, jql))

    assert found('labels = "x" ORDER BY key ASC') == "DO-1 SHOP-1"
    assert found("labels in ('y z', \"pm-sync\") order by id") == "SHOP-1 SHOP-2"
    assert found("labels = never-seen") == ""
    assert found('project = "DO"') == "DO-1"
    assert found("project in (SHOP, 'do it') AND labels = x ORDER BY created DESC") == "DO-1 SHOP-1"
    assert found("key in (SHOP-2, DO-1)") == "DO-1 SHOP-2"
    assert found(f"id > {third.id - 1}") == "DO-1"
    assert found(f"id in ({third.id})") == "DO-1"
    assert found('created >= "-90m" order by created asc, key desc') == "SHOP-2 DO-1"
    assert found('updated >= "-0m"') == "DO-1 SHOP-1"
    assert found('updated < "2026-11-23 08:00"') == "SHOP-2"
    either.me.time_zone = "Europe/Vienna"
    assert found('updated < "2026-11-23 08:00"') == ""


@pytest.mark.parametrize(
    ("jql", "message"),
    [
        ("project = NO", "does not exist for the field 'project'"),
        ("project = DO", "reserved JQL word"),
        ("project = SHOP ORDER BY id, id, id, id, id, id, id, id", "ORDER BY"),
        ('updated >= "soon"', "is invalid"),
    ],
)
def test_a_search_is_refused(either: Jira, jql: str, message: str) -> None:
    told = search(either, jql)

    assert told.status == 400
    assert message in told.messages[0]


@pytest.mark.parametrize(
    "jql",
    [
        "summary ~ rain",
        "labels = a OR labels = b",
        "labels != a",
        "status = Done",
        "labels = ",
        "labels = a labels = b",
        "labels in (a",
        "project = SHOP ORDER BY rank",
        "created = now()",
        'labels = "a',
    ],
)
def test_jql_that_is_not_executed_fails_the_test(jql: str) -> None:
    jira = Jira()
    jira.project()

    with pytest.raises(Uncovered, match="JQL"):
        search(jira, jql)
    with pytest.raises(AssertionError, match="JQL"):
        jira.settle()


def test_cloud_searches_within_bounds_and_goes_on_by_tokens(jira: Jira) -> None:
    for _ in range(5):
        jira.issue()
    first = search(jira, "project = SHOP", maxResults=2)
    jira.issue()
    second = search(jira, "project = SHOP", maxResults=2, nextPageToken=first.body["nextPageToken"])
    third = search(jira, "project = SHOP", maxResults=2, nextPageToken=second.body["nextPageToken"])

    assert [list(one) for one in first.body["issues"]] == [["id"], ["id"]]
    assert [one.body["isLast"] for one in (first, second, third)] == [False, False, True]
    assert (len(third.body["issues"]), "nextPageToken" in third.body) == (1, False)
    for body in (
        {"jql": ""},
        {"jql": "order by key"},
        {"jql": "project = SHOP", "nextPageToken": "x"},
        {"jql": "labels = a", "nextPageToken": first.body["nextPageToken"]},
        {"jql": "project = SHOP", "reconcileIssues": list(range(51))},
    ):
        assert ask(jira, "POST", "/search/jql", body).status == 400
    jira.wait(8 * 24 * 3600)
    late = {"jql": "project = SHOP", "nextPageToken": first.body["nextPageToken"]}
    assert ask(jira, "POST", "/search/jql", late).status == 400
    gone = ask(jira, "POST", "/search", {"jql": "project = SHOP"})
    assert (gone.status, "CHANGE-2046" in gone.messages[0]) == (410, True)


def test_cloud_sends_fewer_where_fields_are_asked_for(jira: Jira) -> None:
    for _ in range(101):
        jira.issue()

    def size(*fields: str) -> int:
        told = search(jira, "project = SHOP", maxResults=5000, fields=list(fields))
        return len(told.body["issues"])

    assert (size("id"), size("key"), size("summary")) == (101, 101, 100)


def test_an_unknown_key_spoils_a_search(jira: Jira, center: Jira) -> None:
    for one in (jira, center):
        one.issue()
        one.project("OPS")
        one.issue()
        one.move("SHOP-2", "OPS")
    jql = "key in (SHOP-1, SHOP-9)"

    assert keys(jira, jql) == []
    refused = search(center, jql)
    assert refused.messages == ["An issue with key 'SHOP-9' does not exist for field 'key'."]
    assert keys(center, jql, validateQuery=False) == ["SHOP-1"]
    assert keys(center, "key = SHOP-2") == ["OPS-1"]
    assert search(center, "id = 5").status == 400


def test_data_center_goes_on_by_place_up_to_its_caps(center: Jira) -> None:
    center.reading.cap = 2
    for _ in range(3):
        center.issue()

    told = search(center, "project = SHOP order by id", startAt=1, maxResults=5)

    assert [one["key"] for one in told.body["issues"]] == ["SHOP-2", "SHOP-3"]
    assert (told.body["total"], told.body["maxResults"], told.body["startAt"]) == (3, 2, 1)
    assert "summary" in told.body["issues"][0]["fields"]
    assert keys(center, "order by id desc", maxResults=1) == ["SHOP-3"]
    center.reading.window = 3
    assert search(center, "project = SHOP", startAt=2, maxResults=2).status == 400
