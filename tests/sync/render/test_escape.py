"""What untrusted text can do to a terminal or a spreadsheet: nothing."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.render.escape import csv_cell, json_text, safe

OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
ANYTHING = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", r"\x1b[31mred"),
        ("two\nlines\r\n", r"two\nlines\r\n"),
        ("\x9b2J", r"\x9b2J"),
        ("\u202eevil", r"\u202eevil"),
        ("a\u2028b\u2029c", r"a\u2028b\u2029c"),
        ("\ud800", r"\ud800"),
        ("hid\u200bden", r"hid\u200bden"),
        ("::error::no", r":\x3aerror::no"),
        ("  ::add-mask::x", r"  :\x3aadd-mask::x"),
        ("fine ##[error]no", r"fine ##\x5berror]no"),
    ],
)
def test_what_a_terminal_obeys_is_shown_instead(text: str, shown: str) -> None:
    assert safe(text) == shown


@pytest.mark.parametrize(
    "text", ["[bold]plain[/bold]", "C:\\new", "Größe 10 %", "数据库", "👩‍🚒 héros"]
)
def test_letters_of_every_script_and_emoji_stay(text: str) -> None:
    assert safe(text) == text


@given(ANYTHING)
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    shown = safe(text)

    assert (
        not {
            unicodedata.category(char) for char in shown.replace("\u200c", "").replace("\u200d", "")
        }
        & OBEYED
    )
    assert safe(shown) == shown


@given(
    st.recursive(
        ANYTHING | st.none() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(ANYTHING, inner),
    )
)
def test_json_is_read_back_as_it_was_and_moves_no_cursor(value: object) -> None:
    written = json_text(value)

    assert json.loads(written) == json.loads(json.dumps(value))
    assert safe(written.replace("\n", "")) == written.replace("\n", "")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1"])
def test_a_cell_that_looks_like_a_formula_is_marked_as_text(text: str) -> None:
    assert csv_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "cell"), [("\t=1+1", r"\t=1+1"), ("\r=1", r"\r=1"), ("plain", "plain"), ("", "")]
)
def test_a_cell_cannot_hide_a_formula_behind_blanks(text: str, cell: str) -> None:
    assert csv_cell(text) == cell


def test_a_runner_finds_no_command_in_json_either() -> None:
    written = json_text({"title": "##[add-mask]x"})

    assert "##[" not in written
    assert json.loads(written) == {"title": "##[add-mask]x"}
