"""Asking whether people had a hand in tickets: of what nobody can tell, they did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sync.model.postmortem import TicketRef
from sync.ports import Tracker
from sync.taking_back import Traces

UNKNOWN: Final = "may be somebody's work by now: its tracker cannot tell"


def touched(refs: Iterable[TicketRef], trackers: Mapping[str, Tracker]) -> dict[TicketRef, str]:
    """Those that somebody had a hand in, each with what was done; where a tracker cannot tell, all of them."""
    groups: dict[str, list[TicketRef]] = {}
    for ref in refs:
        groups.setdefault(ref.tracker, []).append(ref)
    told: dict[TicketRef, str] = {}
    for name, group in groups.items():
        tracker = trackers.get(name)
        if isinstance(tracker, Traces):
            told |= tracker.touched(group)
        else:
            told |= dict.fromkeys(group, UNKNOWN)
    return told
