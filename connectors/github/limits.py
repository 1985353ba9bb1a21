"""GitHub's limits: when to go on, and when to stop waiting and leave the rest to a later run.

The rules: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api and
https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from connectors.github.answer import Answer
from connectors.http.patience import Limit, Patience, number_in, retry_after

_LIMITED: Final = (
    "rate limit",
    "please wait a few minutes",
    "submitted too quickly",
    "abuse detection",
)


def limit_of(answer: Answer, now: datetime) -> Limit | None:
    """The limit that an answer tells of; None if it is about something else."""
    if answer.status not in (403, 429):
        return None
    clock = answer.date or now
    after = retry_after(answer.headers.get("retry-after"), clock)
    remaining = answer.headers.get("x-ratelimit-remaining")
    if after is not None:
        return Limit(after, "GitHub asks to wait")
    if remaining == "0":
        reset = number_in(answer.headers.get("x-ratelimit-reset"))
        seconds = None if reset is None else max(reset - clock.timestamp(), 0) + 1
        return Limit(seconds, "GitHub's limit of requests is used up")
    if answer.status == 429 or any(words in answer.message.lower() for words in _LIMITED):
        return Limit(None, "GitHub finds the requests too quick")
    return None


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
