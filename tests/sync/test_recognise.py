"""A tracker whose listing lags is asked for tickets by key before any is created, and nothing that is not listed counts as gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from sync.model.action import Concern
from sync.model.memory import Reading
from sync.model.postmortem import Postmortem, Status, TicketRef
from sync.model.report import Ending, Report
from sync.model.ticket import Ticket
from sync.state import parse, render
from tests.fakes.documents import MemoryDocuments
from tests.fakes.tracker import LaggingTracker
from tests.fakes.world import MemoryWorld
from tests.sync.test_promises import DOCUMENTS, a_document, crash_at, settle

DAYS = timedelta(days=30)


def a_world(*documents: Postmortem, behind: timedelta = DAYS) -> tuple[MemoryWorld, LaggingTracker]:
    tracker = LaggingTracker(behind=behind)
    return MemoryWorld(MemoryDocuments(*documents), tracker), tracker


def ends(report: Report) -> Counter[Ending]:
    return Counter(result.ending for result in report.results)


def test_tickets_that_no_listing_tells_are_used_and_not_made_again() -> None:
    world, tracker = a_world(a_document(1, ["Add an alert", "Fix the retry"]))
    world.sync()
    backup = MemoryDocuments(a_document(1, ["Add an alert", "Fix the retry"]))
    again = MemoryWorld(backup, tracker)

    again.sync()

    assert len(tracker.tickets()) == 2
    assert [ref.ref for item in backup.items() for ref in item.references] == [
        ticket.ref for ticket in tracker.tickets()
    ]


def test_each_item_is_asked_for_once_in_a_run_and_linked_ones_never() -> None:
    world, tracker = a_world(a_document(1, ["Add an alert", "Fix the retry"]))
    world.sync()

    world.sync()

    asked = [key for keys in tracker.recognised for key in keys]
    assert len(asked) == len(set(asked)) == 2


def test_what_an_interrupted_run_left_in_doubt_is_asked_for_at_once() -> None:
    world, tracker = a_world(a_document(1, ["Add an alert"]))
    tracker.lose_answers = True
    tracker.recognise = lambda *_: ()  # type: ignore[method-assign]
    assert ends(world.sync())[Ending.IN_DOUBT] == 1
    del tracker.recognise
    tracker.lose_answers = False

    report = world.sync()

    assert len(tracker.tickets()) == 1
    assert not [one for one in report.notices if one.concern is Concern.IN_DOUBT]
    assert [len(item.references) for item in world.documents.items()] == [1]


def test_a_ticket_of_which_nobody_can_tell_whose_it_is_holds_its_item_back() -> None:
    world, tracker = a_world(a_document(1, ["Add an alert"]))
    (wanted,) = world.planned().plan.writes
    tracker.claims = {wanted.draft.marker.key}  # type: ignore[union-attr]

    report = world.sync()

    assert tracker.tickets() == ()
    assert [one.concern for one in report.notices] == [Concern.IN_DOUBT]


def test_linked_tickets_that_are_not_listed_are_read_by_name_and_not_gone() -> None:
    world, tracker = a_world(a_document(1, ["Add an alert"]))
    world.sync()
    (ticket,) = tracker.tickets()
    tracker.move(ticket.ref, status=Status.DONE)
    world.now += timedelta(days=7, minutes=1)

    report = world.sync()

    assert [item.status for item in world.documents.items()] == [Status.DONE]
    assert report.notices == ()


def fetches(tracker: LaggingTracker) -> list[int]:
    """How many tickets are looked up by name, from now on."""
    counts: list[int] = []
    fetch = tracker.fetch

    def counted(refs: Collection[TicketRef]) -> Mapping[TicketRef, Ticket]:
        counts.append(len(refs))
        return fetch(refs)

    tracker.fetch = counted  # type: ignore[method-assign]
    return counts


def test_a_few_tickets_are_looked_up_by_name_and_nothing_is_listed() -> None:
    world, tracker = a_world(a_document(1, ["Add an alert", "Fix the retry"]))
    world.sync()
    tracker.at_once, tracker.since = 2, []
    counts = fetches(tracker)
    (ticket, _) = tracker.tickets()
    tracker.move(ticket.ref, status=Status.DONE)

    world.sync()

    assert tracker.since == []
    assert counts == [2, 1], "all by name, and once more the one that changed, past any index"
    assert [item.status for item in world.documents.items()] == [Status.DONE, Status.OPEN]


def test_of_many_tickets_only_those_that_changed_are_listed() -> None:
    world, tracker = a_world(a_document(1, ["Add an alert", "Fix the retry"]), behind=timedelta(0))
    world.sync()
    tracker.at_once, tracker.since = 1, []
    counts = fetches(tracker)

    world.sync()

    assert (len(tracker.since), sum(counts)) == (1, 0)


def test_a_listing_is_made_now_and_then_since_only_it_tells_of_tickets_that_no_row_links() -> None:
    world, tracker = a_world(a_document(1, ["Add an alert"]))
    world.sync()
    tracker.at_once, tracker.since = 100, []
    world.now += timedelta(days=2)

    world.sync()

    assert len(tracker.since) == 1


def test_the_number_up_to_which_was_looked_is_remembered() -> None:
    world, _ = a_world(a_document(1, ["Add an alert"]))

    world.sync()

    assert parse(world.state_text).readings["local"].highest == {"ALL": 1}


def test_of_two_numbers_that_a_merge_left_the_lower_counts() -> None:
    world, _ = a_world(a_document(1, ["Add an alert"]))
    world.sync()
    lines = world.state_text.splitlines()
    reading = next(line for line in lines if '"highest"' in line)
    merged = "\n".join([*lines, reading.replace('"ALL": 1', '"ALL": 7')])

    assert parse(merged).readings["local"].highest == {"ALL": 1}
    assert isinstance(parse(render(parse(merged))).readings["local"], Reading)


@given(DOCUMENTS, st.integers(0, 12), st.booleans(), st.booleans(), st.sampled_from([0, 1, 30]))
def test_one_ticket_per_item_whenever_the_machine_stops_and_however_far_behind_the_listing_is(
    documents: list[Postmortem], write: int, after: bool, lose_state: bool, days: int
) -> None:
    world, tracker = a_world(*documents, behind=timedelta(days=days))
    crash_at(world, write, after=after, lose_state=lose_state)

    settle(world)

    linked = [ref.ref for item in world.documents.items() for ref in item.references]
    assert sorted(linked) == sorted(ticket.ref for ticket in tracker.tickets())


@given(DOCUMENTS, st.booleans())
def test_lost_answers_are_found_by_key_in_the_same_run(
    documents: list[Postmortem], lose_state: bool
) -> None:
    world, tracker = a_world(*documents)
    tracker.lose_answers = True

    report = world.sync()

    assert ends(report)[Ending.IN_DOUBT] == 0
    if lose_state:
        world.state_text = ""
    tracker.lose_answers = False
    world.sync()
    assert len(tracker.tickets()) == len(world.documents.items())
