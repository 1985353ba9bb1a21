"""What a bracketed remark says: `([#12](url), done)`, `(owner: @x)`, `[P1]`. All of it must be understood, or it is text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from connectors.markdown.keys import key_at
from connectors.markdown.phrases import (
    StatusPhrase,
    are_known,
    is_date,
    is_name,
    owners,
    people,
    sign_at,
    status_of,
)
from sync.folding import folded
from sync.model.postmortem import Reference, Status
from sync.vocabulary import Vocabulary
from sync.words import REFERENCE_WORDS, Column

GROUP: Final = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
LONGEST_GROUP: Final = 400
_LONGEST_OWNERS: Final = 80
_MOST_NAME_WORDS: Final = 4
_SEPARATOR: Final = re.compile(r"\s*[,;|、，；]\s*|\s+(?:and|-|–|—)\s+|\s*[&\n]\s*")
_LABEL_STATE: Final = re.compile(r"\s[-–—]\s(?:merged|open|closed|draft|done)$", re.IGNORECASE)
_LONG_DATE: Final = re.compile(r"\b[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?, \d{4}\b")
_LABEL: Final = re.compile(
    r"\^[\w-]+|(?:(?:see\s+)?(?:pr|pull request|issue|ticket|bug|gh|mr|jira)s?[\s:]*)?(?:[\w.-]+(?:/[\w.-]+)?)?\s?[#!]\d+|[A-Z][A-Z0-9_]+-\d+|https?://\S+",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Named:
    """A reference at `text[start:end]`: what it names, or None where nobody recognises it."""

    start: int
    end: int
    reference: Reference | None
    link: bool
    key: bool = False
    """Whether it counts only where a reference is expected: the key of a tracker that nobody configured, or code."""
    first: int = -1
    last: int = -1
    """Of a link: its bytes, markup included."""


@dataclass(slots=True)
class Meaning:
    """What a remark says."""

    owners: list[str] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    status: Status | None = None
    status_at: tuple[int, int] | None = None
    qualified: bool = False
    """Whether more is said of the status than the status."""
    due: str | None = None
    priority: str | None = None
    type: str | None = None
    unwanted: bool = False
    """No ticket is wanted."""
    slot: tuple[int, int] | None = None
    """Where somebody left room for a ticket: `Ticket: TBD`."""

    def told(self, phrase: StatusPhrase, at: tuple[int, int]) -> bool:
        """Take in a status; answers False if it contradicts one that was told before: `done here, open there`."""
        if self.status not in (None, phrase.status):
            return False
        self.status, self.status_at, self.qualified = phrase.status, at, phrase.qualified
        return True


def is_reference_words(text: str) -> bool:
    """Whether `text` only leads to a reference: `see issue`."""
    plain = folded(text.strip(" :"))
    return not plain or plain in REFERENCE_WORDS


def is_label(text: str) -> bool:
    """Whether a link with this text is a reference rather than words of the sentence."""
    bare = _LABEL_STATE.sub("", text.strip())
    return is_reference_words(bare) or _LABEL.fullmatch(bare) is not None


def meaning_of(
    text: str,
    start: int,
    end: int,
    named: Sequence[Named],
    vocabulary: Vocabulary,
    *,
    bracket: bool = False,
) -> Meaning | None:
    """What `text[start:end]`, the inside of a remark, says; None unless all of it is understood."""
    if end - start > LONGEST_GROUP:
        return None
    meaning = Meaning()
    position = start
    inside = [one for one in named if start <= one.start and one.end <= end]
    whole = None if inside else status_of(" ".join(text[start:end].split()), vocabulary)
    if whole is not None and whole.qualified and meaning.told(whole, _stripped(text, start, end)):
        return meaning  # `(fixed by adding a monitor for docs and api)`
    parts = _parts(text, start, end, inside)
    dated = len(parts) > 1 and any(
        is_date(text[slice(*part)]) or _BY.match(text[slice(*part)]) for part in parts
    )
    for part_start, part_end in parts:
        words = folded(text[part_start:part_end]) in REFERENCE_WORDS
        if words and inside and not any(part_start <= one.start < part_end for one in inside):
            continue  # It leads to the reference on the next line.
        if not _understand(
            text, part_start, part_end, inside, vocabulary, meaning, bracket or dated
        ):
            return None
        position = part_end
    return meaning if position > start else None


_BY: Final = re.compile(r"(?:by|due)\s+\S", re.IGNORECASE)
"""What leads to a day: `(Dana, by 1 Dec)`."""


def _parts(text: str, start: int, end: int, named: Sequence[Named]) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    begin = start
    days = [match.span() for match in _LONG_DATE.finditer(text, start, end)]
    for match in _SEPARATOR.finditer(text, start, end):
        if any(low < match.start() and match.end() < high for low, high in days):
            continue
        if any(one.start < match.end() and match.start() < one.end for one in named):
            continue
        parts.append((begin, match.start()))
        begin = match.end()
    parts.append((begin, end))
    return [part for part in (_stripped(text, *part) for part in parts) if part[0] < part[1]]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _understand(
    text: str,
    start: int,
    end: int,
    named: Sequence[Named],
    vocabulary: Vocabulary,
    meaning: Meaning,
    bracket: bool,
) -> bool:
    part = text[start:end]
    inside = [one for one in named if start <= one.start and one.end <= end]
    if inside:
        return _reference(text, start, end, inside, vocabulary, meaning)
    key = key_at(part)
    if key is not None:
        at, value = (start + key.end, end), part[key.end :]
        unfilled = not value.strip() and key.field is not Column.TICKET  # as in a template
        return unfilled or keyed(key.field, value, at, vocabulary, meaning)
    phrase = status_of(part, vocabulary) or _sign(part, vocabulary)
    if phrase is not None:
        return meaning.told(phrase, (start, end))
    plain = folded(part)
    if plain.startswith("no ") and plain in vocabulary.no_ticket:
        meaning.unwanted = True
    elif plain in vocabulary.priorities:
        meaning.priority = part
    elif plain in vocabulary.types:
        meaning.type = part
    elif is_date(part):
        meaning.due = part
    elif handles := people(part):
        meaning.owners.extend(handles)
    elif are_known(part, vocabulary) or ((bracket or meaning.owners) and is_name(part, vocabulary)):
        meaning.owners.extend(owners(part, vocabulary))
    else:
        return bracket and vocabulary.is_nobody(part)
    return True


def _sign(part: str, vocabulary: Vocabulary) -> StatusPhrase | None:
    sign = sign_at(part, 0, vocabulary)
    return StatusPhrase(sign[0]) if sign is not None and sign[1] == len(part) else None


def _reference(
    text: str,
    start: int,
    end: int,
    inside: Sequence[Named],
    vocabulary: Vocabulary,
    meaning: Meaning,
) -> bool:
    position = start
    for one in (*inside, None):
        stop = end if one is None else one.start
        between = text[position:stop].strip(" \t\n/+:-")
        status = None if is_reference_words(between) else vocabulary.status(between)
        finished = vocabulary.status(between.split()[0]) if between else None
        if status is not None:
            at = text.index(between, position)
            meaning.status, meaning.status_at = status, (at, at + len(between))
        elif finished is Status.DONE and one is not None and is_reference_words(between):
            at = text.index(between, position)  # `(done in #12)`
            meaning.status, meaning.status_at = finished, (at, one.end)
            meaning.qualified = True
        elif not is_reference_words(between):
            return False
        if one is not None:
            if one.link and not is_label(text[one.start : one.end]):
                return False
            meaning.named.append(one)
            position = one.end
    return True


def keyed(
    field: Column, value: str, at: tuple[int, int], vocabulary: Vocabulary, meaning: Meaning
) -> bool:
    """Take in `Field: value`; answers whether the value fits the field."""
    value = value.strip(" .")
    plain = folded(value)
    match field:
        case Column.OWNER:
            return _owned(value, vocabulary, meaning)
        case Column.DUE if is_date(value):
            meaning.due = value
        case Column.PRIORITY if vocabulary.is_priority(value):
            meaning.priority = value
        case Column.TYPE if vocabulary.is_type(value):
            meaning.type = value
        case Column.STATUS if (phrase := status_of(value, vocabulary)) is not None:
            return meaning.told(phrase, at)
        case Column.TICKET if plain in vocabulary.no_ticket:
            meaning.unwanted = True
        case Column.TICKET if plain in vocabulary.missing or not plain.strip("?"):
            meaning.slot = at
        case Column.STATUS if vocabulary.is_missing(value):
            pass  # `Status: TBD`
        case _:
            return False
    return True


def _owned(value: str, vocabulary: Vocabulary, meaning: Meaning) -> bool:
    if len(value) > _LONGEST_OWNERS or _MORE_THAN_NAMES.search(value):
        return False
    names = owners(value, vocabulary)
    meaning.owners.extend(names)
    return all(len(name.split()) <= _MOST_NAME_WORDS for name in names)


_MORE_THAN_NAMES: Final = re.compile(r"\s[-–—]\s|[:;!?]|\.\s+[A-Z]|\d{4}-\d")
"""What no list of names holds."""
