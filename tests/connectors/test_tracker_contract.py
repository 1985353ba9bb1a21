"""The contract itself: the tracker in memory keeps it, and trackers that break a promise do not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime

import pytest

from connectors.contract.ending import EndingContract
from connectors.contract.tracker import TrackerContract
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Draft, Outcome, Ticket
from sync.ports import Listing, Tracker
from tests.fakes.tracker import MemoryTracker


class MemoryContract(TrackerContract, EndingContract):
    """The hooks of the tracker in memory."""

    def move(self, tracker: Tracker, ref: TicketRef, status: Status) -> None:
        _memory(tracker).move(ref, status=status)

    def delete(self, tracker: Tracker, ref: TicketRef) -> None:
        _memory(tracker).delete(ref)

    @contextmanager
    def _while(self, tracker: Tracker, trouble: str) -> Iterator[None]:
        setattr(tracker, trouble, True)
        yield
        setattr(tracker, trouble, False)

    def losing_answers(self, tracker: Tracker) -> AbstractContextManager[None]:
        return self._while(tracker, "lose_answers")

    def unusable(self, tracker: Tracker) -> AbstractContextManager[None]:
        return self._while(tracker, "down")


class TestMemoryTracker(MemoryContract):
    @pytest.fixture
    def tracker(self) -> Tracker:
        return MemoryTracker()


class TestIncrementalMemoryTracker(MemoryContract):
    @pytest.fixture
    def tracker(self) -> Tracker:
        return MemoryTracker("github", incremental=True)


class Eager(MemoryTracker):
    """Draws all drafts before it sends the first."""

    def create(self, drafts: Iterable[Draft]) -> Iterator[Outcome]:
        yield from super().create(list(drafts))


class Swallowing(MemoryTracker):
    """Takes an error of whoever gives the drafts for the end of the drafts."""

    def create(self, drafts: Iterable[Draft]) -> Iterator[Outcome]:
        try:
            yield from super().create(drafts)
        except Exception:  # noqa: BLE001
            return


class Silent(MemoryTracker):
    """Drops the outcome of every second draft."""

    def create(self, drafts: Iterable[Draft]) -> Iterator[Outcome]:
        yield from list(super().create(drafts))[::2]


class Forgetful(MemoryTracker):
    """Loses a part of the marker."""

    def find(self, project: str, since: datetime | None = None) -> Listing:
        listing = super().find(project, since)
        return replace(listing, tickets=tuple(map(_without_hash, listing.tickets)))


class Blurring(MemoryTracker):
    """Lists every project's tickets."""

    def find(self, project: str, since: datetime | None = None) -> Listing:
        return Listing(self.tickets(), super().find(project, since).as_of, complete=True)


class Boasting(MemoryTracker):
    """Says that a part of the tickets is all of them."""

    def find(self, project: str, since: datetime | None = None) -> Listing:
        return replace(super().find(project, since), complete=True)


class Inventing(MemoryTracker):
    """Answers for tickets that do not exist."""

    def fetch(self, refs: Collection[TicketRef]) -> Mapping[TicketRef, Ticket]:
        return {ref: Ticket(ref, "?", Status.OPEN) for ref in refs} | dict(super().fetch(refs))


BROKEN: list[tuple[Callable[[], MemoryTracker], str]] = [
    (Eager, "test_a_draft_is_drawn_only_right_before_it_is_sent"),
    (Swallowing, "test_an_error_while_drafts_are_drawn_comes_out_as_it_is"),
    (Silent, "test_outcomes_come_in_the_order_of_the_drafts"),
    (Forgetful, "test_a_ticket_carries_the_marker_of_its_draft"),
    (Blurring, "test_tickets_of_another_project_are_not_listed"),
    (
        lambda: Boasting(incremental=True),
        "test_a_listing_since_the_future_claims_to_be_complete_only_if_it_is",
    ),
    (Inventing, "test_what_does_not_exist_is_left_out"),
]


@pytest.mark.parametrize(("make", "test"), BROKEN, ids=[test for _, test in BROKEN])
def test_a_tracker_that_breaks_a_promise_fails_the_contract(
    make: Callable[[], MemoryTracker], test: str
) -> None:
    contract = MemoryContract()

    with pytest.raises((AssertionError, pytest.fail.Exception)):
        getattr(contract, test)(make())


def test_a_hook_that_is_missing_skips_its_tests() -> None:
    contract = TrackerContract()

    with pytest.raises(pytest.skip.Exception):
        contract.test_a_status_set_outside_arrives(MemoryTracker(), Status.DONE)


def _memory(tracker: Tracker) -> MemoryTracker:
    assert isinstance(tracker, MemoryTracker)
    return tracker


def _without_hash(ticket: Ticket) -> Ticket:
    return replace(ticket, marker=replace(ticket.marker, text="")) if ticket.marker else ticket
