"""Replacing parts of a file by their byte positions, so that what is not named cannot change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Splice(NamedTuple):
    """Put `text` in place of `data[start:end]`; an insertion if both are equal."""

    start: int
    end: int
    text: bytes


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """The data with all splices applied; those at one place in the order given. Raises ValueError if they overlap."""
    parts: list[bytes] = []
    position = 0
    for splice in sorted(splices, key=lambda one: (one.start, one.end)):
        if not position <= splice.start <= splice.end <= len(data):
            raise ValueError(f"an edit at byte {splice.start} overlaps another")
        parts += (data[position : splice.start], splice.text)
        position = splice.end
    return b"".join((*parts, data[position:]))
