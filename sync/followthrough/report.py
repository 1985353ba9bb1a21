"""The follow-through, from all that is known: pure, so that equal knowledge gives equal reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from sync.followthrough.flags import flagged
from sync.followthrough.items import Entry, entries
from sync.followthrough.known import Known
from sync.followthrough.model import Flag, Followed, FollowThrough, Trouble
from sync.followthrough.recurring import recurring
from sync.followthrough.sla import rank
from sync.followthrough.tallies import ages, groups, incidents
from sync.followthrough.weeks import changed, weeks


def followed(known: Known) -> list[Entry]:
    """Every item with what is to do about it, the most urgent first."""
    found = list(entries(known))
    found = [
        replace(entry, followed=item)
        for entry, item in zip(found, flagged(found, known), strict=True)
    ]
    found.sort(key=lambda entry: _urgency(entry, known.today))
    return found


def follow(known: Known) -> FollowThrough:
    """The same, counted in every way that is asked for."""
    found = followed(known)
    items = tuple(entry.followed for entry in found)
    return FollowThrough(
        today=known.today,
        made_at=known.made_at,
        repository=known.repository,
        items=items,
        changed=changed(items, known.since, known.today),
        groups=groups(items, known.today),
        weeks=weeks(items, known.today),
        ages=ages(items, known.today),
        incidents=incidents(items, known),
        recurring=recurring(found),
        troubles=tuple(_troubles(known)),
        restricted=known.restricted,
        last_run=known.last_run,
        unasked={**known.unasked, **_elsewhere(found, known)},
    )


def _elsewhere(found: Sequence[Entry], known: Known) -> dict[str, str]:
    """That open items link tickets of a tracker that nobody asks, since the settings do not name it."""
    linked = [one for one in found if one.refs and known.is_elsewhere(one.refs)]
    number = sum(one.followed.is_open for one in linked)
    if not number:
        return {}
    items = "one open item links" if number == 1 else f"{number} open items link"
    return {"another tracker": f"the settings do not name it, and {items} tickets there"}


def _urgency(entry: Entry, today: date) -> tuple[int, int, int, date, str, int]:
    """Overdue ones by days, then what else somebody has to look at, then what is open, then what ended last."""
    item = entry.followed
    place = (item.document, item.line)
    if not item.is_open:
        return 3, 0, -(item.closed or date.min).toordinal(), date.min, *place
    kind = 0 if Flag.OVERDUE in item.flags else 1 if item.flags else 2
    return kind, -item.days_over(today), rank(item.priority), _since(item), *place


def _since(item: Followed) -> date:
    return item.opened or date.max


def _troubles(known: Known) -> Iterator[Trouble]:
    """What could not be read first, then what looks as if it held items and gave none."""
    for problem in known.problems:
        url = known.url(problem.path, problem.line or 1) if problem.path else None
        told = f"{problem.found}; {problem.remedy}" if problem.remedy else problem.found
        yield Trouble(problem.path, problem.line, url, told, unreadable=True)
    only = known.policy.only
    for postmortem in known.postmortems:
        if postmortem.ignored is not None or (only is not None and postmortem.path not in only):
            continue
        for miss in postmortem.near_misses:
            url = known.url(postmortem.path, miss.line)
            text = f"{miss.text}: {miss.reason}" if miss.text else miss.reason
            yield Trouble(postmortem.path, miss.line, url, text, unreadable=False)
