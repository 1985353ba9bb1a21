"""What may be written into the Jira in memory, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.jira.adf import document
from tests.fakes.jira.asking import Told, ask, kind, new
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.model import USUAL_SCREEN
from tests.fakes.jira.world import START


def create(jira: Jira, home: str = "SHOP", /, **fields: Any) -> Told:
    return ask(jira, "POST", "/issue", new(jira, home, **fields))


def text(jira: Jira, words: str) -> Any:
    return document(words) if jira.cloud else words


def person(jira: Jira, user: str | None) -> dict[str, str | None]:
    return {"accountId" if jira.cloud else "name": user}


def test_an_issue_is_created_with_all_that_was_asked_for(either: Jira) -> None:
    fields = {
        "description": text(either, "Say\nmore"),
        "labels": ["pm-sync", "pm-sync-1"],
        "priority": {"name": "High"},
        "components": [{"name": "Checkout"}],
        "assignee": person(either, "ann"),
        "duedate": "2026-12-24",
    }
    body = new(either, **fields) | {"properties": [{"key": "pm-sync", "value": {"v": 1}}]}

    told = ask(either, "POST", "/issue", body)

    assert told.status == 201
    assert set(told.body) == {"id", "key", "self"}
    made = ask(either, "GET", "/issue/SHOP-1?properties=*all").body
    assert (made["id"], made["properties"]) == (told.body["id"], {"pm-sync": {"v": 1}})
    read = made["fields"]
    assert read["description"] == fields["description"]
    assert read["labels"] == ["pm-sync", "pm-sync-1"]
    assert (read["priority"]["name"], read["duedate"]) == ("High", "2026-12-24")
    assert (read["components"][0]["name"], read["assignee"]["displayName"]) == (
        "Checkout",
        "Ann Archer",
    )
    assert read["reporter"] == ask(either, "GET", "/myself").body


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("summary", "", "You must specify a summary"),
        ("summary", None, "You must specify a summary"),
        ("summary", "a" * 256, "255 characters"),
        ("summary", "a\nb", "newline characters"),
        ("summary", 5, "must be a string"),
        ("labels", ["x y"], "The label 'x y' contains spaces which is invalid."),
        ("labels", ["x" * 256], "255"),
        ("labels", "x", "array"),
        ("labels", [5], "string"),
        ("priority", {"name": "Urgent"}, "Priority name 'Urgent' is not valid"),
        ("priority", {"id": "5"}, "Priority id '5' is not valid"),
        ("priority", "High", "not an object"),
        ("priority", {"key": "High"}, "expected 'id'"),
        ("components", [{"name": "Web"}], "Component name 'Web' is not valid"),
        ("duedate", "24.12.2026", "Error parsing date string"),
        ("duedate", 5, "must be a string"),
        ("security", {"name": "Internal"}, "not on the appropriate screen"),
        ("customfield_1", "x", "Field 'customfield_1' cannot be set."),
        ("assignee", {}, "expected Object"),
        ("assignee", "ann", "not an object"),
    ],
)
def test_a_field_is_refused(either: Jira, field: str, value: object, message: str) -> None:
    told = create(either, **{field: value})

    assert told.status == 400
    assert message in told.errors[field]
    assert either.issues() == []


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"project": {"key": "NO"}}, {"project"}),
        ({"project": None}, {"project"}),
        ({"issuetype": {"name": "Epic"}}, {"issuetype"}),
        ({"issuetype": None, "project": {"key": "NO"}}, {"project", "issuetype"}),
        ({"summary": "", "labels": ["x y"], "color": "red"}, {"summary", "labels", "color"}),
    ],
)
def test_all_that_is_wrong_is_told_at_once(
    either: Jira, fields: dict[str, object], errors: set[str]
) -> None:
    assert set(create(either, **fields).errors) == errors


def test_only_some_may_be_assigned(either: Jira) -> None:
    assert create(either, assignee=person(either, "bob")).errors == {
        "assignee": "User 'bob' cannot be assigned issues."
    }
    assert "does not exist" in create(either, assignee=person(either, "eve")).errors["assignee"]
    wrong = {"name": "ann"} if either.cloud else {"accountId": "ann"}
    assert create(either, assignee=wrong).status == 400
    assert create(either, assignee=person(either, "-1")).status == 201
    either.projects["SHOP"].drops_assignee = True
    assert create(either, assignee=person(either, "ann")).status == 201
    assert [one.assignee for one in either.issues()] == [None, None]
    for user, status in (("ann", 204), ("bob", 400), (None, 204)):
        place = "/issue/SHOP-1/assignee"
        assert ask(either, "PUT", place, person(either, user)).status == status
    assert either.find("SHOP-1").assignee is None


def test_screens_and_required_fields_are_those_of_the_type(either: Jira) -> None:
    severity = either.field("Severity", "option", ["Low", "High"])
    teams = either.field("Teams", "options", ["Web", "Ops"])
    cost = either.field("Cost", "number")
    code, cause, day, lead = (
        either.field("Code"),
        either.field("Cause", "text"),
        either.field("Day", "date"),
        either.field("Lead", "user"),
    )
    own = [one.id for one in (severity, teams, cost, code, cause, day, lead)]
    screen = {"Task": ("summary", "security", *own), "Bug": ("summary",)}
    either.project("OPS", screen=screen, required={"Task": [severity.id]}, levels=["Internal"])

    assert create(either, "OPS").errors == {severity.id: "Severity is required."}
    bug = new(either, "OPS", issuetype={"name": "Bug"})
    assert ask(either, "POST", "/issue", bug).status == 201
    wrong = {severity.id: {"value": "Huge"}, teams.id: [{"value": "X"}], cost.id: "5", code.id: 5}
    assert set(create(either, "OPS", **wrong).errors) == set(wrong)
    more = {cause.id: 5, day.id: "today", lead.id: {"id": "eve"}}
    assert set(create(either, "OPS", **more).errors) == {*more, severity.id}
    right = {
        severity.id: {"value": "High"},
        teams.id: [{"value": "Web"}],
        cost.id: 0.5,
        code.id: "E-5",
        cause.id: text(either, "Rain"),
        day.id: "2026-12-24",
        lead.id: person(either, "bob"),
        "security": {"name": "Internal"},
    }
    made = create(either, "OPS", **right)
    assert made.status == 201
    read = ask(either, "GET", f"/issue/{made.body['key']}").body["fields"]
    assert read[severity.id] == {"id": severity.options[1].id, "value": "High"}
    assert (read[cost.id], read[lead.id]["displayName"]) == (0.5, "Bob Barker")
    assert read["security"]["name"] == "Internal"


def test_sub_tasks_have_parents(either: Jira) -> None:
    either.issue()
    either.project("OPS")
    either.issue("OPS")

    def sub(**fields: object) -> Told:
        return create(either, issuetype={"id": kind(either, name="Sub-task").id}, **fields)

    assert sub().errors.keys() == {"parent"}
    assert sub(parent={"key": "SHOP-9"}).errors.keys() == {"parent"}
    assert sub(parent={"key": "OPS-1"}).errors.keys() == {"parent"}
    assert sub(parent={"key": "SHOP-1"}).status == 201
    assert ask(either, "GET", "/issue/SHOP-2").body["fields"]["parent"]["key"] == "SHOP-1"


def test_cloud_takes_documents_and_data_center_takes_text(jira: Jira, center: Jira) -> None:
    assert "Atlassian Document" in create(jira, description="text").errors["description"]
    assert "must be a string" in create(center, description=document("text")).errors["description"]
    long = "a" * 32_768
    for one in (jira, center):
        told = create(one, description=text(one, long))
        assert "32,767 characters" in told.errors["description"]


def test_many_are_created_each_for_itself(either: Jira) -> None:
    either.project("OPS", access="read")
    asked = [
        new(either, summary="First"),
        new(either, summary=""),
        new(either, "OPS"),
        new(either, summary="Last") | {"properties": [{"key": "pm-sync", "value": 4}]},
    ]

    told = ask(either, "POST", "/issue/bulk", {"issueUpdates": asked})

    assert told.status == 201
    assert [one["key"] for one in told.body["issues"]] == ["SHOP-1", "SHOP-2"]
    assert [one["failedElementNumber"] for one in told.body["errors"]] == [1, 2]
    field, whole = (one["elementErrors"] for one in told.body["errors"])
    assert field["errors"] == {"summary": "You must specify a summary of the issue."}
    assert whole["errorMessages"] == [
        "You do not have permission to create issues in this project."
    ]
    assert either.find("SHOP-2").properties == {"pm-sync": 4}


def test_many_that_are_all_wrong_or_too_many_are_refused(either: Jira) -> None:
    wrong = ask(either, "POST", "/issue/bulk", {"issueUpdates": [new(either, summary="")]})

    assert (wrong.status, wrong.body["issues"]) == (400, [])
    assert wrong.body["errors"][0]["status"] == 400


@pytest.mark.parametrize(("number", "status"), [(0, 400), (50, 201), (51, 400)])
def test_so_many_at_once(center: Jira, number: int, status: int) -> None:
    asked = [new(center) for _ in range(number)]

    assert ask(center, "POST", "/issue/bulk", {"issueUpdates": asked}).status == status
    assert len(center.issues()) == number * (status == 201)


def test_an_issue_is_changed(either: Jira) -> None:
    either.issue(labels=["a", "b"], components=["Checkout"])
    body = {
        "fields": {"summary": "New", "priority": None},
        "update": {
            "labels": [{"add": "c"}, {"remove": "a"}],
            "components": [{"set": []}],
            "duedate": [{"set": "2026-12-24"}],
        },
        "properties": [{"key": "k", "value": None}],
    }

    assert ask(either, "PUT", "/issue/SHOP-1", body).status == 204
    issue = either.find("SHOP-1")
    assert (issue.summary, issue.labels, issue.components) == ("New", ["b", "c"], [])
    assert (issue.due, issue.priority, issue.properties) == ("2026-12-24", None, {"k": None})
    assert issue.updated == START
    for wrong in ({"summary": None}, {"color": "red"}, {"labels": ["x y"]}):
        assert ask(either, "PUT", "/issue/SHOP-1", {"fields": wrong}).status == 400
    twice = {"fields": {"labels": []}, "update": {"labels": [{"add": "c"}]}}
    assert ask(either, "PUT", "/issue/SHOP-1", twice).status == 400
    quiet = ask(either, "PUT", "/issue/SHOP-1?notifyUsers=false", {"fields": {"labels": []}})
    assert quiet.status == 403
    either.writing.may_silence = True
    quiet = ask(either, "PUT", "/issue/SHOP-1?notifyUsers=false", {"fields": {"labels": []}})
    assert quiet.status == 204
    either.projects["SHOP"].access = "read"
    assert ask(either, "PUT", "/issue/SHOP-1", {"fields": {"labels": []}}).status == 403
    assert ask(either, "PUT", "/issue/SHOP-9", {"fields": {"labels": []}}).status == 404


def test_links_to_other_issues_need_their_screen(either: Jira) -> None:
    either.project("OPS", screen=(*USUAL_SCREEN, "issuelinks"))
    either.issue()

    def linked(project: str, key: str) -> Told:
        link = {"type": {"name": "Relates"}, "outwardIssue": {"key": key}}
        update = {"issuelinks": [{"add": link}]}
        return ask(either, "POST", "/issue", new(either, project) | {"update": update})

    assert linked("SHOP", "SHOP-1").errors.keys() == {"issuelinks"}
    assert linked("OPS", "SHOP-9").errors.keys() == {"issuelinks"}
    assert linked("OPS", "SHOP-1").status == 201
    (link,) = ask(either, "GET", "/issue/OPS-1").body["fields"]["issuelinks"]
    assert link["outwardIssue"]["key"] == "SHOP-1"


def test_of_filters_with_one_name_there_is_one(either: Jira) -> None:
    body = {"name": "pm-sync lock", "jql": "labels = pm-sync", "description": "until 9:00"}

    first, second = (ask(either, "POST", "/filter", body) for _ in range(2))

    assert (first.status, first.body["name"]) == (200, "pm-sync lock")
    assert second.errors == {"filterName": "Filter with same name already exists."}
    assert ask(either, "POST", "/filter", {"name": ""}).status == 400


def test_a_test_builds_what_it_needs(either: Jira) -> None:
    home = either.project("OPS", workflow=either.workflow({"Open": "new", "Shut": "done"}))
    home.last_number = 40
    issue = either.issue("OPS", type="Bug", status="Shut", resolution="Done", more={"x": 1})
    either.issue("SHOP", security="Internal", priority="Low", reporter="bob")

    assert (issue.key, issue.resolved) == ("OPS-41", START)
    assert either.move("OPS-41", "SHOP").status.name == "To Do"
    assert either.find("ops-41").key == "SHOP-2"
    assert [one.key for one in either.issues("SHOP")] == ["SHOP-2", "SHOP-1"]
    for wrong in ({"color": "red"}, {"status": "No"}, {"priority": "No"}):
        with pytest.raises(AssertionError):
            either.edit("SHOP-1", **wrong)
    with pytest.raises(AssertionError):
        either.find("SHOP-9")
