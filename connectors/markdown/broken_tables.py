"""Tables that the format takes for a paragraph, since the line below their head does not fit it: nothing in them is an item."""

from __future__ import annotations

from connectors.markdown.blocks import Block, Source
from sync.model.postmortem import Remark

_AROUND = " \t>"


def broken_table(source: Source, block: Block) -> Remark | None:
    """What is wrong with a paragraph that was meant to be a table; None for any other."""
    if source.data[block.start : block.start + 1] != b"|":
        return None
    lines = source.text(block.start, block.end).splitlines()
    head, rule = (line.strip(_AROUND) for line in (*lines, "", "")[:2])
    if "-" not in rule or "|" not in rule or rule.strip("|:- \t"):
        return None
    return Remark(
        source.line(block.start),
        f"this table is none to Markdown, so that no action item is read from it: its head has {_cells(head)} and the line below"
        f" it {_cells(rule)}; make them equal",
    )


def _cells(line: str) -> str:
    number = line.strip("|").count("|") + 1
    return f"{number} cell{'' if number == 1 else 's'}"
