"""Makes a failing input small: lines go, then bytes, as long as the same failure stays."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

_FEW: Final = 2_000
"""Bytes up to which single characters are tried too."""


def smallest(data: bytes, fails: Callable[[bytes], bool], seconds: float) -> bytes:
    """The smallest input found in this time that still fails."""
    until = time.monotonic() + seconds
    before = None
    while data != before and time.monotonic() < until:
        before = data
        data = b"".join(_fewer(data.splitlines(keepends=True), fails, until))
        if len(data) <= _FEW:
            characters = data.decode("utf-8", "surrogateescape")
            parts = [one.encode("utf-8", "surrogateescape") for one in characters]
            data = b"".join(_fewer(parts, fails, until))
    return data


def _fewer(parts: Sequence[bytes], fails: Callable[[bytes], bool], until: float) -> Sequence[bytes]:
    """Leave out ever smaller stretches of the parts."""
    size = len(parts)
    while size := size // 2:
        at = 0
        while at < len(parts) and time.monotonic() < until:
            shorter = [*parts[:at], *parts[at + size :]]
            if fails(b"".join(shorter)):
                parts = shorter
            else:
                at += size
    return parts
