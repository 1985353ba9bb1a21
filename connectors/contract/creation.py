"""What every tracker keeps when it creates tickets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from connectors.contract.drafts import BREAKS, ODD_TITLES, PROJECT, Stop, draft, made
from connectors.contract.hooks import TrackerHooks
from sync.errors import TrackerError
from sync.model.postmortem import Status
from sync.model.ticket import Done, Draft, InDoubt, Marker
from sync.ports import Tracker


class CreationContract(TrackerHooks):
    """Part of `TrackerContract`."""

    def test_what_was_created_is_found_and_fetched_alike(self, tracker: Tracker) -> None:
        (created,) = made(tracker, draft())

        assert tracker.find(PROJECT).tickets == (created,)
        assert tracker.fetch([created.ref]) == {created.ref: created}

    def test_a_ticket_carries_the_marker_of_its_draft(self, tracker: Tracker) -> None:
        made(tracker, draft())

        (found,) = tracker.find(PROJECT).tickets
        assert found.marker == draft().marker

    def test_a_ticket_says_what_the_draft_said(self, tracker: Tracker) -> None:
        (created,) = made(tracker, draft())

        assert created.title == "Add alert 1"
        assert created.status is Status.OPEN
        assert created.ref.tracker == tracker.name
        assert created.created_at is None or created.created_at.tzinfo is not None

    def test_a_draft_with_nothing_but_a_title_is_enough(self, tracker: Tracker) -> None:
        marker = Marker(key="a" * 24, project="", document="b" * 24, text="c" * 24, postmortem="")
        bare = Draft(marker=marker, title="Bare", text="Bare", document="a.md", line=1)

        made(tracker, bare)

        (found,) = tracker.find("").tickets
        assert (found.title, found.owners, found.marker) == ("Bare", (), marker)

    def test_outcomes_come_in_the_order_of_the_drafts(self, tracker: Tracker) -> None:
        drafts = [draft(number) for number in (3, 1, 2)]

        tickets = made(tracker, *drafts)

        assert [ticket.marker for ticket in tickets] == [one.marker for one in drafts]
        assert len({ticket.ref for ticket in tickets}) == len(drafts)

    def test_a_draft_is_drawn_only_right_before_it_is_sent(self, tracker: Tracker) -> None:
        drawn = 0

        def drafts() -> Iterator[Draft]:
            nonlocal drawn
            for number in range(1, 2 * self.drafts_per_request + 2):
                drawn += 1
                yield draft(number)

        for done, _ in enumerate(tracker.create(drafts())):
            assert drawn <= done + self.drafts_per_request

    def test_an_error_while_drafts_are_drawn_comes_out_as_it_is(self, tracker: Tracker) -> None:
        def drafts() -> Iterator[Draft]:
            yield from (draft(number) for number in range(1, self.drafts_per_request + 1))
            raise Stop

        outcomes = tracker.create(drafts())
        before = [next(outcomes) for _ in range(self.drafts_per_request)]

        with pytest.raises(Stop):
            next(outcomes, None)
        assert all(isinstance(outcome, Done) for outcome in before)
        assert len(tracker.find(PROJECT).tickets) == self.drafts_per_request

    def test_what_nobody_asks_for_any_more_is_not_sent(self, tracker: Tracker) -> None:
        outcomes = tracker.create(draft(number) for number in range(1, self.drafts_per_request + 3))
        next(outcomes)
        del outcomes

        assert len(tracker.find(PROJECT).tickets) <= self.drafts_per_request

    @pytest.mark.parametrize("title", ODD_TITLES.values(), ids=ODD_TITLES.keys())
    def test_odd_titles_survive(self, tracker: Tracker, title: str) -> None:
        made(tracker, draft(title=title))

        (found,) = tracker.find(PROJECT).tickets
        assert found.title == title
        assert found.marker == draft().marker

    @pytest.mark.parametrize("break_", BREAKS)
    def test_a_title_is_one_line_that_a_terminal_can_show(
        self, tracker: Tracker, break_: str
    ) -> None:
        (created,) = made(tracker, draft(title=f"before{break_}after"))

        assert created.title.startswith("before")
        assert created.title.endswith("after")
        assert created.title.isprintable()
        assert tracker.find(PROJECT).tickets == (created,)

    def test_creating_begins_when_the_first_outcome_is_asked_for(self, tracker: Tracker) -> None:
        tracker.create([draft()])

        assert tracker.find(PROJECT).tickets == ()

    def test_a_creation_without_an_answer_is_in_doubt_and_can_be_found(
        self, tracker: Tracker
    ) -> None:
        with self.losing_answers(tracker):
            (outcome,) = tracker.create([draft()])

        assert isinstance(outcome, InDoubt)
        assert [ticket.marker for ticket in tracker.find(PROJECT).tickets] == [draft().marker]

    def test_a_creation_that_fails_is_told_and_leaves_nothing_behind(
        self, tracker: Tracker
    ) -> None:
        made(tracker, draft(1))

        with self.unusable(tracker):
            try:
                outcomes = list(tracker.create([draft(2), draft(3)]))
            except TrackerError:
                outcomes = []

        assert not [outcome for outcome in outcomes if isinstance(outcome, Done)]
        assert len(tracker.find(PROJECT).tickets) == 1
