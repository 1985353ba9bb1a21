"""What the doctor says of a Jira: permissions that lack or are too many, ways to an end, words that mean nothing there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.jira import KIND
from connectors.jira.options import JiraOptions
from connectors.jira.tracker import JiraTracker
from sync.diagnosis import Area, Finding, Severity, Uses
from sync.model.ticket import Owner
from tests.connectors.jira.conftest import MAIL, Desk
from tests.fakes.jira import faults
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.model import Transition

SCREEN = ("summary", "description", "labels", "priority", "components", "assignee")
READS = {"POST /search", "POST /search/jql", "POST /issue/bulkfetch"}
MOVES = Uses(moves=True)


def found(desk: Desk, *owners: Owner, uses: Uses = MOVES, **options: object) -> list[Finding]:
    return list(desk(**{"project": "PAY", **options}).diagnose(owners, uses))


def told(findings: list[Finding], severity: Severity) -> str:
    return "\n".join(f"{one.found}; {one.remedy}" for one in findings if one.severity is severity)


def test_where_all_is_well_it_says_so_and_only_reads(jira: Jira, desk: Desk) -> None:
    jira.project("PAY")
    jira.issue("PAY", "Ours", labels=["pm-sync"])

    findings = found(desk, uses=Uses(priorities=("high",)))

    assert {one.severity for one in findings} == {Severity.WELL}
    assert {one.area for one in findings} == {Area.ACCESS, Area.CLOCK, Area.TICKETS}
    assert {one.name for one in jira.requests if one.writes} <= READS


@pytest.mark.parametrize(
    ("lacking", "severity"),
    [
        ("CREATE_ISSUES", Severity.BAD),
        ("BROWSE_PROJECTS", Severity.BAD),
        ("EDIT_ISSUES", Severity.DOUBT),
        ("ASSIGN_ISSUES", Severity.DOUBT),
        ("TRANSITION_ISSUES", Severity.DOUBT),
    ],
)
def test_a_permission_that_is_missing_is_named_with_what_it_is_for(
    jira: Jira, desk: Desk, lacking: str, severity: Severity
) -> None:
    jira.project("PAY")
    jira.permissions.lacking = {lacking}

    findings = found(desk)

    name = lacking.replace("_", " ").capitalize()
    assert f"this account lacks the permission {name!r} in PAY, with which" in told(
        findings, severity
    )


def test_what_no_setting_asks_for_is_not_missed(jira: Jira, desk: Desk) -> None:
    jira.project("PAY")
    jira.permissions.lacking = {"TRANSITION_ISSUES", "SET_ISSUE_SECURITY"}

    assert "lacks" not in told(found(desk, uses=Uses()), Severity.DOUBT)


def test_what_is_too_much_is_named(jira: Jira, desk: Desk) -> None:
    jira.project("PAY")
    jira.permissions.also = {"ADMINISTER", "ADMINISTER_PROJECTS", "DELETE_ISSUES"}

    assert (
        "this account may do more in PAY than is needed: Administer Jira, Administer projects, Delete issues"
        in told(found(desk), Severity.DOUBT)
    )


@pytest.mark.parametrize("status", [401, 403])
def test_a_jira_that_does_not_tell_permissions_is_a_doubt(
    jira: Jira, desk: Desk, status: int
) -> None:
    jira.project("PAY")
    refused = faults.answer(status, {"errorMessages": ["no"]})
    jira.next(refused, times=None, on="GET /mypermissions")

    findings = found(desk)

    assert "does not tell what this account may do in PAY" in told(findings, Severity.DOUBT)
    assert "tickets can be created as Task in PAY" in told(findings, Severity.WELL)


def test_each_required_field_is_a_finding_of_its_own(jira: Jira, desk: Desk) -> None:
    team, why = jira.field("Team", "option", ("SRE",)), jira.field("Why")
    jira.project("PAY", screen=(*SCREEN, team.id, why.id), required={"Task": {team.id, why.id}})

    bad = [one for one in found(desk) if one.severity is Severity.BAD]

    assert [one.found for one in bad] == [
        f"Task in PAY: it requires 'Team' ({team.id}) (one of SRE), and nothing fills it",
        f"Task in PAY: it requires 'Why' ({why.id}), and nothing fills it",
    ]
    assert bad[0].remedy == 'write fields = { "Team" = "SRE" } in [trackers.jira]'


def test_the_ways_of_an_open_ticket_of_ours_tell_what_can_be_reached(
    jira: Jira, desk: Desk
) -> None:
    stuck = jira.workflow(
        {"New": "new", "Doing": "indeterminate", "Done": "done"}, [Transition("Begin", "Doing")]
    )
    jira.project("PAY", workflow=stuck)
    jira.issue("PAY", "Ours", labels=["pm-sync"])

    bad = told(found(desk), Severity.BAD)

    assert "PAY-1 cannot be moved to done from 'New'; possible are 'Doing' (indeterminate)" in bad
    assert "name one of them with `moves` under [trackers.jira]" in bad
    calm = found(desk, uses=Uses())
    assert not told(calm, Severity.BAD)
    assert "no run moves tickets with these settings" in told(calm, Severity.WELL)


def test_a_move_that_asks_for_more_than_the_settings_give_is_told(jira: Jira, desk: Desk) -> None:
    why = jira.field("Why")
    asking = jira.workflow(
        transitions=[Transition("Finish", "Done", screen=("resolution", why.id), required={why.id})]
    )
    jira.project("PAY", workflow=asking)
    jira.issue("PAY", "Ours", labels=["pm-sync"])

    assert "the move of PAY-1 to 'Done' asks for Why, and nothing fills it" in told(
        found(desk), Severity.BAD
    )
    assert not told(found(desk, move_fields={"Why": "Fixed"}), Severity.BAD)


def test_without_a_ticket_the_statuses_of_the_project_tell_whether_there_is_an_end(
    jira: Jira, desk: Desk
) -> None:
    endless = jira.workflow({"New": "new", "Doing": "indeterminate"})
    jira.project("PAY", workflow=endless)

    assert "no status of Task in PAY is one for what is done" in told(found(desk), Severity.BAD)
    assert "has a status for what is done" in told(
        found(desk, statuses={"Doing": "done"}), Severity.WELL
    )


def test_statuses_of_the_settings_that_nothing_has_are_told(jira: Jira, desk: Desk) -> None:
    jira.project("PAY")

    doubts = told(
        found(desk, moves={"done": "Shipped"}, statuses={"Paused": "open"}), Severity.DOUBT
    )

    assert "`moves` names 'Shipped', and Task in PAY has no such status; it has To Do" in doubts
    assert "`statuses` names 'Paused'" in doubts


def test_priorities_that_map_to_nothing_are_told_with_the_line(jira: Jira, desk: Desk) -> None:
    jira.project("PAY", priorities=("High", "Low"))

    doubts = told(found(desk, uses=Uses(priorities=("P1", "high"))), Severity.DOUBT)

    assert "no priority stands for P1 of the documents; it has High, Low" in doubts
    assert 'write priorities = { "P1" = "High" } under [trackers.jira]' in doubts
    mapped = found(desk, uses=Uses(priorities=("P1",)), priorities={"P1": "High"})
    assert not told(mapped, Severity.DOUBT)


def test_a_clock_that_is_behind_is_told(jira: Jira, desk: Desk) -> None:
    now = jira.clock
    jira.wait(1200)  # Jira's clock goes on, this machine's does not
    options = {"url": jira.url, "project": "OPS", "token": "a-token"}
    if jira.cloud:
        options["email"] = MAIL
    tracker = KIND.open(
        JiraOptions.model_validate(options), replace(desk.context(), now=lambda: now)
    )
    assert isinstance(tracker, JiraTracker)

    assert "20 minutes behind that of Jira" in told(list(tracker.diagnose([])), Severity.BAD)
