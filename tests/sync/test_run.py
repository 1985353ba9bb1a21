"""The loop: what happens in one run when something goes wrong in the middle of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sync import run
from sync.errors import Problem, Refused, Unavailable
from sync.limits import Limits
from sync.model.action import Concern, CreateTicket, Field, UpdateTicket, WriteCell
from sync.model.postmortem import (
    ActionItem,
    Form,
    Postmortem,
    Reference,
    Status,
    StatusPlace,
    TicketRef,
)
from sync.model.report import Ending
from sync.model.ticket import Outcome
from tests.fakes.documents import MemoryDocuments
from tests.fakes.tracker import MemoryTracker
from tests.fakes.world import MemoryWorld


def an_item(title: str, line: int) -> ActionItem:
    return ActionItem(
        title, line, line, Form.TABLE_ROW, status_place=StatusPlace.COLUMN, status_has_place=True
    )


def a_postmortem(*titles: str, path: str = "a.md") -> Postmortem:
    items = tuple(an_item(title, line) for line, title in enumerate(titles, 1))
    return Postmortem(path, "", title=f"Outage {path}", date=date(2026, 11, 3), items=items)


def a_world(*postmortems: Postmortem) -> MemoryWorld:
    return MemoryWorld(MemoryDocuments(*(postmortems or (a_postmortem("One", "Two"),))))


def test_tickets_are_created_linked_and_their_status_written_in_one_run() -> None:
    world = a_world()

    report = world.sync()

    assert [type(result.action) for result in report.results].count(CreateTicket) == 2
    assert {result.ending for result in report.results} == {Ending.DONE}
    links = [r.action for r in report.results if isinstance(r.action, WriteCell)]
    assert {a.reason for a in links if a.field is Field.TICKET} == {"its ticket was created"}
    assert [item.status for item in world.documents.items()] == [Status.OPEN, Status.OPEN]


def test_every_write_is_journaled_before_it_happens_and_again_after() -> None:
    world = a_world()
    seen_at_write: list[int] = []
    world.tracker.before = lambda: seen_at_write.append(len(world.journal.events))
    world.documents.before = lambda: seen_at_write.append(len(world.journal.events))

    world.sync()

    assert [event for event, _ in world.journal.events] == ["begin", "done"] * 3
    assert seen_at_write == [1, 3, 5]


def test_a_ticket_that_the_tracker_refuses_does_not_stop_the_others() -> None:
    world = a_world()
    world.tracker.refuse = {"One"}

    report = world.sync()

    assert [result.detail for result in report.ended(Ending.FAILED)] == ["the tracker said no"]
    assert [bool(item.references) for item in world.documents.items()] == [False, True]


def test_a_document_that_cannot_be_written_does_not_stop_the_others() -> None:
    world = a_world(a_postmortem("One"), a_postmortem("Two", path="b.md"))
    world.documents.refused = {"a.md"}

    report = world.sync()

    assert {result.action.document for result in report.ended(Ending.FAILED)} == {"a.md"}
    assert [bool(item.references) for item in world.documents.items()] == [False, True]


def test_a_status_that_could_not_be_written_is_written_by_the_next_run() -> None:
    world = a_world(a_postmortem("One"))
    world.sync()
    world.tracker.move(world.tracker.tickets()[0].ref, status=Status.DONE)
    world.documents.refused = {"a.md"}
    world.sync()
    world.documents.refused = set()

    world.sync()

    assert world.documents.items()[0].status is Status.DONE


def test_a_document_that_cannot_be_read_is_reported_and_the_others_are_done() -> None:
    world = a_world(a_postmortem("One"), a_postmortem("Two", path="b.md"))
    world.documents.broken["a.md"] = Problem(
        "a.md", 3, "bytes that are no UTF-8", "save it as UTF-8"
    )

    report = world.sync()

    assert [problem.path for problem in report.problems] == ["a.md"]
    assert len(world.tracker.tickets()) == 1


def test_a_lost_answer_is_looked_for_and_the_ticket_linked_in_the_same_run() -> None:
    world = a_world(a_postmortem("One"))
    world.tracker.lose_answers = True

    report = world.sync()

    assert world.documents.items()[0].references
    assert not report.ended(Ending.IN_DOUBT)
    assert len(world.tracker.tickets()) == 1


class Forgetful(MemoryTracker):
    """Creates nothing, and does not say so; or creates and shows it much later."""

    def create(self, drafts):  # type: ignore[no-untyped-def]
        for _ in drafts:
            raise Unavailable("the connection broke")
            yield


def test_a_creation_that_broke_off_is_in_doubt_and_the_rest_is_not_sent() -> None:
    world = MemoryWorld(MemoryDocuments(a_postmortem("One", "Two")), Forgetful())

    report = world.sync()

    assert [result.ending for result in report.results] == [Ending.IN_DOUBT, Ending.FAILED]
    assert "not sent" in report.results[1].detail


def test_an_item_in_doubt_is_not_created_again_until_the_grace_time_is_over() -> None:
    world = MemoryWorld(MemoryDocuments(a_postmortem("One")), Forgetful())
    world.sync()
    world.tracker = MemoryTracker()

    soon = world.sync()
    world.now += timedelta(hours=1)
    later = world.sync()

    assert [notice.concern for notice in soon.notices] == [Concern.IN_DOUBT]
    assert not soon.results
    assert type(later.results[0].action) is CreateTicket


class Unreachable(MemoryTracker):
    """Dies after the first creation, and stays dead."""

    def create(self, drafts):  # type: ignore[no-untyped-def]
        outcomes: list[Outcome] = []
        for draft in drafts:
            outcomes.extend(super().create([draft]))
            self.down = True
            raise Unavailable("the connection broke")
        yield from outcomes


def test_a_tracker_that_cannot_be_asked_again_leaves_the_item_in_doubt() -> None:
    world = MemoryWorld(MemoryDocuments(a_postmortem("One")), Unreachable())

    report = world.sync()

    assert [result.ending for result in report.results] == [Ending.IN_DOUBT]
    assert "doubt" in world.state_text


def test_a_document_edited_meanwhile_is_planned_again_and_the_edit_stays() -> None:
    world = a_world(a_postmortem("One"))
    edited = False

    def edit_once() -> None:
        nonlocal edited
        if not edited:
            edited = True
            world.documents.edit("a.md", lambda item: replace(item, line=7, end_line=7))

    world.documents.before = edit_once

    report = world.sync()

    assert not report.ended(Ending.FAILED)
    item = world.documents.items()[0]
    assert item.line == 7
    assert item.references


def test_a_document_that_never_stops_changing_is_left_for_the_next_run() -> None:
    world = a_world(a_postmortem("One"))
    world.documents.before = lambda: world.documents.edit("a.md", lambda item: item)

    report = world.sync()

    assert [result.action.document for result in report.ended(Ending.FAILED)] == ["a.md"] * 2
    world.documents.before = lambda: None
    world.sync()
    assert len(world.tracker.tickets()) == 1


def test_too_many_creations_are_refused_and_statuses_still_written() -> None:
    world = a_world(a_postmortem("One"))
    world.sync()
    world.tracker.move(world.tracker.tickets()[0].ref, status=Status.DONE)
    world.documents.put(a_postmortem("A", "B", "C", path="b.md"))
    world.limits = Limits(create=2)

    report = world.sync()

    assert len(report.ended(Ending.REFUSED)) == 3
    assert len(world.tracker.tickets()) == 1
    assert world.documents.items()[0].status is Status.DONE


def test_too_many_changes_are_refused_and_creations_still_made() -> None:
    world = a_world(a_postmortem("One", "Two"))
    world.sync()
    world.documents.edit("a.md", lambda item: replace(item, title=f"{item.title} more"))
    world.documents.put(a_postmortem("New", path="b.md"))
    world.limits = Limits(update=1)

    report = world.sync()

    assert len(report.ended(Ending.REFUSED)) == 2
    assert sorted(ticket.title for ticket in world.tracker.tickets()) == ["New", "One", "Two"]
    world.limits = Limits()
    world.sync()
    assert sorted(ticket.title for ticket in world.tracker.tickets()) == [
        "New",
        "One more",
        "Two more",
    ]


def test_a_document_that_lost_all_of_its_items_stops_the_run_before_any_write() -> None:
    world = a_world(a_postmortem("One", "Two", "Three", "Four"))
    world.sync()
    world.documents.put(replace(a_postmortem(path="a.md"), items=()))
    world.documents.put(a_postmortem("New", path="b.md"))
    writes = world.writes

    with pytest.raises(Refused, match="no action item is left of those that linked 4 tickets"):
        world.sync()

    assert world.writes == writes
    world.limits = Limits(allow=frozenset({"vanished"}))
    world.sync()
    world.limits = Limits()
    world.sync()  # what was allowed once is known from then on
    assert len(world.tracker.tickets()) == 5


def test_a_run_over_other_documents_forgets_nothing_of_one_that_was_emptied() -> None:
    world = a_world(a_postmortem("One", "Two", "Three", "Four"))
    world.sync()
    world.documents.put(replace(a_postmortem(path="a.md"), items=()))
    world.documents.put(a_postmortem("New", path="b.md"))
    everywhere = world.policy
    world.policy = replace(everywhere, only=frozenset({"b.md"}))
    world.sync()
    world.policy = everywhere

    with pytest.raises(Refused, match="no action item is left of those that linked 4 tickets"):
        world.sync()


def test_a_tracker_that_lost_everything_stops_the_run_before_any_write() -> None:
    world = a_world()
    world.sync()
    world.documents.put(a_postmortem("Three", path="b.md"))
    for ticket in world.tracker.tickets():
        world.tracker.delete(ticket.ref)
    writes = world.writes

    with pytest.raises(Refused):
        world.sync()

    assert world.writes == writes


def test_a_look_writes_nothing_and_shows_what_a_run_would_do() -> None:
    world = a_world()

    report = run.report_of(world.world(), world.planned())

    assert world.writes == 0
    assert [result.ending for result in report.results] == [Ending.PLANNED] * 2


def test_an_edited_text_reaches_the_title_of_the_ticket_once() -> None:
    world = a_world(a_postmortem("One"))
    world.sync()
    world.documents.edit("a.md", lambda item: replace(item, title="One and a half"))

    first, second = world.sync(), world.sync()

    updates = [result.action for result in first.results]
    assert [action.field for action in updates if isinstance(action, UpdateTicket)] == [Field.TITLE]
    assert world.tracker.tickets()[0].title == "One and a half"
    assert not second.results


def test_a_ticket_shared_by_two_items_tells_both() -> None:
    world = a_world()
    ticket = world.tracker.add("theirs")
    world.documents.edit("a.md", lambda item: replace(item, references=(Reference(ticket.ref),)))
    world.sync()
    world.tracker.move(ticket.ref, status=Status.DONE)

    report = world.sync()

    assert [
        result.action.line for result in report.results if isinstance(result.action, WriteCell)
    ] == [1, 2]


def test_a_state_file_from_a_newer_version_is_left_as_it_is() -> None:
    world = a_world()
    world.state_text = newer = '{"pm-sync.state": 99}\n'

    world.sync()

    assert world.state_text == newer


def test_a_removed_item_is_reported_in_every_run_and_its_ticket_never_closed() -> None:
    world = a_world()
    world.sync()
    world.documents.put(replace(a_postmortem("One"), items=tuple(world.documents.items()[:1])))

    first, second = world.sync(), world.sync()

    for report in (first, second):
        assert [notice.ticket for notice in report.notices] == [TicketRef("local", "LOCAL-2")]
    assert world.tracker.tickets()[1].status is Status.OPEN


@pytest.mark.parametrize("reason", ["another path was named", "it is too old", "it is unreadable"])
def test_a_document_that_takes_no_part_in_a_run_follows_its_ticket_in_the_next(reason: str) -> None:
    world = a_world(a_postmortem("One"), a_postmortem("Other", path="b.md"))
    world.sync()
    policy = world.policy
    (ref,) = (reference.ref for reference in world.documents.items()[0].references)
    world.tracker.move(ref, status=Status.DONE)

    if reason == "it is unreadable":
        world.documents.broken["a.md"] = Problem("a.md", 1, "no UTF-8", "save it", "a.md")
    elif reason == "it is too old":
        world.policy = replace(policy, since=date(2999, 1, 1))
    else:
        world.policy = replace(policy, only=frozenset({"b.md"}))
    world.sync()
    world.policy = policy
    world.documents.broken.clear()
    report = world.sync()

    assert [item.status for item in world.documents.items()] == [Status.DONE, Status.OPEN]
    assert report.notices == ()


def test_an_unreadable_document_gives_none_of_its_tickets_away() -> None:
    world = a_world(a_postmortem("One"))
    world.sync()
    world.documents.broken["a.md"] = Problem("a.md", 1, "no UTF-8", "save it", "a.md")
    world.documents.put(replace(a_postmortem("One"), path="b.md"))

    world.sync()
    world.documents.broken.clear()
    world.sync()

    assert [[one.ref.id for one in item.references] for item in world.documents.items()] == [
        ["LOCAL-1"],
        ["LOCAL-2"],
    ]


def test_no_ticket_is_made_where_its_link_could_not_be_written() -> None:
    world = a_world()
    world.documents.unwritable = {1: "a row with too many cells"}

    report = world.sync()

    [held] = report.ended(Ending.FAILED)
    assert held.detail == "its link could not be written: a row with too many cells"
    assert [len(item.references) for item in world.documents.items()] == [0, 1]
    assert world.tracker.writes == 1
