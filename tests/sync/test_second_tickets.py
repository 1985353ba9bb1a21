"""Two machines that ran at once made two tickets for one item: told until somebody closes one, however little is listed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.model.action import Concern
from sync.model.postmortem import Status, TicketRef
from tests.fakes.documents import MemoryDocuments
from tests.fakes.tracker import MemoryTracker
from tests.fakes.world import MemoryWorld
from tests.sync.test_promises import a_document


@pytest.fixture
def world() -> MemoryWorld:
    """An item with LOCAL-1, and LOCAL-2 with the same mark, from a machine whose documents are lost."""
    tracker = MemoryTracker(incremental=True)
    world = MemoryWorld(MemoryDocuments(a_document(1, ["Add an alert"])), tracker)
    world.sync()
    [first] = tracker.tickets()
    second = tracker.add(first.title)
    tracker.move(second.ref, marker=first.marker)
    return world


def told(world: MemoryWorld) -> list[TicketRef | None]:
    [item] = world.documents.items()
    other = Status.IN_PROGRESS if item.status is Status.OPEN else Status.OPEN
    for _ in range(
        20
    ):  # each takes a minute, so that listings of what changed reach back to none but this one
        world.tracker.move(TicketRef("local", "LOCAL-1"), status=other)
    notices = world.sync().notices
    assert all(one.concern is Concern.DOUBLE for one in notices)
    return [one.ticket for one in notices]


def test_it_is_told_in_every_run(world: MemoryWorld) -> None:
    second = TicketRef("local", "LOCAL-2")

    assert [told(world) for _ in range(3)] == [[second]] * 3


def test_it_is_told_no_more_once_it_is_closed(world: MemoryWorld) -> None:
    told(world)
    world.tracker.move(TicketRef("local", "LOCAL-2"), status=Status.WONT_DO)

    assert [told(world) for _ in range(3)] == [[]] * 3


def test_it_takes_the_place_of_the_first_where_a_person_takes_that_away(world: MemoryWorld) -> None:
    told(world)
    world.tracker.delete(TicketRef("local", "LOCAL-1"))
    world.documents.edit("postmortems/1.md", lambda item: replace(item, references=()))

    world.sync()

    [item] = world.documents.items()
    assert [one.ref.id for one in item.references] == ["LOCAL-2"]
