"""Proves that a document which was only tidied says what it said before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from connectors.markdown.layout import Layout
from sync.model.postmortem import ActionItem

_DOCUMENT: Final = ("title", "date", "authors", "status", "severity", "summary", "ignored")
SAID: Final = (
    "title",
    "lead",
    "owners",
    "references",
    "unrecognised",
    "ticket_wanted",
    "status",
    "status_qualified",
    "type",
    "priority",
    "due",
    "section",
    "unclear",
)
"""What an item says, however it is written."""
WRITTEN: Final = (*SAID, "form", "status_text")
"""What an item says, and how."""


def differs(
    before: Layout,
    after: Layout,
    items: Sequence[ActionItem],
    said_only: Iterable[int] = (),
) -> Iterator[tuple[int | None, str]]:
    """What is not as it was: the number of the item, None for the document itself, and in what.

    `items` are those of `before` in the order in which they should come; those numbered in `said_only` may be written
    in another form.
    """
    old, new = before.postmortem, after.postmortem
    for name in _DOCUMENT:
        if getattr(old, name) != getattr(new, name):
            yield None, f"the document's {name}"
    if [(one.text, one.reason) for one in old.skipped] != [
        (one.text, one.reason) for one in new.skipped
    ]:
        yield None, "what is no action item"
    if len(items) != len(new.items):
        yield None, f"the number of items ({len(items)}, then {len(new.items)})"
        return
    formless = frozenset(said_only)
    for number, (one, other) in enumerate(zip(items, new.items, strict=True)):
        for name in SAID if number in formless else WRITTEN:
            if getattr(one, name) != getattr(other, name):
                yield number, name.replace("_", " ")
