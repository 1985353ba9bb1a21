"""What a cell of its own says: owners, a ticket (and perhaps its status beside it), a status."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from connectors.markdown.cell_boxes import cell_box
from connectors.markdown.groups import Named, is_label, is_reference_words
from connectors.markdown.inline import Run
from connectors.markdown.phrases import owners, sign_at, status_of
from connectors.markdown.references import references_in
from connectors.markdown.rules import Rules
from connectors.markdown.status_mark import StatusMark
from sync.folding import folded
from sync.model.postmortem import Reference, Status
from sync.words import CELL_STATUS

_LONGEST_CELL: Final = 400
"""Characters; in a longer cell there are neither owners nor a status."""
_REMARK: Final = re.compile(r"\([^()]*\)|（[^（）]*）")
_EDGES: Final = " \t\n:;,-–—()[]"
_WORDS: Final = re.compile(r"[^\W\d_][^\s,;:()|]*(?: [^\W\d_][^\s,;:()|]*){0,3}")


@dataclass(frozen=True, slots=True)
class TicketCell:
    """What a ticket cell says; a cell without a reference asks for one unless `wanted` is false."""

    references: tuple[Reference, ...] = ()
    unrecognised: tuple[str, ...] = ()
    wanted: bool = True
    mark: StatusMark | None = None
    bracketed: bool = False
    """Whether a reference stands in brackets."""


def cell_owners(run: Run, rules: Rules) -> tuple[str, ...]:
    """The owners that an owner's cell names."""
    return owners(run.text, rules.vocabulary) if 0 < len(run.text) <= _LONGEST_CELL else ()


def cell_ticket(run: Run, rules: Rules, data: bytes) -> TicketCell:
    """Read a cell that may hold references, with or without a status beside them."""
    if not run.text.strip():
        return TicketCell()
    named = references_in(run, rules, mentions=True)
    mark = _mark(run, named, rules, data)
    references = tuple(one.reference for one in named if one.reference is not None)
    unrecognised = tuple(run.text[one.start : one.end] for one in named if one.reference is None)
    if references or unrecognised:
        return TicketCell(_unique(references), unrecognised, True, mark)
    vocabulary = rules.vocabulary
    rest = _without(run.text, mark_at(run, named, rules))
    return TicketCell((), (), folded(rest) not in vocabulary.no_ticket, mark)


def cell_status(run: Run, rules: Rules, data: bytes) -> TicketCell:
    """Read a status cell; words that nobody knows are a status too, an unknown one. It may hold references as well."""
    text = run.text
    if text.lstrip()[:1] == "[" and (box := cell_box(run, rules, data)) is not None:
        return TicketCell(mark=box)
    if rules.vocabulary.is_empty(text):
        return TicketCell()
    if (short := CELL_STATUS.get(text.strip().casefold())) is not None:
        return TicketCell(mark=StatusMark(Status(short), text.strip()))
    named = references_in(run, rules)
    references = _unique(
        tuple(
            one.reference
            for one in named
            if one.reference is not None and (one.link or not _in_passing(text, one))
        )
    )
    mark = _mark(run, named, rules, data)
    if mark is None:
        mark = _unknown(run, _REMARK.sub(_spaces, _blanked(text, named)), rules, data)
    bracketed = any(text[: one.start].rstrip().endswith("(") for one in named if one.reference)
    return TicketCell(references, (), True, mark, bracketed and bool(references))


def _in_passing(text: str, one: Named) -> bool:
    """Whether a reference stands among other words in brackets: `Done (deployed with #1)`."""
    for remark in _REMARK.finditer(text):
        if remark.start() <= one.start and one.end <= remark.end():
            rest = text[remark.start() + 1 : one.start] + text[one.end : remark.end() - 1]
            return not is_reference_words(rest)
    return False


def _unknown(run: Run, rest: str, rules: Rules, data: bytes) -> StatusMark | None:
    if rules.vocabulary.is_empty(rest) or folded(rest) in rules.vocabulary.no_owner:
        return None
    start = len(rest) - len(rest.lstrip())
    low, high = run.source(start, len(rest.rstrip()))
    return StatusMark(Status.UNKNOWN, data[low:high].decode())


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _unique(references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    return tuple({reference.ref: reference for reference in reversed(references)}.values())[::-1]


def _mark(run: Run, named: list[Named], rules: Rules, data: bytes) -> StatusMark | None:
    found = mark_at(run, named, rules)
    if found is None:
        return None
    low, high = run.source(found.start, found.end)
    return StatusMark(found.status, data[low:high].decode(), found.qualified)


@dataclass(frozen=True, slots=True)
class Marked:
    """A status in the text of a cell; a qualified one spans all that was said."""

    status: Status
    start: int
    end: int
    qualified: bool = False


def mark_at(run: Run, named: list[Named], rules: Rules) -> Marked | None:
    """The status in a cell: a sign, words, or both; and where in the text they stand."""
    return _mark_in(_blanked(run.text, named), rules) if len(run.text) <= _LONGEST_CELL else None


@lru_cache(maxsize=4096)
def _mark_in(text: str, rules: Rules) -> Marked | None:
    vocabulary = rules.vocabulary
    sign = None
    start = len(text) - len(text.lstrip())
    at = start
    while at < len(text):
        sign = sign_at(text, at, vocabulary)
        if sign is not None:
            break
        at += 1 if text[at] >= "\u2000" or not text[at].isalnum() else len(text)
    begin = sign[1] if sign is not None else 0
    words = _status_words(text, begin, rules)
    if words is not None:
        return replace(words, start=at) if sign is not None else words
    return None if sign is None else Marked(sign[0], at, sign[1])


def _status_words(text: str, begin: int, rules: Rules) -> Marked | None:
    whole = _REMARK.sub(_spaces, text)
    stripped = whole[begin:].strip(_EDGES)
    if stripped:
        at = whole.index(stripped, begin)
        end = at + len(stripped)
        phrase = status_of(stripped, rules.vocabulary)
        if phrase is not None:
            return Marked(phrase.status, at, end, phrase.qualified)
        found = _behind_filler(stripped, rules)
        if found is not None:
            return Marked(found[0], end - len(found[1]), end)
    for match in _WORDS.finditer(text, begin):
        words = match.group().split(" ")
        for count in range(len(words), 0, -1):
            phrase_end = match.start() + len(" ".join(words[:count]))
            status = rules.vocabulary.status(text[match.start() : phrase_end])
            if status is not None:
                end = begin + len(whole[begin:].rstrip(_EDGES))
                more = bool(whole[phrase_end:end].strip(_EDGES + "."))
                return Marked(status, match.start(), end if more else phrase_end, more)
        break
    return None


def _behind_filler(text: str, rules: Rules) -> tuple[Status, str] | None:
    """The status in `n/a DONE`."""
    vocabulary = rules.vocabulary
    words = text.split()
    for count in range(1, min(3, len(words) - 1) + 1):
        before = folded(" ".join(words[:count]))
        if before in vocabulary.no_ticket or before in vocabulary.missing or not before.strip("?"):
            rest = text.split(None, count)[count]
            status = vocabulary.status(rest)
            if status is not None:
                return status, rest
    return None


def _blanked(text: str, named: list[Named]) -> str:
    for one in named:
        if one.link and not is_label(text[one.start : one.end]):
            continue
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _without(text: str, mark: Marked | None) -> str:
    return text if mark is None else text[: mark.start] + text[mark.end :]
