"""Whatever the document: an edit says exactly what was meant, changes nothing else, or is refused."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import event, given, settings
from hypothesis import strategies as st

from connectors.markdown.html_elements import HtmlTable
from connectors.markdown.html_parts import html_parts
from connectors.markdown.layout import RowPlace, Span, Table, TextPlace
from connectors.markdown.rows import split_row
from connectors.markdown.writer import edit
from sync.errors import EditRefused, UserError
from sync.model.action import WriteCell
from sync.model.postmortem import ActionItem, Status
from tests.connectors.markdown.meant import STATUSES, assert_meant, links
from tests.connectors.markdown.specimens import documents
from tests.connectors.markdown.writing import RULES, edited, items_of, layout_of, move


@given(documents(), st.data())
@settings(max_examples=3 * settings().max_examples)
def test_an_edit_says_what_was_meant_and_changes_nothing_else(
    before: bytes, data: st.DataObject
) -> None:
    reason = ""
    for number in range(data.draw(st.integers(1, 4), label="edits")):
        items = items_of(before)
        cells = _cells(items, data)
        try:
            after = edited(before, *cells)
        except EditRefused as refusal:
            event("refused")
            reason = refusal.reason
            break

        event("linked" if number == 0 else "edited again")
        assert_meant(items, items_of(after), cells)
        _assert_rest_untouched(before, after)
        before = after
    assert not reason or "cells where the header has" in reason


@given(documents())
@settings(max_examples=2 * settings().max_examples)
def test_what_was_written_once_is_not_written_again(data: bytes) -> None:
    try:
        once = edited(data, *links(items_of(data)))
    except EditRefused:
        return

    assert links(items_of(once)) == []


@given(documents())
def test_no_cells_give_the_same_bytes(data: bytes) -> None:
    assert edited(data) == data


@given(st.binary(max_size=400))
def test_no_cells_give_the_same_bytes_of_anything_that_can_be_read(data: bytes) -> None:
    try:
        layout = layout_of(data)
    except UserError:
        event("unreadable")
        return

    assert edit(data, layout, [], layout_of, RULES.vocabulary) == data


def _cells(items: Sequence[ActionItem], data: st.DataObject) -> list[WriteCell]:
    cells = links(items)
    for item in items:
        if item.unclear:
            continue
        status = data.draw(st.sampled_from([None, *STATUSES]), label=f"line {item.line}")
        if status is not None and status != item.status:
            cells.append(move(item, status))
    return cells


def _assert_rest_untouched(before: bytes, after: bytes) -> None:
    """What is left of both when the places of tickets and statuses are taken out is the same, byte for byte."""
    assert _without_places(after) == _without_places(before)
    assert _cells_of_people(after) == _cells_of_people(before)
    assert after.startswith(b"\xef\xbb\xbf") == before.startswith(b"\xef\xbb\xbf")
    assert after.endswith(b"\n") == before.endswith(b"\n")
    assert (b"\r\n" in after) == (b"\r\n" in before)


def _without_places(data: bytes) -> bytes:
    cuts: list[tuple[int, int]] = []
    tables: list[Table] = []
    for located in layout_of(data).items:
        match located.place:
            case RowPlace(table=Table() as table):
                tables.append(table)
            case TextPlace(box=box, reference=reference, status=status):
                cuts += [span for span in (box, reference, status) if span is not None]
                cuts += _glue(data, located.place)
    for table in dict.fromkeys(tables):
        cuts += (table.header, table.delimiter, *table.rows)
    parts: list[bytes] = []
    position = 0
    for start, end in sorted(cuts):
        if start > position:
            parts.append(data[position:start])
        position = max(position, end)
    return b"".join((*parts, data[position:]))


def _glue(data: bytes, place: TextPlace) -> list[Span]:
    """What joins a reference or a status to its item: a blank or a line of its own, brackets, a comma."""
    spans: list[Span] = []
    for span in (place.reference, place.status):
        if span is None:
            continue
        start, end = span
        while data[start - 1 : start] in (b" ", b"(", b",", b"*"):
            start -= 1
        lead = place.newline + place.indent
        if place.wrapped and data[:start].endswith(lead.rstrip(b" ")):
            start -= len(lead.rstrip(b" "))
        while data[end : end + 1] in (b")", b",", b"*"):
            end += 1
        spans.append((start, end))
    return spans


def _cells_of_people(data: bytes) -> list[list[bytes]]:
    """The cells of all tables but those for tickets and statuses; empty ones at the end of a row do not count."""
    rows: list[list[bytes]] = []
    places = [located.place for located in layout_of(data).items]
    tables = dict.fromkeys(place.table for place in places if isinstance(place, RowPlace))
    for table in [one for one in tables if isinstance(one, Table)]:
        ours = {table.ticket, table.status}
        for line in (table.header, table.delimiter, *table.rows):
            cells = split_row(data, *line)
            theirs = [data[slice(*cell)] for at, cell in enumerate(cells) if at not in ours]
            while theirs and not theirs[-1].strip():
                theirs.pop()
            rows.append([*theirs[:-1], *(cell.rstrip() for cell in theirs[-1:])])
    return rows


_CELLS = (
    "Add <b>alert</b>",
    " Fix it ",
    "\n\nFix it\n",
    "<a href='x'>R</a> it",
    "Über <br> it",
    "it &amp; co",
    "",
)


@given(st.data())
def test_an_edit_of_an_html_table_changes_no_other_cell(data: st.DataObject) -> None:
    columns = data.draw(st.permutations(["Action", "Owner", "Ticket", "Status"]))
    columns = [name for name in columns if name == "Action" or data.draw(st.booleans())]
    texts = {"Action": _CELLS, "Owner": ("Ann", ""), "Ticket": ("", "TBD"), "Status": ("", "Open")}
    gap = data.draw(st.sampled_from(["", "\n", "\n  "]))
    rows = [
        [data.draw(st.sampled_from(texts[name])) for name in columns]
        for _ in range(data.draw(st.integers(1, 4)))
    ]
    before = _html_table([columns, *rows], gap)
    items = items_of(before)

    clear = [item for item in items if not item.unclear]
    after = edited(before, *links(clear), *(move(item, Status.DONE) for item in clear))

    ours = {"Ticket", "Status"}
    found = html_parts(after, after.index(b"<table"), len(after))[0]
    assert isinstance(found, HtmlTable)
    for row, written in zip(found.rows, [columns, *rows], strict=True):
        for cell, name, text in zip(row.cells, columns, written, strict=False):
            if name not in ours or text in ours:
                assert after[cell.start : cell.end].decode() == text
    assert links([item for item in items_of(after) if not item.unclear]) == []


def _html_table(rows: list[list[str]], gap: str) -> bytes:
    lines = [gap + "<tr>" + "".join(f"{gap}<td>{cell}</td>" for cell in row) for row in rows]
    return f"# Outage\n\n## Action items\n\n<table>{''.join(lines)}\n</table>\n".encode()
