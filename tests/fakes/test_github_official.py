"""The referee knows right from wrong. Needs the official descriptions, in the folder that `PM_SYNC_API_SPECS` names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
)

from tests.fakes.github.asking import SHOP, ask, query
from tests.fakes.github.fake import GitHub
from tests.fakes.github.graph_schema import schema
from tests.fakes.github.official import VARIABLE, Official, named

ISSUES = f"{SHOP}/issues"


@pytest.fixture
def official() -> Official:
    referee = named()
    if referee is None:
        pytest.skip(f"{VARIABLE} names no folder with the official descriptions of the API")
    return referee


@pytest.mark.parametrize(
    ("method", "path", "asked", "body", "complaint"),
    [
        ("GET", "/repos/acme/shop/nothing", {}, None, "no such path"),
        ("PUT", ISSUES, {}, None, "no such method"),
        ("GET", ISSUES, {"label": "a"}, None, "no parameter label"),
        ("GET", ISSUES, {"state": "bogus"}, None, "parameter state"),
        ("GET", ISSUES, {"per_page": "many"}, None, "parameter per_page"),
        ("GET", ISSUES, {"since": "yesterday"}, None, "parameter since"),
        ("GET", ISSUES, {}, {"title": "T"}, "no body"),
        ("POST", ISSUES, {}, None, "a body is required"),
        ("POST", ISSUES, {}, {"body": "B"}, "'title' is a required property"),
        ("POST", ISSUES, {}, {"title": None}, "at title"),
        ("POST", ISSUES, {}, {"title": "T", "labels": "a"}, "at labels"),
        ("POST", ISSUES, {}, {"title": "T", "labls": []}, "labls"),
        ("PATCH", f"{ISSUES}/1", {}, {"state": "done"}, "at state"),
        ("POST", f"{ISSUES}/1/labels", {}, {"names": []}, "names"),
    ],
)
def test_a_wrong_request_is_named(
    official: Official,
    method: str,
    path: str,
    asked: dict[str, str],
    body: Any,
    complaint: str,
) -> None:
    with pytest.raises(AssertionError, match=complaint) as told:
        official.check_request(method, path, asked, body)

    assert path in str(told.value)


def test_right_requests_pass(official: Official) -> None:
    asked = {"state": "all", "labels": "a,b", "per_page": "100", "since": "2026-11-23T08:00:00Z"}
    official.check_request("GET", ISSUES, asked, None)
    official.check_request("GET", "/repositories/5/issues", {"after": "x"}, None)
    official.check_request("POST", ISSUES, {}, {"title": "T", "type": None, "labels": ["a"]})
    official.check_request("PATCH", f"{ISSUES}/1", {}, {"milestone": None, "state_reason": None})
    official.check_request("GET", f"{SHOP}/installation", {}, None)


@pytest.mark.parametrize(
    ("status", "change", "complaint"),
    [
        (201, {"number": "1"}, "at number"),
        (201, {"state_reason": "bored"}, "at state_reason"),
        (201, {"created_at": "today"}, "at created_at"),
        (201, {"assignee": {"login": "jo"}}, "at assignee"),
        (422, {"errors": [{"field": "title"}]}, "'code' is a required property"),
        (299, {}, "no answer 299"),
    ],
)
def test_a_wrong_answer_is_named(
    official: Official, status: int, change: dict[str, Any], complaint: str
) -> None:
    github = GitHub()
    github.repository("acme/shop")
    right = ask(github, "POST", ISSUES, {"title": "T" if status == 201 else " "})
    told = right.status if status != 299 else status

    official.check_answer("POST", ISSUES, right.status, right.body)
    with pytest.raises(AssertionError, match=complaint):
        official.check_answer("POST", ISSUES, told, right.body | change)


@pytest.mark.parametrize(
    ("text", "variables", "complaint"),
    [
        ("{ viewer { login ", {}, "Syntax Error"),
        ("{ viewer { logn } }", {}, "logn"),
        ("query($id: Int!) { node(id: $id) { id } }", {"id": 1}, "Int"),
        ("query($id: ID!) { node(id: $id) { id } }", {}, "to be provided"),
        ("query($id: ID!) { node(id: $id) { id } }", {"id": "1", "to": 1}, "undefined variables"),
    ],
)
def test_a_wrong_query_is_named(
    official: Official, text: str, variables: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(AssertionError, match=complaint):
        official.check_graphql(text, variables)


def test_all_of_the_fake_s_schema_is_in_the_official_one(official: Official) -> None:
    told = {str(one) for one in _members(official.schema)}

    assert [one for one in _members(schema()) if one not in told] == []


def _members(described: GraphQLSchema) -> Iterator[str]:
    """Every field, argument and value, as a line of its own."""
    for kind in described.type_map.values():
        if kind.name.startswith("__"):
            continue
        if isinstance(kind, GraphQLEnumType):
            yield from (f"{kind} = {value}" for value in kind.values)
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            yield from (f"{kind}.{name}: {one.type}" for name, one in kind.fields.items())
        if isinstance(kind, GraphQLObjectType):
            yield from (f"{kind} is {one}" for one in kind.interfaces)
            for name, field in kind.fields.items():
                yield from (f"{kind}.{name}({key}: {a.type})" for key, a in field.args.items())


def test_the_fake_asks_its_referee(official: Official) -> None:
    github = GitHub(referee=official)
    github.repository("acme/shop")

    with pytest.raises(AssertionError, match="'title' is a required property"):
        ask(github, "POST", ISSUES, {"body": "B"})
    with pytest.raises(AssertionError, match="shoe"):
        query(github, "{ viewer { shoe } }")
    assert query(
        github,
        '{ repository(owner: "acme", name: "shop") { issueTypes(first: 1) { nodes { name } } } }',
    )
