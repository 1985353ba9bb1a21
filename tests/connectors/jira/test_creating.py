"""Issues are created fifty at once, each with its marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from connectors.contract.drafts import draft, made
from connectors.jira.marker import label_of
from connectors.jira.options import JiraPlace
from sync.days import day_of
from sync.errors import Rejected, Unavailable
from sync.model.ticket import Done, Failed, InDoubt, Outcome
from tests.connectors.jira.conftest import Desk
from tests.connectors.jira.issues import ann, done, text_of
from tests.fakes.jira import faults
from tests.fakes.jira.fake import Jira

SCREEN = ("summary", "description", "labels", "priority", "components", "assignee", "duedate")


def test_an_issue_bears_label_property_and_text_from_its_creation_on(
    jira: Jira, desk: Desk
) -> None:
    one = draft()

    (ticket,) = made(desk(labels=["postmortem"]), one)

    issue = jira.find(ticket.ref.id)
    assert issue.labels == ["pm-sync", label_of(one.marker.key), "postmortem"]
    assert issue.properties["pm-sync"]["key"] == one.marker.key
    assert ticket.marker == one.marker
    told = text_of(jira, issue)
    for words in ("and tell everybody", "Checkout was down", "Nobody could pay for an hour."):
        assert words in told
    assert "https://git.acme.test/postmortems/2026-11-03-checkout.md#L1" in told
    assert jira.names("PUT") == []


def test_a_hundred_issues_take_two_creations_and_one_look(jira: Jira, desk: Desk) -> None:
    tracker = desk()
    tracker.prepare([draft()])
    before = len(jira.requests)

    made(tracker, *(replace(draft(number), owners=()) for number in range(1, 101)))

    assert [name.split()[1] for name in jira.names()[before:]] == [
        "/issue/bulk",
        "/issue/bulk",
        "/issue/bulkfetch" if jira.cloud else "/search",
    ]


def test_type_priority_due_date_and_components_come_from_settings_and_document(
    jira: Jira, desk: Desk
) -> None:
    jira.project("PAY", components=("api", "web"), screen=SCREEN, types=("Task", "Bug"))
    tracker = desk(
        project="PAY",
        issue_types={"Prevent": "Bug"},
        priorities={"p1": "Highest"},
        components=["web"],
    )

    (ticket,) = made(tracker, draft())

    issue = jira.find(ticket.ref.id)
    assert issue.type.name == "Bug"
    assert issue.priority is not None
    assert issue.priority.name == "Highest"
    assert issue.due == "2026-12-01"
    assert [one.name for one in issue.components] == ["web"]


def test_a_priority_that_jira_does_not_know_is_left_to_jira_and_told_once(
    jira: Jira, desk: Desk
) -> None:
    drafts = [replace(draft(n), priority="blocker-ish", owners=()) for n in (1, 2)]

    first, second = desk().create(drafts)

    priority = jira.find(done(first).ticket.ref.id).priority
    assert priority is not None
    assert priority.name == "Medium"
    assert done(first).remarks == (
        "'blocker-ish' is none of Jira's priorities (Highest, High, Medium, Low, Lowest); write priorities ="
        ' { "blocker-ish" = "Highest" } in [trackers.jira]',
    )
    assert done(second).remarks == ()


def test_a_parent_and_a_security_level_are_set(jira: Jira, desk: Desk) -> None:
    jira.project("PAY", levels=("Internal",), screen=(*SCREEN, "parent", "security"))
    epic = jira.issue("PAY", "The epic")
    tracker = desk(project="PAY", epic=epic.key, security_level="Internal")

    (ticket,) = made(tracker, draft())

    issue = jira.find(ticket.ref.id)
    assert issue.parent == epic.id
    assert issue.security is not None
    assert issue.security.name == "Internal"


def test_custom_fields_are_set_by_name_or_id_in_the_form_that_they_take(
    jira: Jira, desk: Desk
) -> None:
    team = jira.field("Team", "option", ("SRE", "Web"))
    points, notes = jira.field("Points", "number"), jira.field("Notes", "text")
    areas = jira.field("Areas", "options", ("api", "web"))
    screen = (*SCREEN, team.id, points.id, notes.id, areas.id)
    jira.project("PAY", screen=screen)
    values = {"team": "sre", points.id: 3, "Notes": "by hand", "Areas": ["web"]}

    (ticket,) = made(desk(project="PAY", fields=values), draft())

    more = jira.find(ticket.ref.id).more
    assert more[team.id]["value"] == "SRE"
    assert more[points.id] == 3
    assert [one["value"] for one in more[areas.id]] == ["web"]


def test_a_route_decides_project_type_and_fields(jira: Jira, desk: Desk) -> None:
    team = jira.field("Team", "option", ("SRE", "Web"))
    jira.project("PAY", types=("Story",), screen=(*SCREEN, team.id))
    place = {"project": "PAY", "issue_type": "Story", "labels": ["pay"], "fields": {"Team": "Web"}}
    tracker = desk(JiraPlace.model_validate(place), labels=["postmortem"])

    first, second = made(tracker, replace(draft(1), place=place), draft(2))

    issue = jira.find(first.ref.id)
    assert (issue.project.key, issue.type.name) == ("PAY", "Story")
    assert issue.labels[2:] == ["postmortem", "pay"]
    assert issue.more[team.id]["value"] == "Web"
    assert second.ref.id == "OPS-1"


def test_one_project_that_takes_nothing_does_not_stop_the_others(jira: Jira, desk: Desk) -> None:
    nowhere = {"project": "NOPE"}
    tracker = desk(JiraPlace.model_validate(nowhere))
    drafts = [replace(draft(1), place=nowhere), draft(2)]
    tracker.prepare(drafts)

    first, second = tracker.create(drafts)

    assert isinstance(first, Failed)
    assert "there is no project NOPE" in first.reason
    assert done(second).ticket.ref.id == "OPS-1"


def test_some_of_a_bulk_refused_are_told_one_by_one(jira: Jira, desk: Desk) -> None:
    jira.next(faults.partial(1, summary="You must not say that."), on="POST /issue/bulk")

    outcomes = list(desk().create(draft(number) for number in (1, 2, 3)))

    assert [type(one) for one in outcomes] == [Done, Failed, Done]
    assert [done(outcomes[place]).ticket.marker for place in (0, 2)] == [
        draft(1).marker,
        draft(3).marker,
    ]
    assert isinstance(outcomes[1], Failed)
    assert outcomes[1].reason == (
        "creating an issue as Task in OPS: Summary: You must not say that."
    )


def test_all_of_a_bulk_refused_are_told_in_jira_s_words(jira: Jira, desk: Desk) -> None:
    fault = faults.partial(0, 1, messages=("The project is closed.",))
    jira.next(fault, on="POST /issue/bulk")

    outcomes = list(desk().create([draft(1), draft(2)]))

    assert [one.reason for one in outcomes if isinstance(one, Failed)] == [
        "creating an issue as Task in OPS: The project is closed."
    ] * 2


def test_a_priority_that_is_refused_is_left_out_and_told(jira: Jira, desk: Desk) -> None:
    jira.next(faults.partial(0, priority="Not today."), on="POST /issue/bulk")

    (outcome,) = desk().create([replace(draft(), priority="High", owners=())])

    assert done(outcome).remarks == ("it was created without Priority: Not today.",)
    assert len(jira.issues()) == 1


def test_a_lost_answer_leaves_all_of_its_fifty_in_doubt_and_the_rest_goes_on(
    jira: Jira, desk: Desk
) -> None:
    jira.next(faults.dropped(after=True), on="POST /issue/bulk")

    outcomes = list(desk().create(draft(number) for number in range(1, 61)))

    assert [type(one) for one in outcomes] == [InDoubt] * 50 + [Done] * 10
    assert len(jira.issues()) == 60


def test_two_lost_answers_in_a_row_end_it(jira: Jira, desk: Desk) -> None:
    jira.next(faults.unavailable(after=True), times=2, on="POST /issue/bulk")
    outcomes = desk().create(draft(number) for number in range(1, 161))
    seen: list[Outcome] = []

    with pytest.raises(Unavailable, match="lost several answers in a row"):
        seen.extend(outcomes)

    assert len(jira.names("POST /issue/bulk")) == 2
    assert [type(one) for one in [*seen]] == [InDoubt] * len(seen)


def test_what_never_arrived_failed_and_is_not_in_doubt(jira: Jira, desk: Desk) -> None:
    jira.next(faults.unreachable(), on="POST /issue/bulk")
    outcomes = desk().create([draft()])

    assert isinstance(next(outcomes), Failed)
    with pytest.raises(Unavailable):
        next(outcomes)
    assert jira.issues() == []


def test_a_project_that_may_only_be_read_is_told_before_anything_is_sent(
    jira: Jira, desk: Desk
) -> None:
    jira.project("PAY", access="read")

    with pytest.raises(Rejected, match="there is no project PAY, or this account may not create"):
        desk(project="PAY").prepare([draft()])

    assert jira.names("POST /issue/bulk") == []


def test_a_long_title_is_cut_and_the_text_is_whole(jira: Jira, desk: Desk) -> None:
    words = "alert " * 100
    long = replace(draft(title=words), text=words)

    (ticket,) = made(desk(), long)

    issue = jira.find(ticket.ref.id)
    assert len(issue.summary) <= 255
    assert issue.summary.endswith("alert…")
    assert words.strip() in text_of(jira, issue)


def test_a_huge_text_is_cut_and_says_so(jira: Jira, desk: Desk) -> None:
    huge = replace(draft(), text="é{*}" * 50_000, summary="𝔸" * 50_000)

    (ticket,) = made(desk(), huge)

    assert "Cut here: Jira keeps no longer text." in text_of(jira, jira.find(ticket.ref.id))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2026/12/01", date(2026, 12, 1)),
        ("1 Dec 2026", date(2026, 12, 1)),
        ("December 1, 2026", date(2026, 12, 1)),
        ("2026-13-01", None),
        ("12/01/2026", None),
        ("next week", None),
        (None, None),
    ],
)
def test_a_due_date_is_taken_where_it_can_mean_one_day(text: str | None, day: date | None) -> None:
    assert day_of(text) == day


def test_a_project_that_refuses_a_shared_request_costs_the_others_nothing(
    jira: Jira, desk: Desk
) -> None:
    jira.project("PAY")
    place = {"project": "PAY"}
    tracker = desk(JiraPlace.model_validate(place))
    drafts = [replace(draft(n), place=place if n % 2 else {}, owners=()) for n in range(1, 7)]

    def forbid(request: Any) -> None:
        asked = [one["fields"] for one in (request.body or {}).get("issueUpdates", ())]
        if any(fields["project"] == {"key": "PAY"} for fields in asked):
            jira.next(faults.answer(403), on="POST /issue/bulk")

    jira.before = forbid

    outcomes = list(tracker.create([*drafts, replace(draft(9), place=place)]))

    assert [type(one) for one in outcomes] == [Failed, Done] * 3 + [Failed]
    assert len(jira.issues()) == 3
    assert jira.names().count("POST /issue/bulk") == 3


def test_outcomes_are_told_by_their_marks_in_whatever_order_jira_tells_them(
    jira: Jira, desk: Desk
) -> None:
    def turn(request: Any) -> None:
        if request.name == "POST /issue/bulk":
            request.body["issueUpdates"].reverse()

    jira.before = turn

    tickets = made(desk(), *(replace(draft(n), owners=()) for n in range(1, 4)))

    assert [one.ref.id for one in tickets] == ["OPS-3", "OPS-2", "OPS-1"]
    assert [one.marker for one in tickets] == [draft(n).marker for n in range(1, 4)]


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ("a, b", "labels of its route, filled from the document, "),
        ("pm-sync-" + "a" * 24, "should be another label than pm-sync"),
        ("x" * 300, "should be a label of at most 255 characters"),
    ],
)
def test_a_value_of_a_document_that_does_not_fit_fails_its_item_alone(
    desk: Desk, labels: str, told: str
) -> None:
    tracker = desk()
    drafts = [replace(draft(1), place={"labels": [labels]}), replace(draft(2), owners=())]
    tracker.recognise(drafts, {})
    tracker.prepare(drafts)

    first, second = tracker.create(drafts)

    assert isinstance(first, Failed)
    assert told in first.reason
    assert isinstance(second, Done)


def test_dates_people_and_groups_of_the_settings_take_jira_s_forms(jira: Jira, desk: Desk) -> None:
    ann(jira)
    day, who = jira.field("Day", "date"), jira.field("Reviewer", "user")
    jira.project("PAY", screen=(*SCREEN, day.id, who.id))
    values = {"Day": date(2026, 12, 1), "Reviewer": "ann@acme.test"}

    (ticket,) = made(desk(project="PAY", fields=values), replace(draft(), owners=()))

    more = jira.find(ticket.ref.id).more
    assert more[day.id] == "2026-12-01"
    assert "ann" in str(more[who.id])
