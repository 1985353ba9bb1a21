"""The plan of an undo, or what became of it, for people."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from sync.model.report import Report
from sync.render.terminal import DIM, STRONG, safe, show
from sync.render.text import render_report


def render_undo(report: Report, run: str, at: str, console: Console, *, applied: bool) -> None:
    """Print which run it is about, then what goes back to what it was, and what stays."""
    head = Text(f"{'Took' if applied else 'Taking'} back run {safe(run)}", style=STRONG)
    head.append(f"  {at}", style=DIM)
    show(console, [head, Text()])
    if report.results or report.notices or report.problems or report.withheld:
        render_report(report, console, applied=applied)
    else:
        show(console, [Text("Nothing of it is left to take back.")])
