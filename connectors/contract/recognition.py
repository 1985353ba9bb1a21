"""What a tracker keeps besides whose listing lags: see `sync.ports.Recognises`."""

from __future__ import annotations

from contextlib import AbstractContextManager

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from connectors.contract.hooks import TrackerHooks
from sync.model.ticket import InDoubt
from sync.ports import Recognises, Tracker


def recognising(tracker: Tracker) -> Recognises:
    """The tracker as one that is asked for tickets by key."""
    assert isinstance(tracker, Recognises)
    return tracker


class RecognitionContract(TrackerHooks):
    """Inherit it beside `TrackerContract`."""

    def lagging(self, tracker: Tracker) -> AbstractContextManager[None]:  # noqa: ARG002 - for whoever overrides it
        """While it lasts, the listing knows nothing of what happens."""
        pytest.skip("the listing cannot be made to lag")

    def test_a_ticket_is_recognised_however_far_behind_the_listing_is(
        self, tracker: Tracker
    ) -> None:
        made(tracker, draft(1))
        with self.lagging(tracker):
            made(tracker, draft(2))
            another = self.another(tracker)

            found = recognising(another).recognise([draft(1), draft(2), draft(3)], {})

        assert [one.marker for one in found] == [draft(1).marker, draft(2).marker]

    def test_a_lost_answer_is_recognised_by_whoever_looks(self, tracker: Tracker) -> None:
        recognising(tracker).recognise([draft(1)], {})
        with self.lagging(tracker):
            with self.losing_answers(tracker):
                (outcome,) = tracker.create([draft(1)])
            mine = recognising(tracker).recognise([draft(1)], {})
            theirs = recognising(self.another(tracker)).recognise([draft(1)], {})

        assert isinstance(outcome, InDoubt)
        assert [one.marker for one in (*mine, *theirs)] == [draft(1).marker] * 2

    def test_what_an_earlier_run_knew_hides_nothing_that_was_made_since(
        self, tracker: Tracker
    ) -> None:
        recognising(tracker).recognise([draft(1)], {})
        made(tracker, draft(1))
        known = recognising(tracker).highest
        with self.lagging(tracker):
            made(tracker, draft(2))

            found = recognising(self.another(tracker)).recognise([draft(2)], known)

        assert [one.marker for one in found] == [draft(2).marker]

    def test_what_is_in_doubt_is_told_although_no_draft_has_its_key_any_more(
        self, tracker: Tracker
    ) -> None:
        with self.lagging(tracker):
            made(tracker, draft(1))
            another = recognising(self.another(tracker))

            found = another.recognise([draft(2)], {}, doubtful={draft(1).marker.key})

        assert [one.marker for one in found] == [draft(1).marker]

    def test_nothing_is_recognised_that_nobody_made(self, tracker: Tracker) -> None:
        made(tracker, draft(1))

        found = recognising(tracker).recognise([draft(2)], {})

        assert {one.marker for one in found} <= {draft(1).marker}
        assert len(tracker.find(PROJECT).tickets) == 1

    def test_to_recognise_nothing_asks_nothing(self, tracker: Tracker) -> None:
        assert list(recognising(tracker).recognise([], {})) == []
        assert tracker.requests == 0
