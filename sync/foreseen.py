"""Who would be assigned to tickets that are not made yet, where a tracker can tell."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from sync.model.ticket import Draft


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would become of the owners of one ticket."""

    people: tuple[str, ...] = ()
    """Who would be assigned, and so notified, as the tracker calls them."""
    remarks: tuple[str, ...] = ()
    """Why somebody would not be."""


@runtime_checkable
class Foresees(Protocol):
    """A tracker that can tell, from reads alone, whom it would assign."""

    def foresee(self, drafts: Collection[Draft]) -> Mapping[str, Foreseen]:
        """What would become of the owners of each draft, by the key of its mark. Changes nothing."""
        ...
