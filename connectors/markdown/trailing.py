"""Marks at the end of an item's text: `… - DONE`, `… Owner: @x, due 2026-12-15`, `… #12`."""

from __future__ import annotations

import re
from typing import Final

from connectors.markdown.groups import Meaning, is_label, is_reference_words, keyed, meaning_of
from connectors.markdown.keys import key_at, last_key
from connectors.markdown.phrases import (
    initials,
    is_date,
    is_name,
    owners,
    people,
)
from connectors.markdown.trailing_status import end_dated_status, end_sign, end_status
from connectors.markdown.working import Working
from sync.words import Column

_BLANK: Final = " \t\n"
_SEPARATORS: Final = " \t\n-–—:,;|·•"
_MOST_MARKS: Final = 12
_REFERENCE_WORD: Final = re.compile(
    r"(?<!\w)(?:PR|MR|[Ii]ssue|[Tt]icket|[Ss]ee|[Tt]racked in|[Tt]racking|Jira|JIRA):?\s$"
)
_MAY_BE_PERSON: Final = re.compile(r"(?:^|(?<=[\s(]))[\w@]")
_LONGEST_KEYED: Final = 120
_LEAD_TO_A_NAME: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "ask",
        "at",
        "between",
        "by",
        "call",
        "cc",
        "contact",
        "e-mail",
        "email",
        "emailing",
        "mail",
        "message",
        "page",
        "for",
        "from",
        "inform",
        "like",
        "notify",
        "of",
        "on",
        "or",
        "ping",
        "tell",
        "than",
        "the",
        "through",
        "thank",
        "thanks",
        "to",
        "using",
        "via",
        "with",
    ]
)
"""A handle behind one of these words belongs to the sentence."""
_CONJUNCTION: Final = re.compile(r"(?:\s*[,;&/+]|\s+(?:and|und|et|y))$")
_HASH: Final = re.compile(r"[0-9a-f]{7,40}")
_LAST_WORDS: Final = 48
"""Characters in which a trailing status, name or date has to fit."""


def peel_end(work: Working) -> None:
    """Take the marks off the end of the text."""
    for _ in range(_MOST_MARKS):
        _skip_cuts_at_end(work)
        if work.high <= work.low:
            return
        for step, rule in _AT_END:
            work.rule = rule
            if step(work):
                break
        else:
            return


def _skip_cuts_at_end(work: Working) -> None:
    moved = True
    while moved and work.low < work.high:
        moved = False
        while work.high > work.low and work.text[work.high - 1] in _BLANK:
            work.high -= 1
        for start, end in work.cuts:
            if start < work.high <= end:
                work.high = max(start, work.low)
                moved = True


def _join(work: Working) -> None:
    """Skip the `and` between a reference that was taken and the one before it: `see #12 and #13`."""
    if not work.taken:
        return
    match = _CONJUNCTION.search(work.text, work.low, work.high)
    if match is not None and any(one.end == match.start() for one in work.named):
        work.high = match.start()


def _end_reference(work: Working) -> bool:
    _join(work)
    stopped = work.high - (work.text[work.high - 1] == ".")
    for one in reversed(work.named):
        if one.end in (work.high, stopped) and one.start >= work.low:
            label = work.text[one.start : one.end]
            if one.link and not is_label(label):
                return False
            start = _words_before(work, one.start)
            if one.end < work.high and last_key(work.text, start, one.start) is None:
                return False
            if not work.text[work.low : start].strip(_SEPARATORS):
                return False
            return work.drop(Meaning(named=[one]), start)
        if one.end < stopped:
            return False
    return False


def _words_before(work: Working, start: int) -> int:
    """Where words that only lead to the reference begin: `see`, `PR`, `Ticket:`, behind a separator."""
    key = last_key(work.text, max(work.low, start - _LAST_WORDS), start)
    if key is not None and key.field is Column.TICKET and key.end == start:
        return key.start
    before = work.text[max(work.low, start - 24) : start]
    cut = max(before.rfind(mark) for mark in (". ", ", ", "; ", " - ", " – ", " — ", "\n", ": "))
    words = before[cut + 1 :] if cut >= 0 else ""
    if words.strip(_SEPARATORS) and is_reference_words(words.strip(_SEPARATORS)):
        return start - len(words)
    word = _REFERENCE_WORD.search(before)
    return start - len(before) + word.start() if word else start


def _end_hash(work: Working) -> bool:
    """`… — [df8a8cdd](https://…/commit/df8a8cdd)`: where it was done, and no part of what is to be done."""
    for mark in work.marks:
        if mark.kind == "link" and mark.end == work.high and mark.start > work.low + 1:
            label = work.text[mark.start : mark.end]
            if _HASH.fullmatch(label):
                return work.drop(Meaning(), mark.start)
    return False


def _end_keyed(work: Working) -> bool:
    """`… Owner: @x`, `… due 2026-12-15`."""
    begin = max(work.low, work.high - _LONGEST_KEYED)
    key = last_key(work.text, begin, work.high)
    if key is None or (key.start == work.low and key.field is not Column.OWNER):
        return False
    meaning = Meaning()
    value = work.text[key.end : work.high]
    before = work.text[work.low : key.start].rstrip(" ")
    if not value.strip() and before and before[-1] not in ".;,!?)-–—|\n":
        return False  # The sentence ends with that word: `Ask the owner:`.
    if not keyed(key.field, value, (key.end, work.high), work.rules.vocabulary, meaning):
        return False
    until = _TO_BE_DONE.search(before) if key.field is Column.DUE else None
    return work.drop(meaning, key.start if until is None else work.low + until.start())


_TO_BE_DONE: Final = re.compile(
    r"(?<=[-–—,(] )(?:to be )?(?:done|completed?|finished)$", re.IGNORECASE
)
"""The word of a deadline: `… — done by Friday`."""


def _end_dashed(work: Working) -> bool:
    """`… — 2026-12-01`, `… — P1`, `…, P1`."""
    match = _DASHED.search(work.text, max(work.low, work.high - _LAST_WORDS), work.high)
    if match is None or match.start() <= work.low:
        return False
    value, comma = match["value"].rstrip(" ."), match["mark"] == ","
    if (
        comma
        and _LEVEL.fullmatch(value)
        and _LEVEL_LAST.search(work.text, work.low, match.start()) is not None
    ):
        return False  # `… for P0, P1`
    if _LEVEL.fullmatch(value) or (not comma and work.rules.vocabulary.is_priority(value)):
        return work.drop(Meaning(priority=value), match.start())
    if is_date(value) and (not comma or _ISO.fullmatch(value)):
        return work.drop(Meaning(due=value), match.start())
    return False


_DASHED: Final = re.compile(
    r"(?P<mark>,|\s(?:-|–|—|--|\|))\s+(?P<value>[^\s,|–—][^,|–—]{0,30}(?:, \d{4})?)$"
)
_LEVEL: Final = re.compile(r"P[0-5]")
_LEVEL_LAST: Final = re.compile(r"\bP[0-5]$")
_ISO: Final = re.compile(r"\d{4}-(?:\d{2}-\d{2}|Q[1-4])")


def _end_dated_remark(work: Working) -> bool:
    """`… — 2026-12-01 — landed in commit 1a2b3c4`: what stands behind the date is a remark."""
    if "— " not in work.text and "– " not in work.text:
        return False
    for match in _REMARKED.finditer(work.text, work.low, work.high):
        if match.start() > work.low and _ISO.fullmatch(match["date"]):
            return work.drop(Meaning(due=match["date"]), match.start())
    return False


_REMARKED: Final = re.compile(r"\s[–—]\s(?P<date>[^–—\n]{2,20}?)(?=\s[–—]\s)")


def _end_strong_keyed(work: Working) -> bool:
    """`… **Owner: @x, due: 2026-12-15**`."""
    for mark in work.marks:
        if mark.kind in ("strong", "emphasis") and mark.start > work.low and mark.end == work.high:
            if key_at(work.text, mark.start, mark.end) is None:
                continue
            meaning = meaning_of(work.text, mark.start, mark.end, work.named, work.rules.vocabulary)
            if meaning is not None:
                return work.drop(meaning, mark.start)
    return False


def _end_people(work: Working) -> bool:
    """`… @x`, `… — Name`, `… JP/NW` in bold."""
    text, vocabulary = work.text, work.rules.vocabulary
    begin = max(work.low, work.high - 80)
    tail = text[begin : work.high]
    if "@" in tail:
        for match in _MAY_BE_PERSON.finditer(tail):
            names = people(tail[match.start() :])
            if names:
                start = begin + match.start()
                if _stands_apart(text[work.low : start]):
                    return work.drop(Meaning(owners=names), start)
                return False
    for dash in (" — ", " – ", " -- ", "\n— "):
        cut = tail.rfind(dash)
        name = tail[cut + len(dash) :] if cut >= 0 else ""
        if name and len(name) <= 40 and is_name(name, vocabulary):
            return work.drop(Meaning(owners=list(owners(name, vocabulary))), begin + cut)
    return _end_initials(work)


def _stands_apart(before: str) -> bool:
    """Whether a handle behind these words is a mark of its own, and not what the sentence ends with: `… with @x`."""
    words = before.rstrip()
    if not words or "\n" in before[len(words) :] or words[-1] in ".,;:!?-–—)`":
        return bool(words)
    last = words.rsplit(None, 1)[-1]
    return last == "A" or last.casefold() not in _LEAD_TO_A_NAME


def _end_initials(work: Working) -> bool:
    for mark in work.marks:
        if mark.kind == "strong" and work.low < mark.start < work.high <= mark.end + 24:
            names = initials(work.text[mark.start : work.high].strip())
            if names:
                return work.drop(Meaning(owners=names), mark.start, separators=_BLANK)
    return False


def _end_remark(work: Working) -> bool:
    """`… (done)`, also before the sentence's full stop."""
    for start, end, meaning in reversed(work.remarks):
        if (
            end <= work.high
            and not work.text[end : work.high].strip(" \t\n.:;,")
            and start > work.low
        ):
            work.take(meaning, start, end)
            work.remarks.remove((start, end, meaning))
            return True
    return False


_AT_END: Final = (
    (_end_remark, "a remark in brackets at the end"),
    (_end_reference, "the reference at the end"),
    (_end_hash, "the commit at the end"),
    (end_sign, "the sign at the end"),
    (end_status, "the status word at the end"),
    (end_dated_status, "the status with its date at the end"),
    (_end_keyed, "the field at the end"),
    (_end_strong_keyed, "the marked field at the end"),
    (_end_dashed, "the value behind the dash at the end"),
    (_end_people, "the name at the end"),
    (_end_dated_remark, "the date between dashes"),
)
