"""What a run did, or would do: each action with its ending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sync.errors import Problem
from sync.model.action import Action, Concern, Notice
from sync.model.ticket import Ticket


class Ending(StrEnum):
    """How an action ended."""

    PLANNED = "planned"
    DONE = "done"
    FAILED = "failed"
    IN_DOUBT = "in doubt"
    HELD = "held"
    LEFT = "left for later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Result:
    """An action, how it ended, and why if not well."""

    action: Action
    ending: Ending
    detail: str = ""
    ticket: Ticket | None = None
    """The ticket as it is after a creation or an update."""
    remarks: tuple[str, ...] = ()
    """What of a write that was done could not be done."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did."""

    results: tuple[Result, ...]
    notices: tuple[Notice, ...]
    problems: tuple[Problem, ...]
    skipped: Mapping[str, int] = field(default_factory=dict)
    requests: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)
    """Requests that trackers still take until their limit begins anew, of those that say so."""
    remote: frozenset[str] = frozenset()
    """The trackers whose requests go over a network, and count towards somebody's limit."""
    withheld: Report | None = None
    """What belongs to restricted documents: it is counted, and never told."""

    def ended(self, *endings: Ending) -> tuple[Result, ...]:
        """The results that ended in one of these ways."""
        return tuple(result for result in self.results if result.ending in endings)

    @property
    def documents(self) -> frozenset[str]:
        """The paths of the documents that it tells of."""
        told = (
            *(result.action.document for result in self.results),
            *(notice.document for notice in self.notices),
            *(problem.path for problem in self.problems),
        )
        return frozenset(path for path in told if path)


def undone(results: Iterable[Result]) -> Iterator[Notice]:
    """What was left undone of the writes that were done."""
    for result in results:
        action, ref = result.action, result.ticket.ref if result.ticket else None
        line = None if isinstance(action, Notice) else action.line
        for remark in result.remarks:
            yield Notice(Concern.UNDONE, action.document, line, action.title, remark, ref)
