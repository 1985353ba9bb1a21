"""The marks in the text of an issue, whatever people write around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract.drafts import draft
from connectors.github.marker import END, Marks, marks_in, start, with_block
from sync.model.ticket import Marker

MARKER = draft().marker
OTHER = draft(2).marker


def body(marker: Marker = MARKER) -> str:
    return f"{start(marker)}\nours\n{END}"


@given(st.text(max_size=60))
def test_any_project_comes_back_as_it_was(project: str) -> None:
    marker = Marker("a" * 24, project.encode("utf-8", "replace").decode(), "b" * 24, "c" * 24, "")

    assert marks_in(start(marker)).marker == marker
    assert start(marker).count("-->") == 1


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("before", ["", "Please look at this first."])
def test_a_mark_is_found_wherever_people_write(newline: str, before: str) -> None:
    text = f"{before}\n{body()}\nand more".replace("\n", newline)

    assert marks_in(text) == Marks(MARKER)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just text",
        start(MARKER)[:-4],
        f"quoted: {start(MARKER)}",
        f"> {start(MARKER)}",
        start(MARKER).replace("key=", "key=x"),
        start(MARKER).upper(),
    ],
)
def test_what_is_no_whole_mark_is_none(text: str) -> None:
    assert marks_in(text) == Marks()


def test_the_same_mark_twice_is_one() -> None:
    assert marks_in(f"{body()}\n{body()}").marker == MARKER


def test_two_marks_are_nobodys_and_claim_both_items() -> None:
    marks = marks_in(f"{body()}\n{body(OTHER)}")

    assert marks == Marks(None, frozenset({MARKER.key, OTHER.key}))


@given(st.text(max_size=80), st.text(max_size=80), st.booleans())
def test_renewing_our_part_leaves_everything_else_to_the_byte(
    before: str, after: str, windows: bool
) -> None:
    text = f"{before}\n{body()}\n{after}"
    text = text.replace("\n", "\r\n") if windows else text

    renewed = with_block(text, "new")

    assert renewed is not None
    head, tail = text.split(start(MARKER))[0], text.split(END)[-1]
    assert renewed.startswith(head + start(MARKER))
    assert renewed.endswith(END + tail)
    assert "ours" not in renewed.removeprefix(head).removesuffix(tail)


@pytest.mark.parametrize(
    "text",
    [
        "people's text",
        start(MARKER),
        f"{END}\n{start(MARKER)}",
        f"{body()}\n{END}",
        f"{body()}\n{body()}",
    ],
)
def test_without_one_pair_of_marks_there_is_no_part_of_ours(text: str) -> None:
    assert with_block(text, "new") is None
