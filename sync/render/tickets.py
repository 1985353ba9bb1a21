"""The tickets of a tracker that has no pages of its own: a list, and one ticket with its history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from rich.console import Console
from rich.text import Text

from sync.model.postmortem import Status, TicketRef
from sync.policy import COLUMN_WORDS
from sync.render.terminal import ADD, CHANGE, DIM, STRONG, folded, safe, show, table


class TicketRow(Protocol):
    """A ticket as it is shown."""

    @property
    def ref(self) -> TicketRef: ...
    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def status(self) -> Status: ...
    @property
    def assignees(self) -> tuple[str, ...]: ...
    @property
    def type(self) -> str | None: ...
    @property
    def priority(self) -> str | None: ...
    @property
    def due(self) -> str | None: ...
    @property
    def document(self) -> str | None: ...
    @property
    def line(self) -> int | None: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def updated_at(self) -> datetime: ...


class TicketEvent(Protocol):
    """One entry of a ticket's history."""

    @property
    def at(self) -> datetime: ...
    @property
    def what(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def old(self) -> str | None: ...
    @property
    def new(self) -> str | None: ...
    @property
    def other(self) -> int | None:
        """The number of the ticket that a closed one duplicates."""
        ...


_STYLES = {Status.OPEN: "", Status.IN_PROGRESS: CHANGE}


def render_tickets(rows: Sequence[TicketRow], console: Console) -> None:
    """Print the tickets as a table."""
    show(console, _list(rows, console))


def render_ticket(row: TicketRow, events: Sequence[TicketEvent], console: Console) -> None:
    """Print everything known of one ticket, its history last."""
    show(console, _ticket(row, events, console))


def _list(rows: Sequence[TicketRow], console: Console) -> Iterator[Text]:
    if not rows:
        yield Text("No tickets.")
        return
    names = ("ticket", "status", "title", "owner", "priority", "due", "updated")
    cells = [_cells(row) for row in rows]
    used = [any(row[index].plain for row in cells) for index in range(len(names))]
    header = [
        Text(name if shown else "", style=DIM) for name, shown in zip(names, used, strict=True)
    ]
    yield from table(console, [header, *cells], indent=0, flexible=2)


def _cells(row: TicketRow) -> list[Text]:
    return [
        Text(safe(row.ref.id), style=STRONG),
        _status(row.status),
        Text(safe(row.title)),
        Text(safe(", ".join(row.assignees))),
        Text(safe(row.priority or "")),
        Text(safe(row.due or "")),
        Text(f"{row.updated_at:%Y-%m-%d}", style=DIM),
    ]


def _ticket(row: TicketRow, events: Sequence[TicketEvent], console: Console) -> Iterator[Text]:
    head = Text().append(safe(row.ref.id), style=STRONG).append(f"  {safe(row.title)}")
    yield from folded(console, head, 0)
    yield from table(console, _facts(row), indent=2, flexible=1)
    if row.text != row.title:
        yield Text()
        yield from folded(console, Text(safe(row.text)), 2)
    if events:
        yield Text()
        yield from table(console, [_event(event, row) for event in events], indent=2, flexible=3)


def _facts(row: TicketRow) -> list[list[Text]]:
    place = row.document or ""
    if place and row.line is not None:
        place = f"{place}:{row.line}"
    facts = [
        [Text("status", style=DIM), _status(row.status)],
        [Text("owner", style=DIM), Text(safe(", ".join(row.assignees)) or "nobody")],
    ]
    for name, value in (
        ("type", row.type),
        ("priority", row.priority),
        ("due", row.due),
        ("made for", place),
    ):
        if value:
            facts.append([Text(name, style=DIM), Text(safe(value))])
    return facts


def _event(event: TicketEvent, row: TicketRow) -> list[Text]:
    return [
        Text(f"{event.at:%Y-%m-%d %H:%M} UTC", style=DIM),
        Text(safe(event.what)),
        Text(f"by {safe(event.by)}", style=DIM),
        _values(event, row),
    ]


def _values(event: TicketEvent, row: TicketRow) -> Text:
    if event.new is None and event.old is None:
        return Text()
    text = Text(f"{_shown(event.old)} → {_shown(event.new)}")
    if event.other is None:
        return text
    prefix, dash, _ = row.ref.id.rpartition("-")
    return text.append(f" of {safe(prefix)}{dash}{event.other}")


def _shown(value: str | None) -> str:
    if not value:
        return "(none)"
    try:
        return COLUMN_WORDS[Status(value)].lower()
    except (ValueError, KeyError):
        return safe(value)


def _status(status: Status) -> Text:
    return Text(COLUMN_WORDS.get(status, status.value).lower(), style=_STYLES.get(status, ADD))
