"""What `check` found, for people and for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

from rich.console import Console
from rich.text import Text

from sync.check.judge import together
from sync.check.rule import Finding, Grade, Rule
from sync.errors import Problem
from sync.render.annotations import Annotation, Level
from sync.render.json import problem_json
from sync.render.summary import count, problem_lines
from sync.render.terminal import ADD, BAD, CHANGE, DIM, STRONG, folded, safe, show

_STYLES: Final = {Grade.ERROR: BAD, Grade.WARNING: CHANGE, Grade.NOTE: DIM}
_LEVELS: Final = {
    Grade.ERROR: Level.ERROR,
    Grade.WARNING: Level.WARNING,
    Grade.NOTE: Level.NOTICE,
}


class Checked(Protocol):
    """What is shown."""

    @property
    def findings(self) -> Mapping[str, Sequence[Finding]]:
        """By document."""

    @property
    def problems(self) -> Sequence[Problem]:
        """Documents that could not be read."""

    @property
    def documents(self) -> int:
        """How many were judged."""

    @property
    def old(self) -> int:
        """How many were left alone."""

    @property
    def mended(self) -> int:
        """How many places were mended."""

    @property
    def nothing(self) -> str:
        """Why no document was judged, if none was."""

    @property
    def hidden(self) -> Sequence[Finding]:
        """Findings in restricted documents, which are only counted."""


def render_checked(checked: Checked, console: Console) -> None:
    """Print each finding with its place and the name of its rule, and one line that sums up."""
    show(console, _lines(checked, console))


def checked_json(checked: Checked) -> dict[str, object]:
    """The object that `check --format json` prints; every finding is one of its own here. Its keys are a promise."""
    told = [one for findings in checked.findings.values() for one in findings]
    return {
        "version": 1,
        "documents": checked.documents,
        "old": checked.old,
        "mended": checked.mended,
        "findings": [finding_json(one) for one in told],
        "problems": [problem_json(problem) for problem in checked.problems],
    }


def finding_json(one: Finding) -> dict[str, object]:
    """A finding as an object."""
    return {
        "rule": one.rule,
        "severity": one.grade.value,
        "path": one.path,
        "line": one.line,
        "column": one.column,
        "message": one.message,
        "fixable": one.is_fixable,
    }


def annotations_of(checked: Checked, prefix: str) -> Iterator[Annotation]:
    """The findings as remarks on the lines of a change, the worst first; `prefix` is where the root lies in the repository."""
    for problem in checked.problems:
        told = f"{problem.found}; {problem.remedy}" if problem.remedy else problem.found
        yield Annotation(prefix + problem.path, problem.line, Level.ERROR, "pm-sync", told)
    for grade in (Grade.ERROR, Grade.WARNING, Grade.NOTE):
        for findings in checked.findings.values():
            for one in together(findings):
                if one.grade is grade:
                    yield Annotation(
                        prefix + one.path, one.line, _LEVELS[grade], one.rule, one.message
                    )


def render_rule(rule: Rule, console: Console) -> None:
    """Print why a rule is there, with its examples."""
    show(console, _rule(rule, console))


def _lines(checked: Checked, console: Console) -> Iterator[Text]:
    for findings in checked.findings.values():
        for one in together(findings):
            yield from folded(console, finding_line(one), 0)
    yield from problem_lines(checked.problems)
    if not (checked.documents or checked.problems or checked.old):
        yield from folded(console, Text(checked.nothing, style=CHANGE), 0)
        return
    yield from folded(console, _total(checked), 0)
    if checked.old:
        older = count(checked.old, "document")
        yield Text(
            f"left alone: {older} from before `since`; --include-old takes them in", style=DIM
        )


def finding_line(one: Finding) -> Text:
    """A finding with its place and its rule."""
    text = Text(f"{safe(one.path)}:{one.line}:{one.column}: ")
    text.append(one.grade.value, style=_STYLES[one.grade])
    text.append(f": {safe(one.message)} ")
    return text.append(f"[{one.rule}]", style=DIM)


def _total(checked: Checked) -> Text:
    shown = (one for findings in checked.findings.values() for one in together(findings))
    numbers = Counter(one.grade for one in (*shown, *checked.hidden))
    mended = f"; mended {count(checked.mended, 'place')}" if checked.mended else ""
    documents = count(checked.documents, "document")
    unread = f", {count(len(checked.problems), 'unreadable document')}" if checked.problems else ""
    if not numbers:
        return Text(
            f"nothing to say about {documents}{unread}{mended}", style="" if unread else ADD
        )
    parts = [
        count(numbers[grade], grade.value)
        for grade in (Grade.ERROR, Grade.WARNING, Grade.NOTE)
        if numbers[grade]
    ]
    return Text(f"{', '.join(parts)} in {documents}{unread}{mended}", style=STRONG)


def _rule(rule: Rule, console: Console) -> Iterator[Text]:
    yield Text(f"{rule.id} ({rule.grade.value}): {rule.title}", style=STRONG)
    yield Text()
    yield from folded(console, Text(rule.why), 0)
    yield from folded(console, Text(f"Source: {rule.source}", style=DIM), 0)
    for name, example in (("To be mended", rule.bad), ("Better", rule.good)):
        yield Text()
        yield Text(f"{name}:", style=STRONG)
        for line in example.rstrip("\n").split("\n"):
            yield Text(f"    {line}".rstrip())
    yield Text()
    yield from folded(console, Text(allowed_by(rule.id)), 0)


def allowed_by(name: str) -> str:
    """How one finding is accepted, and how the rule is switched off."""
    return (
        f"To accept one: <!-- pm-sync: allow {name}: the reason --> on its line or the one above (allow-document for the whole file)."
        f' To switch it off: {name} = "off" under [check.rules].'
    )
