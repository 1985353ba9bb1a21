"""What every tracker keeps when tickets are changed: what was named changes, and nothing that somebody else changed meanwhile."""

from __future__ import annotations

import pytest

from connectors.contract.drafts import STATUSES, draft, made
from connectors.contract.hooks import TrackerHooks
from sync.model.postmortem import Status
from sync.model.ticket import Change, Done, Failed, Ticket
from sync.ports import Tracker


class ChangesContract(TrackerHooks):
    """Part of `TrackerContract`."""

    def test_an_owner_takes_the_place_of_another(self, tracker: Tracker) -> None:
        (ticket,) = made(tracker, draft())
        alice, bob = self.owners
        first = self._changed(tracker, Change(ticket.ref, assign=(alice,)))

        second = self._changed(
            tracker,
            Change(ticket.ref, assign=(bob,), unassign=(alice,), seen=_seen(first, "owned_by")),
        )

        assert len(first.owners) == len(second.owners) == 1
        assert first.owners != second.owners
        assert tracker.fetch([ticket.ref])[ticket.ref].owners == second.owners

    def test_an_owner_can_be_taken_away(self, tracker: Tracker) -> None:
        (ticket,) = made(tracker, draft())
        alice, _ = self.owners
        self._changed(tracker, Change(ticket.ref, assign=(alice,)))

        assert self._changed(tracker, Change(ticket.ref, unassign=(alice,))).owners == ()

    @pytest.mark.parametrize("name", ["priority", "due"])
    def test_a_value_is_set_and_taken_away(self, tracker: Tracker, name: str) -> None:
        (ticket,) = made(tracker, draft())
        if getattr(ticket, name) is None:
            pytest.skip(f"tickets have no {name} there")
        words = {"priority": self.priorities[0], "due": "2026-12-24"}

        there = self._changed(tracker, Change(ticket.ref, **{name: (None, words[name])}))  # type: ignore[arg-type]

        assert words[name] in (getattr(there, name), *there.priority_words)
        gone = self._changed(tracker, Change(ticket.ref, **{name: (words[name], None)}))  # type: ignore[arg-type]
        assert getattr(gone, name) == ""

    @pytest.mark.parametrize("status", STATUSES)
    def test_a_ticket_is_moved_and_moved_back(self, tracker: Tracker, status: Status) -> None:
        if status not in self.reachable:
            pytest.skip("the workflow does not lead there")
        (ticket,) = made(tracker, draft())

        there = self._changed(tracker, Change(ticket.ref, status=status))

        assert there.status is status
        back = self._changed(tracker, Change(ticket.ref, status=Status.OPEN))
        assert back.status is Status.OPEN
        assert tracker.fetch([ticket.ref])[ticket.ref].status is Status.OPEN

    def test_what_is_as_wanted_already_is_not_touched(self, tracker: Tracker) -> None:
        (ticket,) = made(tracker, draft())
        alice, _ = self.owners
        change = Change(ticket.ref, title="Renamed", assign=(alice,), status=Status.DONE)
        first = self._changed(tracker, change)

        assert self._changed(tracker, change).updated_at == first.updated_at

    def test_several_things_are_changed_together(self, tracker: Tracker) -> None:
        (ticket,) = made(tracker, draft())
        alice, _ = self.owners
        both = Change(ticket.ref, title="Renamed").with_other(
            Change(ticket.ref, assign=(alice,), status=Status.DONE)
        )

        after = self._changed(tracker, both)

        assert (after.title, after.status, len(after.owners)) == ("Renamed", Status.DONE, 1)

    def test_nothing_is_changed_of_a_ticket_that_somebody_changed_meanwhile(
        self, tracker: Tracker
    ) -> None:
        (ticket,) = made(tracker, draft())
        alice, bob = self.owners
        theirs = self._changed(tracker, Change(ticket.ref, assign=(alice,)))
        seen = (("owned_by", "somebody else"),)

        (outcome,) = tracker.update(
            [Change(ticket.ref, title="Renamed", assign=(bob,), unassign=(alice,), seen=seen)]
        )

        assert isinstance(outcome, Failed)
        after = tracker.fetch([ticket.ref])[ticket.ref]
        assert (after.title, after.owners) == (ticket.title, theirs.owners)

    def _changed(self, tracker: Tracker, change: Change) -> Ticket:
        (outcome,) = tracker.update([change])
        assert isinstance(outcome, Done), outcome
        return outcome.ticket


def _seen(ticket: Ticket, *names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(getattr(ticket, name))) for name in names)
