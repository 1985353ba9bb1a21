"""What people do with the tickets of the embedded tracker: look, start, close, reopen, assign.

Tickets are named as people type them: `LOCAL-12`, `local-12` or `12`. Every method raises
`UserError` for a request that makes no sense, and `Unavailable` or `Rejected` for a database that
cannot be used.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from connectors.kinds import Context
from connectors.local.database import Database
from connectors.local.moves import Step, assigning, closing, reopening, starting
from connectors.local.options import LocalOptions, database_path
from connectors.local.records import Event, TicketRecord, stamp, stored_names, ticket_of
from connectors.local.reference import ref_of, typed_number
from connectors.local.tickets import history, one_line, record, ticket_in
from sync.errors import UserError
from sync.model.postmortem import Status

_UPDATE = """
UPDATE tickets
SET status = :status, assignees = :assignees, duplicate_of = :duplicate_of,
    updated_at = :now, closed_at = :closed_at
WHERE number = :number
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A ticket with its history, oldest event first."""

    ticket: TicketRecord
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """The ticket as it is now, and whether anything had to be done for it."""

    ticket: TicketRecord
    changed: bool


def open_desk(options: LocalOptions, context: Context, called: Callable[[str], str] = str) -> Desk:
    """The desk over the database that these settings name.

    `context.user` is the one who acts; `called` gives, for any spelling of an owner, the name that tickets have.
    """
    return Desk(Database(database_path(options, context.root)), context.now, context.user, called)


class Desk:
    """Reads and moves tickets. Every move is one transaction, and one event of the ticket's history."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        user: str,
        called: Callable[[str], str] = str,
    ) -> None:
        self._database = database
        self._now = now
        self._user = one_line(user) or "pm-sync"
        self._called = called

    def tickets(
        self, statuses: Collection[Status] | None = None, owner: str | None = None
    ) -> tuple[TicketRecord, ...]:
        """The tickets by number, if wanted only those in one of `statuses`, and only those of `owner`.

        An owner is compared without regard to case and a leading `@`; the empty one asks for tickets
        that nobody has.
        """
        wanted = self._called(owner) if owner else owner
        rows = self._database.read("SELECT * FROM tickets ORDER BY number")
        found = (ticket_of(row, self._database.path) for row in rows)
        return tuple(
            ticket
            for ticket in found
            if (statuses is None or ticket.status in statuses)
            and (wanted is None or _belongs(ticket, wanted))
        )

    def show(self, ticket: str) -> Shown:
        """A ticket and everything that happened to it."""
        current = self._ticket(typed_number(ticket))
        return Shown(current, history(self._database, current.number))

    def start(self, ticket: str) -> Moved:
        """Say that somebody works on it. A closed ticket has to be reopened first."""
        return self._move(ticket, starting)

    def close(self, ticket: str, reason: Status = Status.DONE, of: str | None = None) -> Moved:
        """Close it as done, won't do or a duplicate, `of` another ticket if that is told.

        Closing again for the same reason changes nothing; for another one it is to be reopened first.
        """
        if not reason.is_final:
            raise UserError(
                f"a ticket is closed as done, wont_do or duplicate, not as {reason.value}"
            )
        if of is not None and reason is not Status.DUPLICATE:
            raise UserError(f"only a duplicate names another ticket; the reason is {reason.value}")
        original = None if of is None else self._ticket(typed_number(of))
        return self._move(ticket, lambda current: closing(current, reason, original))

    def reopen(self, ticket: str) -> Moved:
        """Take a closed ticket up again, as open."""
        return self._move(ticket, reopening)

    def assign(self, ticket: str, owners: Sequence[str], *, add: bool = False) -> Moved:
        """Give it to `owners` instead of whoever has it, or `add` them. Without owners nobody has it."""
        names = [self._called(name) for owner in owners if (name := one_line(owner))]
        return self._move(ticket, lambda current: assigning(current, names, add=add))

    def release(self) -> None:
        """Close the database."""
        self._database.close()

    def _ticket(self, number: int) -> TicketRecord:
        rows = self._database.read("SELECT * FROM tickets WHERE number = :n", {"n": number})
        if not rows:
            raise self._unknown(number)
        return ticket_of(rows[0], self._database.path)

    def _unknown(self, number: int) -> UserError:
        return UserError(f"there is no ticket {ref_of(number)} in {self._database.path}")

    def _move(self, ticket: str, decide: Callable[[TicketRecord], Step | None]) -> Moved:
        number = typed_number(ticket)
        if not self._database.exists():
            raise self._unknown(number)
        with self._database.transaction() as transaction:
            current = ticket_in(transaction, number, self._database)
            if current is None:
                raise self._unknown(number)
            step = decide(current)
            if step is None:
                return Moved(current, changed=False)
            now = self._now()
            transaction.execute(_UPDATE, _columns(current, step, now))
            event = Event(now, step.what, self._user, step.old, step.new, step.other)
            record(transaction, number, event)
            after = ticket_in(transaction, number, self._database)
        return Moved(after or current, changed=True)


def _columns(current: TicketRecord, step: Step, now: datetime) -> dict[str, object]:
    closed_at = (current.closed_at or now) if step.status.is_final else None
    return {
        "number": current.number,
        "status": step.status.value,
        "assignees": stored_names(step.assignees),
        "duplicate_of": step.duplicate_of,
        "now": stamp(now),
        "closed_at": stamp(closed_at) if closed_at else None,
    }


def _belongs(ticket: TicketRecord, owner: str) -> bool:
    wanted = _plain(owner)
    return (
        any(_plain(name) == wanted for name in ticket.assignees) if wanted else not ticket.assignees
    )


def _plain(name: str) -> str:
    return name.strip().removeprefix("@").casefold()
