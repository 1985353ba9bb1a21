"""What `init` finds before anything was done."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sync.model.postmortem import Postmortem, Reference, Status, TicketRef
from sync.policy import Policy
from sync.render.census import census, render_census
from tests.sync.render.documents import a_postmortem, an_item
from tests.sync.render.screens import Shown

TODAY = date(2026, 11, 23)
POLICY = Policy(since=date(2026, 10, 24))

LINKED = an_item("linked", line=1, references=(Reference(TicketRef("github", "#1")),))
OPEN = an_item("open", line=2)
FINISHED = an_item("finished", line=3, status=Status.DONE)
UNWANTED = an_item("unwanted", line=4, ticket_wanted=False)


def aged(days: int, *, path: str = "a.md") -> Postmortem:
    day = TODAY - timedelta(days=days)
    return a_postmortem(LINKED, OPEN, FINISHED, UNWANTED, date=day, path=path)


def test_documents_and_items_are_shown_by_age(piped: Shown) -> None:
    postmortems = (aged(3), aged(200, path="b.md"), a_postmortem(OPEN, date=None, path="c.md"))

    shown = piped(lambda to: render_census(postmortems, (), POLICY, TODAY, to, limit=25))

    assert shown == (
        "Found 9 items in 3 documents:\n"
        "                     documents  items  linked  unlinked  finished  unwanted\n"
        "  last 30 days               1      4       1         1         1         1\n"
        "  90 days to a year          1      4       1         1         1         1\n"
        "  without a date             1      1       0         1         0         0\n"
        "\n"
        "The first sync would create 1 ticket. 2 documents from before 2026-10-24 or without a date"
        " would only be read; change `since`, or say --include-old, to take them in.\n"
    )


def test_ages_include_their_last_day() -> None:
    tallies = census([aged(30), aged(31), aged(365), aged(366)], TODAY)

    assert [tally.age for tally in tallies] == [
        "last 30 days",
        "30 to 90 days",
        "90 days to a year",
        "older than a year",
    ]


def test_without_a_first_day_everything_takes_part(piped: Shown) -> None:
    shown = piped(lambda to: render_census((aged(900),), (), Policy(), TODAY, to, limit=25))

    assert shown.endswith("\nThe first sync would create 1 ticket.\n")


def test_nothing_to_create_is_said(piped: Shown) -> None:
    shown = piped(lambda to: render_census((a_postmortem(),), (), POLICY, TODAY, to, limit=25))

    assert shown.endswith("\nThe first sync would create no ticket.\n")


def test_more_creations_than_a_run_may_do_are_told_beforehand(piped: Shown) -> None:
    postmortems = (aged(3), aged(4, path="b.md"))

    shown = piped(lambda to: render_census(postmortems, (), POLICY, TODAY, to, limit=1))

    assert "would create 2 tickets. More than 1 in one run are refused" in shown
    assert "--allow create" in shown


def test_an_empty_repository_is_told_as_one(piped: Shown) -> None:
    shown = piped(lambda to: render_census((), (), POLICY, TODAY, to, limit=25))

    assert shown == "No postmortems were found yet.\n"


@given(st.lists(st.none() | st.dates(min_value=date(1990, 1, 1), max_value=date(2030, 1, 1))))
def test_every_document_and_item_is_counted_once(days: list[date | None]) -> None:
    postmortems = [a_postmortem(LINKED, OPEN, FINISHED, UNWANTED, date=day) for day in days]

    tallies = census(postmortems, TODAY)

    assert sum(tally.documents for tally in tallies) == len(days)
    assert sum(tally.items for tally in tallies) == 4 * len(days)
