"""The world as an undo finds it: what became of the tickets of a run, and which of them have to stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sync.errors import ABSENT, Problem
from sync.model.postmortem import Postmortem, Status, TicketRef
from sync.model.ticket import Ticket
from sync.policy import status_called
from sync.traces import touched
from sync.undo.past import Made, Past
from sync.world import World


@dataclass(frozen=True, slots=True)
class Sight:
    """What was read; nothing of it was changed."""

    postmortems: Mapping[str, Postmortem]
    problems: tuple[Problem, ...]
    made: Mapping[TicketRef, Made]
    """The tickets that the run created, as far as they are known, with what the journal tells of each."""
    tickets: Mapping[TicketRef, Ticket]
    """Those and the ones that it changed, by the name that they had then; without those that are gone."""
    left: Mapping[TicketRef, str] = field(default_factory=dict)
    """Created tickets that stay as they are, each with the reason."""
    unknown: tuple[Made, ...] = ()
    """Creations of which nobody knows whether they came about."""


def look(past: Past, world: World) -> Sight:
    """Read all documents, and ask for the tickets of the run. Raises like `sync.ports.Tracker`."""
    postmortems, problems = _read(past, world)
    made = {one.ref: one for one in past.made if one.ref is not None}
    lost = [one for one in past.made if one.ref is None]
    found, unknown = _looked_for(lost, world)
    made |= found
    tickets = _fetched({*made, *(edit.ticket for one in past.changed for edit in one.edits)}, world)
    left = {ref: why for ref, one in made.items() if (why := _why_left(ref, one, tickets))}
    ours = [ref for ref in made if ref in tickets and ref not in left and tickets[ref].marker]
    left |= touched(ours, world.trackers)
    absent = {ref: _absent(ref.tracker) for ref in made if ref.tracker not in world.trackers}
    return Sight(postmortems, tuple(problems), made, tickets, left | absent, unknown)


def _absent(tracker: str) -> str:
    return f"is in {tracker}, of which the settings do not tell; --tracker {tracker} takes it in"


def _read(past: Past, world: World) -> tuple[dict[str, Postmortem], list[Problem]]:
    """All documents, and those of the run also if the settings no longer name them. What is not there any more has no links."""
    postmortems: dict[str, Postmortem] = {}
    problems: dict[str, Problem] = {}

    def take(documents: Iterable[Postmortem | Problem]) -> None:
        for document in documents:
            if isinstance(document, Postmortem):
                postmortems[document.path] = document
            elif document.found != ABSENT:
                problems[document.path] = document

    take(world.documents.read())
    take(world.documents.read({one.document for one in past.written} - postmortems.keys()))
    return postmortems, list(problems.values())


def _looked_for(
    lost: Iterable[Made], world: World
) -> tuple[dict[TicketRef, Made], tuple[Made, ...]]:
    """The tickets of creations whose answer was lost, by their key."""
    found: dict[TicketRef, Made] = {}
    unknown: list[Made] = []
    listed: dict[str, dict[str, Ticket]] = {}
    for one in lost:
        tracker = world.trackers.get(one.tracker)
        if tracker is not None and one.tracker not in listed:
            listing = tracker.find(world.policy.project)
            listed[one.tracker] = {
                ticket.marker.key: ticket for ticket in listing.tickets if ticket.marker
            }
        ticket = listed.get(one.tracker, {}).get(one.key)
        if ticket is not None:
            found[ticket.ref] = one
        else:
            unknown.append(one)
    return found, tuple(unknown)


def _fetched(refs: Iterable[TicketRef], world: World) -> dict[TicketRef, Ticket]:
    tickets: dict[TicketRef, Ticket] = {}
    wanted = set(refs)
    for name, tracker in world.trackers.items():
        tickets |= tracker.fetch({ref for ref in wanted if ref.tracker == name})
    return tickets


def _why_left(ref: TicketRef, made: Made, tickets: Mapping[TicketRef, Ticket]) -> str:
    """What shows at first sight that the ticket is no longer as it was created; empty where nothing does."""
    ticket = tickets.get(ref)
    if ticket is None:
        return ""
    if ticket.ref != ref:
        return f"is {ticket.ref} by now"
    if ticket.marker is None:
        closed = ticket.status is Status.WONT_DO
        return "" if closed else "no longer bears our mark"
    if ticket.marker.key != made.key:
        return "bears another item's mark"
    if ticket.status not in (Status.OPEN, Status.WONT_DO):
        return f"is {status_called(ticket.status).lower()} by now"
    return ""
