"""Numbers: by name, by age, by postmortem, by week, and since some day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sync.followthrough.model import Tally, Week
from sync.model.postmortem import Status, TicketRef
from tests.sync.followthrough.knowing import TODAY, a_ticket, told
from tests.sync.plan.making import a_postmortem, an_item, linked


def ref(number: int) -> TicketRef:
    return TicketRef("local", f"LOCAL-{number}")


def test_groups_count_each_name_whatever_its_case_and_the_worst_comes_first() -> None:
    document = a_postmortem(
        linked(an_item("a", 1, owners=("ann",)), ref(1)),
        linked(an_item("b", 2, owners=("Ann", "Bob")), ref(2)),
        linked(an_item("c", 3, due="2026-11-01"), ref(3)),
    )
    closed = a_ticket(Status.DONE, "2026-11-05", "2026-11-15", ref(1))

    report = told(document, tickets=(closed, a_ticket(ref=ref(2)), a_ticket(ref=ref(3))))

    assert report.groups["owner"] == (
        Tally("nobody", 1, 1, 0, 22, None),
        Tally("Ann", 1, 0, 1, 22, 10),
        Tally("Bob", 1, 0, 0, 22, None),
    )
    assert set(report.groups) == {"owner"}


def test_ages_are_told_in_order_and_unknown_ones_only_where_there_are_any() -> None:
    old = a_postmortem(an_item(), path="a.md", date=date(2025, 1, 1))
    new = a_postmortem(an_item(), path="b.md", date=date(2026, 11, 20))
    undated = a_postmortem(an_item(), path="c.md", date=None)

    assert next(iter(told(old, new).ages.items())) == ("under 2 weeks", 1)
    assert told(old, new).ages["over a year"] == 1
    assert "unknown" not in told(old, new).ages
    assert told(undated).ages["unknown"] == 1


def test_postmortems_are_counted_the_newest_first() -> None:
    old = a_postmortem(an_item(), path="a.md", date=date(2026, 1, 1), severity="SEV1")
    new = a_postmortem(
        an_item(status=Status.DONE), an_item("Ask", 11, due="2026-11-01"), path="b.md"
    )
    empty = a_postmortem(path="c.md")

    assert [
        (one.document, one.total, one.closed, one.overdue)
        for one in told(old, new, empty).incidents
    ] == [
        ("b.md", 2, 1, 1),
        ("a.md", 1, 0, 0),
    ]


def test_weeks_end_today_have_no_gaps_and_leave_out_what_nobody_knows_the_end_of() -> None:
    document = a_postmortem(
        linked(an_item("a", 1), ref(1)),
        linked(an_item("b", 2), ref(2)),
        an_item("finished without a ticket", 3, status=Status.DONE),
    )
    closed = a_ticket(Status.DONE, "2026-11-05", "2026-11-14", ref(1))

    weeks = told(document, tickets=(closed, a_ticket(opened="2026-11-26", ref=ref(2)))).weeks

    assert weeks == (
        Week(date(2026, 10, 30), 0, 0),
        Week(date(2026, 11, 6), 1, 0),
        Week(date(2026, 11, 13), 1, 0),
        Week(date(2026, 11, 20), 1, 1),
        Week(TODAY, 2, 1),
    )


_DAYS = st.integers(-30, 900).map(lambda back: (TODAY - timedelta(days=back)).isoformat())


@given(st.lists(st.tuples(_DAYS, st.none() | _DAYS), min_size=1, max_size=20))
def test_weeks_only_rise_and_what_lies_between_is_never_less_than_nothing(
    lives: list[tuple[str, str | None]],
) -> None:
    items = [linked(an_item(f"item {number}", number), ref(number)) for number in range(len(lives))]
    tickets = tuple(
        a_ticket(Status.DONE if closed else Status.OPEN, opened, closed, ref(number))
        for number, (opened, closed) in enumerate(lives)
    )

    report = told(a_postmortem(*items), tickets=tickets)

    weeks = report.weeks
    assert [one.ends for one in weeks] == sorted(one.ends for one in weeks)
    assert all(week.opened >= week.closed >= 0 for week in weeks)
    assert all(a.opened <= b.opened and a.closed <= b.closed for a, b in pairwise(weeks))
    assert weeks[-1] == Week(TODAY, len(lives), sum(closed is not None for _, closed in lives))


def test_what_changed_is_told_by_the_days_of_tickets() -> None:
    document = a_postmortem(
        linked(an_item("old", 1), ref(1)),
        linked(an_item("closed", 2), ref(2)),
        linked(an_item("new", 3), ref(3)),
        linked(an_item("fell due", 4, due="2026-11-22"), ref(4)),
        linked(an_item("long due", 5, due="2026-11-01"), ref(5)),
    )
    tickets = (
        a_ticket(ref=ref(1)),
        a_ticket(Status.DONE, "2026-11-05", "2026-11-21", ref(2)),
        a_ticket(opened="2026-11-24", ref=ref(3)),
        a_ticket(ref=ref(4)),
        a_ticket(ref=ref(5)),
    )

    changed = told(document, tickets=tickets).changed
    before = told(document, tickets=tickets, since="2026-11-25").changed

    assert [
        [one.title for one in part] for part in (changed.opened, changed.closed, changed.fell_due)
    ] == [
        ["new"],
        ["closed"],
        ["fell due"],
    ]
    assert (before.opened, before.closed, before.fell_due) == ((), (), ())
