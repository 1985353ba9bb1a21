"""What document and ticket said when a ticket was made, for a run that is stopped before it can remember it.

The journal keeps it until a run of the same checkout has ended. Where it does not tell, nothing is guessed: two values that
differ are a conflict then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sync.identity import text_hash
from sync.model.action import MERGED, CreateTicket, Field
from sync.model.memory import Base
from sync.model.postmortem import Postmortem, TicketRef
from sync.model.ticket import Ticket
from sync.plan.merge import MERGING
from sync.plan.rows import Row
from sync.policy import Policy, Wins
from sync.privacy import is_restricted

SAID: Final = "said"
"""The key under which the journal has it."""


@dataclass(frozen=True, slots=True)
class Made:
    """A ticket that was made by a run that did not come to its end."""

    fields: Mapping[Field, Base] = field(default_factory=dict)
    linked: bool = False
    """Whether this checkout began to write its link: else it was somebody else who linked it, and who may know better."""


def both_sides(row: Row, ticket: Ticket, policy: Policy) -> dict[Field, Base]:
    """What item and ticket say of the fields that either side may change; of a restricted document only the owners flow."""
    said: dict[Field, Base] = {}
    if not ticket.shown:
        return said
    restricted = is_restricted(row.postmortem, policy.private)
    for name, merging in MERGING.items():
        if restricted and name is not Field.OWNER:
            continue
        value = merging.in_ticket(ticket)
        document = merging.in_document(row, ticket, policy)
        if policy.wins[name] is not Wins.OFF and (value is not None or document):
            said[name] = Base(document, value or "")
    return said


def told(
    action: CreateTicket, ticket: Ticket, postmortems: Mapping[str, Postmortem], policy: Policy
) -> dict[str, object]:
    """The same of a ticket that was just made for an item of these documents, for the journal."""
    postmortem = postmortems[action.document]
    for item in postmortem.items:
        if item.line == action.line and text_hash(item) == action.draft.marker.text:
            sides = both_sides(Row(postmortem, item), ticket, policy)
            return {SAID: {name: [base.document, base.ticket] for name, base in sides.items()}}
    return {}


def made_of(events: Iterable[Mapping[str, Any]]) -> dict[TicketRef, Made]:
    """The tickets of which the events of a journal tell, since the last run that came to its end.

    A field that was written since, or may have been, is left out: nobody knows what was said after that.
    """
    trackers: dict[tuple[str, str], str] = {}
    made: dict[TicketRef, Made] = {}
    for event in events:
        write = (event["run"], str(event.get("write")))
        match event["event"]:
            case "settled":
                made.clear()
            case "in doubt" if "write" not in event:
                made.clear()
            case "begin":
                trackers[write] = str(event.get("tracker"))
                for ref, name in _edited(event):
                    if ref in made:
                        made[ref] = _after_edit(made[ref], name)
            case "done" if isinstance(event.get(SAID), dict) and write in trackers:
                ref = TicketRef(trackers[write], str(event.get("ticket")))
                made[ref] = Made(dict(_bases(event[SAID])))
    return made


def still_telling(
    made: Mapping[TicketRef, Made], linked: Collection[TicketRef]
) -> dict[TicketRef, Mapping[str, Base]]:
    """What of it counts, where the documents link these tickets."""
    return {
        ref: {name.value: base for name, base in one.fields.items()}
        for ref, one in made.items()
        if one.linked or ref not in linked
    }


def _edited(event: Mapping[str, Any]) -> Iterator[tuple[TicketRef, str]]:
    edits = event.get("edits")
    for edit in edits if isinstance(edits, list) else [event]:
        if isinstance(edit, dict) and edit.get("ticket"):
            yield TicketRef(str(edit.get("tracker")), str(edit["ticket"])), str(edit.get("field"))


def _after_edit(one: Made, name: str) -> Made:
    if name == Field.TICKET:
        return replace(one, linked=True)
    return replace(one, fields={kept: base for kept, base in one.fields.items() if kept != name})


def _bases(said: Mapping[str, Any]) -> Iterator[tuple[Field, Base]]:
    for name in MERGED:
        match said.get(name):
            case [str() | None as document, str() as ticket]:
                yield name, Base(document, ticket)
