"""The Jira in memory: what it tells of itself, of people and of issues, and how those move."""

from __future__ import annotations

import pytest

from tests.fakes.jira.asking import Told, ask, fetched, keys, kind, new
from tests.fakes.jira.exchange import Uncovered
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.model import Transition


def test_a_server_tells_what_it_is(either: Jira) -> None:
    server = ask(either, "GET", "/serverInfo", token=None).body
    me = ask(either, "GET", "/myself")

    assert server["deploymentType"] == ("Cloud" if either.cloud else "Server")
    assert server["baseUrl"] == either.url
    assert me.body["accountId" if either.cloud else "name"] == either.me.id
    assert ask(either, "GET", "/myself", token=None).status == 401


def test_a_gateway_is_not_where_people_browse() -> None:
    jira = Jira("https://api.atlassian.com/ex/jira/1", site="https://acme.atlassian.net")

    told = ask(jira, "GET", "/serverInfo").body
    tenant = jira.answer("GET", "/_edge/tenant_info")

    assert told["baseUrl"] == "https://acme.atlassian.net"
    assert "cloudId" in tenant.text


def test_a_project_tells_its_types_and_their_screens(either: Jira) -> None:
    severity = either.field("Severity", "option", ["Low", "High"])
    screen = {"Task": ("summary", "priority", severity.id), "Bug": ("summary",)}
    either.project("OPS", screen=screen, required={"Task": [severity.id]}, components=["Web"])
    task = kind(either, "OPS")
    meta = "/issue/createmeta/OPS/issuetypes"
    types, fields = ("issueTypes", "fields") if either.cloud else ("values", "values")

    project = ask(either, "GET", "/project/OPS").body
    listed = ask(either, "GET", meta).body
    whole = ask(either, "GET", f"{meta}/{task.id}").body
    second = ask(either, "GET", f"{meta}/{task.id}?startAt=1&maxResults=1").body

    assert [one["name"] for one in project["components"]] == ["Web"]
    assert [one["name"] for one in listed[types]] == ["Task", "Bug", "Sub-task"]
    assert [one["subtask"] for one in listed[types]] == [False, False, True]
    told = {one["fieldId"]: one for one in whole[fields]}
    assert list(told) == ["project", "issuetype", "summary", "priority", severity.id]
    assert [name for name, one in told.items() if one["required"]] == [
        "project",
        "issuetype",
        "summary",
        severity.id,
    ]
    assert [one["value"] for one in told[severity.id]["allowedValues"]] == ["Low", "High"]
    assert ([one["fieldId"] for one in second[fields]], second["total"]) == (["issuetype"], 5)
    assert ask(either, "GET", "/project/NO").status == 404
    assert ask(either, "GET", "/issue/createmeta/NO/issuetypes").status in {400, 404}
    assert ask(either, "GET", f"{meta}/1").body[fields] == []


def test_what_a_jira_has_is_listed(either: Jira) -> None:
    either.project("OPS", workflow=either.workflow({"Done": "new", "Over": "undefined"}))
    either.field("Severity", "option", ["Low"])

    statuses = ask(either, "GET", "/status").body
    fields = {one["name"]: one for one in ask(either, "GET", "/field").body}

    assert [(one["name"], one["statusCategory"]["key"]) for one in statuses] == [
        ("To Do", "new"),
        ("In Progress", "indeterminate"),
        ("Done", "done"),
        ("Done", "new"),
        ("Over", "undefined"),
    ]
    assert fields["Severity"]["custom"]
    assert fields["Summary"]["id"] == "summary"
    assert ask(either, "GET", "/priority").body[0]["name"] == "Highest"
    assert ask(either, "GET", "/resolution").body[1]["name"] == "Won't Do"


def test_an_issue_is_read_by_any_of_its_keys(either: Jira) -> None:
    made = either.issue(labels=["a"], description="Say\n\nmore", assignee="ann", priority="Low")
    either.project("OPS")
    moved = either.move("SHOP-1", "OPS")

    told = ask(either, "GET", "/issue/shop-1?fields=*all&properties=pm-sync").body

    fields = told["fields"]
    assert (told["id"], told["key"], told["properties"]) == (str(made.id), "OPS-1", {})
    assert moved is made
    assert fields["project"]["key"] == "OPS"
    assert fields["status"]["statusCategory"]["key"] == "new"
    assert (fields["labels"], fields["resolution"]) == (["a"], None)
    assert fields["assignee"]["displayName"] == "Ann Archer"
    assert isinstance(fields["description"], dict if either.cloud else str)
    assert fields["created"] == "2026-11-23T08:00:00.000+0000"
    some = ask(either, "GET", "/issue/OPS-1?fields=summary,status,nothing").body["fields"]
    assert set(some) == {"summary", "status"}
    assert "labels" not in ask(either, "GET", "/issue/OPS-1?fields=-labels").body["fields"]


def test_what_is_not_to_be_seen_is_not_there(either: Jira) -> None:
    for _ in range(4):
        either.issue()
    either.delete("SHOP-1")
    either.hide("SHOP-2")
    either.archive("SHOP-3")

    told = [ask(either, "GET", f"/issue/SHOP-{number}") for number in range(1, 5)]

    assert [one.status for one in told] == [404, 404, 200, 200]
    assert told[0].messages == told[1].messages
    assert keys(either, "project = SHOP") == ["SHOP-4"]
    assert ask(either, "PUT", "/issue/SHOP-3", {"fields": {"summary": "S"}}).status == 400
    either.hide("SHOP-2", hidden=False)
    assert keys(either, "project = SHOP") == ["SHOP-4", "SHOP-2"]
    either.projects["SHOP"].access = "none"
    assert ask(either, "GET", "/issue/SHOP-4").status == 404
    assert ask(either, "GET", "/project/SHOP").status == 404


def test_many_are_fetched_in_their_own_order_and_without_what_is_missing(jira: Jira) -> None:
    for _ in range(4):
        jira.issue()
    jira.project("OPS")
    jira.move("SHOP-1", "OPS")
    jira.hide("SHOP-2")
    jira.edit("SHOP-4", properties={"pm-sync": {"v": 1}, "other": 2})

    told = fetched(jira, "SHOP-4", "nope-1", "SHOP-2", "shop-1", "OPS-1", properties=["pm-sync"])

    assert [one["key"] for one in told] == ["OPS-1", "SHOP-4"]
    assert [one["properties"] for one in told] == [{}, {"pm-sync": {"v": 1}}]
    assert "status" in fetched(jira, "SHOP-3", fields=["*navigable"])[0]["fields"]
    for wanted in ([], ["A-1"] * 101):
        asked = {"issueIdsOrKeys": wanted}
        assert ask(jira, "POST", "/issue/bulkfetch", asked).status == 400
    many = {"issueIdsOrKeys": ["SHOP-3"], "properties": list("abcdef")}
    assert ask(jira, "POST", "/issue/bulkfetch", many).status == 400


def test_transitions_depend_on_the_status_and_demand_what_their_screens_say(either: Jira) -> None:
    done = Transition("Finish", "Done", screen=("resolution",), required=("resolution",))
    ways = [
        Transition("Start", "In Progress", of=("To Do",), resolution=""),
        done,
        Transition("Reject", "Done", id="99", resolution="Won't Do", tells_fields=False),
    ]
    either.project("OPS", workflow=either.workflow(transitions=ways))
    either.issue("OPS")
    place = "/issue/OPS-1/transitions"

    def go(number: str, **fields: object) -> Told:
        body = {"transition": {"id": number}} | ({"fields": fields} if fields else {})
        return ask(either, "POST", place, body)

    listed = ask(either, "GET", f"{place}?expand=transitions.fields").body["transitions"]
    assert [(one["id"], one["name"]) for one in listed] == [
        ("11", "Start"),
        ("21", "Finish"),
        ("99", "Reject"),
    ]
    assert listed[1]["to"]["statusCategory"]["key"] == "done"
    assert listed[1]["fields"]["resolution"]["required"]
    assert (listed[0]["fields"], listed[2]["fields"]) == ({}, {})
    assert go("11").status == 204
    assert go("11").messages == ["Transition id '11' is not valid for this issue."]
    assert go("21").errors == {"resolution": "Resolution is required."}
    assert (
        "not on the appropriate screen"
        in go("99", resolution={"name": "Done"}).errors["resolution"]
    )
    assert go("21", resolution={"name": "Nope"}).status == 400
    assert go("21", resolution={"name": "Duplicate"}).status == 204
    told = ask(either, "GET", "/issue/OPS-1?expand=transitions,names").body
    assert told["fields"]["resolution"]["name"] == "Duplicate"
    assert told["fields"]["resolutiondate"] is not None
    assert [one["name"] for one in told["transitions"]] == ["Finish", "Reject"]
    assert told["names"]["summary"] == "Summary"
    assert go("99").status == 204
    assert either.find("OPS-1").resolution == either.resolution("Won't Do")
    either.transition("OPS-1", "To Do")
    assert ask(either, "GET", f"{place}?transitionId=11").body["transitions"][0]["name"] == "Start"
    assert ask(either, "POST", place, {"transition": {}}).status == 400


def test_people_are_found_by_beginnings(jira: Jira) -> None:
    jira.user("cat", "cat@acme.test", "Cat Anders", email_hidden=True)
    jira.user("dan", "dan@acme.test", "Dan Former", active=False)

    def found(place: str) -> list[str]:
        return [one["accountId"] for one in ask(jira, "GET", place).body]

    assert found("/user/search?query=an") == ["ann", "cat"]
    assert found("/user/search?query=CAT@acme.test") == ["cat"]
    assert "emailAddress" not in ask(jira, "GET", "/user/search?query=cat").body[0]
    assert found("/user/search?accountId=bob") == ["bob"]
    assert found("/user/search?query=an&startAt=1&maxResults=1") == ["cat"]
    assert ask(jira, "GET", "/user/search?username=ann").status == 400
    assert ask(jira, "GET", "/user/search").status == 400
    assert found("/user/assignable/search?query=&project=SHOP") == ["ann"]
    assert found("/user/assignable/search?accountId=bob&project=SHOP") == []
    assert ask(jira, "GET", "/user/assignable/search?query=a").status == 400
    picked = ask(jira, "GET", "/user/picker?query=ann").body
    assert picked["users"][0]["html"] == "Ann Archer - ann@acme.test"
    jira.people.may_browse = False
    assert found("/user/search?query=an") == []


def test_data_center_finds_people_by_name_alone_and_ignores_the_rest(center: Jira) -> None:
    center.issue()

    def found(place: str) -> list[str]:
        return [one["name"] for one in ask(center, "GET", place).body]

    assert found("/user/search?username=ann") == ["ann"]
    assert found("/user/search?query=ann") == ["pm-sync", "ann", "bob"]
    assert found("/user/assignable/search?username=a&project=SHOP") == ["ann"]
    assert found("/user/assignable/search?username=b&issueKey=SHOP-1") == []
    assert ask(center, "GET", "/user/assignable/search?username=b&issueKey=X-1").status == 404
    assert ask(center, "GET", "/user/assignable/search?username=b&project=X").status == 404
    assert ask(center, "GET", "/user/picker?query=bob").body["users"][0]["name"] == "bob"


@pytest.mark.parametrize(
    ("method", "path", "body", "named"),
    [
        ("GET", "/issue/SHOP-1/votes", None, "no endpoint"),
        ("DELETE", "/issue/SHOP-1", None, "DELETE /issue/SHOP-1"),
        ("GET", "/issue/SHOP-1?field=summary", None, "parameter field"),
        ("GET", "/issue/SHOP-1?expand=operations", None, "expand operations"),
        ("POST", "/issue", {"field": {}}, "body key field"),
        ("POST", "/issue/bulk", {"issueUpdates": [{"field": {}}]}, "keys of an issue"),
        ("POST", "/issue", ["S"], "no object"),
        ("PUT", "/issue/SHOP-1", {"update": {"summary": [{"add": "S"}]}}, "update of summary"),
        ("GET", "/../../auth/1/session", None, "no endpoint"),
    ],
)
def test_what_this_jira_does_not_know_fails_by_name(
    method: str, path: str, body: object, named: str
) -> None:
    jira = Jira()
    jira.project()
    jira.issue()

    with pytest.raises(Uncovered, match=named):
        ask(jira, method, path, body)
    with pytest.raises(AssertionError, match=named):
        jira.settle()


def test_a_flavour_does_not_have_what_the_other_has(jira: Jira, center: Jira) -> None:
    with pytest.raises(AssertionError):
        jira.answer("GET", "/rest/api/2/myself")
    with pytest.raises(Uncovered):
        ask(center, "POST", "/issue/bulkfetch", {"issueIdsOrKeys": ["SHOP-1"]})
    assert center.answer("GET", "/rest/api/3/myself").status == 404
    assert new(center)["fields"]["project"] == {"key": "SHOP"}
