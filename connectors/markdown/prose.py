"""Which paragraphs are action items: those with a mark of one, and orders where nothing else is promised."""

from __future__ import annotations

import re
from typing import Final

from connectors.markdown.fields import Fields
from connectors.markdown.inline import Run
from sync.vocabulary import Vocabulary

_LOUD: Final = re.compile(
    r"(?:TODO|TO DO|DONE|DOING|OPEN|WIP|IN PROGRESS|FIXED|COMPLETED?|WON'?T DO|DUPLICATE)"
)
_LONGEST_ORDER: Final = 600
"""Characters; a longer paragraph tells a story."""


def starts_loud(run: Run) -> bool:
    """Whether a paragraph begins with a bold status word in capitals, an item wherever it stands."""
    return any(
        mark.kind == "strong"
        and mark.start == 0
        and _LOUD.fullmatch(run.text[: mark.end].strip(" :"))
        for mark in run.marks
    )


def is_item(run: Run, fields: Fields, vocabulary: Vocabulary, *, alone: bool) -> bool:
    """Whether a paragraph among promised action items is one.

    `alone` tells that there is neither a list nor a table beside it.
    """
    if fields.owners or fields.status is not None or not fields.wanted:
        return True
    if not alone or fields.title.endswith(":"):
        return False
    if fields.references or fields.unrecognised or fields.due:
        return True
    return len(run.text) <= _LONGEST_ORDER and vocabulary.is_order(fields.title)
