"""An issue's item explained, as somebody on call asks who closed it and what follows."""

from __future__ import annotations

from tests.fakes.github.fake import GitHub
from tests.fakes.program import Program
from tests.stories.github.conftest import SHOP

ROW = "postmortems/table.md:13"


def test_an_issue_that_was_closed_is_told_with_what_the_document_will_say(
    program: Program, github: GitHub
) -> None:
    assert program("sync").code == 0
    told = program("explain", ROW, "--format", "json").json["items"][0]
    github.at(SHOP).issues[int(told["tickets"][0]["ticket"].split("#")[1])].state = "closed"
    writes = len([one for one in github.names("") if one.startswith(("POST", "PATCH"))])

    done = program("explain", ROW, "--format", "json")

    (item,) = done.json["items"]
    (ticket,) = item["tickets"]
    assert (ticket["status"], ticket["mark"], ticket["seen"]) == ("done", "ours", "now")
    assert ticket["url"].startswith(github.web_url)
    assert ticket["created"] is not None
    assert item["fields"]["status"]["verdict"] == "to_document"
    sent = [one for one in github.names("") if one.startswith(("POST", "PATCH"))]
    assert all("graphql" in one for one in sent[writes:])


def test_an_issue_that_somebody_else_made_is_told_as_such(program: Program) -> None:
    item = program("explain", "postmortems/list.md:8", "--format", "json").json["items"][0]

    assert item["tickets"][0]["mark"] == "adopted"
    assert "[adopt]" in item["fields"]["owner"]["why"]


def test_without_a_token_it_says_so_and_goes_on_with_what_is_known(program: Program) -> None:
    assert program("sync").code == 0
    del program.environ["GITHUB_TOKEN"]

    done = program("explain", ROW, "--format", "json")

    assert done.code == 0, done.err
    assert "github is not asked about its tickets" in done.err
    (item,) = done.json["items"]
    assert item["tickets"][0]["seen"] == "remembered"
    assert list(item["unasked"]) == ["github"]


def test_a_server_that_does_not_answer_is_told_and_the_rest_is_explained(
    program: Program, github: GitHub
) -> None:
    assert program("sync").code == 0
    program.environ["GITHUB_TOKEN"] = "ghp_other"
    github.keys.known = {"ghp_example"}

    done = program("explain", ROW)

    assert done.code == 0, done.err
    assert "github was not asked: " in done.out
    assert "as a run last saw it" in done.out


def test_one_tracker_that_does_not_answer_hides_nothing_of_another(
    program: Program, github: GitHub
) -> None:
    route = '[[routes]]\npaths = ["postmortems/table.md"]\ntracker = "local"\n'
    program.write("pm-sync.toml", f"{program.read('pm-sync.toml')}{route}")
    assert program("sync").code == 0
    program("tickets", "close", "LOCAL-1")
    github.keys.known = {"another"}

    (row,) = program("explain", ROW, "--format", "json").json["items"]
    (entry,) = program("explain", "postmortems/list.md:7", "--format", "json").json["items"]

    assert (row["tickets"][0]["seen"], row["tickets"][0]["status"]) == ("now", "done")
    assert row["unasked"] == {}
    assert entry["tickets"][0]["seen"] == "remembered"
    assert "token" in entry["unasked"]["github"]
