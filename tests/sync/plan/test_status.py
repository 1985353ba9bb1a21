"""What a document is told of its tickets' status, and what a person's own mark is worth."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.model.action import Action, Concern, Notice, WriteCell
from sync.model.memory import State
from sync.model.postmortem import (
    ActionItem,
    Form,
    Status,
    StatusPlace,
)
from sync.model.ticket import Ticket
from sync.policy import Policy
from tests.sync.plan.making import (
    OTHER,
    REF,
    a_postmortem,
    actions_for,
    an_item,
    linked,
    only,
    our_ticket,
    remembered,
    seen,
)


class TestStatus:
    def status_of(
        self,
        item: ActionItem,
        ticket: Status,
        state: State | None = None,
        policy: Policy | None = None,
        *,
        ours: bool = True,
    ) -> Action | None:
        item = linked(item)
        postmortem = a_postmortem(item)
        shown = our_ticket(postmortem, item, ticket)
        observed = seen(
            shown if ours else replace(shown, marker=None),
            state=state or remembered(title=(item.title, item.title)),
        )
        actions = actions_for(postmortem, observed=observed, policy=policy)
        return only(actions) if actions else None

    def test_the_document_is_told_what_the_ticket_says(self) -> None:
        action = self.status_of(an_item(status=Status.OPEN, status_text="TODO"), Status.DONE)

        assert isinstance(action, WriteCell)
        assert (action.old, action.new, action.status) == ("TODO", "Done", Status.DONE)

    def test_our_word_for_a_ticket_that_was_not_found_is_no_person_s(self) -> None:
        item = an_item(status=Status.VANISHED, status_text="Not found")

        for state in (remembered(status=("vanished", "open")), None):
            action = self.status_of(item, Status.OPEN, state=state)
            assert isinstance(action, WriteCell)
            assert action.status is Status.OPEN

    def test_a_word_that_means_the_status_stays(self) -> None:
        item = an_item(status=Status.OPEN, status_text="PLANNED")

        assert self.status_of(item, Status.OPEN) is None

    def test_the_table_s_own_words_come_first_then_the_settings(self) -> None:
        policy = Policy(words={Status.DONE: "Erledigt"})
        own = an_item(status=Status.OPEN, words={Status.DONE: "✅ Done"})

        from_table = self.status_of(own, Status.DONE, policy=policy)
        from_settings = self.status_of(an_item(status=Status.OPEN), Status.DONE, policy=policy)

        assert isinstance(from_table, WriteCell)
        assert from_table.new == "✅ Done"
        assert isinstance(from_settings, WriteCell)
        assert from_settings.new == "Erledigt"

    def test_behind_a_reference_in_a_cell_the_status_is_bold_capitals(self) -> None:
        item = an_item(status_place=StatusPlace.TICKET_CELL, status_has_place=False)

        action = self.status_of(item, Status.DONE)

        assert isinstance(action, WriteCell)
        assert action.new == "**DONE**"

    @pytest.mark.parametrize(
        ("ticket", "written"),
        [
            (Status.OPEN, None),
            (Status.IN_PROGRESS, "[ ] in progress"),
            (Status.DONE, "[x]"),
            (Status.WONT_DO, "[x] won't do"),
        ],
    )
    def test_a_checkbox_is_ticked_when_nothing_is_left_to_do(
        self, ticket: Status, written: str | None
    ) -> None:
        item = an_item(form=Form.CHECKBOX, status_place=StatusPlace.CHECKBOX, status=Status.OPEN)

        action = self.status_of(item, ticket)

        assert (action.new if isinstance(action, WriteCell) else None) == written

    @pytest.mark.parametrize(
        ("ticket", "always", "written"),
        [
            (Status.IN_PROGRESS, False, None),
            (Status.IN_PROGRESS, True, "in progress"),
            (Status.DONE, False, "done"),
        ],
    )
    def test_a_list_item_without_a_checkbox_is_told_final_states_only(
        self, ticket: Status, always: bool, written: str | None
    ) -> None:
        item = an_item(form=Form.BULLET, status_place=StatusPlace.TEXT, status_has_place=False)

        action = self.status_of(item, ticket, policy=Policy(always_list_status=always))

        assert (action.new if isinstance(action, WriteCell) else None) == written

    def test_an_adopted_ticket_writes_its_status_only_where_there_is_a_place(self) -> None:
        without = an_item(status_place=StatusPlace.TICKET_CELL, status_has_place=False)

        assert self.status_of(without, Status.DONE, ours=False) is None
        assert self.status_of(an_item(status=Status.OPEN), Status.DONE, ours=False) is not None

    def test_an_unknown_word_stays_and_is_reported(self) -> None:
        item = an_item(status=Status.UNKNOWN, status_text="FAILED")

        action = self.status_of(item, Status.DONE)

        assert isinstance(action, Notice)
        assert action.concern is Concern.UNKNOWN_STATUS

    def test_at_first_sight_a_more_advanced_mark_is_left_and_reported(self) -> None:
        action = self.status_of(an_item(status=Status.DONE, status_text="Done"), Status.OPEN)

        assert isinstance(action, Notice)
        assert action.concern is Concern.KEPT_STATUS

    @pytest.mark.parametrize(
        ("document", "base", "ticket", "writes"),
        [
            (Status.DONE, ("open", "open"), Status.OPEN, False),
            (Status.DONE, ("done", "open"), Status.OPEN, False),
            (Status.DONE, ("done", "open"), Status.IN_PROGRESS, True),
            (Status.DONE, ("open", "open"), Status.IN_PROGRESS, False),
            (Status.OPEN, ("done", "done"), Status.DONE, False),
            (Status.DONE, ("done", "done"), Status.OPEN, True),
            (Status.OPEN, ("open", "open"), Status.DONE, True),
            (None, ("", "open"), Status.OPEN, True),
        ],
        ids=[
            "a person's mark is not taken back",
            "nor in the run after",
            "until the ticket moves",
            "a fresh mark is not downgraded even then",
            "a person's reopening is left",
            "a reopened ticket is told",
            "a closed ticket is told",
            "an empty cell is nobody's mark",
        ],
    )
    def test_a_person_s_mark_stands_until_the_ticket_moves(
        self, document: Status | None, base: tuple[str, str], ticket: Status, writes: bool
    ) -> None:
        item = an_item(status=document)
        state = remembered(status=base, title=(item.title, item.title))

        action = self.status_of(item, ticket, state)

        assert isinstance(action, WriteCell if writes else Notice)

    def test_of_several_tickets_the_least_advanced_decides(self) -> None:
        item = linked(an_item(status=Status.OPEN), REF, OTHER)
        observed = seen(Ticket(REF, "x", Status.DONE), Ticket(OTHER, "y", Status.IN_PROGRESS))

        action = only(actions_for(a_postmortem(item), observed=observed))

        assert isinstance(action, WriteCell)
        assert (action.ticket, action.status) == (OTHER, Status.IN_PROGRESS)

    def test_a_vanished_ticket_is_reported_marked_and_never_created_anew(self) -> None:
        item = linked(an_item(status=Status.OPEN, status_text="Open"))

        notice, write = actions_for(a_postmortem(item), observed=seen(vanished=frozenset({REF})))

        assert isinstance(notice, Notice)
        assert notice.concern is Concern.VANISHED
        assert isinstance(write, WriteCell)
        assert write.new == "Not found"

    def test_a_vanished_ticket_takes_no_word_away_that_only_a_person_writes(self) -> None:
        item = linked(an_item(status=Status.OPEN, status_text="On hold"))

        action = only(actions_for(a_postmortem(item), observed=seen(vanished=frozenset({REF}))))

        assert isinstance(action, Notice)
        assert action.concern is Concern.VANISHED

    def test_a_vanished_ticket_takes_no_person_s_done_away(self) -> None:
        item = linked(an_item(status=Status.DONE, status_text="Done"))

        action = only(actions_for(a_postmortem(item), observed=seen(vanished=frozenset({REF}))))

        assert isinstance(action, Notice)
