"""Fences of code that are opened and never closed: what stands behind them is code, be it meant so or not."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.markdown.blocks import Source
from connectors.markdown.layout import Span
from sync.model.postmortem import Remark

_MARKS = (b"```", b"~~~")


def unclosed_fence(source: Source, code: Span | None) -> Iterator[Remark]:
    """A remark if `code`, the last block of the document, is a fence without an end."""
    if code is None:
        return
    lines = source.data[slice(*code)].rstrip().splitlines()
    mark = lines[0].lstrip()[:3] if lines else b""
    if mark not in _MARKS or (len(lines) > 1 and lines[-1].strip(b" \t>").startswith(mark)):
        return
    yield Remark(
        source.line(code[0]),
        "the code block that begins here is never closed, so the rest of the document is read as code:"
        f" close it with {mark.decode()}",
    )
