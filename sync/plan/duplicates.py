"""A second ticket of one item, as two runs on two machines can leave it: closed only if asked for, and if nobody touched it."""

from __future__ import annotations

from collections.abc import Sequence

from sync.model.action import Concern, Field, Notice, UpdateTicket
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Change, Ticket
from sync.plan.creation import takes_part
from sync.plan.observed import Observed
from sync.plan.rows import Matching, Row
from sync.policy import Policy, status_called


def closable(matching: Matching, policy: Policy) -> tuple[TicketRef, ...]:
    """The second tickets that would be closed if nobody touched them: that has to be asked about."""
    return tuple(
        spare.ref
        for spare, used, ours in matching.spare
        if ours and not spare.status.is_final and _row(matching.links.get(used, []), policy)
    )


def closed(
    spare: Ticket, used: TicketRef, rows: Sequence[Row], observed: Observed, policy: Policy
) -> UpdateTicket | Notice | None:
    """The closing of a second ticket of ours, or why it stays open; None if it is only to be told that it is there."""
    row = _row(rows, policy)
    why = "" if spare.status.is_final else observed.touched.get(spare.ref)
    if row is None or why is None or used not in observed.tickets:
        return None
    if why:
        return Notice(
            concern=Concern.DOUBLE,
            document=row.postmortem.path,
            line=row.item.line,
            title=row.item.title,
            ticket=spare.ref,
            reason=f"{spare.ref} is a second ticket for this item, where {used} is in use, and is not closed: it {why};"
            " close it if nobody needs it",
        )
    return UpdateTicket(
        document=row.postmortem.path,
        line=row.item.line,
        title=row.item.title,
        ticket=spare.ref,
        field=Field.STATUS,
        old=status_called(spare.status),
        new=status_called(Status.DUPLICATE),
        reason=f"a second ticket for this item, where {used} is in use; nobody touched it",
        change=Change(
            spare.ref,
            status=Status.DUPLICATE,
            seen=(("status", spare.status.value),),
            duplicate_of=used,
        ),
    )


def _row(rows: Sequence[Row], policy: Policy) -> Row | None:
    """The item that links the ticket in use, where runs may close the other one."""
    if not policy.close_duplicates:
        return None
    return next((row for row in rows if takes_part(row.postmortem, policy)), None)
