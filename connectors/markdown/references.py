"""The references in running text: as links, by their own spelling, and as a span of code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from connectors.markdown.groups import Named
from connectors.markdown.inline import Mark, Run
from connectors.markdown.mentions import is_mention
from connectors.markdown.rules import Rules
from sync.model.postmortem import Reference
from sync.references import Found

_MOST_REFERENCES: Final = 200
"""Of one item; who names more gives no tickets, and each is looked at together with the others."""
_LONGEST_CODE: Final = 80
_MAY_REFER: Final = re.compile(r"[#/]|\w-?\d|\d\d")


def references_in(run: Run, rules: Rules, *, mentions: bool = False) -> list[Named]:
    """Every reference in the text, by link or by its own spelling, in order; those that are only mentioned if `mentions` says so."""
    found: list[Named] = []
    covered: list[Mark] = []
    for mark in run.marks:
        if mark.kind == "link":
            covered.append(mark)
            reference = _linked(run.text[mark.start : mark.end], mark.target, rules)
            if reference is not None or rules.references.is_key(run.text[mark.start : mark.end]):
                found.append(
                    Named(mark.start, mark.end, reference, True, False, mark.first, mark.last)
                )
        elif mark.kind == "code":
            covered.append(mark)
            found.extend(_in_code(run, mark, rules))
    text = run.text
    rest = _blanked(text, covered) if covered else text
    if _MAY_REFER.search(rest) is not None:
        found.extend(
            _spelled(text, one)
            for one in rules.references.find(text)
            if text[one.start : one.end] == rest[one.start : one.end]
        )
    if found:
        found = [one for one in found if mentions or not is_mention(text, one.start)]
        found.sort(key=lambda one: one.start)
    return found[:_MOST_REFERENCES]


def _blanked(text: str, marks: Sequence[Mark]) -> str:
    """The text with blanks where these marks stand."""
    chars = list(text)
    for mark in marks:
        chars[mark.start : mark.end] = " " * (mark.end - mark.start)
    return "".join(chars)


def _in_code(run: Run, mark: Mark, rules: Rules) -> Iterator[Named]:
    """A code span that is a reference as a whole."""
    text = run.text[mark.start : mark.end]
    if len(text) <= _LONGEST_CODE and _MAY_REFER.search(text) is not None:
        one = next(rules.references.find(text), None)
        if one is not None and one.start == 0 and one.end == len(text):
            reference = None if one.ref is None else Reference(one.ref, None)
            yield Named(mark.start, mark.end, reference, False, key=True)


def _linked(label: str, target: str, rules: Rules) -> Reference | None:
    ref = rules.references.of_url(target)
    if ref is None and ("#" in label or "-" in label):
        ref = rules.references.of_label(label.strip())
        if ref is not None and not target.startswith(("http://", "https://")):
            ref = None
    return None if ref is None else Reference(ref, target)


def _spelled(text: str, one: Found) -> Named:
    written = text[one.start : one.end]
    if one.ref is None:
        return Named(one.start, one.end, None, False, one.key)
    url = written if written.startswith(("http://", "https://")) else None
    return Named(one.start, one.end, Reference(one.ref, url), False)
