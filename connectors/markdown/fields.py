"""What an item's running text says: title, owners, references, status, and where in the text each of them stands.

Marks are taken from both ends of the text, remarks in brackets from everywhere; what is left is the title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from connectors.markdown.groups import GROUP, LONGEST_GROUP, Meaning, meaning_of
from connectors.markdown.inline import Run, sliced
from connectors.markdown.layout import Span
from connectors.markdown.leading import peel_start
from connectors.markdown.references import references_in
from connectors.markdown.rules import Rules
from connectors.markdown.trailing import peel_end
from connectors.markdown.working import Working
from sync.model.postmortem import Reference, Status

LONGEST_ITEM: Final = 20_000
"""Characters; beyond them no marks are looked for."""
_TRIGGER: Final = re.compile(
    r"^[A-Z]\S+(?: and \S+)? to |[()\[\]@#:/|\n\u2010-\u2017\u2020-\U0010ffff]|\d\d|[A-Z]{3}| -|=>|[.!?] [A-Z][\w']*(?: [\w']+){0,2}\.?$|\b(?:due|eta|deadline|by)\b|\bP\d",
    re.ASCII,
)
"""Every mark contains one of these; most texts without markup contain none."""
_FOOTNOTE: Final = re.compile(r"\[\^[\w-]{1,20}\]")
_MOST_REMARKS: Final = 200
_STOP: Final = re.compile(r"[,.;:!?](?:\s|$)")


@dataclass(slots=True)
class Fields:
    """What a text says, and the bytes of its marks."""

    title: str
    lead: str | None = None
    owners: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    unrecognised: tuple[str, ...] = ()
    wanted: bool = True
    status: Status | None = None
    qualified: bool = False
    """Whether somebody said more of the status than the status."""
    due: str | None = None
    priority: str | None = None
    type: str | None = None
    reference_at: Span | None = None
    status_at: Span | None = None
    slot_at: Span | None = None
    """Where somebody left room for a ticket; empty, or around what says that one is to come."""
    origins: dict[str, str] = field(default_factory=dict)
    """Where each field was found."""


def understand(run: Run, rules: Rules) -> Fields:
    """Read the fields out of a text."""
    plain = not run.marks and not rules.vocabulary.people
    if plain and _TRIGGER.search(run.text) is None:
        return Fields(_plain(run.text))
    return _fields(worked(run, rules))


def worked(run: Run, rules: Rules) -> Working:
    """The text with all marks taken off, for whoever has to know where they stood."""
    work = Working(run, rules)
    if len(run.text) <= LONGEST_ITEM:
        work.named = references_in(run, rules)
        _take_remarks(work)
        peel_end(work)
        peel_start(work)
        _take_strike(work)
    return work


def _take_remarks(work: Working) -> None:
    text = work.text
    if ")" not in text and "]" not in text:
        return
    for match in islice(GROUP.finditer(text), _MOST_REMARKS):
        if match.end() - match.start() > LONGEST_GROUP or _inside_code(work, match.start()):
            continue
        if _FOOTNOTE.fullmatch(match.group()):
            work.take(Meaning(), *match.span())
            continue
        bracket = match[1] is None
        group = match.lastindex or 1
        meaning = meaning_of(
            text,
            match.start(group),
            match.end(group),
            work.named,
            work.rules.vocabulary,
            bracket=bracket,
        )
        if meaning is None:
            continue
        marked = meaning.status is not None and _is_marked(work, *match.span())
        if meaning.named or meaning.unwanted or marked or ":" in match.group():
            work.take(meaning, *match.span())
        else:
            work.remarks.append((*match.span(), meaning))


def _is_marked(work: Working, start: int, end: int) -> bool:
    """Whether a remark has markup of its own: `*(pending)*`."""
    return any(
        mark.kind in ("strong", "emphasis") and mark.start == start and mark.end == end
        for mark in work.marks
    )


def _inside_code(work: Working, position: int) -> bool:
    return any(mark.kind == "code" and mark.start <= position < mark.end for mark in work.marks)


def _take_strike(work: Working) -> None:
    if work.meaning.status is not None:
        return
    for mark in work.marks:
        if mark.kind == "strike" and mark.start <= work.low and mark.end >= work.high:
            work.meaning.status = Status.WONT_DO


def _fields(work: Working) -> Fields:
    meaning = work.meaning
    title = _title(work)
    references, unrecognised = _counted(work)
    if not title and work.named:
        only = work.named[0]
        written = (
            only.reference.url if only.reference and only.reference.url and not only.link else None
        )
        title = written or " ".join(work.text[only.start : only.end].split())
    elif title and " " not in title and work.named and work.rules.vocabulary.is_order(title):
        first = work.named[0]
        if work.text[: first.start].strip() == title:  # `Close #12`
            title = f"{title} {' '.join(work.text[first.start : first.end].split())}"
    return Fields(
        title=title,
        lead=_lead(work),
        owners=tuple(owner.strip() for owner in meaning.owners),
        references=references,
        unrecognised=unrecognised,
        wanted=not meaning.unwanted,
        status=meaning.status,
        qualified=meaning.qualified,
        due=meaning.due,
        priority=meaning.priority,
        type=meaning.type,
        reference_at=_reference_at(work),
        status_at=None if meaning.status_at is None else work.run.source(*meaning.status_at),
        slot_at=None if meaning.slot is None else slot_of(sliced(work.run, *meaning.slot)),
        origins=_origins(work, references),
    )


def slot_of(value: Run) -> Span:
    """The bytes of what says that a ticket is still to come; where nothing does, the place behind the field's name."""
    return value.source(0, len(value.text)) if value.text else (value.last, value.last)


def _origins(work: Working, references: tuple[Reference, ...]) -> dict[str, str]:
    if references and "ticket" not in work.origins:
        work.origins["ticket"] = "a reference in the sentence"
    if work.meaning.status is not None:
        work.origins.setdefault("status", "the whole text is struck out")
    return work.origins


def _title(work: Working) -> str:
    text = work.text
    if not work.cuts:
        return _plain(text[work.low : work.high])
    parts: list[str] = []
    position = work.low
    for start, end in sorted(work.cuts):
        if end <= position:
            continue
        if start >= work.high:
            break
        parts.append(text[position : max(start, position)])
        position = end
    parts.append(text[min(position, work.high) : work.high])
    title = ""
    for part in parts:
        # A cut in front of the sentence's full stop leaves a blank that nobody wrote.
        title = title.rstrip() + part.lstrip() if _STOP.match(part) else f"{title} {part}"
    return _plain(title)


def _plain(text: str) -> str:
    """The text on one line, without blanks that have no width."""
    if not text.isascii():
        text = text.replace("\ufeff", " ").replace("\u200b", " ")
    return " ".join(text.split())


def _counted(work: Working) -> tuple[tuple[Reference, ...], tuple[str, ...]]:
    """Links always count; what is merely spelled inside the sentence counts only where nothing else does."""
    taken = [one for one in work.named if one in work.taken or one.link]
    likely = [one for one in work.named if not one.key or one in work.taken]
    counted = taken if any(one.reference for one in taken) else likely
    references: list[Reference] = []
    for one in counted:
        if one.reference is not None and all(
            one.reference.ref != other.ref for other in references
        ):
            references.append(one.reference)
    unrecognised = tuple(
        work.text[one.start : one.end]
        for one in counted
        if one.reference is None and not references
    )
    return tuple(references), unrecognised


def _reference_at(work: Working) -> Span | None:
    if work.remark is not None:
        return work.run.source(*work.remark)
    recognised = [one for one in work.named if one.reference is not None]
    if not recognised:
        return None
    last = recognised[-1]
    return (last.first, last.last) if last.link else work.run.source(last.start, last.end)


def _lead(work: Working) -> str | None:
    for mark in work.marks:
        if mark.start > work.low:
            return None
        if mark.kind == "strong" and mark.start == work.low < mark.end < work.high:
            inner = work.text[mark.start : mark.end].strip()
            after = work.text[mark.end : work.high].lstrip()
            if not after.strip(" :.–—-"):
                return None
            if inner.endswith((":", ".", "?", "!")) or after[:1] in (":", "-", "–", "—", "."):
                return " ".join(inner.rstrip(" :.–—-").split()) or None
    return None
