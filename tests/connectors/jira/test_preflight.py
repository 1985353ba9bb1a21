"""What is wrong with a destination is told before anything is created there, with the line that mends it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.contract.drafts import draft
from connectors.jira.options import JiraPlace
from sync.diagnosis import Severity
from sync.errors import Rejected
from sync.model.ticket import Failed, Owner
from tests.connectors.jira.conftest import Desk
from tests.fakes.jira.fake import Jira

SCREEN = ("summary", "description", "labels", "priority", "components", "assignee")


def told(jira: Jira, desk: Desk, *places: JiraPlace, **options: object) -> str:
    """What preparing says; nothing may have been sent by then."""
    with pytest.raises(Rejected) as caught:
        desk(*places, **{"project": "PAY", **options}).prepare([draft()])
    assert "POST /issue/bulk" not in jira.names()
    return str(caught.value)


def test_a_required_field_is_named_with_what_it_takes_and_the_line_to_add(
    jira: Jira, desk: Desk
) -> None:
    team = jira.field("Team", "option", ("SRE", "Web"))
    jira.project("PAY", screen=(*SCREEN, team.id), required={"Task": {team.id}})

    assert told(jira, desk) == (
        f"Task in PAY: it requires 'Team' ({team.id}) (one of SRE, Web), and nothing fills it; write"
        ' fields = { "Team" = "SRE" } in [trackers.jira]'
    )


def test_every_problem_of_a_destination_is_told_at_once(jira: Jira, desk: Desk) -> None:
    team, why = jira.field("Team", "option", ("SRE",)), jira.field("Why")
    screen = (*SCREEN, team.id, why.id)
    jira.project("PAY", screen=screen, required={"Task": {team.id, why.id}})

    found = told(jira, desk, components=["api"], fields={"Teem": "SRE"})

    assert "requires 'Team'" in found
    assert "requires 'Why'" in found
    assert "the field 'Components' does not take 'api'; it takes nothing" in found
    assert "has no field 'Teem', which [trackers.jira] sets; did you mean 'Team'?" in found


def test_an_unknown_type_is_told_with_those_that_there_are(jira: Jira, desk: Desk) -> None:
    jira.project("PAY", types=("Aufgabe", "Fehler"), subtasks=())

    assert told(jira, desk) == (
        "there is no issue type 'Task' in PAY that this account may create; it has Aufgabe, Fehler: write issue_type ="
        ' "Aufgabe" in [trackers.jira]'
    )


def test_a_value_that_a_field_does_not_take_is_told_with_those_that_it_does(
    jira: Jira, desk: Desk
) -> None:
    team, points = jira.field("Team", "option", ("SRE", "Web")), jira.field("Points", "number")
    jira.project("PAY", screen=(*SCREEN, team.id, points.id))

    found = told(jira, desk, fields={"Team": "Ops", "Points": "many"})

    assert "the field 'Team' does not take 'Ops'; it takes SRE, Web; correct it in" in found
    assert "the field 'Points' takes a number, not 'many'" in found


def test_two_fields_of_one_name_are_told_apart_by_id(jira: Jira, desk: Desk) -> None:
    one, two = jira.field("Team"), jira.field("Team")
    jira.project("PAY", screen=(*SCREEN, one.id, two.id))

    found = told(jira, desk, fields={"Team": "SRE"})

    assert f"several fields are called 'Team'; write one of {one.id}, {two.id}" in found


def test_a_screen_without_labels_takes_nothing(jira: Jira, desk: Desk) -> None:
    jira.project("PAY", screen=("summary", "description"))

    assert "has no field Labels, without which issues are not found again" in told(jira, desk)


def test_the_fields_that_tickets_are_found_by_cannot_be_set(jira: Jira, desk: Desk) -> None:
    jira.project("PAY")

    found = told(jira, desk, fields={"Labels": ["mine"], "summary": "Mine"})

    assert "the field 'Labels' is filled by pm-sync itself; take it out of `fields`" in found
    assert "and use `labels`" in found
    assert "the field 'Summary' is filled by pm-sync itself" in found


def test_a_priority_that_does_not_exist_is_told(jira: Jira, desk: Desk) -> None:
    jira.project("PAY", priorities=("High", "Low"))

    found = told(jira, desk, priorities={"P1": "Urgent"})

    assert "there is no priority 'Urgent', to which `priorities` in [trackers.jira] leads" in found
    assert "it has High, Low" in found


def test_a_due_date_that_is_required_is_asked_for(jira: Jira, desk: Desk) -> None:
    jira.project("PAY", screen=(*SCREEN, "duedate"), required={"Task": {"duedate"}})

    assert "it requires a due date, which not every action item has" in told(jira, desk)


def test_a_required_assignee_is_left_to_the_project_where_nobody_is_known(
    jira: Jira, desk: Desk
) -> None:
    jira.project("PAY", screen=SCREEN, required={"Task": {"assignee"}})

    (outcome,) = desk(project="PAY").create([draft()])

    sent = jira.requests[-1].body["issueUpdates"][0]["fields"]["assignee"]
    assert list(sent.values()) == ["-1"]  # whom the project assigns by itself
    assert isinstance(outcome, Failed)  # this one assigns nobody
    assert outcome.reason == "creating an issue as Task in PAY: Assignee: Assignee is required."


def test_what_a_route_got_wrong_names_the_route(jira: Jira, desk: Desk) -> None:
    jira.project("PAY")
    place = JiraPlace(project="PAY", issue_type="Epic")
    routed = desk(place)

    assert [one.found for one in routed.diagnose([]) if one.severity is Severity.BAD] == [
        "there is no issue type 'Epic' in PAY that this account may create; it has Task, Bug, Sub-task: write issue_type ="
        ' "Task" in the [[routes]] entry, the front matter that fills it, or [trackers.jira]'
    ]


def test_what_documents_will_fill_in_is_not_looked_at_before(jira: Jira, desk: Desk) -> None:
    team = jira.field("Team", "option", ("SRE",))
    jira.project("PAY", screen=(*SCREEN, team.id), required={"Task": {team.id}})
    place = {"project": "PAY", "fields": {"Team": "{front_matter.team}"}}

    found = list(desk(JiraPlace.model_validate(place)).diagnose([]))

    assert {one.severity for one in found} == {Severity.WELL}
    assert "tickets can be created as Task in PAY" in [one.found for one in found]


def test_a_project_that_takes_nothing_is_asked_about_once(jira: Jira, desk: Desk) -> None:
    tracker = desk()
    drafts = [
        replace(draft(n), place={"project": "NOPE", "labels": [f"l{n}"]}, owners=())
        for n in range(1, 6)
    ]

    list(tracker.create(drafts))

    assert len(jira.names("GET /issue/createmeta/NOPE")) == 1


def test_each_screen_is_asked_for_once(jira: Jira, desk: Desk) -> None:
    tracker = desk()
    tracker.prepare([draft(1), draft(2)])
    list(tracker.create([draft(1), draft(2)]))

    assert len(jira.names("GET /issue/createmeta")) == 2


def test_doctor_names_who_cannot_be_assigned_and_where(jira: Jira, desk: Desk) -> None:
    jira.project("PAY")
    jira.user("acc-ann" if jira.cloud else "ann", "ann@acme.test", assignable=("OPS",))
    owners = [Owner("Ann", "ann@acme.test", known=True), Owner("Bob", "Bob")]
    tracker = desk(JiraPlace(project="PAY"))

    doubts = [one.found for one in tracker.diagnose(owners) if one.severity is Severity.DOUBT]

    assert doubts == [
        "Ann is not assigned in PAY: Jira lets nobody assign them there",
        "Bob is not assigned: nobody knows who that is in Jira",
    ]


def test_doctor_stops_at_a_token_that_is_nobody_s(jira: Jira, desk: Desk) -> None:
    jira.keys.known = {"another"}

    (finding,) = desk().diagnose([Owner("Bob", "Bob")])

    assert finding.severity is Severity.BAD
    assert "Jira does not accept the token" in finding.found


def test_a_sub_task_needs_a_parent(jira: Jira, desk: Desk) -> None:
    assert 'it is a sub-task; write parent = "OPS-1" in [trackers.jira]' in told(
        jira, desk, project="OPS", issue_type="Sub-task"
    )


def test_doctor_looks_whether_the_parent_is_there(jira: Jira, desk: Desk) -> None:
    jira.project("PAY", screen=(*SCREEN, "parent"))

    bad = [
        one.found
        for one in desk(project="PAY", epic="OPS-100").diagnose([])
        if one.severity is Severity.BAD
    ]

    assert bad == ["Task in PAY: OPS-100 does not exist, or this account may not see it"]


def test_doctor_says_that_nothing_can_be_created_without_a_project(desk: Desk) -> None:
    found = list(desk(project=None).diagnose([]))

    assert [one.severity for one in found] == [Severity.WELL, Severity.WELL, Severity.BAD]
    assert found[-1].remedy == 'write project = "KEY" under [trackers.jira]'


def test_a_screen_that_lacks_what_a_setting_needs_is_told_by_the_setting(
    jira: Jira, desk: Desk
) -> None:
    jira.project("PAY", screen=("summary", "description", "labels"))

    found = told(jira, desk, epic="OPS-1", security_level="Internal", components=["api"])

    for setting in ("`parent` or `epic`", "`security_level`", "`components`"):
        assert f"its create screen has no field for {setting}, which [trackers.jira] sets" in found
