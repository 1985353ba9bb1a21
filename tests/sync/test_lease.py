"""A turn among machines: taken, renewed, lost, given back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sync.errors import Exhausted
from sync.lease import LEASE, LONGEST, MARGIN, SKEW, Lease
from sync.ports import Claim
from tests.fakes.lock import MemoryLock, Place

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Machine:
    """One run, with its own clock."""

    def __init__(self, place: Place, name: str = "one", *, required: bool = False) -> None:
        self.now = NOW
        self.told: list[str] = []
        self.lock = MemoryLock(place)
        self.lease = Lease(
            self.lock,
            run=name,
            holder=f"process {name}",
            required=required,
            tell=self.told.append,
            now=lambda: self.now,
        )

    def sleep(self, span: timedelta) -> None:
        """Wait as a connector does."""

        def pass_by(seconds: float) -> None:
            self.now += timedelta(seconds=seconds)

        self.lease.sleep(span.total_seconds(), pass_by)


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.fixture
def one(place: Place) -> Machine:
    return Machine(place)


@pytest.fixture
def two(place: Place) -> Machine:
    return Machine(place, "two")


def claim_of(place: Place) -> Claim:
    assert place.there is not None
    assert place.there.claim is not None
    return place.there.claim


def test_of_two_machines_one_has_the_turn_and_the_other_is_told_whose_it_is(
    one: Machine, two: Machine
) -> None:
    assert one.lease.take() is None
    reason = two.lease.take()

    assert one.lease.is_held
    assert not two.lease.is_held
    assert reason is not None
    assert "process one, since 09:00 UTC, until 09:30 UTC" in reason
    assert "take it away" not in reason
    assert two.told == []


def test_after_it_was_given_back_the_other_has_its_turn(
    one: Machine, two: Machine, place: Place
) -> None:
    one.lease.take()
    one.lease.end()

    assert place.there is None
    assert two.lease.take() is None
    assert two.lease.is_held


def test_it_is_given_back_once_and_only_if_it_was_tried(one: Machine) -> None:
    one.lease.end()
    one.lease.take()
    one.lease.end()
    one.lease.end()

    assert one.lock.removed == 1


def test_without_a_lock_nothing_is_asked_and_it_always_lasts() -> None:
    lease = Lease()

    assert lease.take() is None
    assert not lease.is_held
    assert lease.lasts()
    lease.sleep(0, lambda _: None)
    lease.end()


@pytest.mark.parametrize(("after", "taken"), [(timedelta(0), False), (SECOND, True)])
def test_a_claim_counts_for_two_minutes_after_its_end_since_clocks_differ(
    one: Machine, two: Machine, after: timedelta, taken: bool
) -> None:
    one.lease.take()
    two.now = NOW + LEASE + SKEW + after

    assert (two.lease.take() is None) is taken
    assert two.lease.is_held is taken


def test_of_two_that_find_it_expired_one_gets_it(place: Place, one: Machine, two: Machine) -> None:
    place.hold(Claim("dead", "process dead", NOW, NOW + LEASE))
    one.now = two.now = NOW + timedelta(hours=1)

    def come_first() -> None:
        if not two.lock.puts:
            two.lease.take()

    one.lock.before = come_first

    reason = one.lease.take()

    assert two.lease.is_held
    assert reason is not None
    assert "process two" in reason


def test_one_that_was_given_back_between_two_looks_is_taken(
    place: Place, one: Machine, two: Machine
) -> None:
    place.hold(Claim("dead", "process dead", NOW, NOW - LEASE))

    def take_and_give_back() -> None:
        if len(one.lock.puts) == 1:
            two.lease.take()
            two.lease.end()

    one.lock.before = take_and_give_back

    assert one.lease.take() is None
    assert one.lease.is_held


def test_what_cannot_be_read_counts_for_as_long_as_a_lease_and_then_no_more(
    place: Place, one: Machine
) -> None:
    place.hold(None, written=NOW)

    reason = one.lease.take()
    assert reason is not None
    assert "cannot be read, until 09:30 UTC" in reason
    assert "take it away" in reason
    one.now = NOW + LEASE + SKEW + SECOND
    assert one.lease.take() is None


def test_what_nothing_is_known_of_is_left_to_a_person(place: Place, one: Machine) -> None:
    place.hold(None)
    one.now = NOW + timedelta(days=1000)

    reason = one.lease.take()

    assert reason is not None
    assert reason.endswith("If no run is at work, take it away: take it away")


def test_a_claim_for_ever_counts_for_a_day(place: Place, one: Machine) -> None:
    place.hold(Claim("x", "somebody", NOW, NOW.replace(year=9999)), written=NOW)

    reason = one.lease.take()
    assert reason is not None
    assert "until 2026-11-25 09:00 UTC" in reason
    assert "take it away" in reason
    one.now = NOW + LONGEST + SKEW + SECOND
    assert one.lease.take() is None


def test_it_is_renewed_when_less_than_the_margin_is_left(one: Machine, place: Place) -> None:
    one.lease.take()
    one.now = NOW + LEASE - MARGIN
    assert one.lease.lasts()
    assert len(one.lock.puts) == 1

    one.now += SECOND
    assert one.lease.lasts()

    assert len(one.lock.puts) == 2
    assert claim_of(place) == Claim("one", "process one", NOW, one.now + LEASE)
    one.lease.end()
    assert place.there is None


def test_after_a_long_wait_that_nobody_used_it_goes_on(one: Machine, place: Place) -> None:
    one.lease.take()

    one.sleep(timedelta(hours=2))

    assert one.lease.lasts()
    assert claim_of(place).until == one.now + LEASE


def test_after_a_wait_in_which_another_machine_took_over_nothing_more_is_sent(
    one: Machine, two: Machine, place: Place
) -> None:
    one.lease.take()
    two.now = NOW + timedelta(hours=1)
    two.lease.take()

    with pytest.raises(Exhausted, match="was lost: another run creates tickets: process two"):
        one.sleep(timedelta(hours=1))

    assert not one.lease.lasts()
    one.lease.end()
    assert claim_of(place).run == "two"


def test_after_a_wait_in_which_another_machine_even_ended_nothing_more_is_sent(
    one: Machine, two: Machine
) -> None:
    one.lease.take()
    two.now = NOW + timedelta(hours=1)
    two.lease.take()
    two.lease.end()

    with pytest.raises(Exhausted, match="somebody took it away"):
        one.sleep(timedelta(hours=1))


def test_what_cannot_be_renewed_is_lost_although_nobody_took_it(one: Machine) -> None:
    one.lease.take()
    one.lock.refuses = "origin: no answer"

    with pytest.raises(Exhausted, match=r"could not be renewed \(origin: no answer\)"):
        one.sleep(LEASE)

    assert not one.lease.lasts()


def test_a_clock_that_was_set_back_does_not_make_it_last_longer(one: Machine) -> None:
    one.lease.take()
    one.now = NOW - timedelta(hours=3)

    assert one.lease.lasts()
    assert len(one.lock.puts) == 2


def test_where_there_is_none_it_is_said_once_what_is_relied_on(one: Machine) -> None:
    one.lock.refuses = "origin: remote rejected: hook declined"

    assert one.lease.take() is None

    assert not one.lease.is_held
    assert one.lease.lasts()
    assert len(one.told) == 1
    assert "(origin: remote rejected: hook declined)" in one.told[0]
    assert "relies on being the only one" in one.told[0]


def test_where_one_is_required_and_there_is_none_nothing_is_created(place: Place) -> None:
    one = Machine(place, required=True)
    one.lock.refuses = "this is no git checkout"

    reason = one.lease.take()

    assert reason is not None
    assert 'this is no git checkout), and `lock = "required"`' in reason
    assert one.told == []


def test_one_that_cannot_be_given_back_is_told_with_the_way_out(one: Machine) -> None:
    one.lease.take()
    one.lock.refuses = "origin: gone"

    one.lease.end()

    assert "32 minutes" in one.told[0]
    assert "take it away" in one.told[0]


def test_while_a_creation_is_in_doubt_it_is_kept_and_no_longer(
    one: Machine, two: Machine, place: Place
) -> None:
    one.lease.take()
    one.now = NOW + timedelta(minutes=10)

    one.lease.end(keep_for=timedelta(minutes=15))
    one.lease.end()

    assert claim_of(place).until == NOW + timedelta(minutes=25)
    assert "lapses in 17 minutes" in one.told[0]
    assert two.lease.take() is not None
    two.now = NOW + timedelta(minutes=27) + SECOND
    assert two.lease.take() is None


def test_a_lost_turn_does_not_stop_what_needs_none(one: Machine, two: Machine) -> None:
    one.lease.take()
    two.now = NOW + timedelta(hours=1)
    two.lease.take()
    one.now = two.now
    assert not one.lease.lasts()

    one.lease.end()

    one.sleep(SECOND)
