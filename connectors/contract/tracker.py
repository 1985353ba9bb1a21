"""What every tracker keeps, as tests. Shipped, so that a tracker made elsewhere can prove itself:

    class TestOurTracker(TrackerContract):
        @pytest.fixture
        def tracker(self, tmp_path): return OurTracker(...)

        def move(self, tracker, ref, status): ...

A tracker whose listing lags keeps `RecognitionContract` as well. The fixture gives a tracker without tickets; the hooks that can be overridden are in `TrackerHooks`. For readable failures,
`pytest.register_assert_rewrite("connectors.contract")` belongs into `conftest.py`.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from connectors.contract.changes import ChangesContract
from connectors.contract.creation import CreationContract
from connectors.contract.drafts import ODD_TITLES, PROJECT, STATUSES, draft, made
from sync.errors import Rejected, Unavailable
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Change, Done, Failed, Ticket
from sync.ports import Tracker


class TrackerContract(CreationContract, ChangesContract):
    """Inherit it, and override the fixture `tracker`."""

    def test_opening_asks_nothing(self, tracker: Tracker) -> None:
        assert tracker.requests == 0

    def test_nothing_to_do_asks_nothing(self, tracker: Tracker) -> None:
        assert list(tracker.create([])) == []
        assert list(tracker.update([])) == []
        assert tracker.fetch([]) == {}

        assert tracker.requests == 0

    def test_a_specimen_is_no_ticket_and_costs_nothing(self, tracker: Tracker) -> None:
        specimen = tracker.specimen

        assert specimen.ref.tracker == tracker.name
        assert tracker.requests == 0
        assert tracker.fetch([specimen.ref]) == {}

    def test_a_specimen_is_linked_like_a_ticket_that_was_made(self, tracker: Tracker) -> None:
        [ticket] = made(tracker, draft())

        assert (tracker.specimen.url is None) == (ticket.url is None)
        assert bool(tracker.specimen.label) == bool(ticket.label)

    def test_every_request_is_counted(self, tracker: Tracker) -> None:
        made(tracker, draft())
        before = tracker.requests

        tracker.find(PROJECT)

        assert tracker.requests > before

    def test_a_new_tracker_lists_nothing_and_that_is_all_there_is(self, tracker: Tracker) -> None:
        listing = tracker.find(PROJECT)

        assert listing.tickets == ()
        assert listing.complete

    def test_the_moment_of_a_listing_has_a_time_zone(self, tracker: Tracker) -> None:
        assert tracker.find(PROJECT).as_of.tzinfo is not None

    def test_what_does_not_exist_is_left_out(self, tracker: Tracker) -> None:
        (ticket,) = made(tracker, draft())
        odd = [
            TicketRef(tracker.name, name) for name in ("", "?", "no such ticket", "\0", "é" * 300)
        ]

        assert set(tracker.fetch([ticket.ref, *odd])) == {ticket.ref}

    def test_a_reference_of_another_tracker_is_left_out(self, tracker: Tracker) -> None:
        (ticket,) = made(tracker, draft())

        assert tracker.fetch([TicketRef("elsewhere", ticket.ref.id)]) == {}

    def test_many_tickets_are_fetched_at_once(self, tracker: Tracker) -> None:
        tickets = made(tracker, *(draft(number) for number in range(1, 21)))
        before = tracker.requests

        fetched = tracker.fetch([ticket.ref for ticket in tickets])

        assert set(fetched) == {ticket.ref for ticket in tickets}
        assert tracker.requests - before < len(tickets)

    def test_every_fetched_ticket_stands_under_its_own_reference(self, tracker: Tracker) -> None:
        tickets = made(tracker, draft(1), draft(2))

        fetched = tracker.fetch([ticket.ref for ticket in tickets])

        assert all(ticket.ref == ref for ref, ticket in fetched.items())

    def test_tickets_of_another_project_are_not_listed(self, tracker: Tracker) -> None:
        ours, theirs = draft(1), draft(2, project="acme/shop-2")
        made(tracker, ours, theirs)

        assert [ticket.marker for ticket in tracker.find(PROJECT).tickets] == [ours.marker]

    @pytest.mark.parametrize("status", STATUSES)
    def test_a_status_set_outside_arrives(self, tracker: Tracker, status: Status) -> None:
        (ticket,) = made(tracker, draft())
        self.move(tracker, ticket.ref, status)

        assert tracker.fetch([ticket.ref])[ticket.ref].status is status
        assert [found.status for found in tracker.find(PROJECT).tickets] == [status]

    def test_a_ticket_that_was_closed_and_reopened_is_open(self, tracker: Tracker) -> None:
        (ticket,) = made(tracker, draft())
        self.move(tracker, ticket.ref, Status.DONE)
        self.move(tracker, ticket.ref, Status.OPEN)

        after = tracker.fetch([ticket.ref])[ticket.ref]
        assert (after.status, after.closed_at) == (Status.OPEN, None)

    @pytest.mark.parametrize("status", STATUSES)
    def test_a_closed_ticket_tells_when_it_was_closed_and_no_other_does(
        self, tracker: Tracker, status: Status
    ) -> None:
        (ticket,) = made(tracker, draft())
        self.move(tracker, ticket.ref, status)

        fetched = tracker.fetch([ticket.ref])[ticket.ref]
        (listed,) = tracker.find(PROJECT).tickets
        assert ticket.closed_at is None
        assert (fetched.closed_at is not None) == status.is_final
        assert listed.closed_at == fetched.closed_at
        if fetched.closed_at is not None and ticket.created_at is not None:
            assert fetched.closed_at.tzinfo is not None
            assert fetched.closed_at >= ticket.created_at

    def test_a_ticket_that_stays_closed_was_closed_when_it_was(self, tracker: Tracker) -> None:
        (ticket,) = made(tracker, draft())
        self.move(tracker, ticket.ref, Status.DONE)
        before = tracker.fetch([ticket.ref])[ticket.ref].closed_at

        list(tracker.update([Change(ticket.ref, "Renamed")]))

        assert tracker.fetch([ticket.ref])[ticket.ref].closed_at == before

    def test_a_listing_since_a_moment_holds_at_least_what_changed(self, tracker: Tracker) -> None:
        quiet, moved = made(tracker, draft(1), draft(2))
        since = tracker.find(PROJECT).as_of
        self.move(tracker, moved.ref, Status.DONE)

        listing = tracker.find(PROJECT, since)

        assert moved.ref in {ticket.ref for ticket in listing.tickets}
        assert not listing.complete or quiet.ref in {ticket.ref for ticket in listing.tickets}

    def test_a_listing_since_the_future_claims_to_be_complete_only_if_it_is(
        self, tracker: Tracker
    ) -> None:
        made(tracker, draft())

        listing = tracker.find(PROJECT, tracker.find(PROJECT).as_of + timedelta(days=1))

        assert len(listing.tickets) == 1 or not listing.complete

    def test_a_deleted_ticket_is_neither_fetched_nor_listed(self, tracker: Tracker) -> None:
        gone, kept = made(tracker, draft(1), draft(2))
        self.delete(tracker, gone.ref)

        assert set(tracker.fetch([gone.ref, kept.ref])) == {kept.ref}
        assert [ticket.ref for ticket in tracker.find(PROJECT).tickets] == [kept.ref]

    def test_an_update_changes_the_title_of_the_named_ticket_and_nothing_else(
        self, tracker: Tracker
    ) -> None:
        target, other = made(tracker, draft(1), draft(2))

        (outcome,) = tracker.update([Change(target.ref, "Add two alerts")])

        fetched = tracker.fetch([target.ref, other.ref])
        assert outcome == Done(fetched[target.ref])
        assert fetched[target.ref].title == "Add two alerts"
        assert _without_title(fetched[target.ref]) == _without_title(target)
        assert fetched[other.ref] == other

    def test_a_title_that_somebody_changed_meanwhile_stays(self, tracker: Tracker) -> None:
        (ticket,) = made(tracker, draft())
        list(tracker.update([Change(ticket.ref, "By a person")]))

        (outcome,) = tracker.update([Change(ticket.ref, "By a run", was=ticket.title)])

        assert isinstance(outcome, Failed)
        assert tracker.fetch([ticket.ref])[ticket.ref].title == "By a person"

    @pytest.mark.parametrize("title", ODD_TITLES.values(), ids=ODD_TITLES.keys())
    def test_odd_new_titles_survive(self, tracker: Tracker, title: str) -> None:
        (ticket,) = made(tracker, draft())

        list(tracker.update([Change(ticket.ref, title)]))

        assert tracker.fetch([ticket.ref])[ticket.ref].title == title

    def test_the_title_of_a_closed_ticket_changes_and_it_stays_closed(
        self, tracker: Tracker
    ) -> None:
        (ticket,) = made(tracker, draft())
        self.move(tracker, ticket.ref, Status.DONE)

        list(tracker.update([Change(ticket.ref, "Renamed")]))

        after = tracker.fetch([ticket.ref])[ticket.ref]
        assert (after.title, after.status) == ("Renamed", Status.DONE)

    def test_updating_what_does_not_exist_fails_and_the_next_is_done(
        self, tracker: Tracker
    ) -> None:
        (ticket,) = made(tracker, draft())
        nowhere = TicketRef(tracker.name, "no such ticket")

        first, second = tracker.update([Change(nowhere, "x"), Change(ticket.ref, "Renamed")])

        assert isinstance(first, Failed)
        assert first.reason
        assert isinstance(second, Done)

    def test_a_second_connection_sees_what_the_first_created(self, tracker: Tracker) -> None:
        (ticket,) = made(tracker, draft())

        assert self.another(tracker).find(PROJECT).tickets == (ticket,)

    def test_a_connection_sees_what_others_do_after_it_first_looked(self, tracker: Tracker) -> None:
        other = self.another(tracker)
        assert other.find(PROJECT).tickets == ()

        (ticket,) = made(tracker, draft())

        assert other.find(PROJECT).tickets == (ticket,)

    def test_reading_fails_with_our_errors_only(self, tracker: Tracker) -> None:
        (ticket,) = made(tracker, draft())

        with self.unusable(tracker):
            with pytest.raises((Unavailable, Rejected)):
                tracker.find(PROJECT)
            with pytest.raises((Unavailable, Rejected)):
                tracker.fetch([ticket.ref])

        assert tracker.find(PROJECT).tickets == (ticket,)

    def test_a_closed_tracker_can_be_closed_again(self, tracker: Tracker) -> None:
        tracker.find(PROJECT)

        tracker.close()
        tracker.close()


def _without_title(ticket: Ticket) -> tuple[object, ...]:
    return (ticket.ref, ticket.status, ticket.owners, ticket.url, ticket.marker, ticket.created_at)
