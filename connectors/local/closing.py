"""Taking our mark off a ticket, and what people did to it before."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Final

from connectors.local.database import Database, Transaction
from connectors.local.records import What, stamp
from connectors.local.reference import number_of
from sync.model.postmortem import Status, TicketRef

BY: Final = "pm-sync"
"""Who is named in the history for what a run does."""

_WITHDRAW: Final = """
UPDATE tickets
SET key = NULL, project = NULL, document_hash = NULL, text_hash = NULL, postmortem_hash = NULL, updated_at = :now
WHERE number = :number AND key IS NOT NULL
"""
_HISTORY: Final = """
SELECT ticket, what, by, new FROM events WHERE ticket IN (SELECT value FROM json_each(:numbers)) ORDER BY id
"""
_UNKNOWN: Final = "is not there any more"


def withdraw(transaction: Transaction, number: int, now: datetime) -> None:
    """Take our mark off a ticket; it stays, and is no item's any more."""
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
