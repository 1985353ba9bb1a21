"""What earlier runs did, for people and for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from sync.history import PastRun, Write
from sync.model.action import Field
from sync.render.sides import sided
from sync.render.terminal import ADD, BAD, CHANGE, DIM, STRONG, cut, folded, safe, show

VERSION: Final = 1

_TITLE: Final = 60
"""Cells of a title; the line says which item it is."""

_KINDS: Final = {
    "CreateTicket": "create_ticket",
    "UpdateTicket": "update_ticket",
    "WriteCell": "write_cell",
}
"""As `plan` and `sync` call them."""

_SIGNS: Final = {"done": ("+", ADD), "in doubt": ("?", CHANGE), "interrupted": ("?", CHANGE)}


def render_history(runs: Sequence[PastRun], console: Console) -> None:
    """Print each run with what it wrote, the last one last."""
    show(console, _lines(runs, console))


def history_json(runs: Sequence[PastRun]) -> dict[str, object]:
    """The object that `log --format json` prints; absent values are None."""
    return {
        "version": VERSION,
        "runs": [
            {
                "run": run.name,
                "at": run.at.isoformat(),
                "writes": [write_json(write) for write in run.writes],
            }
            for run in runs
        ],
    }


def write_json(write: Write) -> dict[str, object]:
    """One write as an object."""
    return {
        "at": write.at.isoformat(),
        "kind": _KINDS.get(write.kind),
        "document": write.document or None,
        "line": write.line,
        "title": write.title,
        "ticket": write.ticket or None,
        "field": write.field,
        "old": write.old or None,
        "new": write.new or None,
        "reason": write.reason or None,
        "outcome": write.ending.replace(" ", "_"),
    }


def _lines(runs: Sequence[PastRun], console: Console) -> Iterator[Text]:
    if not runs:
        yield Text("The journal tells of no run that wrote anything here.")
    for number, run in enumerate(runs):
        if number:
            yield Text()
        head = Text().append(f"{run.at:%Y-%m-%d %H:%M} {run.at:%Z}", style=STRONG)
        yield head.append(f"  run {safe(run.name)}", style=DIM)
        for write in run.writes:
            yield from folded(console, write_line(write), 2)


def write_line(write: Write) -> Text:
    """One write, with its place, its outcome and its reason."""
    sign, style = _SIGNS.get(write.ending, ("!", BAD))
    place = f"{write.document}:{write.line}" if write.line is not None else write.document
    text = Text().append(f"{sign} ", style=style).append(safe(place))
    if write.title:
        text.append('  "').append_text(cut(Text(safe(write.title)), _TITLE)).append('"')
    if write.ticket and write.field not in (None, Field.TICKET):
        text.append(f"  {safe(write.ticket)}", style=DIM)
    text.append("  ")
    if write.field is None:
        text.append(f"created {safe(write.ticket)}" if write.ticket else "create a ticket")
    else:
        old, new = safe(write.old) or "(none)", safe(write.new) or "(none)"
        what = sided(write.field, in_ticket=write.kind == "UpdateTicket")
        text.append(f"{safe(what)}: {old} → {new}")
    if write.ending != "done":
        text.append(f", {safe(write.ending)}", style=style)
    return text.append(f"  ({safe(write.reason)})", style=DIM) if write.reason else text
