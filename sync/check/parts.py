"""Rules about the parts of a postmortem: which are missing, which nobody has written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sync.anatomy import Filling, Part, Section
from sync.check.rule import Found, Grade, Rule, Subject

_TEMPLATE: Final = tuple(part for part in Part if part is not Part.TRIGGER)
"""The trigger mostly stands among the root causes."""
_FOLLOWS: Final = len(_TEMPLATE) - 1
"""Who has so many of these parts follows the template, and meant to write the other one."""
_ENGLISH: Final = ("the", "and", "was", "to", "of", "we")
_FEW_WORDS: Final = 12
_NONE: Final = frozenset(
    [
        "no",
        "none",
        "nothing",
        "n/a",
        "na",
        "nil",
        "not",
        "keine",
        "kein",
        "nichts",
        "aucune",
        "aucun",
        "ninguna",
        "ninguno",
        "nenhuma",
        "nessuna",
        "なし",
        "无",
        "없음",
    ]
)
_SBOOK: Final = (
    "Google, Site Reliability Engineering, chapter 15 and appendix D (example postmortem)"
)


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a, b and c`"""
    return " ".join(
        filter(None, (", ".join(words[:-1]), last if len(words) > 1 else "", words[-1]))
    )


def _missing(subject: Subject) -> Iterator[Found]:
    there = _there(subject)
    if not looks_like_one(subject) or not _is_readable(subject, there):
        return
    wanted = [part for part in subject.options.parts if part not in there]
    if len(there & set(_TEMPLATE)) >= _FOLLOWS:
        wanted += [part for part in _TEMPLATE if part not in there and part not in wanted]
    if wanted:
        names = listed([f'"{part.value.capitalize()}"' for part in wanted], "or")
        yield Found(
            _first(subject),
            1,
            f"there is no section {names}; write what is known, or why it is not",
        )


def _there(subject: Subject) -> set[Part]:
    there = {part for section in subject.anatomy.sections for part in section.parts}
    if subject.anatomy.introduced or subject.postmortem.summary:
        there.add(Part.SUMMARY)
    if subject.postmortem.items or subject.postmortem.skipped:
        there.add(Part.ACTION_ITEMS)
    if subject.anatomy.moments:
        there.add(Part.TIMELINE)
    return there


def _is_readable(subject: Subject, there: set[Part]) -> bool:
    """Whether the titles are in a language whose words are known: of another one nobody can say what is missing."""
    if len(there) > 2:
        return True
    text = " ".join(subject.anatomy.prose[:200]).casefold().split()
    return len(text) < 60 or sum(word in _ENGLISH for word in text) * 20 > len(text)


def _first(subject: Subject) -> int:
    lines = subject.anatomy.visible
    return next((number for number, text in enumerate(lines, 1) if text.strip()), 1)


def _unwritten(subject: Subject) -> Iterator[Found]:
    told_until, told_of = 0, frozenset[Part]()
    sections = subject.anatomy.sections
    for index, section in enumerate(sections):
        if section.filling is Filling.WRITTEN or not section.parts or section.line <= told_until:
            continue
        if _goes_on(section, sections[index + 1 : index + 2]) or _is_written_below(sections, index):
            continue
        same = section.line == told_until + 1 and section.parts <= told_of
        told_until, told_of = section.end_line, section.parts
        if not same:  # else another line of the same part
            what = (
                "is empty"
                if section.filling is Filling.EMPTY
                else "still holds the words of the template"
            )
            message = f'"{section.title}" {what}; write it, or say "none" and why'
            yield Found(section.line, section.column, message)


def _goes_on(section: Section, following: Sequence[Section]) -> bool:
    """Whether an empty label only leads to those right below it that are the same part."""
    return section.filling is Filling.EMPTY and any(
        one.line == section.end_line + 1 and bool(section.parts & one.parts) for one in following
    )


def _is_written_below(sections: Sequence[Section], index: int) -> bool:
    """Whether a title only stands over another section of the same kind that says something."""
    section = sections[index]
    for later in range(index + 1, len(sections)):
        one = sections[later]
        if one.line > section.end_line:
            return False
        if one.filling is Filling.WRITTEN and one.parts & section.parts:
            return True
    return False


def _left(subject: Subject) -> Iterator[Found]:
    unwritten = [
        range(one.line, one.end_line + 1)
        for one in subject.anatomy.sections
        if one.parts and one.filling is Filling.PLACEHOLDER
    ]
    heads = {(one.line, one.column): one for one in subject.anatomy.statements}
    told: set[int] = set()
    for statement in heads.values():
        if statement.placeholder:
            told.add(statement.line)
            yield Found(
                statement.line,
                statement.column,
                f'the {statement.name} still says "{statement.text}", as the template does; fill it in, or take the line out',
            )
    for one in subject.anatomy.leftovers:
        if one.line in told or any(one.line in lines for lines in unwritten):
            continue
        yield Found(
            one.line,
            one.column,
            f'"{one.text}" is left from the template; fill it in, or take it out',
        )


def looks_like_one(subject: Subject) -> bool:
    """Whether anything of a postmortem is in the file; of others nothing else is worth saying."""
    postmortem = subject.postmortem
    return bool(_there(subject) - {Part.SUMMARY} or postmortem.items or postmortem.near_misses)


def _foreign(subject: Subject) -> Iterator[Found]:
    if looks_like_one(subject):
        return
    yield Found(
        _first(subject),
        1,
        "nothing in this file looks like a postmortem; leave it out with `exclude`, or name its sections in words that others use",
    )


def _no_items(subject: Subject) -> Iterator[Found]:
    postmortem = subject.postmortem
    if postmortem.items:
        return
    for near in postmortem.near_misses:
        section = next((one for one in subject.anatomy.sections if one.line == near.line), None)
        if (
            section is not None
            and section.filling is Filling.WRITTEN
            and not _says_none(subject, section)
        ):
            column = section.column
            yield Found(
                near.line,
                column,
                f'no action item was understood under "{near.text}"; write each as an entry of a list or a row of a table',
            )


def _says_none(subject: Subject, section: Section) -> bool:
    """Whether a section only says that there is nothing to do: `No action required.`"""
    lines = subject.anatomy.visible[section.line : section.end_line]
    words = " ".join(lines).strip(" \t-*_.").casefold().split()
    return len(words) <= _FEW_WORDS and bool(words) and words[0].strip(".,;:") in _NONE


RULES: Final = (
    Rule(
        "not-a-postmortem",
        Grade.NOTE,
        "a file that is no postmortem",
        "A file without any part of a postmortem is counted, searched and reported as one. Mostly it is an index or a template that `exclude` should leave out.",
        "pm-sync",
        bad="# How we write postmortems\n\nAsk in the channel.\n",
        good="# Checkout was down\n\n## Impact\n\nNobody could pay.\n",
        find=_foreign,
    ),
    Rule(
        "section-missing",
        Grade.WARNING,
        "a part of a postmortem that is not there",
        "Whoever was not there needs to know what happened, to whom, why, when, and what will be done. `[check] sections` names the parts that your"
        " postmortems have to have; one that has all parts of the template but one is told of that one, whatever it is (the trigger may stand among the root causes).",
        _SBOOK,
        bad="# Checkout was down\n\n## Summary\n\nCheckout failed.\n\n## Impact\n\nNobody could pay.\n\n## Action items\n\n- Add an alert\n",
        good="# Checkout was down\n\n## Summary\n\nCheckout failed.\n\n## Impact\n\nNobody could pay.\n\n## Root causes\n\nA full disk.\n\n## Action items\n\n- Add an alert\n\n## Timeline\n\n- 10:00 UTC the disk was full\n",
        find=_missing,
    ),
    Rule(
        "section-placeholder",
        Grade.ERROR,
        "a part that nobody has written",
        "An empty section looks as if somebody had thought about it. If there is nothing to say, say that, and why.",
        _SBOOK,
        bad="# Checkout was down\n\n## Root causes\n\n[Description of the root causes that led to the problem]\n",
        good="# Checkout was down\n\n## Root causes\n\nThe disk of the queue was full, since nobody had set a retention.\n",
        find=_unwritten,
    ),
    Rule(
        "placeholder-left",
        Grade.ERROR,
        "words of the template that nobody has replaced",
        "They say that the document is not finished, whatever its status claims.",
        _SBOOK,
        bad="# Checkout was down\n\n**Date:** 2026-11-04\n**Authors:** [Your Name(s)]\n",
        good="# Checkout was down\n\n**Date:** 2026-11-04\n**Authors:** Ann Lee\n",
        find=_left,
    ),
    Rule(
        "items-not-understood",
        Grade.WARNING,
        "a section of action items in which none was found",
        "What pm-sync cannot read gets no ticket. `pm-sync items --explain` shows what was understood, and why.",
        "pm-sync",
        bad="# Checkout was down\n\n## Action items\n\nThe week after the outage was calm and everybody was happy with it.\n",
        good="# Checkout was down\n\n## Action items\n\n- Page when the queue is older than 5 minutes (@ann)\n",
        find=_no_items,
    ),
)
