"""Tickets that moved: their documents follow, and nothing is lost, doubled or adopted by others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sync.model.action import WriteCell
from sync.model.postmortem import Postmortem, Reference, Status, TicketRef
from sync.model.report import Ending
from sync.saved_plan import differences, dump, fingerprint, load
from tests.fakes.documents import MemoryDocuments
from tests.fakes.tracker import MemoryTracker
from tests.fakes.world import MemoryWorld
from tests.sync.test_promises import a_document, assert_one_ticket_per_item


def world_of(*texts: str, incremental: bool = False) -> MemoryWorld:
    tracker = MemoryTracker(incremental=incremental)
    world = MemoryWorld(MemoryDocuments(a_document(1, list(texts))), tracker)
    world.sync()
    world.now += timedelta(hours=1)
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


def test_a_new_name_is_not_written_beside_itself() -> None:
    world = world_of("Add an alert")
    old = ref_of(world)
    new = world.tracker.transfer(old, "OTHER-1")
    both = (Reference(old), Reference(new))
    world.documents.edit("postmortems/1.md", lambda item: replace(item, references=both))

    report = world.sync()

    assert report.results == ()
    [notice] = report.notices
    assert notice.concern.value == "moved ticket"
    assert (
        notice.reason
        == "LOCAL-1 has moved to OTHER-1, which this item names beside it; take LOCAL-1 out"
    )


def test_where_only_changes_are_listed_a_ticket_with_a_new_name_is_no_second_one() -> None:
    world = world_of("Add an alert", "Fix the retry", incremental=True)
    new = world.tracker.transfer(ref_of(world), "OTHER-1")
    world.tracker.move(new, status=Status.DONE)

    report = world.sync()

    assert report.notices == ()
    assert [item.status for item in world.documents.items()] == [Status.DONE, Status.OPEN]
    assert ref_of(world) == new
    assert world.sync().results == ()


def test_a_ticket_that_moved_out_of_the_listing_is_looked_at_in_every_run() -> None:
    world = world_of("Add an alert", incremental=True)
    new = world.tracker.transfer(ref_of(world), "OTHER-1", listed=False)
    assert world.sync().results == ()  # nobody told yet
    world.now += timedelta(days=7)
    world.sync()
    assert ref_of(world) == new
    settled = world.state_text
    assert world.sync().results == ()
    assert world.state_text == settled

    world.tracker.move(new, status=Status.DONE)
    world.sync()

    [item] = world.documents.items()
    assert item.status is Status.DONE


def test_a_ticket_that_moved_and_whose_item_is_gone_is_an_orphan_under_its_new_name() -> None:
    world = world_of("Add an alert", "Fix the retry")
    new = world.tracker.transfer(ref_of(world), "OTHER-1", listed=False)
    [postmortem] = [one for one in world.documents.read() if isinstance(one, Postmortem)]
    other = replace(postmortem.items[0], title="Something else", references=())
    world.documents.put(replace(postmortem, items=(other, postmortem.items[1])))

    report = world.sync()

    assert report.results == ()
    assert {(one.concern.value, one.ticket) for one in report.notices if one.ticket} == {
        ("orphan", new)
    }
    assert len(world.tracker.tickets()) == 2
    assert "LOCAL-1" not in world.state_text


def test_of_two_documents_with_its_old_name_both_follow_and_share_it() -> None:
    world = world_of("Add an alert")
    old = ref_of(world)
    world.documents.put(a_document(2, ["Copied"]))
    linked = Reference(old)
    world.documents.edit("postmortems/2.md", lambda item: replace(item, references=(linked,)))
    world.sync()
    new = world.tracker.transfer(old, "OTHER-1")

    world.sync()

    assert [item.references[0].ref for item in world.documents.items()] == [new, new]
    assert world.state_text.count(new.id) == 1


def test_a_document_outside_of_the_run_keeps_the_old_name_and_what_is_known_of_it() -> None:
    world = world_of("Add an alert")
    old = ref_of(world)
    world.documents.edit("postmortems/1.md", lambda item: replace(item, status=Status.DONE))
    new = world.tracker.transfer(old, "OTHER-1")
    world.policy = replace(world.policy, only=frozenset())

    assert world.sync().results == ()

    assert ref_of(world) == old
    entry = world.world().state.tickets[new]
    assert (entry.fields["status"].document, entry.fields["status"].ticket) == ("open", "open")
    world.policy = replace(world.policy, only=None)
    assert [notice.concern.value for notice in world.sync().notices] == ["status kept"]


def test_a_link_that_could_not_be_written_is_tried_again() -> None:
    world = world_of("Add an alert")
    new = world.tracker.transfer(ref_of(world), "OTHER-1")
    world.documents.refused.add("postmortems/1.md")
    [failed] = world.sync().results
    world.documents.refused.clear()

    [done] = world.sync().results

    assert (failed.ending, done.ending) == (Ending.FAILED, Ending.DONE)
    assert ref_of(world) == new


def test_a_saved_plan_holds_until_the_ticket_moves_again() -> None:
    world = world_of("Add an alert")
    mid = world.tracker.transfer(ref_of(world), "OTHER-1")
    planned = world.planned().plan
    saved = load(dump(planned), "plan.json")

    assert differences(saved, world.planned().plan) == ()
    assert saved.fingerprint == fingerprint(planned)
    world.tracker.transfer(mid, "OTHER-2")
    assert differences(saved, world.planned().plan) == (
        'gone: postmortems/1.md:1 "Add an alert": ticket of OTHER-1 → OTHER-1',
        'new: postmortems/1.md:1 "Add an alert": ticket of OTHER-2 → OTHER-2',
    )


def test_most_tickets_moving_at_once_is_no_outage() -> None:
    world = world_of(*(f"Fix number {number} of them" for number in range(5)))
    for number in range(5):
        world.tracker.transfer(ref_of(world, number), f"OTHER-{number}", listed=number % 2 == 0)

    report = world.sync()

    assert {result.ending for result in report.results} == {Ending.DONE}
    assert len(report.results) == 5
    assert_one_ticket_per_item(world)


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
