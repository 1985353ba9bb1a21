"""How much Jira takes: a bucket that fills again on Data Center, and a burst that headers tell of on Cloud."""

from __future__ import annotations

from datetime import datetime
from math import ceil

from tests.fakes.jira.exchange import Refused, Reply
from tests.fakes.wire.exchange import Page

BUSY = Page(
    "<!doctype html><html><head><title>HTTP Status 429 \u2013 Too Many Requests</title></head><body></body></html>"
)


class Bucket:
    """Data Center's: every request takes a token, and `fill` of them come back in each interval."""

    def __init__(self, size: int, fill: int, interval: int, now: datetime) -> None:
        self._size, self._fill, self._interval = size, fill, interval
        self._left = float(size)
        self._since = now

    def spend(self, now: datetime) -> None:
        """Count a request, or refuse it."""
        passed = int((now - self._since).total_seconds() // self._interval)
        if passed:
            self._left = min(self._size, self._left + passed * self._fill)
            self._since = now
        if self._left < 1:
            refused = Refused(429)
            refused.reply = Reply(429, BUSY)
            raise refused
        self._left -= 1

    def headers(self) -> dict[str, str]:
        wait = 0 if self._left >= 1 else ceil((1 - self._left) / self._fill) * self._interval
        return {
            "X-RateLimit-Limit": str(self._size),
            "X-RateLimit-Remaining": str(int(self._left)),
            "X-RateLimit-FillRate": str(self._fill),
            "X-RateLimit-Interval-Seconds": str(self._interval),
            "retry-after": str(wait),
        }


class Burst:
    """Cloud's, which is never used up here; `near` is the sign that it soon would be."""

    def __init__(self) -> None:
        self.size = 350
        self.near = False

    def spend(self, now: datetime) -> None:
        """The faults of `faults.too_many` refuse instead."""

    def headers(self) -> dict[str, str]:
        told = {"X-RateLimit-Limit": str(self.size), "X-RateLimit-Remaining": str(self.size - 1)}
        return told | ({"X-RateLimit-NearLimit": "true"} if self.near else {})
