"""One document held against its key: which items were found, and which of their fields are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from connectors.markdown.rules import Rules
from tests.scoring.keys import Expected, Key

FIELDS: Final = ("title", "owner", "ticket", "status", "type", "priority", "due")
Found = Mapping[str, Any]
"""An item as `pm-sync items --format json` prints it."""


@dataclass(slots=True)
class Score:
    """Counts over any number of documents, and every miss in words."""

    documents: int = 0
    expected: int = 0
    hit: int = 0
    false: int = 0
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def judge(self, name: str, where: str, *, right: bool, expected: object, found: object) -> None:
        """Count one answer; a wrong one is told."""
        self.asked[name] += 1
        self.right[name] += right
        if not right:
            self.misses.append(f"{where}: {name}: expected {expected!r}, found {found!r}")


def compare(key: Key, document: Mapping[str, Any], score: Score) -> None:
    """Add a document to the score."""
    score.documents += 1
    if key.titles:
        title = document["title"]
        score.judge(
            "document title",
            key.path,
            right=_plain(title) in map(_plain, key.titles),
            expected=key.titles[0],
            found=title,
        )
    if key.date is not None:
        date = document["date"]
        score.judge(
            "document date", key.path, right=date == key.date, expected=key.date, found=date
        )
    pairs, missed, surplus = _paired(key, document["items"])
    for expected in missed:
        if expected.line not in key.unsure:
            score.expected += 1
            score.misses.append(f"{key.path}:{expected.line}: not found: {expected.title!r}")
    for found in surplus:
        if found["line"] not in key.unsure:
            score.false += 1
            score.misses.append(f"{key.path}:{found['line']}: is no item: {found['title']!r}")
    for expected, found in pairs:
        if expected.line not in key.unsure:
            score.expected += 1
            score.hit += 1
            _fields(key, expected, found, score)


def _paired(
    key: Key, found: list[Found]
) -> tuple[list[tuple[Expected, Found]], list[Expected], list[Found]]:
    """Items that begin on the same line belong together; of several on one line, those with the likest titles."""
    left = list(found)
    pairs: list[tuple[Expected, Found]] = []
    missed: list[Expected] = []
    for expected in key.items:
        same = [one for one in left if one["line"] == expected.line]
        same.sort(key=lambda one: _plain(one["title"]) != _plain(expected.title))
        if same:
            left.remove(same[0])
            pairs.append((expected, same[0]))
        else:
            missed.append(expected)
    return pairs, missed, left


def _fields(key: Key, expected: Expected, found: Found, score: Score) -> None:
    where = f"{key.path}:{expected.line}"
    for name, wanted, got in _answers(expected.values, found):
        score.judge(name, where, right=wanted == got, expected=wanted, found=got)


def _answers(said: Mapping[str, Any], found: Found) -> Iterator[tuple[str, object, object]]:
    yield "title", _plain(said["title"]), _plain(found["title"])
    yield "owner", _people(said["owner"]), _people(found["owners"])
    yield "ticket", _tickets(said["tickets"]), _tickets([*found["tickets"], *found["urls"]])
    yield "status", said["status"] or "unknown", _status(found["status"])
    for name in ("type", "priority", "due"):
        if name in said:
            yield name, _plain(said[name]), _plain(found[name])


def _plain(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def _people(names: list[str]) -> list[str]:
    return sorted(name.strip("@ ") for name in names)


def _tickets(written: list[str]) -> list[str]:
    """Each ticket by one name, however it is written: a URL and the short form of the same ticket are one."""
    rules = Rules().references
    names: dict[str, None] = {}
    for text in written:
        ref = rules.of_url(text) or rules.of_label(text)
        names[ref.id if ref else text] = None
    return sorted(names)


def _status(status: str | None) -> str:
    return {"open": "open", "done": "done", "in_progress": "in-progress"}.get(
        status or "", "unknown"
    )
