"""The GitHub in memory: what it tells, and what it refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.github.asking import SHOP, ask
from tests.fakes.github.fake import GitHub
from tests.fakes.github.world import START

ISSUES = f"{SHOP}/issues"


def numbers(github: GitHub, query: str) -> list[int]:
    return [one["number"] for one in ask(github, "GET", f"{ISSUES}?{query}").body]


def test_a_repository_is_told_whatever_the_case_of_its_name(github: GitHub) -> None:
    github.repository("acme/old", archived=True, private=True, has_issues=False, push=False)

    shop, old = ask(github, "GET", "/repos/ACME/Shop").body, ask(github, "GET", "/repos/acme/old")

    assert (shop["full_name"], shop["has_issues"], shop["archived"]) == ("acme/shop", True, False)
    assert shop["permissions"]["push"]
    assert old.body["archived"]
    assert old.body["private"]
    assert not old.body["permissions"]["push"]
    assert ask(github, "GET", f"/repositories/{shop['id']}").body == shop
    assert ask(github, "GET", "/repos/acme/other").status == 404
    assert ask(github, "GET", "/repos/acme/old", token=None).status == 404


def test_the_list_filters_by_label_state_and_time_and_holds_pull_requests(github: GitHub) -> None:
    github.issue("acme/shop", labels=["a", "b"])
    github.issue("acme/shop", labels=["A"], state="closed", author="jo")
    github.wait(3600)
    github.issue("acme/shop", labels=["a"], pull_request="open", assignees=["jo"])

    assert numbers(github, "labels=a") == [3, 1]
    assert numbers(github, "labels=a,b&state=all") == [1]
    assert numbers(github, "labels=nobody-made-it") == []
    assert numbers(github, "state=closed") == [2]
    assert numbers(github, "state=all&sort=created&direction=asc") == [1, 2, 3]
    assert numbers(github, "state=all&since=2026-11-23T08:30:00Z") == [3]
    assert numbers(github, "state=all&since=1970-01-01T00:00:00Z") == []
    assert numbers(github, "state=all&creator=jo") == [2]
    assert numbers(github, "state=all&assignee=jo") == [3]
    assert [bool(one.get("pull_request")) for one in ask(github, "GET", ISSUES).body] == [
        True,
        False,
    ]


def test_pages_are_linked_by_number_up_to_a_point(github: GitHub) -> None:
    for _ in range(5):
        github.issue("acme/shop")
    first = ask(github, "GET", f"{ISSUES}?per_page=2&direction=asc")
    second = ask(github, "GET", first.link("next") or "")
    third = ask(github, "GET", first.link("last") or "")

    assert [one["number"] for one in second.body] == [3, 4]
    assert [one["number"] for one in third.body] == [5]
    assert (third.link("next"), first.link("prev")) == (None, None)
    github.reading.paged_rows = 4
    beyond = ask(github, "GET", f"{ISSUES}?per_page=2&page=3")
    assert beyond.status == 422
    assert "cursor based pagination" in beyond.message


@pytest.mark.parametrize(("direction", "seen"), [("asc", [1, 2, 3, 5, 6]), ("desc", [5, 3, 2, 1])])
def test_a_long_list_goes_on_by_cursor_while_it_changes(
    github: GitHub, direction: str, seen: list[int]
) -> None:
    github.reading.paged_rows = 4
    for _ in range(5):
        github.issue("acme/shop")
    told = ask(github, "GET", f"{ISSUES}?per_page=2&direction={direction}&state=open")
    found = list(told.body)
    assert told.link("last") is None
    github.delete("acme/shop", 4)
    github.issue("acme/shop", created_at=START + timedelta(seconds=5))
    while (link := told.link("next")) is not None:
        assert "after=" in link
        assert "state=open" in link
        told = ask(github, "GET", link)
        found += told.body

    assert [one["number"] for one in found if one["number"] != 4] == seen


def test_a_page_never_has_more_than_a_hundred_rows(github: GitHub) -> None:
    for _ in range(101):
        github.issue("acme/shop")

    assert len(ask(github, "GET", ISSUES).body) == 30
    assert len(ask(github, "GET", f"{ISSUES}?per_page=500").body) == 100


def test_an_issue_is_created_with_all_that_was_asked_for(github: GitHub) -> None:
    github.assignable("acme/shop", "jo")
    github.milestone("acme/shop", "Q4")
    github.issue_type("acme/shop", "Task")
    body = {"title": "T", "body": "B", "labels": ["new"], "assignees": ["JO"]}

    told = ask(github, "POST", ISSUES, body | {"milestone": 1, "type": "task"})

    made = told.body
    assert (told.status, made["number"], made["user"]["login"]) == (201, 1, "pm-sync[bot]")
    assert (made["labels"][0]["name"], made["assignees"][0]["login"]) == ("new", "jo")
    assert (made["milestone"]["title"], made["type"]["name"]) == ("Q4", "Task")
    assert ask(github, "GET", f"{ISSUES}/1").body == made
    assert ask(github, "GET", f"{SHOP}/labels/NEW").status == 200


def test_without_push_the_rest_is_dropped_silently(github: GitHub) -> None:
    github.at("acme/shop").push = False

    told = ask(github, "POST", ISSUES, {"title": "T", "labels": ["a"], "assignees": ["nobody"]})

    assert (told.status, told.body["labels"], told.body["assignees"]) == (201, [], [])


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"title": " "}, ("title", "missing_field")),
        ({"title": "t" * 257}, ("title", "custom")),
        ({"title": "T", "body": "b" * 65_537}, ("body", "custom")),
        ({"title": "T", "assignees": ["nobody"]}, ("assignees", "invalid")),
        ({"title": "T", "milestone": 9}, ("milestone", "invalid")),
        ({"title": "T", "type": "Nope"}, ("type", "invalid")),
        ({"title": "T", "labels": ["l" * 51]}, ("name", "custom")),
        ({"title": "T", "labels": [str(n) for n in range(101)]}, ("labels", "custom")),
    ],
)
def test_what_github_does_not_take_creates_nothing(
    github: GitHub, body: dict[str, object], refused: tuple[str, str]
) -> None:
    told = ask(github, "POST", ISSUES, body)

    assert told.status == 422
    assert told.refused == refused
    assert github.at("acme/shop").issues == {}
    assert github.at("acme/shop").labels == {}


def test_a_title_that_is_missing_is_refused() -> None:
    github = GitHub()
    github.repository("acme/shop")

    assert ask(github, "POST", ISSUES, {"body": "B"}).status == 422
    assert ask(github, "POST", ISSUES, {"title": None}).status == 422


def test_repositories_refuse_what_they_do_not_allow(github: GitHub) -> None:
    github.repository("acme/none", has_issues=False)
    github.repository("acme/old", archived=True)
    github.repository("acme/seen", access="read")
    github.repository("acme/hidden", access="none")
    names = {"none": 410, "old": 403, "seen": 403, "hidden": 404}
    told = {
        name: ask(github, "POST", f"/repos/acme/{name}/issues", {"title": "T"}) for name in names
    }

    assert {name: one.status for name, one in told.items()} == names
    assert told["seen"].message == "Resource not accessible by integration"
    assert ask(github, "POST", ISSUES, {"title": "T"}, token=None).status == 401


def test_an_issue_is_changed_and_a_reason_counts_with_its_state_only(github: GitHub) -> None:
    github.issue("acme/shop", labels=["a"])

    closed = ask(
        github, "PATCH", f"{ISSUES}/1", {"state": "closed", "state_reason": "not_planned"}
    ).body
    again = ask(
        github, "PATCH", f"{ISSUES}/1", {"state": "closed", "state_reason": "completed"}
    ).body
    opened = ask(github, "PATCH", f"{ISSUES}/1", {"state": "open", "title": "N", "labels": ["b"]})

    assert (closed["state"], closed["state_reason"]) == ("closed", "not_planned")
    assert closed["closed_by"]["login"] == "pm-sync[bot]"
    assert again["state_reason"] == "not_planned"
    assert again["updated_at"] == closed["updated_at"]
    assert (opened.body["state_reason"], opened.body["title"]) == ("reopened", "N")
    assert [label["name"] for label in opened.body["labels"]] == ["b"]


def test_others_issues_are_not_changed_without_push(github: GitHub) -> None:
    github.at("acme/shop").push = False
    github.issue("acme/shop")
    github.issue("acme/shop", author="pm-sync[bot]")

    assert ask(github, "PATCH", f"{ISSUES}/1", {"title": "N"}).status == 403
    assert ask(github, "PATCH", f"{ISSUES}/2", {"title": "N"}).status == 200
    github.at("acme/shop").private = True
    assert ask(github, "PATCH", f"{ISSUES}/1", {"title": "N"}).status == 404


def test_labels_and_assignees_are_added_and_removed(github: GitHub) -> None:
    github.assignable("acme/shop", "jo", "mo")
    github.issue("acme/shop")
    issue = f"{ISSUES}/1"

    bare = ask(github, "POST", f"{issue}/labels", ["a b"])
    added = ask(github, "POST", f"{issue}/labels", {"labels": [{"name": "c"}]})
    left = ask(github, "DELETE", f"{issue}/labels/a%20b")
    given = ask(github, "POST", f"{issue}/assignees", {"assignees": ["jo", "mo", "nobody"]})
    taken = ask(github, "DELETE", f"{issue}/assignees", {"assignees": ["jo"]})

    assert [label["name"] for label in bare.body] == ["a b"]
    assert [label["name"] for label in added.body] == ["a b", "c"]
    assert [label["name"] for label in left.body] == ["c"]
    assert ask(github, "DELETE", f"{issue}/labels/gone").message == "Label does not exist"
    assert given.status == 201
    assert [who["login"] for who in given.body["assignees"]] == ["jo", "mo"]
    assert [who["login"] for who in taken.body["assignees"]] == ["mo"]


def test_labels_people_and_milestones_are_listed(github: GitHub) -> None:
    github.assignable("acme/shop", "jo")
    github.milestone("acme/shop", "Q3", closed=True)
    github.milestone("acme/shop", "Q4")
    made = ask(github, "POST", f"{SHOP}/labels", {"name": "pm", "color": "ff0000"})

    assert made.status == 201
    assert ask(github, "POST", f"{SHOP}/labels", {"name": "PM"}).refused == (
        "name",
        "already_exists",
    )
    assert ask(github, "POST", f"{SHOP}/labels", {"name": "x", "color": "red"}).status == 422
    assert ask(github, "GET", f"{SHOP}/labels").body == [made.body]
    assert ask(github, "GET", f"{SHOP}/labels/nope").status == 404
    assert [who["login"] for who in ask(github, "GET", f"{SHOP}/assignees").body] == ["jo"]
    assert ask(github, "GET", f"{SHOP}/assignees/jo").status == 204
    assert ask(github, "GET", f"{SHOP}/assignees/mo").status == 404
    assert [one["title"] for one in ask(github, "GET", f"{SHOP}/milestones").body] == ["Q4"]
    assert len(ask(github, "GET", f"{SHOP}/milestones?state=all").body) == 2
