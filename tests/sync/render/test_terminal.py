"""How lines meet the place they go to."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.text import Text

from sync.render.terminal import console, cut, folded, show, table
from tests.sync.render.screens import Shown, Terminal

LONG = "a long sentence about the database " * 8


def test_a_pipe_gets_whole_lines_without_colour_or_padding(piped: Shown) -> None:
    written = piped(lambda to: show(to, [Text(LONG, style="green"), Text("[bold]x[/bold]")]))

    assert written == f"{LONG}\n[bold]x[/bold]\n"


def test_a_terminal_gets_colour(on_terminal: Shown) -> None:
    assert "\x1b[32mok" in on_terminal(lambda to: show(to, [Text("ok", style="green")]))


def test_colour_can_be_asked_for_in_a_pipe_and_nothing_is_folded() -> None:
    stream = io.StringIO()

    show(console(stream, colour=True), [Text(LONG, style="green")])

    assert stream.getvalue().count("\n") == 1
    assert "\x1b[32m" in stream.getvalue()


def test_colour_can_be_declined_on_a_terminal() -> None:
    stream = Terminal()

    show(console(stream, colour=False), [Text("ok", style="green")])

    assert stream.getvalue() == "ok\n"


def test_no_color_is_honoured(on_terminal: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    assert on_terminal(lambda to: show(to, [Text("ok", style="green")])) == "ok\n"


def test_letters_that_the_stream_cannot_write_are_escaped() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")

    show(console(stream), [Text("TODO → done")])
    stream.flush()

    assert raw.getvalue() == b"TODO \\u2192 done\n"


@pytest.mark.parametrize("text", ["short", LONG, "数据库" * 40])
def test_a_cut_text_is_no_wider_than_it_may_be(text: str) -> None:
    assert cell_len(cut(Text(text), 40).plain) <= 40


def test_folded_lines_keep_every_word_and_hang_under_each_other() -> None:
    lines = [line.plain for line in folded(console(Terminal()), Text(LONG), 6)]

    assert len(lines) > 1
    assert all(line.startswith("      ") and cell_len(line) <= 60 for line in lines)
    assert " ".join(" ".join(lines).split()) == LONG.strip()


def test_a_table_aligns_its_columns_by_what_is_seen_and_leaves_empty_ones_out() -> None:
    rows = [[Text("数据"), Text(""), Text("x")], [Text("ab"), Text(""), Text("y")]]

    lines = [line.plain for line in table(console(io.StringIO()), rows, indent=1, flexible=2)]

    assert lines == [" 数据  x", " ab    y"]


def test_a_table_that_is_too_wide_gives_way_in_one_column() -> None:
    rows = [[Text("1"), Text(LONG), Text("OPS-12")]]

    (line,) = table(console(Terminal()), rows, indent=2, flexible=1)

    assert cell_len(line.plain) <= 60
    assert line.plain.endswith("…  OPS-12")
