"""Where the line goes that names the ticket of an item with a heading, and what it looks like: as the author's own fields do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from connectors.markdown.blocks import Block, Source
from connectors.markdown.keys import key_at
from connectors.markdown.stretches import Inline

LABEL: Final = b"Ticket: "
"""What the line begins with where there are no other fields."""
_FIELD: Final = re.compile(
    r"(?P<prefix>[ \t>]*(?:[-*+][ \t]+)?)(?P<open>\*\*|__|\*|_)?(?P<word>[^\W\d_][^:*_\n]{1,24}?)(?P<close>[ ]?:(?:\*\*|__|\*|_)?|(?:\*\*|__|\*|_)[ ]?:)(?=[ \t]|$)"
)
_BREAK: Final = re.compile(rb"(?:[ ]{2,}|\\|<br ?/?>)$")
"""How a line ends that the next one must not run into."""


class TicketLine(NamedTuple):
    """A line to be put at byte `end`: what comes before it, and how it begins."""

    end: int
    lead: bytes
    label: bytes


def ticket_line(source: Source, blocks: Sequence[object], newline: bytes) -> TicketLine | None:
    """The line behind the last fields below a heading; None if no block consists of fields."""
    for block in reversed(blocks):
        span = _span(source, block)
        if span is not None and (line := _behind(source.data, *span, newline)) is not None:
            return line
    return None


def _span(source: Source, block: object) -> tuple[int, int] | None:
    if isinstance(block, Block) and block.kind in ("paragraph", "list"):
        return source.line_start(block.start), block.end
    if isinstance(block, Inline) and block.run.text.strip():
        start = source.line_start(block.run.source(0, len(block.run.text))[0])
        return start, max((segment.body.last for segment in block.fields), default=block.run.last)
    return None


def _behind(data: bytes, start: int, end: int, newline: bytes) -> TicketLine | None:
    raw = data[start:end].rstrip()
    lines = [line for line in raw.splitlines() if line.strip(b" \t>")]
    fields = [_FIELD.match(line.decode()) for line in lines]
    last = fields[-1] if fields else None
    if last is None or any(one is None or key_at(f"{one['word']}:") is None for one in fields):
        return None
    prefix = last["prefix"].encode()
    listed = prefix.strip(b" \t>") != b""
    apart = len(lines) == 1 if not listed else len(lines) < len(raw.splitlines())
    ending = _BREAK.search(lines[0]) if len(lines) > 1 and not listed else None
    lead = (ending.group() if ending else b"") + newline * (2 if apart else 1) + prefix
    word = "ticket" if last["word"].islower() else "Ticket"
    label = f"{last['open'] or ''}{word}{last['close']} "
    return TicketLine(start + len(raw), lead, label.encode())
