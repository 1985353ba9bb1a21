"""Looking, before tickets are created, for those that exist already and that no listing told: see `Recognises`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import groupby

from sync.marks import checked
from sync.model.action import CreateTicket, Plan
from sync.model.memory import Doubt, Reading
from sync.model.postmortem import TicketRef
from sync.model.ticket import Ticket
from sync.plan import Observed
from sync.ports import Recognises, Tracker


def recognised(
    creations: Iterable[CreateTicket],
    trackers: Mapping[str, Tracker],
    readings: Mapping[str, Reading],
    observed: Observed,
    doubts: Iterable[Doubt] = (),
) -> list[Ticket]:
    """The tickets that exist for these creations, and for what is in doubt, as far as their trackers can be asked for them by key.

    Who else is found on the way is told if nobody observed it so far: its number is not looked at again.
    """
    found: list[Ticket] = []
    for name, group in groupby(sorted(creations, key=_tracker), _tracker):
        tracker = trackers.get(name)
        if isinstance(tracker, Recognises):
            known = readings[name].highest if name in readings else {}
            doubtful = {doubt.key for doubt in doubts if doubt.tracker == name}
            drafts = [one.draft for one in group]
            keys = doubtful | {draft.marker.key for draft in drafts}
            found.extend(
                ticket
                for ticket in tracker.recognise(drafts, known, doubtful)
                if ticket.ref not in observed.tickets or _is_asked_for(ticket, keys)
            )
    return found


def _is_asked_for(ticket: Ticket, keys: Collection[str]) -> bool:
    own = {ticket.marker.key} if ticket.marker else set()
    return not {*own, *ticket.claims}.isdisjoint(keys)


def new_creations(plan: Plan, asked: set[str]) -> list[CreateTicket]:
    """The creations of a plan that nobody was asked about yet; from now on they count as asked about."""
    new = [
        action
        for action in plan.writes
        if isinstance(action, CreateTicket) and action.draft.marker.key not in asked
    ]
    asked.update(action.draft.marker.key for action in new)
    return new


def confirmed(
    plan: Plan, observed: Observed, trackers: Mapping[str, Tracker], sure: set[TicketRef]
) -> list[Ticket]:
    """The tickets that the plan relies on although a lagging listing told them, as they really are; from now on they are sure."""
    unsure = {
        action.ticket
        for action in plan.actions
        if not isinstance(action, CreateTicket) and action.ticket in observed.tickets
    } - sure
    found: list[Ticket] = []
    for name, tracker in trackers.items():
        refs = {ref for ref in unsure if ref is not None and ref.tracker == name}
        if refs and isinstance(tracker, Recognises):
            found.extend(tracker.confirm(refs).values())
            sure |= refs
    return found


def knowing(observed: Observed, tickets: Iterable[Ticket]) -> Observed:
    """What was observed, with these tickets, if they are ours, and without doubts about those that they are."""
    told = checked(
        (ticket for ticket in tickets if not observed.elsewhere.has(ticket)), observed.state
    )
    found = {ticket.marker.key for ticket in told.values() if ticket.marker}
    claimed = {key for ticket in told.values() for key in ticket.claims}
    return replace(
        observed,
        tickets={**observed.tickets, **told},
        in_doubt=(observed.in_doubt | claimed) - found,
    )


def with_highest(
    readings: Mapping[str, Reading], trackers: Mapping[str, Tracker], doubtful: Collection[str]
) -> dict[str, Reading]:
    """The readings, with the numbers up to which this run looked; not of the trackers of which something is in doubt.

    What is in doubt, or was made and could not be linked, may lie above the number that was known before, and be in no listing yet.
    """
    kept = dict(readings)
    for name, reading in readings.items():
        tracker = trackers[name]
        if isinstance(tracker, Recognises) and name not in doubtful:
            kept[name] = replace(reading, highest={**reading.highest, **tracker.highest})
    return kept


def _tracker(action: CreateTicket) -> str:
    return action.tracker
