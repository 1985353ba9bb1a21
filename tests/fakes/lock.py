"""A lock across machines in memory, which can be held by others, refuse, and fall silent."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sync.errors import NoLock
from sync.ports import Claim, Claimed

_NUMBERS = itertools.count(1)


class Place:
    """What all machines see: one claim at a time."""

    def __init__(self) -> None:
        self.there: Claimed | None = None

    def hold(self, claim: Claim | None, written: datetime | None = None) -> Claimed:
        """Put something there, as another machine or a person does."""
        self.there = Claimed(f"c{next(_NUMBERS)}", claim, written)
        return self.there


class MemoryLock:
    """Fulfils `sync.ports.Lock`. `before` each put may do something, or raise."""

    def __init__(self, place: Place | None = None) -> None:
        self.place = place or Place()
        self.refuses: str | None = None
        self.before: Callable[[], None] = lambda: None
        self.puts: list[Claim] = []
        self.removed = 0
        self._mine: set[str] = set()

    @property
    def removal(self) -> str:
        return "take it away"

    def put(self, claim: Claim, instead_of: str | None) -> Claimed | None:
        self.before()
        if self.refuses is not None:
            raise NoLock(self.refuses)
        self.puts.append(claim)
        there = self.place.there
        if (there.id if there else None) != instead_of:
            return there
        there = self.place.hold(replace(claim))
        self._mine = {there.id}
        return there

    def remove(self) -> None:
        self.removed += 1
        if self.refuses is not None:
            raise NoLock(self.refuses)
        if self.place.there is not None and self.place.there.id in self._mine:
            self.place.there = None
