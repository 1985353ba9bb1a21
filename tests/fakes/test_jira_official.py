"""The referee of Jira Cloud knows right from wrong. Needs the folder that `PM_SYNC_API_SPECS` names."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.jira.adf import document
from tests.fakes.jira.asking import ask, new
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.official import VARIABLE, Official, named

API = "/rest/api/3"
ISSUE = {"fields": {"summary": "S"}}


@pytest.fixture
def official() -> Official:
    referee = named()
    if referee is None:
        pytest.skip(f"{VARIABLE} names no folder with the official descriptions of the API")
    return referee


@pytest.mark.parametrize(
    ("method", "path", "asked", "body", "complaint"),
    [
        ("GET", "/nothing", {}, None, "no such path"),
        ("DELETE", "/myself", {}, None, "no such method"),
        ("GET", "/myself", {"fields": "a"}, None, "no parameter fields"),
        ("GET", "/user/search", {"maxResults": "many"}, None, "parameter maxResults"),
        ("GET", "/issue/A-1", {"failFast": "maybe"}, None, "parameter failFast"),
        ("GET", "/myself", {}, {}, "no body"),
        ("POST", "/issue", {}, None, "a body is required"),
        ("POST", "/issue", {}, {"field": {}}, "field"),
        ("POST", "/issue/bulk", {}, {"issueUpdates": [{"field": {}}]}, "field"),
        ("POST", "/issue/bulkfetch", {}, {"fields": ["a"]}, "issueIdsOrKeys"),
        ("POST", "/issue/bulkfetch", {}, {"issueIdsOrKeys": [5]}, "at issueIdsOrKeys/0"),
        ("POST", "/search/jql", {}, {"jql": "a", "expand": None}, "at expand"),
        ("POST", "/search/jql", {}, {"jql": "a", "reconcileIssues": ["5"]}, "reconcileIssues"),
        ("POST", "/search/jql", {}, {"jql": "a", "startAt": 5}, "startAt"),
        ("POST", "/issue/A-1/transitions", {}, {"transition": {"id": 5}}, "at transition/id"),
        ("PUT", "/issue/A-1/assignee", {}, {"accountid": "a"}, "accountid"),
        ("POST", "/issue/A-1/remotelink", {}, {"globalId": "a"}, "object"),
        ("POST", "/filter", {}, {"jql": "a"}, "'name' is a required property"),
        (
            "POST",
            "/issue",
            {},
            {"fields": {"description": document("a") | {"content": [{"type": "text"}]}}},
            "document: at content/0",
        ),
    ],
)
def test_a_wrong_request_is_named(
    official: Official, method: str, path: str, asked: dict[str, str], body: Any, complaint: str
) -> None:
    with pytest.raises(AssertionError, match=complaint) as told:
        official.check_request(method, f"{API}{path}", asked, body)

    assert path in str(told.value)


def test_right_requests_pass(official: Official) -> None:
    fields = ISSUE["fields"] | {"description": document("a"), "customfield_1": {"any": 1}}
    property_ = {"key": "k", "value": {"type": "doc"}}
    official.check_request(
        "POST", f"{API}/issue", {}, {"fields": fields, "properties": [property_]}
    )
    official.check_request("PUT", f"{API}/issue/A-1/properties/k", {}, {"type": "doc"})
    official.check_request("PUT", f"{API}/issue/A-1/assignee", {}, {"accountId": None})
    official.check_request("GET", f"{API}/issue/A-1", {"fields": "a,b", "failFast": "true"}, None)
    search = {"jql": "a", "reconcileIssues": [1], "maxResults": 5000, "fields": ["*all"]}
    official.check_request("POST", f"{API}/search/jql", {}, search)


@pytest.mark.parametrize(
    ("status", "body", "complaint"),
    [
        (200, {"issues": [{"id": 5}]}, "at issues/0/id"),
        (200, {"issues": [], "total": 5}, "total"),
        (200, {"issues": [{"fields": {"description": {"type": "doc"}}}]}, "document"),
        (400, {"message": "no"}, "answer 400"),
        (299, {}, "no answer 299"),
    ],
)
def test_a_wrong_answer_is_named(
    official: Official, status: int, body: object, complaint: str
) -> None:
    with pytest.raises(AssertionError, match=complaint):
        official.check_answer("POST", f"{API}/search/jql", status, body)


def test_the_fake_asks_its_referee_on_cloud_alone(official: Official) -> None:
    jira = Jira(referee=official)
    center = Jira("https://jira.acme.test", "datacenter", referee=official)
    for one in (jira, center):
        one.project()
        assert ask(one, "POST", "/issue", new(one)).status == 201

    number = {"transition": {"id": 11}}
    assert ask(center, "POST", "/issue/SHOP-1/transitions", number).status == 204
    with pytest.raises(AssertionError, match="transition/id"):
        ask(jira, "POST", "/issue/SHOP-1/transitions", number)
