"""What a case of the writer is: a body of a document before and after an edit."""

from __future__ import annotations

from typing import NamedTuple

from sync.model.postmortem import Status
from tests.connectors.markdown.writing import Wish

DONE, OPEN, STARTED = Status.DONE, Status.OPEN, Status.IN_PROGRESS
WONT_DO, DUPLICATE, VANISHED = Status.WONT_DO, Status.DUPLICATE, Status.VANISHED
TITLE = "# Outage\n\n## Action items\n\n"


class Case(NamedTuple):
    """A body below the heading of the action items, what is wished, and the body afterwards."""

    name: str
    before: str
    wishes: tuple[Wish, ...]
    after: str
