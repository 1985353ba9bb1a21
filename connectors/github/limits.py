"""GitHub's limits: when to go on, and when to stop waiting and leave the rest to a later run.

The rules: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api and
https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
"""

from __future__ import annotations

import logging
import math
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from connectors.github.answer import Answer, http_date
from sync.errors import Exhausted

log = logging.getLogger("pm_sync.github")

WITHOUT_WORD: Final = 60.0
"""Seconds to wait after a limit that names no time; doubled each time."""

_JITTER: Final = 0.1
"""Waits are up to a tenth longer, so that runs that were stopped together do not come back together."""

_LEAST: Final = 1.0
"""Seconds, even where GitHub says zero: it just refused."""

_LONGEST: Final = 86_400.0
"""Seconds; GitHub's limits last an hour, and whatever is longer is a slip."""

_WORTH_TELLING: Final = 5.0
"""Seconds of silence that somebody would wonder about."""

_LIMITED: Final = (
    "rate limit",
    "please wait a few minutes",
    "submitted too quickly",
    "abuse detection",
)


@dataclass(frozen=True, slots=True)
class Limit:
    """GitHub takes no more for now."""

    seconds: float | None
    """Until it does, where it says so."""
    why: str


def limit_of(answer: Answer, now: datetime) -> Limit | None:
    """The limit that an answer tells of; None if it is about something else."""
    if answer.status not in (403, 429):
        return None
    clock = answer.date or now
    after = _seconds(answer.headers.get("retry-after"), clock)
    remaining = answer.headers.get("x-ratelimit-remaining")
    if after is not None:
        return Limit(after, "GitHub asks to wait")
    if remaining == "0":
        reset = _number(answer.headers.get("x-ratelimit-reset"))
        seconds = None if reset is None else max(reset - clock.timestamp(), 0) + 1
        return Limit(seconds, "GitHub's limit of requests is used up")
    if answer.status == 429 or any(words in answer.message.lower() for words in _LIMITED):
        return Limit(None, "GitHub finds the requests too quick")
    return None


def _seconds(text: str | None, clock: datetime) -> float | None:
    """What `Retry-After` says, as seconds or as a date: RFC 9110, section 10.2.3."""
    number = _number(text)
    if number is not None or not text:
        return number
    moment = http_date(text)
    return max((moment - clock).total_seconds(), 0.0) if moment else None


def _number(text: str | None) -> float | None:
    try:
        number = float(text) if text else math.nan
    except ValueError:
        return None
    return max(number, 0.0) if math.isfinite(number) else None


@dataclass(slots=True)
class Patience:
    """How long one run waits: at once, and in all."""

    sleep: Callable[[float], None]
    now: Callable[[], datetime]
    at_once: float
    in_all: float
    _spent: float = 0.0
    _unnamed: int = 0

    def wait_for(self, limit: Limit) -> None:
        """Wait until the limit is over. Raises `Exhausted` with the time of day if that is too long."""
        seconds = limit.seconds
        if seconds is None:
            seconds = WITHOUT_WORD * 2**self._unnamed
            self._unnamed += 1
        self.wait(max(seconds, _LEAST), limit.why)

    def lasting(self, limit: Limit | None) -> Exhausted:
        """The error for a limit that is still there after it was waited for, again and again."""
        why = limit.why if limit else "GitHub's limit"
        return self.exhausted((limit.seconds if limit else None) or WITHOUT_WORD, why)

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


@dataclass(slots=True)
class Pace:
    """Keeps creations apart: GitHub blocks what creates content faster than people read it."""

    patience: Patience
    gap: float
    per_hour: int
    _made: deque[datetime] = field(default_factory=deque)

    def before_next(self) -> None:
        """Wait for the turn of the next creation. Raises `Exhausted` if this hour's are used up."""
        now = self.patience.now()
        while self._made and now - self._made[0] > timedelta(hours=1):
            self._made.popleft()
        if len(self._made) >= self.per_hour:
            free = (self._made[0] + timedelta(hours=1) - now).total_seconds()
            self.patience.wait(free, f"{self.per_hour} tickets were created within an hour")
        elif self._made:
            rest = self.gap - (now - self._made[-1]).total_seconds()
            if rest > 0:
                self.patience.sleep(rest)

    def sent(self) -> None:
        """Note a creation that GitHub took, or may have taken."""
        self._made.append(self.patience.now())

    def slower(self) -> None:
        """Double the distance, after GitHub found it too short."""
        self.gap = max(self.gap * 2, 1.0)
