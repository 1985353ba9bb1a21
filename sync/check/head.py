"""Rules about what a document says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sync.anatomy import Statement
from sync.check.parts import listed, looks_like_one
from sync.check.rule import Found, Grade, Rule, Subject
from sync.days import day_of

_FOLLOWS: Final = 2
"""Who tells a status and so many of date, authors and status in all follows the template, and meant to tell all of them."""
_LABELS: Final = ("date", "authors", "status")
_EITHER_WAY: Final = re.compile(
    r"(?<!\d)(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4}|\d\d)(?!\d)"
)
_LAST_MONTH: Final = 12
_COMPLETE: Final = re.compile(
    r"(?:complete|completed|done|closed|finished|all (?:action )?items (?:are )?(?:done|closed|complete|completed))\b",
    re.IGNORECASE,
)
_YET: Final = re.compile(
    r"progress|pending|open|remain|outstanding|todo|follow|except|but\b|not\b|items?\b(?!.*(?:done|closed|complete))",
    re.IGNORECASE,
)
_BOOK: Final = "Google, Site Reliability Engineering, appendix D"


def _missing(subject: Subject) -> Iterator[Found]:
    if not looks_like_one(subject):
        return
    postmortem, anatomy = subject.postmortem, subject.anatomy
    told = {one.name for one in anatomy.statements}
    labelled = {one.name for one in anatomy.statements if anatomy.visible[one.line - 1].strip()}
    has = {
        "title": postmortem.title is not None,
        "date": postmortem.date is not None and "commit" not in postmortem.date_origin,
        "authors": bool(postmortem.authors) or "authors" in told,
        "status": postmortem.status is not None or "status" in told,
        "severity": postmortem.severity is not None or "severity" in told,
    }
    wanted = [name for name in subject.options.head if not has.get(name, True)]
    if "status" in labelled and sum(name in labelled for name in _LABELS) >= _FOLLOWS:
        wanted += [name for name in _LABELS if not has[name] and name not in wanted]
    wanted = [name for name in wanted if name not in told]
    if wanted:
        line = next((n for n, text in enumerate(anatomy.visible, 1) if text.strip()), 1)
        example = (
            "`**Date:** 2026-11-04`" if "date" in wanted else f"`**{wanted[0].capitalize()}:** ...`"
        )
        yield Found(
            line,
            1,
            f"its head tells no {listed(wanted, 'and no')}; write it below the title, as {example}",
        )


def _malformed(subject: Subject) -> Iterator[Found]:
    for one in subject.anatomy.statements:
        if one.name in ("date", "published") and one.text and not one.placeholder:
            yield from _day(one, subject)


def _day(one: Statement, subject: Subject) -> Iterator[Found]:
    text = one.text.strip("*_` \"'")
    both = readings(text)
    if both is not None:
        yield Found(one.line, one.column, f'"{text}" {both}')
    elif day_of(text) is None and subject.postmortem.date is None and one.name == "date":
        yield Found(
            one.line,
            one.column,
            f'"{text}" is no day that pm-sync can read; write it as year-month-day',
        )


def readings(text: str) -> str | None:
    """That a day means one to some readers and another to others, with both; None if it does not."""
    match = _EITHER_WAY.search(text)
    if match is None:
        return None
    first, second, year = int(match["first"]), int(match["second"]), match["year"]
    year = f"20{year}" if len(year) == len("26") else year
    if not (0 < first <= _LAST_MONTH and 0 < second <= _LAST_MONTH) or first == second:
        return None
    days = [f"{year}-{month:02}-{day:02}" for month, day in ((second, first), (first, second))]
    return f"is {days[0]} to some readers and {days[1]} to others; write the one that is meant"


def _late(subject: Subject) -> Iterator[Found]:
    happened, limit = subject.postmortem.date, subject.options.publish_within
    if happened is None or "commit" in subject.postmortem.date_origin or not limit:
        return
    published = subject.anatomy.said("published")
    day = day_of(published.text) if published else None
    if published is not None and day is not None and (day - happened).days > limit:
        days = (day - happened).days
        yield Found(
            published.line,
            published.column,
            f"it was published {days} days after the incident, when most of it is forgotten; the limit is {limit} days",
        )
    status = subject.anatomy.said("status")
    age = (subject.options.today - happened).days
    if subject.is_draft and age > limit:
        line, column = (status.line, status.column) if status else (1, 1)
        yield Found(
            line,
            column,
            f"it is still a draft, {age} days after the incident; finish it with what is known (the limit is {limit} days)",
        )


def _premature(subject: Subject) -> Iterator[Found]:
    one = subject.anatomy.said("status")
    text = one.text if one is not None else ""
    if (
        one is None
        or _COMPLETE.match(text.strip("*_` ✅🟢")) is None
        or _YET.search(text) is not None
    ):
        return
    left = [item for item in subject.open_items if item.status is not None or item.status_has_place]
    if left:
        noun = "action item is" if len(left) == 1 else "action items are"
        lines = ", ".join(str(item.line) for item in left[:5]) + (", ..." if len(left) > 5 else "")
        yield Found(
            one.line,
            one.column,
            f'the status says "{text.strip()}" while {len(left)} {noun} open (line{"" if len(left) == 1 else "s"} {lines}); say "Complete, action items in progress"',
        )


RULES: Final = (
    Rule(
        "metadata-missing",
        Grade.WARNING,
        "no title or no date, or an incomplete head",
        "Without a date pm-sync cannot tell whether items are old, and takes the file's first commit. `[check] metadata` names what a head has to tell; one"
        " that tells a status, and a date or authors, is held to all three.",
        _BOOK,
        bad="# Checkout was down\n\n**Date:** 2026-11-04\n**Status:** Complete\n\n## Impact\n\nNobody could pay.\n",
        good="# Checkout was down\n\n**Date:** 2026-11-04\n**Authors:** Ann Lee\n**Status:** Complete\n\n## Impact\n\nNobody could pay.\n",
        find=_missing,
    ),
    Rule(
        "date-malformed",
        Grade.WARNING,
        "a date that cannot be read, or can be read in two ways",
        "`03/10/2021` is March to some and October to others. ISO 8601 is the same to everybody, and sorts.",
        "ISO 8601; RFC 3339",
        bad="# Checkout was down\n\n**Date:** 03/10/2026\n",
        good="# Checkout was down\n\n**Date:** 2026-10-03\n",
        find=_malformed,
    ),
    Rule(
        "published-late",
        Grade.WARNING,
        "a postmortem that comes out long after its incident",
        "Memories fade within days, and so does the wish to change anything. `[check] publish_within` is the limit, in days. What counts is a date of"
        " publication, or a draft that is still one.",
        "Google, The Site Reliability Workbook, chapter 10 (promptness)",
        bad="# Checkout was down\n\n**Date:** 2026-01-04\n**Published:** 2026-05-20\n",
        good="# Checkout was down\n\n**Date:** 2026-01-04\n**Published:** 2026-01-09\n",
        find=_late,
    ),
    Rule(
        "status-premature",
        Grade.WARNING,
        "a status that says complete while action items are open",
        'Whoever looks for unfinished postmortems does not find it. The template\'s words are "Complete, action items in progress".',
        _BOOK,
        bad="# Checkout was down\n\n**Status:** Complete\n\n## Action items\n\n| Action | Status |\n|---|---|\n| Page when the queue is older than 5 minutes | Open |\n",
        good="# Checkout was down\n\n**Status:** Complete, action items in progress\n\n## Action items\n\n| Action | Status |\n|---|---|\n| Page when the queue is older than 5 minutes | Open |\n",
        find=_premature,
    ),
)
