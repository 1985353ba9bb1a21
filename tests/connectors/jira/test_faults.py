"""What goes wrong on the way to Jira: nothing is made twice, nothing is taken for gone, and the message says what to do."""

from __future__ import annotations

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from connectors.jira.tracker import JiraTracker
from sync.errors import Rejected, Unavailable
from sync.model.postmortem import TicketRef
from sync.model.ticket import Done, Failed, InDoubt
from tests.connectors.jira.conftest import Desk
from tests.connectors.jira.faulty import (
    CREATE,
    LOST,
    NEVER,
    PASSING,
    REFUSALS,
    SEARCH,
    said,
    stepwise,
)
from tests.fakes.jira import faults
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.faults import Fault


@pytest.mark.parametrize(("fault", "told"), REFUSALS, ids=[told[:40] for _, told in REFUSALS])
def test_a_refusal_of_a_creation_stops_the_others_and_says_what_to_do(
    jira: Jira, tracker: JiraTracker, fault: Fault, told: str
) -> None:
    jira.next(fault, on=CREATE)

    outcomes, error = stepwise(tracker, *range(1, 110))

    assert {type(one) for one in outcomes} == {Failed}
    assert all(isinstance(one, Failed) and told in one.reason for one in outcomes)
    assert isinstance(error, Rejected)
    assert told in str(error)
    assert jira.issues() == []
    assert jira.names().count(CREATE) == 1


@pytest.mark.parametrize(("fault", "told"), REFUSALS, ids=[told[:40] for _, told in REFUSALS])
def test_a_refusal_of_a_reading_is_told_and_is_not_an_empty_list(
    jira: Jira, desk: Desk, fault: Fault, told: str
) -> None:
    made(desk(), draft())
    jira.next(fault, on=SEARCH)
    tracker = desk()

    with pytest.raises(Rejected) as caught:
        tracker.find(PROJECT)
    assert told in str(caught.value)


def test_a_400_about_fields_names_them_as_people_do(jira: Jira, desk: Desk) -> None:
    team = jira.field("Team")
    jira.project("PAY", screen=("summary", "labels", "description", team.id))
    fields = {team.id: "Team is required."}
    jira.next(faults.partial(0, summary="Too rude.", fields=fields), on=CREATE)

    (outcome,) = desk(project="PAY").create([draft()])

    assert isinstance(outcome, Failed)
    assert outcome.reason == (
        f"creating an issue as Task in PAY: Summary: Too rude., Team ({team.id}): Team is required."
    )


def test_a_400_about_a_query_is_told_in_jira_s_words(jira: Jira, tracker: JiraTracker) -> None:
    jira.next(faults.answer(400, said("The value is odd.")), on=SEARCH)

    with pytest.raises(Rejected, match=r"Jira said no \(400: The value is odd\.\)"):
        tracker.find(PROJECT)


def test_a_bulk_that_is_too_large_is_cut_in_two(jira: Jira, tracker: JiraTracker) -> None:
    jira.next(faults.answer(413, said("Too large.")), on=CREATE)

    made(tracker, *(draft(number) for number in range(1, 11)))

    assert [len(r.body["issueUpdates"]) for r in jira.requests if r.name == CREATE] == [10, 5, 5]


@pytest.mark.parametrize(("_", "fault"), LOST, ids=[name for name, _ in LOST])
def test_a_lost_answer_is_in_doubt_is_not_sent_again_and_is_found(
    jira: Jira, desk: Desk, _: str, fault: Fault
) -> None:
    tracker = desk()
    jira.next(fault, on=CREATE)

    outcomes, error = stepwise(tracker, 1, 2)

    assert [type(one) for one in outcomes] == [InDoubt, InDoubt]
    assert all("whether the issue was created is not known yet" in o.reason for o in outcomes)  # type: ignore[union-attr]
    assert error is None
    assert jira.names().count(CREATE) == 1
    found = desk().recognise([draft(1), draft(2)], {})
    assert {one.marker for one in found} == {draft(1).marker, draft(2).marker}


@pytest.mark.parametrize(("_", "fault"), NEVER, ids=[name for name, _ in NEVER])
def test_what_never_arrived_is_no_doubt_and_ends_it(
    jira: Jira, tracker: JiraTracker, _: str, fault: Fault
) -> None:
    jira.next(fault, on=CREATE)

    outcomes, error = stepwise(tracker, 1)

    assert [type(one) for one in outcomes] == [Failed]
    assert isinstance(error, Unavailable)
    assert "nothing was sent" in str(error)


@pytest.mark.parametrize(("_", "fault"), PASSING, ids=[name for name, _ in PASSING])
def test_a_read_is_tried_again(jira: Jira, desk: Desk, _: str, fault: Fault) -> None:
    made(desk(), draft())
    tracker = desk()
    jira.next(fault, times=2, on=SEARCH)

    assert len(tracker.find(PROJECT).tickets) == 1

    assert len(desk.waits) == 2


@pytest.mark.parametrize(("_", "fault"), PASSING, ids=[name for name, _ in PASSING])
def test_a_read_that_never_works_is_told_after_five_attempts(
    jira: Jira, tracker: JiraTracker, _: str, fault: Fault
) -> None:
    jira.next(fault, times=None, on=SEARCH)

    with pytest.raises(Unavailable, match="Jira: "):
        tracker.find(PROJECT)

    assert len(jira.names("POST /search")) == 5


def test_an_answer_that_holds_no_issues_is_told(jira: Jira, tracker: JiraTracker) -> None:
    me = {"X-AACCOUNTID": jira.me.id, "X-AUSERNAME": jira.me.id}
    jira.next(faults.answer(200, {"hello": "world"}, me), on=SEARCH)

    with pytest.raises(Unavailable, match="an answer holds no issues; is `url` right"):
        tracker.find(PROJECT)


@pytest.mark.parametrize("flavour", ["cloud"], indirect=True)
def test_pages_that_lead_in_circles_end(jira: Jira, tracker: JiraTracker) -> None:
    page = {"issues": [], "nextPageToken": "again", "isLast": False}
    jira.next(faults.answer(200, page, {"X-AACCOUNTID": jira.me.id}), times=None, on=SEARCH)

    with pytest.raises(Unavailable, match="lead in circles"):
        tracker.find(PROJECT)


def test_where_what_was_made_cannot_be_looked_at_it_is_still_told_as_made(
    jira: Jira, tracker: JiraTracker
) -> None:
    look = "POST /issue/bulkfetch" if jira.cloud else SEARCH
    jira.next(faults.unavailable(), times=None, on=look)

    (outcome,) = tracker.create([draft()])

    assert isinstance(outcome, Done)
    assert outcome.ticket.ref == TicketRef("jira", "OPS-1")
    assert outcome.ticket.marker == draft().marker


@pytest.mark.parametrize("flavour", ["datacenter"], indirect=True)
def test_an_index_that_was_lost_stops_the_run_and_not_the_links(jira: Jira, desk: Desk) -> None:
    keys = [jira.issue("OPS").key for _ in range(1001)]
    jira.reading.page = jira.reading.cap = 1000
    empty = {"issues": [], "total": 0, "startAt": 0, "maxResults": 500}
    jira.next(faults.answer(200, empty, {"X-AUSERNAME": jira.me.id}), times=None, on=SEARCH)

    with pytest.raises(Unavailable, match="search does not know 1001 of the linked issues"):
        desk().fetch([TicketRef("jira", key) for key in keys])
