"""The Jira in memory: what it tells of itself, and how issues are read, found and moved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.jira.asking import Told, ask, kind, new
from tests.fakes.jira.exchange import Uncovered
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.model import Transition
from tests.fakes.jira.world import START


def search(jira: Jira, jql: str, **more: object) -> Told:
    place = "/search/jql" if jira.cloud else "/search"
    return ask(jira, "POST", place, {"jql": jql, **more})


def keys(jira: Jira, jql: str, **more: object) -> list[str]:
    told = search(jira, jql, fields=["key"], **more)
    assert told.status == 200, told.body
    return [one["key"] for one in told.body["issues"]]


def fetched(jira: Jira, *wanted: str, **more: object) -> list[dict[str, Any]]:
    body = {"issueIdsOrKeys": list(wanted), "fields": ["summary"], **more}
    return list(ask(jira, "POST", "/issue/bulkfetch", body).body["issues"])


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
        ("GET", "/issue/SHOP-1/comment", None, "no endpoint"),
        ("DELETE", "/issue/SHOP-1", None, "DELETE /issue/SHOP-1"),
        ("GET", "/issue/SHOP-1?field=summary", None, "parameter field"),
        ("GET", "/issue/SHOP-1?expand=changelog", None, "expand changelog"),
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
    with pytest.raises(Uncovered):
        center.answer("GET", "/rest/api/3/myself")
    assert new(center)["fields"]["project"] == {"key": "SHOP"}
