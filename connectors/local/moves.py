"""Which moves a ticket allows, and what each one changes: a step, or None if there is nothing to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.local.records import TicketRecord, What
from sync.errors import UserError
from sync.model.postmortem import Status


@dataclass(frozen=True, slots=True)
class Step:
    """A change of one ticket."""

    what: What
    old: str | None
    new: str | None
    status: Status
    assignees: tuple[str, ...]
    duplicate_of: int | None = None

    @property
    def other(self) -> int | None:
        """The ticket that the event tells of."""
        return self.duplicate_of if self.what is What.CLOSED else None


def starting(ticket: TicketRecord) -> Step | None:
    """Somebody begins to work on it."""
    if ticket.status.is_final:
        raise UserError(
            f"{ticket.ref} is closed ({ticket.status.value}); reopen it before it is started"
        )
    return _to(ticket, What.STARTED, Status.IN_PROGRESS)


def reopening(ticket: TicketRecord) -> Step | None:
    """It is taken up again after all; what is not closed stays as it is."""
    return _to(ticket, What.REOPENED, Status.OPEN) if ticket.status.is_final else None


def closing(ticket: TicketRecord, reason: Status, original: TicketRecord | None) -> Step | None:
    """It is closed for this reason. To change the reason, it has to be reopened first."""
    if original is not None:
        _refuse_circle(ticket, original)
    other = original.number if original else None
    if not ticket.status.is_final:
        return _to(ticket, What.CLOSED, reason, duplicate_of=other)
    if ticket.status is reason and other in (None, ticket.duplicate_of):
        return None
    raise UserError(
        f"{ticket.ref} is closed already ({ticket.status.value}); reopen it to close it differently"
    )


def assigning(ticket: TicketRecord, names: Sequence[str], *, add: bool) -> Step | None:
    """It is handed to `names`, in place of its assignees or beside them."""
    wanted = tuple(dict.fromkeys([*ticket.assignees, *names] if add else names))
    if wanted == ticket.assignees:
        return None
    return Step(
        what=What.REASSIGNED,
        old=", ".join(ticket.assignees) or None,
        new=", ".join(wanted) or None,
        status=ticket.status,
        assignees=wanted,
        duplicate_of=ticket.duplicate_of,
    )


def _to(
    ticket: TicketRecord, what: What, status: Status, duplicate_of: int | None = None
) -> Step | None:
    if ticket.status is status:
        return None
    return Step(what, ticket.status.value, status.value, status, ticket.assignees, duplicate_of)


def _refuse_circle(ticket: TicketRecord, original: TicketRecord) -> None:
    if original.number == ticket.number:
        raise UserError(f"{ticket.ref} cannot be a duplicate of itself")
    if original.duplicate_of == ticket.number:
        raise UserError(f"{original.ref} is closed as a duplicate of {ticket.ref} already")
