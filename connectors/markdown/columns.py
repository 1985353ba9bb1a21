"""What the columns of a table hold, found by their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sync.folding import folded
from sync.vocabulary import Vocabulary
from sync.words import Column

_ONLY_OUTSIDE: Final = frozenset(
    {Column.OWNER, Column.STATUS, Column.TICKET, Column.DUE, Column.TYPE, Column.PRIORITY}
)

_TELLING: Final = _ONLY_OUTSIDE - {Column.TYPE}
_FOLLOWED: Final = frozenset({Column.STATUS, Column.TICKET})
"""What only a table has that is meant to be followed up."""
_WEAK: Final = frozenset({"name", "title", "summary", "items", "what", "work", "内容", "項目"})
"""Names of columns that hold all sorts of things: they need a column beside them that only items have."""
_VAGUE: Final = _WEAK | frozenset(
    [
        "item",
        "description",
        "control",
        "作業",
        "事項",
        "事项",
        "항목",
        "작업",
        "내용",
        "descrição",
        "任务",
        "任務",
    ]
)
"""The same outside of a section of action items, where any list of things may stand."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in the table each meaning stands."""

    item: int
    by_meaning: Mapping[Column, tuple[int, ...]]
    names: tuple[str, ...]
    strong: bool = False
    """Whether a column has a name that only tables of action items have."""
    ignored: frozenset[int] = frozenset()
    """Columns whose names are known to mean nothing here, such as notes."""

    def at(self, column: Column) -> int | None:
        """The index of the column with this meaning, the first of several; None if there is none."""
        found = self.by_meaning.get(column)
        return found[0] if found else None

    def all(self, column: Column) -> tuple[int, ...]:
        """The indices of every column with this meaning."""
        return self.by_meaning.get(column, ())

    def unknown(self) -> tuple[str, ...]:
        """The names that mean nothing to anybody."""
        meant = {index for columns in self.by_meaning.values() for index in columns}
        ignored = meant | {self.item} | self.ignored
        return tuple(
            name for index, name in enumerate(self.names) if index not in ignored and name.strip()
        )

    def repeated(self) -> tuple[str, ...]:
        """The names that several columns with a meaning share."""
        meant = [index for columns in self.by_meaning.values() for index in columns]
        counts = Counter(folded(self.names[index]) for index in meant)
        first = {folded(self.names[index]): self.names[index] for index in sorted(meant)[::-1]}
        return tuple(first[name] for name, count in counts.items() if count > 1)


def columns_of(names: tuple[str, ...], vocabulary: Vocabulary, *, promised: bool) -> Columns | None:
    """What the columns hold; None if the table holds no action items.

    `promised` tells that the table stands where action items do.
    """
    known = [vocabulary.column(name) for name in names]
    if Column.TIME in known:
        return None
    lists: dict[Column, list[int]] = {}
    for index, column in enumerate(known):
        if column is not None and column is not Column.OTHER:
            lists.setdefault(column, []).append(index)
    by_meaning = {column: tuple(indices) for column, indices in lists.items()}
    strong = [index for index, name in enumerate(names) if folded(name) in vocabulary.strong_items]
    item = next(iter((*strong, *by_meaning.get(Column.ITEM, ()))), None)
    if not promised and not (strong and _ONLY_OUTSIDE & by_meaning.keys()):
        owned = Column.OWNER in by_meaning and _FOLLOWED & by_meaning.keys()
        if item is None or not owned or folded(names[item]) in _VAGUE:
            return None
    if (
        item is not None
        and not strong
        and folded(names[item]) in _WEAK
        and not _TELLING & by_meaning.keys()
    ):
        return None
    if item is None and known and known[0] is Column.TICKET and promised:
        item = 0
    if item is None and (_TELLING - {Column.PRIORITY}) & by_meaning.keys():
        item = next((index for index, column in enumerate(known) if column is None), None)
    if item is None:
        return None
    ignored = frozenset(index for index, column in enumerate(known) if column is Column.OTHER)
    return Columns(item, by_meaning, names, strong=bool(strong), ignored=ignored)
