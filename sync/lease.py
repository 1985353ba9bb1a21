"""The right to create tickets while no other machine does: taken for a time, renewed before it ends, given up if it is lost.

Three times make it sound. `LEASE` is what a claim is good for. `MARGIN` has to be left of it whenever a creation is handed to
a connector, or a connector comes back from waiting: it covers what lies between that moment and the tracker's answer, which is never a
wait (those pass through `Lease.sleep`) but requests with their own time limits, five minutes of them at worst. `SKEW` is how
long the others let a claim stand after its end, since clocks differ.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from sync.errors import Exhausted, NoLock
from sync.ports import Claim, Claimed, Lock, Tracker

LEASE: Final = timedelta(minutes=30)
MARGIN: Final = timedelta(minutes=10)
SKEW: Final = timedelta(minutes=2)

LONGEST: Final = timedelta(hours=24)
"""Whatever a claim says of its end, and whoever wrote it: after that long nobody works on it any more."""

_ROUNDS: Final = 5
"""How often the lock is tried while others take it and give it back between two looks."""

RELIES_ON: Final = (
    "this run relies on being the only one that creates tickets now, as a concurrency group or a single machine makes it;"
    " if two runs make tickets for one item, the next run links one and reports the other"
)


def shared(tracker: Tracker) -> bool:
    """Whether other machines may create in this tracker too."""
    return tracker.specimen.url is not None


class Lease:
    """One run's turn. Without a lock it always lasts, and nothing is ever asked."""

    def __init__(
        self,
        lock: Lock | None = None,
        *,
        run: str = "",
        holder: str = "",
        required: bool = False,
        tell: Callable[[str], None] = lambda _: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.lost: str | None = None
        """Why no more may be created, after it was."""
        self._lock = lock
        self._run = run
        self._holder = holder
        self._required = required
        self._tell = tell
        self._now = now
        self._mine: Claimed | None = None
        self._tried = False

    @property
    def is_held(self) -> bool:
        """Whether other machines are kept out right now."""
        return self._mine is not None

    def take(self) -> str | None:
        """Take the lock. Returns why nothing may be created, None if it may: then with the lock, or after saying what is relied on."""
        if self._lock is None:
            return None
        try:
            there = self._taken(self._lock)
        except NoLock as error:
            if self._required:
                return f'there is no lock across machines ({error}), and `lock = "required"` under [sync] asks for one'
            self._tell(f"no lock across machines ({error}): {RELIES_ON}")
            return None
        if self._is_ours(there):
            self._mine = there
            return None
        return f"{self._told(there)}; what is still missing then is created by a later run{self._way_out(there)}"

    def lasts(self) -> bool:
        """Whether one more creation may be sent: asked before each, and after each wait. Renews the lease while that can be done."""
        if self._mine is None or self._mine.claim is None:
            return self.lost is None
        left = self._mine.claim.until - self._now()
        # More than a whole lease is left only if the clock was set back meanwhile.
        return MARGIN <= left <= LEASE or self._renewed(LEASE)

    def sleep(self, seconds: float, pause: Callable[[float], None] = time.sleep) -> None:
        """What connectors wait with. Raises `Exhausted` if the lease was lost meanwhile, so that nothing is sent after it."""
        pause(seconds)
        if not self.lasts():
            raise Exhausted(self.lost or "")

    def end(self, keep_for: timedelta | None = None) -> None:
        """Give the lock back, or let it lapse after `keep_for`: as long as a creation may still take effect, nobody repeats it."""
        if self._lock is None or not self._tried:
            return
        if keep_for is not None and self._mine is not None:
            self._keep(keep_for)
            return
        self._forget()
        try:
            self._lock.remove()
        except NoLock as error:
            self._tell(
                f"the lock across machines could not be given back ({error}): until it lapses, at the latest in"
                f" {_minutes(LEASE + SKEW)} minutes, no other run creates tickets; to take it away now: {self._lock.removal}"
            )

    def _keep(self, lease: timedelta) -> None:
        if self._renewed(lease):
            self._tell(
                f"a creation is in doubt, so the lock across machines lapses in {_minutes(lease + SKEW)} minutes only: until then no"
                " other run creates tickets"
            )
        self._forget()

    def _forget(self) -> None:
        self._tried, self._mine, self.lost = False, None, None

    def _taken(self, lock: Lock) -> Claimed | None:
        """What stands there after the lock was tried: our claim, or one that counts."""
        self._tried = True
        there = lock.put(self._claim(LEASE), None)
        for _ in range(_ROUNDS):
            if self._is_ours(there) or (there is not None and self._counts(there)):
                break
            there = lock.put(self._claim(LEASE), there.id if there else None)
        return there

    def _renewed(self, lease: timedelta) -> bool:
        if self._lock is None or self._mine is None:
            return False
        try:
            there = self._lock.put(self._claim(lease), self._mine.id)
        except NoLock as error:
            self.lost = f"the lock across machines could not be renewed ({error})"
            return False
        if self._is_ours(there):
            self._mine = there
            return True
        self._mine = None
        self.lost = f"the lock across machines was lost: {self._told(there)}"
        return False

    def _claim(self, lease: timedelta) -> Claim:
        now = self._now()
        since = self._mine.claim.since if self._mine and self._mine.claim else now
        return Claim(self._run, self._holder, since, now + lease)

    def _is_ours(self, there: Claimed | None) -> bool:
        return there is not None and there.claim is not None and there.claim.run == self._run

    def _counts(self, there: Claimed) -> bool:
        until = _until(there)
        return until is None or self._now() <= until + SKEW

    def _way_out(self, there: Claimed | None) -> str:
        """What a person may do about a claim that no run of ours would make: one that cannot be read, or that lasts too long."""
        until = _until(there) if there else None
        usual = there is not None and there.claim is not None and until is not None
        if self._lock is None or (usual and until and until <= self._now() + LEASE + SKEW):
            return ""
        return f". If no run is at work, take it away: {self._lock.removal}"

    def _told(self, there: Claimed | None) -> str:
        if there is None:
            return "somebody took it away"
        until = _until(there)
        end = f", until {self._at(until)} at the latest" if until else ""
        if there.claim is None:
            return f"another run seems to create tickets, whose lock cannot be read{end}"
        return f"another run creates tickets: {there.claim.holder}, since {self._at(there.claim.since)}{end}"

    def _at(self, moment: datetime) -> str:
        """The time of day, with the day if it is another."""
        today = moment.astimezone(UTC).date() == self._now().astimezone(UTC).date()
        return f"{moment.astimezone(UTC):{'%H:%M' if today else '%Y-%m-%d %H:%M'}} UTC"


def _until(there: Claimed) -> datetime | None:
    """When a claim lapses. What cannot be read counts for as long as ours would; None if nothing tells how old it is."""
    if there.claim is None:
        return there.written + LEASE if there.written else None
    if there.written is None:
        return there.claim.until
    return min(there.claim.until, there.written + LONGEST)


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
