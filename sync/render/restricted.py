"""How much there is of what is not told: restricted documents, in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sync.errors import Problem
from sync.model.postmortem import Postmortem
from sync.ports import Tidied
from sync.render.summary import count, withheld_line

UNREADABLE: Final = (
    "a restricted document cannot be read",
    "name it on the command line, in a terminal or with --show-private, to see why",
)
"""What was found, and what to do."""


def restricted_json(kept: Sequence[Postmortem | Problem | Tidied]) -> dict[str, object]:
    """What was not told, in numbers, for the object that is printed."""
    problems = sum(isinstance(one, Problem) for one in kept)
    return {"restricted": {"documents": len(kept), "items": _items(kept), "problems": problems}}


def restricted_lines(kept: Sequence[Postmortem | Problem | Tidied]) -> Iterator[str]:
    """The same for people; no line where nothing was kept."""
    if not kept:
        return
    tidied = sum(isinstance(one, Tidied) and one.changed for one in kept)
    problems = sum(isinstance(one, Problem) for one in kept)
    parts = [
        count(_items(kept), "item") if any(isinstance(one, Postmortem) for one in kept) else "",
        f"{tidied} to tidy or tidied" if any(isinstance(one, Tidied) for one in kept) else "",
        f"{problems} cannot be read" if problems else "",
    ]
    yield withheld_line(len(kept), [part for part in parts if part])


def _items(kept: Sequence[Postmortem | Problem | Tidied]) -> int:
    return sum(len(one.items) for one in kept if isinstance(one, Postmortem))
