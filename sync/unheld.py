"""Owners, priorities and due dates of tickets that their documents cannot hold: tried before they are planned, since a person has to decide about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sync.errors import DocumentError
from sync.model.action import MERGED, Field, Plan, WriteCell
from sync.model.postmortem import Postmortem
from sync.plan import Observed, plan
from sync.ports import Documents
from sync.world import World


def writable_plan(
    world: World, postmortems: Sequence[Postmortem], observed: Observed, found: Plan | None = None
) -> tuple[Plan, Observed]:
    """The plan without edits that would be refused in every run, and what is known with them; `found` is the plan so far.

    Nothing is changed.
    """
    while True:
        found = found or plan(postmortems, observed, world.policy)
        refused = dict(_refused(found, postmortems, world.documents))
        if not refused:
            return found, observed
        found, observed = None, replace(observed, unheld={**observed.unheld, **refused})


def _refused(
    found: Plan, postmortems: Sequence[Postmortem], documents: Documents
) -> Iterator[tuple[WriteCell, str]]:
    cells: dict[str, list[WriteCell]] = {}
    for action in found.actions:
        if isinstance(action, WriteCell):
            cells.setdefault(action.document, []).append(action)
    revisions = {one.path: one.revision for one in postmortems}
    for path, own in cells.items():
        if not any(cell.field in MERGED for cell in own):
            continue
        try:
            refused = documents.rehearse(path, revisions[path], own)
        except DocumentError:
            continue  # It changed or cannot be written at all: writing it tells.
        unlinked = {(cell.line, cell.title) for cell in refused if cell.field is Field.TICKET}
        for cell, why in refused.items():
            if cell.field in MERGED and (cell.line, cell.title) not in unlinked:
                yield cell, why
