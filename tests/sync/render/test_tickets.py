"""The tickets of the embedded tracker as a person sees them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sync.model.postmortem import Status, TicketRef
from sync.render.tickets import render_ticket, render_tickets
from tests.sync.render.screens import Shown

REF = TicketRef("local", "LOCAL-12")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    ref: TicketRef = REF
    title: str = "Alert on lag."
    text: str = "Alert on lag. It was silent."
    status: Status = Status.IN_PROGRESS
    assignees: tuple[str, ...] = ("mara", "jonas")
    type: str | None = "detect"
    priority: str | None = None
    due: str | None = None
    document: str | None = "postmortems/a.md"
    line: int | None = 14
    created_at: datetime = NOON
    updated_at: datetime = NOON


@dataclass(frozen=True)
class Event:
    what: str
    old: str | None = None
    new: str | None = None
    other: int | None = None
    by: str = "mara"
    at: datetime = NOON


def test_tickets_are_listed_in_a_table_without_empty_columns(piped: Shown) -> None:
    other = replace(Row(), ref=TicketRef("local", "LOCAL-3"), status=Status.WONT_DO, assignees=())

    shown = piped(lambda to: render_tickets([Row(), other], to))

    assert shown == (
        "ticket    status       title          owner        updated\n"
        "LOCAL-12  in progress  Alert on lag.  mara, jonas  2026-11-23\n"
        "LOCAL-3   won't do     Alert on lag.               2026-11-23\n"
    )


def test_an_empty_list_is_told(piped: Shown) -> None:
    assert piped(lambda to: render_tickets([], to)) == "No tickets.\n"


def test_a_ticket_is_shown_with_its_whole_text_and_history(piped: Shown) -> None:
    events = [
        Event("created", by="pm-sync"),
        Event("started", "open", "in_progress"),
        Event("reassigned", None, "mara, jonas"),
        Event("retitled", "Alert", "Alert on lag."),
        Event("closed", "in_progress", "duplicate", other=3),
    ]

    shown = piped(lambda to: render_ticket(Row(), events, to))

    assert shown == (
        "LOCAL-12  Alert on lag.\n"
        "  status    in progress\n"
        "  owner     mara, jonas\n"
        "  type      detect\n"
        "  made for  postmortems/a.md:14\n"
        "\n"
        "  Alert on lag. It was silent.\n"
        "\n"
        "  2026-11-23 12:00 UTC  created     by pm-sync\n"
        "  2026-11-23 12:00 UTC  started     by mara     open → in progress\n"
        "  2026-11-23 12:00 UTC  reassigned  by mara     (none) → mara, jonas\n"
        "  2026-11-23 12:00 UTC  retitled    by mara     Alert → Alert on lag.\n"
        "  2026-11-23 12:00 UTC  closed      by mara     in progress → duplicate of LOCAL-3\n"
    )


def test_what_people_typed_moves_no_cursor(piped: Shown) -> None:
    evil = "\x1b]0;owned\x07"
    row = replace(Row(), title=evil, text=f"{evil}!", assignees=(evil,), due=evil, document=evil)

    def render_both(to: object) -> None:
        render_tickets([row], to)  # type: ignore[arg-type]
        render_ticket(row, [Event(evil, evil, evil, by=evil)], to)  # type: ignore[arg-type]

    assert "\x1b" not in piped(render_both)
