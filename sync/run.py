"""The loop: read, observe, plan, limits, apply to tickets, plan again, write documents, remember.

`look` is everything up to the plan and changes nothing; `sync` carries on from there.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sync.allowance import left_of
from sync.apply import Executor
from sync.duplicates import with_touched
from sync.errors import Problem, TrackerError
from sync.gate import kept_in
from sync.left import left_open
from sync.limits import Held, held_back, refuse_emptied, refuse_outage
from sync.listing import OVERLAP
from sync.made import still_telling, told
from sync.model.action import Action, CreateTicket, Notice, Plan, UpdateTicket
from sync.model.postmortem import Postmortem, TicketRef
from sync.model.report import Ending, Report, Result, undone
from sync.model.ticket import Ticket
from sync.observe import GRACE, Observation, observe
from sync.plan import plan
from sync.ports import Recognises
from sync.recognise import confirmed, knowing, new_creations, recognised, with_highest
from sync.rehearse import unwritable
from sync.remember import remember
from sync.state import settled
from sync.unheld import writable_plan
from sync.withhold import Noting, noted, restricted_of
from sync.world import World
from sync.write_back import WriteBack


@dataclass(frozen=True, slots=True)
class View:
    """The world as it was read, and the plan for it."""

    postmortems: tuple[Postmortem, ...]
    problems: tuple[Problem, ...]
    observation: Observation
    plan: Plan
    held: tuple[Held, ...]
    asked: frozenset[str] = frozenset()
    """The keys for which trackers whose listings lag were asked."""


def look(world: World) -> View:
    """Read all documents, ask all trackers, and plan. Raises `Refused` on signs of an outage."""
    postmortems, problems = _read(world)
    world.progress("asking the tracker", 0, 0)
    observation = observe(
        postmortems,
        world.trackers,
        world.policy,
        world.state,
        full_every=world.full_every,
        now=world.now(),
        full=world.full,
        unread=problems,
    )
    refuse_outage(observation.observed, world.limits)
    made = still_telling(world.made, observation.observed.linked)
    observation = replace(observation, observed=replace(observation.observed, made=made))
    refuse_emptied(postmortems, observation.observed, world.policy, world.limits)
    return planned(world, postmortems, problems, observation)


def planned(
    world: World,
    postmortems: tuple[Postmortem, ...],
    problems: tuple[Problem, ...],
    observation: Observation,
) -> View:
    """The plan for what was observed, after asking the trackers whose listings lag."""
    asked: set[str] = set()
    first, observation = _planned_first(world, postmortems, observation, asked)
    known = with_touched(postmortems, observation.observed, world.policy, world.trackers)
    planned_with = first if known is observation.observed else None
    first, known = writable_plan(world, postmortems, known, planned_with)
    observation = replace(observation, observed=known)
    held = held_back(first, world.limits, len(observation.observed.linked))
    if not any(isinstance(hold.action, CreateTicket) for hold in held):
        held += unwritable(first, postmortems, world.documents, world.trackers)
    held += kept_in(first, world, held)
    return View(postmortems, problems, observation, first, held, frozenset(asked))


def _planned_first(
    world: World, postmortems: tuple[Postmortem, ...], observation: Observation, asked: set[str]
) -> tuple[Plan, Observation]:
    """The plan, after every tracker whose listing may lag was asked about what it would create, and what is in doubt."""
    doubts = world.state.doubts.values()
    sure_of: set[TicketRef] = set()
    while True:
        observed = observation.observed
        first = plan(postmortems, observed, world.policy)
        sure = replace(observed, in_doubt=frozenset())
        hoped = plan(postmortems, sure, world.policy) if observed.in_doubt else first
        creations = new_creations(hoped, asked)
        found = recognised(creations, world.trackers, observation.readings, observed, doubts)
        asked_of = {creation.tracker for creation in creations}
        asked |= {doubt.key for doubt in doubts if doubt.tracker in asked_of}
        found = found or confirmed(first, observed, world.trackers, sure_of)
        if not found:
            return first, observation
        observation = replace(observation, observed=knowing(observation.observed, found))


def sync(world: World, view: View) -> Report:
    """Carry out the plan of `view`: tickets first, then the links and statuses in the documents."""
    return _Run(world, view).run()


def report_of(world: World, view: View) -> Report:
    """The report of a plan that nobody applies."""
    held = {id(hold.action): hold for hold in view.held}
    return Report(
        results=tuple(_planned(action, held.get(id(action))) for action in view.plan.writes),
        notices=_notices(view.plan),
        problems=view.problems,
        skipped=view.plan.skipped,
        requests=_requests(world),
        left=left_of(world.trackers),
        remote=_remote(world),
    )


class _Run:
    def __init__(self, world: World, view: View) -> None:
        self._world = world
        self._view = view
        self._postmortems = {postmortem.path: postmortem for postmortem in view.postmortems}
        self._observed = view.observation.observed
        closed = restricted_of(view.postmortems, world.policy)
        journal = Noting(world.journal, closed)
        self._executor = Executor(world.trackers, world.documents, journal, world.lease, self._told)
        self._results: list[Result] = []

    def run(self) -> Report:
        self._apply_to_tickets()
        made = {result.ticket.ref for result in self._results if result.ticket is not None}
        back = WriteBack(self._world, self._executor, self._postmortems, self._plan, made)
        self._results.extend(back.run())
        final = self._plan()
        self._remember(final)
        return Report(
            results=tuple(self._results),
            notices=(*_notices(final), *undone(self._results)),
            problems=self._view.problems,
            skipped=final.skipped,
            requests=_requests(self._world),
            left=left_of(self._world.trackers),
            remote=_remote(self._world),
        )

    def _told(self, action: CreateTicket, ticket: Ticket) -> Mapping[str, object]:
        return told(action, ticket, self._postmortems, self._world.policy)

    def _apply_to_tickets(self) -> None:
        held = {id(hold.action) for hold in self._view.held}
        self._results.extend(_planned(hold.action, hold) for hold in self._view.held)
        actions = [action for action in self._view.plan.writes if id(action) not in held]
        creations = [action for action in actions if isinstance(action, CreateTicket)]
        updates = [action for action in actions if isinstance(action, UpdateTicket)]
        total = len(creations) + len(updates)
        for done, result in enumerate(self._executor.create(creations), 1):
            self._take(result)
            self._world.progress("creating tickets", done, total)
        self._look_for_lost_answers()
        self._world.lease.end(keep_for=GRACE if self._in_doubt() else None)
        for done, result in enumerate(self._executor.update(updates), len(creations) + 1):
            self._take(result)
            self._world.progress("updating tickets", done, total)

    def _take(self, result: Result) -> None:
        self._results.append(result)
        if result.ticket is not None:
            self._know([result.ticket])

    def _know(self, tickets: Iterable[Ticket]) -> None:
        self._observed = knowing(self._observed, tickets)

    def _look_for_lost_answers(self) -> None:
        """After an answer was lost: ask once whether the ticket is there after all, and use it if so."""
        doubts = self._in_doubt()
        if not doubts:
            return
        for name in sorted({action.tracker for action in doubts}):
            with contextlib.suppress(TrackerError):
                self._know(self._found_after_all(name, doubts))
        by_key = {
            ticket.marker.key: ticket for ticket in self._observed.tickets.values() if ticket.marker
        }
        self._results = [_resolved(result, by_key) for result in self._results]

    def _found_after_all(self, name: str, doubts: Iterable[CreateTicket]) -> Iterable[Ticket]:
        trackers, readings = self._world.trackers, self._view.observation.readings
        mine = [action for action in doubts if action.tracker == name]
        if isinstance(trackers[name], Recognises):
            return recognised(mine, trackers, readings, self._observed)
        since = readings[name].watermark - OVERLAP
        return trackers[name].find(self._world.policy.project, since).tickets

    def _in_doubt(self) -> list[CreateTicket]:
        return [
            result.action
            for result in self._results
            if result.ending is Ending.IN_DOUBT and isinstance(result.action, CreateTicket)
        ]

    def _plan(self) -> Plan:
        keys = {action.draft.marker.key for action in self._in_doubt()}
        observed = replace(self._observed, in_doubt=self._observed.in_doubt | keys)
        postmortems = tuple(self._postmortems.values())
        found, known = writable_plan(self._world, postmortems, observed)
        self._observed = replace(self._observed, unheld=known.unheld)
        return found

    def _remember(self, final: Plan) -> None:
        if self._world.state.newer:
            return
        after = remember(
            tuple(self._postmortems.values()),
            self._observed,
            self._world.policy,
            left=left_open(final, self._results, self._view.postmortems),
            in_doubt=self._in_doubt(),
            readings=self._view.observation.readings,
            unasked=self._unasked(),
            now=self._world.now(),
        )
        doubted = {doubt.tracker for doubt in after.doubts.values()} | {
            ref.tracker
            for ref, ticket in self._observed.tickets.items()
            if ticket.marker is not None and ref not in after.tickets
        }
        readings = with_highest(after.readings, self._world.trackers, doubted)
        after, before = replace(after, readings=readings), self._observed.state
        after = noted(after, before, self._postmortems.values(), self._world.policy)
        self._world.save(settled(self._world.state, after, self._world.full_every))

    def _unasked(self) -> frozenset[str]:
        """Doubts that nobody asked about, since their items took no part: they stay, where asking is the only way to know."""
        return frozenset(
            key
            for key, doubt in self._world.state.doubts.items()
            if isinstance(self._world.trackers.get(doubt.tracker), Recognises)
            and key not in self._view.asked
        )


def _read(world: World) -> tuple[tuple[Postmortem, ...], tuple[Problem, ...]]:
    postmortems: list[Postmortem] = []
    problems: list[Problem] = []
    for done, document in enumerate(world.documents.read(), 1):
        if isinstance(document, Postmortem):
            postmortems.append(document)
        else:
            problems.append(document)
        world.progress("reading postmortems", done, 0)
    return tuple(postmortems), tuple(problems)


def _resolved(result: Result, by_key: Mapping[str, Ticket]) -> Result:
    if result.ending is not Ending.IN_DOUBT or not isinstance(result.action, CreateTicket):
        return result
    ticket = by_key.get(result.action.draft.marker.key)
    if ticket is None:
        return result
    nobody = "; nobody is assigned" if result.action.draft.owners and not ticket.owners else ""
    told = f"found after a lost answer{nobody}"
    return replace(result, ending=Ending.DONE, ticket=ticket, detail=told)


def _planned(action: Action, hold: Held | None) -> Result:
    if hold is None:
        return Result(action, Ending.PLANNED)
    return Result(action, hold.ending, hold.reason)


def _notices(plan: Plan) -> tuple[Notice, ...]:
    return tuple(action for action in plan.actions if isinstance(action, Notice))


def _remote(world: World) -> frozenset[str]:
    return frozenset(
        name for name, tracker in world.trackers.items() if tracker.specimen.url is not None
    )


def _requests(world: World) -> dict[str, int]:
    return {name: tracker.requests for name, tracker in world.trackers.items()}
