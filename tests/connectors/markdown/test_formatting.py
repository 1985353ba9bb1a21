"""Tidying is about looks: tables are aligned and completed, lists become tables, and every item says what it said."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import event, given, settings

from connectors.markdown.layout import RowPlace, Table
from connectors.markdown.tidy import TidyText, tidied
from sync.identity import text_hash
from sync.model.postmortem import ActionItem
from tests.connectors.markdown.cases import TITLE
from tests.connectors.markdown.specimens import documents
from tests.connectors.markdown.tidy_cases import TABLES, TidyCase
from tests.connectors.markdown.tidy_list_cases import LISTS
from tests.connectors.markdown.writing import RULES, layout_of


def _tidied(data: bytes, *, to_table: bool = False) -> TidyText:
    return tidied(data, layout_of, RULES, to_table=to_table)


def _names(case: object) -> str:
    assert isinstance(case, TidyCase)
    return case.name


@pytest.mark.parametrize("case", TABLES, ids=_names)
def test_tables_are_drawn_again(case: TidyCase) -> None:
    found = _tidied((TITLE + case.before).encode())

    assert found.data.decode() == TITLE + case.after
    assert tuple(f"{one.line}: {one.reason}" for one in found.left) == case.why


@pytest.mark.parametrize("case", LISTS, ids=_names)
def test_lists_become_tables_on_request(case: TidyCase) -> None:
    found = _tidied((TITLE + case.before).encode(), to_table=True)

    assert found.data.decode() == TITLE + case.after
    assert tuple(f"{one.line}: {one.reason}" for one in found.left) == case.why


@pytest.mark.parametrize("case", LISTS, ids=_names)
def test_without_the_request_lists_stay_lists(case: TidyCase) -> None:
    data = (TITLE + case.before).encode()

    assert _tidied(data) == TidyText(data)


@pytest.mark.parametrize("case", [*TABLES, *LISTS], ids=_names)
def test_what_is_tidy_stays_as_it_is(case: TidyCase) -> None:
    once = _tidied((TITLE + case.before).encode(), to_table=True)

    again = _tidied(once.data, to_table=True)

    assert again.data == once.data
    assert (again.tables, again.lists, again.converted) == ((), (), 0)


@pytest.mark.parametrize("case", [*TABLES, *LISTS], ids=_names)
def test_items_say_what_they_said(case: TidyCase) -> None:
    before = (TITLE + case.before).encode()

    after = _tidied(before, to_table=True).data

    assert _said(after) == _said(before)


def test_what_was_done_is_told_by_the_lines_of_the_document_as_it_was() -> None:
    table = "|Action|Owner|Ticket|Status|\n|-|-|-|-|\n|Fix|@ann|||\n"
    before = f"{TITLE}- Add an alert\n- Fix the page\n\n{table}\nAnd:\n\n* Add a page\n"

    found = _tidied(before.encode(), to_table=True)

    assert (found.tables, found.lists, found.converted) == ((8,), (5, 14), 3)


def test_a_list_inside_of_another_one_stays() -> None:
    before = b"# Outage\n\n- Action items:\n  - Fix it\n  - Go\n"

    found = _tidied(before, to_table=True)

    assert found.data == before
    assert [one.reason for one in found.left] == ["its list stands inside of another one"]


def test_a_byte_order_mark_moves_nothing() -> None:
    for case in (*TABLES, *LISTS):
        found = _tidied(("\ufeff" + TITLE + case.before).encode(), to_table=case in LISTS)

        assert found.data.decode() == "\ufeff" + TITLE + case.after


@given(documents())
@settings(max_examples=200)
def test_tidying_changes_looks_alone_and_nothing_outside_of_tables(before: bytes) -> None:
    found = _tidied(before)

    event("changed" if found.data != before else "as it was")
    assert [_fields(one) for one in _items(found.data)] == [_fields(one) for one in _items(before)]
    assert _outside(found.data) == _outside(before)
    assert found.data.count(b"\n") == before.count(b"\n")
    assert _tidied(found.data).data == found.data


@given(documents())
@settings(max_examples=200)
def test_a_table_made_of_a_list_says_what_the_list_said(before: bytes) -> None:
    found = _tidied(before, to_table=True)

    event("converted" if found.converted else "as it was")
    assert _said(found.data) == _said(before)
    assert _words(before) <= _words(found.data)
    assert (b"\r\n" in found.data) == (b"\r\n" in before)
    assert _tidied(found.data, to_table=True).data == found.data


def _items(data: bytes) -> tuple[ActionItem, ...]:
    return layout_of(data).postmortem.items


def _fields(item: ActionItem) -> tuple[object, ...]:
    return (
        *(text_hash(item), item.title, item.owners, item.references, item.unrecognised),
        *(item.status, item.type, item.priority, item.due, item.section, item.ticket_wanted),
    )


def _said(data: bytes) -> Counter[tuple[object, ...]]:
    return Counter(_fields(item) for item in _items(data))


def _words(data: bytes) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", data.decode()))


def _outside(data: bytes) -> list[bytes]:
    """The bytes around the lines of tables that hold items."""
    places = (located.place for located in layout_of(data).items)
    tables = dict.fromkeys(place.table for place in places if isinstance(place, RowPlace))
    spans = [
        span
        for table in tables
        if isinstance(table, Table)
        for span in (table.header, table.delimiter, *table.rows)
    ]
    ends = [0, *(end for _, end in sorted(spans))]
    starts = [*(start for start, _ in sorted(spans)), len(data)]
    return [data[end:start] for end, start in zip(ends, starts, strict=True)]
