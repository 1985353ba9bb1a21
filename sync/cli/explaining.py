"""Looks for one item as a run would look for all, and goes on with what is remembered where a tracker cannot be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sync import run
from sync.cli.compose import limits_of, policy_of, world_of
from sync.cli.options import Scope
from sync.cli.project import Project
from sync.cli.shared import why_dead
from sync.cli.state_file import read_state
from sync.errors import Problem, Refused, TrackerError
from sync.explained.model import Known
from sync.limits import VANISHED, Limits, held_back
from sync.model.action import Field
from sync.model.memory import State
from sync.model.postmortem import Postmortem, Status, TicketRef
from sync.model.ticket import Ticket
from sync.observe import as_remembered
from sync.plan import Observed, plan
from sync.policy import Policy
from sync.run import View
from sync.withhold import Hidden, hidden_of
from sync.world import World

Progress = Callable[[str, int, int], None]

OFFLINE = "--offline was said"


@dataclass(frozen=True, slots=True)
class Sight:
    """What was found, and what holds for the run as a whole."""

    known: Known
    hidden: Hidden
    """What is not to be told."""
    refused: tuple[str, ...] = ()
    """Why the next run as a whole would refuse."""


@dataclass(frozen=True)
class Looking:
    """One look for the sake of one document."""

    project: Project
    document: Postmortem

    def asked(self, told: Progress) -> Sight:
        """What a run would see now. Nothing is written. Of a tracker that does not answer: what is remembered."""
        with world_of(self.project, self._scope, told, spare=True) as world:
            closer = replace(
                world, policy=replace(world.policy, only=None), state=self._anew(world.state)
            )
            unasked = self._unopened(world)
            while True:
                try:
                    view, refused = self._look(closer)
                except TrackerError as error:
                    if error.tracker not in closer.trackers:
                        return self.remembered(str(error))
                    unasked[error.tracker] = str(error)
                    left = {n: one for n, one in closer.trackers.items() if n not in unasked}
                    closer = replace(closer, trackers=left)
                    continue
                return self._sight(world, view, unasked, refused)

    def _unopened(self, world: World) -> dict[str, str]:
        return {
            name: self.project.unopened.get(name, "it cannot be opened")
            for name in self.project.tracker_names
            if name not in world.trackers
        }

    def remembered(self, why: str = OFFLINE) -> Sight:
        """What documents and the state file say; no tracker is asked, because of `why`."""
        policy, limits = (
            policy_of(self.project, self._scope, None),
            limits_of(self.project, self._scope),
        )
        read = list(self.project.documents(self._scope.paths).read())
        postmortems = tuple(one for one in read if isinstance(one, Postmortem))
        state = read_state(self.project.root)
        unasked = dict.fromkeys(self.project.tracker_names, why)
        observed = Observed(
            linked=_linked(postmortems), state=state, in_doubt=frozenset(state.doubts)
        )
        known = Known(postmortems, observed, policy, plan(postmortems, observed, policy), (), state)
        return self._told(self._from_memory(known, unasked, limits), read, ())

    @property
    def _scope(self) -> Scope:
        return Scope(paths=(self.project.root / self.document.path,))

    def _look(self, world: World) -> tuple[View, tuple[str, ...]]:
        """What a run would see, and why it would refuse to do anything."""
        dead = why_dead(self.project)
        refused = () if dead is None else (dead,)
        try:
            return run.look(world), refused
        except Refused as error:
            refused = (*refused, str(error))
        lifted = replace(world.limits, allow=world.limits.allow | {VANISHED})
        return run.look(replace(world, limits=lifted)), refused

    def _anew(self, state: State) -> State:
        """The memory in which the tickets of this document are to be read, even if they did not change."""
        linked = _linked([self.document])
        tickets = {
            ref: replace(entry, unsettled=True) if ref in linked else entry
            for ref, entry in state.tickets.items()
        }
        return replace(state, tickets=tickets)

    def _sight(
        self, world: World, view: View, unasked: dict[str, str], refused: tuple[str, ...]
    ) -> Sight:
        policy = replace(world.policy, only=None)
        observed = view.observation.observed
        known = Known(view.postmortems, observed, policy, view.plan, view.held, world.state)
        if unasked.keys() & self._concerned(policy):
            known = self._from_memory(known, unasked, world.limits)
        read: list[Postmortem | Problem] = [*view.postmortems, *view.problems]
        return self._told(replace(known, unasked=unasked), read, refused)

    def _concerned(self, policy: Policy) -> set[str]:
        """The trackers that may matter to the items of the document."""
        return {ref.tracker for ref in _linked([self.document])} | policy.destinations

    def _from_memory(self, known: Known, unasked: dict[str, str], limits: Limits) -> Known:
        """The same with the tickets of trackers that were not asked as they were last seen."""
        observed, memory = known.observed, known.memory
        found = _remembered(
            observed.linked | _linked(known.postmortems), unasked, memory, known.policy
        )
        observed = replace(observed, tickets={**found, **observed.tickets})
        planned = plan(known.postmortems, observed, known.policy)
        held = held_back(planned, limits, len(observed.linked))
        return replace(known, observed=observed, plan=planned, held=held, unasked=unasked)

    def _told(
        self, known: Known, read: Sequence[Postmortem | Problem], refused: tuple[str, ...]
    ) -> Sight:
        routes = [self.project.where(number) for number in range(len(known.policy.routes))]
        here = self.project.is_document(self.document.path)
        aside = None if here else "in files that `documents` leaves out, unless a run names it"
        hidden = hidden_of(read, known.observed, known.policy, self.project.discretion.shows)
        return Sight(replace(known, routes=routes, aside=aside), hidden, refused)


def _linked(postmortems: Iterable[Postmortem]) -> frozenset[TicketRef]:
    return frozenset(
        reference.ref
        for postmortem in postmortems
        for item in postmortem.items
        for reference in item.references
    )


def _remembered(
    linked: frozenset[TicketRef], trackers: Iterable[str], memory: State, policy: Policy
) -> dict[TicketRef, Ticket]:
    """The linked tickets of trackers as they were last seen, of which enough was noted."""
    statuses, names = {one.value for one in Status}, set(trackers)
    return {
        ref: as_remembered(entry, policy.project)
        for ref, entry in memory.tickets.items()
        if ref in linked
        and ref.tracker in names
        and {Field.TITLE, Field.STATUS} <= entry.fields.keys()
        and entry.fields[Field.STATUS].ticket in statuses
    }
