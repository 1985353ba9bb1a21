"""Items counted: by who has them and what they are, by their age, and by the postmortem that they come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Final

from sync.followthrough.known import Known
from sync.followthrough.model import Flag, Followed, Incident, Tally

NOBODY: Final = "nobody"
NONE: Final = "none"
"""The name of the group of items that have nothing of a kind."""

_GROUPS: Final[Mapping[str, Callable[[Followed], Sequence[str]]]] = {
    "owner": lambda item: item.owners,
    "team": lambda item: item.teams,
    "type": lambda item: (item.type,) if item.type else (),
    "priority": lambda item: (item.priority,) if item.priority else (),
    "severity": lambda item: (item.severity,) if item.severity else (),
    "service": lambda item: item.services,
}

_AGES: Final = (
    ("under 2 weeks", 14),
    ("2 to 4 weeks", 28),
    ("1 to 3 months", 91),
    ("3 to 6 months", 182),
    ("6 to 12 months", 365),
    ("over a year", 10**6),
)
_AGELESS: Final = "unknown"


def groups(items: Sequence[Followed], today: date) -> dict[str, tuple[Tally, ...]]:
    """The tallies of each kind, those with most overdue and most open items first; a kind that no item has is left out."""
    told = {}
    for kind, names_of in _GROUPS.items():
        if any(names_of(item) for item in items):
            missing = NOBODY if kind == "owner" else NONE
            told[kind] = _tallies(items, names_of, missing, today)
    return told


def _tallies(
    items: Iterable[Followed],
    names_of: Callable[[Followed], Sequence[str]],
    missing: str,
    today: date,
) -> tuple[Tally, ...]:
    """An item with several names counts for each of them."""
    spelled: dict[str, str] = {}
    members: defaultdict[str, list[Followed]] = defaultdict(list)
    for item in items:
        for name in names_of(item) or (missing,):
            key = name.casefold()
            spelled.setdefault(key, name)
            members[key].append(item)
    tallies = [_tally(spelled[key], own, today) for key, own in members.items()]
    return tuple(
        sorted(tallies, key=lambda one: (-one.overdue, -one.open, -one.closed, one.name.casefold()))
    )


def _tally(name: str, items: Sequence[Followed], today: date) -> Tally:
    is_open = [item for item in items if item.is_open]
    ages = [days for item in is_open if (days := item.days_open(today)) is not None]
    took = [
        days for item in items if not item.is_open and (days := item.days_open(today)) is not None
    ]
    return Tally(
        name=name,
        open=len(is_open),
        overdue=sum(Flag.OVERDUE in item.flags for item in is_open),
        closed=len(items) - len(is_open),
        oldest=max(ages, default=None),
        to_close=median(took) if took else None,
    )


def ages(items: Iterable[Followed], today: date) -> dict[str, int]:
    """How many open items are how old, every age in its order; those of unknown age only where there are any."""
    told = dict.fromkeys((name for name, _ in _AGES), 0)
    ageless = 0
    for item in items:
        if not item.is_open:
            continue
        days = item.days_open(today)
        if days is None:
            ageless += 1
        else:
            told[next(name for name, below in _AGES if days < below)] += 1
    return told | ({_AGELESS: ageless} if ageless else {})


def incidents(items: Sequence[Followed], known: Known) -> tuple[Incident, ...]:
    """The postmortems with items, the newest first; those without a day last."""
    members: defaultdict[str, list[Followed]] = defaultdict(list)
    for item in items:
        members[item.document].append(item)
    told = [_incident(own, known) for own in members.values()]
    return tuple(
        sorted(told, key=lambda one: (-(one.happened or date.min).toordinal(), one.document))
    )


def _incident(items: Sequence[Followed], known: Known) -> Incident:
    first = items[0]
    return Incident(
        document=first.document,
        url=known.url(first.document, 1),
        title=first.postmortem,
        happened=first.happened,
        severity=first.severity,
        total=len(items),
        closed=sum(not item.is_open for item in items),
        overdue=sum(Flag.OVERDUE in item.flags for item in items),
    )
