"""The console that results are shown on: coloured and fitted to the width on a terminal, plain and whole in a pipe."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from sync.render.escape import safe

__all__ = [
    "ADD",
    "BAD",
    "CHANGE",
    "DIM",
    "STRONG",
    "console",
    "cut",
    "folded",
    "safe",
    "show",
    "table",
]

ADD: Final = "green"
CHANGE: Final = "yellow"
BAD: Final = "red"
DIM: Final = "dim"
STRONG: Final = "bold"

_ENDLESS: Final = 1 << 20
"""The width, in cells, of what is no terminal: nothing is cut and nothing is folded."""

_LEAST: Final = 24
"""Cells that a text is given even if the terminal is too narrow for them."""


def console(stream: TextIO, *, colour: bool | None = None) -> Console:
    """A console on `stream`. With `colour` None, the terminal and `NO_COLOR` or `FORCE_COLOR` decide.

    What the stream's encoding has no letter for is escaped from now on, instead of ending the program.
    """
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    return Console(
        file=stream,
        width=None if stream.isatty() else _ENDLESS,
        force_terminal=colour,
        no_color=True if colour is False else None,
        markup=False,
        highlight=False,
        emoji=False,
    )


def show(to: Console, lines: Iterable[Text]) -> None:
    """Write the lines; they have to be cut and folded already."""
    for line in lines:
        if to.is_terminal:
            to.print(line, soft_wrap=True)
        else:
            to.file.write(f"{line.plain}\n")


def cut(text: Text, width: int) -> Text:
    """The text, ended by `…` where it is wider than `width` cells."""
    if cell_len(text.plain) <= width:
        return text
    shorter = text.copy()
    shorter.truncate(max(width, _LEAST), overflow="ellipsis")
    return shorter


def folded(to: Console, text: Text, indent: int) -> Iterator[Text]:
    """The text in lines that fit, each behind `indent` blanks."""
    width = max(to.width - indent, _LEAST)
    lines = [text] if cell_len(text.plain) <= width else text.wrap(to, width)
    for line in lines:
        line.rstrip()
        yield Text(" " * indent).append_text(line)


def table(
    to: Console, rows: Sequence[Sequence[Text]], *, indent: int, flexible: int
) -> Iterator[Text]:
    """The rows with their columns aligned, two blanks apart; a column without any text is left out.

    Where they are too wide for the console, the cells of column `flexible` are cut.
    """
    if not rows:
        return
    widths = [max(cell_len(row[index].plain) for row in rows) for index in range(len(rows[0]))]
    used = [index for index, width in enumerate(widths) if width]
    others = sum(widths[index] + 2 for index in used if index != flexible)
    widths[flexible] = min(widths[flexible], max(to.width - indent - others, _LEAST))
    for row in rows:
        line = Text(" " * indent)
        for index in used:
            cell = cut(row[index], widths[index])
            line.append_text(cell)
            line.append(" " * (widths[index] - cell_len(cell.plain) + 2))
        line.rstrip()
        yield line
