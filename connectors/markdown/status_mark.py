"""What a cell tells of a status, and how it is written there."""

from __future__ import annotations

from dataclasses import dataclass

from sync.model.postmortem import Status


@dataclass(frozen=True, slots=True)
class StatusMark:
    """A status, and its mark with the markup as it is written."""

    status: Status
    source: str
    qualified: bool = False
    """Whether the cell says more than the status, outside of brackets: `Done, but not in Europe`."""
