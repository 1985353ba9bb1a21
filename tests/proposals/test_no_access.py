"""`plan --base` without a token: what documents and routes alone say, and nothing that nobody can know."""

from __future__ import annotations

import json

from tests.fakes.program import Program
from tests.proposals.scene import PATH, Scene
from tests.proposals.test_merging import NEW, TEXT, proposed


def without_access(scene: Scene, files: dict[str, str]) -> Program:
    clone = proposed(scene, files)
    del clone.environ["GITHUB_TOKEN"]
    scene.github.requests.clear()
    return clone


def test_what_would_get_a_ticket_and_where_is_told_and_that_nobody_was_asked(scene: Scene) -> None:
    clone = without_access(scene, {NEW: TEXT})
    file = clone.root.parent / "plan.json"

    done = clone("plan", "--base", "origin/main", "--comment", str(file))

    assert done.code == 0, done.err
    assert "Plan: 2 tickets to create" in done.out
    assert "github is not asked about its tickets" in done.err
    assert "The existing tickets of github could not be looked at" in done.out
    body = json.loads(file.read_text(encoding="utf-8"))["body"]
    assert "\nOn merge: 2 tickets in acme/shop; 2 people are notified\n" in body
    assert body.count("The existing tickets of github could not be looked at") == 1
    assert scene.github.requests == []


def test_tickets_that_are_linked_have_not_vanished(scene: Scene) -> None:
    scene.run()
    scene.merge()
    text = scene.show(PATH, "main")
    more = text.replace("\nWritten by", "| Buy a spare | @ann | | |\n\nWritten by").replace(
        "\n\n| Buy", "\n| Buy"
    )
    clone = without_access(scene, {PATH: more})
    file = clone.root.parent / "plan.json"

    page = clone.root.parent / "page.md"
    options = ("--comment", str(file), "--full", "--summary", str(page))
    done = clone("plan", "--base", "origin/main", *options)

    assert done.code == 0, done.err
    assert "Plan: 1 ticket to create" in done.out
    body = json.loads(file.read_text(encoding="utf-8"))["body"]
    assert "On merge: 1 ticket in acme/shop; 1 person is notified" in body
    assert "The existing tickets of github could not be looked at" in page.read_text("utf-8")
    for told in (done.out, body, page.read_text("utf-8")):
        assert "vanished" not in told.lower()
        assert "not found" not in told.lower()
        assert "Alert on lag" not in told
    assert scene.github.requests == []


def test_nothing_to_say_stays_nothing(scene: Scene) -> None:
    clone = without_access(scene, {"README.md": "hello\n"})
    file = clone.root.parent / "plan.json"

    done = clone("plan", "--base", "origin/main", "--comment", str(file))

    assert done.code == 0, done.err
    assert json.loads(file.read_text(encoding="utf-8"))["body"] == ""


def test_without_a_base_a_plan_needs_the_token_still(scene: Scene) -> None:
    done = without_access(scene, {NEW: TEXT})("plan")

    assert done.code == 2
    assert "no token" in done.err


def test_a_project_in_jira_is_named_without_a_token_for_it(scene: Scene) -> None:
    scene.add(
        "pm-sync.toml",
        'tracker = "jira"\n[trackers.jira]\nurl = "https://jira.invalid"\nproject = "PAY"\n'
        '[[routes]]\nowner = "@bob"\nproject = "WEB"\n',
    )
    clone = proposed(scene, {NEW: TEXT})
    file = clone.root.parent / "plan.json"

    done = clone("plan", "--base", "origin/main", "--comment", str(file), JIRA_API_TOKEN="")

    assert done.code == 0, done.err
    body = json.loads(file.read_text(encoding="utf-8"))["body"]
    assert "\nOn merge: 1 ticket in PAY, 1 in WEB; " in body
    assert "The existing tickets of jira could not be looked at" in body
