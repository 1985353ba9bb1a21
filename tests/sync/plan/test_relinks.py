"""What is planned for references to tickets that moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sync.model.action import Concern, Field, Notice, WriteCell
from sync.model.postmortem import ActionItem, Reference, Status, TicketRef
from sync.model.ticket import Ticket
from sync.plan import Observed
from sync.policy import Policy
from tests.sync.plan.making import a_postmortem, actions_for, an_item, linked, our_ticket, seen

OLD, NEW = TicketRef("forge", "acme/shop#12"), TicketRef("forge", "acme/web#3")
PAGE = "https://forge.example/acme/web/issues/3"


def naming(*references: Reference) -> ActionItem:
    return replace(an_item(), references=references, status=Status.OPEN)


def moved(label: str = "", ref: TicketRef = NEW) -> Observed:
    ticket = Ticket(ref, "Add an alert", Status.OPEN, label=label, url=PAGE)
    return seen(ticket, linked=frozenset({OLD}), moved={OLD: ref})


def test_the_reference_gives_way_to_the_label_and_the_page_of_today() -> None:
    reference = Reference(OLD, "https://forge.example/acme/shop/issues/12")

    [action] = actions_for(a_postmortem(naming(reference)), observed=moved("web#3"))

    assert isinstance(action, WriteCell)
    assert (action.field, action.ticket, action.replaces) == (Field.TICKET, NEW, reference)
    assert (action.old, action.new, action.url) == ("acme/shop#12", "web#3", PAGE)
    assert action.reason == "acme/shop#12 has moved to acme/web#3"
    assert not action.new_column


def test_without_a_label_the_name_is_written() -> None:
    [action] = actions_for(a_postmortem(naming(Reference(OLD))), observed=moved())

    assert isinstance(action, WriteCell)
    assert action.new == "acme/web#3"


@pytest.mark.parametrize(("url", "planned"), [(None, 0), ("https://forge.example/x", 1)])
def test_a_name_that_reads_the_same_stays_and_a_link_is_led_on(
    url: str | None, planned: int
) -> None:
    renamed = TicketRef("forge", "acme/store#12")

    actions = actions_for(a_postmortem(naming(Reference(OLD, url))), observed=moved("#12", renamed))

    assert len(actions) == planned


def test_a_number_that_only_ends_alike_is_another_name() -> None:
    actions = actions_for(
        a_postmortem(naming(Reference(OLD))), observed=moved("#2", TicketRef("forge", "acme/web#2"))
    )

    assert [action.new for action in actions if isinstance(action, WriteCell)] == ["#2"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_new_name_that_stands_there_already_is_told(turned: bool) -> None:
    both = (Reference(OLD), Reference(NEW))

    [notice] = actions_for(
        a_postmortem(naming(*(both[::-1] if turned else both))), observed=moved()
    )

    assert isinstance(notice, Notice)
    assert (notice.concern, notice.ticket) == (Concern.MOVED, NEW)
    assert "take acme/shop#12 out" in notice.reason


def test_of_two_old_names_of_one_ticket_the_second_is_told() -> None:
    older = TicketRef("forge", "acme/old#1")
    observed = replace(moved(), moved={OLD: NEW, older: NEW})

    write, notice = actions_for(
        a_postmortem(naming(Reference(OLD), Reference(older))), observed=observed
    )

    assert isinstance(write, WriteCell)
    assert isinstance(notice, Notice)
    assert "take acme/old#1 out" in notice.reason


@pytest.mark.parametrize(
    "fields", [{"ignored": "done by hand"}, {"date": None}, {"date": date(2020, 1, 1)}]
)
def test_a_document_that_is_held_back_is_not_followed_up(fields: dict[str, object]) -> None:
    postmortem = a_postmortem(naming(Reference(OLD)), path="postmortems/a.md", **fields)

    assert not actions_for(
        postmortem, observed=moved(), policy=Policy(tracker="forge", since=date(2026, 1, 1))
    )


def test_a_ticket_that_moved_is_no_orphan_nor_given_to_another_item() -> None:
    item, other = an_item(status=Status.OPEN), an_item("Fix the retry", line=11)
    postmortem = a_postmortem(linked(item, OLD), other)
    ticket = our_ticket(postmortem, item, ref=NEW)

    actions = actions_for(postmortem, observed=seen(ticket, moved={OLD: NEW}))

    assert [type(action).__name__ for action in actions] == ["WriteCell", "CreateTicket"]
