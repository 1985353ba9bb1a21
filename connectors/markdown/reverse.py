"""What an edit replaced, line by line: enough to take exactly this back, however the rest of the file goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from sync.model.hunk import Hunk

_MOST_COMPARED: Final = 3_000
"""Lines in which added ones are looked for; of more, all of them count as replaced, which is as exact."""


def hunks(before: bytes, after: bytes) -> tuple[Hunk, ...]:
    """The lines of `before` that `after` has others for, from the top. Both are texts that were read as documents."""
    old, new = lines_of(before), lines_of(after)
    if len(old) == len(new):
        return tuple(
            Hunk(above, (one,), (other,))
            for above, (one, other) in enumerate(zip(old, new, strict=True))
            if one != other
        )
    return tuple(_with_added(old, new))


def lines_of(data: bytes) -> list[str]:
    """The lines with their ends."""
    return [line.decode() for line in data.splitlines(keepends=True)]


def _with_added(old: Sequence[str], new: Sequence[str]) -> Iterator[Hunk]:
    top = alike(old, new)
    bottom = alike(old[top:][::-1], new[top:][::-1])
    old, new = old[top : len(old) - bottom], new[top : len(new) - bottom]
    if max(len(old), len(new)) > _MOST_COMPARED:
        yield Hunk(top, tuple(old), tuple(new))
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, low, high, start, end in matcher.get_opcodes():
        if kind == "equal":
            continue
        if 0 < high - low <= end - start:
            yield from _paired(top + low, old[low:high], new[start:end])
        else:
            yield Hunk(top + low, tuple(old[low:high]), tuple(new[start:end]))


def _paired(above: int, old: Sequence[str], new: Sequence[str]) -> Iterator[Hunk]:
    """Each old line with the new one that it became; the surplus new ones were added before, between or after them."""
    place, added = 0, len(new) - len(old)
    for number, line in enumerate(old):
        first = place
        while added and _likeness(line, new[place + 1]) > _likeness(line, new[place]):
            place, added = place + 1, added - 1
        if place > first:
            yield Hunk(above + number, (), tuple(new[first:place]))
        yield Hunk(above + number, (line,), (new[place],))
        place += 1
    if added:
        yield Hunk(above + len(old), (), tuple(new[place:]))


def _likeness(one: str, other: str) -> int:
    return alike(one, other) + alike(one[::-1], other[::-1])


def alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines both begin with."""
    for number, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return number
    return min(len(one), len(other))
