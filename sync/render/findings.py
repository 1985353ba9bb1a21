"""What the doctor found, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from sync.ports import Finding, Severity
from sync.render.summary import count
from sync.render.terminal import ADD, BAD, CHANGE, STRONG, folded, safe, show

_SIGNS = {Severity.WELL: ("+", ADD), Severity.DOUBT: ("?", CHANGE), Severity.BAD: ("!", BAD)}


def render_findings(findings: Sequence[Finding], console: Console) -> None:
    """Print each finding with its remedy, and one line that sums up."""
    show(console, _lines(findings, console))


def _lines(findings: Sequence[Finding], console: Console) -> Iterator[Text]:
    for finding in findings:
        sign, style = _SIGNS[finding.severity]
        told = f"{finding.found}; {finding.remedy}" if finding.remedy else finding.found
        yield from folded(console, Text().append(f"{sign} ", style=style).append(safe(told)), 0)
    bad = sum(one.severity is Severity.BAD for one in findings)
    doubts = sum(one.severity is Severity.DOUBT for one in findings)
    yield Text()
    if bad:
        yield Text().append(f"A run would fail: {count(bad, 'problem')}.", style=BAD)
    else:
        extra = f", {count(doubts, 'thing')} to look at" if doubts else ""
        yield Text().append(f"Ready{extra}.", style=STRONG)
