"""The cells of a table row, by its bytes: the parser drops surplus cells and misplaces missing ones."""

from __future__ import annotations

from connectors.markdown.layout import Span

_BACKSLASH = 92
_RULE = frozenset("-:| \t>\r")


def without_tabs(text: str) -> str:
    """The text with blanks for the tabs in delimiter rows, where the format allows both and the parser only blanks."""
    if "\t" not in text:
        return text
    return "\n".join(
        line.replace("\t", " ") if "\t" in line and _is_rule(line) else line
        for line in text.split("\n")
    )


def _is_rule(line: str) -> bool:
    return "|" in line and "-" in line and _RULE.issuperset(line)


def split_row(data: bytes, start: int, end: int) -> tuple[Span, ...]:
    """What stands between the pipes of the line `data[start:end]`, padding included.

    An escaped pipe is text, everywhere; a pipe in a code span separates, as the format has it.
    """
    while end > start and data[end - 1] in b" \t\r":
        end -= 1
    position = start + 1 if data[start : start + 1] == b"|" else start
    cells: list[Span] = []
    while position < end:
        stop = data.find(b"|", position, end)
        while stop > position and data[stop - 1] == _BACKSLASH:
            stop = data.find(b"|", stop + 1, end)
        if stop < 0:
            stop = end
        cells.append((position, stop))
        position = stop + 1
    return tuple(cells)
