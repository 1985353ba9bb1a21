"""Rules about the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from sync.anatomy import Moment, Part, Section
from sync.check.rule import Found, Grade, Rule, Subject

_FEWEST: Final = 2
_MOST: Final = 3
"""Places that are told; where more is out of order, somebody has to read all of it anyway."""
_MIDNIGHT: Final = timedelta(hours=12)
"""A step back by more than this, without a date, is the next day."""
_NOON: Final = 12
_AFTERNOON: Final = 7
_BOOK: Final = "Google, Site Reliability Engineering, appendix D (all times UTC)"


def _section(subject: Subject) -> Section | None:
    return subject.anatomy.part(Part.TIMELINE)


def _zone(subject: Subject) -> Iterator[Found]:
    anatomy = subject.anatomy
    section = _section(subject)
    if anatomy.zone or section is None or len(anatomy.moments) < _FEWEST:
        return
    first = anatomy.moments[0]
    inside = [one for one in anatomy.sections if one.line < first.line <= one.end_line]
    around = next((one for one in reversed(inside) if Part.TIMELINE in one.parts), section)
    yield Found(
        around.line,
        around.column,
        'nobody says in which time zone these times are; add "(all times UTC)", or the zone that is meant',
    )


def _order(subject: Subject) -> Iterator[Found]:
    moments = subject.anatomy.moments
    half = all(one.time.hour <= _NOON for one in moments)
    steps = [_step(before, after, half_days=half) for before, after in pairwise(moments)]
    back = [step for step in steps if step < timedelta(0)]
    if len(back) * 5 >= len(steps) * 4:
        return  # the newest comes first, throughout
    told = 0
    for (before, after), step in zip(pairwise(moments), steps, strict=True):
        if step < timedelta(0) and told < _MOST:
            told += 1
            yield Found(
                after.line,
                after.column,
                f"{_shown(after)} comes after {_shown(before)} (line {before.line}); put it in its place, or mend the time",
            )


def _step(before: Moment, after: Moment, *, half_days: bool) -> timedelta:
    """How far time goes on; nothing where the days cannot be compared, and none past noon on a clock of twelve hours."""
    if (before.date is None) != (after.date is None):
        return timedelta(0)
    if before.day != after.day and before.date == after.date:
        return timedelta(0)
    if before.date is not None and after.date is not None:
        step = datetime.combine(after.date, after.time) - datetime.combine(before.date, before.time)
        same = before.date == after.date
    else:
        day = date(2000, 1, 1)
        step = datetime.combine(day, after.time) - datetime.combine(day, before.time)
        same = True
    if same and half_days and after.time.hour < _AFTERNOON <= before.time.hour:
        return timedelta(0)
    return timedelta(0) if same and step <= -_MIDNIGHT else step


def _shown(moment: Moment) -> str:
    day = f"{moment.date} " if moment.date else ""
    return f"{day}{moment.time.strftime('%H:%M')}"


RULES: Final = (
    Rule(
        "timeline-without-zone",
        Grade.WARNING,
        "a timeline that does not say its time zone",
        "Readers in other places, and whoever compares it with logs, are hours off. One word in the title is enough.",
        _BOOK,
        bad="# Checkout was down\n\n## Timeline\n\n- 10:02 checkout fails\n- 10:20 the disk is full\n",
        good="# Checkout was down\n\n## Timeline (all times UTC)\n\n- 10:02 checkout fails\n- 10:20 the disk is full\n",
        find=_zone,
    ),
    Rule(
        "timeline-out-of-order",
        Grade.WARNING,
        "a timeline that goes back in time",
        "Mostly it is a slip in a time or a date, and whoever learns from the postmortem learns something wrong. A timeline with the newest first throughout is fine,"
        " and so is one that passes midnight.",
        _BOOK,
        bad="# Checkout was down\n\n## Timeline (UTC)\n\n- 10:02 checkout fails\n- 10:40 the disk is full\n- 10:10 somebody is paged\n- 10:50 it works again\n",
        good="# Checkout was down\n\n## Timeline (UTC)\n\n- 10:02 checkout fails\n- 10:10 somebody is paged\n- 10:40 the disk is full\n- 10:50 it works again\n",
        find=_order,
    ),
)
