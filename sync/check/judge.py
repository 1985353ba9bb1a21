"""Judging one document: every rule, the settings' grades, what the document's authors accept, and many of a kind as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import groupby
from typing import Final

from sync.anatomy import Allowance
from sync.check.catalogue import CATALOGUE
from sync.check.reading import UNKNOWN, UNUSED
from sync.check.rule import Finding, Found, Grade, Rule, Subject

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


class _Book:
    def __init__(self, subject: Subject, grades: Mapping[str, Grade]) -> None:
        self._subject = subject
        self._grades = grades
        self._used: set[tuple[Allowance, str]] = set()

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
        return (found for found in rule.find(self._subject) if not self._allowed(rule, found))

    def _grade(self, rule: Rule) -> Grade:
        return self._grades.get(rule.id, rule.grade)

    def _finding(self, rule: Rule, found: Found) -> Finding:
        grade = Grade.NOTE if self._subject.is_draft else self._grade(rule)
        path = self._subject.postmortem.path
        return Finding(rule.id, grade, path, found.line, found.column, found.message, found.edit)

    def _allowed(self, rule: Rule, found: Found) -> bool:
        for one in self._subject.anatomy.allowances:
            if rule.id in one.rules and (not one.covers or one.covers & self._extent(found)):
                self._used.add((one, rule.id))
                return True
        return False

    def _extent(self, found: Found) -> frozenset[int]:
        """The lines of the action item that a finding is about, else its own."""
        for item in self._subject.postmortem.items:
            if item.line <= found.line <= item.end_line:
                return frozenset(range(item.line, item.end_line + 1))
        return frozenset({found.line})

    def _unknown(self) -> Iterator[Found]:
        for one in self._subject.anatomy.allowances:
            for name in one.rules:
                if name not in CATALOGUE:
                    close = get_close_matches(name, CATALOGUE, n=1)
                    hint = f"; did you mean {close[0]}?" if close else ""
                    yield Found(one.line, one.column, f"there is no rule {name}{hint}")

    def _unused(self) -> Iterator[Found]:
        """Rules that are off find nothing, so that nobody knows of those."""
        for one in self._subject.anatomy.allowances:
            for name in one.rules:
                rule = CATALOGUE.get(name)
                if rule is None or self._grade(rule) is Grade.OFF or (one, name) in self._used:
                    continue
                yield Found(
                    one.line, one.column, f"{name} finds nothing here any more; take the mark out"
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
