"""What one tracker is asked in one run: which tickets are listed, which are looked up, and which are remembered.

A listing that is strongly consistent says everything. One from an index that lags is a hint: then linked tickets are looked
up by name when all are to be read again, or where they are few, and the listing only tells what changed, and which tickets no row links.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sync.model.memory import Reading, State
from sync.model.postmortem import Postmortem
from sync.policy import Policy
from sync.ports import Listing, Recognises, Tracker

OVERLAP = timedelta(minutes=10)
"""A listing reaches this much further back than the last one, since clocks and replicas differ."""

_SWEPT_EVERY = timedelta(days=1)
"""How old the last listing may be when linked tickets are all looked up by name: then it is made as well."""


@dataclass(frozen=True, slots=True)
class Times:
    """When the run takes place, and what it was told of that."""

    now: datetime
    full_every: timedelta
    full: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What a tracker listed."""

    listing: Listing
    reading: Reading | None
    """To remember; None where nothing was listed and nothing was remembered."""
    by_name: bool = False
    """Whether every linked ticket is to be looked up, whatever is remembered of it."""


def listed(
    tracker: Tracker,
    postmortems: Sequence[Postmortem],
    policy: Policy,
    state: State,
    times: Times,
    linked: int,
) -> Asked:
    """List the tickets of ours in one tracker, as far back as this run needs them; `linked` are looked up anyway, if need be."""
    known = state.readings.get(tracker.name)
    if known is None and not _is_listed(tracker.name, policy, state):
        return Asked(Listing((), times.now, complete=False), None)
    due = times.full or known is None or times.now - known.full_read >= times.full_every
    if not isinstance(tracker, Recognises):
        since = None if due else _since(tracker.name, postmortems, policy, state)
        listing = tracker.find(policy.project, since)
        return Asked(listing, _reading(tracker.name, listing, known, listing.as_of))
    if known is None:
        listing = tracker.find(policy.project)
        return Asked(listing, _reading(tracker.name, listing, None, listing.as_of))
    by_name = due or linked <= tracker.few()
    if by_name and times.now - known.watermark < _SWEPT_EVERY and not _wants_tickets(postmortems):
        listing = Listing((), known.watermark, complete=False)
    else:
        listing = tracker.find(policy.project, known.watermark - OVERLAP)
    full_read = times.now if due else known.full_read
    reading = Reading(tracker.name, listing.as_of, full_read, known.highest)
    return Asked(listing, reading, by_name=by_name)


def _is_listed(name: str, policy: Policy, state: State) -> bool:
    """Whether tickets of ours may be there: where none are made and none were, people's own are only looked up."""
    made = any(entry.key for ref, entry in state.tickets.items() if ref.tracker == name)
    return made or name in policy.destinations


def _since(
    name: str, postmortems: Iterable[Postmortem], policy: Policy, state: State
) -> datetime | None:
    """From when on changes have to be listed; None lists everything."""
    since = state.readings[name].watermark - OVERLAP
    if name not in policy.destinations:
        return since
    for postmortem in postmortems:
        if not _lacks_tickets(postmortem):
            continue
        if postmortem.date is None:
            return None
        since = min(since, datetime.combine(postmortem.date, time.min, UTC))
    return since


def _wants_tickets(postmortems: Iterable[Postmortem]) -> bool:
    return any(map(_lacks_tickets, postmortems))


def _lacks_tickets(postmortem: Postmortem) -> bool:
    return any(not item.references and item.ticket_wanted for item in postmortem.items)


def _reading(name: str, listing: Listing, known: Reading | None, as_of: datetime) -> Reading:
    highest: Mapping[str, int] = known.highest if known else {}
    if listing.complete or known is None:
        return Reading(name, as_of, as_of, highest)
    return Reading(name, as_of, known.full_read, highest)
