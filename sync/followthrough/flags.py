"""What of an item a person has to look at, and what there is to do about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final, TypeAlias

from sync.followthrough.items import Entry
from sync.followthrough.known import Known
from sync.followthrough.model import Flag, Followed
from sync.followthrough.owners import have_left
from sync.model.action import Concern, Notice
from sync.model.postmortem import Postmortem, Status
from sync.plan.creation import is_early

PATIENCE: Final = timedelta(days=14)
"""For so long after an incident an item may be without a ticket."""

_NOTICED: Final = {
    Concern.CONFLICT: Flag.CONFLICT,
    Concern.IN_DOUBT: Flag.IN_DOUBT,
    Concern.VANISHED: Flag.VANISHED,
}
Notices: TypeAlias = Mapping[tuple[str, int | None], Sequence[Notice]]
Found: TypeAlias = tuple[Flag, str]
"""A flag, and what to do."""


def flagged(entries: Sequence[Entry], known: Known) -> Iterator[Followed]:
    """The items with their flags, in the same order."""
    notices: defaultdict[tuple[str, int | None], list[Notice]] = defaultdict(list)
    for action in known.plan.actions:
        if isinstance(action, Notice):
            notices[action.document, action.line].append(action)
    for entry in entries:
        found = [*_noticed(entry, notices)]
        if entry.followed.is_open:
            found += _open(entry, known, notices)
        why = "; ".join(dict.fromkeys(reason for _, reason in found))
        yield replace(entry.followed, flags=frozenset(flag for flag, _ in found), why=why)


def _noticed(entry: Entry, notices: Notices) -> Iterator[Found]:
    """What the plan tells of it."""
    told = notices.get((entry.followed.document, entry.followed.line), ())
    for notice in told:
        if notice.concern in _NOTICED:
            yield _NOTICED[notice.concern], notice.reason
    vanished = any(notice.concern is Concern.VANISHED for notice in told)
    if entry.followed.status is Status.VANISHED and not vanished:
        yield Flag.VANISHED, "its ticket cannot be found: deleted, or not visible for this account"


def _open(entry: Entry, known: Known, notices: Notices) -> Iterator[Found]:
    item = entry.followed
    if item.due is not None and item.due < known.today:
        yield Flag.OVERDUE, "finish it, or agree on another day"
    if not item.owners:
        yield Flag.NO_OWNER, "find somebody who does it"
    elif have_left(item.owners, known.policy.people):
        yield Flag.LEFT, f"{' and '.join(item.owners)} left: give it to somebody else"
    if _lacks_ticket(entry) and _is_late(entry.row.postmortem, known):
        yield Flag.UNTRACKED, _way_to_a_ticket(entry, known, notices)


def _lacks_ticket(entry: Entry) -> bool:
    item = entry.row.item
    return item.ticket_wanted and not entry.refs and not item.unrecognised


def _is_late(postmortem: Postmortem, known: Known) -> bool:
    """Whether it should have a ticket by now, or will never get one by itself."""
    day = postmortem.date
    return day is None or day < known.today - PATIENCE or _is_old(postmortem, known)


def _is_old(postmortem: Postmortem, known: Known) -> bool:
    since = known.policy.since
    return since is not None and (postmortem.date is None or postmortem.date < since)


def _way_to_a_ticket(entry: Entry, known: Known, notices: Notices) -> str:
    postmortem, item = entry.row
    told = notices.get((postmortem.path, item.line), ())
    waits = next(
        (one.reason for one in told if one.concern in (Concern.HELD, Concern.IN_DOUBT)), ""
    )
    if waits:
        return waits
    if _is_old(postmortem, known):
        return "older than the setting since, so no run makes a ticket: sync --include-old does, and a status in the document ends it"
    if is_early(postmortem, known.policy):
        return f"its document is {(postmortem.status or '').strip().casefold()}, so it gets no ticket yet"
    return "the next sync makes its ticket"
