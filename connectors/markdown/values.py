"""Writing an owner, a priority or a due date over the one that stands there, and nothing beside it.

What a cell or a sentence says beyond the value is its author's: where it cannot be told apart, nothing is written.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from connectors.markdown.layout import RowPlace, Span
from connectors.markdown.splice import Splice
from connectors.markdown.written import Wanted
from sync.errors import EditRefused
from sync.folding import folded
from sync.model.action import Field, WriteCell
from sync.model.postmortem import ActionItem
from sync.vocabulary import Vocabulary

_MARKUP: Final = re.compile(r"<[^<>]*>|[*_~`\[\]\\]|\]\([^()\s]*\)")
_LINK: Final = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_BETWEEN: Final = re.compile(r"\s*(?:[,;&+/|]|\b(?:and|und|et)\b)\s*|\s+")
_NOBODY: Final = "TBD"
"""What a sentence says where a value was taken out of it: an empty pair of brackets would be read as text."""


def value_cells(
    path: str,
    place: RowPlace,
    item: ActionItem,
    wanted: Wanted,
    text: Callable[[int], str],
    vocabulary: Vocabulary,
) -> dict[int, str]:
    """What the cells for values become, by column. Raises `EditRefused` where a cell says more than its value."""
    changes: dict[int, str] = {}
    for cell in wanted.values:
        column = place.values.get(cell.field.value)
        if column is None:
            raise _refused(path, item, cell, "stands in no cell of its own")
        escaped = tuple(html.escape(name, quote=False) for name in cell.names)
        names = escaped if item.in_html else cell.names
        changes[column] = _cell(path, item, cell, names, text(column), vocabulary)
    return changes


def _cell(
    path: str,
    item: ActionItem,
    cell: WriteCell,
    names: Sequence[str],
    raw: str,
    vocabulary: Vocabulary,
) -> str:
    old = values_of(item, cell.field)
    plain = _MARKUP.sub("", _LINK.sub(r"\1", raw)).strip()
    if not old:
        empty = vocabulary.is_nobody(plain) or vocabulary.is_missing(plain)
        if not empty:
            raise _refused(path, item, cell, f"stands where the document says {plain[:40]!r}")
        return ", ".join(names)
    if not _is_all(plain, old):
        raise _refused(path, item, cell, f"stands beside other words ({plain[:40]!r})")
    if cell.field is Field.OWNER:
        return _separator(plain, old).join(names)
    return raw.replace(old[0], "".join(names), 1) if old[0] in raw and names else "".join(names)


def _is_all(plain: str, old: Sequence[str]) -> bool:
    """Whether a cell says its values and nothing else."""
    rest = plain
    for one in sorted(old, key=len, reverse=True):
        rest = rest.replace(_MARKUP.sub("", one), " ", 1)
    return not _BETWEEN.sub("", rest).strip("()<>.:")


def _separator(plain: str, old: Sequence[str]) -> str:
    """What stands between the first two names."""
    if len(old) > 1:
        start = plain.find(old[0]) + len(old[0])
        end = plain.find(old[1], start)
        if 0 < end - start <= len(" and "):
            return plain[start:end]
    return ", "


def value_splices(
    path: str, data: bytes, span: Span, item: ActionItem, wanted: Wanted
) -> Iterator[Splice]:
    """The edits in running text, inside the bytes of the item. Raises `EditRefused` where a value is not there once."""
    for cell in wanted.values:
        old = values_of(item, cell.field)
        if not old:
            raise _refused(path, item, cell, "has no place there")
        escaped = tuple(html.escape(name, quote=False) for name in cell.names)
        names = escaped if item.in_html else cell.names
        yield from _Text(path, data, span, item, cell).splices(old, names)


class _Text:
    def __init__(
        self, path: str, data: bytes, span: Span, item: ActionItem, cell: WriteCell
    ) -> None:
        self._path, self._data, self._span = path, data, span
        self._item, self._cell = item, cell

    def splices(self, old: Sequence[str], new: Sequence[str]) -> Iterator[Splice]:
        spans = [self._at(name) for name in old]
        low, high = min(spans)[0], max(spans)[1]
        stretch = self._data[low:high].decode()
        unsaid = None if new else self._unsaid(low, high)
        if unsaid is not None:
            yield Splice(*unsaid, b"")
            return
        if _is_all(stretch, old):
            text = _separator(stretch, old).join(new) or _NOBODY
            yield Splice(low, high, text.encode())
            return
        gone = [name for name in old if name not in new]
        come = [name for name in new if name not in old]
        if len(gone) != len(come):
            raise _refused(self._path, self._item, self._cell, "stands in several places")
        for name, other in zip(gone, come, strict=True):
            yield Splice(*self._at(name), other.encode())

    def _unsaid(self, low: int, high: int) -> Span | None:
        """What goes with a value in brackets without a word of its own: the brackets if they hold nothing else, else the comma."""
        before, after = self._data[max(low - 2, self._span[0]) : low], self._data[high : high + 2]
        if before == b" (" and after[:1] == b")":
            return low - 2, high + 1
        if before == b" (" and after == b", ":
            return low, high + 2
        return (low - 2, high) if before == b", " and after[:1] in (b",", b")") else None

    def _at(self, name: str) -> Span:
        whole = re.compile(rb"(?<![\w@/.-])" + re.escape(name.encode()) + rb"(?![\w@-])")
        found = list(whole.finditer(self._data, *self._span))
        if len(found) != 1:
            how = f"{len(found)} times" if found else "in no way that can be told apart"
            raise _refused(self._path, self._item, self._cell, f"names {name!r} {how}")
        return found[0].span()


def values_of(item: ActionItem, field: Field) -> tuple[str, ...]:
    """What an item says of a field that either side may change."""
    if field is Field.OWNER:
        return item.owners
    value = item.priority if field is Field.PRIORITY else item.due
    return (value,) if value else ()


def is_same_value(field: Field, item: ActionItem, names: Sequence[str]) -> bool:
    """Whether the item says exactly this; the order of owners tells nothing."""
    return sorted(map(folded, values_of(item, field))) == sorted(map(folded, names))


def _refused(path: str, item: ActionItem, cell: WriteCell, why: str) -> EditRefused:
    wanted = repr(cell.new) if cell.new else "nobody" if cell.field is Field.OWNER else "nothing"
    return EditRefused(
        path,
        f"line {item.line}: the {cell.field.value} {why}; write {wanted} there by hand, as {cell.ticket} says",
    )
