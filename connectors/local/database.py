"""The database file: made at the first write, opened late, one durable transaction per change.

It keeps a rollback journal and no write-ahead log: that needs memory shared by all processes, which
network file systems do not have, and a second file to hold the latest tickets
(https://www.sqlite.org/wal.html, "Overview"). With `synchronous = EXTRA` a commit has reached the
disk, folder entry included, when it returns (https://www.sqlite.org/pragma.html#pragma_synchronous).
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from connectors.local import schema
from connectors.local.failures import damaged, is_busy, refuse_unusable, translate, translated
from sync.errors import Rejected, Unavailable

PATIENCE = 15.0
"""Seconds to wait for another process that holds the lock."""

FOLDER = ".pm-sync"
"""The folder of ours, which never belongs into git."""


class CommitLost(Unavailable):
    """The disk failed while a transaction was committed: nobody knows whether it holds."""


class Transaction:
    """Statements that hold together or not at all."""

    def __init__(self, database: Database, connection: sqlite3.Connection) -> None:
        self._database = database
        self._connection = connection

    def execute(
        self, statement: str, values: Mapping[str, object] | None = None
    ) -> list[sqlite3.Row]:
        """Run one statement and return all its rows."""
        self._database.requests += 1
        return self._connection.execute(statement, values or {}).fetchall()


class Database:
    """The database at `path`. Methods raise `Unavailable` or `Rejected`, never an error of SQLite."""

    def __init__(
        self,
        path: Path,
        patience: float = PATIENCE,
        migrations: schema.Migrations = schema.MIGRATIONS,
    ) -> None:
        self.path = path
        self.requests = 0
        """Statements sent so far."""
        self._patience = patience
        self._migrations = migrations
        self._connection: sqlite3.Connection | None = None

    def read(self, statement: str, values: Mapping[str, object] | None = None) -> list[sqlite3.Row]:
        """Return the rows of one statement: none if there is no database, and none is made for it."""
        with translated(self.path):
            connection = self._open()
            return Transaction(self, connection).execute(statement, values) if connection else []

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Commit what the block does, or nothing if it raises. Makes the database if there is none.

        Raises `CommitLost` if the disk failed in the commit itself; after any other error nothing
        was changed.
        """
        with translated(self.path):
            connection = self._open() or self._make()
            transaction = Transaction(self, connection)
            try:
                transaction.execute("BEGIN IMMEDIATE")
                yield transaction
                self._commit(transaction)
            finally:
                if connection.in_transaction:
                    self._roll_back(connection)

    def exists(self) -> bool:
        """Whether there is a database. Raises `Rejected` for something else in its place."""
        with translated(self.path):
            return refuse_unusable(self.path)

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _commit(self, transaction: Transaction) -> None:
        try:
            transaction.execute("COMMIT")
        except sqlite3.Error as error:
            if is_busy(error):
                raise
            raise CommitLost(str(translate(self.path, error))) from error

    def _roll_back(self, connection: sqlite3.Connection) -> None:
        """Undo what an error interrupted. If that fails too, whoever opens the file next does it."""
        try:
            connection.execute("ROLLBACK")
        except sqlite3.Error:
            self.close()

    def _open(self) -> sqlite3.Connection | None:
        if self._connection is None and refuse_unusable(self.path):
            self._connection = self._connect()
        return self._connection

    def _make(self) -> sqlite3.Connection:
        make(self.path, self._migrations)
        self._connection = self._connect()
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        # Never `mode=ro`: after a crash the first reader has to roll the journal back.
        connection = sqlite3.connect(
            f"{self.path.as_uri()}?mode=rw",
            uri=True,
            timeout=self._patience,
            isolation_level=None,
        )
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = EXTRA")
            self._bring_up_to_date(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _bring_up_to_date(self, connection: sqlite3.Connection) -> None:
        version = schema.version_of(connection)
        if version is None:
            raise damaged(self.path, "is a database of another program")
        newest = len(self._migrations)
        if version > newest:
            raise Rejected(
                f"{self.path}: was written by a newer pm-sync (schema {version}; this one knows"
                f" {newest}); upgrade pm-sync"
            )
        if version == 0:
            raise damaged(self.path, "is a database without tables")
        if version < newest:
            schema.migrate(connection, self._migrations)


def make(path: Path, migrations: schema.Migrations) -> None:
    """Put an empty tracker at `path`, whole from its first moment, and keep its folder out of git.

    If another process is faster, its database stays.
    """
    _make_folder(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            schema.migrate(connection, migrations)
        with contextlib.suppress(FileExistsError):
            _publish(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _publish(draft: Path, path: Path) -> None:
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:
        # No links on this file system. A kill in here leaves a torn file: told, and never used.
        with path.open("xb") as file:
            file.write(draft.read_bytes())
            file.flush()
            os.fsync(file.fileno())


def _make_folder(folder: Path) -> None:
    """Make the folder; if it is ours, git shall ignore everything in it."""
    ours = folder.name == FOLDER or not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if ours and not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
