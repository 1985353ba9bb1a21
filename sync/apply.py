"""Carrying out a plan: the only place that writes to trackers and documents, each write journaled before and after."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from sync.errors import (
    DocumentChanged,
    DocumentError,
    Exhausted,
    Rejected,
    TrackerError,
    Unavailable,
)
from sync.journal import Journal
from sync.lease import Lease, shared
from sync.model.action import Action, CreateTicket, UpdateTicket, WriteCell
from sync.model.hunk import Rewrite, Taking
from sync.model.report import Ending, Result
from sync.model.ticket import Change, Done, Draft, Failed, InDoubt, Outcome, Postponed, Ticket
from sync.ports import Documents, Prepares, Tracker
from sync.taking_back import Restores

_T = TypeVar("_T", Draft, Change)
_Writes: TypeAlias = Sequence[CreateTicket | UpdateTicket]
"""What one request to a tracker carries out together."""


class Executor:
    """Carries out actions one after the other; one that fails does not stop the others."""

    def __init__(
        self,
        trackers: Mapping[str, Tracker],
        documents: Documents,
        journal: Journal,
        lease: Lease | None = None,
        told: Callable[[CreateTicket, Ticket], Mapping[str, object]] = lambda _action, _ticket: {},
    ) -> None:
        """`told` says what else the journal is to have of a ticket that was made."""
        self._told = told
        self._trackers = trackers
        self._documents = documents
        self._journal = journal
        self._lease = lease or Lease()
        self._numbers = itertools.count(1)

    def create(self, actions: Sequence[CreateTicket]) -> Iterator[Result]:
        """Create the tickets, yielding each result as it is known."""
        for name, group in _by(actions, lambda action: action.tracker):
            tracker = self._trackers[name]
            drafts = [(action.draft, [action]) for action in group]
            try:
                if isinstance(tracker, Prepares):
                    tracker.prepare([draft for draft, _ in drafts])
            except (Unavailable, Rejected) as error:
                yield from (_unsent(action, str(error), error) for action in group)
            else:
                lease = self._lease if shared(tracker) else None
                yield from self._stream(tracker.create, drafts, lease)

    def update(self, actions: Sequence[UpdateTicket]) -> Iterator[Result]:
        """Change the tickets, yielding each result as it is known; all changes of one ticket go together."""
        for name, group in _by(actions, lambda action: action.ticket.tracker):
            changes = [
                (reduce(Change.with_other, [action.change for action in its]), its)
                for _, its in _by(group, lambda action: action.ticket.id)
            ]
            yield from self._stream(self._trackers[name].update, changes)

    def write(self, path: str, revision: str, cells: Sequence[WriteCell]) -> list[Result]:
        """Write the cells of one document together. Raises `DocumentChanged` if it has to be planned again."""
        number = self._begin(cells[0], edits=[_edit(cell) for cell in cells])
        try:
            written = self._documents.write(
                path, revision, cells, lambda rewrite: self._note(number, rewrite)
            )
        except DocumentChanged:
            self._end(number, Ending.FAILED)
            raise
        except DocumentError as error:
            self._end(number, Ending.FAILED)
            return [Result(cell, Ending.FAILED, error.reason) for cell in cells]
        refused = written.refused
        places = [place for place, cell in enumerate(cells) if cell in refused]
        ending = Ending.DONE if len(refused) < len(cells) else Ending.FAILED
        self._end(number, ending, refused=places)
        return [
            Result(cell, Ending.FAILED, refused[cell])
            if cell in refused
            else Result(cell, Ending.DONE)
            for cell in cells
        ]

    def restore(self, taking: Taking) -> list[Result]:
        """Take back what a write of an earlier run replaced in one document. Raises `DocumentChanged` like `write`."""
        assert isinstance(self._documents, Restores)  # noqa: S101 - only what can be taken back is planned so
        cells = taking.cells
        number = self._begin(cells[0], edits=[_edit(cell) for cell in cells])
        try:
            self._documents.restore(
                taking.path, taking.revision, taking.rewrite, taking.names, taking.keep
            )
        except DocumentChanged:
            self._end(number, Ending.FAILED)
            raise
        except DocumentError as error:
            self._end(number, Ending.FAILED)
            return [Result(cell, Ending.FAILED, error.reason) for cell in cells]
        self._end(number, Ending.DONE)
        return [Result(cell, Ending.DONE) for cell in cells]

    def _note(self, number: int, rewrite: Rewrite) -> None:
        """Record what a write replaces, so that it can be taken back."""
        hunks = [[one.above, one.old, one.new] for one in rewrite.hunks]
        told = {"write": number, "before": rewrite.before, "after": rewrite.after, "hunks": hunks}
        self._journal.record("rewrite", told)

    def _stream(
        self,
        send: Callable[[Iterable[_T]], Iterator[Outcome]],
        pairs: Sequence[tuple[_T, _Writes]],
        lease: Lease | None = None,
    ) -> Iterator[Result]:
        """Feed a connector the requests one by one, as long as `lease` lasts, recording each right before the connector takes it."""
        begun: list[tuple[int, _Writes]] = []

        def requests() -> Iterator[_T]:
            for request, actions in pairs:
                if lease is not None and not lease.lasts():
                    return
                begun.append((self._begin_all(actions), actions))
                yield request

        ended = 0
        stopped: TrackerError | None = None
        try:
            for outcome in send(requests()):
                number, actions = begun[ended]
                ended += 1
                results = [_result(action, outcome) for action in actions]
                more = self._more(results[0])
                self._end(number, results[0].ending, results[0].ticket, _seen(actions), more=more)
                # What of it was left undone is told once.
                yield results[0]
                yield from (replace(result, remarks=()) for result in results[1:])
        except (Unavailable, Rejected) as error:
            stopped = error
        if stopped is None and lease is not None and lease.lost is not None:
            stopped = Exhausted(lease.lost)
        yield from self._unanswered(pairs, begun, ended, stopped)

    def _more(self, result: Result) -> Mapping[str, object]:
        if isinstance(result.action, CreateTicket) and result.ticket is not None:
            return self._told(result.action, result.ticket)
        return {}

    def _unanswered(
        self,
        pairs: Sequence[tuple[_T, _Writes]],
        begun: Sequence[tuple[int, _Writes]],
        ended: int,
        error: TrackerError | None,
    ) -> Iterator[Result]:
        """What was taken and never answered is in doubt; what was never taken was not sent."""
        reason = str(error) if error else "the connector gave no answer"
        for number, actions in begun[ended:]:
            self._end(number, Ending.IN_DOUBT)
            yield from (Result(action, Ending.IN_DOUBT, reason) for action in actions)
        for _, actions in pairs[len(begun) :]:
            yield from (_unsent(action, reason, error) for action in actions)

    def _begin_all(self, actions: _Writes) -> int:
        if len(actions) == 1:
            return self._begin(actions[0])
        edits = [_edit(action) for action in actions if isinstance(action, UpdateTicket)]
        return self._begin(actions[0], edits=edits)

    def _begin(self, action: Action, **details: object) -> int:
        number = next(self._numbers)
        self._journal.record("begin", {"write": number, **_described(action), **details})
        return number

    def _end(
        self,
        number: int,
        ending: Ending,
        ticket: Ticket | None = None,
        seen: Collection[str] = (),
        refused: Sequence[int] = (),
        more: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        details: dict[str, object] = {"write": number, "outcome": ending.value, **more}
        if refused:
            details["refused"] = list(refused)
        if ticket is not None:
            details["ticket"] = ticket.ref.id
            details |= (
                {"now": {name: str(getattr(ticket, name) or "") for name in seen}} if seen else {}
            )
        known = "in doubt" if ending is Ending.IN_DOUBT else "failed"
        self._journal.record("done" if ending is Ending.DONE else known, details)


def _result(action: Action, outcome: Outcome) -> Result:
    match outcome:
        case Done(ticket, remarks):
            return Result(action, Ending.DONE, ticket=ticket, remarks=remarks)
        case Failed(reason):
            return Result(action, Ending.FAILED, reason)
        case InDoubt(reason):
            return Result(action, Ending.IN_DOUBT, reason)
        case Postponed(reason):
            return Result(action, Ending.LEFT, reason)


def _unsent(action: Action, reason: str, error: TrackerError | None) -> Result:
    """It was never begun: for a limit, which only a later run can outlast, or for a failure."""
    if isinstance(error, Exhausted):
        return Result(action, Ending.LEFT, reason)
    return Result(action, Ending.FAILED, f"not sent: {reason}")


def _described(action: Action) -> dict[str, object]:
    details: dict[str, object] = {"kind": type(action).__name__, "document": action.document}
    if isinstance(action, CreateTicket):
        details |= {
            "line": action.line,
            "title": action.title,
            "key": action.draft.marker.key,
            "tracker": action.tracker,
            "reason": action.reason,
        }
    elif isinstance(action, UpdateTicket):
        details |= _edit(action)
    return details


def _seen(actions: Iterable[Action]) -> list[str]:
    """What of a ticket is told as it is after a change, so that it can be taken back."""
    return [name for one in actions if isinstance(one, UpdateTicket) for name, _ in one.change.seen]


def _edit(action: WriteCell | UpdateTicket) -> dict[str, object]:
    was = {"was": dict(action.change.seen)} if isinstance(action, UpdateTicket) else {}
    return {
        **was,
        "line": action.line,
        "title": action.title,
        "tracker": action.ticket.tracker,
        "ticket": action.ticket.id,
        "field": action.field.value,
        "old": action.old,
        "new": action.new,
        "reason": action.reason,
    }


_A = TypeVar("_A", CreateTicket, UpdateTicket)


def _by(actions: Sequence[_A], key: Callable[[_A], str]) -> Iterator[tuple[str, list[_A]]]:
    groups: dict[str, list[_A]] = {}
    for action in actions:
        groups.setdefault(key(action), []).append(action)
    yield from groups.items()
