"""What a run does to the status of a ticket, and what people did to it before."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Final

from connectors.local.database import Database, Transaction
from connectors.local.moves import leading_to
from connectors.local.records import Event, What, stamp
from connectors.local.reference import number_of, ref_of
from connectors.local.tickets import record, ticket_in
from sync.errors import Rejected, UserError
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Change

BY: Final = "pm-sync"
"""Who is named in the history for what a run does."""

_MOVE: Final = """
UPDATE tickets
SET status = :status, duplicate_of = :duplicate_of, updated_at = :now, closed_at = :closed_at
WHERE number = :number
"""
_WITHDRAW: Final = """
UPDATE tickets
SET key = NULL, project = NULL, document_hash = NULL, text_hash = NULL, postmortem_hash = NULL, updated_at = :now
WHERE number = :number AND key IS NOT NULL
"""
_HISTORY: Final = """
SELECT ticket, what, by, new FROM events WHERE ticket IN (SELECT value FROM json_each(:numbers)) ORDER BY id
"""
_UNKNOWN: Final = "is not there any more"


def move(
    transaction: Transaction, database: Database, number: int, change: Change, now: datetime
) -> None:
    """Give a ticket the status of the change, and take our mark off if it says so. Raises `Rejected` if that makes no sense."""
    current = ticket_in(transaction, number, database)
    if current is None:
        raise Rejected(f"{ref_of(number)} does not exist")
    original = number_of(change.duplicate_of) if change.duplicate_of else None
    other = ticket_in(transaction, original, database) if original is not None else None
    try:
        step = None if change.status is None else leading_to(current, change.status, other)
    except UserError as error:
        raise Rejected(str(error)) from error
    if step is not None:
        closed = stamp(current.closed_at or now) if step.status.is_final else None
        values = {
            "number": number,
            "status": step.status.value,
            "duplicate_of": step.duplicate_of,
            "now": stamp(now),
            "closed_at": closed,
        }
        transaction.execute(_MOVE, values)
        record(transaction, number, Event(now, step.what, BY, step.old, step.new, step.other))
    if change.withdraw:
        transaction.execute(_WITHDRAW, {"number": number, "now": stamp(now)})


def touched(database: Database, refs: Collection[TicketRef]) -> dict[TicketRef, str]:
    """Those that anybody else had a hand in, or a run moved, unless to won't do; each with the last that was done."""
    numbers = {number: ref for ref in refs if (number := number_of(ref)) is not None}
    told = dict.fromkeys(refs, _UNKNOWN)
    rows = database.read(_HISTORY, {"numbers": json.dumps(sorted(numbers))}) if numbers else []
    for row in rows:
        ref = numbers[row["ticket"]]
        if row["what"] == What.CREATED and row["by"] == BY:
            told.pop(ref, None)
        elif row["by"] != BY or _is_a_move(row["what"], row["new"]):
            told[ref] = f"was {row['what']} by {row['by']}"
    return told


def _is_a_move(what: str, new: str | None) -> bool:
    if what == What.CLOSED:
        return new != Status.WONT_DO
    return what in (What.STARTED, What.REOPENED)
