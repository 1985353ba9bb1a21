"""The embedded tracker as the core uses it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TypeVar

from connectors.local.changes import refusal, write
from connectors.local.closing import touched, withdraw
from connectors.local.database import CommitLost, Database, Transaction
from connectors.local.records import (
    CORE_TICKETS,
    Event,
    TicketRecord,
    What,
    core_ticket,
    stamp,
    stored_names,
)
from connectors.local.reference import NAME, number_of, ref_of
from connectors.local.tickets import one_line, record, ticket_in
from sync.errors import TrackerError
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Change, Done, Draft, Failed, InDoubt, Outcome, Ticket
from sync.ports import Listing

BY = "pm-sync"
"""Who is named in the history for what a run does."""

_HIGHEST_GAP = 1_000_000
"""A number beyond this one, found in a document, is a slip of the hand and no lost ticket."""

_SPECIMEN = 999_999

_BY_PROJECT = CORE_TICKETS + "WHERE project = :project AND key IS NOT NULL ORDER BY number"
_BY_NUMBERS = CORE_TICKETS + "WHERE number IN (SELECT value FROM json_each(:numbers))"  # noqa: S608
_BY_NUMBER = CORE_TICKETS + "WHERE number = :number"
_BY_KEY = CORE_TICKETS + "WHERE project = :project AND key = :key"
_NEXT_NUMBER = """
SELECT 1 + max(:taken, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'tickets'), 0))
"""
_INSERT = """
INSERT INTO tickets (
    number, title, text, assignees, type, priority, due, document, line,
    postmortem_title, postmortem_date, summary,
    project, key, document_hash, text_hash, postmortem_hash, created_at, updated_at
) VALUES (
    :number, :title, :text, :assignees, :type, :priority, :due, :document, :line,
    :postmortem_title, :postmortem_date, :summary,
    :project, :key, :document_hash, :text_hash, :postmortem_hash, :now, :now
)
"""

_T = TypeVar("_T", Draft, Change)


class LocalTracker:
    """Fulfils `sync.ports.Tracker` on a database of its own.

    A key is unique in the database, so a draft that was created before, by whichever process, is
    answered with the ticket that exists.
    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._taken = 0

    @property
    def name(self) -> str:
        """`local`."""
        return NAME

    @property
    def specimen(self) -> Ticket:
        """A ticket with a number of the usual length."""
        ref = ref_of(_SPECIMEN)
        return Ticket(ref=ref, title="", status=Status.OPEN, label=ref.id)

    @property
    def requests(self) -> int:
        """Statements sent so far."""
        return self._database.requests

    def find(self, project: str, since: datetime | None = None) -> Listing:  # noqa: ARG002
        """List every ticket of the project; in one statement, so `since` would save nothing."""
        as_of = self._now()
        rows = self._database.read(_BY_PROJECT, {"project": project})
        tickets = tuple(core_ticket(row, self._database.path) for row in rows)
        return Listing(tickets, as_of=as_of, complete=True)

    def fetch(self, refs: Collection[TicketRef]) -> Mapping[TicketRef, Ticket]:
        """Return the tickets that exist, whoever made them.

        A number that a document names although there is no such ticket is not given to a new one: the
        database may be younger than the document.
        """
        numbers = {number for ref in refs if (number := number_of(ref)) is not None}
        if not numbers:
            return {}
        rows = self._database.read(_BY_NUMBERS, {"numbers": json.dumps(sorted(numbers))})
        tickets = (core_ticket(row, self._database.path) for row in rows)
        found = {ticket.ref: ticket for ticket in tickets}
        gaps = (n for n in numbers if n <= _HIGHEST_GAP and ref_of(n) not in found)
        self._taken = max(self._taken, *gaps, 0)
        return found

    def create(self, drafts: Iterable[Draft]) -> Iterator[Outcome]:
        """Create the tickets; each one is committed, and on the disk, before its outcome is told."""
        return self._each(drafts, self._create)

    def update(self, changes: Iterable[Change]) -> Iterator[Outcome]:
        """Change tickets, each in a transaction of its own."""
        return self._each(changes, self._change)

    def touched(self, refs: Collection[TicketRef]) -> Mapping[TicketRef, str]:
        """What people did to these tickets; one statement for all of them."""
        return touched(self._database, refs)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def _each(
        self, requests: Iterable[_T], send: Callable[[_T], Done | Failed]
    ) -> Iterator[Outcome]:
        """One outcome per request. Once the database failed, nobody waits for it a second time."""
        trouble: TrackerError | None = None
        for request in requests:
            outcome: Outcome
            if trouble is not None:
                outcome = Failed(f"not sent: {trouble}")
            else:
                try:
                    outcome = send(request)
                except CommitLost as error:
                    trouble, outcome = error, self._looked_up(request, error)
                except TrackerError as error:
                    trouble, outcome = error, Failed(str(error))
            yield outcome

    def _looked_up(self, request: Draft | Change, lost: CommitLost) -> Outcome:
        """What became of a commit that failed: opened anew, the database is as before it or as after it.

        A change counts as failed unseen, since repeating it does no harm.
        """
        self._database.close()
        if isinstance(request, Draft):
            key = {"project": request.marker.project, "key": request.marker.key}
            try:
                rows = self._database.read(_BY_KEY, key)
            except TrackerError:
                return InDoubt(str(lost))
            if rows:
                return Done(core_ticket(rows[0], self._database.path))
        return Failed(str(lost))

    def _create(self, draft: Draft) -> Done | Failed:
        now = self._now()
        values = _values(draft, now)
        if not values["title"]:
            return Failed("a ticket needs a title, and the action item has no readable text")
        with self._database.transaction() as transaction:
            existing = self._in(transaction, _BY_KEY, values)
            if existing:
                return Done(existing[0])
            ((number,),) = transaction.execute(_NEXT_NUMBER, {"taken": self._taken})
            transaction.execute(_INSERT, {**values, "number": number})
            record(transaction, number, Event(now, What.CREATED, BY, None, str(values["title"])))
            (created,) = self._in(transaction, _BY_NUMBER, {"number": number})
        return Done(created)

    def _change(self, change: Change) -> Done | Failed:
        number = number_of(change.ref)
        if number is None or not self._database.exists():
            return Failed(f"{change.ref} does not exist")
        with self._database.transaction() as transaction:
            found = self._in(transaction, _BY_NUMBER, {"number": number})
            stored = ticket_in(transaction, number, self._database)
            if stored is None or not found:
                return Failed(f"{change.ref} does not exist")
            if (why := refusal(change, found[0])) is not None:
                return Failed(why)
            now = self._now()
            write(transaction, stored, change, BY, now, self._original(transaction, change))
            if change.withdraw:
                withdraw(transaction, number, now)
            (ticket,) = self._in(transaction, _BY_NUMBER, {"number": number})
        return Done(ticket)

    def _original(self, transaction: Transaction, change: Change) -> TicketRecord | None:
        number = number_of(change.duplicate_of) if change.duplicate_of else None
        return None if number is None else ticket_in(transaction, number, self._database)

    def _in(
        self, transaction: Transaction, statement: str, values: Mapping[str, object]
    ) -> list[Ticket]:
        rows = transaction.execute(statement, values)
        return [core_ticket(row, self._database.path) for row in rows]


def _values(draft: Draft, now: datetime) -> dict[str, object]:
    marker = draft.marker
    return {
        "title": one_line(draft.title),
        "text": one_line(draft.text),
        "assignees": stored_names(one_line(owner.identity) for owner in draft.owners),
        "type": _optional(draft.type),
        "priority": _optional(draft.priority),
        "due": _optional(draft.due),
        "document": None if draft.restricted else _optional(draft.document),
        "line": None if draft.restricted else draft.line,
        "postmortem_title": _optional(draft.postmortem_title),
        "postmortem_date": _optional(draft.postmortem_date),
        "summary": _optional(draft.summary),
        "project": marker.project,
        "key": marker.key,
        "document_hash": marker.document,
        "text_hash": marker.text,
        "postmortem_hash": marker.postmortem,
        "now": stamp(now),
    }


def _optional(text: str | None) -> str | None:
    return None if text is None else one_line(text)
