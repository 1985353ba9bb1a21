"""Runs that create tickets take turns; all others never ask for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from sync import run
from sync.errors import Refused
from sync.lease import LEASE, Lease
from sync.limits import Limits
from sync.model.action import CreateTicket, WriteCell
from sync.model.postmortem import Status
from sync.model.report import Ending, Report
from sync.model.ticket import Ticket
from sync.observe import GRACE
from sync.ports import Claim
from sync.run import View
from sync.turn import taking_turns
from tests.fakes.documents import MemoryDocuments
from tests.fakes.lock import MemoryLock, Place
from tests.fakes.tracker import LaggingTracker, MemoryTracker
from tests.fakes.world import MemoryWorld
from tests.sync.test_run import a_postmortem


class Remote(MemoryTracker):
    """A tracker that other machines use too."""

    @property
    def specimen(self) -> Ticket:
        return replace(super().specimen, url="https://tracker.example/999999")


class LaggingRemote(LaggingTracker):
    """One whose listing lags."""

    @property
    def specimen(self) -> Ticket:
        return replace(super().specimen, url="https://tracker.example/999999")


class Machine(MemoryWorld):
    """A checkout of its own of the same documents, and runs that take turns."""

    def __init__(
        self, tracker: MemoryTracker, place: Place | None = None, run: str = "one"
    ) -> None:
        super().__init__(MemoryDocuments(a_postmortem("One", "Two", "Three")), tracker)
        self.place = place or Place()
        self.lock = MemoryLock(self.place)
        self.told: list[str] = []
        self.lease = Lease(
            self.lock, run=run, holder=run, tell=self.told.append, now=lambda: self.now
        )

    def turn(
        self,
        meanwhile: Callable[[], object] = lambda: None,
        accept: Callable[[View], None] = lambda _: None,
    ) -> Report:
        """One run; `meanwhile` happens after it planned."""
        world = replace(self.world(), lease=self.lease)
        view = run.look(world)
        meanwhile()
        with taking_turns(world, view, accept) as view:
            return run.sync(world, view)


@pytest.fixture(params=[Remote, LaggingRemote])
def tracker(request: pytest.FixtureRequest) -> MemoryTracker:
    made = request.param("remote")
    assert isinstance(made, MemoryTracker)
    return made


def created(report: Report, ending: Ending = Ending.DONE) -> int:
    return sum(isinstance(result.action, CreateTicket) for result in report.ended(ending))


def test_a_run_that_creates_takes_the_lock_and_gives_it_back(tracker: MemoryTracker) -> None:
    machine = Machine(tracker)
    seen: list[str | None] = []
    tracker.before = lambda: seen.append(
        machine.place.there.claim.run if machine.place.there and machine.place.there.claim else None
    )

    report = machine.turn()

    assert created(report) == 3
    assert seen == ["one"] * 3
    assert machine.place.there is None
    assert machine.told == []


def test_a_run_that_creates_nothing_never_asks(tracker: MemoryTracker) -> None:
    machine = Machine(tracker)
    machine.turn()
    for ticket in tracker.tickets():
        tracker.move(ticket.ref, status=Status.DONE)
    machine.lock.puts.clear()
    machine.lock.removed = 0

    report = machine.turn()

    assert [type(result.action) for result in report.results] == [WriteCell] * 3
    assert machine.lock.puts == []
    assert machine.lock.removed == 0


def test_a_tracker_on_this_machine_alone_needs_no_turn() -> None:
    machine = Machine(MemoryTracker())

    assert created(machine.turn()) == 3
    assert machine.lock.puts == []


@pytest.mark.parametrize("limits", [Limits(create=1), Limits(off_branch="another branch")])
def test_creations_that_are_held_back_anyway_need_no_turn(
    tracker: MemoryTracker, limits: Limits
) -> None:
    machine = Machine(tracker)
    machine.limits = limits

    machine.turn()

    assert machine.lock.puts == []


def test_while_another_machine_creates_only_the_rest_is_done(tracker: MemoryTracker) -> None:
    first = Machine(tracker)
    first.documents = MemoryDocuments(a_postmortem("One"))
    first.turn()
    machine = Machine(tracker)
    machine.place.hold(Claim("two", "process two", machine.now, machine.now + LEASE))

    report = machine.turn()

    held = report.ended(Ending.HELD)
    assert [result.action.title for result in held] == ["Two", "Three"]
    assert {result.detail.partition(",")[0] for result in held} == {
        "another run creates tickets: process two"
    }
    links = [result for result in report.ended(Ending.DONE) if isinstance(result.action, WriteCell)]
    assert {result.action.title for result in links} == {"One"}
    assert len(tracker.tickets()) == 1
    assert machine.place.there is not None


def test_what_another_machine_made_after_we_planned_is_used(tracker: MemoryTracker) -> None:
    place = Place()
    one, two = Machine(tracker, place, "one"), Machine(tracker, place, "two")

    report = one.turn(meanwhile=two.turn)

    assert created(report) == 0
    assert len(tracker.tickets()) == 3
    assert [item.references for item in one.documents.items()] == [
        item.references for item in two.documents.items()
    ]
    assert place.there is None
    assert not report.notices


def test_of_what_another_machine_made_in_part_the_rest_is_created(tracker: MemoryTracker) -> None:
    one, two = Machine(tracker, run="one"), Machine(tracker, run="two")
    two.documents = MemoryDocuments(a_postmortem("One", "Two"))

    report = one.turn(meanwhile=two.turn)

    assert created(report) == 1
    assert len(tracker.tickets()) == 3


def test_a_saved_plan_is_compared_again_and_the_lock_given_back(tracker: MemoryTracker) -> None:
    place = Place()
    one, two = Machine(tracker, place, "one"), Machine(tracker, place, "two")

    def refuse(view: View) -> None:
        if not any(isinstance(action, CreateTicket) for action in view.plan.writes):
            raise Refused("another plan")

    with pytest.raises(Refused, match="another plan"):
        one.turn(meanwhile=two.turn, accept=refuse)

    assert place.there is None
    assert len(tracker.tickets()) == 3


def test_looking_again_costs_one_question_and_only_with_a_lock(tracker: MemoryTracker) -> None:
    counts = []
    for refuses in ("no permission", None):
        machine = Machine(type(tracker)("remote"))
        machine.lock.refuses = refuses
        machine.turn()
        counts.append(machine.tracker.requests)

    assert counts[1] == counts[0] + 1


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, SystemExit])
def test_the_lock_is_given_back_whatever_ends_the_run(
    tracker: MemoryTracker, error: type[BaseException]
) -> None:
    machine = Machine(tracker)

    def fail() -> None:
        raise error

    tracker.after = fail

    with pytest.raises(error):
        machine.turn()

    assert machine.place.there is None


def test_an_interruption_while_it_is_taken_leaves_nothing(tracker: MemoryTracker) -> None:
    machine = Machine(tracker)

    def stop() -> None:
        raise KeyboardInterrupt

    machine.lock.before = stop

    with pytest.raises(KeyboardInterrupt):
        machine.turn()

    assert machine.lock.removed == 1


def test_a_lost_lock_stops_creating_and_leaves_the_rest_to_a_later_run(
    tracker: MemoryTracker,
) -> None:
    machine = Machine(tracker)

    def lose() -> None:
        machine.now += timedelta(hours=1)
        machine.place.hold(Claim("two", "process two", machine.now, machine.now + LEASE))

    tracker.after = lose

    report = machine.turn()

    assert created(report) == 1
    left = report.ended(Ending.LEFT)
    assert [result.action.title for result in left] == ["Two", "Three"]
    assert "was lost: another run creates tickets: process two" in left[0].detail
    assert machine.documents.items()[0].references
    assert machine.place.there is not None


def test_a_long_run_renews_its_lock(tracker: MemoryTracker) -> None:
    machine = Machine(tracker)

    def pass_by() -> None:
        machine.now += timedelta(minutes=25)

    tracker.after = pass_by

    assert created(machine.turn()) == 3
    assert len(machine.lock.puts) == 3


def test_while_an_answer_is_lost_no_other_machine_creates() -> None:
    tracker = Remote("remote")
    machine = Machine(tracker)
    tracker.lose_answers = True
    tracker.after = lambda: tracker.delete(tracker.tickets()[-1].ref)

    report = machine.turn()

    assert created(report, Ending.IN_DOUBT) == 3
    there = machine.place.there
    assert there is not None
    assert there.claim is not None
    assert there.claim.until == machine.now + GRACE
    assert "in doubt" in machine.told[0]


def test_an_answer_that_was_lost_and_found_keeps_nobody_waiting() -> None:
    tracker = Remote("remote")
    machine = Machine(tracker)
    tracker.lose_answers = True

    report = machine.turn()

    assert created(report) == 3
    assert machine.place.there is None
