"""A server's limits: how long one run waits for them, and when it stops and leaves the rest to a later run."""

from __future__ import annotations

import logging
import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from sync.errors import Exhausted

log = logging.getLogger("pm_sync.http")

WITHOUT_WORD: Final = 60.0
"""Seconds to wait after a limit that names no time; doubled each time."""

_JITTER: Final = 0.1
"""Waits are up to a tenth longer, so that runs that were stopped together do not come back together."""

_LEAST: Final = 1.0
"""Seconds, even where a server says zero: it just refused."""

_LONGEST: Final = 86_400.0
"""Seconds; limits last an hour at most, and whatever is longer is a slip."""

_WORTH_TELLING: Final = 5.0
"""Seconds of silence that somebody would wonder about."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The server takes no more for now."""

    seconds: float | None
    """Until it does, where it says so."""
    why: str


@dataclass(slots=True)
class Patience:
    """How long one run waits: at once, and in all."""

    sleep: Callable[[float], None]
    now: Callable[[], datetime]
    at_once: float
    in_all: float
    without_word: float = WITHOUT_WORD
    _spent: float = 0.0
    _unnamed: int = 0

    def wait_for(self, limit: Limit) -> None:
        """Wait until the limit is over. Raises `Exhausted` with the time of day if that is too long."""
        seconds = limit.seconds
        if seconds is None:
            seconds = self.without_word * 2**self._unnamed
            self._unnamed += 1
        self.wait(max(seconds, _LEAST), limit.why)

    def lasting(self, limit: Limit) -> Exhausted:
        """The error for a limit that is still there after it was waited for, again and again."""
        return self.exhausted(limit.seconds or self.without_word, limit.why)

    def wait(self, seconds: float, why: str) -> None:
        """Wait that long, or a little longer. Raises `Exhausted` like `wait_for`."""
        if seconds > self.at_once or self._spent + seconds > self.in_all:
            raise self.exhausted(seconds, why)
        longer = seconds * (1 + random.uniform(0, _JITTER))  # noqa: S311 - no secret
        if seconds >= _WORTH_TELLING:
            log.warning("%s: waiting %.0f seconds", why, longer)
        self._spent += longer
        self.sleep(longer)

    def exhausted(self, seconds: float, why: str) -> Exhausted:
        """The error that says when to go on."""
        resume = self.now() + timedelta(seconds=min(seconds, _LONGEST) + 60)
        return Exhausted(f"{why}; go on after {resume:%H:%M} {resume.tzname() or 'UTC'}")


def retry_after(text: str | None, clock: datetime) -> float | None:
    """What `Retry-After` says, as seconds or as a date: RFC 9110, section 10.2.3."""
    number = number_in(text)
    if number is not None or not text:
        return number
    moment = http_date(text)
    return max((moment - clock).total_seconds(), 0.0) if moment else None


def number_in(text: str | None) -> float | None:
    """The number, at least zero, that a header holds; None if it holds none."""
    try:
        number = float(text) if text else math.nan
    except ValueError:
        return None
    return max(number, 0.0) if math.isfinite(number) else None


def http_date(text: str) -> datetime | None:
    """The moment that a header names; None if it names none."""
    try:
        moment = parsedate_to_datetime(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None
