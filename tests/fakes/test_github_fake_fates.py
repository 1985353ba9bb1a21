"""What becomes of issues, names and tokens in the GitHub in memory."""

from __future__ import annotations

from datetime import timedelta

from tests.fakes.github.asking import SHOP, ask
from tests.fakes.github.fake import GitHub
from tests.fakes.github.world import START

ISSUES = f"{SHOP}/issues"
JWT = "head.body.signature"


def numbers(github: GitHub) -> list[int]:
    return [one["number"] for one in ask(github, "GET", f"{ISSUES}?state=all").body]


def test_fates_of_issues(github: GitHub) -> None:
    other = github.repository("acme/other")
    for _ in range(3):
        github.issue("acme/shop", labels=["a"])
    github.label("acme/other", "A")
    github.delete("acme/shop", 1)
    moved = github.transfer("acme/shop", 2, "acme/other")
    github.convert_to_discussion("acme/shop", 3)

    assert ask(github, "GET", f"{ISSUES}/1").status == 410
    for method, body in (("GET", None), ("PATCH", {"title": "N"})):
        told = ask(github, method, f"{ISSUES}/2", body)
        assert told.status == 301
        assert told.headers["Location"].endswith(f"/repositories/{other.id}/issues/{moved.number}")
    assert ask(github, "POST", f"{ISSUES}/2/labels", {"labels": ["a"]}).status == 404
    assert ask(github, "GET", f"/repositories/{other.id}/issues/1").body["labels"][0]["name"] == "A"
    discussed = ask(github, "GET", f"{ISSUES}/3").body
    assert (discussed["state"], discussed["locked"]) == ("closed", True)
    assert numbers(github) == [3]
    other.access = "none"
    assert ask(github, "GET", f"{ISSUES}/2").status == 404


def test_people_move_issues_and_that_shows(github: GitHub) -> None:
    github.issue("acme/shop", created_at=START - timedelta(days=1))
    github.close("acme/shop", 1, "duplicate")
    closed = ask(github, "GET", f"{ISSUES}/1").body
    github.reopen("acme/shop", 1)
    github.edit("acme/shop", 1, title="N", labels=["a"], assignees=["jo"], author=None)
    edited = ask(github, "GET", f"{ISSUES}/1").body

    assert (closed["state_reason"], closed["updated_at"]) == ("duplicate", "2026-11-23T08:00:00Z")
    assert (edited["state_reason"], edited["title"], edited["user"]) == ("reopened", "N", None)
    assert edited["updated_at"] == "2026-11-23T08:00:01Z"


def test_a_former_name_leads_on_readers_with_301_and_writers_with_307(github: GitHub) -> None:
    home = github.at("acme/shop")
    github.issue("acme/shop")
    github.rename("acme/shop", "corp/store")

    read = ask(github, "GET", f"{ISSUES}/1")
    written = ask(github, "POST", ISSUES, {"title": "T"})

    assert (read.status, written.status) == (301, 307)
    assert read.headers["Location"].endswith(f"/repositories/{home.id}/issues/1")
    assert written.headers["Location"].endswith(f"/repositories/{home.id}/issues")
    assert ask(github, "GET", "/repos/corp/store").body["full_name"] == "corp/store"
    assert ask(github, "GET", f"/repositories/{home.id}/issues").status == 200
    assert len(home.issues) == 1


def test_who_asks(github: GitHub) -> None:
    assert ask(github, "GET", "/user").status == 403
    github.viewer = "jo"
    assert ask(github, "GET", "/user").body["login"] == "jo"
    github.keys.known = {"good"}
    assert ask(github, "GET", SHOP, token="bad").message == "Bad credentials"
    assert ask(github, "GET", SHOP, token="good").status == 200


def test_an_app_finds_its_installation_and_gets_a_token_for_an_hour(github: GitHub) -> None:
    found = ask(github, "GET", f"{SHOP}/installation", token=JWT).body
    tokens = found["access_tokens_url"].removeprefix(github.api_url)
    told = ask(github, "POST", tokens, {}, token=JWT)
    token = told.body["token"]

    assert told.status == 201
    assert ask(github, "GET", SHOP, token=token).status == 200
    github.wait(3600)
    assert ask(github, "GET", SHOP, token=token).status == 401
    assert ask(github, "POST", tokens, {}, token="no-jwt").status == 401
    assert ask(github, "POST", "/app/installations/1/access_tokens", {}, token=JWT).status == 404


def test_a_new_issue_may_stay_unknown_for_a_while(github: GitHub) -> None:
    github.writing.lag = timedelta(seconds=30)
    ask(github, "POST", ISSUES, {"title": "T"})

    assert numbers(github) == []
    assert ask(github, "GET", f"{ISSUES}/1").status == 404
    github.wait(30)
    assert numbers(github) == [1]
