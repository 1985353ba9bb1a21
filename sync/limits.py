"""What is not carried out although it was planned: too much at once, an outage in disguise, another branch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
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
"""With fewer linked tickets than this, losing most of them says nothing about the tracker, and links that were all dead from the start are no sign."""

ALL_OF = 2
"""So many linked tickets make the loss of all items of a document a sign; to take a single item out is everyday work."""

FEW_UPDATES = 10
"""Fewer changes than this are no runaway, whatever their share."""

SHARE = 0.5
"""Of the linked tickets: no run changes more of them at once, or goes on when more of them are gone."""


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
    """Raise `Refused` if what was observed looks like an outage rather than like work.

    What no run made or saw may never have been there: a dead reference that somebody wrote stops nobody, and is told of at
    its item. So only remembered tickets count, with two exceptions that hold without any memory, since it may be lost:
    several links, all dead, where new tickets go and where nothing else is; and the embedded tracker, whose numbers nobody
    writes by hand, and which would give them to other items once more.
    """
    if VANISHED in limits.allow:
        return
    for name in sorted({ref.tracker for ref in observed.vanished}):
        _refuse_empty(name, observed)
        _refuse_missing(name, observed)


def _refuse_empty(tracker: str, observed: Observed) -> None:
    gone = {ref for ref in observed.vanished if ref.tracker == tracker}
    specimen = observed.specimens.get(tracker)
    embedded = specimen is not None and specimen.url is None
    certain = embedded or any(ref in observed.state.tickets for ref in gone)
    if certain and not any(ref.tracker == tracker for ref in observed.tickets):
        raise _looks_empty(gone)
    if specimen is None or any(_is_beside(specimen.ref, ref) for ref in observed.tickets):
        return
    at_home = {ref for ref in gone if _is_beside(specimen.ref, ref)}
    if len(at_home) >= FEW:
        raise _looks_empty(at_home)


def _is_beside(one: TicketRef, other: TicketRef) -> bool:
    return one.tracker == other.tracker and one.place == other.place


def _looks_empty(gone: Collection[TicketRef]) -> Refused:
    return Refused(
        f"the tracker looks empty: none of the {len(gone)} linked tickets can be found"
        f" ({_some(gone)}). Nothing was changed. Check that this is the right tracker and that its"
        f" data is there; if the tickets are really gone, say --allow {VANISHED}"
    )


def _refuse_missing(tracker: str, observed: Observed) -> None:
    known = {
        ref
        for ref in observed.linked
        if ref.tracker == tracker and observed.real(ref) in observed.state.tickets
    }
    gone = known & observed.vanished
    if len(known) >= FEW and len(gone) > SHARE * len(known):
        raise Refused(
            f"{len(gone)} of {len(known)} linked tickets cannot be found any more ({_some(gone)}). Nothing"
            f" was changed. This looks like an outage or a missing permission; if they are really gone, say"
            f" --allow {VANISHED}"
        )


def refuse_emptied(
    postmortems: Iterable[Postmortem], observed: Observed, policy: Policy, limits: Limits
) -> None:
    """Raise `Refused` if nothing is left of the items of a document that had linked several tickets: a slip in it, or in understanding it.

    Items whose tickets are linked elsewhere by now, or that a person's mark keeps out, are not lost.
    """
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
        and known[postmortem.path] - sum(one.is_marked for one in postmortem.skipped) >= ALL_OF
        and takes_part(postmortem, policy)
        and not is_early(postmortem, policy)
    ]
    if emptied:
        more = f" and {len(emptied) - 1} more" if len(emptied) > 1 else ""
        raise Refused(
            f"{emptied[0]}{more}: no action item is left of those that linked {known[emptied[0]]} tickets. Nothing was changed. See what"
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
