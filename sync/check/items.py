"""Rules about single action items: whose they are, where they are tracked, what they ask for."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from sync.check.rule import Found, Grade, Rule, Subject
from sync.folding import folded
from sync.model.postmortem import ActionItem

_ARTICLE: Final = "Lunney, Lueder, Beyer: Postmortem Action Items, ;login: spring 2017 (every item has an owner and a tracking number)"
_WORD: Final = re.compile(r"\w+")
_SAME: Final = 0.85
"""Of the words of both together, how many are shared by two items that say the same."""
_SPELT_ALIKE: Final = 0.8
_NEAREST: Final = 100
"""Items before one that it is compared with; a document with more that are so much alike was made by a machine."""
_FEWEST: Final = 4
"""Words; shorter ones are the same only if they are equal."""


def _ownerless(subject: Subject) -> Iterator[Found]:
    for item in subject.open_items:
        if not item.owners:
            yield Found(
                item.line,
                subject.column(item),
                f"{named(item)} has no owner; what nobody owns nobody does",
            )


def _owners(subject: Subject) -> Iterator[Found]:
    for item in subject.open_items:
        people = [name for name in item.owners if "/" not in name]
        if len(people) > 1:
            line, column = subject.place(item, people[0])
            yield Found(
                line,
                column,
                f"{named(item)} has {len(people)} owners; let one answer for it, and name the others in its text",
            )


def _strangers(subject: Subject) -> Iterator[Found]:
    if not subject.options.knows_people:
        return
    for item in subject.open_items:
        for name in item.owners:
            if "/" in name or subject.options.people.owner(name, "").known:
                continue
            if subject.options.people.person(name, "") is None:
                line, column = subject.place(item, name.strip("@"))
                yield Found(
                    line,
                    column,
                    f'"{name}" is nobody whom the settings know; correct the spelling, or add it under [people]',
                )


def _untracked(subject: Subject) -> Iterator[Found]:
    happened, options = subject.postmortem.date, subject.options
    age = (options.today - happened).days if happened else 0
    if age <= options.ticket_within or subject.is_draft:
        return
    for item in subject.open_items:
        if item.ticket_wanted and not item.references and not item.unrecognised:
            yield Found(
                item.line,
                subject.column(item),
                f"{named(item)} has no ticket, {age} days after the incident; {options.makes_tickets(happened)} makes one",
            )


def _unrecognised(subject: Subject) -> Iterator[Found]:
    if not subject.options.knows_tickets:
        return  # Where no tracker is named yet, every reference would be told.
    for item in subject.open_items:
        for text in item.unrecognised[:1]:
            line, column = subject.place(item, text)
            yield Found(
                line,
                column,
                f'"{text}" names no ticket that pm-sync knows, so that none is made or read for this item; write its URL, or its number as the tracker has it',
            )


def _long(subject: Subject) -> Iterator[Found]:
    limit = subject.options.longest_item
    for item in subject.open_items:
        if len(item.title) > limit:
            yield Found(
                item.line,
                subject.column(item),
                f"this action item has {len(item.title)} characters (limit {limit}); say in one sentence what is to be done, and put the rest above or below",
            )


def _twice(subject: Subject) -> Iterator[Found]:
    items = [(item, frozenset(_WORD.findall(item.title.casefold()))) for item in subject.open_items]
    often = Counter(word for _, words in items for word in words)
    seen: dict[str, list[tuple[frozenset[str], ActionItem]]] = defaultdict(list)
    for item, words in items:
        rare = _rarest(words, often)
        near = (one for word in rare for one in seen[word][-_NEAREST:])
        other = next(
            (other for others, other in near if _is_twin(item, words, other, others)), None
        )
        if other is not None:
            yield Found(
                item.line,
                subject.column(item),
                f"{named(item)} says what line {other.line} says; keep one of them, or say how they differ",
            )
        for word in rare:
            seen[word].append((words, item))


def _rarest(words: frozenset[str], often: Counter[str]) -> list[str]:
    """So many of the rarest words that two texts which say the same share one of them (prefix filtering)."""
    ordered = sorted(words, key=lambda word: (often[word], word))
    return ordered[: len(words) - math.ceil(_SAME * len(words)) + 1]


def _is_twin(
    item: ActionItem, words: frozenset[str], other: ActionItem, others: frozenset[str]
) -> bool:
    if item.section != other.section or not _alike(words, others):
        return False
    return not {one.ref for one in item.references} & {one.ref for one in other.references}


def _alike(words: frozenset[str], others: frozenset[str]) -> bool:
    if not words or not others:
        return False
    if words == others:
        return True
    if min(len(words), len(others)) < _FEWEST:
        return False
    differing = words ^ others
    if any(char.isdigit() for one in differing for char in one):
        return False
    if len(differing) == 2 and len(words - others) == 1:
        # `Enable` here and `Disable` there are two things to do, `alert` and `alerts` are one.
        one, other = sorted(differing)
        return SequenceMatcher(None, one, other).ratio() >= _SPELT_ALIKE
    return len(words & others) >= _SAME * len(words | others)


def named(item: ActionItem) -> str:
    """An item as it is called in a sentence."""
    title = folded(item.title) and " ".join(item.title.split())
    shown = title if len(title) <= _SHOWN else f"{title[: _SHOWN - 1].rstrip()}…"
    return f'"{shown}"'


_SHOWN: Final = 60

_HEAD: Final = "# Checkout was down\n\n**Date:** 2026-11-04\n\n## Action items\n\n"

RULES: Final = (
    Rule(
        "item-without-owner",
        Grade.WARNING,
        "an open action item that nobody owns",
        "Items without an owner are the ones that are still open a year later. One person answers for an item, whoever does the work.",
        _ARTICLE,
        bad=f"{_HEAD}- Page when the queue is older than 5 minutes\n",
        good=f"{_HEAD}- Page when the queue is older than 5 minutes (@ann)\n",
        find=_ownerless,
        together="{count} action items have no owner (lines {lines}); what nobody owns nobody does",
    ),
    Rule(
        "item-several-owners",
        Grade.NOTE,
        "an action item with more than one owner",
        "Two who are responsible wait for each other. A team beside a person is fine.",
        "Google, The Site Reliability Workbook, chapter 10 (one owner, any number of collaborators)",
        bad=f"{_HEAD}- Page when the queue is older than 5 minutes (@ann, @bob)\n",
        good=f"{_HEAD}- Page when the queue is older than 5 minutes, with the help of Bob (@ann)\n",
        find=_owners,
        together="{count} action items have more than one owner (lines {lines}); let one answer for each",
    ),
    Rule(
        "item-unknown-owner",
        Grade.WARNING,
        "an owner whom the settings do not know",
        "A misspelt name is assigned to nobody. It is looked at only where `[people]` names somebody; a handle (`@ann`) is a name that the tracker knows.",
        "pm-sync",
        bad=f"{_HEAD}- Page when the queue is older than 5 minutes (Owner: An Lee)\n",
        good=f"{_HEAD}- Page when the queue is older than 5 minutes (Owner: Ann Lee)\n",
        find=_strangers,
    ),
    Rule(
        "item-without-ticket",
        Grade.WARNING,
        "an open action item that no ticket tracks, long after the incident",
        "Work that is not in the tracker is not planned, and nobody sees that it is late. `[check] ticket_within` says from which day on it counts; before that"
        " `pm-sync sync` makes the ticket anyway. Write `no ticket` where none is wanted.",
        _ARTICLE,
        bad="# Checkout was down\n\n**Date:** 2026-01-04\n\n## Action items\n\n- Page when the queue is older than 5 minutes (@ann)\n",
        good="# Checkout was down\n\n**Date:** 2026-01-04\n\n## Action items\n\n- Page when the queue is older than 5 minutes (@ann) (acme/shop#12)\n",
        find=_untracked,
        together="{count} action items have no ticket (lines {lines}); track them, or say at each that none is wanted",
    ),
    Rule(
        "item-unknown-ticket",
        Grade.WARNING,
        "a reference that no tracker of the settings knows",
        "It keeps a ticket from being made, since there may be one already, and its status cannot be read.",
        "pm-sync",
        bad=f"{_HEAD}| Action | Owner | Bug |\n|---|---|---|\n| Page when the queue is older than 5 minutes | @ann | Bug 5554825 |\n",
        good=f"{_HEAD}| Action | Owner | Bug |\n|---|---|---|\n| Page when the queue is older than 5 minutes | @ann | acme/shop#12 |\n",
        find=_unrecognised,
        together="{count} action items name tickets that pm-sync does not know (lines {lines}); write their URLs, or their numbers as the tracker has them",
    ),
    Rule(
        "item-too-long",
        Grade.NOTE,
        "an action item that is a story",
        "Its ticket gets a cut title, and nobody can say when it is done. `[check] longest_item` is the limit, in characters.",
        "Lunney, Lueder, Beyer: Postmortem Action Items (specific and bounded)",
        bad=f"{_HEAD}- {'Look at the queue and the disk and the consumers and the alerts, one after the other. ' * 5}(@ann)\n",
        good=f"{_HEAD}- Page when the queue is older than 5 minutes (@ann)\n",
        find=_long,
    ),
    Rule(
        "item-duplicate",
        Grade.WARNING,
        "two action items that say the same",
        "Each gets a ticket of its own, and the work is done twice or not at all.",
        "pm-sync",
        bad=f"{_HEAD}- Page when the queue is older than 5 minutes (@ann)\n- Page when the queue is older than 5 minutes! (@bob)\n",
        good=f"{_HEAD}- Page when the queue is older than 5 minutes (@ann)\n- Page when the queue is older than 10 minutes (@bob)\n",
        find=_twice,
    ),
)
