"""The promises where tickets move: whatever moves, crashes or is forgotten, there is one ticket per item and the documents follow."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from sync.model.postmortem import Postmortem, Status
from tests.fakes.documents import MemoryDocuments
from tests.fakes.tracker import MemoryTracker
from tests.fakes.world import MemoryWorld
from tests.sync.test_promises import (
    DOCUMENTS,
    MOVES,
    assert_one_ticket_per_item,
    crash_at,
    settle,
)


@given(
    DOCUMENTS,
    st.lists(st.tuples(st.integers(0, 11), st.sampled_from(MOVES), st.booleans()), max_size=6),
    st.booleans(),
    st.booleans(),
)
def test_however_tickets_move_there_is_one_per_item_and_the_documents_follow(
    documents: list[Postmortem],
    moves: list[tuple[int, Status, bool]],
    lose_state: bool,
    incremental: bool,
) -> None:
    world = MemoryWorld(MemoryDocuments(*documents), MemoryTracker(incremental=incremental))
    world.sync()
    for number, (which, status, listed) in enumerate(moves):
        tickets = world.tracker.tickets()
        if tickets:
            ref = tickets[which % len(tickets)].ref
            new = world.tracker.transfer(ref, f"MOVED-{number}", listed=listed)
            world.tracker.move(new, status=status)
        if number % 2:
            world.sync()
        if lose_state:
            world.state_text = ""
    made = len(world.tracker.tickets())
    world.now += timedelta(days=7)

    world.sync()

    assert len(world.tracker.tickets()) == made
    assert_one_ticket_per_item(world)
    before = world.state_text
    report = world.sync()
    assert report.results == ()
    assert world.state_text == before
    if (
        not lose_state
    ):  # Without a memory, a document that is further than its ticket is asked about.
        assert report.notices == ()
        assert {item.references[0].ref: item.status for item in world.documents.items()} == {
            ticket.ref: ticket.status for ticket in world.tracker.tickets()
        }


@given(DOCUMENTS, st.integers(0, 8), st.booleans(), st.booleans(), st.booleans())
def test_a_crash_while_documents_follow_costs_nothing(
    documents: list[Postmortem], write: int, after: bool, lose_state: bool, incremental: bool
) -> None:
    world = MemoryWorld(MemoryDocuments(*documents), MemoryTracker(incremental=incremental))
    world.sync()
    for number, ticket in enumerate(world.tracker.tickets()):
        world.tracker.transfer(ticket.ref, f"MOVED-{number}")
    made = len(world.tracker.tickets())
    crash_at(world, write, after=after, lose_state=lose_state)

    settle(world)

    assert len(world.tracker.tickets()) == made
    assert_one_ticket_per_item(world)
    assert not world.planned().plan.writes
