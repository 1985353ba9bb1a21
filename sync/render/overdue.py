"""Action items whose day has passed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sync.days import day_of
from sync.model.postmortem import Postmortem


def overdue(postmortems: Iterable[Postmortem], today: date) -> int:
    """How many unfinished items were due before `today`; what names no day is none of them."""
    return sum(
        (day := day_of(item.due)) is not None and day < today and not item.is_finished
        for postmortem in postmortems
        for item in postmortem.items
    )
