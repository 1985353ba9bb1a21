"""Taking turns with runs on other machines: whoever creates tickets that they could create as well does so alone.

Only a run that would create takes the lock, right before it creates, and looks once more then: another one may have created
since the plan was made. Everything else, a quiet run above all, never asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace

from sync.lease import shared
from sync.limits import Held
from sync.listing import OVERLAP
from sync.model.action import CreateTicket
from sync.model.report import Ending
from sync.model.ticket import Ticket
from sync.ports import Recognises
from sync.recognise import knowing
from sync.run import View, planned
from sync.world import World


@contextmanager
def taking_turns(
    world: World, view: View, accept: Callable[[View], None] = lambda _: None
) -> Iterator[View]:
    """What to carry out now: the same, or with its creations held back, or what is planned after looking again; `accept` may refuse that."""
    creations = _shared_creations(world, view)
    if not creations:
        yield view
        return
    world.progress("taking the lock across machines", 0, 0)
    try:
        reason = world.lease.take()
        if reason is not None:
            held = (Held(action, reason, Ending.HELD) for action in creations)
            view = replace(view, held=(*view.held, *held))
        elif world.lease.is_held:
            view = look_again(world, view, {action.tracker for action in creations})
            accept(view)
        yield view
    finally:
        world.lease.end()


def look_again(world: World, view: View, names: Collection[str]) -> View:
    """The view with what these trackers made since; the documents are read again only where they are written."""
    trackers = {name: world.trackers[name] for name in sorted(names)}
    fresh: list[Ticket] = []
    lags, elsewhere = False, view.observation.observed.elsewhere
    for name, tracker in trackers.items():
        if isinstance(tracker, Recognises):
            lags = True  # Planning asks it by key, which is the only way to know.
        else:
            since = view.observation.readings[name].watermark - OVERLAP
            listed = tracker.find(world.policy.project, since).tickets
            fresh.extend(one for one in listed if not elsewhere.has(one))
    known = view.observation.observed.tickets
    if not lags and all(known.get(ticket.ref) == ticket for ticket in fresh):
        return view
    observation = replace(view.observation, observed=knowing(view.observation.observed, fresh))
    return planned(world, view.postmortems, view.problems, observation)


def _shared_creations(world: World, view: View) -> list[CreateTicket]:
    held = {id(hold.action) for hold in view.held}
    return [
        action
        for action in view.plan.writes
        if isinstance(action, CreateTicket)
        and id(action) not in held
        and shared(world.trackers[action.tracker])
    ]
