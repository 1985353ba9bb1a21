"""Rules about all action items together: what comes first, what prevents the next time, and when it is to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sync.anatomy import Edit, Part
from sync.check.head import readings
from sync.check.items import named
from sync.check.rule import Found, Grade, Rule, Subject
from sync.days import day_of
from sync.folding import folded
from sync.words import TYPES

_TOP: Final = frozenset(
    "p0 p1 1 0 critical urgent highest high blocker sev1 sev0 s1 must have|high priority|very high|高|alta|haute|élevée|hoch|высокий|紧急|높음|상|大".replace(
        "|", " | "
    ).split()
) | {"must have", "high priority", "very high", "h"}
_FEWEST: Final = 3
_USERS: Final = re.compile(
    r"\b(?:users|customers|merchants|shoppers|visitors|players|patients|passengers|subscribers|guests)\b",
    re.IGNORECASE,
)
_SPARED: Final = re.compile(
    r"\b(?:no|not any|zero|without|none of (?:the|our)|none for(?: the| our)?) (?:\w+ ){0,2}(?:users?|customers?)\b"
    r"|\b(?:users?|customers?) (?:(?:were|was) (?:not|never|un)|did(?: not|n['’]t)|never|saw nothing|noticed nothing|kept)"
    r"|\bunaffected\b|\bno (?:user|customer)?[- ]?impact\b|\bkept working\b|\bnot (?:user|customer)[- ](?:facing|visible)\b",
    re.IGNORECASE,
)
_REACTS: Final = frozenset({"mitigate", "repair", "investigate"})
_ARTICLE: Final = "Lunney, Lueder, Beyer: Postmortem Action Items, ;login: spring 2017"
_WORKBOOK: Final = "Google, The Site Reliability Workbook, chapter 10"


def _unranked(subject: Subject) -> Iterator[Found]:
    items = subject.open_items
    if not any(item.priority or "priority" in item.places for item in subject.postmortem.items):
        return
    for item in items:
        if not item.priority:
            yield Found(
                item.line,
                subject.column(item),
                f"{named(item)} has no priority, which others here have; say how urgent it is",
            )


def _equal(subject: Subject) -> Iterator[Found]:
    items = [item for item in subject.open_items if item.priority]
    words = {folded(item.priority or "") for item in items}
    if len(items) >= _FEWEST and len(words) == 1:
        line, column = subject.place(items[0], items[0].priority or "")
        yield Found(
            line,
            column,
            f'all {len(items)} open action items have the priority "{items[0].priority}", so that nobody knows where to begin',
        )


def _nothing_urgent(subject: Subject) -> Iterator[Found]:
    items = subject.postmortem.items
    ranked = [item for item in items if item.priority]
    if not ranked or any(_is_top(item.priority or "") for item in ranked):
        return
    if _users_felt_it(subject):
        line, column = subject.place(ranked[0], ranked[0].priority or "")
        yield Found(
            line,
            column,
            "users felt this incident, and no action item has one of the two highest priorities; is nothing of it urgent?",
        )


def _is_top(priority: str) -> bool:
    """Whether any word of it is one of the two highest: `P1 - Critical`, `Sev 1`, `1 (high)`."""
    plain = re.sub(r"\b(p|s|sev) (?=\d)", r"\1", folded(priority))
    return plain in _TOP or not _TOP.isdisjoint(re.findall(r"\w+", plain)[:2])


def _users_felt_it(subject: Subject) -> bool:
    section = subject.anatomy.part(Part.IMPACT)
    if section is None:
        return False
    text = " ".join(subject.anatomy.prose[section.line - 1 : section.end_line])
    return _USERS.search(text) is not None and _SPARED.search(text) is None


def _only_reacts(subject: Subject) -> Iterator[Found]:
    typed = [item for item in subject.postmortem.items if item.type]
    kinds = {TYPES.get(folded(item.type or ""), "other") for item in typed}
    if (
        len(typed) < _FEWEST - 1
        or len(typed) < len(subject.postmortem.items)
        or not kinds <= _REACTS
    ):
        return
    line, column = subject.place(typed[0], typed[0].type or "")
    yield Found(
        line,
        column,
        "no action item prevents the next incident of this kind: all of them repair, mitigate or investigate",
    )


def _past(subject: Subject) -> Iterator[Found]:
    for item in subject.open_items:
        day = day_of(item.due)
        if day is not None and day < subject.options.today:
            days = (subject.options.today - day).days
            line, column = subject.place(item, item.due or "")
            yield Found(
                line,
                column,
                f"{named(item)} was due {days} day{'' if days == 1 else 's'} ago; do it, close it, or agree on another day",
            )


def _undated(subject: Subject) -> Iterator[Found]:
    if not any(item.due for item in subject.postmortem.items):
        return
    for item in subject.open_items:
        if not item.due and "due" in item.places:
            yield Found(
                item.line,
                subject.column(item),
                f"{named(item)} has no due date, which others here have",
            )


def _styled(subject: Subject) -> Iterator[Found]:
    for one in subject.anatomy.statements:
        text = one.text.strip("*_` ")
        day = _in_other_words(text) if one.name in ("date", "published") else None
        if day is not None:
            column = one.column + one.text.find(text)
            edit = Edit(one.line, column, text, day)
            yield Found(one.line, column, _better(text, day), edit)
    for item in subject.open_items:
        text = (item.due or "").strip()
        day = _in_other_words(text)
        if day is not None:
            yield Found(*subject.place(item, text), _better(text, day), due=(item, day))


def _in_other_words(text: str) -> str | None:
    day = day_of(text)
    return day.isoformat() if day is not None and text != day.isoformat() else None


def _better(text: str, day: str) -> str:
    return f'"{text}" sorts and searches better as {day}'


def _unreadable(subject: Subject) -> Iterator[Found]:
    for item in subject.open_items:
        text = (item.due or "").strip()
        if day_of(text) is None and any(char.isdigit() for char in text):
            why = readings(text) or "is no day that pm-sync can read; write it as year-month-day"
            line, column = subject.place(item, text)
            yield Found(line, column, f'"{text}" {why}, so that trackers know of it')


_IMPACT: Final = (
    "# Checkout was down\n\n## Impact\n\n1,200 customers could not pay.\n\n## Action items\n\n"
)
_TABLE: Final = "# Checkout was down\n\n## Action items\n\n"
_A: Final = "Page when the queue is older than 5 minutes"
_B: Final = "Set a retention of 3 days on the queue"
_C: Final = "Restart consumers that lost their connection"

RULES: Final = (
    Rule(
        "item-without-priority",
        Grade.WARNING,
        "an action item without a priority, among others that have one",
        "What has no priority is done last. Documents that give no item a priority are left alone.",
        _ARTICLE,
        bad=f"{_TABLE}| Action | Priority |\n|---|---|\n| {_A} | P1 |\n| {_B} | |\n",
        good=f"{_TABLE}| Action | Priority |\n|---|---|\n| {_A} | P1 |\n| {_B} | P2 |\n",
        find=_unranked,
        together="{count} action items have no priority, which others here have (lines {lines})",
    ),
    Rule(
        "priorities-equal",
        Grade.NOTE,
        "priorities that are all the same",
        "If everything comes first, nothing does.",
        _ARTICLE,
        bad=f"{_TABLE}| Action | Priority |\n|---|---|\n| {_A} | P1 |\n| {_B} | P1 |\n| {_C} | P1 |\n",
        good=f"{_TABLE}| Action | Priority |\n|---|---|\n| {_A} | P1 |\n| {_B} | P1 |\n| {_C} | P2 |\n",
        find=_equal,
    ),
    Rule(
        "no-urgent-item",
        Grade.WARNING,
        "an incident that users felt, without an urgent action item",
        "At Google such a postmortem has at least one item of the two highest priorities, and exceptions are looked at by a vice president.",
        _WORKBOOK,
        bad=f"{_IMPACT}| Action | Priority |\n|---|---|\n| {_A} | P3 |\n| {_B} | P2 |\n",
        good=f"{_IMPACT}| Action | Priority |\n|---|---|\n| {_A} | P1 |\n| {_B} | P2 |\n",
        find=_nothing_urgent,
    ),
    Rule(
        "no-prevention",
        Grade.WARNING,
        "action items that only repair and mitigate",
        "They make the next incident shorter, and do not make it less likely. It is looked at only where every item has a type.",
        _WORKBOOK,
        bad=f"{_TABLE}| Action | Type |\n|---|---|\n| {_C} | mitigate |\n| Repair the lost orders of 4 November | repair |\n",
        good=f"{_TABLE}| Action | Type |\n|---|---|\n| {_C} | mitigate |\n| {_B} | prevent |\n",
        find=_only_reacts,
    ),
    Rule(
        "due-past",
        Grade.WARNING,
        "an open action item whose day has passed",
        "A day that everybody sees pass without anything happening teaches that days mean nothing.",
        "PagerDuty, Postmortem documentation (15 and 30 days); Atlassian, Incident management handbook (4 and 8 weeks)",
        bad=f"{_TABLE}| Action | Due |\n|---|---|\n| {_A} | 2020-12-24 |\n",
        good=f"{_TABLE}| Action | Due |\n|---|---|\n| {_A} | 2099-12-24 |\n",
        find=_past,
        together="{count} action items are past their day (lines {lines}); do them, close them, or agree on other days",
    ),
    Rule(
        "due-missing",
        Grade.NOTE,
        "an action item without a due date, among others that have one",
        "Where a table has a column for it, an empty cell means that nobody has agreed.",
        "Atlassian, Incident management handbook",
        bad=f"{_TABLE}| Action | Due |\n|---|---|\n| {_A} | 2099-12-24 |\n| {_B} | |\n",
        good=f"{_TABLE}| Action | Due |\n|---|---|\n| {_A} | 2099-12-24 |\n| {_B} | 2099-12-31 |\n",
        find=_undated,
        together="{count} action items have no due date, which others here have (lines {lines})",
    ),
    Rule(
        "due-malformed",
        Grade.WARNING,
        "a due date that no tracker can read",
        'It is not carried to the ticket, and never counts as overdue. `--fix` rewrites what can mean only one day; words such as "next quarter" are left alone.',
        "ISO 8601",
        bad=f"{_TABLE}| Action | Due |\n|---|---|\n| {_A} | 24.12. |\n",
        good=f"{_TABLE}| Action | Due |\n|---|---|\n| {_A} | 2099-12-24 |\n",
        find=_unreadable,
    ),
    Rule(
        "date-style",
        Grade.NOTE,
        "a day that is written in another way than 2026-12-24",
        "Days in one form can be sorted, searched and compared. `--fix` rewrites those that can mean only one day.",
        "ISO 8601",
        bad=f"{_TABLE}| Action | Due |\n|---|---|\n| {_A} | 24 Dec 2099 |\n",
        good=f"{_TABLE}| Action | Due |\n|---|---|\n| {_A} | 2099-12-24 |\n",
        find=_styled,
        together="{count} days are written in another way than 2026-12-24 (lines {lines}); `pm-sync check --fix` rewrites them",
    ),
)
