"""The plan of an undo, or what became of it, for people."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.text import Text

from sync.model.action import MERGED, Field, UpdateTicket, WriteCell
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


_AGAIN: Final = "writes the same again, unless settings or documents are mended first"
_ASKS: Final = "reports where document and ticket differ now, and `--take` chooses"


def what_next(report: Report) -> str:
    """What the next run makes of what was taken back; empty where nothing was."""
    actions = [result.action for result in report.ended(Ending.DONE)]
    updates = [action for action in actions if isinstance(action, UpdateTicket)]
    asks = [action for action in actions if _is_disputed(action)]
    told = ["makes new tickets"] if any(action.change.withdraw for action in updates) else []
    told += [_AGAIN] if len(asks) < len(actions) else []
    told += [_ASKS] if asks else []
    return f"The next `pm-sync sync` {' and '.join(told)}." if told else ""


def _is_disputed(action: object) -> bool:
    """Whether both sides differ by it, and nobody can tell any more who changed what."""
    if isinstance(action, UpdateTicket) and action.field is Field.STATUS:
        return not action.change.withdraw
    return isinstance(action, UpdateTicket | WriteCell) and action.field in MERGED
