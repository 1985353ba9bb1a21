"""When an edited text reaches the title of its ticket."""

from __future__ import annotations

from dataclasses import replace

from sync.model.action import Action, Concern, Field, Notice, UpdateTicket
from sync.model.memory import State
from sync.model.postmortem import (
    Status,
)
from sync.model.ticket import Ticket
from tests.sync.plan.making import (
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


class TestTitle:
    def title_action(self, text: str, ticket: str, base: tuple[str, str] | None) -> Action | None:
        item = linked(an_item(text, status=Status.OPEN))
        postmortem = a_postmortem(item)
        state = remembered(title=base) if base else State()
        observed = seen(replace(our_ticket(postmortem, item), title=ticket), state=state)
        actions = actions_for(postmortem, observed=observed)
        return only(actions) if actions else None

    def test_an_edited_text_renames_a_ticket_that_still_has_our_title(self) -> None:
        action = self.title_action("New text", "Old text", ("Old text", "Old text"))

        assert isinstance(action, UpdateTicket)
        assert (action.field, action.old, action.new) == (Field.TITLE, "Old text", "New text")

    def test_a_title_that_a_person_changed_in_the_tracker_stays(self) -> None:
        assert self.title_action("Old text", "Theirs", ("Old text", "Old text")) is None

    def test_titles_changed_on_both_sides_are_reported(self) -> None:
        action = self.title_action("New text", "Theirs", ("Old text", "Old text"))

        assert isinstance(action, Notice)
        assert action.concern is Concern.KEPT_TITLE

    def test_without_memory_a_differing_title_is_reported_and_not_guessed(self) -> None:
        assert isinstance(self.title_action("New text", "Old text", None), Notice)

    def test_a_ticket_that_somebody_else_made_is_never_renamed(self) -> None:
        item = linked(an_item("New text", status=Status.OPEN))
        observed = seen(
            Ticket(REF, "Old text", Status.OPEN), state=remembered(title=("Old text", "Old text"))
        )

        assert actions_for(a_postmortem(item), observed=observed) == ()
