"""What the fuzzer holds of every document: read, edit, read again.

Everything follows from the bytes alone, so that a failing input fails again without a seed.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import Final, TypeVar

from connectors.markdown.layout import HtmlTable, Layout, RowPlace, Span, Table, TextPlace
from connectors.markdown.partial import edit_what_can_be
from connectors.markdown.writer import edit
from sync.errors import EditRefused, UserError
from sync.model.action import Field, WriteCell
from sync.model.postmortem import ActionItem
from tests.connectors.markdown.meant import STATUSES, assert_meant, links
from tests.connectors.markdown.writing import RULES, layout_of, move

_ROUNDS: Final = 3
_FLOOR: Final = 0.05
_PER_KB: Final = 0.02
"""Seconds that reading a document may take, whatever it holds; a common one takes a fortieth of that."""
_EDIT: Final = 8
"""How much longer an edit may take: it reads the result too."""

Answer = TypeVar("Answer")


class Outcome(Enum):
    """What became of a document."""

    UNREADABLE = "unreadable"
    NOTHING = "nothing to edit"
    EDITED = "edited"
    PARTLY = "edited in part"
    REFUSED = "refused"


class TooSlow(Exception):
    """A document took longer than one of its size may."""


def check(data: bytes) -> Outcome:
    """Read the document, edit it some times and hold what is promised; raises whatever is not."""
    try:
        layout = _timed("reading", data, 1, lambda: layout_of(data))
    except UserError:
        return Outcome.UNREADABLE
    assert edit(data, layout, [], layout_of, RULES.vocabulary) == data, "no cells, other bytes"

    outcome = Outcome.NOTHING
    for number in range(_ROUNDS):
        cells = _cells(layout.postmortem.items, number)
        if not cells:
            break
        edited, refused = _edited(data, layout, cells)
        if len(refused) == len(cells):
            return Outcome.REFUSED if outcome is Outcome.NOTHING else Outcome.PARTLY
        written = [cell for cell in cells if cell not in refused]
        after = layout_of(edited)
        assert_meant(layout.postmortem.items, after.postmortem.items, written)
        _assert_settled(after, refused)
        _assert_rest_untouched(data, layout, edited, written)
        outcome = Outcome.PARTLY if refused or outcome is Outcome.PARTLY else Outcome.EDITED
        data, layout = edited, after
    return outcome


def _timed(what: str, data: bytes, factor: int, work: Callable[[], Answer]) -> Answer:
    """What the work answers. Raises `TooSlow` if it is so twice, since a machine may falter once."""
    bound = factor * (_FLOOR + _PER_KB * len(data) / 1000)
    seconds = 0.0
    for _ in range(2):
        start = time.process_time()
        answer = work()
        seconds = time.process_time() - start
        if seconds <= bound:
            return answer
    raise TooSlow(f"{what} {len(data)} bytes took {seconds:.2f} s, and {bound:.2f} s is the bound")


def _cells(items: Sequence[ActionItem], number: int) -> list[WriteCell]:
    """Links for what lacks one, and moves that depend on the item's title, so that they stay when other lines go."""
    cells = links(items)
    for item in items:
        if item.unclear:
            continue
        status = random.Random(f"{number} {item.title}").choice([None, *STATUSES])
        if status is not None and status != item.status:
            cells.append(move(item, status))
    return cells


def _edited(
    data: bytes, layout: Layout, cells: Sequence[WriteCell]
) -> tuple[bytes, dict[WriteCell, str]]:
    def whole() -> bytes | None:
        try:
            return edit(data, layout, cells, layout_of, RULES.vocabulary)
        except EditRefused:
            return None

    edited = _timed("editing", data, _EDIT, whole)
    if edited is not None:
        return edited, {}
    return edit_what_can_be(data, layout, cells, layout_of, RULES.vocabulary)


def _assert_settled(after: Layout, refused: dict[WriteCell, str]) -> None:
    """No link is wanted a second time, but those that were refused."""
    wanted = links(after.postmortem.items)
    lacking = [cell for cell in refused if cell.field is Field.TICKET]
    assert sorted(cell.title for cell in wanted) == sorted(cell.title for cell in lacking)


def _assert_rest_untouched(
    before: bytes, layout: Layout, after: bytes, cells: Sequence[WriteCell]
) -> None:
    """What stood between the places that were written still stands there, in this order and whole."""
    position, kept = 0, 0
    for start, end in sorted(set(_places(before, layout, cells))):
        if start < kept:
            continue
        found = after.find(before[kept:start], position)
        assert found == 0 or (kept and found > 0), f"bytes {kept} to {start} are not what they were"
        position, kept = found + start - kept, end
    assert after.endswith(before[kept:]), f"bytes from {kept} are not what they were"
    assert len(after) - len(before[kept:]) >= position, f"bytes from {kept} are not what they were"
    assert b"\r\n" in before or b"\r\n" not in after, "a line end that the document did not have"


def _places(data: bytes, layout: Layout, cells: Sequence[WriteCell]) -> Iterator[Span]:
    """What an edit may change: places of the items that are written, and the ends of their tables' rows."""
    own = {(cell.line, cell.title) for cell in cells}
    for located in layout.items:
        if (located.item.line, located.item.title) not in own:
            continue
        match located.place:
            case TextPlace() as place:
                yield from _text_places(data, place)
            case RowPlace(table=table, cells=spans):
                for column in {table.ticket, table.status} - {None}:
                    if column is not None and column < len(spans):
                        yield spans[column]
                yield from _row_ends(data, table)


def _text_places(data: bytes, place: TextPlace) -> Iterator[Span]:
    yield place.end, place.end
    if place.box is not None:
        yield place.box
    if place.reference is not None:
        yield place.reference
    if place.status is not None:
        start, end = place.status
        yield (start - 2 if data[start - 2 : start] == b", " else start), end


def _row_ends(data: bytes, table: Table | HtmlTable) -> Iterator[Span]:
    if isinstance(table, HtmlTable):
        for row in (table.header, *table.rows):
            yield row.end, row.end
        return
    for start, end in (table.header, table.delimiter, *table.rows):
        stop = start + len(data[start:end].rstrip(b" \t\r"))
        yield stop, stop
