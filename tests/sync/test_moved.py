"""Tickets that moved: their documents follow, and nothing is lost, doubled or adopted by others."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sync.model.action import WriteCell
from sync.model.postmortem import Postmortem, Reference, Status, TicketRef
from sync.model.report import Ending
from tests.fakes.documents import MemoryDocuments
from tests.fakes.tracker import MemoryTracker
from tests.fakes.world import MemoryWorld
from tests.sync.test_promises import DOCUMENTS, a_document, assert_one_ticket_per_item


def world_of(*texts: str) -> MemoryWorld:
    world = MemoryWorld(MemoryDocuments(a_document(1, list(texts))))
    world.sync()
    return world


def ref_of(world: MemoryWorld, item: int = 0) -> TicketRef:
    return world.documents.items()[item].references[0].ref


def test_the_link_follows_the_ticket_and_the_next_run_has_nothing_to_do() -> None:
    world = world_of("Add an alert", "Fix the retry")
    old = ref_of(world)
    new = world.tracker.transfer(old, "OTHER-1")

    report = world.sync()

    [result] = report.results
    assert isinstance(result.action, WriteCell)
    assert (result.action.old, result.action.new, result.ending) == (old.id, new.id, Ending.DONE)
    assert result.action.reason == f"{old} has moved to {new}"
    assert ref_of(world) == new
    assert_one_ticket_per_item(world)
    assert world.sync().results == ()
    assert old.id not in world.state_text


def test_a_ticket_that_moved_and_was_closed_is_told_in_the_same_run() -> None:
    world = world_of("Add an alert")
    new = world.tracker.transfer(ref_of(world), "OTHER-1")
    world.tracker.move(new, status=Status.DONE)

    world.sync()

    [item] = world.documents.items()
    assert (item.references[0].ref, item.status) == (new, Status.DONE)


def test_a_mark_that_a_person_set_is_still_theirs_after_the_ticket_moved() -> None:
    world = world_of("Add an alert")
    world.documents.edit("postmortems/1.md", lambda item: replace(item, status=Status.DONE))
    world.tracker.transfer(ref_of(world), "OTHER-1")

    report = world.sync()

    assert world.documents.items()[0].status is Status.DONE
    assert [notice.concern.value for notice in report.notices] == ["status kept"]


def test_old_and_new_name_share_one_ticket() -> None:
    world = world_of("Add an alert", "Fix the retry")
    old = ref_of(world)
    new = world.tracker.transfer(old, "OTHER-1")
    world.documents.put(a_document(2, ["Copied"]))
    linked = Reference(new)
    world.documents.edit("postmortems/2.md", lambda item: replace(item, references=(linked,)))

    report = world.sync()

    assert [item.references[0].ref for item in world.documents.items()].count(new) == 2
    assert "shared ticket" in {notice.concern.value for notice in report.notices}
    assert len(world.tracker.tickets()) == 2


def test_of_several_references_only_the_one_that_moved_is_replaced() -> None:
    world = world_of("Add an alert")
    old = ref_of(world)
    other = world.tracker.add("somebody's").ref
    both = (Reference(old), Reference(other))
    world.documents.edit("postmortems/1.md", lambda item: replace(item, references=both))
    new = world.tracker.transfer(old, "OTHER-1")

    world.sync()

    [item] = world.documents.items()
    assert [one.ref for one in item.references] == [new, other]


def test_a_document_that_takes_no_part_is_not_followed_up() -> None:
    world = world_of("Add an alert")
    old = ref_of(world)
    world.tracker.transfer(old, "OTHER-1")
    [postmortem] = [one for one in world.documents.read() if isinstance(one, Postmortem)]
    world.documents.put(replace(postmortem, ignored="done by hand"))

    report = world.sync()

    assert (report.results, report.notices) == ((), ())
    assert ref_of(world) == old


def test_a_plain_name_that_would_read_the_same_stays() -> None:
    tracker = MemoryTracker("forge")
    world = MemoryWorld(MemoryDocuments(a_document(1, ["Add an alert"])), tracker)
    world.sync()
    new = tracker.transfer(ref_of(world), "acme/new#1")
    tracker.move(new, label="#1")
    old = tracker.transfer(new, "acme/newer#1")
    plain = Reference(TicketRef("forge", "acme/new#1"))
    world.documents.edit("postmortems/1.md", lambda item: replace(item, references=(plain,)))

    assert not world.planned().plan.writes
    assert old.id == "acme/newer#1"


@given(DOCUMENTS, st.lists(st.integers(0, 11), max_size=6), st.booleans())
def test_however_tickets_move_there_is_one_per_item_and_the_documents_follow(
    documents: list[Postmortem], moves: list[int], lose_state: bool
) -> None:
    world = MemoryWorld(MemoryDocuments(*documents), MemoryTracker())
    world.sync()
    for number, which in enumerate(moves):
        tickets = world.tracker.tickets()
        if tickets:
            world.tracker.transfer(tickets[which % len(tickets)].ref, f"MOVED-{number}")
        if number % 2:
            world.sync()
        if lose_state:
            world.state_text = ""
    made = len(world.tracker.tickets())

    world.sync()

    assert len(world.tracker.tickets()) == made
    assert_one_ticket_per_item(world)
    assert not world.planned().plan.writes
