"""Places that results are shown on."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TypeAlias

from rich.console import Console

Shown: TypeAlias = Callable[[Callable[[Console], None]], str]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True
