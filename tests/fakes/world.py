"""A whole world in memory, and runs through it, one after the other like scheduled ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sync import run
from sync.limits import Limits
from sync.model.memory import State
from sync.model.report import Report
from sync.policy import Policy
from sync.state import parse, render
from sync.world import World
from tests.fakes.documents import MemoryDocuments
from tests.fakes.tracker import START, MemoryTracker


class ListJournal:
    """A journal that keeps its events."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Mapping[str, object]]] = []

    def record(self, event: str, details: Mapping[str, object]) -> None:
        self.events.append((event, details))


class MemoryWorld:
    """Documents, a tracker and the state file; `sync` is one run of the loop."""

    def __init__(self, documents: MemoryDocuments, tracker: MemoryTracker | None = None) -> None:
        self.documents = documents
        self.tracker = tracker or MemoryTracker()
        self.state_text = ""
        self.journal = ListJournal()
        self.policy = Policy(tracker=self.tracker.name)
        self.limits = Limits(create=1000)
        self.now: datetime = START

    def world(self) -> World:
        """The value that the loop works on, with the state read from its text like from a file."""
        return World(
            documents=self.documents,
            trackers={self.tracker.name: self.tracker},
            policy=self.policy,
            limits=self.limits,
            journal=self.journal,
            state=parse(self.state_text),
            save=self._save,
            now=lambda: self.now,
            public=True,
        )

    def sync(self) -> Report:
        """One run."""
        world = self.world()
        return run.sync(world, run.look(world))

    def planned(self) -> run.View:
        """What a run would do."""
        return run.look(self.world())

    @property
    def writes(self) -> int:
        """How much was written so far, on either side."""
        return self.documents.writes + self.tracker.writes

    def _save(self, state: State) -> None:
        self.state_text = render(state)
