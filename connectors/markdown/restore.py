"""Taking back what a write replaced, also after people went on editing: only what still stands as it was written.

In a file that nobody touched since, this gives the bytes of before. In another one every line is looked for by its own
text: a line that stands there once, or beside one that was found, gets its old text back; of a line that somebody
edited, only the part that was written goes. The result is read again, and nothing is taken back by which an item would
say anything else than before, but for its reference and its status.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from connectors.markdown.files import revision_of
from connectors.markdown.layout import Layout
from connectors.markdown.reverse import alike, lines_of
from connectors.markdown.unchanged import differs
from sync.errors import UserError
from sync.model.hunk import Hunk, Rewrite
from sync.model.postmortem import ActionItem

_EDITED: Final = "somebody edited it since"
_TOGETHER: Final = "somebody edited its table since, whose columns go together or not at all"
_UNREADABLE: Final = "taking it back would change what else is said here; do it by hand"


@dataclass(frozen=True, slots=True)
class Place:
    """Where lines are replaced, and by what."""

    start: int
    end: int
    lines: tuple[str, ...]


def restore(
    data: bytes,
    rewrite: Rewrite,
    names: Collection[str],
    keep: Set[Hunk],
    read: Callable[[bytes], Layout],
) -> tuple[bytes, dict[Hunk, str]]:
    """The file with the write taken back, but for `keep`, and why each other hunk that stays does.

    `names` are the tickets that the write tells of.
    """
    revision, lines = revision_of(data), lines_of(data)
    if revision == rewrite.before:
        return data, {}
    untouched = _as_written(lines, rewrite.hunks)
    if untouched is not None and revision == rewrite.after and not keep:
        edited = _replaced(lines, untouched)
        if revision_of(edited) == rewrite.before:
            return edited, {}
    found = untouched or _found(lines, rewrite.hunks, names)
    there = [
        hunk
        for hunk in rewrite.hunks
        if hunk not in keep and (hunk in found or not _is_back(lines, hunk, names))
    ]
    places = {hunk: found[hunk] for hunk in there if hunk in found}
    before = read(data)
    whole = _in_whole_groups(there, places)
    for chosen, why in ((places, _EDITED), (whole, _TOGETHER)):
        edited = _replaced(lines, chosen)
        if chosen and _says_the_same(before, edited, read):
            left = {hunk: why if hunk in places else _EDITED for hunk in there}
            return edited, {hunk: told for hunk, told in left.items() if hunk not in chosen}
    return data, {hunk: _UNREADABLE if hunk in places else _EDITED for hunk in there}


def _is_back(lines: Sequence[str], hunk: Hunk, names: Collection[str]) -> bool:
    """Whether nothing of it is left: the old lines stand there, or nothing names the ticket any more."""
    if not hunk.new or _contains(lines, hunk.new):
        return False
    if hunk.old and _contains(lines, hunk.old):
        return True
    own = [name for name in names if any(_names(line, name) for line in hunk.new)]
    return bool(own) and not any(_names(line, name) for line in lines for name in own)


def _contains(lines: Sequence[str], few: Sequence[str]) -> bool:
    size = len(few)
    return any(
        line == few[0] and tuple(lines[number : number + size]) == tuple(few)
        for number, line in enumerate(lines)
    )


def _in_whole_groups(hunks: Sequence[Hunk], places: Mapping[Hunk, Place]) -> dict[Hunk, Place]:
    """The places of those hunks of whose neighbours, line upon line, every one has its place too."""
    first = {hunk: hunk for hunk in hunks}
    for one, following in pairwise(hunks):
        if one.end == following.above:
            first[following] = first[one]
    torn = {first[hunk] for hunk in hunks if hunk not in places}
    return {hunk: at for hunk, at in places.items() if first[hunk] not in torn}


def _as_written(lines: Sequence[str], hunks: Sequence[Hunk]) -> dict[Hunk, Place] | None:
    """The places of all hunks, if each still stands where it was written."""
    places: dict[Hunk, Place] = {}
    shift = 0
    for hunk in hunks:
        start = hunk.above + shift
        if tuple(lines[start : start + len(hunk.new)]) != hunk.new:
            return None
        places[hunk] = Place(start, start + len(hunk.new), hunk.old)
        shift += len(hunk.new) - len(hunk.old)
    return places


def _found(
    lines: Sequence[str], hunks: Sequence[Hunk], names: Collection[str]
) -> dict[Hunk, Place]:
    """The places of those that can be found by their own text, or by standing beside one that was."""
    at: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        at.setdefault(line, []).append(number)
    starts = {hunk: _starts(lines, at, hunk) for hunk in hunks if hunk.new}
    places = {hunk: _place(hunk, found[0]) for hunk, found in starts.items() if len(found) == 1}
    pairs = list(pairwise(hunks))
    for one, following in (*pairs, *reversed(pairs)):
        if one.end != following.above:
            continue
        if one in places and following not in places:
            start = places[one].end
            if start in starts.get(following, ()):
                places[following] = _place(following, start)
        elif following in places and one not in places:
            start = places[following].start - len(one.new)
            if start in starts.get(one, ()):
                places[one] = _place(one, start)
    for hunk in hunks:
        if hunk not in places and (edited := _edited(lines, hunk, names)) is not None:
            places[hunk] = edited
    return _apart(places)


def _starts(lines: Sequence[str], at: Mapping[str, list[int]], hunk: Hunk) -> list[int]:
    size = len(hunk.new)
    return [n for n in at.get(hunk.new[0], ()) if tuple(lines[n : n + size]) == hunk.new]


def _place(hunk: Hunk, start: int) -> Place:
    return Place(start, start + len(hunk.new), hunk.old)


def _edited(lines: Sequence[str], hunk: Hunk, names: Collection[str]) -> Place | None:
    """The one line that still has what was written, beside what somebody edited, and names the ticket."""
    if len(hunk.old) != 1 or len(hunk.new) != 1:
        return None
    old, new = hunk.old[0], hunk.new[0]
    low = alike(old, new)
    high = alike(old[low:][::-1], new[low:][::-1])
    written, stood = new[low : len(new) - high], old[low : len(old) - high]
    if not any(_names(new, name) for name in names) or not written.strip(" |"):
        return None
    own = [name for name in names if _names(new, name)]
    found = [
        number
        for number, line in enumerate(lines)
        if line.count(written) == 1 and any(_names(line, name) for name in own)
    ]
    if len(found) != 1:
        return None
    return Place(found[0], found[0] + 1, (lines[found[0]].replace(written, stood),))


def _names(line: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line) is not None


def _apart(places: Mapping[Hunk, Place]) -> dict[Hunk, Place]:
    """Without those that claim the same lines: nobody can tell whose they are."""
    ordered = sorted(places.items(), key=lambda pair: pair[1].start)
    clashing = {
        hunk
        for (one, first), (other, second) in pairwise(ordered)
        if first.end > second.start
        for hunk in (one, other)
    }
    return {hunk: place for hunk, place in places.items() if hunk not in clashing}


def _replaced(lines: Sequence[str], places: Mapping[Hunk, Place]) -> bytes:
    parts: list[str] = []
    position = 0
    for place in sorted(places.values(), key=lambda one: one.start):
        parts += (*lines[position : place.start], *place.lines)
        position = place.end
    return "".join((*parts, *lines[position:])).encode()


def _says_the_same(before: Layout, edited: bytes, read: Callable[[bytes], Layout]) -> bool:
    """Whether every item says what it said, but for its reference and its status; the document's own status may differ, too."""
    try:
        after = read(edited)
    except UserError:
        return False
    old, new = before.postmortem.items, after.postmortem.items
    if len(old) != len(new):
        return False
    told = replace(before.postmortem, status=after.postmortem.status)
    expected = [_with_marks_of(one, other) for one, other in zip(old, new, strict=True)]
    remarks = [[one.text for one in layout.postmortem.remarks] for layout in (before, after)]
    same = differs(replace(before, postmortem=told), after, expected)
    return not any(same) and remarks[0] == remarks[1]


def _with_marks_of(item: ActionItem, other: ActionItem) -> ActionItem:
    return replace(
        item,
        references=other.references,
        status=other.status,
        status_text=other.status_text,
        status_qualified=other.status_qualified,
        ticket_wanted=other.ticket_wanted,
        unrecognised=other.unrecognised,
        owners=other.owners,
        priority=other.priority,
        due=other.due,
    )
