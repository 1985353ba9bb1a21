"""Writing as much as can be written: what is refused at one item never takes the rest of the document with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from connectors.markdown.layout import Layout
from connectors.markdown.writer import edit
from sync.errors import EditRefused
from sync.model.action import Field, WriteCell
from sync.vocabulary import Vocabulary


def edit_what_can_be(
    data: bytes,
    layout: Layout,
    cells: Sequence[WriteCell],
    read: Callable[[bytes], Layout],
    vocabulary: Vocabulary,
) -> tuple[bytes, dict[WriteCell, str]]:
    """The document with as many of `cells` as can be written, and why each of the others is refused.

    Links come first. No status is written at an item whose link was refused, since it would belong to nothing.
    """

    def attempt(chosen: Sequence[WriteCell]) -> bytes:
        return edit(data, layout, chosen, read, vocabulary)

    search = _Search(attempt, data)
    search.add([cell for cell in cells if cell.field is Field.TICKET])
    unlinked = {
        (cell.line, cell.title): why
        for cell, why in search.refused.items()
        if cell.replaces is None  # An old name still leads to the ticket that moved.
    }
    for cell in cells:
        why = unlinked.get((cell.line, cell.title))
        if why is not None:
            search.refused[cell] = why
    search.add(
        [cell for cell in cells if cell.field is not Field.TICKET and cell not in search.refused]
    )
    return search.edited, search.refused


_MOST_REFUSALS: Final = 200
"""Attempts that may fail before the rest is refused unseen: a document in which nothing can be written is not tried cell by cell."""


class _Search:
    """Halves what is refused until the culprits stand alone; one culprit in n costs about log n attempts."""

    def __init__(self, attempt: Callable[[Sequence[WriteCell]], bytes], data: bytes) -> None:
        self._attempt = attempt
        self._accepted: list[WriteCell] = []
        self._refusals = 0
        self.edited = data
        self.refused: dict[WriteCell, str] = {}

    def add(self, cells: Sequence[WriteCell]) -> None:
        """Accept what can be written together with what was accepted before."""
        if not cells:
            return
        try:
            self.edited = self._attempt([*self._accepted, *cells])
        except EditRefused as refusal:
            self._refusals += 1
            if len(cells) == 1 or self._refusals > _MOST_REFUSALS:
                self.refused.update(dict.fromkeys(cells, refusal.reason))
                return
            half = len(cells) // 2
            self.add(cells[:half])
            self.add(cells[half:])
        else:
            self._accepted.extend(cells)
