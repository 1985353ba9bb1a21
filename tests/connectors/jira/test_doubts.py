"""Where a ticket may hide: behind gaps, in another project, in a project that counts anew, behind another's mark."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.contract.drafts import draft, made
from connectors.jira.marker import label_of
from connectors.jira.options import JiraPlace
from sync.errors import Unavailable
from sync.model.postmortem import TicketRef
from sync.model.ticket import Draft, Failed
from tests.connectors.jira.conftest import Desk
from tests.fakes.jira.fake import Jira

HOURS = 3600.0


def one(number: int = 1) -> Draft:
    return replace(draft(number), owners=())


def test_what_is_in_doubt_is_looked_for_past_longer_gaps(jira: Jira, desk: Desk) -> None:
    gap = 230 if jira.cloud else 30
    for _ in range(gap):
        jira.issue("OPS", "Somebody's own")
    jira.lag = HOURS
    made(desk(), one())
    for number in range(2, gap + 1):
        jira.hide(f"OPS-{number}")

    found = desk().recognise([one()], {"OPS": 1}, doubtful={one().marker.key})

    assert [ticket.ref.id for ticket in found] == [f"OPS-{gap + 1}"]


def test_what_is_in_doubt_is_looked_for_in_every_project_that_it_may_have_gone_to(
    jira: Jira, desk: Desk
) -> None:
    jira.project("PAY")
    jira.lag = HOURS
    made(desk(project="PAY"), one())
    later = desk(project="OPS", projects=["PAY"])

    assert later.recognise([one()], {}) == ()
    (found,) = later.recognise([one()], {}, doubtful={one().marker.key})

    assert found.ref.id == "PAY-1"


def test_a_number_that_no_issue_has_any_more_proves_nothing(jira: Jira, desk: Desk) -> None:
    for _ in range(10):
        jira.issue("OPS", "Somebody's own")
    jira.lag = HOURS
    made(desk(), one())

    (found,) = desk().recognise([one()], {"OPS": 501})

    assert found.ref.id == "OPS-11"


def test_a_label_beside_another_s_property_is_no_find(jira: Jira, desk: Desk) -> None:
    made(desk(), one(1))
    jira.edit("OPS-1", labels=[*jira.find("OPS-1").labels, label_of(one(2).marker.key)])
    jira.lag = HOURS
    made(desk(), one(2))

    found = desk().recognise([one(2)], {"OPS": 1})

    assert [ticket.ref.id for ticket in found if ticket.marker == one(2).marker] == ["OPS-2"]


@pytest.mark.parametrize("flavour", ["datacenter"], indirect=True)
def test_a_copied_description_does_not_beat_label_and_property(jira: Jira, desk: Desk) -> None:
    made(desk(), one(1), one(2))
    jira.edit("OPS-2", description=jira.find("OPS-1").description)

    found = {ticket.ref.id: ticket.marker for ticket in desk().recognise([one(1), one(2)], {})}

    assert found == {"OPS-1": one(1).marker, "OPS-2": one(2).marker}


def test_two_rows_may_name_one_moved_issue_by_its_old_and_its_new_key(
    jira: Jira, desk: Desk
) -> None:
    made(desk(), one())
    jira.project("PAY")
    jira.move("OPS-1", "PAY")
    old, new = TicketRef("jira", "OPS-1"), TicketRef("jira", "PAY-1")

    found = desk().fetch([old, new])

    assert {ref: ticket.ref for ref, ticket in found.items()} == {old: new, new: new}


@pytest.mark.parametrize("flavour", ["datacenter"], indirect=True)
def test_a_search_that_knows_nothing_is_not_replaced_by_thousands_of_questions(
    jira: Jira, desk: Desk
) -> None:
    jira.lag = HOURS
    for _ in range(1100):
        jira.issue("OPS", "Somebody's own")

    with pytest.raises(Unavailable, match="does not know more than 1000 of the latest issues"):
        desk().recognise([one()], {})

    assert len(jira.requests) < 1010


def test_several_problems_are_told_each_at_its_own_items(jira: Jira, desk: Desk) -> None:
    tracker = desk(JiraPlace(project="NOPE"), JiraPlace(project="NONE"))
    drafts = [
        replace(one(1), place={"project": "NOPE"}),
        replace(one(2), place={"project": "NONE"}),
    ]
    tracker.prepare(drafts)

    first, second = tracker.create(drafts)

    assert isinstance(first, Failed)
    assert isinstance(second, Failed)
    assert ("NOPE" in first.reason, "NONE" in first.reason) == (True, False)
    assert ("NOPE" in second.reason, "NONE" in second.reason) == (False, True)
