"""Checkboxes written in a status cell: `[x]`, `[ ] in progress`. GitHub shows them as text there; people tick them all the same."""

from __future__ import annotations

import re
from typing import Final

from connectors.markdown.inline import Run
from connectors.markdown.phrases import status_of
from connectors.markdown.rules import Rules
from connectors.markdown.status_mark import StatusMark
from sync.model.postmortem import Status

_BOX: Final = re.compile(r"\s*(?P<box>\[(?P<tick>[ xX]?)\])(?:\s+(?P<words>.*\S))?\s*", re.DOTALL)


def cell_box(run: Run, rules: Rules, data: bytes) -> StatusMark | None:
    """The status that a cell tells by its box and the words behind it; None if it begins with no box.

    Words that are no status make it a remark, which is read and never replaced.
    """
    match = _BOX.fullmatch(run.text)
    if match is None:
        return None
    low, high = run.source(match.start("box"), max(match.end("box"), match.end("words")))
    source = data[low:high].decode()
    ticked = bool(match["tick"].strip())
    status = Status.DONE if ticked else Status.OPEN
    if match["words"] is None:
        return StatusMark(status, source)
    phrase = status_of(match["words"], rules.vocabulary)
    if phrase is None:
        return StatusMark(status, source, qualified=True)
    contradicts = ticked and phrase.status in (Status.OPEN, Status.IN_PROGRESS)
    return StatusMark(status if contradicts else phrase.status, source, phrase.qualified)
