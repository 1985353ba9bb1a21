"""What exists already is found, however far behind the search is: by label, and past what searches know by key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from connectors.jira.marker import PROPERTY, label_of, property_of
from connectors.jira.tracker import JiraTracker
from sync.model.ticket import Draft, Failed, InDoubt
from tests.connectors.jira.conftest import Desk
from tests.fakes.jira import faults
from tests.fakes.jira.fake import Jira

HOURS = 3600.0


def some(count: int) -> list[Draft]:
    return [replace(draft(number), owners=()) for number in range(1, count + 1)]


def keys(tracker: JiraTracker, drafts: list[Draft], **highest: int) -> set[str]:
    return {ticket.ref.id for ticket in tracker.recognise(drafts, highest)}


def test_a_listed_ticket_is_found_by_its_label_with_one_question(jira: Jira, desk: Desk) -> None:
    drafts = some(40)
    made(desk(), *drafts)
    tracker = desk()
    tracker.find(PROJECT)
    before = len(jira.requests)

    assert len(tracker.recognise(drafts, {})) == 40
    assert len(jira.requests) - before <= 2


def test_what_the_index_does_not_know_yet_is_found_by_key(jira: Jira, desk: Desk) -> None:
    made(desk(), *some(3))
    jira.lag = HOURS
    lost = some(60)[3:]
    made(desk(), *lost)
    tracker = desk()

    assert tracker.find(PROJECT).tickets  # the first three
    assert len(keys(tracker, lost)) == 57 + 3  # whose numbers nobody had looked at either


def test_whoever_stands_at_a_number_that_is_looked_at_is_told_once_also_if_its_item_is_away(
    jira: Jira, desk: Desk
) -> None:
    jira.lag = HOURS
    away, here = some(2)
    made(desk(), away)
    jira.issue("OPS", "Somebody's own")
    tracker = desk()

    assert keys(tracker, [here], OPS=0) == {"OPS-1"}
    assert tracker.highest == {"OPS": 2}
    assert keys(desk(), [here], **tracker.highest) == set()


def test_a_project_of_which_the_index_knows_nothing_is_looked_through_from_its_beginning(
    jira: Jira, desk: Desk
) -> None:
    jira.lag = HOURS
    made(desk(), *some(5))

    assert len(keys(desk(), some(5))) == 5


def test_issues_out_of_order_in_the_index_are_found_below_the_newest(
    jira: Jira, desk: Desk
) -> None:
    jira.lag = HOURS
    made(desk(), *some(2))
    jira.lag = 0
    for _ in range(150):
        jira.issue("OPS", "Something else")

    assert keys(desk(), some(2)) == {"OPS-1", "OPS-2"}


def test_below_what_was_looked_at_nothing_is_asked_again(jira: Jira, desk: Desk) -> None:
    for _ in range(450):
        jira.issue("OPS", "Something else")
    first, second = desk(), desk()
    first.recognise(some(1), {})
    before = len(jira.requests)

    second.recognise(some(1), first.highest)

    assert first.highest == {"OPS": 450}
    asked = [name for name in jira.names()[before:] if "serverInfo" not in name]
    assert len(asked) <= (3 if jira.cloud else 12)


def test_a_remembered_number_reaches_further_back_than_two_hundred(jira: Jira, desk: Desk) -> None:
    jira.lag = HOURS
    made(desk(), *some(2))
    jira.lag = 0
    for _ in range(500):
        jira.issue("OPS", "Something else")

    found = keys(desk(), some(2), OPS=0)

    assert found == ({"OPS-1", "OPS-2"} if jira.cloud else set())


def test_gaps_in_the_numbers_do_not_end_the_search(jira: Jira, desk: Desk) -> None:
    gap = 130 if jira.cloud else 8
    for _ in range(gap):
        jira.issue("OPS", "Something else")
    jira.lag = HOURS
    made(desk(), *some(1))
    for number in range(2, gap + 1):
        jira.delete(f"OPS-{number}")

    assert len(keys(desk(), some(1))) == 1


def test_creating_raises_the_number_and_a_lost_answer_does_not(jira: Jira, desk: Desk) -> None:
    tracker = desk()
    tracker.recognise(some(1), {})
    made(tracker, *some(10))
    assert tracker.highest == {"OPS": 10}

    jira.next(faults.dropped(after=True), on="POST /issue/bulk")
    outcomes = list(tracker.create(some(120)[10:]))

    assert sum(isinstance(one, InDoubt) for one in outcomes) == 50
    assert tracker.highest == {"OPS": 10}


def test_a_lost_answer_is_found_by_key_however_long_the_index_takes(jira: Jira, desk: Desk) -> None:
    jira.lag = HOURS
    tracker = desk()
    tracker.recognise(some(50), {})
    jira.next(faults.dropped(after=True), on="POST /issue/bulk")
    list(tracker.create(some(50)))

    assert len(tracker.recognise(some(50), {})) == 50


def test_a_ticket_that_was_moved_away_is_found_by_its_label(jira: Jira, desk: Desk) -> None:
    made(desk(), *some(1))
    jira.project("PAY")
    jira.move("OPS-1", "PAY")

    assert keys(desk(), some(1)) == {"PAY-1"}


def test_two_issues_of_one_item_are_both_told(jira: Jira, desk: Desk) -> None:
    made(desk(), *some(1))
    copy = jira.issue("OPS", "Copy", labels=["pm-sync", label_of(draft(1).marker.key)])
    copy.properties[PROPERTY] = property_of(draft(1).marker)
    jira.beside(copy)

    assert keys(desk(), some(1)) == {"OPS-1", "OPS-2"}


def test_a_copy_that_a_person_made_of_our_issue_is_not_ours(jira: Jira, desk: Desk) -> None:
    made(desk(), *some(1))
    issue = jira.find("OPS-1")
    jira.user("eve", "eve@acme.test")
    jira.issue(
        "OPS", "Copy", labels=list(issue.labels), description=issue.description, creator="eve"
    )

    found = {one.ref.id: one for one in desk().recognise(some(1), {})}

    assert found["OPS-1"].marker == draft(1).marker
    assert found["OPS-2"].marker is None
    assert found["OPS-2"].claims == frozenset()


def test_an_issue_of_ours_without_its_property_claims_its_item(jira: Jira, desk: Desk) -> None:
    made(desk(), *some(1))
    jira.edit("OPS-1", properties={}, description=None)

    (ticket,) = desk().recognise(some(1), {})

    assert ticket.marker is None
    assert ticket.claims == {draft(1).marker.key}
    assert "bears our label and not our property" in ticket.remarks[0]


def test_a_property_that_creating_dropped_is_put_there(jira: Jira, desk: Desk) -> None:
    def drop(request: object) -> None:
        body = getattr(request, "body", None)
        for one in (body or {}).get("issueUpdates", ()):
            one["properties"] = []
            one["fields"].pop("description")

    jira.before = drop

    (ticket,) = made(desk(), *some(1))

    assert ticket.marker == draft(1).marker
    assert jira.find("OPS-1").properties[PROPERTY]["key"] == draft(1).marker.key


@pytest.mark.parametrize("flavour", ["cloud"], indirect=True)
def test_ten_thousand_keys_are_looked_for_with_sixty_seven_questions(
    jira: Jira, desk: Desk
) -> None:
    tracker = desk()
    tracker.find(PROJECT)
    before = len(jira.requests)

    tracker.recognise(some(10_000), {})

    labels = [one for one in jira.requests[before:] if "labels in" in str(one.body)]
    assert len(labels) == 67
    assert len(jira.requests) - before <= 69


def test_where_what_is_made_could_not_be_looked_for_nothing_is_made(jira: Jira, desk: Desk) -> None:
    tracker = desk()
    told = {"errorMessages": ["The value 'OPS' does not exist for the field 'project'."]}
    jira.next(faults.answer(400, told), on="POST /search*", skip=1)

    assert tracker.recognise(some(1), {}) == ()
    (outcome,) = tracker.create(some(1))

    assert isinstance(outcome, Failed)
    assert "may create issues in OPS and not see them" in outcome.reason
    assert jira.issues() == []
