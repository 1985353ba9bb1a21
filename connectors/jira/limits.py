"""Jira's limits: when it takes no more, and when it is about to.

The rules: https://developer.atlassian.com/cloud/jira/platform/rate-limiting/ for Cloud, and for Data Center
https://confluence.atlassian.com/adminjiraserver/improving-instance-stability-with-rate-limiting-983794911.html
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from connectors.http.patience import Limit, number_in, retry_after
from connectors.jira.answer import Answer

WITHOUT_WORD: Final = 5.0
"""Seconds to wait after a limit that names no time; doubled each time. Jira's limits are of seconds."""

_SLOWER: Final = 0.5
"""Seconds between requests where Cloud says that the limit is near."""

_AFTER_NONE: Final = 1.0


def limit_of(answer: Answer, now: datetime) -> Limit | None:
    """The limit that an answer tells of; None if it is about something else."""
    clock = answer.date or now
    if answer.status == 429:
        reason = answer.headers.get("ratelimit-reason", "")
        why = "Jira takes no more requests for now" + (
            f" ({reason[:60]})" if reason.isprintable() and reason else ""
        )
        return Limit(_seconds(answer, clock), why)
    if answer.status == 503 and "retry-after" in answer.headers:
        return Limit(retry_after(answer.headers["retry-after"], clock), "Jira is busy")
    return None


def pause_before_next(answer: Answer) -> float:
    """Seconds to wait before the next request, so that no limit is met: on Data Center until the bucket has something again."""
    if answer.headers.get("x-ratelimit-nearlimit", "").casefold() == "true":
        return _SLOWER
    interval = number_in(answer.headers.get("x-ratelimit-interval-seconds"))
    left = number_in(answer.headers.get("x-ratelimit-remaining"))
    if interval is None or left is None or left >= _AFTER_NONE:
        return 0.0
    fill = number_in(answer.headers.get("x-ratelimit-fillrate"))
    return interval if fill is None or fill >= 1 else 0.0


def _seconds(answer: Answer, clock: datetime) -> float | None:
    after = retry_after(answer.headers.get("retry-after"), clock)
    if after:
        return after
    reset = _moment(answer.headers.get("x-ratelimit-reset", ""))
    if reset is not None:
        return max((reset - clock).total_seconds(), 0.0) + 1
    interval = number_in(answer.headers.get("x-ratelimit-interval-seconds"))
    return interval if interval is not None else after


def _moment(text: str) -> datetime | None:
    """Cloud names the moment as `2026-11-26T08:15Z`, other servers in seconds since 1970."""
    number = number_in(text)
    try:
        if number is not None:
            return datetime.fromtimestamp(number, UTC)
        moment = datetime.fromisoformat(text)
    except (ValueError, OSError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
