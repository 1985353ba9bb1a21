"""Work that was promised before: items of several documents that share a ticket, or say nearly the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations
from math import ceil
from typing import Final, TypeAlias

from sync.followthrough.items import Entry
from sync.followthrough.model import Followed, Recurring
from sync.words import word_set

LIKENESS: Final = 0.75
"""The part of all words of two items that both have, from which on they say nearly the same."""
FEWEST: Final = 3
"""Words; what says less says nothing of its own: `Add tests`."""

_MOST: Final = 40
"""Words that are compared, the first of a text."""
_WORD: Final = re.compile(r"[^\W_]+")
_SMALL: Final = word_set(
    "a, an, and, are, as, at, be, by, for, from, in, into, is, it, its, of, on, or, our, so, that, the, their, this, to, up, we, when, with"
)
_WIDE: Final = "\u2e80"
"""From here on come scripts that put no spaces between words."""

Words: TypeAlias = frozenset[str]


def recurring(entries: Sequence[Entry]) -> tuple[Recurring, ...]:
    """Those with something left to do first, and among them those that were closed before: that did not help."""
    ordered = sorted(entries, key=lambda entry: _age(entry.followed))
    shared = [_group(group, shares_ticket=True) for group in _by_ticket(ordered)]
    together = {frozenset(_place(item) for item in one.items) for one in shared}
    alike = [
        _group(group, shares_ticket=False)
        for group in _by_text(ordered)
        if not any(frozenset(map(_place, group)) <= places for places in together)
    ]
    return tuple(sorted([*shared, *alike], key=_interest))


def _age(item: Followed) -> tuple[date, str, int]:
    return item.happened or item.opened or date.max, item.document, item.line


def _place(item: Followed) -> tuple[str, int]:
    return item.document, item.line


def _group(items: Sequence[Followed], *, shares_ticket: bool) -> Recurring:
    return Recurring(items[0].title, tuple(items), shares_ticket)


def _interest(one: Recurring) -> tuple[int, int, str]:
    is_open = any(item.is_open for item in one.items)
    was_closed = any(not item.is_open for item in one.items)
    kind = 0 if is_open and was_closed else 1 if is_open else 2
    return kind, -len({item.document for item in one.items}), one.title.casefold()


def _of_several(groups: Iterable[Sequence[Followed]]) -> Iterator[Sequence[Followed]]:
    return (group for group in groups if len({item.document for item in group}) > 1)


def _by_ticket(entries: Iterable[Entry]) -> Iterator[Sequence[Followed]]:
    groups: defaultdict[object, list[Followed]] = defaultdict(list)
    for entry in entries:
        for ref in entry.refs:
            groups[ref].append(entry.followed)
    return _of_several(groups.values())


def _by_text(entries: Iterable[Entry]) -> Iterator[Sequence[Followed]]:
    """Equal sets of words are one; of those that differ each is compared with the few that share its rare words."""
    same: defaultdict[Words, list[Followed]] = defaultdict(list)
    for entry in entries:
        words = words_of(entry.followed.title)
        if len(words) >= FEWEST:
            same[words].append(entry.followed)
    leaders: defaultdict[Words, list[Followed]] = defaultdict(list)
    for words, leader in _led(same).items():
        leaders[leader].extend(same[words])
    return _of_several([sorted(group, key=_age) for group in leaders.values()])


def _led(same: Mapping[Words, object]) -> dict[Words, Words]:
    """For each set of words the first one that says nearly the same; itself if there is none.

    Two sets that share so much share three of the rarest few words of each, so only those under these three are looked at
    (a prefix of adaptive length, as similarity joins have it).
    """
    often = Counter(word for words in same for word in words)
    index: defaultdict[object, list[Words]] = defaultdict(list)
    led: dict[Words, Words] = {}
    for words in same:
        keys = list(_keys(words, often))
        candidates = dict.fromkeys(one for key in keys for one in index[key])
        led[words] = max(
            (one for one in candidates if _alike(words, one)),
            key=lambda one: len(words & one) / len(words | one),
            default=words,
        )
        if led[words] is words:
            for key in keys:
                index[key].append(words)
    return led


def _keys(words: Words, often: Mapping[str, int]) -> Iterator[object]:
    """What those have in common that say nearly the same: the numbers, and three of the rarest words."""
    numbers = frozenset(word for word in words if _is_numbered(word))
    ordered = sorted(words, key=lambda word: (often[word], word))
    rarest = ordered[: len(words) - ceil(LIKENESS * len(words)) + FEWEST]
    return ((numbers, *three) for three in combinations(rarest, FEWEST))


def _alike(one: Words, other: Words) -> bool:
    """Whether enough is shared; numbers are the same by then, since those of two regions or two queues make two items."""
    shared = len(one & other)
    return shared >= LIKENESS * (len(one) + len(other) - shared)


def _is_numbered(word: str) -> bool:
    return any(char.isdigit() for char in word)


@lru_cache(maxsize=65_536)
def words_of(title: str) -> Words:
    """The words that a title is compared by, without small ones and endings; pairs of signs where there are no spaces."""
    found: set[str] = set()
    for word in _WORD.findall(title.casefold()):
        if len(found) >= _MOST:
            break
        if word[0] >= _WIDE:
            found.update(word[at : at + 2] for at in range(max(1, len(word) - 1)))
        elif word not in _SMALL:
            found.add(word[:-1] if len(word) > 3 and word.endswith("s") else word)
    return frozenset(found)
