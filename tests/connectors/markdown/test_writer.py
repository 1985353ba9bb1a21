"""What the writer makes of a document: places filled, in the style of their table or list, and nothing else touched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.markdown.writer import edit
from sync.errors import EditRefused
from sync.identity import text_hash
from sync.model.action import WriteCell
from sync.model.postmortem import ActionItem
from tests.connectors.markdown.cases import DONE, TITLE, Case
from tests.connectors.markdown.heading_cases import HEADINGS
from tests.connectors.markdown.html_cases import HTML
from tests.connectors.markdown.list_cases import LISTS
from tests.connectors.markdown.slot_cases import BOXES, SLOTS
from tests.connectors.markdown.table_cases import TABLES
from tests.connectors.markdown.writing import (
    RULES,
    edited,
    edited_items,
    items_of,
    layout_of,
    link,
    linked,
    local,
    move,
)


def _names(case: object) -> str:
    assert isinstance(case, Case)
    return case.name


@pytest.mark.parametrize("case", TABLES, ids=_names)
def test_tables_are_written_as_the_table_is(case: Case) -> None:
    _holds(case)


@pytest.mark.parametrize("case", HTML, ids=_names)
def test_html_is_written_as_html(case: Case) -> None:
    _holds(case)


@pytest.mark.parametrize("case", HEADINGS, ids=_names)
def test_an_item_with_a_heading_gets_a_line_below(case: Case) -> None:
    _holds(case)


@pytest.mark.parametrize("case", SLOTS, ids=_names)
def test_room_left_for_a_ticket_is_used(case: Case) -> None:
    _holds(case)


@pytest.mark.parametrize("case", BOXES, ids=_names)
def test_a_box_in_a_cell_stays_a_box(case: Case) -> None:
    _holds(case)


@pytest.mark.parametrize("case", LISTS, ids=_names)
def test_lists_and_paragraphs_are_written_as_people_write_them(case: Case) -> None:
    _holds(case)


@pytest.mark.parametrize("case", [*TABLES, *LISTS, *HTML, *HEADINGS, *SLOTS, *BOXES], ids=_names)
def test_what_was_written_is_read_as_it_was_meant(case: Case) -> None:
    before = items_of((TITLE + case.before).encode())
    cells = [wish(before) for wish in case.wishes]

    after = items_of(edited((TITLE + case.before).encode(), *cells))

    assert [text_hash(item) for item in after] == [text_hash(item) for item in before]
    for number, item in enumerate(after):
        own = [cell for cell in cells if cell.line == before[number].line]
        assert _told(item) == _asked(before[number], own)


@pytest.mark.parametrize("case", [*TABLES, *LISTS, *HTML, *HEADINGS, *SLOTS, *BOXES], ids=_names)
def test_a_byte_order_mark_moves_nothing(case: Case) -> None:
    bom = "\ufeff"

    found = edited_items((bom + TITLE + case.before).encode(), *case.wishes)

    assert found.decode() == bom + TITLE + case.after


def test_nothing_to_write_gives_the_same_bytes() -> None:
    data = (TITLE + "- Add alert\r\n\x0c- Fix it \u2028").encode()

    assert edited(data) == data


def test_a_table_with_surplus_cells_gets_no_column_and_so_no_tickets() -> None:
    """A new column would stand over the surplus cell."""
    body = "| Action | Owner |\n|---|---|\n| Add alert | Ann |\n| Fix | Bob | x |\n"
    layout = layout_of((TITLE + body).encode())

    assert [item.unclear for item in layout.postmortem.items] == [True, True]
    assert "nothing is created or written in this table" in layout.postmortem.remarks[0].text


def test_a_row_with_surplus_cells_is_never_written() -> None:
    body = "| Action | Ticket |\n|---|---|\n| Add alert |  | surplus |\n"

    with pytest.raises(EditRefused, match="line 7: nobody can tell which cell is which"):
        edited_items((TITLE + body).encode(), linked(0, 7))


@pytest.mark.parametrize("breaking", ["\n", "\r", "\0", "\x1b", "\x85", "\u2028", "\x7f"])
def test_a_label_that_would_break_the_line_is_refused(breaking: str) -> None:
    data = (TITLE + "- Add alert\n").encode()
    cell = replace(link(items_of(data)[0], 7), new=f"#7{breaking}")

    with pytest.raises(EditRefused, match=r"line 5: .*control characters"):
        edited(data, cell)


@pytest.mark.parametrize(
    "body", ["- Add alert\n", "| Action | Ticket |\n|---|---|\n| Add alert | |\n"]
)
@pytest.mark.parametrize("label", ["a]b", "[a", "a\\", "a|b", "*a*", "<b>", "`a`"])
def test_a_label_of_any_text_is_escaped_or_refused(body: str, label: str) -> None:
    data = (TITLE + body).encode()
    cell = replace(link(items_of(data)[0], 7, page=True), new=label)

    try:
        after = items_of(edited(data, cell))
    except EditRefused:
        return

    assert [item.references[0].ref for item in after] == [cell.ticket]
    assert [item.title for item in after] == ["Add alert"]


def test_an_address_with_brackets_is_written_so_that_it_stays_whole() -> None:
    data = (TITLE + "- Add alert\n").encode()
    url = "https://github.com/acme/shop/issues/7?a=(b"
    cell = replace(link(items_of(data)[0], 7, page=True), url=url)

    assert f"([#7](<{url}>))".encode() in edited(data, cell)


def test_an_item_that_is_not_there_is_refused() -> None:
    data = (TITLE + "- Add alert\n").encode()
    cell = replace(link(items_of(data)[0], 7), title="Something else")

    with pytest.raises(EditRefused, match="line 5: there is no item 'Something else'"):
        edited(data, cell)


def test_a_reference_that_would_read_as_another_ticket_is_refused() -> None:
    data = (TITLE + "- Add alert\n").encode()
    cell = replace(link(items_of(data)[0], 7), ticket=local(8))

    with pytest.raises(EditRefused, match=r"line 5: .* ticket"):
        edited(data, cell)


def test_a_word_that_means_another_status_is_refused() -> None:
    data = (TITLE + "- Add alert (LOCAL-7)\n").encode()
    cell = replace(move(items_of(data)[0], DONE), new="open")

    with pytest.raises(EditRefused, match=r"line 5: .* status"):
        edited(data, cell)


def test_a_reader_that_understands_the_result_otherwise_stops_the_edit() -> None:
    data = (TITLE + "- Add alert\n").encode()
    other = layout_of((TITLE + "- Add alert (LOCAL-7)\n- And more\n").encode())

    with pytest.raises(EditRefused, match="1 items into 2"):
        edit(data, layout_of(data), [link(items_of(data)[0], 7)], lambda _: other, RULES.vocabulary)


def _holds(case: Case) -> None:
    found = edited_items((TITLE + case.before).encode(), *case.wishes)

    assert found.decode() == TITLE + case.after


def _told(item: ActionItem) -> tuple[object, ...]:
    return item.title, item.owners, [one.ref for one in item.references], item.status


def _asked(item: ActionItem, cells: list[WriteCell]) -> tuple[object, ...]:
    references, status = [one.ref for one in item.references], item.status
    for cell in cells:
        if cell.status is None:
            references = [cell.ticket]
        else:
            status = cell.status
    return item.title, item.owners, references, status


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "# PM\r\r## Action items\r\r- Fix the parser\r  that wraps\r- Fix other\r",
            "# PM\r\r## Action items\r\r- Fix the parser\r  that wraps\r  (LOCAL-7)\r- Fix other (LOCAL-8)\r",
        ),
        (
            "# PM\n\n## Action items\n\n- [ ] Rotate keys\r- [ ] Delete it\n",
            "# PM\n\n## Action items\n\n- [ ] Rotate keys (LOCAL-7)\r- [ ] Delete it (LOCAL-8)\n",
        ),
    ],
)
def test_lines_end_in_whatever_way_they_do(before: str, after: str) -> None:
    assert edited_items(before.encode(), linked(0, 7), linked(1, 8)) == after.encode()
