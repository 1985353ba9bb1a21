"""How many requests each kind of run takes: the figures that the documentation promises."""

from __future__ import annotations

from datetime import timedelta

from connectors.contract.drafts import PROJECT, draft, made
from connectors.github.marker import END, start
from sync.model.postmortem import Status, TicketRef
from tests.connectors.github.conftest import SHOP, Desk
from tests.fakes.github.fake import GitHub


def ref(name: str) -> TicketRef:
    return TicketRef("github", name)


class TestRequests:
    """The figures that the documentation promises."""

    def test_a_quiet_run_asks_twice(self, github: GitHub, desk: Desk) -> None:
        made(desk(), *(draft(number) for number in range(1, 30)))
        github.wait(3600)
        tracker = desk()

        listing = tracker.find(PROJECT, github.clock - timedelta(minutes=10))

        assert (listing.tickets, listing.complete, tracker.requests) == ((), False, 2)

    def test_fifty_changed_and_five_new_among_ten_thousand(
        self, github: GitHub, desk: Desk
    ) -> None:
        self._many(github, 10_000)
        github.wait(86_400)
        since = github.clock
        for number in range(1, 51):
            github.close(SHOP, number)
        tracker = desk()
        drafts = [draft(20_000 + number) for number in range(5)]

        listing = tracker.find(PROJECT, since)
        tracker.prepare(drafts)
        made(tracker, *drafts)

        assert len(listing.tickets) == 50
        assert tracker.requests <= 9

    def test_a_full_reading_of_ten_thousand(self, github: GitHub, desk: Desk) -> None:
        self._many(github, 10_000)
        tracker = desk()

        listing = tracker.find(PROJECT)

        assert (len(listing.tickets), listing.complete) == (10_000, True)
        assert tracker.requests == 101

    def test_two_thousand_references_to_forty_repositories(
        self, github: GitHub, desk: Desk
    ) -> None:
        refs: list[TicketRef] = []
        for place in range(40):
            name = f"acme/part-{place}"
            github.repository(name)
            refs.extend(ref(f"{name}#{github.issue(name).number}") for _ in range(50))
        tracker = desk()

        assert len(tracker.fetch(refs)) == 2_000
        assert tracker.requests == 20

    def test_references_to_others_cost_one_for_every_hundred(
        self, github: GitHub, desk: Desk
    ) -> None:
        github.repository("acme/web")
        refs = [ref(f"acme/web#{github.issue('acme/web').number}") for _ in range(250)]
        tracker = desk()

        tracker.find(PROJECT, github.clock)
        tracker.fetch(refs)

        assert tracker.requests == 2 + 3

    def test_our_count_is_githubs(self, github: GitHub, desk: Desk) -> None:
        made(desk(), draft(1))
        github.repository("acme/web")
        github.transfer(SHOP, 1, "acme/web")
        github.rename(SHOP, "acme/store")
        github.requests.clear()
        tracker = desk()

        tracker.find(PROJECT)
        tracker.fetch([ref("acme/shop#1"), ref("acme/shop#9")])

        assert tracker.requests == len(github.requests)

    def test_a_bot_that_locks_what_is_closed_costs_little(self, github: GitHub, desk: Desk) -> None:
        self._many(github, 1_000)
        for number in range(1, 1_001):
            github.close(SHOP, number)
            github.lock(SHOP, number)
        tracker = desk()

        listing = tracker.find(PROJECT)

        assert {ticket.status for ticket in listing.tickets} == {Status.DONE}
        assert tracker.requests == 1 + 10 + 2

    def test_a_number_that_no_issue_has_costs_nothing(self, github: GitHub, desk: Desk) -> None:
        github.issue(SHOP)
        tracker = desk()

        found = tracker.fetch([ref("acme/shop#1"), ref("acme/shop#4294967296"), ref("acme/..#1")])

        assert set(found) == {ref("acme/shop#1")}
        assert tracker.requests == 1

    def _many(self, github: GitHub, number: int) -> None:
        for which in range(1, number + 1):
            body = f"{start(draft(which).marker)}\n{END}"
            github.issue(SHOP, f"Item {which}", body=body, labels=["pm-sync"])
