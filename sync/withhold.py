"""Restricted documents in what a run tells, remembers and journals: told only in numbers, and noted as what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace

from sync.errors import Problem
from sync.identity import document_hash
from sync.journal import Journal
from sync.model.action import Action, Notice, UpdateTicket
from sync.model.memory import State
from sync.model.postmortem import Postmortem, TicketRef
from sync.model.report import Report
from sync.plan import Observed
from sync.policy import Policy
from sync.privacy import is_restricted


def restricted_of(documents: Iterable[Postmortem | Problem], policy: Policy) -> frozenset[str]:
    """The paths of the restricted ones among the documents."""
    return frozenset(one.path for one in documents if is_restricted(one, policy.private))


@dataclass(frozen=True, slots=True)
class Noting:
    """A journal that says of every write whether it was for a restricted document."""

    journal: Journal
    restricted: Set[str]

    def record(self, event: str, details: Mapping[str, object]) -> None:
        """Record the event, like the journal itself."""
        closed = {"restricted": True} if details.get("document") in self.restricted else {}
        self.journal.record(event, {**details, **closed})


def noted(after: State, before: State, postmortems: Iterable[Postmortem], policy: Policy) -> State:
    """The state in which every ticket of a restricted document says so; of documents that are not there, as it was."""
    present = {one.path: is_restricted(one, policy.private) for one in postmortems}
    tickets = {}
    for ref, entry in after.tickets.items():
        was = ref in before.tickets and before.tickets[ref].private
        closed = present.get(entry.document, was or policy.private(entry.document))
        tickets[ref] = replace(entry, private=closed)
    return replace(after, tickets=tickets)


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is not to be told: the paths of documents, and the tickets that were made for their items."""

    paths: frozenset[str]
    refs: frozenset[TicketRef] = frozenset()

    def hides_problem(self, problem: Problem) -> bool:
        """Whether telling of the problem would."""
        return problem.path in self.paths or any(path in problem.found for path in self.paths)

    def hides(self, action: Action) -> bool:
        """Whether telling of the action would tell of them."""
        if action.document in self.paths:
            return True
        if isinstance(action, UpdateTicket):
            return action.ticket in self.refs
        if isinstance(action, Notice):
            named = any(path in action.reason for path in self.paths)
            return named or action.ticket in self.refs
        return False


def hidden_of(
    documents: Iterable[Postmortem | Problem],
    observed: Observed,
    policy: Policy,
    shown: Callable[[str], bool],
) -> Hidden:
    """What a run over these documents does not tell, but for those that are to be `shown`."""
    every = tuple(documents)
    open_now = {one.path for one in every if isinstance(one, Postmortem)}
    open_now -= restricted_of(every, policy)
    gone = {
        ref: entry.document
        for ref, entry in observed.state.tickets.items()
        if entry.document not in open_now and (entry.private or policy.private(entry.document))
    }
    closed = restricted_of(every, policy) | frozenset(gone.values())
    paths = frozenset(path for path in closed if path and not shown(path))
    homes = {
        document_hash(one) for one in every if isinstance(one, Postmortem) and one.path in paths
    }
    refs = {
        ref
        for ref, ticket in observed.tickets.items()
        if ticket.marker is not None and ticket.marker.document in homes
    }
    return Hidden(paths, frozenset(refs | {ref for ref, path in gone.items() if path in paths}))


def withheld(report: Report, hidden: Hidden) -> Report:
    """The report without what is hidden, which goes along to be counted."""
    closed = Report(
        results=tuple(one for one in report.results if hidden.hides(one.action)),
        notices=tuple(one for one in report.notices if hidden.hides(one)),
        problems=tuple(one for one in report.problems if hidden.hides_problem(one)),
    )
    if not (closed.results or closed.notices or closed.problems):
        return report
    return replace(
        report,
        results=tuple(one for one in report.results if not hidden.hides(one.action)),
        notices=tuple(one for one in report.notices if not hidden.hides(one)),
        problems=tuple(one for one in report.problems if not hidden.hides_problem(one)),
        withheld=closed,
    )
