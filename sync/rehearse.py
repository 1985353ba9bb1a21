"""Trying, before any ticket is made, whether its link could be written: a ticket that no document shows helps nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sync.errors import DocumentChanged, DocumentError
from sync.limits import Held
from sync.model.action import CreateTicket, Field, Plan, WriteCell
from sync.model.postmortem import Postmortem
from sync.model.report import Ending
from sync.model.ticket import Ticket
from sync.ports import Documents, Tracker


def unwritable(
    plan: Plan,
    postmortems: Iterable[Postmortem],
    documents: Documents,
    trackers: Mapping[str, Tracker],
) -> tuple[Held, ...]:
    """The creations whose link or status could not be written into their document, with the reason. Nothing is changed."""
    creations: dict[str, list[CreateTicket]] = {}
    for action in plan.actions:
        if isinstance(action, CreateTicket) and action.tracker in trackers:
            creations.setdefault(action.document, []).append(action)
    revisions = {one.path: one.revision for one in postmortems if one.path in creations}
    return tuple(
        held
        for path, actions in creations.items()
        for held in _refused(path, revisions[path], actions, documents, trackers)
    )


def _refused(
    path: str,
    revision: str,
    actions: Sequence[CreateTicket],
    documents: Documents,
    trackers: Mapping[str, Tracker],
) -> Iterator[Held]:
    edits = {
        id(action): [_rehearsed(cell, trackers[action.tracker].specimen) for cell in action.follows]
        for action in actions
    }
    cells = [cell for own in edits.values() for cell in own]
    try:
        refused = documents.rehearse(path, revision, cells)
    except DocumentChanged:
        return  # It is read again before it is written.
    except DocumentError as error:
        refused = dict.fromkeys(cells, error.reason)
    reasons = {
        id(action): next((refused[cell] for cell in edits[id(action)] if cell in refused), None)
        for action in actions
    }
    # Tickets of equal items are told apart by their order alone, so that all of them wait for the first.
    equal = {action.draft.marker.text for action in actions if reasons[id(action)] is not None}
    for action in actions:
        why = reasons[id(action)]
        if why is None and action.draft.marker.text in equal:
            why = "an item of the same text cannot be linked"
        if why is not None:
            yield Held(action, f"its link could not be written: {why}", Ending.FAILED)


def _rehearsed(cell: WriteCell, ticket: Ticket) -> WriteCell:
    if cell.field is not Field.TICKET:
        return replace(cell, ticket=ticket.ref)
    return replace(cell, ticket=ticket.ref, new=ticket.label or ticket.ref.id, url=ticket.url)
