"""Action items in HTML tables and lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.markdown.html_parts import LONGEST, MOST_UNCLOSED, html_parts
from sync.model.postmortem import Status
from tests.connectors.markdown.writing import items_of, layout_of

HEAD = "# Outage\n\n"


def _items(body: str) -> list[tuple[str, tuple[str, ...], Status | None]]:
    return [(item.title, item.owners, item.status) for item in items_of((HEAD + body).encode())]


def test_a_table_is_read_by_its_column_names() -> None:
    body = (
        "## Action items\n\n<table><thead><tr><th>Owner</th><th>Action</th><th>State</th></tr></thead>"
        "<tbody><tr><td>@bob</td><td>Add <em>alert</em><br>for lag</td><td>✅ Done</td></tr>"
        "<tr><td></td><td></td><td></td></tr></tbody></table>\n"
    )

    assert _items(body) == [("Add alert for lag", ("@bob",), Status.DONE)]


def test_blank_lines_inside_of_a_table_do_not_end_it() -> None:
    body = (
        "## Action items\n\n<table>\n<tr><th>Action</th><th>Owner</th></tr>\n<tr>\n\n<td>\n\nAdd alert\n\n</td>\n\n"
        "<td>Ann</td>\n\n</tr>\n</table>\n\n## Timeline\n\n- 12:00 boom\n"
    )

    assert _items(body) == [("Add alert", ("Ann",), None)]


def test_a_heading_in_html_opens_and_closes_a_section() -> None:
    body = (
        "<h2>Action items</h2>\n<ul><li>Add alert</li></ul>\n<h2>Timeline</h2>\n<ul><li>12:00</li></ul>\n"
        "\n<h3>Follow-ups</h3>\n\n- Fix it\n"
    )

    assert [title for title, _, _ in _items(body)] == ["Add alert", "Fix it"]


def test_lines_are_those_of_the_file() -> None:
    data = f"{HEAD}## Action items\n\n<ul>\n<li>Add</li>\n<li>Fix\nit</li>\n</ul>\n".encode()

    assert [(item.line, item.end_line) for item in items_of(data)] == [(6, 6), (7, 8)]


def test_an_ignore_mark_keeps_out_what_it_stands_in() -> None:
    body = (
        "## Action items\n\n<ul><li>Add alert <!-- pm-sync: ignore --></li><li>Fix it</li></ul>\n"
    )

    assert [title for title, _, _ in _items(body)] == ["Fix it"]


def test_a_row_with_a_cell_over_several_columns_is_left_alone_and_told() -> None:
    body = (
        "## Action items\n\n<table><tr><th>Action</th><th>Owner</th></tr>"
        "<tr><td colspan=2>Add alert</td></tr></table>\n"
    )
    postmortem = layout_of((HEAD + body).encode()).postmortem

    assert [item.unclear for item in postmortem.items] == [True]
    assert "give it one cell per column" in postmortem.remarks[0].text


_TAGS = [
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<th>x",
    "<ul>",
    "</ul>",
    "<li>",
    "ä&amp;",
    "<b>",
    "</i>",
    "<a\xa0href='x'>",
    "<!--",
    "-->",
    "<h2>",
    "</h2>",
    "<",
    "&",
    "<br/>",
    "<script>",
    "</script>",
    "</",
]


@given(st.lists(st.sampled_from([*_TAGS, " ", "\n", "\n\n"]), max_size=30))
def test_any_soup_of_tags_is_read(parts: list[str]) -> None:
    data = f"{HEAD}## Action items\n\n{''.join(parts)}\n".encode()

    for item in layout_of(data).items:
        assert item.item.title


def test_broken_declarations_stop_nothing() -> None:
    assert [
        title
        for title, _, _ in _items(
            "## Action items\n\n<ul><li>Add it</li></ul>\n\n<table <![/\n\n- Fix it\n"
        )
    ] == [
        "Add it",
        "Fix it",
    ]


def test_a_ticked_box_is_done() -> None:
    body = '## Action items\n\n<ul><li><input type="checkbox" checked> Add it</li><li><input type="checkbox"> Fix it</li></ul>\n'

    assert [(title, status) for title, _, status in _items(body)] == [
        ("Add it", Status.DONE),
        ("Fix it", None),
    ]


def test_html_that_is_endless_is_not_looked_into() -> None:
    data = b"<ul>" + b"<li>x" * LONGEST

    assert html_parts(data, 0, len(data)) == []


@pytest.mark.parametrize("piece", ["<td ", '<a a="', "<a href='x", "<!-- ", "</ ", "<!-- > "])
def test_html_whose_tags_are_never_closed_is_not_looked_into(piece: str) -> None:
    data = f"<ul><li>Add an alert</li></ul>\n{piece * (MOST_UNCLOSED + 60)}".encode()

    assert html_parts(data, 0, len(data)) == []
