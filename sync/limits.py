"""What is not carried out although it was planned: too much at once, an outage in disguise, another branch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from sync.errors import Refused
from sync.model.action import Action, CreateTicket, Plan, UpdateTicket
from sync.model.postmortem import Postmortem, TicketRef
from sync.model.report import Ending
from sync.plan import Observed
from sync.plan.creation import is_early, takes_part
from sync.policy import Policy

CREATE = "create"
UPDATE = "update"
CLOSE = "close"
VANISHED = "vanished"
LIFTABLE = (CREATE, UPDATE, CLOSE, VANISHED)
"""What `--allow` can name."""

FEW = 4
"""With fewer linked tickets than this, losing most of them says nothing about the tracker."""

FEW_UPDATES = 10
"""Fewer changes than this are no runaway, whatever their share."""

SHARE = 0.5
"""Of the linked tickets: no run changes more of them at once."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one run may do."""

    create: int = 25
    update: int = 100
    close: int = 25
    allow: frozenset[str] = frozenset()
    """The limits lifted for this run."""
    off_branch: str | None = None
    """Why tickets are not created from this checkout; None if they may be."""


@dataclass(frozen=True, slots=True)
class Held:
    """An action that is planned and not carried out."""

    action: Action
    reason: str
    ending: Ending
    """`REFUSED` if a limit was exceeded, `FAILED` if something is broken, else `HELD`, which is no fault."""


def refuse_outage(observed: Observed, limits: Limits) -> None:
    """Raise `Refused` if what was observed looks like an outage rather than like work."""
    missed = observed.vanished - observed.never_seen
    if VANISHED in limits.allow:
        return
    for name in sorted({ref.tracker for ref in missed}):
        _refuse_missing(name, {ref for ref in missed if ref.tracker == name}, observed)


def _refuse_missing(tracker: str, missed: Set[TicketRef], observed: Observed) -> None:
    gone = len(missed)
    linked = (ref for ref in observed.linked if ref.tracker == tracker)
    seen = sum(1 for ref in linked if observed.real(ref) in observed.tickets)
    if not any(ref.tracker == tracker for ref in observed.tickets):
        raise Refused(
            f"the tracker looks empty: none of the {gone} linked tickets can be found"
            f" ({_some(missed)}). Nothing was changed. Check that this is the right tracker and that its"
            f" data is there; if the tickets are really gone, say --allow {VANISHED}"
        )
    if gone + seen >= FEW and gone > seen:
        raise Refused(
            f"{gone} of {gone + seen} linked tickets cannot be found any more ({_some(missed)}). Nothing"
            f" was changed. This looks like an outage or a missing permission; if they are really gone, say"
            f" --allow {VANISHED}"
        )


def refuse_emptied(
    postmortems: Iterable[Postmortem], observed: Observed, policy: Policy, limits: Limits
) -> None:
    """Raise `Refused` if nothing is left of the items of a document that had several: a slip in it, or in understanding it."""
    if VANISHED in limits.allow:
        return
    known: Counter[str] = Counter(
        entry.document
        for ref, entry in observed.state.tickets.items()
        if not entry.loose and ref not in observed.linked
    )
    emptied = [
        postmortem.path
        for postmortem in postmortems
        if not postmortem.items
        and known[postmortem.path] >= FEW
        and takes_part(postmortem, policy)
        and not is_early(postmortem, policy)
    ]
    if emptied:
        more = f" and {len(emptied) - 1} more" if len(emptied) > 1 else ""
        raise Refused(
            f"{emptied[0]}{more}: none of its {known[emptied[0]]} action items is there any more. Nothing was changed. See what"
            f" `pm-sync items --explain` understands of it; if they were really taken out, say --allow {VANISHED}"
        )


def held_back(plan: Plan, limits: Limits, linked: int = 0) -> tuple[Held, ...]:
    """The actions of the plan that are not carried out, each with the reason; `linked` tickets are known."""
    return (*_held_creations(plan, limits), *_held_changes(plan, limits, linked))


def _held_creations(plan: Plan, limits: Limits) -> tuple[Held, ...]:
    creations = [action for action in plan.actions if isinstance(action, CreateTicket)]
    if not creations:
        return ()
    if limits.off_branch is not None:
        return tuple(_each(creations, limits.off_branch, Ending.HELD))
    if len(creations) > limits.create and CREATE not in limits.allow:
        reason = (
            f"{len(creations)} tickets would be created, and the limit is {limits.create} in one run;"
            f" say --allow {CREATE}, narrow the run with PATHS, or raise `create` under [limits]"
        )
        return tuple(_each(creations, reason, Ending.REFUSED))
    return ()


def _held_changes(plan: Plan, limits: Limits, linked: int) -> tuple[Held, ...]:
    """Too many changes of tickets, and too many of those that end work; each limit refuses what it counts."""
    updates = [action for action in plan.actions if isinstance(action, UpdateTicket)]
    closing = [action for action in updates if action.closes]
    others = [action for action in updates if not action.closes]
    return (
        *_held(closing, limits, linked, CLOSE, limits.close),
        *_held(others, limits, linked, UPDATE, limits.update),
    )


def _held(
    actions: Sequence[UpdateTicket], limits: Limits, linked: int, name: str, most: int
) -> tuple[Held, ...]:
    count = len({action.ticket for action in actions})
    if name in limits.allow:
        return ()
    done = "closed" if name == CLOSE else "changed"
    if count > most:
        reason = (
            f"{count} tickets would be {done}, and the limit is {most} in one run;"
            f" say --allow {name}, narrow the run with PATHS, or raise `{name}` under [limits]"
        )
    elif count >= FEW_UPDATES and count > SHARE * linked:
        reason = (
            f"{count} of {linked} linked tickets would be {done} at once, which looks like a mistake;"
            f" say --allow {name} if it is none"
        )
    else:
        return ()
    return tuple(_each(actions, reason, Ending.REFUSED))


def _each(actions: Iterable[Action], reason: str, ending: Ending) -> Iterable[Held]:
    return (Held(action, reason, ending) for action in actions)


def _some(missed: Iterable[TicketRef]) -> str:
    names = sorted(missed)
    shown = ", ".join(ref.id for ref in names[:5])
    return shown if len(names) <= 5 else f"{shown}, …"
