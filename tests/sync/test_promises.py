"""The promises, under random worlds: people edit both sides, runs crash at any write, answers get lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sync.model.action import Concern
from sync.model.postmortem import ActionItem, Form, Postmortem, Status, StatusPlace
from tests.fakes.documents import MemoryDocuments
from tests.fakes.tracker import MemoryTracker
from tests.fakes.world import MemoryWorld

TEXTS = ["Add an alert", "Fix the retry", "Write a runbook"]
MOVES = [Status.OPEN, Status.IN_PROGRESS, Status.DONE, Status.WONT_DO]


class Crash(BaseException):
    """The machine stops here."""


def an_item(text: str, line: int, status: Status | None = None) -> ActionItem:
    return ActionItem(
        title=text,
        line=line,
        end_line=line,
        form=Form.TABLE_ROW,
        status=status,
        status_place=StatusPlace.COLUMN,
        status_has_place=True,
    )


def a_document(number: int, texts: list[str]) -> Postmortem:
    items = tuple(an_item(text, line) for line, text in enumerate(texts, 1))
    return Postmortem(
        path=f"postmortems/{number}.md",
        revision="",
        title=f"Outage {number}",
        date=date(2026, 11, number),
        items=items,
    )


DOCUMENTS = st.lists(
    st.lists(st.sampled_from(TEXTS), min_size=0, max_size=4), min_size=1, max_size=3
).map(lambda lists: [a_document(number, texts) for number, texts in enumerate(lists, 1)])


def settle(world: MemoryWorld) -> None:
    """Runs until the grace time of lost answers is over."""
    world.documents.before = world.documents.after = lambda: None
    world.tracker.before = world.tracker.after = lambda: None
    world.tracker.lose_answers = False
    world.sync()
    world.now += timedelta(hours=1)
    world.sync()


def assert_one_ticket_per_item(world: MemoryWorld) -> None:
    items = world.documents.items()
    linked = [reference.ref for item in items for reference in item.references]
    made = [ticket.ref for ticket in world.tracker.tickets()]

    assert sorted(linked) == sorted(made)
    assert max(Counter(linked).values(), default=1) == 1


def crash_at(world: MemoryWorld, write: int, *, after: bool, lose_state: bool = False) -> bool:
    """Run until the write of that number and stop the machine there; tells whether it came so far."""
    left = write

    def step() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Crash

    if after:
        world.tracker.after = world.documents.after = step
    else:
        world.tracker.before = world.documents.before = step
    crashed = False
    try:
        world.sync()
    except Crash:
        crashed = True
    world.tracker.before = world.documents.before = lambda: None
    world.tracker.after = world.documents.after = lambda: None
    if lose_state:
        world.state_text = ""
    return crashed


@given(DOCUMENTS, st.booleans())
def test_a_run_leaves_one_ticket_per_item_and_a_second_has_nothing_to_do(
    documents: list[Postmortem], incremental: bool
) -> None:
    world = MemoryWorld(MemoryDocuments(*documents), MemoryTracker(incremental=incremental))
    world.sync()
    assert_one_ticket_per_item(world)
    writes, state = world.writes, world.state_text

    report = world.sync()

    assert world.writes == writes
    assert world.state_text == state
    assert report.results == ()
    assert report.notices == ()


@given(DOCUMENTS, st.integers(0, 12), st.booleans(), st.booleans(), st.booleans())
def test_a_crash_before_or_after_any_write_then_a_rerun_leaves_one_ticket_per_item(
    documents: list[Postmortem], write: int, after: bool, lose_state: bool, incremental: bool
) -> None:
    world = MemoryWorld(MemoryDocuments(*documents), MemoryTracker(incremental=incremental))
    crash_at(world, write, after=after, lose_state=lose_state)

    settle(world)

    assert_one_ticket_per_item(world)
    assert not world.planned().plan.writes


@given(DOCUMENTS, st.lists(st.tuples(st.integers(0, 6), st.booleans()), max_size=5))
def test_crashing_again_and_again_never_makes_a_second_ticket(
    documents: list[Postmortem], crashes: list[tuple[int, bool]]
) -> None:
    world = MemoryWorld(MemoryDocuments(*documents))
    for write, after in crashes:
        crash_at(world, write, after=after)

    settle(world)

    assert_one_ticket_per_item(world)


@given(DOCUMENTS)
def test_lost_answers_never_make_a_second_ticket(documents: list[Postmortem]) -> None:
    world = MemoryWorld(MemoryDocuments(*documents))
    world.tracker.lose_answers = True
    world.sync()

    settle(world)

    assert_one_ticket_per_item(world)


@given(DOCUMENTS, st.data())
def test_reordering_and_moving_documents_makes_no_second_ticket(
    documents: list[Postmortem], data: st.DataObject
) -> None:
    world = MemoryWorld(MemoryDocuments(*documents))
    crash_at(world, data.draw(st.integers(0, 12)), after=data.draw(st.booleans()))
    made = len(world.tracker.tickets())
    for postmortem in documents:
        current = world.documents.remove(postmortem.path)
        lines = data.draw(st.permutations(range(1, len(current.items) + 1)))
        items = sorted(
            (replace(item, line=line) for item, line in zip(current.items, lines, strict=True)),
            key=lambda item: item.line,
        )
        path = data.draw(st.sampled_from([current.path, current.path.replace("/", "/2026/")]))
        world.documents.put(replace(current, path=path, items=tuple(items)))

    settle(world)

    assert len(world.tracker.tickets()) >= made
    assert_one_ticket_per_item(world)


@given(DOCUMENTS, st.lists(st.tuples(st.integers(0, 11), st.sampled_from(MOVES)), max_size=8))
def test_documents_follow_tickets_that_change_between_runs(
    documents: list[Postmortem], moves: list[tuple[int, Status]]
) -> None:
    world = MemoryWorld(MemoryDocuments(*documents), MemoryTracker(incremental=True))
    world.sync()
    for number, status in moves:
        tickets = world.tracker.tickets()
        if tickets:
            world.tracker.move(tickets[number % len(tickets)].ref, status=status)
        world.sync()

    statuses = {ticket.ref: ticket.status for ticket in world.tracker.tickets()}
    assert all(item.status == statuses[item.references[0].ref] for item in world.documents.items())
    assert not world.planned().plan.writes


def test_a_title_that_people_gave_a_ticket_is_theirs_also_long_after_a_run_saw_it() -> None:
    world = MemoryWorld(MemoryDocuments(a_document(1, ["Ask the vendor"])))
    world.sync()
    [ticket] = world.tracker.tickets()
    world.tracker.move(ticket.ref, title="By a person")
    world.sync()
    world.documents.edit("postmortems/1.md", lambda item: replace(item, title="Ask them both"))

    report = world.sync()

    assert [one.title for one in world.tracker.tickets()] == ["By a person"]
    assert [notice.concern for notice in report.notices] == [Concern.KEPT_TITLE]
    assert world.sync().results == ()


@given(DOCUMENTS)
def test_running_a_hundred_times_changes_as_much_as_once(documents: list[Postmortem]) -> None:
    world = MemoryWorld(MemoryDocuments(*documents))
    world.sync()
    writes, requests = world.writes, world.tracker.requests

    for _ in range(99):
        world.sync()

    assert world.writes == writes
    assert world.tracker.requests <= requests + 99


class TwoSides(RuleBasedStateMachine):
    """People and runs, in any order. What must never happen is in the invariants."""

    @initialize(documents=DOCUMENTS, incremental=st.booleans())
    def begin(self, documents: list[Postmortem], incremental: bool) -> None:
        self.world = MemoryWorld(
            MemoryDocuments(*documents), MemoryTracker(incremental=incremental)
        )
        self.marks: dict[tuple[str, str], Status] = {}

    @rule()
    def run_ends_well(self) -> None:
        self.world.sync()
        self.world.now += timedelta(hours=1)

    @rule(write=st.integers(0, 6), after=st.booleans(), lose_state=st.booleans())
    def run_crashes(self, write: int, after: bool, lose_state: bool) -> None:
        crash_at(self.world, write, after=after, lose_state=lose_state)

    @rule()
    def answers_get_lost(self) -> None:
        self.world.tracker.lose_answers = True
        self.world.sync()
        self.world.tracker.lose_answers = False

    @rule()
    def the_state_file_is_lost(self) -> None:
        self.world.state_text = ""

    @rule(part=st.floats(0, 1))
    def the_state_file_is_truncated(self, part: float) -> None:
        self.world.state_text = self.world.state_text[: int(len(self.world.state_text) * part)]

    @precondition(lambda self: self.world.tracker.tickets())
    @rule(number=st.integers(0, 11), status=st.sampled_from(MOVES))
    def a_ticket_moves(self, number: int, status: Status) -> None:
        tickets = self.world.tracker.tickets()
        self.world.tracker.move(tickets[number % len(tickets)].ref, status=status)

    @rule(number=st.integers(0, 11), status=st.sampled_from(MOVES))
    def a_person_marks_an_item(self, number: int, status: Status) -> None:
        self._edit(number, lambda item: replace(item, status=status, status_text=status.value))

    def _edit(self, number: int, change: object) -> None:
        places = [
            (postmortem.path, item.line)
            for postmortem in self.world.documents.read()
            if isinstance(postmortem, Postmortem)
            for item in postmortem.items
        ]
        if not places:
            return
        path, line = places[number % len(places)]
        assert callable(change)
        self.world.documents.edit(path, lambda item: change(item) if item.line == line else item)

    @invariant()
    def no_item_has_two_tickets_and_no_ticket_two_items(self) -> None:
        if not hasattr(self, "world"):
            return
        keys = Counter(
            ticket.marker.key for ticket in self.world.tracker.tickets() if ticket.marker
        )
        assert max(keys.values(), default=1) == 1
        assert len(self.world.tracker.tickets()) <= len(self.world.documents.items())

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        settle(self.world)
        writes = self.world.writes
        report = self.world.sync()
        assert self.world.writes == writes
        assert not report.results
        waiting = {notice.concern for notice in report.notices}
        assert waiting <= {Concern.KEPT_STATUS}


TestTwoSides = TwoSides.TestCase
