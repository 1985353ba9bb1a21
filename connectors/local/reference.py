"""How the embedded tracker's tickets are called: `LOCAL-12`."""

from __future__ import annotations

import re

from sync.errors import UserError
from sync.model.postmortem import TicketRef

NAME = "local"
PREFIX = "LOCAL"

_CANONICAL = re.compile(r"LOCAL-([1-9][0-9]{0,8})")
_TYPED = re.compile(r"(?:local-|#)?0*([1-9][0-9]{0,8})", re.IGNORECASE)


def ref_of(number: int) -> TicketRef:
    """The reference of the ticket with this number."""
    return TicketRef(NAME, f"{PREFIX}-{number}")


def number_of(ref: TicketRef) -> int | None:
    """The number in a canonical reference; None for anything else, which no ticket of ours can have."""
    found = _CANONICAL.fullmatch(ref.id) if ref.tracker == NAME else None
    return int(found[1]) if found else None


def typed_number(text: str) -> int:
    """The number that a person typed: `LOCAL-12`, `local-12`, `#12`, `12`; else `UserError`."""
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        raise UserError(
            f"{text!r} is not a ticket of the embedded tracker; write it like LOCAL-12, or just 12"
        )
    return int(found[1])
