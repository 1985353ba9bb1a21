"""How long deciding takes: a plan for ten thousand documents in which nothing changed, and for as many new items."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

from sync.identity import marker
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
from sync.state import parse, render

DOCUMENTS = 10_000
ITEMS = 10


def rows() -> Iterator[tuple[str, str]]:
    """What was measured, and the figure."""
    linked = [_document(number, linked=True) for number in range(DOCUMENTS)]
    observed = _observed(linked)
    seconds, actions = _timed(lambda: len(plan(linked, observed, Policy()).actions))
    yield (
        f"plan, {DOCUMENTS:,} unchanged documents, {DOCUMENTS * ITEMS:,} items",
        (f"{seconds:.2f} s, {actions} actions"),
    )
    unlinked = [_document(number, linked=False) for number in range(DOCUMENTS)]
    seconds, actions = _timed(lambda: len(plan(unlinked, Observed(), Policy()).actions))
    yield (
        f"plan, {DOCUMENTS * ITEMS:,} items without a ticket",
        (f"{seconds:.2f} s, {actions:,} actions"),
    )
    seconds, size = _timed(lambda: len(render(parse(render(observed.state)))))
    yield "state file, written, read and written", f"{seconds:.2f} s, {size / 1e6:.1f} MB"


def _timed(work: object) -> tuple[float, int]:
    assert callable(work)
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def _document(number: int, *, linked: bool) -> Postmortem:
    items = tuple(
        ActionItem(
            title=f"Alert when queue {line} of service {number} grows for ten minutes",
            line=line,
            end_line=line,
            form=Form.TABLE_ROW,
            references=(Reference(_ref(number, line)),) if linked else (),
            status=Status.OPEN,
            status_place=StatusPlace.COLUMN,
            status_has_place=True,
        )
        for line in range(ITEMS)
    )
    return Postmortem(
        f"postmortems/{number}.md",
        "1",
        title=f"Outage {number}",
        date=date(2026, 11, 3),
        items=items,
    )


def _ref(number: int, line: int) -> TicketRef:
    return TicketRef("local", f"LOCAL-{number * ITEMS + line}")


def _observed(postmortems: list[Postmortem]) -> Observed:
    tickets: dict[TicketRef, Ticket] = {}
    remembered: dict[TicketRef, Remembered] = {}
    for postmortem in postmortems:
        for item in postmortem.items:
            ref = item.references[0].ref
            mark = marker("", postmortem, item, 0)
            tickets[ref] = Ticket(ref, item.title, Status.OPEN, marker=mark)
            bases = {"status": Base("open", "open"), "title": Base(item.title, item.title)}
            remembered[ref] = Remembered(ref, mark.key, postmortem.path, fields=bases)
    return Observed(tickets=tickets, linked=frozenset(tickets), state=State(tickets=remembered))
