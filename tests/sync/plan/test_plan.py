"""What is planned for which postmortem and which ticket."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sync.identity import document_hash, marker
from sync.model.action import Action, Concern, CreateTicket, Field, Notice, UpdateTicket, WriteCell
from sync.model.memory import Base, Remembered, State
from sync.model.postmortem import (
    ActionItem,
    Form,
    Postmortem,
    Reference,
    Remark,
    Status,
    StatusPlace,
    TicketRef,
)
from sync.model.ticket import Ticket
from sync.plan import Observed, plan
from sync.policy import People, Person, Policy

REF = TicketRef("local", "LOCAL-1")
OTHER = TicketRef("local", "LOCAL-2")


def an_item(title: str = "Add an alert", line: int = 10, **fields: object) -> ActionItem:
    given: dict[str, object] = {
        "form": Form.TABLE_ROW,
        "status_place": StatusPlace.COLUMN,
        "status_has_place": True,
        **fields,
    }
    return ActionItem(title=title, line=line, end_line=line, **given)  # type: ignore[arg-type]


def a_postmortem(
    *items: ActionItem, path: str = "postmortems/a.md", **fields: object
) -> Postmortem:
    given: dict[str, object] = {"title": "Outage", "date": date(2026, 11, 3), **fields}
    return Postmortem(path=path, revision="1", items=items, **given)  # type: ignore[arg-type]


def linked(item: ActionItem, *refs: TicketRef) -> ActionItem:
    return replace(item, references=tuple(Reference(ref) for ref in refs or (REF,)))


def our_ticket(
    postmortem: Postmortem,
    item: ActionItem,
    status: Status = Status.OPEN,
    ref: TicketRef = REF,
    ordinal: int = 0,
) -> Ticket:
    return Ticket(ref, item.title, status, marker=marker("", postmortem, item, ordinal))


def seen(*tickets: Ticket, **fields: object) -> Observed:
    return Observed(tickets={ticket.ref: ticket for ticket in tickets}, **fields)  # type: ignore[arg-type]


def remembered(ref: TicketRef = REF, **fields: tuple[str, str]) -> State:
    bases = {name: Base(*values) for name, values in fields.items()}
    return State(tickets={ref: Remembered(ref, "key", "postmortems/a.md", fields=bases)})


def actions_for(
    *postmortems: Postmortem, observed: Observed | None = None, policy: Policy | None = None
) -> tuple[Action, ...]:
    return plan(postmortems, observed or Observed(), policy or Policy()).actions


def only(actions: tuple[Action, ...]) -> Action:
    assert len(actions) == 1, actions
    return actions[0]


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
            (an_item("Alert: page on lag", lead="Alert:"), "Alert"),
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


class TestFindingTicketsAgain:
    def test_a_ticket_whose_link_was_never_written_is_linked_and_not_created_again(self) -> None:
        item = an_item(status=Status.OPEN)
        postmortem = a_postmortem(item)

        action = only(actions_for(postmortem, observed=seen(our_ticket(postmortem, item))))

        assert isinstance(action, WriteCell)
        assert (action.field, action.old, action.new) == (Field.TICKET, "", "LOCAL-1")

    def test_spelling_that_does_not_matter_does_not_hide_a_ticket(self) -> None:
        before = a_postmortem(an_item("Add an  alert."))
        after = a_postmortem(an_item("add an alert", status=Status.OPEN))

        action = only(actions_for(after, observed=seen(our_ticket(before, before.items[0]))))

        assert isinstance(action, WriteCell)

    def test_of_two_equal_items_each_finds_its_own_ticket(self) -> None:
        first, second = an_item(line=10, status=Status.OPEN), an_item(line=11, status=Status.OPEN)
        postmortem = a_postmortem(first, second)
        observed = seen(
            our_ticket(postmortem, first, ordinal=0),
            our_ticket(postmortem, second, ref=OTHER, ordinal=1),
        )

        actions = actions_for(postmortem, observed=observed)

        assert [(a.line, a.ticket) for a in actions if isinstance(a, WriteCell)] == [
            (10, REF),
            (11, OTHER),
        ]

    def test_of_two_equal_items_the_finished_one_never_takes_the_ticket_of_the_other(self) -> None:
        finished = an_item(line=10, status=Status.DONE)
        waiting = an_item(line=11, status=Status.OPEN)
        postmortem = a_postmortem(finished, waiting)

        action = only(actions_for(postmortem, observed=seen(our_ticket(postmortem, waiting))))

        assert isinstance(action, WriteCell)
        assert (action.line, action.ticket) == (11, REF)

    def test_of_two_equal_items_a_lost_link_and_an_edit_make_no_second_ticket(self) -> None:
        first, second = an_item(line=10), an_item(line=11)
        before = a_postmortem(first, second)
        observed = seen(
            our_ticket(before, first, ordinal=0), our_ticket(before, second, ref=OTHER, ordinal=1)
        )
        after = a_postmortem(linked(first), an_item("Two others", line=11), an_item("And more", 12))

        actions = actions_for(after, observed=observed)

        assert not any(isinstance(action, CreateTicket) for action in actions)

    def test_a_ticket_of_an_unreadable_document_is_given_to_nobody_else(self) -> None:
        home = a_postmortem(an_item())
        copy = a_postmortem(an_item(), path="postmortems/b.md")
        observed = seen(our_ticket(home, home.items[0]), unread={document_hash(home): home.path})

        action = only(actions_for(copy, observed=observed))

        assert isinstance(action, CreateTicket)

    def test_an_item_that_may_be_one_of_a_document_that_is_gone_waits(self) -> None:
        gone = a_postmortem(an_item())
        renamed = a_postmortem(an_item(), path="postmortems/b.md", title="Another title")

        actions = actions_for(renamed, observed=seen(our_ticket(gone, gone.items[0])))

        assert not any(isinstance(action, (CreateTicket, WriteCell)) for action in actions)

    def test_an_equal_item_beside_a_linked_one_gets_a_ticket_of_its_own(self) -> None:
        first, second = linked(an_item(line=10, status=Status.OPEN)), an_item(line=11)
        postmortem = a_postmortem(first, second)
        ticket = our_ticket(postmortem, first)

        action = only(actions_for(postmortem, observed=seen(ticket)))

        assert isinstance(action, CreateTicket)
        assert ticket.marker is not None
        assert action.draft.marker.key != ticket.marker.key

    def test_a_ticket_of_another_project_is_never_taken(self) -> None:
        item = an_item()
        postmortem = a_postmortem(item)
        foreign = Ticket(REF, "x", Status.OPEN, marker=marker("other", postmortem, item, 0))

        assert isinstance(only(actions_for(postmortem, observed=seen(foreign))), CreateTicket)

    def test_a_ticket_that_an_item_links_is_never_taken_by_another(self) -> None:
        postmortem = a_postmortem(an_item("New text", line=9), linked(an_item(status=Status.OPEN)))
        ticket = our_ticket(postmortem, an_item("New text"))

        actions = actions_for(postmortem, observed=seen(ticket))

        assert any(isinstance(action, CreateTicket) and action.line == 9 for action in actions)

    def test_an_item_edited_before_its_link_was_written_finds_its_ticket(self) -> None:
        before = a_postmortem(an_item("Add an alert"))
        after = a_postmortem(an_item("Add a good alert", status=Status.OPEN))

        action = only(actions_for(after, observed=seen(our_ticket(before, before.items[0]))))

        assert isinstance(action, WriteCell)
        assert "edited" in action.reason

    def test_where_two_items_could_be_the_edited_one_nothing_is_created(self) -> None:
        before = a_postmortem(an_item("Add an alert"))
        after = a_postmortem(an_item("One", line=10), an_item("Two", line=11))

        actions = actions_for(after, observed=seen(our_ticket(before, before.items[0])))

        assert not any(isinstance(action, CreateTicket) for action in actions)
        concerns = [action.concern for action in actions if isinstance(action, Notice)]
        assert sorted(concerns) == sorted([Concern.HELD, Concern.HELD, Concern.ORPHAN])

    def test_a_person_can_settle_it_by_calling_an_item_new(self) -> None:
        before = a_postmortem(an_item("Add an alert"))
        after = a_postmortem(an_item("One", line=10), an_item("Two", line=11))
        policy = Policy(force_new=frozenset({(after.path, 11)}))

        actions = actions_for(
            after, observed=seen(our_ticket(before, before.items[0])), policy=policy
        )

        assert [a.line for a in actions if isinstance(a, CreateTicket)] == [11]

    def test_an_item_that_replaced_a_linked_one_does_not_inherit_its_ticket(self) -> None:
        before = a_postmortem(an_item("Add an alert"))
        after = a_postmortem(an_item("Something else"))
        observed = seen(our_ticket(before, before.items[0]), state=remembered(title=("x", "x")))

        actions = actions_for(after, observed=observed)

        assert not any(isinstance(action, WriteCell) for action in actions)
        assert any(
            isinstance(action, Notice) and action.concern is Concern.ORPHAN for action in actions
        )

    def test_a_removed_item_reports_its_ticket(self) -> None:
        before = a_postmortem(an_item("Add an alert"))

        action = only(
            actions_for(a_postmortem(), observed=seen(our_ticket(before, before.items[0])))
        )

        assert isinstance(action, Notice)
        assert (action.concern, action.ticket) == (Concern.ORPHAN, REF)

    def test_a_removed_item_whose_ticket_was_linked_and_is_closed_needs_nobody(self) -> None:
        before = a_postmortem(an_item("Add an alert"))
        closed = our_ticket(before, before.items[0], Status.DONE)
        after = a_postmortem(an_item("Something else"), an_item("And more", line=11))

        actions = actions_for(
            after, observed=seen(closed, state=remembered(title=("Add an alert", "Add an alert")))
        )

        assert [type(action) for action in actions] == [CreateTicket, CreateTicket]

    def test_an_item_that_waits_is_told_for_which_ticket(self) -> None:
        before = a_postmortem(an_item("Add an alert"))
        after = a_postmortem(an_item("One", line=10), an_item("Two", line=11))

        actions = actions_for(after, observed=seen(our_ticket(before, before.items[0])))

        waiting = [a for a in actions if isinstance(a, Notice) and a.concern is Concern.HELD]
        assert all("LOCAL-1" in notice.reason for notice in waiting)

    def test_an_unlinked_item_with_the_title_of_a_ticket_of_its_document_is_its_own(self) -> None:
        before = a_postmortem(an_item("Add an alert"))
        retitled = replace(our_ticket(before, before.items[0]), title="Add a good alert")
        after = a_postmortem(
            an_item("Add a good alert", status=Status.OPEN), an_item("And more", line=11)
        )

        actions = actions_for(after, observed=seen(retitled))

        assert [(a.line, a.ticket) for a in actions if isinstance(a, WriteCell)] == [(10, REF)]
        assert [a.line for a in actions if isinstance(a, CreateTicket)] == [11]

    def test_a_document_that_moved_finds_its_tickets(self) -> None:
        before = a_postmortem(an_item(status=Status.OPEN))
        after = replace(before, path="postmortems/2026/a.md")

        action = only(actions_for(after, observed=seen(our_ticket(before, before.items[0]))))

        assert isinstance(action, WriteCell)
        assert action.document == "postmortems/2026/a.md"

    def test_a_second_ticket_for_one_item_is_reported_and_the_older_one_used(self) -> None:
        item = an_item(status=Status.OPEN)
        postmortem = a_postmortem(item)
        observed = seen(our_ticket(postmortem, item), our_ticket(postmortem, item, ref=OTHER))

        write, notice = actions_for(postmortem, observed=observed)

        assert isinstance(write, WriteCell)
        assert write.ticket == REF
        assert isinstance(notice, Notice)
        assert (notice.concern, notice.ticket) == (Concern.DOUBLE, OTHER)

    def test_an_item_that_a_person_linked_elsewhere_leaves_its_first_ticket_spare(self) -> None:
        postmortem = a_postmortem(
            linked(an_item(status=Status.OPEN), OTHER), an_item("More", line=11)
        )
        first = our_ticket(postmortem, an_item())
        observed = seen(first, Ticket(OTHER, "Add an alert", Status.OPEN))

        actions = actions_for(postmortem, observed=observed)

        assert [a.line for a in actions if isinstance(a, CreateTicket)] == [11]
        assert [a.ticket for a in actions if isinstance(a, Notice)] == [REF]

    def test_a_copied_link_stays_shared_and_is_reported(self) -> None:
        row = linked(an_item(status=Status.OPEN))
        a, b = a_postmortem(row), a_postmortem(row, path="postmortems/b.md")

        action = only(actions_for(a, b, observed=seen(our_ticket(a, row))))

        assert isinstance(action, Notice)
        assert action.concern is Concern.SHARED

    def test_a_creation_in_doubt_is_not_repeated(self) -> None:
        postmortem = a_postmortem(an_item())
        key = marker("", postmortem, postmortem.items[0], 0).key

        action = only(actions_for(postmortem, observed=seen(in_doubt=frozenset({key}))))

        assert isinstance(action, Notice)
        assert action.concern is Concern.IN_DOUBT


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

    def test_a_vanished_ticket_takes_no_person_s_done_away(self) -> None:
        item = linked(an_item(status=Status.DONE, status_text="Done"))

        action = only(actions_for(a_postmortem(item), observed=seen(vanished=frozenset({REF}))))

        assert isinstance(action, Notice)


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


def test_what_a_document_hides_is_told_unless_the_document_takes_no_part() -> None:
    unclear = a_postmortem(remarks=(Remark(7, "a fence is open"),))

    notice = only(actions_for(unclear))
    assert isinstance(notice, Notice)
    assert (notice.concern, notice.line, notice.reason) == (Concern.UNCLEAR, 7, "a fence is open")
    assert actions_for(unclear, policy=Policy(since=date(2999, 1, 1))) == ()
