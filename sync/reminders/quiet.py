"""When nobody is to be disturbed: hours of the day, and weekends, where people live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from typing import Final

_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours from `begin` to `end`, over midnight if need be; equal or missing ones are none."""

    begin: time | None = None
    end: time | None = None
    zone: tzinfo = UTC
    weekends: bool = True
    """Whether people are told at weekends as well."""

    def reason(self, now: datetime) -> str:
        """Why nothing is to be sent now; empty if it may be."""
        there = now.astimezone(self.zone)
        if self.begin is not None and self.end is not None and self._covers(there.time()):
            hours = f"{self.begin:%H:%M}-{self.end:%H:%M}"
            return f"quiet hours: {hours}, and it is {there:%H:%M} ({self.zone})"
        if not self.weekends and there.weekday() >= _SATURDAY:
            return f"it is {there:%A} ({self.zone}), and [remind] weekends is false"
        return ""

    def _covers(self, moment: time) -> bool:
        begin, end = self.begin or time(), self.end or time()
        if begin <= end:
            return begin <= moment < end
        return moment >= begin or moment < end
