"""The tables, and the steps that bring an older database to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TypeAlias

APPLICATION_ID = 0x706D7379
"""Tells our databases from everybody else's: `pmsy` in the file's header, see https://www.sqlite.org/fileformat.html."""

_STRICT = " STRICT" if sqlite3.sqlite_version_info >= (3, 37, 0) else ""

# AUTOINCREMENT: a number is never given twice, documents may still name it.
_TICKETS = f"""
CREATE TABLE tickets (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL CHECK (title <> ''),
    text TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'open'
        CHECK (status IN ('open', 'in_progress', 'done', 'wont_do', 'duplicate')),
    duplicate_of INTEGER REFERENCES tickets (number),
    assignees TEXT NOT NULL DEFAULT '[]',
    type TEXT,
    priority TEXT,
    due TEXT,
    document TEXT,
    line INTEGER,
    postmortem_title TEXT,
    postmortem_date TEXT,
    summary TEXT,
    project TEXT,
    key TEXT,
    document_hash TEXT,
    text_hash TEXT,
    postmortem_hash TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    closed_at TEXT,
    UNIQUE (project, key),
    CHECK (key IS NULL OR project || document_hash || text_hash || postmortem_hash IS NOT NULL),
    CHECK ((closed_at IS NULL) = (status IN ('open', 'in_progress'))),
    CHECK (duplicate_of IS NULL OR status = 'duplicate')
){_STRICT}"""

_EVENTS = f"""
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket INTEGER NOT NULL REFERENCES tickets (number) ON DELETE CASCADE,
    at TEXT NOT NULL,
    what TEXT NOT NULL
        CHECK (what IN ('created', 'started', 'closed', 'reopened', 'reassigned', 'retitled')),
    by TEXT NOT NULL,
    old TEXT,
    new TEXT,
    other INTEGER REFERENCES tickets (number)
){_STRICT}"""

_MORE_EVENTS = _EVENTS.replace("'retitled')", "'retitled', 'prioritised', 'rescheduled')").replace(
    "TABLE events", "TABLE newer_events"
)

Migrations: TypeAlias = Sequence[Sequence[str]]

MIGRATIONS: Migrations = (
    (_TICKETS, _EVENTS, "CREATE INDEX events_of_ticket ON events (ticket)"),
    (
        _MORE_EVENTS,
        "INSERT INTO newer_events SELECT * FROM events",
        "DROP TABLE events",
        "ALTER TABLE newer_events RENAME TO events",
        "CREATE INDEX events_of_ticket ON events (ticket)",
    ),
)
"""Step n leads from schema n to n + 1. A step that was released never changes."""


def version_of(connection: sqlite3.Connection) -> int | None:
    """The schema's number, 0 for a database without tables; None for a database that is not ours."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application == APPLICATION_ID:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        return int(version)
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return None if tables or application else 0


def migrate(connection: sqlite3.Connection, steps: Migrations) -> None:
    """Bring the database to the newest schema in one transaction; another process may do the same meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = version_of(connection) or 0
        for statement in (statement for step in steps[version:] for statement in step):
            connection.execute(statement)
        if version < len(steps):
            connection.execute(f"PRAGMA user_version = {len(steps)}")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
