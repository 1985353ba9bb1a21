"""Edits of single values that a rule asks for, checked by reading the document again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from connectors.markdown.layout import Layout
from sync.anatomy import Edit
from sync.model.postmortem import ActionItem, Postmortem


def mended(
    data: bytes, edits: Sequence[Edit], read: Callable[[bytes], Layout]
) -> tuple[bytes, int]:
    """The document with as many of `edits` as can be made, and their number; each alone if they do not fit together."""
    before = _meaning(read(data).postmortem)
    together = _edited(data, edits)
    if together is not None and _meaning(read(together).postmortem) == before:
        return together, len(edits)
    made = 0
    for edit in edits:
        one = _edited(data, [edit])
        if one is not None and _meaning(read(one).postmortem) == before:
            data, made = one, made + 1
    return data, made


def _edited(data: bytes, edits: Sequence[Edit]) -> bytes | None:
    """The bytes with all edits made; None if one of them does not find what it expects."""
    lines = data.splitlines(keepends=True)
    for edit in sorted(edits, key=lambda one: (one.line, one.column), reverse=True):
        if not 0 < edit.line <= len(lines):
            return None
        line = lines[edit.line - 1].decode()
        start = edit.column - 1
        if not line.startswith(edit.old, start):
            return None
        lines[edit.line - 1] = (line[:start] + edit.new + line[start + len(edit.old) :]).encode()
    return b"".join(lines)


def _meaning(postmortem: Postmortem) -> tuple[object, ...]:
    """What no edit may change: everything but the spelling of a day."""
    items = tuple(_without_due(item) for item in postmortem.items)
    return items, postmortem.title, postmortem.date, postmortem.authors, postmortem.severity


def _without_due(item: ActionItem) -> ActionItem:
    return replace(item, due=item.due and "")
