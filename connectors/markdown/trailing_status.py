"""A status at the end of an item's text: `… - DONE`, `… ✅`, `… Completed: 2026-11-21`, `~~…~~ done`."""

from __future__ import annotations

import re
from typing import Final

from connectors.markdown.groups import Meaning
from connectors.markdown.keys import last_key
from connectors.markdown.phrases import sign_at, status_of
from connectors.markdown.working import Working
from sync.model.postmortem import Status
from sync.words import AMBIGUOUS, SHORTCODES

_LAST_WORDS: Final = 48
"""Characters in which a trailing status has to fit."""
_STATUS_SEPARATORS: Final = (" - ", " – ", " — ", ": ", " | ", "\n", "→ ", "-> ", "=> ")
_ARROWS: Final = ("→ ", "-> ", "=> ")
_SIGNED: Final = re.compile(r"([^\w\s:.,;!?()\[\]\"'`*/-]\ufe0f?)\s*(\w[\w' ]{1,30})$")
"""A sign and a word or two behind it."""
_CHEERS: Final = frozenset(["tada", "x"])
"""Signs that end a sentence without telling its status."""
_SENTENCE: Final = re.compile(r"[.!?]\s+(?P<words>[A-Z][\w']*(?: [\w']+){0,2})$")
_SHORTCODE: Final = re.compile(r"(?<![\w:]):(?P<code>[a-z_]{1,40}):$")
_PLAINLY: Final = frozenset(["done", "open", "duplicate", "completed"])
"""What means a status behind a colon at the end, though in lower case."""
_FINAL_WORDS: Final = frozenset(
    ["merged", "deployed", "released", "closed", "addressed", "verified", "open"]
)
_LOUD_END: Final = re.compile(r"(?<![\w/-])[A-Z][A-Z']+(?: [A-Z']+){0,2}$")
_DATED: Final = re.compile(
    r"(?:(?<=[\s.。;；])|(?<=^))(?P<word>[^\s:：.。]+(?: [^\s:：.。]+)?)(?:[:：]\s*|\s+(?:(?:on|at|as of)\s+)?)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2})\s*\.?$"
)
"""A word or two and a date at the end of the text."""


def end_sign(work: Working) -> bool:
    for width in (1, 2):
        at = work.high - width
        sign = sign_at(work.text, at, work.rules.vocabulary) if at >= work.low else None
        if sign is not None and sign[1] == work.high:
            return work.drop(Meaning(status=sign[0], status_at=(at, work.high)), at)
    return False


def end_status(work: Working) -> bool:
    """`… - DONE`, `… **DONE**`, `… WONTDO`; lower case only behind a separator."""
    high = work.high - (work.text[work.high - 1] == ".")
    return (
        _strong(work, high)
        or _behind_strike(work)
        or _signed(work, high)
        or _separated(work, high)
        or _loud(work, high)
        or _sentence(work, high)
        or _shortcode(work)
    )


def _signed(work: Working, high: int) -> bool:
    """`… ✅ done`"""
    match = _SIGNED.search(work.text, max(work.low, high - _LAST_WORDS), high)
    if match is None or match.start() <= work.low:
        return False
    vocabulary = work.rules.vocabulary
    sign, status = sign_at(match[1], 0, vocabulary), vocabulary.status(match[2])
    if sign is None or status is None:
        return False
    return work.drop(Meaning(status=status, status_at=(match.start(), high)), match.start())


def _sentence(work: Working, high: int) -> bool:
    """`Fix the parser. Done.`"""
    match = _SENTENCE.search(work.text, max(work.low, high - _LAST_WORDS), high)
    if match is None:
        return False
    status, at = work.rules.vocabulary.status(match["words"]), match.start("words")
    if status is None or match["words"].casefold() in AMBIGUOUS - _FINAL_WORDS:
        return False
    return work.drop(Meaning(status=status, status_at=(at, high)), at, separators=" \t\n")


def _shortcode(work: Working) -> bool:
    """`… :white_check_mark:`, which is read and never replaced."""
    match = _SHORTCODE.search(work.text, work.low, work.high)
    code = match["code"] if match is not None else ""
    status = SHORTCODES.get(code) if code not in _CHEERS else None
    if match is None or status is None or match.start() <= work.low:
        return False
    meaning = Meaning(status=Status(status), status_at=match.span(), qualified=True)
    return work.drop(meaning, match.start())


def _strong(work: Working, high: int) -> bool:
    for mark in work.marks:
        if mark.kind == "strong" and mark.end in (high, work.high) and mark.start > work.low:
            words = work.text[mark.start : mark.end].strip(" :.")
            before = work.text[work.low : mark.start].rstrip()
            if work.text[mark.start - 1 : mark.start] == "\n" and not words.isupper():
                continue  # The label of what comes behind it: `**Completed**`.
            if words[:1].islower() and before[-1:] not in tuple(".,;:!?-–—()|"):
                continue  # A word of the sentence: `Check that it shows **resolved**`.
            phrase = status_of(words, work.rules.vocabulary)
            if phrase is not None:
                meaning = Meaning()
                meaning.told(phrase, (mark.start, mark.end))
                return work.drop(meaning, mark.start)
    return False


def _separated(work: Working, high: int) -> bool:
    begin = max(work.low, high - _LAST_WORDS)
    for separator in _STATUS_SEPARATORS:
        cut = work.text.rfind(separator, begin, high)
        if cut >= 0:
            at = cut + len(separator)
            words = work.text[at:high]
            key = last_key(work.text, begin, at) if separator == ": " else None
            if key is not None and key.end == at:
                continue  # `… status: done` is a field.
            if separator == "\n" and any(mark.start == at for mark in work.marks):
                continue
            status = work.rules.vocabulary.status(words) if words else None
            if separator in _ARROWS and words.casefold() in AMBIGUOUS:
                continue
            firm = words.isupper() or " " in words or words in _PLAINLY
            if status is not None and (separator != ": " or firm):
                return work.drop(Meaning(status=status, status_at=(at, high)), at)
    return False


def _loud(work: Working, high: int) -> bool:
    begin = max(work.low, high - _LAST_WORDS)
    tail = work.text[begin:high]
    match = _LOUD_END.search(tail) if tail[-1:].isupper() else None
    while match is not None:
        status = work.rules.vocabulary.status(match.group())
        at = begin + match.start()
        if status is not None and at > work.low:
            return work.drop(Meaning(status=status, status_at=(at, high)), at)
        match = _LOUD_END.search(tail, match.start() + 1)
    return False


def end_dated_status(work: Working) -> bool:
    """`… ✅ 2026-11-21`, `… Completed: 2026-11-21`, `… 完了: 2026-04-16`."""
    if not work.text[max(work.low, work.high - 8) : work.high].strip(" .")[-1:].isdigit():
        return False
    begin = max(work.low + 1, work.high - _LAST_WORDS)
    match = _DATED.search(work.text, begin, work.high)
    if match is None:
        return False
    vocabulary = work.rules.vocabulary
    for word in dict.fromkeys((match["word"], match["word"].rsplit(" ", 1)[-1])):
        sign = sign_at(word, 0, vocabulary)
        status = sign[0] if sign and sign[1] == len(word) else vocabulary.status(word)
        if status is not None:
            at = match.end("word") - len(word)
            meaning = Meaning(status=status, status_at=(at, work.high), qualified=True)
            return work.drop(meaning, at)
    return False


def _behind_strike(work: Working) -> bool:
    """`~~…~~ done`"""
    for mark in work.marks:
        first = not work.text[work.low : mark.start].strip()
        if mark.kind == "strike" and first and work.low < mark.end < work.high:
            rest = work.text[mark.end : work.high]
            phrase = status_of(rest.strip(" :.-–—()"), work.rules.vocabulary)
            if phrase is not None:
                at = mark.end + len(rest) - len(rest.lstrip(" :-–—("))
                meaning = Meaning()
                meaning.told(phrase, (at, at + len(rest.strip(" :.-–—()"))))
                return work.drop(meaning, mark.end)
    return False
