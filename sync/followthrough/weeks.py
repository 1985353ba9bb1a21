"""How many items there were, and how many of them were closed, at the end of each week; and what changed since some day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from sync.followthrough.model import Changed, Flag, Followed, Week

MOST: Final = 105
"""Weeks that are told: two years."""
_WEEK: Final = timedelta(days=7)


def weeks(items: Sequence[Followed], today: date) -> tuple[Week, ...]:
    """The last ends today. Closed items of which nobody knows when count in neither number, so that the space between both is what was open."""
    told = [
        (min(one.opened, one.closed or today, today), one.closed)
        for one in items
        if one.opened is not None and (one.is_open or one.closed is not None)
    ]
    opened = sorted(begun for begun, _ in told)
    closed = sorted(min(ended, today) for _, ended in told if ended is not None)
    if not opened:
        return ()
    count = min(MOST, (today - opened[0]).days // 7 + 2)
    ends = [today - _WEEK * back for back in reversed(range(count))]
    return tuple(Week(end, bisect_right(opened, end), bisect_right(closed, end)) for end in ends)


def changed(items: Sequence[Followed], since: date, today: date) -> Changed:
    """By the days of tickets; where there is none, by the day of the incident."""
    return Changed(
        since=since,
        opened=tuple(one for one in items if one.opened is not None and one.opened >= since),
        closed=tuple(one for one in items if one.closed is not None and one.closed >= since),
        fell_due=tuple(
            one
            for one in items
            if Flag.OVERDUE in one.flags and one.due is not None and since <= one.due < today
        ),
    )
