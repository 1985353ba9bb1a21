"""The statements on tickets and their history that the tracker and the desk share."""

from __future__ import annotations

from connectors.local.database import Database, Transaction
from connectors.local.records import Event, TicketRecord, event_of, stamp, ticket_of

_RECORD_EVENT = """
INSERT INTO events (ticket, at, what, by, old, new, other)
VALUES (:ticket, :at, :what, :by, :old, :new, :other)
"""

_CONTROLS = (*range(1, 32), *range(127, 160), 0x2028, 0x2029)
_NO_CONTROLS: dict[int, str | None] = {**dict.fromkeys(_CONTROLS, " "), 0: None}


def one_line(text: str) -> str:
    """The text without anything that would break a line or steer a terminal, and storable as UTF-8."""
    storable = text.encode("utf-8", "replace").decode("utf-8")
    return storable.translate(_NO_CONTROLS).strip()


def ticket_in(transaction: Transaction, number: int, database: Database) -> TicketRecord | None:
    """The ticket as this transaction sees it."""
    rows = transaction.execute("SELECT * FROM tickets WHERE number = :n", {"n": number})
    return ticket_of(rows[0], database.path) if rows else None


def record(transaction: Transaction, number: int, event: Event) -> None:
    """Append to a ticket's history."""
    transaction.execute(
        _RECORD_EVENT,
        {
            "ticket": number,
            "at": stamp(event.at),
            "what": event.what.value,
            "by": event.by,
            "old": event.old,
            "new": event.new,
            "other": event.other,
        },
    )


def history(database: Database, number: int) -> tuple[Event, ...]:
    """What happened to a ticket, oldest first."""
    rows = database.read("SELECT * FROM events WHERE ticket = :n ORDER BY id", {"n": number})
    return tuple(event_of(row, database.path) for row in rows)
