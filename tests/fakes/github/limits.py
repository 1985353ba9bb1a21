"""How much GitHub takes: hourly quotas by bucket, and the quieter limit on making new things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.fakes.github.exchange import Refused

HOUR = timedelta(hours=1)
BUCKETS = {"core": 5000, "graphql": 5000, "search": 30}


@dataclass
class Bucket:
    """One quota and its window."""

    limit: int
    used: int
    reset: datetime
    refusal: int = 403

    @property
    def remaining(self) -> int:
        return max(self.limit - self.used, 0)

    def roll(self, now: datetime) -> None:
        """A window that is over makes room for the next."""
        if now >= self.reset:
            self.used, self.reset = 0, now + HOUR

    def told(self) -> dict[str, int]:
        return {
            "limit": self.limit,
            "remaining": self.remaining,
            "used": self.used,
            "reset": int(self.reset.timestamp()),
        }


class Limits:
    """Counts what was asked. `off` is a server of one's own without limits, which sends no headers of them either."""

    def __init__(self, now: datetime) -> None:
        self.off = False
        self.buckets = {name: Bucket(most, 0, now + HOUR) for name, most in BUCKETS.items()}
        self.creations_per_minute: int | None = None
        self.creations_per_hour: int | None = None
        self.creations_retry_after: int | None = None
        self._created: list[datetime] = []

    def set(self, resource: str, remaining: int, reset: datetime, refusal: int) -> None:
        bucket = self.buckets[resource]
        bucket.used, bucket.reset, bucket.refusal = bucket.limit - remaining, reset, refusal

    def spend(self, resource: str, now: datetime, whose: str) -> None:
        """Count a request, or refuse it."""
        bucket = self.buckets[resource]
        bucket.roll(now)
        if self.off:
            return
        if bucket.remaining == 0:
            raise Refused(bucket.refusal, f"API rate limit exceeded for {whose}.")
        bucket.used += 1

    def create(self, now: datetime) -> None:
        """Count something new, or refuse it; no header ever shows how many are left."""
        for most, span in (
            (self.creations_per_minute, timedelta(minutes=1)),
            (self.creations_per_hour, HOUR),
        ):
            if most is not None and sum(made > now - span for made in self._created) >= most:
                wait = self.creations_retry_after
                raise Refused(
                    403,
                    "You have exceeded a secondary rate limit and have been temporarily blocked "
                    "from content creation. Please retry your request again later.",
                    headers={} if wait is None else {"Retry-After": str(wait)},
                )
        self._created.append(now)

    def headers(self, resource: str, now: datetime) -> dict[str, str]:
        if self.off:
            return {}
        bucket = self.buckets[resource]
        bucket.roll(now)
        told = {f"X-RateLimit-{name.title()}": str(value) for name, value in bucket.told().items()}
        return told | {"X-RateLimit-Resource": resource}
