"""All that a report of the follow-through is computed from, as one value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sync.errors import Problem
from sync.followthrough.sla import Sla
from sync.model.action import Plan
from sync.model.postmortem import Postmortem, TicketRef
from sync.plan import Observed
from sync.policy import Policy
from sync.vocabulary import Vocabulary


def nowhere(_path: str, _line: int) -> str | None:
    """No page of any line."""
    return None


@dataclass(frozen=True, slots=True)
class Known:
    """Documents, tickets, the plan for them, and what the user decided. Nothing of a restricted document that is not to be told."""

    postmortems: Sequence[Postmortem]
    observed: Observed
    plan: Plan
    policy: Policy
    today: date
    made_at: datetime
    since: date
    """What changed from this day on is told."""
    problems: Sequence[Problem] = ()
    sla: Sla = field(default_factory=Sla)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    url: Callable[[str, int], str | None] = nowhere
    """The page of a document's line."""
    repository: str = ""
    restricted: int = 0
    last_run: datetime | None = None
    unasked: Mapping[str, str] = field(default_factory=dict)

    def is_elsewhere(self, refs: Iterable[TicketRef]) -> bool:
        """Whether all of these tickets are in trackers that the settings do not name, so that nobody asks for them."""
        named = self.observed.specimens.keys() | self.unasked.keys()
        return all(ref.tracker not in named for ref in refs)
