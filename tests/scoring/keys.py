"""Answer keys: what a person read in a document. One JSON file per document, beside a folder of the documents.

    CORPUS/documents/…      the documents
    CORPUS/gold/*.json      their keys: `file` (below `documents`), `title`, `alt_titles`, `date`, `ambiguous_lines`, `items`

An item of a key has `title`, `owner` (a list), `tickets` (as written), `status` (`open`, `done`, `in-progress`, `unknown`), `type`, `priority`,
`due`, `line` and `end_line` (1-based).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Expected:
    """An item as the key has it."""

    line: int
    end_line: int
    title: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Key:
    """What is right for one document."""

    name: str
    path: str
    """Relative to the folder of documents."""
    titles: tuple[str, ...]
    """Every fair answer; empty where the document has none."""
    date: str | None
    unsure: frozenset[int]
    """Lines on which two careful readers may differ: neither hits nor misses there count."""
    items: tuple[Expected, ...] = field(default=())


def keys_in(folder: Path) -> list[Key]:
    """Every key of a corpus, by name. Raises ValueError if there is none."""
    found = [_key(path) for path in sorted((folder / "gold").glob("*.json"))]
    if not found:
        raise ValueError(
            f"no answer keys in {folder / 'gold'}: one JSON file per document is needed"
        )
    return found


def _key(path: Path) -> Key:
    said = json.loads(path.read_text(encoding="utf-8"))
    titles = [said.get("title"), *said.get("alt_titles", ())]
    return Key(
        name=path.stem,
        path=said["file"],
        titles=tuple(title for title in titles if title),
        date=said.get("date"),
        unsure=frozenset(said.get("ambiguous_lines", ())),
        items=tuple(
            Expected(one["line"], one.get("end_line", one["line"]), one["title"], one)
            for one in said["items"]
        ),
    )
