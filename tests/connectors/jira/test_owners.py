"""Whoever can be assigned is, nobody on a guess, and an owner never costs a ticket."""

from __future__ import annotations

import pytest

from connectors.contract.drafts import made
from sync.model.ticket import Owner
from tests.connectors.jira.conftest import Desk
from tests.connectors.jira.issues import ann, done, owned, text_of
from tests.fakes.jira import faults
from tests.fakes.jira.fake import Jira

SCREEN = ("summary", "description", "labels", "priority", "components", "assignee", "duedate")


def test_whoever_has_the_address_is_assigned(jira: Jira, desk: Desk) -> None:
    owner = ann(jira)

    (ticket,) = made(desk(), owned(owner))

    assignee = jira.find(ticket.ref.id).assignee
    assert assignee is not None
    assert assignee.email == "ann@acme.test"
    assert ticket.owners == (assignee.id,)


def test_one_person_is_looked_up_once(jira: Jira, desk: Desk) -> None:
    owner = ann(jira)

    made(desk(), *(owned(owner, number=number) for number in range(1, 60)))

    assert len(jira.names("GET /user/search")) == 1


@pytest.mark.parametrize("fault", [faults.login_page(), faults.html(200), faults.answer(404)])
def test_one_answer_that_is_not_jira_s_costs_nobody_their_ticket(
    jira: Jira, desk: Desk, fault: faults.Fault
) -> None:
    owner = ann(jira)
    jira.next(fault, on="GET /user/search")

    (ticket,) = made(desk(), owned(owner))

    assert len(ticket.owners) == 1


def test_where_something_always_answers_for_jira_the_ticket_is_made_without_its_owner(
    jira: Jira, desk: Desk
) -> None:
    owner = ann(jira)
    jira.next(faults.login_page(), times=None, on="GET /user/search")

    (outcome,) = desk().create([owned(owner)])

    assert done(outcome).ticket.owners == ()
    assert "may not look for people" in done(outcome).remarks[0]


def test_an_address_that_only_begins_so_is_nobody_s(jira: Jira, desk: Desk) -> None:
    jira.user("acc-eve", "ann@acme.test.evil.example", assignable=("OPS",))
    owner = Owner("Ann Lee", "ann@acme.test", known=True)

    (outcome,) = desk().create([owned(owner)])

    assert jira.find(done(outcome).ticket.ref.id).assignee is None
    assert done(outcome).remarks == (
        "Ann Lee is not assigned: nobody in Jira has the address ann@acme.test; correct it in [people], or give the account"
        " itself there",
    )


def test_of_two_people_with_one_address_neither_is_assigned(jira: Jira, desk: Desk) -> None:
    owner = ann(jira)
    jira.user("acc-two", "ann@acme.test", assignable=("OPS",))

    (outcome,) = desk().create([owned(owner)])

    assert jira.find(done(outcome).ticket.ref.id).assignee is None
    assert "several people in Jira have the address" in done(outcome).remarks[0]


@pytest.mark.parametrize("flavour", ["cloud"], indirect=True)
def test_whose_address_is_hidden_is_not_guessed_and_the_line_to_write_is_told(
    jira: Jira, desk: Desk
) -> None:
    owner = ann(jira, email_hidden=True)

    (outcome,) = desk().create([owned(owner)])

    assert done(outcome).ticket.owners == ()
    assert done(outcome).remarks == (
        "Ann Lee is not assigned: Jira does not show whose address ann@acme.test is; if 'Ann Lee' is meant, write"
        ' jira = "acc-ann" in [people]',
    )


@pytest.mark.parametrize("flavour", ["datacenter"], indirect=True)
def test_a_handle_is_a_login_of_data_center(jira: Jira, desk: Desk) -> None:
    ann(jira)

    (ticket,) = made(desk(), owned(Owner("@ann", "ann", known=True)))

    assert ticket.owners == ("ann",)


def test_a_name_that_nobody_knows_is_told_and_nobody_is_asked(jira: Jira, desk: Desk) -> None:
    (outcome,) = desk().create([owned(Owner("Bob", "Bob"))])

    assert jira.names("GET /user") == []
    assert done(outcome).remarks == (
        'Bob is not assigned: nobody knows who that is in Jira; add jira = "mail@…" to [people."Bob"]',
    )
    issue = jira.find(done(outcome).ticket.ref.id)
    assert "Bob (not assigned: nobody knows who that is in Jira)" in text_of(jira, issue).replace(
        "\\", ""
    )


def test_a_refused_assignee_does_not_cost_the_ticket_and_is_tried_once(
    jira: Jira, desk: Desk
) -> None:
    owner = ann(jira, assignable=())
    tracker = desk()

    first, second = tracker.create([owned(owner, number=1), owned(owner, number=2)])

    assert len(jira.issues()) == 2
    assert len(jira.names("PUT")) == 1
    assert "Ann Lee is not assigned: " in done(first).remarks[0]
    assert done(second).remarks == ("Ann Lee is not assigned: Jira lets nobody assign them in OPS",)


def test_a_screen_without_assignee_is_no_hindrance(jira: Jira, desk: Desk) -> None:
    jira.project("PAY", screen=("summary", "description", "labels"))
    owner = ann(jira, assignable=("PAY",))

    (ticket,) = made(desk(project="PAY"), owned(owner))

    assert ticket.owners == (jira.find(ticket.ref.id).assignee.id,)  # type: ignore[union-attr]


def test_an_assignee_that_is_dropped_without_a_word_is_assigned_afterwards(
    jira: Jira, desk: Desk
) -> None:
    jira.projects["OPS"].drops_assignee = True

    (ticket,) = made(desk(), owned(ann(jira)))

    assert len(ticket.owners) == 1


@pytest.mark.parametrize("flavour", ["cloud"], indirect=True)
@pytest.mark.parametrize(
    "found",
    [
        {"accountId": "acc-x", "emailAddress": "ann@acme.test", "accountType": "app"},
        {"accountId": "acc-x", "emailAddress": "ann@acme.test", "accountType": "customer"},
        {"accountId": "acc-x", "displayName": "ann@acme.test.evil", "accountType": "atlassian"},
    ],
)
def test_only_a_person_with_exactly_that_address_is_assigned(
    jira: Jira, desk: Desk, found: dict[str, str]
) -> None:
    me = {"X-AACCOUNTID": jira.me.id}
    jira.next(faults.answer(200, [found], me), on="GET /user/search")

    (outcome,) = desk().create([owned(Owner("Ann", "ann@acme.test", known=True))])

    assert jira.find(done(outcome).ticket.ref.id).assignee is None
    assert done(outcome).remarks[0].startswith("Ann is not assigned: ")


def test_who_would_be_assigned_is_foreseen_without_making_anything(jira: Jira, desk: Desk) -> None:
    known, unknown = (
        owned(ann(jira)),
        owned(Owner("Nobody", "nobody@acme.test", known=True), number=2),
    )

    found = desk().foresee([known, unknown])

    assert len(found[known.marker.key].people) == 1
    assert found[known.marker.key].remarks == ()
    assert found[unknown.marker.key].people == ()
    assert "Nobody is not assigned: " in found[unknown.marker.key].remarks[0]
    assert not [name for name in jira.names() if name.startswith(("POST /issue", "PUT"))]
    assert jira.issues() == []
