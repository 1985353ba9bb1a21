"""What people's words mean: section titles, column names, status marks, types, fillers. Data, not decisions.

`Vocabulary()` holds the built-in words; `Vocabulary.extended` adds a user's own. Every word is kept folded: see `folded`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from sync.folding import LONGEST_TITLE, folded
from sync.group_titles import status_of_all
from sync.model.postmortem import Status
from sync.title_words import (
    ACTION_PHRASES,
    ACTION_TITLES,
    DECOY_WORDS,
    OTHER_TITLES,
    SECTION_PATTERNS,
    SUMMARIES,
    THEMES,
    Section,
)
from sync.words import (
    COLUMNS,
    MISSING,
    NO_OWNER,
    NO_TICKET,
    NONE,
    PRIORITIES,
    STATUS,
    STATUS_SIGNS,
    STRONG_ITEM,
    TYPES,
    VERBS,
    Column,
)

_NO_SIGNS: Final[Mapping[Status, str]] = MappingProxyType({})


class Title(NamedTuple):
    """What a title tells of the part of a document below it."""

    section: Section
    exact: bool
    """Whether it is, as a whole, a known title."""
    summary: bool
    hints: bool
    """Whether it holds a word that titles of action items hold, whatever it means as a whole."""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The words of postmortems; every set and key is folded."""

    action_titles: frozenset[str] = ACTION_TITLES
    action_phrases: tuple[str, ...] = ACTION_PHRASES
    """Phrases that announce action items wherever they stand in a short title."""
    section_patterns: tuple[str, ...] = SECTION_PATTERNS
    """Titles in the words of a sentence, as regular expressions over the folded title."""
    decoy_words: frozenset[str] = DECOY_WORDS
    """Words that take the meaning of a phrase away: `actions taken`."""
    other_titles: frozenset[str] = OTHER_TITLES
    columns: Mapping[str, str] = field(default_factory=lambda: COLUMNS)
    strong_items: frozenset[str] = STRONG_ITEM
    """Names of a column that make a table one of action items even outside of such a section."""
    statuses: Mapping[str, str] = field(default_factory=lambda: STATUS)
    signs: Mapping[str, str] = field(default_factory=lambda: STATUS_SIGNS)
    """Single characters that mean a status, without a variation selector."""
    types: Mapping[str, str] = field(default_factory=lambda: TYPES)
    priorities: frozenset[str] = PRIORITIES
    no_owner: frozenset[str] = NO_OWNER
    no_ticket: frozenset[str] = NO_TICKET
    missing: frozenset[str] = MISSING
    none: frozenset[str] = NONE
    """Ways to say that there are no action items."""
    themes: frozenset[str] = THEMES
    """Group labels that name no person."""
    people: frozenset[str] = frozenset()
    """Names that are people for sure, since the settings say so."""
    verbs: frozenset[str] = VERBS
    """First words of a sentence that tells somebody to do something."""

    def section(self, title: str) -> Section:
        """What a heading or label with this text announces."""
        return _section(self, title) if len(title) <= LONGEST_TITLE else Section.UNKNOWN

    def is_past(self, title: str) -> bool:
        """Whether a title is known to tell of something else, or of what was done already."""
        if self.section(title) is Section.OTHER:
            return True
        words = f" {' '.join(_WORD.findall(folded(title)))} "
        return any(f" {word} " in words for word in self.decoy_words)

    def title(self, text: str) -> Title:
        """All that a heading or label with this text tells."""
        return _title(self, text) if len(text) <= LONGEST_TITLE else _LONG_TITLE

    def column(self, name: str) -> Column | None:
        """What a column of this name holds; None if nobody knows."""
        meaning = self.columns.get(folded(name)) if len(name) <= LONGEST_TITLE else None
        return None if meaning is None else Column(meaning)

    def status(self, words: str) -> Status | None:
        """The status that `words` name; None if they name none."""
        meaning = self.statuses.get(folded(words)) if len(words) <= LONGEST_TITLE else None
        return None if meaning is None else Status(meaning)

    def sign(self, status: Status) -> str | None:
        """The usual sign of a status; None if it has none."""
        return next((sign for sign, meaning in self.signs.items() if meaning == status), None)

    def signs_like(self, mark: str) -> Mapping[Status, str]:
        """If `mark` is a sign, the signs of the other statuses that have one."""
        if mark.strip("\ufe0f") not in self.signs:
            return _NO_SIGNS
        return {status: sign for status in Status if (sign := self.sign(status)) is not None}

    def group_status(self, title: str) -> Status | None:
        """How far a title says that all below it is: `Done`, `Completed (2)`, `Follow-ups - done`, `In progress`; None if it does not say."""
        return status_of_all(title, self.status)

    def is_type(self, words: str) -> bool:
        """Whether `words` name a type of action."""
        return folded(words) in self.types

    def is_priority(self, words: str) -> bool:
        """Whether `words` name a priority."""
        return folded(words) in self.priorities

    def is_person(self, words: str) -> bool:
        """Whether `words` are a name of somebody whom the settings know."""
        return bool(self.people) and folded(words.strip("@ ")) in self.people

    def is_nobody(self, words: str) -> bool:
        """Whether `words` stand where an owner should, and name none."""
        plain = folded(words)
        return not plain.strip("?'") or plain in self.no_owner

    def is_exact_title(self, title: str) -> bool:
        """Whether `title` is, as a whole, a known title of any section."""
        plain = folded(title)
        return plain in self.action_titles or plain in self.other_titles

    def is_empty(self, text: str) -> bool:
        """Whether a cell says nothing: it is blank, or holds only dashes, dots and question marks. A sign says something."""
        return not text.strip(_NOTHING)

    def is_missing(self, text: str) -> bool:
        """Whether a cell says nothing, or that something is still to come."""
        return self.is_empty(text) or folded(text) in self.missing

    def is_order(self, text: str) -> bool:
        """Whether a sentence begins by telling somebody to do something."""
        first = text.split(None, 1)[:1]
        return (
            bool(first) and first[0][:1].isupper() and first[0].casefold().strip(",") in self.verbs
        )

    def is_theme(self, words: str) -> bool:
        """Whether `words` are a group of action items rather than one of them, or a person; remarks in brackets do not count."""
        plain = folded(_ASIDE.sub("", words) if "(" in words else words)
        return plain in self.themes or plain in self.types or plain in self.statuses

    def objection(self, word: str, status: Status) -> str | None:
        """Why `word`, written for `status`, would not be read as that again; None if it would."""
        if _UNWRITABLE.search(word) or len(word) > _LONGEST_WORD:
            return "holds markup, or what reads as a ticket, or is too long"
        signs = {self.signs[char] for char in word if char in self.signs}
        if signs - {status}:
            return "holds a sign that means another status"
        plain = folded(word)
        known = self.statuses.get(plain)
        if known is not None:
            return None if known == status else f"means {known.replace('_', ' ')}"
        if not any(char.isalpha() for char in plain):
            return None if signs and not plain else "is no word"
        fillers = self.missing | self.no_ticket | self.no_owner | self.none
        return "means that something is missing" if plain in fillers else None

    def extended(
        self,
        sections: Iterable[str] = (),
        other_sections: Iterable[str] = (),
        columns: Mapping[str, Column] = MappingProxyType({}),
        statuses: Mapping[str, Status] = MappingProxyType({}),
        types: Iterable[str] = (),
        priorities: Iterable[str] = (),
        people: Iterable[str] = (),
    ) -> Vocabulary:
        """This vocabulary with words of a user's own, which win over the built-in ones."""
        titles, others = _folded_all(sections), _folded_all(other_sections)
        return replace(
            self,
            action_titles=(self.action_titles | titles) - others,
            other_titles=(self.other_titles | others) - titles,
            columns={**self.columns, **{folded(name): column for name, column in columns.items()}},
            statuses={
                **self.statuses,
                **{folded(word): status for word, status in statuses.items() if folded(word)},
            },
            types={**self.types, **dict.fromkeys(_folded_all(types), "other")},
            priorities=self.priorities | _folded_all(priorities),
            people=self.people | _folded_all(people),
        )


def _folded_all(words: Iterable[str]) -> frozenset[str]:
    return frozenset(plain for word in words if (plain := folded(word)))


_NOTHING: Final = " \t\n-–—−?.…_*'’`/\\|()[]"
_HINT: Final = re.compile(
    r"\b(?:actions?|follow[- ]?ups?|next steps?|to[- ]?dos?|remediat\w+|prevent\w*|improve\w*|mitigations?|tasks?)\b",
    re.IGNORECASE,
)
_MOST_WORDS: Final = 9
_LONGEST_WORD: Final = 40
_UNWRITABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f<>*_`~|\\\[\]()#@&:;,/]|\w-?\d")


_LONG_TITLE: Final = Title(Section.UNKNOWN, exact=False, summary=False, hints=False)


@lru_cache(maxsize=8192)
def _title(vocabulary: Vocabulary, text: str) -> Title:
    return Title(
        _section(vocabulary, text),
        exact=vocabulary.is_exact_title(text),
        summary=folded(text) in SUMMARIES,
        hints=_HINT.search(text) is not None,
    )


@lru_cache(maxsize=8192)
def _section(vocabulary: Vocabulary, title: str) -> Section:
    plain = folded(title)
    for words in (plain, plain.rstrip("? "), folded(_ASIDE.sub("", title))):
        known = _known(vocabulary, words)
        if known is not Section.UNKNOWN:
            return known
    parts = [_known(vocabulary, folded(part)) for part in _BETWEEN_PARTS.split(plain)]
    if len(parts) > 1 and Section.UNKNOWN not in parts:
        return Section.ACTIONS if Section.ACTIONS in parts else Section.OTHER
    if _LESSONS.fullmatch(plain):
        return Section.OTHER
    padded = " " + " ".join(_WORD.findall(plain)) + " "
    if any(f" {word} " in padded for word in vocabulary.decoy_words):
        return Section.UNKNOWN
    words_in = padded.count(" ") - 1
    if words_in <= _MOST_WORDS and any(f" {one} " in padded for one in vocabulary.action_phrases):
        return Section.ACTIONS
    if words_in <= _MOST_WORDS_OF_A_SENTENCE and any(
        re.fullmatch(pattern, plain.rstrip("?")) for pattern in vocabulary.section_patterns
    ):
        return Section.ACTIONS
    return Section.UNKNOWN


def _known(vocabulary: Vocabulary, plain: str) -> Section:
    if plain in vocabulary.other_titles:
        return Section.OTHER
    return Section.ACTIONS if plain in vocabulary.action_titles else Section.UNKNOWN


_ASIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LESSONS: Final = re.compile(r"lessons? (?:to be )?(?:learn\w*|identified)")
_BETWEEN_PARTS: Final = re.compile(r"\s*(?:/|,|:|\+|\band\b|\bund\b|\bet\b)\s*")
_WORD: Final = re.compile(r"[\w']+")
_MOST_WORDS_OF_A_SENTENCE: Final = 14
