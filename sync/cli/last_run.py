"""When a run was through last, as far as one left a trace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sync.journal import all_events
from sync.model.memory import State


def last_run(state: State, journal: Path) -> datetime | None:
    """The last moment at which a run was through, as far as one left a trace: one that changed nothing may leave none."""
    moments = [one.watermark for one in state.readings.values()]
    for event in all_events(journal):
        if event["event"] == "settled":
            moments.extend(_moments(str(event.get("at"))))
    return max(moments, default=None)


def _moments(text: str) -> Sequence[datetime]:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ()
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC),)
