"""What is held back although it was planned."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import date

import pytest

from sync.errors import Refused
from sync.limits import Limits, held_back, refuse_emptied, refuse_outage
from sync.model.action import Action, Concern, CreateTicket, Field, Notice, Plan, UpdateTicket
from sync.model.memory import Remembered, State
from sync.model.postmortem import (
    ActionItem,
    Form,
    Postmortem,
    Skipped,
    Status,
    TicketRef,
)
from sync.model.report import Ending
from sync.model.ticket import Change, Draft, Marker, Ticket
from sync.plan import Observed
from sync.policy import Policy

NOTICE = Notice(Concern.ORPHAN, "a.md", None, "x", "y")


def creations(count: int) -> tuple[Action, ...]:
    marker = Marker("k", "", "d", "t", "p")
    draft = Draft(marker, "title", "text", "a.md", 1)
    return tuple(
        CreateTicket("a.md", line, "title", "local", draft, "none yet") for line in range(count)
    )


HOME = Ticket(TicketRef("jira", "OPS-0"), "", Status.OPEN, url="https://acme.example/OPS-0")


def observed(seen: int, gone: int, *, known: bool = True, home: Ticket = HOME) -> Observed:
    place = home.ref.place
    refs = [TicketRef(home.ref.tracker, f"{place}{number}") for number in range(seen + gone)]
    memory = State({ref: Remembered(ref, "k", "a.md") for ref in refs})
    return Observed(
        tickets={ref: Ticket(ref, "x", Status.OPEN) for ref in refs[:seen]},
        linked=frozenset(refs),
        vanished=frozenset(refs[seen:]),
        specimens={home.ref.tracker: home},
        state=memory if known else State(),
    )


def test_as_many_creations_as_the_limit_are_carried_out() -> None:
    assert held_back(Plan(creations(25)), Limits()) == ()


def test_one_more_refuses_all_creations_and_nothing_else() -> None:
    held = held_back(Plan((*creations(26), NOTICE)), Limits())

    assert len(held) == 26
    assert all(hold.ending is Ending.REFUSED for hold in held)
    assert all(isinstance(hold.action, CreateTicket) for hold in held)
    assert "--allow create" in held[0].reason


def test_the_limit_can_be_lifted_for_a_run() -> None:
    assert held_back(Plan(creations(26)), Limits(allow=frozenset({"create"}))) == ()


def test_off_the_default_branch_creations_wait_without_being_refused() -> None:
    held = held_back(Plan(creations(1)), Limits(off_branch="this is branch x"))

    assert [hold.ending for hold in held] == [Ending.HELD]


@pytest.mark.parametrize(("seen", "gone"), [(0, 1), (1, 3), (49, 50)])
def test_most_tickets_vanished_looks_like_an_outage(seen: int, gone: int) -> None:
    with pytest.raises(Refused, match="--allow vanished"):
        refuse_outage(observed(seen, gone), Limits())


@pytest.mark.parametrize(("seen", "gone"), [(0, 0), (1, 1), (1, 2), (50, 50), (99, 1)])
def test_a_few_vanished_tickets_do_not(seen: int, gone: int) -> None:
    refuse_outage(observed(seen, gone), Limits())


@pytest.mark.parametrize(("seen", "gone"), [(0, 1), (0, 3), (1, 3), (1, 50)])
def test_dead_references_that_no_run_ever_saw_are_no_sign_of_an_outage(
    seen: int, gone: int
) -> None:
    refuse_outage(observed(seen, gone, known=False), Limits())


def test_many_links_into_nothing_are_one_although_nothing_is_remembered() -> None:
    with pytest.raises(Refused, match="looks empty: none of the 4 linked tickets"):
        refuse_outage(observed(0, 4, known=False), Limits())


def test_an_empty_embedded_tracker_is_one_from_the_first_link_on() -> None:
    embedded = Ticket(TicketRef("local", "LOCAL-999999"), "", Status.OPEN)

    with pytest.raises(Refused, match="looks empty"):
        refuse_outage(observed(0, 1, known=False, home=embedded), Limits())


def test_a_person_can_say_that_they_are_really_gone() -> None:
    refuse_outage(observed(0, 9), Limits(allow=frozenset({"vanished"})))


def updates(count: int, status: Status | None = None) -> tuple[Action, ...]:
    refs = [TicketRef("local", f"LOCAL-{line}") for line in range(count)]
    return tuple(
        UpdateTicket(
            "a.md", line, "x", ref, Field.TITLE, "a", "b", "edited", Change(ref, status=status)
        )
        for line, ref in enumerate(refs)
    )


@pytest.mark.parametrize(
    ("changed", "linked", "limit"), [(100, 1000, 100), (9, 9, 100), (10, 20, 100), (0, 0, 0)]
)
def test_as_many_changes_as_the_limits_are_carried_out(
    changed: int, linked: int, limit: int
) -> None:
    assert held_back(Plan(updates(changed)), Limits(update=limit), linked) == ()


@pytest.mark.parametrize(
    ("changed", "linked", "told"),
    [(101, 1000, "the limit is 100 in one run"), (11, 20, "11 of 20 linked tickets")],
)
def test_more_changes_are_refused_and_creations_are_not(
    changed: int, linked: int, told: str
) -> None:
    held = held_back(Plan((*creations(1), *updates(changed))), Limits(), linked)

    assert {type(hold.action) for hold in held} == {UpdateTicket}
    assert {hold.ending for hold in held} == {Ending.REFUSED}
    assert told in held[0].reason
    assert "--allow update" in held[0].reason


def test_the_limit_of_changes_can_be_lifted_for_a_run() -> None:
    assert held_back(Plan(updates(500)), Limits(allow=frozenset({"update"})), 500) == ()


def a_document(*titles: str) -> Postmortem:
    items = tuple(ActionItem(title, line, line, Form.BULLET) for line, title in enumerate(titles))
    return Postmortem("a.md", "1", items=items)


def knowing(count: int, *, loose: bool = False) -> Observed:
    refs = [TicketRef("local", f"LOCAL-{number}") for number in range(count)]
    return Observed(state=State({ref: Remembered(ref, "k", "a.md", loose=loose) for ref in refs}))


@pytest.mark.parametrize("tickets", [2, 3, 4, 9])
def test_a_document_that_lost_all_of_its_items_stops_the_run(tickets: int) -> None:
    told = rf"a\.md: no action item is left of those that linked {tickets} tickets"

    with pytest.raises(Refused, match=told):
        refuse_emptied([a_document()], knowing(tickets), Policy(), Limits())


@pytest.mark.parametrize(
    ("document", "observed"),
    [
        (a_document("One"), knowing(4)),
        (a_document(), knowing(1)),
        (a_document(), knowing(9, loose=True)),
    ],
)
def test_a_document_that_lost_some_or_had_one_does_not(
    document: Postmortem, observed: Observed
) -> None:
    refuse_emptied([document], observed, Policy(), Limits())


@pytest.mark.parametrize(("marked", "stops"), [(0, True), (1, True), (2, False), (3, False)])
def test_items_that_a_person_s_mark_keeps_out_are_not_lost(*, marked: int, stops: bool) -> None:
    skipped = tuple(Skipped(line, "x", "ignored: not ours") for line in range(marked))
    others = (Skipped(9, "y", "a placeholder of the template"),)
    document = replace(a_document(), skipped=skipped + others)

    with pytest.raises(Refused) if stops else nullcontext():
        refuse_emptied([document], knowing(3), Policy(), Limits())


def test_items_that_are_linked_elsewhere_were_moved_and_are_not_lost() -> None:
    known = knowing(5)
    moved = replace(known, linked=frozenset(known.state.tickets))

    refuse_emptied([a_document()], moved, Policy(), Limits())


@pytest.mark.parametrize(
    ("document", "policy"),
    [
        (a_document(), Policy(only=frozenset({"b.md"}))),
        (replace(a_document(), status="Draft"), Policy(unless_status=frozenset({"draft"}))),
        (replace(a_document(), date=date(2020, 1, 1)), Policy(since=date(2026, 1, 1))),
    ],
)
def test_a_document_that_takes_no_part_stops_nobody(document: Postmortem, policy: Policy) -> None:
    refuse_emptied([document], knowing(5), policy, Limits())


def test_an_outage_of_one_tracker_is_not_hidden_by_another_that_is_well() -> None:
    lost, well = observed(0, 5), TicketRef("local", "LOCAL-1")
    tickets = {well: Ticket(well, "x", Status.OPEN)}
    mixed = replace(lost, tickets=tickets, linked=lost.linked | {well})

    with pytest.raises(Refused, match="none of the 5 linked tickets"):
        refuse_outage(mixed, Limits())


def test_a_person_can_say_that_the_items_were_taken_out() -> None:
    refuse_emptied([a_document()], knowing(9), Policy(), Limits(allow=frozenset({"vanished"})))


def test_closing_many_tickets_is_refused_and_other_changes_are_not() -> None:
    plan = Plan((*updates(26, Status.DONE), *updates(30)))

    held = held_back(plan, Limits(), linked=1000)

    assert {hold.action for hold in held} == set(updates(26, Status.DONE))
    assert (
        "26 tickets would be closed, and the limit is 25 in one run; say --allow close"
        in held[0].reason
    )
    assert held_back(plan, Limits(allow=frozenset({"close"})), linked=1000) == ()


def test_closing_most_tickets_at_once_looks_like_a_mistake() -> None:
    (held, *_) = held_back(Plan(updates(11, Status.WONT_DO)), Limits(), linked=20)

    assert "11 of 20 linked tickets would be closed at once" in held.reason
