"""Carrying an undo out: documents first, so that no ticket is closed that one of them still links."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sync.apply import Executor
from sync.errors import DocumentChanged
from sync.journal import Journal
from sync.model.action import MERGED, Concern, Field, Notice, UpdateTicket, WriteCell
from sync.model.hunk import Taking
from sync.model.memory import UNDONE, Base, Remembered, State
from sync.model.postmortem import TicketRef
from sync.model.report import Ending, Report, Result
from sync.undo.past import UNDOES
from sync.undo.plan import UndoPlan
from sync.withhold import Noting
from sync.world import World


def carry_out(plan: UndoPlan, world: World) -> Report:
    """Do what the plan says, and forget what is no longer true. It may be stopped at any moment, and planned again."""
    journal = _Undoing(Noting(world.journal, plan.restricted), plan.run)
    executor = Executor(world.trackers, world.documents, journal)
    results: list[Result] = []
    linked: set[TicketRef] = set()
    for taking in plan.takings:
        own = _restored(executor, taking)
        results += own
        if any(result.ending is not Ending.DONE for result in own):
            linked |= {cell.ticket for cell in taking.cells}
    for update in plan.updates:
        if update.change.withdraw and update.ticket in linked:
            results.append(Result(update, Ending.FAILED, "a document still links it"))
    results += executor.update(
        [one for one in plan.updates if not (one.change.withdraw and one.ticket in linked)]
    )
    done = any(result.ending is Ending.DONE for result in results)
    if not world.state.newer and (done or plan.forget):
        world.save(_after(world.state, results, plan.forget))
    return report_of(plan, world, results)


def report_of(plan: UndoPlan, world: World, results: Sequence[Result] | None = None) -> Report:
    """The report of a plan, or of what became of it."""
    planned = (Result(action, Ending.PLANNED) for action in plan.actions)
    trackers = world.trackers.items()
    return Report(
        results=tuple(planned if results is None else results),
        notices=(*plan.notices, *_remarks(results or ())),
        problems=plan.problems,
        requests={name: tracker.requests for name, tracker in trackers},
        remote=frozenset(name for name, one in trackers if one.specimen.url is not None),
    )


def _remarks(results: Iterable[Result]) -> Iterator[Notice]:
    """What was left undone of what was done."""
    for result in results:
        action = result.action
        if isinstance(action, UpdateTicket):
            for remark in result.remarks:
                yield Notice(
                    Concern.UNDONE,
                    action.document,
                    action.line,
                    action.title,
                    remark,
                    action.ticket,
                )


def _restored(executor: Executor, taking: Taking) -> list[Result]:
    try:
        return executor.restore(taking)
    except DocumentChanged as error:
        reason = f"{error.reason}; run `pm-sync undo` again"
        return [Result(cell, Ending.FAILED, reason) for cell in taking.cells]


def _after(state: State, results: Iterable[Result], forget: Collection[TicketRef]) -> State:
    """The memory without what was taken back: withdrawn tickets are none of ours, and the rest is as before the run.

    So the next run does what that run did, unless settings or documents were mended; a value that it would take for a
    person's choice has no base any more.
    """
    tickets = {ref: entry for ref, entry in state.tickets.items() if ref not in forget}
    for result in results:
        action = result.action
        if result.ending is not Ending.DONE or not isinstance(action, UpdateTicket | WriteCell):
            continue
        known = tickets.get(action.ticket)
        if isinstance(action, UpdateTicket) and action.change.withdraw:
            tickets.pop(action.ticket, None)
        elif known is not None:
            tickets[action.ticket] = _as_before(known, action)
    return replace(state, tickets=tickets) if tickets or state.doubts else State()


def _as_before(known: Remembered, action: UpdateTicket | WriteCell) -> Remembered:
    fields = {name: base for name, base in known.fields.items() if name != action.field.value}
    if action.field is Field.TITLE:
        fields[Field.TITLE.value] = Base(action.new, action.new)
    elif action.field in MERGED:
        # Neither side says what it said then: whoever changed it since is asked, and not overruled.
        fields[action.field.value] = Base(UNDONE, UNDONE)
    return replace(known, fields=fields)


class _Undoing:
    """A journal in which every event tells which run it takes back."""

    def __init__(self, journal: Journal, run: str) -> None:
        self._journal = journal
        self._run = run

    def record(self, event: str, details: Mapping[str, object]) -> None:
        self._journal.record(event, {**details, UNDOES: self._run})
