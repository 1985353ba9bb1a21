"""What runs remember: `pm-sync.state` and the journal, whether they are whole, and whether other machines get to see them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from config.find import STATE
from connectors.git.diagnosis import state_file
from sync.cli.folder import FOLDER, SHOWN, journal_path
from sync.cli.health.looked import Looked, of_errors
from sync.cli.state_file import checked_text
from sync.diagnosis import Area, Finding, bad, doubt, well
from sync.errors import UserError
from sync.journal import unfinished
from sync.model.memory import State
from sync.render.summary import count
from sync.state import doubled, parse

_AREA: Final = Area.STATE


def findings(looked: Looked) -> Iterator[Finding]:
    """What is found of both."""
    project = looked.project
    try:
        text = checked_text(project.root)
    except UserError as error:
        yield from of_errors(_AREA, error)
        return
    if text is None:
        yield well(_AREA, f"no {STATE} yet: the first run that links a ticket writes it")
    else:
        yield from _of_text(text)
    yield from _interrupted(looked)
    if looked.shared and project.checkout is not None:
        yield from state_file(project.checkout, STATE, FOLDER)


def _of_text(text: str) -> Iterator[Finding]:
    state = parse(text)
    if state.newer:
        yield bad(_AREA, f"{STATE} {state.warnings[0]}", "update pm-sync to that version")
        return
    for warning in state.warnings[:SHOWN]:
        remedy = (
            "restore the line from the history of the file, or leave it: every ticket is read again"
        )
        yield doubt(_AREA, f"{STATE}: {warning}", remedy)
    if len(state.warnings) > SHOWN:
        yield doubt(_AREA, f"{STATE}: so it is with {len(state.warnings) - SHOWN} more lines")
    twice = doubled(text)
    if twice:
        lines = ", ".join(map(str, twice[:SHOWN])) + (" and more" if len(twice) > SHOWN else "")
        yield doubt(
            _AREA,
            f"{STATE} says some things twice, as after a merge: line {lines}",
            "the next run writes it anew; where both sides changed a field until then, it is told and not guessed",
        )
    yield from _doubts(state)
    yield well(_AREA, f"{STATE} remembers {count(len(state.tickets), 'ticket')}")


def _doubts(state: State) -> Iterator[Finding]:
    if state.doubts:
        since = min(one.since for one in state.doubts.values())
        told = count(len(state.doubts), "creation")
        found = f"the outcome of {told} is not known, since {since:%Y-%m-%d %H:%M} UTC"
        yield doubt(
            _AREA,
            found,
            "the next run looks for the ticket; `pm-sync sync` now, if it should be soon",
        )


def _interrupted(looked: Looked) -> Iterator[Finding]:
    pending = [
        one for one in unfinished(journal_path(looked.project.folder)) if one["event"] == "begin"
    ]
    if any(one.get("undoes") for one in pending):
        yield doubt(
            _AREA, "an undo was interrupted on this machine", "`pm-sync undo` goes on with it"
        )
    elif pending:
        found = f"the last run on this machine was interrupted in {count(len(pending), 'write')}"
        yield doubt(_AREA, found, "the next run completes it")
