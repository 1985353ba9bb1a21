"""Postmortems, tickets and memories, as small as a test of the plan can have them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sync.identity import marker
from sync.model.action import Action
from sync.model.memory import Base, Remembered, State
from sync.model.postmortem import (
    ActionItem,
    Form,
    Postmortem,
    Reference,
    Status,
    StatusPlace,
    TicketRef,
)
from sync.model.ticket import Ticket
from sync.plan import Observed, plan
from sync.policy import Policy

REF = TicketRef("local", "LOCAL-1")
OTHER = TicketRef("local", "LOCAL-2")


def an_item(title: str = "Add an alert", line: int = 10, **fields: object) -> ActionItem:
    given: dict[str, object] = {
        "form": Form.TABLE_ROW,
        "status_place": StatusPlace.COLUMN,
        "status_has_place": True,
        **fields,
    }
    return ActionItem(title=title, line=line, end_line=line, **given)  # type: ignore[arg-type]


def a_postmortem(
    *items: ActionItem, path: str = "postmortems/a.md", **fields: object
) -> Postmortem:
    given: dict[str, object] = {"title": "Outage", "date": date(2026, 11, 3), **fields}
    return Postmortem(path=path, revision="1", items=items, **given)  # type: ignore[arg-type]


def linked(item: ActionItem, *refs: TicketRef) -> ActionItem:
    return replace(item, references=tuple(Reference(ref) for ref in refs or (REF,)))


def our_ticket(
    postmortem: Postmortem,
    item: ActionItem,
    status: Status = Status.OPEN,
    ref: TicketRef = REF,
    ordinal: int = 0,
) -> Ticket:
    return Ticket(ref, item.title, status, marker=marker("", postmortem, item, ordinal))


def seen(*tickets: Ticket, **fields: object) -> Observed:
    return Observed(tickets={ticket.ref: ticket for ticket in tickets}, **fields)  # type: ignore[arg-type]


def remembered(ref: TicketRef = REF, **fields: tuple[str, str]) -> State:
    bases = {name: Base(*values) for name, values in fields.items()}
    return State(tickets={ref: Remembered(ref, "key", "postmortems/a.md", fields=bases)})


def actions_for(
    *postmortems: Postmortem, observed: Observed | None = None, policy: Policy | None = None
) -> tuple[Action, ...]:
    return plan(postmortems, observed or Observed(), policy or Policy()).actions


def only(actions: tuple[Action, ...]) -> Action:
    assert len(actions) == 1, actions
    return actions[0]
