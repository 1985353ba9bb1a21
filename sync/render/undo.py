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


_MENDED: Final = "unless settings or documents are mended first"
_AGAIN: Final = f"writes the same again, {_MENDED}"
_EITHER: Final = f"writes the same again, or reports where document and ticket differ, {_MENDED}"
_ASKS: Final = "reports where document and ticket differ now, and `--take` chooses"


def what_next(report: Report) -> str:
    """What the next run makes of what was taken back; empty where nothing was."""
    actions = [
        result.action
        for result in report.ended(Ending.DONE)
        if isinstance(result.action, UpdateTicket | WriteCell)
    ]
    if not actions:
        return ""
    anew = {one.ticket for one in actions if isinstance(one, UpdateTicket) and one.change.withdraw}
    rest = [action for action in actions if action.ticket not in anew]
    if all(action.field in (Field.TICKET, Field.TITLE) for action in rest):
        told = _AGAIN
    elif len(rest) == len(actions) and all(map(_is_disputed, actions)):
        told = _ASKS
    else:
        told = _EITHER
    return f"The next `pm-sync sync` {'makes new tickets and ' if anew else ''}{told}."


def _is_disputed(action: UpdateTicket | WriteCell) -> bool:
    """Whether nobody can tell any more who changed what: of a document's status, the ticket decides at first sight."""
    return action.field in MERGED or (
        isinstance(action, UpdateTicket) and action.field is Field.STATUS
    )
