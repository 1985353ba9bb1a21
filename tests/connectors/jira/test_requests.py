"""How many requests each kind of run takes: the figures that the documentation promises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from connectors.jira.marker import PROPERTY, anchor, label_of, property_of
from sync.model.postmortem import TicketRef
from sync.model.ticket import Owner
from tests.connectors.jira.conftest import URLS, Desk
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.model import Flavour

CLOUD = pytest.mark.parametrize("flavour", ["cloud"], indirect=True)
DATA_CENTER = pytest.mark.parametrize("flavour", ["datacenter"], indirect=True)


@pytest.fixture
def jira(flavour: Flavour) -> Iterator[Jira]:
    """Without a referee, who would take minutes for as many as this: the other tests have theirs."""
    world = Jira(URLS[flavour], flavour)
    world.project("OPS")
    world.me.assignable.add("OPS")
    with world.faked():
        yield world


def ref(number: int) -> TicketRef:
    return TicketRef("jira", f"OPS-{number}")


def many(jira: Jira, count: int) -> None:
    """So many issues of ours."""
    for number in range(1, count + 1):
        mark = draft(number).marker
        issue = jira.issue(
            "OPS",
            f"Item {number}",
            labels=["pm-sync", label_of(mark.key)],
            properties={PROPERTY: property_of(mark)},
            description=None if jira.cloud else anchor(mark),
            creator=jira.me.id,
        )
        jira.beside(issue)


@CLOUD
def test_ten_thousand_new_items_of_fifty_owners(jira: Jira, desk: Desk) -> None:
    owners = [Owner(f"p{n}", f"p{n}@acme.test", known=True) for n in range(50)]
    for n in range(50):
        jira.user(f"acc-{n}", f"p{n}@acme.test", assignable=("OPS",))
    drafts = [replace(draft(n), owners=(owners[n % 50],)) for n in range(1, 10_001)]
    tracker = desk()

    tracker.find(PROJECT)
    tracker.recognise(drafts, {})
    tracker.prepare(drafts)
    made(tracker, *drafts)

    # two for the start and the list, 67 for labels and 2 for the end of the numbers, 2 for the screen, 200 and 100 for the
    # creations, and one for each owner
    assert tracker.requests == len(jira.requests) <= 374 + 50
    assert len({issue.assignee.id for issue in jira.issues() if issue.assignee}) == 50


@CLOUD
def test_a_nightly_full_status_of_ten_thousand(jira: Jira, desk: Desk) -> None:
    many(jira, 10_000)
    tracker = desk()

    found = tracker.fetch([ref(number) for number in range(1, 10_001)])

    assert len(found) == 10_000
    assert tracker.requests <= 102


@CLOUD
def test_a_full_listing_of_ten_thousand(jira: Jira, desk: Desk) -> None:
    many(jira, 10_000)
    jira.wait(86_400)
    tracker = desk()

    assert len(tracker.find(PROJECT).tickets) == 10_000
    assert tracker.requests <= 1 + 2 + 100


@CLOUD
def test_a_quiet_run_asks_for_what_changed_and_nothing_changed(jira: Jira, desk: Desk) -> None:
    many(jira, 300)
    jira.wait(86_400)
    tracker = desk()

    listing = tracker.find(PROJECT, jira.clock - timedelta(minutes=75))

    assert (listing.tickets, listing.complete) == ((), False)
    assert tracker.requests == 2


@CLOUD
def test_an_incremental_run_grows_with_what_changed(jira: Jira, desk: Desk) -> None:
    many(jira, 1_000)
    jira.wait(86_400)
    since = jira.clock
    for number in range(1, 251):
        jira.transition(f"OPS-{number}", "Done", "Done")
    tracker = desk()

    assert len(tracker.find(PROJECT, since).tickets) == 250
    assert tracker.requests == 1 + 1 + 3


@DATA_CENTER
def test_a_full_status_on_data_center_takes_one_for_every_five_hundred(
    jira: Jira, desk: Desk
) -> None:
    many(jira, 2_000)
    tracker = desk()

    assert len(tracker.fetch([ref(number) for number in range(1, 2_001)])) == 2_000
    assert tracker.requests == 1 + 4


@DATA_CENTER
def test_a_full_listing_on_data_center_takes_one_for_every_five_hundred(
    jira: Jira, desk: Desk
) -> None:
    many(jira, 2_000)
    tracker = desk()

    assert len(tracker.find(PROJECT).tickets) == 2_000
    assert tracker.requests == 1 + 4


def test_our_count_is_jira_s(jira: Jira, desk: Desk) -> None:
    tracker = desk()
    made(tracker, draft(1))
    jira.project("PAY")
    jira.move("OPS-1", "PAY")
    tracker.find(PROJECT)
    tracker.fetch([ref(1), ref(99)])
    tracker.recognise([draft(1), draft(2)], {})

    assert tracker.requests == len(jira.requests)


def test_what_no_issue_can_be_called_costs_nothing(desk: Desk) -> None:
    tracker = desk()

    assert tracker.fetch([TicketRef("jira", "no key"), TicketRef("github", "a/b#1")]) == {}
    assert tracker.requests == 0
