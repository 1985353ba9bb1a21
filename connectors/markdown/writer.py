"""Writing references and statuses into a document, and proving that nothing else changed."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from connectors.markdown.blocks import Source
from connectors.markdown.cells import RowEdits
from connectors.markdown.html_rows import HtmlRowEdits
from connectors.markdown.layout import HtmlTable, Layout, Located, RowPlace, Table, TextPlace
from connectors.markdown.relink import Relinking, line_starts
from connectors.markdown.splice import Splice, spliced
from connectors.markdown.status_line import expected, status_splice
from connectors.markdown.texts import text_splices
from connectors.markdown.values import is_same_value, value_splices
from connectors.markdown.written import Wanted, wanted
from sync.errors import EditRefused, UserError
from sync.model.action import Field, WriteCell
from sync.model.postmortem import ActionItem, Postmortem, Reference
from sync.vocabulary import Vocabulary

_SAME = ("title", "date", "authors", "status", "severity", "summary", "ignored")
"""What of a postmortem no edit may change."""

_KEPT = (
    "title",
    "lead",
    "owners",
    "unrecognised",
    "ticket_wanted",
    "type",
    "priority",
    "due",
    "section",
    "form",
)
"""What of an item no edit may change."""


def edit(
    data: bytes,
    layout: Layout,
    cells: Sequence[WriteCell],
    read: Callable[[bytes], Layout],
    vocabulary: Vocabulary,
) -> bytes:
    """The document with all `cells` written.

    The result is read again; raises `EditRefused` unless exactly the intended items differ, in exactly what was intended.
    """
    path = layout.postmortem.path
    own = [cell for cell in cells if cell.field is Field.DOCUMENT]
    if own:
        cells = [cell for cell in cells if cell.field is not Field.DOCUMENT]
        data, layout = _own_status(data, layout, own[-1], read)
    moved = [cell for cell in cells if cell.replaces is not None]
    if moved:
        rest = [cell for cell in cells if cell.replaces is None]
        data, layout, cells = _relinked(data, layout, moved, rest, read)
    wishes = _wishes(path, layout, cells)
    splices = list(_splices(path, data, wishes, vocabulary))
    try:
        edited = spliced(data, splices)
        after = read(edited)
    except (ValueError, UserError) as error:
        raise EditRefused(path, str(error)) from error
    _check(path, layout, after, wishes, _shift(data, splices))
    return edited


def _own_status(
    data: bytes, layout: Layout, cell: WriteCell, read: Callable[[bytes], Layout]
) -> tuple[bytes, Layout]:
    """The document with its own status replaced, proven in the same way."""
    path = layout.postmortem.path
    edited = spliced(data, [status_splice(path, data, layout, cell)])
    try:
        after = read(edited)
    except UserError as error:
        raise EditRefused(path, str(error)) from error
    _check(path, expected(layout, cell), after, {}, lambda line: line)
    return edited, after


def _relinked(
    data: bytes,
    layout: Layout,
    cells: Sequence[WriteCell],
    rest: Sequence[WriteCell],
    read: Callable[[bytes], Layout],
) -> tuple[bytes, Layout, Sequence[WriteCell]]:
    """The document with the references to tickets that moved replaced, proven in the same way, and the `rest` for it."""
    path = layout.postmortem.path
    by_place: dict[tuple[int, str], list[WriteCell]] = defaultdict(list)
    for cell in cells:
        by_place[cell.line, cell.title].append(cell)
    own = [by_place.pop((one.item.line, one.item.title), []) for one in layout.items]
    for line, title in by_place:
        raise EditRefused(path, f"line {line}: there is no item {title!r}")
    pairs = [(one, cell) for one, its in zip(layout.items, own, strict=True) for cell in its]
    relinking = Relinking(path, data, pairs)
    try:
        edited = spliced(data, relinking.splices())
        after = read(edited)
    except (ValueError, UserError) as error:
        raise EditRefused(path, str(error)) from error
    _check(path, relinking.expected(layout, after), after, {}, lambda line: line)
    titles = {
        (old.item.line, old.item.title): new.item.title
        for old, new in zip(layout.items, after.items, strict=True)
    }
    retitled = [replace(one, title=titles.get((one.line, one.title), one.title)) for one in rest]
    return edited, after, retitled


def _wishes(
    path: str, layout: Layout, cells: Sequence[WriteCell]
) -> dict[int, tuple[Located, Wanted]]:
    """What is wanted at which item, by its number in the document."""
    by_place: dict[tuple[int, str], list[WriteCell]] = defaultdict(list)
    for cell in cells:
        by_place[cell.line, cell.title].append(cell)
    wishes: dict[int, tuple[Located, Wanted]] = {}
    for number, located in enumerate(layout.items):
        own = by_place.pop((located.item.line, located.item.title), None)
        if own and located.item.unclear:
            raise EditRefused(
                path, f"line {located.item.line}: nobody can tell which cell is which"
            )
        if own:
            item = located.item
            wish = wanted(path, item.line, item.title, own, in_html=item.in_html)
            wishes[number] = (located, wish)
    for line, title in by_place:
        raise EditRefused(path, f"line {line}: there is no item {title!r}")
    return wishes


def _splices(
    path: str, data: bytes, wishes: dict[int, tuple[Located, Wanted]], vocabulary: Vocabulary
) -> Iterator[Splice]:
    tables: dict[int, RowEdits | HtmlRowEdits] = {}
    starts: list[int] = []
    for located, wish in wishes.values():
        match located.place:
            case RowPlace(table=Table() as table):
                edits = tables.setdefault(id(table), RowEdits(path, data, table, vocabulary))
                edits.add(located.place, located.item, wish)
            case RowPlace(table=HtmlTable() as table):
                html_edits = tables.setdefault(
                    id(table), HtmlRowEdits(path, data, table, vocabulary)
                )
                html_edits.add(located.place, located.item, wish)
            case TextPlace():
                yield from text_splices(data, located.place, located.item, wish)
                if wish.values:
                    starts = starts or line_starts(data)
                    span = (starts[located.item.line - 1], starts[located.item.end_line])
                    yield from value_splices(path, data, span, located.item, wish)
    for edits in tables.values():
        yield from edits.splices()


def _shift(data: bytes, splices: Sequence[Splice]) -> Callable[[int], int]:
    """On which line something stands afterwards, from the line before."""
    source = Source(data)
    added = sorted((source.line(splice.start), _line_ends(splice.text)) for splice in splices)
    places = [at for at, _ in added]
    sums = [0, *accumulate(lines for _, lines in added)]
    return lambda line: line + sums[bisect_left(places, line)]


def _line_ends(text: bytes) -> int:
    return text.count(b"\n") or text.count(b"\r")


def _check(
    path: str,
    before: Layout,
    after: Layout,
    wishes: dict[int, tuple[Located, Wanted]],
    shifted: Callable[[int], int],
) -> None:
    _check_postmortem(path, before.postmortem, after.postmortem)
    for number, (old, new) in enumerate(zip(before.items, after.items, strict=True)):
        wish = wishes[number][1] if number in wishes else None
        _check_item(path, old.item, new.item, wish, shifted)


def _check_postmortem(path: str, before: Postmortem, after: Postmortem) -> None:
    if len(before.items) != len(after.items) or len(before.skipped) != len(after.skipped):
        raise EditRefused(
            path, f"the edit would turn {len(before.items)} items into {len(after.items)}"
        )
    for name in _SAME:
        if getattr(before, name) != getattr(after, name):
            raise EditRefused(path, f"the edit would change the document's {name}")


def _check_item(
    path: str,
    before: ActionItem,
    after: ActionItem,
    wish: Wanted | None,
    shifted: Callable[[int], int],
) -> None:
    expected = before if wish is None else _expected(before, wish)
    values = {cell.field.value for cell in wish.values} if wish else set()
    kept = [name for name in _KEPT if name.removesuffix("s") not in values]
    differing = [name for name in kept if getattr(expected, name) != getattr(after, name)]
    differing += [
        cell.field.value
        for cell in (wish.values if wish else ())
        if not is_same_value(cell.field, after, cell.names)
    ]
    if [one.ref for one in expected.references] != [one.ref for one in after.references]:
        differing.append("ticket")
    if expected.status != after.status:
        differing.append("status")
    if shifted(before.line) != after.line:
        differing.append("line")
    unread = _unread(after, wish) if values else None
    if differing and unread is not None:
        raise EditRefused(path, f"line {before.line}: {unread}")
    if differing:
        raise EditRefused(
            path,
            f"line {before.line}: after the edit this item's {' and '.join(differing)} would not read as intended"
            f" ({before.title[:60]!r}); change it there by hand",
        )


def _unread(after: ActionItem, wish: Wanted | None) -> str | None:
    """Of an edit of values: that the first which is not read as it is written is to blame; None if all are."""
    for cell in wish.values if wish else ():
        if not is_same_value(cell.field, after, cell.names):
            known = ", and add those to [people]" if cell.field is Field.OWNER else ""
            return f"{cell.new!r} would not be read there as the {cell.field.value}; write it by hand in other words{known}"
    return None


def _expected(item: ActionItem, wish: Wanted) -> ActionItem:
    if wish.link is not None:
        item = replace(item, references=(Reference(wish.link.ticket, wish.link.url),))
    if wish.status is not None:
        item = replace(item, status=wish.means)
    return item
