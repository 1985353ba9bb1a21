"""What a tracker promises of ends: it closes what it is told to, takes our mark off, and tells whom it belongs to by then."""

from __future__ import annotations

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from connectors.contract.hooks import TrackerHooks
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Change, Done, Failed
from sync.ports import Tracker
from sync.taking_back import Traces

ENDS = [Status.DONE, Status.WONT_DO, Status.DUPLICATE]


class EndingContract(TrackerHooks):
    """Inherit it beside `TrackerContract`. What asks for `sync.taking_back.Traces` is skipped for a tracker that cannot tell."""

    @pytest.mark.parametrize("status", ENDS)
    def test_a_ticket_is_closed_and_reopened_and_nothing_else_of_it_changes(
        self, tracker: Tracker, status: Status
    ) -> None:
        ticket, other = made(tracker, draft(1), draft(2))

        for wanted in (status, Status.OPEN):
            (outcome,) = tracker.update([Change(ticket.ref, status=wanted)])

            fetched = tracker.fetch([ticket.ref, other.ref])
            assert isinstance(outcome, Done)
            assert outcome.ticket.status is fetched[ticket.ref].status is wanted
            assert fetched[ticket.ref].title == ticket.title
            assert fetched[ticket.ref].marker == ticket.marker
            assert fetched[other.ref] == other

    def test_closing_again_does_no_harm(self, tracker: Tracker) -> None:
        (ticket,) = made(tracker, draft())
        change = Change(ticket.ref, status=Status.WONT_DO)

        outcomes = [*tracker.update([change]), *tracker.update([change])]

        assert all(isinstance(outcome, Done) for outcome in outcomes)
        assert tracker.fetch([ticket.ref])[ticket.ref].status is Status.WONT_DO

    def test_a_duplicate_is_closed_as_one(self, tracker: Tracker) -> None:
        used, spare = made(tracker, draft(1), draft(2))

        (outcome,) = tracker.update(
            [Change(spare.ref, status=Status.DUPLICATE, duplicate_of=used.ref)]
        )

        assert isinstance(outcome, Done)
        fetched = tracker.fetch([used.ref, spare.ref])
        assert fetched[spare.ref].status is Status.DUPLICATE
        assert fetched[used.ref].status is Status.OPEN

    def test_a_withdrawn_ticket_is_no_item_s_any_more_and_a_new_one_can_be_made(
        self, tracker: Tracker
    ) -> None:
        wanted = draft()
        (ticket,) = made(tracker, wanted)

        (outcome,) = tracker.update([Change(ticket.ref, status=Status.WONT_DO, withdraw=True)])

        assert isinstance(outcome, Done)
        after = tracker.fetch([ticket.ref])[ticket.ref]
        assert (after.status, after.marker, after.claims) == (Status.WONT_DO, None, frozenset())
        assert not [one for one in tracker.find(PROJECT).tickets if one.marker or one.claims]
        (again,) = made(tracker, wanted)
        assert again.ref != ticket.ref
        assert [one.ref for one in tracker.find(PROJECT).tickets if one.marker] == [again.ref]

    def test_nobody_touched_what_a_run_made_and_changed(self, tracker: Tracker) -> None:
        traces = _traces(tracker)
        ticket, renamed = made(tracker, draft(1), draft(2))
        list(tracker.update([Change(renamed.ref, "Add two alerts")]))

        assert traces.touched([ticket.ref, renamed.ref]) == {}
        assert traces.touched([]) == {}

    def test_a_ticket_that_a_run_withdrew_is_untouched(self, tracker: Tracker) -> None:
        traces = _traces(tracker)
        (ticket,) = made(tracker, draft())
        list(tracker.update([Change(ticket.ref, status=Status.WONT_DO, withdraw=True)]))

        assert traces.touched([ticket.ref]) == {}

    @pytest.mark.parametrize("status", [Status.IN_PROGRESS, *ENDS])
    def test_a_ticket_that_somebody_moved_is_told_and_the_others_are_not(
        self, tracker: Tracker, status: Status
    ) -> None:
        traces = _traces(tracker)
        moved, quiet = made(tracker, draft(1), draft(2))
        self.move(tracker, moved.ref, status)

        told = traces.touched([moved.ref, quiet.ref])

        assert set(told) == {moved.ref}
        assert told[moved.ref]

    def test_a_ticket_that_was_moved_to_and_fro_is_told(self, tracker: Tracker) -> None:
        traces = _traces(tracker)
        (ticket,) = made(tracker, draft())
        self.move(tracker, ticket.ref, Status.DONE)
        self.move(tracker, ticket.ref, Status.OPEN)

        assert set(traces.touched([ticket.ref])) == {ticket.ref}

    def test_what_cannot_be_seen_may_be_anybody_s(self, tracker: Tracker) -> None:
        traces = _traces(tracker)
        gone, kept = made(tracker, draft(1), draft(2))
        self.delete(tracker, gone.ref)
        odd = [gone.ref, TicketRef(tracker.name, "no such ticket")]

        assert set(traces.touched([*odd, kept.ref])) == set(odd)

    def test_a_change_of_what_does_not_exist_fails(self, tracker: Tracker) -> None:
        nowhere = TicketRef(tracker.name, "no such ticket")

        (outcome,) = tracker.update([Change(nowhere, status=Status.WONT_DO, withdraw=True)])

        assert isinstance(outcome, Failed)


def _traces(tracker: Tracker) -> Traces:
    if not isinstance(tracker, Traces):
        pytest.skip("the tracker cannot tell whether people had a hand in tickets")
    return tracker
