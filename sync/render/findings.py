"""What the doctor found: for people, area by area and the worst first; for machines, all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from sync.diagnosis import Area, Finding, Severity
from sync.render.escape import json_text
from sync.render.summary import count
from sync.render.terminal import ADD, BAD, CHANGE, DIM, STRONG, folded, safe, show

VERSION: Final = 1

_SIGNS: Final = {Severity.BAD: ("!", BAD), Severity.DOUBT: ("?", CHANGE), Severity.WELL: ("+", ADD)}
"""The worst first."""
_RANK: Final = {severity: rank for rank, severity in enumerate(_SIGNS)}
_SHOWN: Final = 20
"""Findings of one kind in one area that people are told."""


def render_findings(findings: Sequence[Finding], lines: str, console: Console) -> None:
    """Print each finding with its remedy, the `lines` to add to the settings, and one line that sums up."""
    show(console, _lines(findings, lines, console))


def findings_json(findings: Sequence[Finding], lines: str) -> str:
    """One object, with every finding in the order in which people are told."""
    told = [
        {
            "severity": one.severity.value,
            "area": one.area.value,
            "tracker": one.tracker or None,
            "found": one.found,
            "remedy": one.remedy or None,
        }
        for group in _groups(findings).values()
        for one in group
    ]
    return json_text({"version": VERSION, "findings": told, "settings_to_add": lines or None})


def _groups(findings: Sequence[Finding]) -> Mapping[tuple[Area, str], list[Finding]]:
    """By area and tracker, in the order of the areas."""
    groups: dict[tuple[Area, str], list[Finding]] = {}
    for area in Area:
        for one in findings:
            if one.area is area:
                groups.setdefault((area, one.tracker), []).append(one)
    return {
        name: sorted(group, key=lambda one: _RANK[one.severity]) for name, group in groups.items()
    }


def _lines(findings: Sequence[Finding], lines: str, console: Console) -> Iterator[Text]:
    groups = _groups(findings)
    for (area, tracker), group in groups.items():
        title = f"{area.value} ({tracker})" if tracker else area.value
        yield Text(safe(title), style=STRONG)
        for severity in _SIGNS:
            alike = [one for one in group if one.severity is severity]
            for one in alike[:_SHOWN]:
                yield from _line(one, console)
            if len(alike) > _SHOWN:
                more = f"  and {len(alike) - _SHOWN} more; --format json tells all"
                yield Text(more, style=DIM)
    yield Text()
    if lines:
        yield Text("To be completed, and added to the settings:", style=STRONG)
        yield Text()
        yield from (Text(line) for line in lines.split("\n"))
    yield _sum(findings)


def _line(finding: Finding, console: Console) -> Iterator[Text]:
    sign, style = _SIGNS[finding.severity]
    told = f"{finding.found}; {finding.remedy}" if finding.remedy else finding.found
    first, *rest = folded(console, Text().append(f"{sign} ", style=style).append(safe(told)), 4)
    yield first[2:]
    yield from rest


def _sum(findings: Sequence[Finding]) -> Text:
    bad = [one for one in findings if one.severity is Severity.BAD]
    doubts = sum(one.severity is Severity.DOUBT for one in findings)
    extra = f", {count(doubts, 'thing')} to look at" if doubts else ""
    if not bad:
        return Text(f"Ready{extra}.", style=STRONG)
    areas = ", ".join(dict.fromkeys(one.area.value for one in sorted(bad, key=_place)))
    return Text(f"Not ready: {count(len(bad), 'problem')} ({areas}){extra}.", style=BAD)


def _place(finding: Finding) -> int:
    return list(Area).index(finding.area)
