"""Judging one document: every rule, the settings' grades, what the document's authors accept, and many of a kind as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import groupby
from typing import Final

from sync.check.catalogue import CATALOGUE
from sync.check.reading import UNKNOWN, UNUSED
from sync.check.rule import Finding, Found, Grade, Rule, Subject
from sync.model.action import Field, WriteCell
from sync.model.postmortem import ActionItem, TicketRef

MOST_ALONE: Final = 2
"""Findings of one rule in one document that are told each for itself, where it can tell them together."""
_MOST_LINES: Final = 8


def judge(subject: Subject, grades: Mapping[str, Grade]) -> tuple[Finding, ...]:
    """What the rules find in a document, in the order of its lines; `grades` are those of the settings.

    In a draft everything is a note: it is unfinished by its own words.
    """
    if subject.postmortem.ignored is not None:
        return ()
    book = _Book(subject, grades)
    return tuple(sorted(book.findings(), key=lambda one: (one.line, one.column, one.rule)))


class _Accepted:
    """What the authors of a document accept, and which of that was needed."""

    def __init__(self, subject: Subject) -> None:
        self.marks = subject.anatomy.allowances
        self.used: set[tuple[int, str]] = set()
        self._everywhere: dict[str, list[int]] = defaultdict(list)
        self._at: dict[tuple[str, int], list[int]] = defaultdict(list)
        for number, mark in enumerate(self.marks):
            for name in mark.rules:
                for line in mark.covers:
                    self._at[name, line].append(number)
                if not mark.covers:
                    self._everywhere[name].append(number)
        self._extents = {
            line: range(item.line, item.end_line + 1)
            for item in subject.postmortem.items
            for line in range(item.line, item.end_line + 1)
        }

    def covers(self, name: str, line: int) -> bool:
        """Whether a finding of a rule is accepted: on its line, or anywhere on those of the action item there."""
        if not self.marks:
            return False
        lines = self._extents.get(line, range(line, line + 1))
        marks = [*self._everywhere[name], *(one for at in lines for one in self._at[name, at])]
        self.used.update((number, name) for number in marks)
        return bool(marks)


class _Book:
    def __init__(self, subject: Subject, grades: Mapping[str, Grade]) -> None:
        self._subject = subject
        self._grades = grades
        self._accepted = _Accepted(subject)

    def findings(self) -> Iterator[Finding]:
        for rule in CATALOGUE.values():
            if self._grade(rule) is not Grade.OFF:
                for found in self._of(rule):
                    yield self._finding(rule, found)

    def _of(self, rule: Rule) -> Iterable[Found]:
        if rule is UNKNOWN:
            return self._unknown()
        if rule is UNUSED:
            return self._unused()
        return (
            found
            for found in rule.find(self._subject)
            if not self._accepted.covers(rule.id, found.line)
        )

    def _grade(self, rule: Rule) -> Grade:
        return self._grades.get(rule.id, rule.grade)

    def _finding(self, rule: Rule, found: Found) -> Finding:
        grade = Grade.NOTE if self._subject.is_draft else self._grade(rule)
        path = self._subject.postmortem.path
        write = _redated(path, *found.due) if found.due else None
        return Finding(
            rule.id, grade, path, found.line, found.column, found.message, found.edit, write
        )

    def _unknown(self) -> Iterator[Found]:
        for one in self._accepted.marks:
            if not one.rules:
                told = (
                    "this mark cannot be understood; write <!-- pm-sync: allow RULE: the reason -->"
                )
                yield Found(one.line, one.column, told)
            for name in one.rules:
                if name not in CATALOGUE:
                    close = get_close_matches(name, CATALOGUE, n=1)
                    hint = f"; did you mean {close[0]}?" if close else ""
                    yield Found(one.line, one.column, f"there is no rule {name}{hint}")

    def _unused(self) -> Iterator[Found]:
        """Rules that are off find nothing, so that nobody knows of those."""
        for number, one in enumerate(self._accepted.marks):
            for name in one.rules:
                rule = CATALOGUE.get(name)
                if (
                    rule is None
                    or self._grade(rule) is Grade.OFF
                    or (number, name) in self._accepted.used
                ):
                    continue
                yield Found(
                    one.line, one.column, f"{name} finds nothing here any more; take the mark out"
                )


def _redated(path: str, item: ActionItem, day: str) -> WriteCell:
    """The due date of an item in another spelling, as a write that the document's source proves."""
    return WriteCell(
        document=path,
        line=item.line,
        title=item.title,
        ticket=TicketRef("", ""),
        field=Field.DUE,
        old=item.due or "",
        new=day,
        reason="it means the same day",
        names=(day,),
    )


def together(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings of one document, with many of one rule as one, where that can be said in a sentence."""
    by_rule = sorted(findings, key=lambda one: (one.rule, one.line))
    shown: list[Finding] = []
    for name, group in groupby(by_rule, key=lambda one: one.rule):
        several = list(group)
        said = CATALOGUE[name].together
        if not said or len(several) <= MOST_ALONE:
            shown += several
            continue
        lines = [str(one.line) for one in several[:_MOST_LINES]]
        more = ["..."] if len(several) > _MOST_LINES else []
        first = several[0]
        message = said.format(count=len(several), lines=", ".join([*lines, *more]))
        shown.append(Finding(name, first.grade, first.path, first.line, first.column, message))
    yield from sorted(shown, key=lambda one: (one.line, one.column, one.rule))
