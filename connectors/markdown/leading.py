"""Marks at the beginning of an item's text: `**DONE**:`, `@x:`, `P1 -`."""

from __future__ import annotations

import re
from typing import Final

from connectors.markdown.groups import Meaning, is_label, keyed
from connectors.markdown.inline import Mark
from connectors.markdown.keys import key_at
from connectors.markdown.leading_people import (
    start_known,
    start_people,
    start_several,
    start_team,
)
from connectors.markdown.phrases import (
    initials,
    people,
    sign_at,
    status_of,
)
from connectors.markdown.working import Working
from sync.model.postmortem import Status
from sync.words import AMBIGUOUS, BOXES, SHORTCODES, Column

_BLANK: Final = " \t\n"
_SEPARATORS: Final = " \t\n-–—:,;|·•"
_MOST_MARKS: Final = 12
_LEADING_WORDS: Final = re.compile(r"[^\W\d_][\w']*(?: [^\W\d_][\w']*){0,2}")
_PRIORITY: Final = re.compile(r"[Pp][0-5]\b")
_LONGEST_FIELD: Final = 80
_MOST_TYPE_WORDS: Final = 3
_FIELD_ENDS: Final = re.compile(r"\.(?:\s|$)|\n|;\s|\s[-–—]{1,2}\s|\s*\|\s*")


def peel_start(work: Working) -> None:
    """Take the marks off the beginning of the text."""
    for _ in range(_MOST_MARKS):
        _skip_cuts_at_start(work)
        if work.low >= work.high:
            return
        for step, rule in _AT_START:
            work.rule = rule
            if step(work):
                break
        else:
            return


def _skip_cuts_at_start(work: Working) -> None:
    moved = True
    while moved and work.low < work.high:
        moved = False
        while work.low < work.high and work.text[work.low] in _BLANK:
            work.low += 1
        for start, end in work.cuts:
            if start <= work.low < end:
                work.low = min(end, work.high)
                while work.low < work.high and work.text[work.low] in _SEPARATORS:
                    work.low += 1
                moved = True


def _start_remark(work: Working) -> bool:
    for start, end, meaning in work.remarks:
        if start == work.low and end < work.high:
            work.take(meaning, start, end)
            work.remarks.remove((start, end, meaning))
            return True
    return False


def _start_sign(work: Working) -> bool:
    sign = sign_at(work.text, work.low, work.rules.vocabulary)
    if sign is None:
        return False
    work.take(Meaning(status=sign[0], status_at=(work.low, sign[1])), work.low, sign[1])
    return True


_CAPITAL: Final = re.compile(r" +[A-Z][a-z]+ ")


def _start_reference(work: Working) -> bool:
    for one in work.named:
        if one.start > work.low:
            return False
        if one.start == work.low and one.end < work.high:
            after = work.text[one.end : work.high]
            apart = after.lstrip()[:1] in (":", "-", "–", "—") or after[:1] == ":"
            listed = work.text[one.start] == "#" and _CAPITAL.match(after) is not None
            if (
                listed
                or (
                    one.link
                    and is_label(work.text[one.start : one.end])
                    and not after[:1].isalpha()
                )
                or apart
            ):
                work.take(Meaning(named=[one]), one.start, one.end)
                return True
    return False


def _start_strong(work: Working) -> bool:
    """`**DONE**:`, `**HIGH**`, `**JP**`, `**[P1]**` in bold at the beginning."""
    for mark in work.marks:
        if mark.start > work.low:
            return False
        if (
            mark.kind not in ("strong", "emphasis", "code")
            or mark.start != work.low
            or mark.end >= work.high
        ):
            continue
        inner = work.text[mark.start : mark.end].strip(" :.[]()")
        meaning = _label_meaning(work, inner, (mark.start, mark.end))
        if meaning is not None and not _is_apart(work, mark, inner, meaning):
            return False
        if meaning is None and mark.kind == "strong":
            names = [inner] if inner.casefold() == "me" else initials(inner)
            meaning = Meaning(owners=names) if names else None
        if meaning is not None:
            work.take(meaning, mark.start, mark.end)
            return True
    return False


def _is_apart(work: Working, mark: Mark, inner: str, meaning: Meaning) -> bool:
    """Whether marked words stand before the sentence, rather than at its beginning: `**Fix** the parser`."""
    ambiguous = meaning.type is not None or inner.casefold() in AMBIGUOUS
    if not ambiguous or inner.isupper():
        return True
    bracketed = work.text[mark.start : mark.end].strip()[:1] in "[("
    after = work.text[mark.end : work.high].lstrip()
    closed = work.text[mark.start : mark.end].rstrip()[-1:] in ":.—–-"
    return bracketed or closed or after[:1] in ":.—–-|" or after[:1].isupper()


def _label_meaning(work: Working, words: str, at: tuple[int, int]) -> Meaning | None:
    vocabulary = work.rules.vocabulary
    phrase = status_of(words, vocabulary)
    if phrase is not None:
        return Meaning(status=phrase.status, status_at=at, qualified=phrase.qualified)
    if vocabulary.is_priority(words):
        return Meaning(priority=words)
    if vocabulary.is_type(words):
        return Meaning(type=words)
    if names := people(words):
        return Meaning(owners=names)
    return None


def _start_word(work: Working) -> bool:
    """`TODO: …`, `P1 - …`, `Done: …`: words in front of a separator."""
    match = _PRIORITY.match(work.text, work.low, work.high)
    match = match or _LEADING_WORDS.match(work.text, work.low, work.high)
    if match is None:
        return False
    words, after = match.group(), work.text[match.end() : match.end() + 2]
    loud = words.split()[0]
    if (after[:1] in (":", "-", "–", "—") and after[:1] != "-") or after in (" -", " –", " —"):
        meaning = _label_meaning(work, words, match.span())
        if words.casefold() in AMBIGUOUS and not words.isupper():
            return False
        if meaning is not None and meaning.type is not None:
            rest = work.text[match.end() + 1 : work.high].lstrip()
            order = work.rules.vocabulary.is_order
            if order(words.capitalize()) and not rest[:1].isupper():
                return False
            if words.casefold() in _THINGS and not order(rest[:1].upper() + rest[1:]):
                return False  # `Documentation: the guide` names a thing.
        if meaning is not None and (meaning.type is None or after[:1] == ":"):
            work.take(meaning, *match.span())
            return True
    elif loud.isupper() and (shout := _SHOUT.match(words)) is not None:
        return _start_shout(work, shout.group().split())
    return False


def _start_shout(work: Working, words: list[str]) -> bool:
    """`TODO due 2026-05-15 — …`, `IN PROGRESS due …`: a status in capitals in front of other words."""
    for count in range(len(words), 0, -1):
        loud = " ".join(words[:count])
        end = work.low + len(loud)
        status = work.rules.vocabulary.status(loud)
        if status is not None and len(loud) >= _LOUD and work.text[end : end + 1] == " ":
            work.take(Meaning(status=status, status_at=(work.low, end)), work.low, end)
            return True
    return False


_SHOUT: Final = re.compile(r"[A-Z][A-Z']+(?: [A-Z][A-Z']+){0,2}(?=\s|$)")
_LOUD: Final = 4
"""Letters of a status in capitals; shorter ones are abbreviations."""
_THINGS: Final = frozenset(
    [
        "documentation",
        "docs",
        "training",
        "monitoring",
        "alerting",
        "procedure",
        "research",
        "recovery",
    ]
)
"""Types that are names of things as well."""


def _start_keyed(work: Working) -> bool:
    """`Category: Code fix. …`, `Owner: @x — …`: a field in front of the sentence."""
    key = key_at(work.text, work.low, min(work.high, work.low + _LONGEST_FIELD))
    if key is None:
        return False
    stop = _FIELD_ENDS.search(work.text, key.end, min(work.high, key.end + _LONGEST_FIELD))
    if stop is None or not work.text[stop.end() : work.high].strip():
        return False
    value = work.text[key.end : stop.start()].strip()
    meaning = Meaning()
    if key.field is Column.TYPE and value and len(value.split()) <= _MOST_TYPE_WORDS:
        meaning.type = value
    elif not value or not keyed(
        key.field, value, (key.end, stop.start()), work.rules.vocabulary, meaning
    ):
        return False
    work.take(meaning, key.start, stop.end())
    return True


def _start_called(work: Working) -> bool:
    """`Action item: …`: what it calls itself says nothing."""
    match = _CALLED.match(work.text, work.low, work.high)
    if match is None or match.end() >= work.high:
        return False
    work.take(Meaning(), work.low, match.end())
    return True


_CALLED: Final = re.compile(
    r"(?:action(?: item| point)?|ai)[\s-]*(?:#?\d{1,3})?\s*:\s+", re.IGNORECASE
)


def _start_box(work: Working) -> bool:
    """`[-] …`, `[~] …`: boxes that only some editors know, and `:white_check_mark: …`; they are read and never replaced."""
    match = _BOX.match(work.text, work.low, work.high)
    if match is None or match.end() >= work.high:
        return False
    status = BOXES.get(match["box"] or "") or SHORTCODES.get(match["code"] or "")
    if status is None:
        return False
    meaning = Meaning(status=Status(status), status_at=match.span("mark"), qualified=True)
    work.take(meaning, match.start(), match.end())
    return True


_BOX: Final = re.compile(r"(?P<mark>\[(?P<box>[^\[\]\s])\]|:(?P<code>[a-z_]{1,40}):)\s+")

_AT_START: Final = (
    (_start_box, "the mark at the beginning"),
    (_start_called, "what it calls itself"),
    (_start_remark, "a remark in brackets at the beginning"),
    (_start_sign, "the sign at the beginning"),
    (_start_reference, "the reference at the beginning"),
    (_start_keyed, "the field at the beginning"),
    (_start_strong, "the marked words at the beginning"),
    (_start_word, "the words at the beginning"),
    (start_people, "the name at the beginning"),
    (start_team, "the team at the beginning"),
    (start_known, "the name at the beginning"),
    (start_several, "the name at the beginning"),
)
