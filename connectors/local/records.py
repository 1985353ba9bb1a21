"""Tickets and the events of their history, as frozen values, and the rows they are read from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from connectors.local.failures import damaged
from connectors.local.reference import ref_of
from sync.days import due
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Marker, Ticket


@dataclass(frozen=True, slots=True)
class TicketRecord:
    """A ticket with everything that is stored of it. Moments are in UTC."""

    number: int
    title: str
    text: str
    status: Status
    duplicate_of: int | None
    """The number of the ticket that this one repeats, if it was closed so and that was told."""
    assignees: tuple[str, ...]
    type: str | None
    priority: str | None
    due: str | None
    document: str | None
    """The path of the postmortem that it was made for, and the line at that time."""
    line: int | None
    postmortem_title: str | None
    postmortem_date: str | None
    summary: str | None
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None

    @property
    def ref(self) -> TicketRef:
        """Its reference, `LOCAL-12`."""
        return ref_of(self.number)


class What(StrEnum):
    """What happened to a ticket."""

    CREATED = "created"
    STARTED = "started"
    CLOSED = "closed"
    REOPENED = "reopened"
    REASSIGNED = "reassigned"
    RETITLED = "retitled"
    PRIORITISED = "prioritised"
    RESCHEDULED = "rescheduled"


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a ticket's history."""

    at: datetime
    """In UTC."""
    what: What
    by: str
    """The name of the person, or `pm-sync`."""
    old: str | None
    """Before: a status, the assignees separated by commas, or a title. None where there was nothing."""
    new: str | None
    """After, alike; of a closed ticket the reason."""
    other: int | None = None
    """The number of the ticket that a closed one duplicates."""


def stamp(moment: datetime) -> str:
    """The moment as it is stored: UTC with microseconds, so that texts sort like moments."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def stored_names(names: Iterable[str]) -> str:
    """Assignees as they are stored."""
    return json.dumps(list(names), ensure_ascii=False)


def ticket_of(row: sqlite3.Row, path: Path) -> TicketRecord:
    """The ticket in a row of the database at `path`. Raises `Rejected` for values we never write."""
    try:
        return TicketRecord(
            number=row["number"],
            title=row["title"],
            text=row["text"],
            status=Status(row["status"]),
            duplicate_of=row["duplicate_of"],
            assignees=tuple(str(name) for name in json.loads(row["assignees"])),
            type=row["type"],
            priority=row["priority"],
            due=row["due"],
            document=row["document"],
            line=row["line"],
            postmortem_title=row["postmortem_title"],
            postmortem_date=row["postmortem_date"],
            summary=row["summary"],
            created_at=datetime.fromisoformat(row["created_at"]),
            updated_at=datetime.fromisoformat(row["updated_at"]),
            closed_at=datetime.fromisoformat(row["closed_at"]) if row["closed_at"] else None,
        )
    except (ValueError, TypeError) as error:
        raise damaged(path, f"ticket {row['number']} cannot be understood ({error})") from error


def event_of(row: sqlite3.Row, path: Path) -> Event:
    """The event in a row. Raises `Rejected` like `ticket_of`."""
    try:
        return Event(
            at=datetime.fromisoformat(row["at"]),
            what=What(row["what"]),
            by=row["by"],
            old=row["old"],
            new=row["new"],
            other=row["other"],
        )
    except (ValueError, TypeError) as error:
        raise damaged(path, f"event {row['id']} cannot be understood ({error})") from error


CORE_TICKETS = """
SELECT number, title, status, assignees, priority, due, created_at, updated_at,
    closed_at, key, project, document_hash, text_hash, postmortem_hash
FROM tickets
"""
"""What `core_ticket` reads: a fraction of the row, since a run lists every ticket there is."""


def core_ticket(row: sqlite3.Row, path: Path) -> Ticket:
    """The ticket as the core knows it, from `CORE_TICKETS`. Raises `Rejected` like `ticket_of`."""
    number, title, status, assignees, priority, due_on, created_at, updated_at, *rest = row
    closed_at, key, *hashes = rest
    ref = ref_of(number)
    try:
        return Ticket(
            ref=ref,
            title=title,
            status=Status(status),
            owners=tuple(map(str, json.loads(assignees))),
            label=ref.id,
            priority=priority or "",
            due=due(due_on),
            marker=None if key is None else Marker(key, *hashes),
            created_at=datetime.fromisoformat(created_at),
            updated_at=datetime.fromisoformat(updated_at),
            closed_at=datetime.fromisoformat(closed_at) if closed_at else None,
        )
    except (ValueError, TypeError) as error:
        raise damaged(path, f"ticket {number} cannot be understood ({error})") from error
