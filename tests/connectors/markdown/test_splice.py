"""What no splice names stays, byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.markdown.splice import Splice, spliced


def test_parts_are_replaced_by_their_old_places() -> None:
    assert spliced(b"one two three", [Splice(8, 13, b"3"), Splice(0, 3, b"1111")]) == b"1111 two 3"


def test_an_insertion_removes_nothing() -> None:
    assert spliced(b"ab", [Splice(1, 1, b"-")]) == b"a-b"


def test_insertions_at_one_place_keep_their_order() -> None:
    assert spliced(b"ab", [Splice(1, 1, b"1"), Splice(1, 1, b"2")]) == b"a12b"


@pytest.mark.parametrize(
    "splices",
    [
        [Splice(0, 2, b""), Splice(1, 3, b"")],
        [Splice(0, 2, b""), Splice(1, 1, b"")],
        [Splice(3, 4, b"")],
        [Splice(2, 1, b"")],
        [Splice(-1, 1, b"")],
    ],
    ids=["overlap", "inside", "past the end", "backwards", "before the start"],
)
def test_splices_that_make_no_sense_together_are_refused(splices: list[Splice]) -> None:
    with pytest.raises(ValueError, match="overlaps"):
        spliced(b"abc", splices)


@given(st.lists(st.tuples(st.binary(max_size=5), st.binary(max_size=5), st.binary(max_size=5))))
def test_what_stands_between_stays(parts: list[tuple[bytes, bytes, bytes]]) -> None:
    data, expected, splices = b"", b"", []
    for kept, old, new in parts:
        splices.append(Splice(len(data + kept), len(data + kept + old), new))
        data, expected = data + kept + old, expected + kept + new

    assert spliced(data, splices) == expected
