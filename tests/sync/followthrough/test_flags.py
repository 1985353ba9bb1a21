"""What a person has to look at, in which order, and what there is to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sync.errors import Problem
from sync.followthrough.model import Flag
from sync.followthrough.sla import Sla
from sync.model.memory import Base, Remembered, State
from sync.model.postmortem import ActionItem, Skipped, Status
from sync.plan import Observed
from sync.policy import People, Person, Policy
from tests.sync.followthrough.knowing import TODAY, a_ticket, the_item, told
from tests.sync.plan.making import REF, a_postmortem, an_item, linked


def owned(title: str = "Add an alert", line: int = 10, **fields: object) -> ActionItem:
    """Somebody has it."""
    return an_item(title, line, owners=("Ann",), **fields)


@pytest.mark.parametrize(("due", "over"), [("2026-11-26", 1), ("2026-11-27", 0), ("Q4", 0)])
def test_what_was_due_before_today_is_overdue(due: str, over: int) -> None:
    item = the_item(a_postmortem(linked(owned(due=due))), tickets=(a_ticket(),))

    assert item.days_over(TODAY) == over
    assert (Flag.OVERDUE in item.flags) == bool(over)


def test_what_is_done_is_never_overdue() -> None:
    document = a_postmortem(linked(owned(due="2026-11-01")))

    item = the_item(document, tickets=(a_ticket(Status.DONE, closed="2026-11-20"),))

    assert (item.flags, item.why) == (frozenset(), "")


def test_a_limit_makes_overdue_what_has_no_day() -> None:
    document = a_postmortem(linked(owned(priority="P0")))

    item = the_item(document, tickets=(a_ticket(opened="2026-11-01"),), sla=Sla("pagerduty"))

    assert item.days_over(TODAY) == 11


def test_an_item_that_nobody_has_says_so_whatever_else_there_is() -> None:
    item = the_item(a_postmortem(linked(an_item(due="2026-11-01"))), tickets=(a_ticket(),))

    assert item.flags == {Flag.OVERDUE, Flag.NO_OWNER}
    assert item.why == "finish it, or agree on another day; find somebody who does it"


def test_an_item_is_told_when_all_who_have_it_left_and_not_before() -> None:
    people = People((Person("Ann Lee", ("Ann",), left=True), Person("Bob")))
    policy = Policy(people=people)

    gone = the_item(
        a_postmortem(linked(an_item(owners=("Ann",)))), tickets=(a_ticket(),), policy=policy
    )
    half = the_item(
        a_postmortem(linked(an_item(owners=("Ann", "Bob")))), tickets=(a_ticket(),), policy=policy
    )

    assert gone.flags == {Flag.LEFT}
    assert gone.why == "Ann Lee left: give it to somebody else"
    assert half.flags == frozenset()


@pytest.mark.parametrize(
    ("day", "since", "flagged"),
    [
        (date(2026, 11, 12), None, True),
        (date(2026, 11, 13), None, False),
        (date(2026, 11, 25), date(2026, 11, 26), True),
        (None, None, True),
    ],
)
def test_an_old_item_without_a_ticket_was_never_tracked(
    day: date | None, since: date | None, flagged: bool
) -> None:
    item = the_item(a_postmortem(owned(), date=day), policy=Policy(since=since))

    assert (Flag.UNTRACKED in item.flags) == flagged


@pytest.mark.parametrize(
    "item",
    [
        owned(ticket_wanted=False),
        owned(unrecognised=("Bug 7",)),
        owned(status=Status.WONT_DO),
    ],
)
def test_what_wants_no_ticket_or_names_an_unknown_one_is_not_untracked(
    item: ActionItem,
) -> None:
    assert the_item(a_postmortem(item)).flags == frozenset()


def test_an_untracked_item_says_why_no_run_makes_its_ticket() -> None:
    draft = a_postmortem(owned(), status="Draft")
    old = Policy(since=date(2026, 11, 10))

    assert "draft, so it gets no ticket yet" in the_item(draft).why
    assert "sync --include-old" in the_item(a_postmortem(owned()), policy=old).why


def test_a_ticket_that_vanished_is_told_and_the_item_is_open() -> None:
    seen = Observed(linked=frozenset({REF}), vanished=frozenset({REF}))

    item = the_item(a_postmortem(linked(owned())), observed=seen)

    assert item.flags == {Flag.VANISHED}
    assert item.is_open
    assert "cannot be found" in item.why


def test_a_conflict_is_told_with_the_ways_out_of_it() -> None:
    document = a_postmortem(linked(owned(due="2026-12-24", places=frozenset({"due"}))))
    mark = a_ticket(due="2026-12-31", owners=("Ann",))
    memory = {
        "status": Base("open", "open"),
        "due": Base("2026-12-01", "2026-12-01"),
        "owner": Base("Ann", "Ann"),
        "title": Base(mark.title, mark.title),
    }
    seen = Observed(
        tickets={REF: mark},
        linked=frozenset({REF}),
        state=State(tickets={REF: Remembered(REF, None, document.path, fields=memory)}),
    )

    item = the_item(document, observed=seen, policy=Policy(write_adopted=True))

    assert Flag.CONFLICT in item.flags
    assert "--take" in item.why


def test_overdue_ones_come_first_then_what_needs_somebody_and_what_is_closed_last() -> None:
    document = a_postmortem(
        owned("calm", 1),
        owned("closed", 2, status=Status.DONE),
        owned("late", 3, due="2026-11-20"),
        owned("later", 4, due="2026-11-01"),
        an_item("urgent, nobody", 5, priority="P0"),
        an_item("nobody", 6, priority="P3"),
        date=date(2026, 11, 20),
    )

    assert [one.title for one in told(document).items] == [
        "later",
        "late",
        "urgent, nobody",
        "nobody",
        "calm",
        "closed",
    ]


def test_what_could_not_be_read_or_looks_like_items_is_told() -> None:
    document = a_postmortem(near_misses=(Skipped(7, "Improvements", "nobody knows this title"),))
    problem = Problem("postmortems/b.md", 3, "byte 0xff is no UTF-8", "save it as UTF-8")

    report = told(document, problems=[problem], url=lambda path, line: f"{Path(path).name}#{line}")

    assert [(one.document, one.line, one.url, one.unreadable) for one in report.troubles] == [
        ("postmortems/b.md", 3, "b.md#3", True),
        ("postmortems/a.md", 7, "a.md#7", False),
    ]
