"""A ticket that no item links finds its item again, or waits for a person."""

from __future__ import annotations

from dataclasses import replace

from sync.identity import document_hash, marker
from sync.model.action import Concern, CreateTicket, Field, Notice, UpdateTicket, WriteCell
from sync.model.memory import Base, Remembered, State
from sync.model.postmortem import (
    Status,
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

        link, title = actions_for(after, observed=seen(our_ticket(before, before.items[0])))

        assert isinstance(link, WriteCell)
        assert "edited" in link.reason
        assert isinstance(title, UpdateTicket)
        assert (title.old, title.new) == ("Add an alert", "Add a good alert")

    def test_a_ticket_that_was_renamed_before_its_link_was_written_keeps_its_name(self) -> None:
        before = a_postmortem(an_item("Add an alert"))
        after = a_postmortem(an_item("Add a good alert", status=Status.OPEN))
        theirs = replace(our_ticket(before, before.items[0]), title="Alert!")

        link, title = actions_for(after, observed=seen(theirs))

        assert isinstance(link, WriteCell)
        assert isinstance(title, Notice)
        assert title.concern is Concern.KEPT_TITLE

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

    def test_an_ended_ticket_is_given_to_no_other_item_by_guessing(self) -> None:
        """Also where nothing is remembered: the new item would look finished, and its work would be lost."""
        before = a_postmortem(an_item("Add an alert"))
        after = a_postmortem(an_item("Order new chairs"))

        actions = actions_for(
            after, observed=seen(our_ticket(before, before.items[0], Status.DONE))
        )

        assert {type(action) for action in actions} == {Notice}

    def test_an_orphan_that_a_person_closes_is_settled(self) -> None:
        before = a_postmortem(an_item("Add an alert"))
        after = a_postmortem(an_item("One", line=10), an_item("Two", line=11))
        told = Remembered(REF, "key", after.path, orphan=True, fields={"status": Base("", "open")})

        actions = actions_for(
            after,
            observed=seen(
                our_ticket(before, before.items[0], Status.DONE), state=State({REF: told})
            ),
        )

        assert [type(action) for action in actions] == [CreateTicket, CreateTicket]

    def test_two_items_on_one_line_are_two_items(self) -> None:
        postmortem = a_postmortem(an_item("One"), an_item("Two"))

        created = [one for one in actions_for(postmortem) if isinstance(one, CreateTicket)]

        assert [one.title for one in created] == ["One", "Two"]
        assert {one.draft.marker.key for one in created} == {
            marker("", postmortem, item, 0).key for item in postmortem.items
        }

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
