"""A line without an item: what stands there instead, as whoever asks why it got no ticket needs to know."""

from __future__ import annotations

from collections.abc import Iterator

from sync.anatomy import Anatomy, Part, Section
from sync.explained.model import Vacant
from sync.model.postmortem import ActionItem, Postmortem, Skipped


def items_at(postmortem: Postmortem, line: int) -> tuple[ActionItem, ...]:
    """The items that begin on a line; where none does, those that it is a part of."""
    begins = tuple(one for one in postmortem.items if one.line == line)
    return begins or tuple(one for one in postmortem.items if one.line <= line <= one.end_line)


def vacant(postmortem: Postmortem, line: int, anatomy: Anatomy | None) -> Vacant:
    """What is on a line that holds no item; `anatomy` is None where the source has no texts."""
    text = anatomy.visible[line - 1].strip() if anatomy else ""
    sections = (
        [one for one in anatomy.sections if one.line <= line <= one.end_line] if anatomy else []
    )
    skipped = tuple(_skipped(postmortem, line, anatomy, sections))
    above = [one for one in postmortem.items if one.end_line < line]
    below = [one for one in postmortem.items if one.line > line]
    return Vacant(
        postmortem,
        line,
        text,
        _why(postmortem, line, text, skipped, sections),
        section=sections[-1].title if sections else None,
        skipped=skipped,
        above=max(above, key=lambda one: one.end_line, default=None),
        below=min(below, key=lambda one: one.line, default=None),
    )


def _skipped(
    postmortem: Postmortem, line: int, anatomy: Anatomy | None, sections: list[Section]
) -> Iterator[Skipped]:
    first = _beginning(postmortem, line, anatomy)
    yield from (one for one in postmortem.skipped if one.line == first)
    titles = {
        one.line
        for one in sections
        if not any(one.line <= item.line <= one.end_line for item in postmortem.items)
    }
    yield from (one for one in postmortem.near_misses if one.line in titles)


def _beginning(postmortem: Postmortem, line: int, anatomy: Anatomy | None) -> int:
    """Where the text begins that goes on over this line, if it was left out."""
    known = {one.line for one in postmortem.skipped}
    ends = {one.end_line for one in postmortem.items}
    while anatomy and line not in known and line > 1 and line - 1 not in ends:
        if not anatomy.visible[line - 1].strip() or not anatomy.visible[line - 2].strip():
            break
        line -= 1
    return line


def _why(
    postmortem: Postmortem,
    line: int,
    text: str,
    skipped: tuple[Skipped, ...],
    sections: list[Section],
) -> str:
    if skipped:
        return skipped[0].reason
    title = next((one for one in sections if one.line == line), None)
    if title is not None:
        about = " of action items" if Part.ACTION_ITEMS in title.parts else ""
        return f"it is the title of a section{about}"
    if not text:
        return "nothing stands on it that a reader sees"
    if not any(Part.ACTION_ITEMS in one.parts for one in sections):
        if sections:
            return "it stands outside of every section of action items"
        return "it stands above every section of the document"
    rows = any(one.line > line and one.form.value == "table row" for one in postmortem.items)
    if text.startswith("|") and rows:
        return "it is the head of a table"
    return "it is part of no item"
