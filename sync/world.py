"""What a run works on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sync.journal import Journal
from sync.lease import Lease
from sync.limits import Limits
from sync.made import Made
from sync.model.memory import State
from sync.model.postmortem import TicketRef
from sync.policy import Policy
from sync.ports import Documents, Tracker


@dataclass(frozen=True, slots=True)
class World:
    """Everything that a run works on. Built by the command line, and by tests from fakes."""

    documents: Documents
    trackers: Mapping[str, Tracker]
    policy: Policy
    limits: Limits
    journal: Journal
    state: State
    save: Callable[[State], None]
    now: Callable[[], datetime]
    full_every: timedelta = timedelta(days=7)
    full: bool = False
    lease: Lease = field(default_factory=Lease)
    """The turn among machines that creating tickets takes."""
    made: Mapping[TicketRef, Made] = field(default_factory=dict)
    """The tickets that runs made which were stopped before they could remember them."""
    progress: Callable[[str, int, int], None] = lambda _step, _done, _total: None
    """Told of a step's name, how much of it is done, and how much there is (0 if unknown)."""
    origin: Callable[[str], str | None] = lambda _path: None
    """The page of the repository that a document lies in, by its path; None where nobody knows one."""
    run: str = ""
    """What the run is called in the journal."""
    public: bool | None = None
    """Whether everybody may read the documents, where the settings say so; None has it asked."""
