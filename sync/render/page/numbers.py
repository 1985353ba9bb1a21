"""What the page counts and sorts out of the report before it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Final

from sync.followthrough.model import Flag, Followed, FollowThrough, Incident, Trouble

FEW: Final = 100
"""So many of a kind are repeated outside the list of all items, which always has every one."""


@dataclass(frozen=True)
class Choices:
    """What there is to choose from in the filters, each list sorted."""

    owners: Sequence[str]
    priorities: Sequence[str]
    statuses: Sequence[str]
    flags: Sequence[str]
    services: Sequence[str]


@dataclass(frozen=True)
class Numbers:
    """The report, counted."""

    follow: FollowThrough
    few: int = FEW

    @cached_property
    def open(self) -> tuple[Followed, ...]:
        """The items with something left to do."""
        return self.follow.open()

    @cached_property
    def over(self) -> tuple[Followed, ...]:
        """The finished ones."""
        return tuple(one for one in self.follow.items if not one.is_open)

    @cached_property
    def needing(self) -> tuple[Followed, ...]:
        """Those that somebody has to look at."""
        return tuple(one for one in self.follow.items if one.flags)

    def flagged(self, flag: str) -> int:
        """How many have the flag, by its name."""
        return len(self.follow.flagged(Flag(flag)))

    @cached_property
    def oldest(self) -> int | None:
        """Days that the oldest open one has been open."""
        ages = (one.days_open(self.follow.today) for one in self.open)
        return max((age for age in ages if age is not None), default=None)

    @cached_property
    def to_close(self) -> float | None:
        """The median of the days that it took to finish one."""
        days = (one.days_open(self.follow.today) for one in self.over)
        known = [one for one in days if one is not None]
        return median(known) if known else None

    @cached_property
    def untouched(self) -> tuple[Incident, ...]:
        """Postmortems of which nothing was finished."""
        return tuple(one for one in self.follow.incidents if one.total and not one.closed)

    @cached_property
    def touched(self) -> tuple[Incident, ...]:
        """The others."""
        return tuple(one for one in self.follow.incidents if one.closed or not one.total)

    @cached_property
    def unreadable(self) -> tuple[Trouble, ...]:
        """Documents of which nothing could be read."""
        return tuple(one for one in self.follow.troubles if one.unreadable)

    @cached_property
    def near_misses(self) -> tuple[Trouble, ...]:
        """Places that look as if they held items."""
        return tuple(one for one in self.follow.troubles if not one.unreadable)

    @cached_property
    def choices(self) -> Choices:
        """What the filters offer."""
        items = self.follow.items
        return Choices(
            owners=_sorted(name for one in items for name in one.owners),
            priorities=_sorted(one.priority for one in items if one.priority),
            statuses=_sorted(one.status for one in items),
            flags=[flag for flag in Flag if any(flag in one.flags for one in items)],
            services=_sorted(name for one in items for name in one.services),
        )

    def flags_of(self, item: Followed) -> list[str]:
        """In the order in which they are always told."""
        return [flag for flag in Flag if flag in item.flags] if item.flags else []


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(set(names), key=lambda name: (name.casefold(), name))
