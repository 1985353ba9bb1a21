"""What is left of a tracker's limit, where it says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable


@runtime_checkable
class TellsAllowance(Protocol):
    """A tracker whose answers say how many requests it still takes."""

    @property
    def remaining(self) -> int | None:
        """How many are left until the limit begins anew; None if it did not say."""


def left_of(trackers: Mapping[str, object]) -> dict[str, int]:
    """How many requests each tracker still takes, of those that say so."""
    return {
        name: left
        for name, tracker in trackers.items()
        if isinstance(tracker, TellsAllowance) and (left := tracker.remaining) is not None
    }
