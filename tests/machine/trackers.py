"""What the machine asks of every kind of tracker: people work in it, and everything that is in it can be seen."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from tests.machine.people import Said


class Tracked(Protocol):
    """A tracker with the people who work in it. Nothing here is a request of pm-sync's."""

    shared: bool
    """Whether several checkouts can use it."""
    merges: frozenset[str]
    """The fields that it has."""
    most_owners: int
    given: Mapping[str, str]
    """What new tickets say where their items say nothing, which is told to no document."""

    def served(self) -> AbstractContextManager[None]:
        """Let it answer for as long as this lasts."""
        ...

    def settings(self) -> str:
        """The tables of the settings that lead to it, the top-level keys first."""
        ...

    @property
    def environ(self) -> Mapping[str, str]:
        """The secrets that it asks for."""
        ...

    @property
    def now(self) -> datetime:
        """Its clock."""
        ...

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        ...

    def tickets(self, root: Path) -> Mapping[str, Said]:
        """All tickets of pm-sync's, by the names that reports give them."""
        ...

    def ref(self, cell: str) -> str | None:
        """The ticket that a cell or a text links."""
        ...

    def change(self, root: Path, ref: str, field: str, value: str) -> None:
        """Change a field, or the title, as a person."""
        ...

    def fail(self, fault: str) -> None:
        """Let something go wrong with the next request."""
        ...

    def calm(self) -> None:
        """Nothing goes wrong any more."""
        ...

    @property
    def sent(self) -> list[str]:
        """The requests so far that were more than questions."""
        ...
