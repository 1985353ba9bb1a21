"""The plan of an undo, or what became of it, for people."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from sync.model.report import Ending, Report
from sync.render.terminal import DIM, STRONG, safe, show
from sync.render.text import render_report


def render_undo(report: Report, run: str, at: str, console: Console, *, applied: bool) -> None:
    """Print which run it is about, then what goes back to what it was, and what stays."""
    reports = (report, report.withheld) if report.withheld else (report,)
    took = applied and any(one.ended(Ending.DONE) for one in reports)
    head = Text(f"{'Took' if took else 'Taking'} back run {safe(run)}", style=STRONG)
    head.append(f"  {at}", style=DIM)
    show(console, [head, Text()])
    render_report(report, console, applied=applied, undoing=True)
