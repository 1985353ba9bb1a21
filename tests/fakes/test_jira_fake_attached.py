"""Documents, properties and links in the Jira in memory."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.jira.adf import document, is_document, text_of
from tests.fakes.jira.asking import Told, ask, keys, new, search
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.world import START


def create(jira: Jira, home: str = "SHOP", /, **fields: Any) -> Told:
    return ask(jira, "POST", "/issue", new(jira, home, **fields))


def test_a_document_that_is_none_is_refused() -> None:
    jira = Jira()
    jira.project()

    told = create(jira, description={"type": "doc", "version": 1, "content": [{"type": "text"}]})

    assert (told.status, told.messages) == (400, ["INVALID_INPUT"])


def block(*content: object, kind: str = "paragraph", **more: object) -> dict[str, Any]:
    return {"type": kind, "content": list(content), **more}


def words(said: str = "Say", *marks: object) -> dict[str, Any]:
    return {"type": "text", "text": said} | ({"marks": list(marks)} if marks else {})


LINK = {"type": "link", "attrs": {"href": "https://acme.test"}}


@pytest.mark.parametrize(
    "content",
    [
        [block(words()), block(words("b", {"type": "strong"}, LINK)), block()],
        [block(words(), kind="heading", attrs={"level": 3}), {"type": "rule"}],
        [block(block(block(words()), kind="listItem"), kind="bulletList")],
        [block(words("x", {"type": "code"}, LINK), {"type": "hardBreak"}, words())],
        [block(words("x = 1"), kind="codeBlock", attrs={"language": "python"})],
        [block(block(words()), kind="panel", attrs={"panelType": "info"})],
        [block(block(block(block(words()), kind="tableCell"), kind="tableRow"), kind="table")],
    ],
)
def test_documents(content: list[Any]) -> None:
    assert is_document({"type": "doc", "version": 1, "content": content})


@pytest.mark.parametrize(
    "value",
    [
        "text",
        {"type": "doc", "content": []},
        {"type": "doc", "version": 1},
        {"type": "doc", "version": 1, "content": [words()]},
        {"type": "doc", "version": 1, "content": [], "color": "red"},
        document("a") | {"content": [block(words(""))]},
        document("a") | {"content": [block(words("a", {"type": "blink"}))]},
        document("a") | {"content": [block(words("a", {"type": "code"}, {"type": "em"}))]},
        document("a") | {"content": [block(words("a", {"type": "link"}))]},
        document("a") | {"content": [block(words("a", LINK), kind="codeBlock")]},
        document("a") | {"content": [block(words(), kind="heading")]},
        document("a") | {"content": [block(block(words()), kind="bulletList")]},
        document("a") | {"content": [block({"type": "hardBreak", "content": []})]},
    ],
)
def test_no_documents(value: object) -> None:
    assert not is_document(value)


def test_a_document_says_what_its_text_said() -> None:
    assert text_of(document("Say\n\nmore")) == "Say\n\nmore"
    assert text_of(block(words("a"), {"type": "hardBreak"}, words("b"))) == "a\nb"


def test_properties_are_read_and_written(either: Jira) -> None:
    either.issue()
    place = "/issue/SHOP-1/properties/pm-sync"

    assert ask(either, "GET", place).status == 404
    assert ask(either, "PUT", place, {"v": 1}).status == 201
    assert ask(either, "PUT", place, {"v": 2}).status == 200
    assert ask(either, "GET", place).body == {"key": "pm-sync", "value": {"v": 2}}
    assert ask(either, "PUT", place, "x" * 32_768).status == 400
    assert ask(either, "PUT", f"/issue/SHOP-1/properties/{'k' * 256}", 1).status == 400
    assert ask(either, "GET", "/issue/SHOP-9/properties/pm-sync").status == 404


def test_links_to_pages_take_the_place_of_those_of_the_same_id(either: Jira) -> None:
    either.issue()
    place = "/issue/SHOP-1/remotelink"
    page = {"url": "https://acme.test/pm", "title": "Postmortem"}

    def link(**body: object) -> Told:
        return ask(either, "POST", place, body)

    first = link(globalId="pm-sync=1", object=page, relationship="found in")
    again = link(globalId="pm-sync=1", object=page | {"title": "New"})

    assert (first.status, again.status, first.body) == (201, 200, again.body)
    told = ask(either, "GET", f"{place}?globalId=pm-sync%3D1").body
    assert (told["object"]["title"], "relationship" in told) == ("New", False)
    assert link(object=page).status == 201
    assert len(ask(either, "GET", place).body) == 2
    assert link(globalId="g" * 256, object=page).status == 400
    assert link(object=page | {"title": ""}).status == 400
    assert ask(either, "GET", f"{place}?globalId=x").status == 404
    either.find("SHOP-1").remote_links *= 1000
    assert link(object=page).status == 413


def test_searches_tell_properties_too_and_archived_issues_never(jira: Jira) -> None:
    jira.issue(labels=["a"])
    ask(jira, "PUT", "/issue/SHOP-1/properties/pm-sync", {"v": 1})

    (told,) = search(jira, "labels = a", properties=["pm-sync"]).body["issues"]

    assert told["properties"] == {"pm-sync": {"v": 1}}
    assert jira.find("SHOP-1").updated == START
    jira.archive("SHOP-1")
    jira.edit("SHOP-1", labels=["a", "b"])
    assert keys(jira, "labels = a") == []
