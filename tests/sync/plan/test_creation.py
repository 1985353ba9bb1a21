"""Which unlinked items get a ticket, and what it says."""

from __future__ import annotations

from datetime import date

import pytest

from sync.model.action import Concern, CreateTicket, Notice
from sync.model.postmortem import (
    ActionItem,
    Status,
    StatusPlace,
    TicketRef,
)
from sync.model.ticket import Ticket
from sync.plan import Observed, plan
from sync.policy import People, Person, Policy
from tests.sync.plan.making import (
    REF,
    a_postmortem,
    actions_for,
    an_item,
    linked,
    only,
    our_ticket,
    seen,
)


class TestCreation:
    def test_an_item_without_a_ticket_gets_one(self) -> None:
        action = only(actions_for(a_postmortem(an_item(owners=("mara",)))))

        assert isinstance(action, CreateTicket)
        assert (action.document, action.line, action.tracker) == ("postmortems/a.md", 10, "local")
        assert action.draft.owners[0].name == "mara"

    @pytest.mark.parametrize("status", [Status.DONE, Status.WONT_DO, Status.DUPLICATE])
    def test_a_finished_item_gets_none(self, status: Status) -> None:
        result = plan([a_postmortem(an_item(status=status))], Observed(), Policy())

        assert result.actions == ()
        assert result.skipped == {"finished without a ticket": 1}

    def test_an_item_that_wants_none_gets_none(self) -> None:
        assert actions_for(a_postmortem(an_item(ticket_wanted=False))) == ()

    def test_a_reference_nobody_recognises_blocks_its_item_and_is_told_once(self) -> None:
        action = only(actions_for(a_postmortem(an_item(unrecognised=("Bug 123",)))))

        assert isinstance(action, Notice)
        assert action.concern is Concern.UNRECOGNISED
        assert "Bug 123" in action.reason

    def test_a_link_to_a_tracker_that_is_not_configured_is_left_alone_and_counted(self) -> None:
        item = linked(an_item(), TicketRef("github", "acme/shop#12"))

        result = plan([a_postmortem(item)], Observed(), Policy())

        assert result.actions == ()
        assert result.skipped == {"linked to a tracker that is not configured": 1}

    def test_a_draft_gets_no_tickets(self) -> None:
        assert actions_for(a_postmortem(an_item(), status="Draft")) == ()

    def test_a_complete_document_with_open_items_is_no_draft(self) -> None:
        actions = actions_for(a_postmortem(an_item(), status="Complete, action items in progress"))

        assert isinstance(only(actions), CreateTicket)

    @pytest.mark.parametrize(
        ("day", "created"), [(date(2026, 10, 23), 0), (date(2026, 10, 24), 1), (None, 0)]
    )
    def test_documents_from_before_since_or_without_a_date_are_only_read(
        self, day: date | None, created: int
    ) -> None:
        policy = Policy(since=date(2026, 10, 24))

        assert len(actions_for(a_postmortem(an_item(), date=day), policy=policy)) == created

    def test_old_documents_take_part_when_that_is_asked_for(self) -> None:
        policy = Policy(since=date(2026, 10, 24), include_old=True)

        assert len(actions_for(a_postmortem(an_item(), date=None), policy=policy)) == 1

    def test_an_ignored_document_is_left_alone(self) -> None:
        item = linked(an_item(status=Status.OPEN))
        postmortem = a_postmortem(item, an_item("Other", line=11), ignored="not ours")

        assert actions_for(postmortem, observed=seen(Ticket(REF, "x", Status.DONE))) == ()

    def test_paths_narrow_the_actions(self) -> None:
        a, b = a_postmortem(an_item()), a_postmortem(an_item(), path="postmortems/b.md")

        action = only(actions_for(a, b, policy=Policy(only=frozenset({b.path}))))

        assert action.document == b.path

    def test_paths_do_not_narrow_the_view(self) -> None:
        a = a_postmortem(linked(an_item()))
        b = a_postmortem(an_item("Other"), path="postmortems/b.md")
        observed = seen(our_ticket(a, an_item(), Status.OPEN))

        actions = actions_for(a, b, observed=observed, policy=Policy(only=frozenset({b.path})))

        assert isinstance(only(actions), CreateTicket)

    def test_two_items_with_equal_text_get_different_keys(self) -> None:
        actions = actions_for(a_postmortem(an_item(line=10), an_item(line=11)))

        keys = {action.draft.marker.key for action in actions if isinstance(action, CreateTicket)}
        assert len(keys) == 2

    @pytest.mark.parametrize(
        ("item", "title"),
        [
            (an_item("Alert on lag. It pages nobody today."), "Alert on lag."),
            (an_item("Better alerts: page on lag", lead="Better alerts:"), "Better alerts"),
            (an_item("Jane: fix the lag", lead="Jane"), "Jane: fix the lag"),
            (an_item("Upgrade to v1.2 e.g. soon"), "Upgrade to v1.2 e.g. soon"),
            (an_item("word " * 40), "word " * 23 + "word…"),
            (an_item("x" * 200), "x" * 119 + "…"),
        ],
    )
    def test_the_title_is_the_lead_or_the_first_sentence_cut_at_a_word(
        self, item: ActionItem, title: str
    ) -> None:
        action = only(actions_for(a_postmortem(item)))

        assert isinstance(action, CreateTicket)
        assert action.draft.title == title
        assert len(action.draft.title) <= 120
        assert action.draft.text == item.title

    def test_an_owner_is_found_by_any_spelling(self) -> None:
        people = People((Person("Mara Lindqvist", ("ML",), {"github": "mara"}),))
        policy = Policy(tracker="github", people=people)

        action = only(actions_for(a_postmortem(an_item(owners=("ml",))), policy=policy))

        assert isinstance(action, CreateTicket)
        assert [owner.identity for owner in action.draft.owners] == ["mara"]

    @pytest.mark.parametrize(("default", "owner"), [("author", "Jonas"), ("platform", "platform")])
    def test_an_item_without_an_owner_falls_to_the_default(self, default: str, owner: str) -> None:
        policy = Policy(default_owner=default)

        action = only(actions_for(a_postmortem(an_item(), authors=("Jonas", "M")), policy=policy))

        assert isinstance(action, CreateTicket)
        assert [known.name for known in action.draft.owners] == [owner]
        assert owner in action.reason


class TestWhatFollows:
    def test_a_creation_brings_its_link_and_a_status_where_there_is_a_place_for_one(self) -> None:
        item = an_item(ticket_text="TBD", status_place=StatusPlace.TICKET_CELL)

        creation = only(actions_for(a_postmortem(item)))

        assert isinstance(creation, CreateTicket)
        assert [(edit.field, edit.old, edit.new) for edit in creation.follows] == [
            ("ticket", "TBD", "the link to the new ticket"),
            ("status", "", "**TODO**"),
        ]

    def test_columns_that_have_to_be_added_are_told(self) -> None:
        item = an_item(
            ticket_has_place=False, status_place=StatusPlace.COLUMN, status_has_place=False
        )

        creation = only(actions_for(a_postmortem(item)))

        assert isinstance(creation, CreateTicket)
        assert [edit.new_column for edit in creation.follows] == [True, True]

    def test_a_status_that_a_person_set_further_is_left_and_told_beforehand(self) -> None:
        item = an_item(
            status=Status.IN_PROGRESS,
            status_text="Started",
            status_place=StatusPlace.COLUMN,
            status_has_place=True,
        )

        creation, notice = actions_for(a_postmortem(item))

        assert isinstance(creation, CreateTicket)
        assert [edit.field for edit in creation.follows] == ["ticket"]
        assert isinstance(notice, Notice)
        assert "'Started' was set in the document and stays, while the new ticket is open" in (
            notice.reason
        )
