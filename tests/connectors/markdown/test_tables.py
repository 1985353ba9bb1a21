"""Pipe tables of action items."""

from __future__ import annotations

import pytest

from connectors.markdown.layout import RowPlace, Table
from connectors.markdown.reader import read
from connectors.markdown.rows import split_row
from connectors.markdown.rules import Rules
from sync.model.postmortem import ActionItem, Status, StatusPlace

URL = "https://github.com/a/b/issues/1"


def items(table: str, heading: str = "## Action items") -> tuple[ActionItem, ...]:
    return read(f"{heading}\n\n{table}\n".encode(), "p.md", Rules()).postmortem.items


def test_columns_are_known_by_name_in_any_order() -> None:
    [item] = items(
        "| # | **Priority** | Assignee | What | State | Deadline | Kind | Issue |\n|-|-|-|-|-|-|-|-|\n"
        f"| 1 | P1 | @x, Kim | Fix it | In Progress | Oct 11, 2025 | detect | [#1]({URL}) |"
    )

    assert (item.title, item.owners, item.priority, item.status, item.due, item.type) == (
        "Fix it", ("@x", "Kim"), "P1", Status.IN_PROGRESS, "Oct 11, 2025", "detect",
    )  # fmt: skip
    assert [str(one.ref) for one in item.references] == ["a/b#1"]


@pytest.mark.parametrize(
    ("cell", "refs", "wanted", "status", "mark"),
    [
        (f"[#1]({URL}) **TODO**", ["a/b#1"], True, Status.OPEN, "**TODO**"),
        ("n/a **DONE**", [], False, Status.DONE, "**DONE**"),
        ("n/a", [], False, None, None),
        ("None", [], False, None, None),
        ("-", [], True, None, None),
        ("TBD", [], True, None, None),
        ("?", [], True, None, None),
        ("", [], True, None, None),
        ("**DONE**", [], True, Status.DONE, "**DONE**"),
        ("DONE", [], True, Status.DONE, "DONE"),
        (f"<{URL}>", ["a/b#1"], True, None, None),
        ("#3, c/d#4", ["#3", "c/d#4"], True, None, None),
    ],
)
def test_a_ticket_cell(
    cell: str, refs: list[str], wanted: bool, status: Status | None, mark: str | None
) -> None:
    [item] = items(f"| Action Item | Bug |\n|-|-|\n| Fix it | {cell} |")

    assert ([str(one.ref) for one in item.references], item.ticket_wanted) == (refs, wanted)
    assert (item.status, item.status_text) == (status, mark)
    assert item.status_place is StatusPlace.TICKET_CELL
    assert item.status_has_place == (status is not None)


@pytest.mark.parametrize(
    ("cell", "status", "mark"),
    [
        ("✅ Complete (#12)", Status.DONE, "✅ Complete"),
        (f"[COMPLETE]({URL})", Status.DONE, f"[COMPLETE]({URL})"),
        ("🟡", Status.IN_PROGRESS, "🟡"),
        ("In Progress (waiting)", Status.IN_PROGRESS, "In Progress"),
        ("FAILED", Status.UNKNOWN, "FAILED"),
        ("-", None, None),
        ("完了", Status.DONE, "完了"),
    ],
)
def test_a_status_cell(cell: str, status: Status | None, mark: str | None) -> None:
    [item] = items(f"| Action | Status |\n|-|-|\n| Fix it | {cell} |")

    assert (item.status, item.status_text) == (status, mark)


def test_an_unrecognised_reference_stands_in_the_ticket_cell() -> None:
    assert items("| Action | Bug |\n|-|-|\n| Fix it | Bug 123 **TODO** |")[0].unrecognised == (
        "Bug 123",
    )


def test_a_table_knows_how_it_writes_each_status() -> None:
    found = items("| Action | Status |\n|-|-|\n| A b | **DONE** |\n| C d | To Do |")

    assert found[1].words == {Status.DONE: "**DONE**", Status.OPEN: "To Do"}


def test_references_in_the_status_cells_make_it_the_ticket_column() -> None:
    layout = read(
        b"## Action items\n\n| Action | Status |\n|-|-|\n| A b | Done (#1) |\n| C d | Open |\n",
        "p.md",
        Rules(),
    )
    place = layout.items[1].place

    assert isinstance(place, RowPlace)
    assert (place.table.ticket, place.table.status) == (1, 1)


def test_ragged_and_surplus_rows_are_read() -> None:
    found = items(
        "| Action | Owner | Bug |\n|-|-|-|\n| A b |\n| C d | @x | #1 | surplus |\n| E f | @y"
    )

    assert [(item.title, item.owners) for item in found] == [
        ("A b", ()),
        ("C d", ("@x",)),
        ("E f", ("@y",)),
    ]


def test_rows_without_an_item_are_left_out() -> None:
    table = "| Action | Owner |\n|-|-|\n|  | @x |\n| Action | Owner |\n| [Describe it] | [Name] |\n| - | - |\n| Real one | @x |"

    assert [item.title for item in items(table)] == ["Real one"]


def test_of_columns_with_one_name_the_first_counts() -> None:
    assert items("| Action | Owner | Owner |\n|-|-|-|\n| Fix it | @x | @y |")[0].owners == ("@x",)


def test_a_timeline_is_no_table_of_items() -> None:
    assert items("| Time (UTC) | Action | Owner |\n|-|-|-|\n| 10:00 | Restarted | @x |") == ()


def test_a_telling_table_is_found_outside_of_any_section() -> None:
    table = "| Action Item | Owner |\n|-|-|\n| Fix it | @x |"

    assert [item.title for item in items(table, "## Current status")] == ["Fix it"]
    assert items("| Name | Owner |\n|-|-|\n| Shop | @x |", "## Current status") == ()


def test_an_item_row_can_be_ignored() -> None:
    assert items("| Action | Owner |\n|-|-|\n| Fix it | @x <!-- pm-sync: ignore --> |") == ()


def test_spans_count_bytes_of_the_file() -> None:
    data = "\ufeff---\r\ntitle: Ü\r\n---\r\n\r\n## Action items\r\n\r\n| Action | Owner |\r\n|-|-|\r\n| Fix ü | @x |\r\n".encode()
    place = read(data, "p.md", Rules()).items[0].place

    assert isinstance(place, RowPlace)
    assert isinstance(place.table, Table)
    assert [data[slice(*cell)] for cell in place.cells] == [" Fix ü ".encode(), b" @x "]
    assert data[slice(*place.table.header)] == b"| Action | Owner |"
    assert data[slice(*place.table.delimiter)] == b"|-|-|"
    assert [data[slice(*row)] for row in place.table.rows] == ["| Fix ü | @x |".encode()]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (rb"| a | b |", [b" a ", b" b "]),
        (rb"a | b", [b"a ", b" b"]),
        (rb"| a \| b | c |  ", [rb" a \| b ", b" c "]),
        (rb"| `a|b` | c", [b" `a", b"b` ", b" c"]),
        (rb"||a|", [b"", b"a"]),
        (rb"|", []),
    ],
)
def test_a_row_is_split_at_its_bare_pipes(row: bytes, cells: list[bytes]) -> None:
    assert [row[slice(*cell)] for cell in split_row(row, 0, len(row))] == cells


def remarks(text: str) -> list[tuple[int, str]]:
    found = read(text.encode(), "p.md", Rules()).postmortem.remarks
    return [(remark.line, remark.text) for remark in found]


def test_every_column_that_means_tickets_is_read_so_that_no_item_gets_a_second_one() -> None:
    table = "| Action | Bug | PR |\n|-|-|-|\n| Add x |  | #7 |\n| Add y | #8 | #9 |\n| Add z | | n/a |\n"

    assert [[str(one.ref) for one in item.references] for item in items(table)] == [
        ["#7"],
        ["#8", "#9"],
        [],
    ]
    assert all(item.ticket_wanted for item in items(table))


def test_of_columns_of_one_meaning_the_first_that_says_something_counts() -> None:
    table = "| Action | Owner | Team |\n|-|-|-|\n| Add x | @x | @org/y |\n| Add y | | @org/y |\n"

    assert [item.owners for item in items(table)] == [("@x",), ("@org/y",)]


def test_columns_of_the_same_name_are_told() -> None:
    [(line, told)] = remarks(
        "## Action items\n\n| Action | Owner | owner |\n|-|-|-|\n| A | @x | |\n"
    )

    assert line == 3
    assert "'Owner'" in told
    assert remarks("## Action items\n\n| Action | Bug | PR |\n|-|-|-|\n| A | | |\n") == []


def test_a_row_with_hidden_cells_is_told_and_one_with_too_few_is_not() -> None:
    table = "## Action items\n\n| Action | Owner |\n|-|-|\n| A |\n| B | @x | #7 |\n| C | @y | |\n"

    [(line, told)] = remarks(table)

    assert line == 6
    assert "3 cells where the header has 2" in told


def test_tabs_around_the_dashes_make_no_difference() -> None:
    found = items("|\tAction\t|\tOwner\t|\n|\t---\t|\t:---\t|\n|\tFix it\t|\t@x\t|")

    assert [(item.title, item.owners) for item in found] == [("Fix it", ("@x",))]
