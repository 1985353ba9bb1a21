"""What a report is computed from, as small as a test of it can have it. Every test is on the same Friday."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from sync.followthrough.known import Known
from sync.followthrough.model import Followed, FollowThrough
from sync.followthrough.report import follow
from sync.followthrough.sla import Sla
from sync.model.postmortem import Postmortem, Status, TicketRef
from sync.model.ticket import Ticket
from sync.plan import Observed, plan
from sync.policy import Policy
from tests.sync.plan.making import REF

TODAY = date(2026, 11, 27)


def at(day: str) -> datetime:
    """Noon of that day."""
    return datetime.combine(date.fromisoformat(day), time(12), UTC)


def a_ticket(
    status: Status = Status.OPEN,
    opened: str | None = "2026-11-05",
    closed: str | None = None,
    ref: TicketRef = REF,
    **fields: object,
) -> Ticket:
    moments = {
        "created_at": at(opened) if opened else None,
        "closed_at": at(closed) if closed else None,
    }
    return Ticket(ref, "A ticket", status, **{**moments, **fields})  # type: ignore[arg-type]


def told(
    *postmortems: Postmortem,
    tickets: tuple[Ticket, ...] = (),
    observed: Observed | None = None,
    policy: Policy | None = None,
    sla: Sla | None = None,
    since: str = "2026-11-20",
    **fields: object,
) -> FollowThrough:
    """The report, with the plan of a run over the same."""
    seen = observed or Observed(
        tickets={one.ref: one for one in tickets}, linked=frozenset(one.ref for one in tickets)
    )
    policy = policy or Policy()
    return follow(
        Known(
            postmortems=postmortems,
            observed=seen,
            plan=plan(postmortems, seen, policy),
            policy=policy,
            today=TODAY,
            made_at=at("2026-11-27"),
            since=date.fromisoformat(since),
            sla=sla or Sla(),
            **fields,  # type: ignore[arg-type]
        )
    )


def the_item(*postmortems: Postmortem, **fields: object) -> Followed:
    """The only item of the report."""
    (item,) = told(*postmortems, **fields).items  # type: ignore[arg-type]
    return item
