"""A changed value, with the side on which it was changed."""

from __future__ import annotations

from sync.model.action import Field, called


def sided(field: str, *, in_ticket: bool) -> str:
    """`owner in the ticket`; of a link nobody wonders, since it stands in documents only."""
    if field in (Field.TICKET, Field.DOCUMENT):
        return called(field)
    return f"{called(field)} in the {'ticket' if in_ticket else 'document'}"
