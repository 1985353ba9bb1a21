"""What a tracker has to give to its contract: itself, and ways to do to it what the world does."""

# ruff: noqa: ARG002  (hooks name their arguments for whoever overrides them)

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from typing import ClassVar

import pytest

from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Owner
from sync.ports import Tracker


class TrackerHooks:
    """The fixture has to be overridden. Tests of a hook that is not are skipped."""

    drafts_per_request: ClassVar[int] = 1
    """How many drafts one request takes, for a tracker that creates in bulk."""
    owners: ClassVar[tuple[Owner, Owner]] = (
        Owner("Alice", "alice", known=True),
        Owner("Bob", "bob", known=True),
    )
    """Two whom the tracker can assign."""
    priorities: ClassVar[tuple[str, ...]] = ("P1",)
    """Words of documents that mean a priority there."""
    reachable: ClassVar[Collection[Status]] = frozenset(Status)
    """The statuses that the tracker's workflow leads to."""

    @pytest.fixture
    def tracker(self) -> Tracker:
        """A tracker without tickets."""
        raise NotImplementedError("override the fixture `tracker` with one that gives a tracker")

    def another(self, tracker: Tracker) -> Tracker:
        """A second connection to the same tickets, as another process has it."""
        pytest.skip("no second connection to the same tickets")

    def move(self, tracker: Tracker, ref: TicketRef, status: Status) -> None:
        """Give a ticket this status, as people do: not through `tracker`. Skip what the tracker cannot tell apart."""
        pytest.skip("tickets cannot be moved from outside")

    def delete(self, tracker: Tracker, ref: TicketRef) -> None:
        """Remove a ticket, as people do."""
        pytest.skip("tickets cannot be deleted from outside")

    def losing_answers(self, tracker: Tracker) -> AbstractContextManager[None]:
        """While it lasts, what `tracker` sends arrives and no answer comes back."""
        pytest.skip("answers cannot be lost")

    def unusable(self, tracker: Tracker) -> AbstractContextManager[None]:
        """While it lasts, every request of `tracker` fails: no network, no permission, a locked database."""
        pytest.skip("the tracker cannot be made to fail")
