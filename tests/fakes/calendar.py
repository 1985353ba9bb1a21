"""A day that a test chooses, for what a command takes for now."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime, tzinfo
from unittest import mock


@contextlib.contextmanager
def it_is(moment: str) -> Iterator[None]:
    """Have runs inside of this process believe that it is this moment, in UTC."""
    now = datetime.fromisoformat(f"{moment}+00:00")

    class Frozen(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return now.astimezone(tz)

    with mock.patch("sync.cli.compose.datetime", Frozen):
        yield
