"""Asking the trackers, once per run and in bulk, for everything that a plan needs."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sync.errors import Problem, TrackerError
from sync.identity import document_hash, path_hash
from sync.listing import Times, listed
from sync.marks import checked
from sync.model.action import Field
from sync.model.memory import Reading, Remembered, State
from sync.model.postmortem import Postmortem, Status, TicketRef
from sync.model.ticket import Marker, Ticket
from sync.neighbours import Elsewhere
from sync.plan import Observed
from sync.policy import Policy, Wins
from sync.ports import Listing, Tracker
from sync.privacy import is_restricted

GRACE = timedelta(minutes=15)
"""A creation whose answer was lost is not repeated for this long, however empty the listings look."""

_STATUSES = frozenset(Status)


@dataclass(frozen=True, slots=True)
class Observation:
    """What the trackers said, and the readings to remember once the run ends."""

    observed: Observed
    readings: Mapping[str, Reading]


def observe(
    postmortems: Sequence[Postmortem],
    trackers: Mapping[str, Tracker],
    policy: Policy,
    state: State,
    *,
    full_every: timedelta,
    now: datetime,
    full: bool = False,
    unread: Iterable[Problem] = (),
) -> Observation:
    """Ask each tracker for the tickets of ours that changed, and for the linked ones that it did not list."""
    linked = _linked(postmortems)
    asking = _Asking(postmortems, policy, state, Times(now, full_every, full))
    for name, tracker in trackers.items():
        with _noted(name):
            asking.ask(tracker, linked[name])
    asked = frozenset(ref for name in trackers for ref in linked[name])
    here = asked | frozenset(asking.moved.values())
    memory = _relocated(state, asking.moved)
    elsewhere = _elsewhere(postmortems, policy, here, memory)
    found = checked(asking.tickets.values(), memory)
    tickets, memory = _without_theirs(found, memory, elsewhere)
    return Observation(
        Observed(
            tickets=tickets,
            linked=asked,
            moved=asking.moved,
            unlisted=frozenset(asking.unlisted),
            vanished=asked - tickets.keys() - asking.moved.keys(),
            specimens={name: tracker.specimen for name, tracker in trackers.items()},
            state=_unlinked(memory, here, postmortems, trackers),
            unread=_unread(unread, state),
            in_doubt=_in_doubt(state, tickets.values(), now),
            elsewhere=elsewhere,
        ),
        asking.readings,
    )


class _Asking:
    """What the trackers say, one after the other."""

    def __init__(
        self, postmortems: Sequence[Postmortem], policy: Policy, state: State, times: Times
    ) -> None:
        self.tickets: dict[TicketRef, Ticket] = {}
        self.moved: dict[TicketRef, TicketRef] = {}
        self.unlisted: set[TicketRef] = set()
        self.readings: dict[str, Reading] = {}
        self._postmortems, self._policy, self._state = postmortems, policy, state
        self._opened = _opened(postmortems, policy, state)
        self._times = times

    def ask(self, tracker: Tracker, linked: Collection[TicketRef]) -> None:
        """List what changed, and look up what is `linked` and was not listed."""
        policy, state, name = self._policy, self._state, tracker.name
        refs = set(linked) | _ours_unlinked(name, linked, state)
        asked_for = listed(tracker, self._postmortems, policy, state, self._times, len(refs))
        listing = asked_for.listing
        seen = {ticket.ref: ticket for ticket in listing.tickets}
        missing = refs - seen.keys()
        if not listing.complete and not asked_for.by_name:
            known = missing & set(linked) - self._opened
            recalled = dict(_recall(known, policy, state, listing))
            seen |= recalled
            missing -= recalled.keys()
        if missing:
            fetched = tracker.fetch(missing)
            seen |= {ticket.ref: ticket for ticket in fetched.values()}
            self.moved |= {ref: one.ref for ref, one in fetched.items() if one.ref != ref}
            self.unlisted.update(_unlisted(fetched, listing, policy.project, state))
        self.tickets |= seen
        if asked_for.reading is not None:
            self.readings[name] = asked_for.reading


@contextlib.contextmanager
def _noted(name: str) -> Iterator[None]:
    """What goes wrong meanwhile goes wrong with this tracker."""
    try:
        yield
    except TrackerError as error:
        error.tracker = name
        raise


def _linked(postmortems: Sequence[Postmortem]) -> defaultdict[str, set[TicketRef]]:
    linked: defaultdict[str, set[TicketRef]] = defaultdict(set)
    for postmortem in postmortems:
        for item in postmortem.items:
            for reference in item.references:
                linked[reference.ref.tracker].add(reference.ref)
    return linked


def _opened(postmortems: Iterable[Postmortem], policy: Policy, state: State) -> set[TicketRef]:
    """Tickets whose document was a restricted one when they were last seen: not all of them was remembered then."""
    opened = {one.path for one in postmortems if not is_restricted(one, policy.private)}
    return {ref for ref, one in state.tickets.items() if one.private and one.document in opened}


def _unread(problems: Iterable[Problem], state: State) -> dict[str, str]:
    """Documents that are there and could not be read, those in folders that could not be listed among them."""
    unread: dict[str, str] = {}
    for problem in problems:
        if not problem.identity:
            continue
        unread[path_hash(problem.identity)] = problem.path
        for entry in state.tickets.values():
            if entry.document.startswith(f"{problem.path}/"):
                inside = entry.document[len(problem.path) :]
                unread[path_hash(problem.identity + inside)] = entry.document
    return unread


def _ours_unlinked(name: str, linked: Iterable[TicketRef], state: State) -> set[TicketRef]:
    """Tickets of ours that were linked once and are no longer, or that may be: needed to tell an orphan."""
    return {
        ref
        for ref, entry in state.tickets.items()
        if ref.tracker == name and (entry.key or (entry.loose and entry.unsettled))
    } - set(linked)


def _elsewhere(
    postmortems: Iterable[Postmortem],
    policy: Policy,
    linked: frozenset[TicketRef],
    memory: State,
) -> Elsewhere:
    here = frozenset(map(document_hash, postmortems))
    return Elsewhere(policy.project, policy.neighbours, here, linked, memory)


def _without_theirs(
    tickets: Mapping[TicketRef, Ticket], memory: State, elsewhere: Elsewhere
) -> tuple[dict[TicketRef, Ticket], State]:
    """What was seen and is remembered, without the tickets of other projects: one may have been an orphan until its document was there."""
    theirs = {ref for ref, ticket in tickets.items() if elsewhere.has(ticket)}
    seen = {ref: ticket for ref, ticket in tickets.items() if ref not in theirs}
    kept = {ref: entry for ref, entry in memory.tickets.items() if ref not in theirs}
    return seen, replace(memory, tickets=kept) if theirs else memory


def _relocated(state: State, moved: Mapping[TicketRef, TicketRef]) -> State:
    """The memory with what is known of tickets that moved under their new names."""
    tickets = {ref: entry for ref, entry in state.tickets.items() if ref not in moved}
    for ref, entry in state.tickets.items():
        if ref in moved and moved[ref] not in tickets:
            tickets[moved[ref]] = replace(entry, ref=moved[ref])
    return replace(state, tickets=tickets) if moved else state


def _unlinked(
    state: State,
    linked: Collection[TicketRef],
    postmortems: Iterable[Postmortem],
    trackers: Collection[str],
) -> State:
    """The memory without what was said of tickets whose document is there and links them no more.

    A document without its links is an older copy: what it says is nobody's edit.
    """
    present = {one.path for one in postmortems}
    gone = {
        ref: replace(entry, fields={n: b for n, b in entry.fields.items() if n == Field.TITLE})
        for ref, entry in state.tickets.items()
        if ref.tracker in trackers
        and ref not in linked
        and not entry.loose
        and entry.document in present
    }
    return replace(state, tickets={**state.tickets, **gone}) if gone else state


def _recall(
    refs: Iterable[TicketRef], policy: Policy, state: State, listing: Listing
) -> Iterable[tuple[TicketRef, Ticket]]:
    """The tickets of ours that did not change since the last run, as they were then.

    One that was listed under another name has moved, and of one that is never listed a change would not be seen.
    """
    listed = {ticket.marker.key for ticket in listing.tickets if ticket.marker}
    needed = {Field.STATUS, Field.TITLE}
    if policy.wins[Field.OWNER] is not Wins.OFF:
        needed.add(Field.OWNER)
    for ref in refs:
        entry = state.tickets.get(ref)
        if entry is None or not entry.key or entry.key in listed:
            continue
        if entry.unlisted or entry.unsettled or not needed <= entry.fields.keys():
            continue
        if entry.fields[Field.STATUS].ticket in _STATUSES:
            yield ref, as_remembered(entry, policy.project)


def _unlisted(
    fetched: Mapping[TicketRef, Ticket], listing: Listing, project: str, state: State
) -> Iterator[TicketRef]:
    """Tickets of ours that the tracker does not list; a partial listing says so of nothing that did not move."""
    listed = {ticket.ref for ticket in listing.tickets}
    for asked, ticket in fetched.items():
        ours = ticket.marker is not None and ticket.marker.project == project
        known = state.tickets.get(ticket.ref)
        missed = listing.complete or (known.unlisted if known else asked != ticket.ref)
        if ours and missed and ticket.ref not in listed:
            yield ticket.ref


def as_remembered(entry: Remembered, project: str) -> Ticket:
    """The ticket as it was when it was last seen, as far as that was noted; its title and status have to be."""
    owners, fields = entry.fields.get(Field.OWNER), entry.fields
    ours = Marker(entry.key, project, document="", text="", postmortem="") if entry.key else None
    return Ticket(
        ref=entry.ref,
        title=fields[Field.TITLE].ticket,
        status=Status(fields[Field.STATUS].ticket),
        owners=tuple(owners.ticket.split(", ")) if owners and owners.ticket else (),
        priority=fields[Field.PRIORITY].ticket if Field.PRIORITY in fields else None,
        due=fields[Field.DUE].ticket if Field.DUE in fields else None,
        marker=ours,
    )


def _in_doubt(state: State, tickets: Iterable[Ticket], now: datetime) -> frozenset[str]:
    known = list(tickets)
    found = {ticket.marker.key for ticket in known if ticket.marker}
    waiting = {key for key, doubt in state.doubts.items() if now - doubt.since < GRACE}
    claimed = {key for ticket in known for key in ticket.claims}
    return frozenset((waiting | claimed) - found)
