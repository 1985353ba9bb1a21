"""What a write replaced is taken back, byte for byte, and what people did since stays."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from connectors.markdown.files import revision_of
from connectors.markdown.restore import restore
from connectors.markdown.reverse import hunks
from sync.errors import EditRefused
from sync.model.hunk import Hunk, Rewrite
from tests.connectors.markdown.meant import links
from tests.connectors.markdown.specimens import documents
from tests.connectors.markdown.writing import edited, items_of, layout_of

BARE = b"""\
# Outage

## Action items

| Action | Owner |
|--------|-------|
| One    | @ann  |
| Two    | @bob  |

Thanks.
"""

LIST = b"""\
# Outage

## Action items

- Mend the first
- Mend the second, which is told over
  two lines
- Mend the third
"""


def rewritten(before: bytes) -> tuple[bytes, Rewrite]:
    """The document with every item linked, and what that replaced."""
    after = edited(before, *links(items_of(before)))
    assert after != before
    return after, Rewrite(revision_of(before), revision_of(after), hunks(before, after))


def taken_back(
    data: bytes, rewrite: Rewrite, keep: Collection[Hunk] = ()
) -> tuple[bytes, dict[Hunk, str]]:
    names = [f"{form}{number}" for number in range(100, 130) for form in ("LOCAL-", "#")]
    return restore(data, rewrite, names, frozenset(keep), layout_of)


@given(documents())
@settings(max_examples=2 * settings().max_examples)
def test_whatever_was_written_goes_again_byte_for_byte(before: bytes) -> None:
    try:
        after = edited(before, *links(items_of(before)))
    except EditRefused:
        return
    rewrite = Rewrite(revision_of(before), revision_of(after), hunks(before, after))
    event("written" if after != before else "nothing to write")

    assert taken_back(after, rewrite) == (before, {})
    assert taken_back(before, rewrite) == (before, {})


@given(documents(), st.text("abc xyz\n", max_size=30), st.text("abc xyz\n", max_size=30))
def test_what_people_put_around_it_stays_and_what_was_written_goes(
    before: bytes, above: str, below: str
) -> None:
    above = f"{above}\n\n" if above else ""
    below = f"\n\n## Lessons\n\n{below}\n" if below else ""
    try:
        after = edited(before, *links(items_of(before)))
    except EditRefused:
        return
    rewrite = Rewrite(revision_of(before), revision_of(after), hunks(before, after))

    got, left = taken_back(above.encode() + after + below.encode(), rewrite)

    if not left:
        event("all of it went")
        assert got == above.encode() + before + below.encode()


@pytest.mark.parametrize("before", [BARE, LIST], ids=["columns that were added", "list"])
def test_lines_that_people_added_elsewhere_hinder_nothing(before: bytes) -> None:
    after, rewrite = rewritten(before)
    intro = b"# Outage\n\nEdited by people.\n\nTwice.\n"

    got, left = taken_back(after.replace(b"# Outage\n", intro), rewrite)

    assert (got, left) == (before.replace(b"# Outage\n", intro), {})


def test_of_a_row_that_somebody_edited_only_what_was_written_goes() -> None:
    after, rewrite = rewritten(BARE)

    got, left = taken_back(
        after.replace(b"| Two    | @bob  |", b"| Two and more | @cid  |"), rewrite
    )

    assert left == {}
    assert got == BARE.replace(b"| Two    | @bob  |", b"| Two and more | @cid  |")


def test_an_item_whose_text_was_edited_keeps_its_new_text() -> None:
    after, rewrite = rewritten(LIST)

    got, left = taken_back(after.replace(b"the third", b"the third with care"), rewrite)

    assert (got, left) == (LIST.replace(b"the third", b"the third with care"), {})


def test_a_row_that_people_added_keeps_the_columns_that_it_needs() -> None:
    after, rewrite = rewritten(BARE)
    row = b"| Three | @dan | #7 | Open |\n"
    grown = after.replace(b"\nThanks.", row + b"\nThanks.")

    got, left = taken_back(grown, rewrite)

    assert got == grown
    assert len(left) == len(rewrite.hunks)


def test_a_place_that_people_wrote_something_else_into_stays() -> None:
    after, rewrite = rewritten(LIST)
    other = after.replace(b"/100))", b"/100), asked twice)")
    assert other != after

    got, left = taken_back(other, rewrite)

    assert b"/100), asked twice)" in got
    assert [hunk.line for hunk in left] == [5]
    assert b"LOCAL-101" not in got
    assert taken_back(got, rewrite)[0] == got


def test_what_is_to_stay_stays_and_its_neighbours_go() -> None:
    after, rewrite = rewritten(LIST)
    first = rewrite.hunks[0]

    got, left = taken_back(after, rewrite, [first])

    assert left == {}
    assert [bool(item.references) for item in items_of(got)] == [True, False, False]


def test_rows_that_stay_keep_their_columns_while_others_get_their_old_text() -> None:
    after, rewrite = rewritten(BARE)
    head, _, last = rewrite.hunks[:2], rewrite.hunks[2], rewrite.hunks[3]

    got, left = taken_back(after, rewrite, [*head, last])

    assert left == {}
    assert [bool(item.references) for item in items_of(got)] == [False, True]
    assert b"| One    | @ann  |\n" in got


def test_a_line_that_stands_there_twice_by_now_is_left() -> None:
    after, rewrite = rewritten(LIST)
    copied = b"Told.\n\n" + after + b"\n" + after.splitlines(keepends=True)[4]

    got, left = taken_back(copied, rewrite)

    assert got.count(b"/100") == 2
    assert [hunk.line for hunk in left] == [5]


def test_added_lines_are_told_with_the_line_above_them() -> None:
    before = b"a\nb\nc\n"

    [hunk] = hunks(before, b"a\nb\nnew\nc\n")

    assert (hunk.above, hunk.old, hunk.new, hunk.line) == (2, (), ("new\n",), 2)


def test_added_lines_are_told_apart_from_the_changed_ones_beside_them() -> None:
    before = b"- a\n- b\n- c\n"

    told = hunks(before, b"- a\n  (LOCAL-1)\n- b (LOCAL-2)\n  more\n- c\n")

    assert [(hunk.above, hunk.old, hunk.new) for hunk in told] == [
        (1, (), ("  (LOCAL-1)\n",)),
        (1, ("- b\n",), ("- b (LOCAL-2)\n",)),
        (2, (), ("  more\n",)),
    ]


def test_a_document_of_thousands_of_lines_is_compared_in_no_time() -> None:
    lines = [f"line {number}\n\n" for number in range(4_000)]
    before = "".join(lines).encode()
    after = "".join(f"{line}more\n" for line in lines).encode()

    told = hunks(before, after)

    assert len(told) == 1
