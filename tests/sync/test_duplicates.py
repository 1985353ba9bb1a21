"""A second ticket of one item: closed only where that is wanted, certain and nobody's work."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

import pytest

from sync.model.action import Concern
from sync.model.postmortem import ActionItem, Form, Postmortem, Status, TicketRef
from sync.model.ticket import Draft, Ticket
from tests.fakes.documents import MemoryDocuments
from tests.fakes.tracker import MemoryTracker
from tests.fakes.world import MemoryWorld


class Watched(MemoryTracker):
    """Notes what it is asked."""

    def __init__(self) -> None:
        super().__init__("github")
        self.asked: list[frozenset[TicketRef]] = []

    def touched(self, refs: Collection[TicketRef]) -> Mapping[TicketRef, str]:
        self.asked.append(frozenset(refs))
        return super().touched(refs)


class Silent(MemoryTracker):
    """Cannot tell who touched a ticket."""

    touched = None  # type: ignore[assignment]


def a_world(tracker: MemoryTracker, *, close: bool = True) -> MemoryWorld:
    items = tuple(
        ActionItem(title, line, line, Form.BULLET) for line, title in ((5, "One"), (6, "Two"))
    )
    document = Postmortem("postmortems/a.md", "", date=date(2026, 11, 1), items=items)
    world = MemoryWorld(MemoryDocuments(document), tracker)
    world.policy = replace(world.policy, close_duplicates=close)
    world.sync()
    return world


def doubled(world: MemoryWorld) -> Ticket:
    """A second ticket for the first item, as another machine made it."""
    first = world.tracker.tickets()[0]
    assert first.marker is not None
    draft = Draft(first.marker, first.title, first.title, "postmortems/a.md", 5)
    return world.tracker.add(first.title, draft=draft)


def status_of(world: MemoryWorld, ticket: Ticket) -> Status:
    return world.tracker.fetch([ticket.ref])[ticket.ref].status


def test_it_is_closed_and_the_second_run_has_nothing_to_do() -> None:
    world = a_world(Watched())
    spare = doubled(world)

    report = world.sync()

    assert status_of(world, spare) is Status.DUPLICATE
    assert [notice for notice in report.notices if notice.concern is Concern.DOUBLE] == []
    writes = world.writes
    again = world.sync()
    assert (again.results, again.notices, world.writes) == ((), (), writes)


def test_without_the_setting_it_is_told_and_nobody_is_asked() -> None:
    tracker = Watched()
    world = a_world(tracker, close=False)
    spare = doubled(world)

    report = world.sync()

    assert [notice.ticket for notice in report.notices] == [spare.ref]
    assert status_of(world, spare) is Status.OPEN
    assert tracker.asked == []


def test_only_what_would_be_closed_is_asked_about() -> None:
    tracker = Watched()
    world = a_world(tracker)
    world.sync()
    spare = doubled(world)
    world.sync()
    world.sync()

    assert tracker.asked == [frozenset({spare.ref})]


@pytest.mark.parametrize("tracker", [Watched(), Silent("github")], ids=["moved", "cannot tell"])
def test_what_somebody_touched_or_nobody_can_tell_stays_open(tracker: MemoryTracker) -> None:
    world = a_world(tracker)
    spare = doubled(world)
    world.tracker.move(spare.ref, status=Status.IN_PROGRESS)

    report = world.sync()

    assert status_of(world, spare) is Status.IN_PROGRESS
    assert ["is not closed: it" in notice.reason for notice in report.notices] == [True]


def test_a_second_ticket_of_an_item_that_links_none_is_not_closed_before_one_is_in_use() -> None:
    world = a_world(Watched())
    spare = doubled(world)
    world.documents.edit("postmortems/a.md", lambda item: replace(item, references=()))

    first = world.sync()

    assert status_of(world, spare) is Status.OPEN
    assert [notice.ticket for notice in first.notices] == [spare.ref]
    world.sync()
    assert status_of(world, spare) is Status.DUPLICATE


def test_documents_that_are_not_meant_close_nothing() -> None:
    world = a_world(Watched())
    spare = doubled(world)
    world.policy = replace(world.policy, only=frozenset({"postmortems/b.md"}))

    world.sync()

    assert status_of(world, spare) is Status.OPEN


def test_a_run_that_may_change_no_ticket_closes_none() -> None:
    world = a_world(Watched())
    spare = doubled(world)
    world.limits = replace(world.limits, close=0)

    world.sync()

    assert status_of(world, spare) is Status.OPEN
