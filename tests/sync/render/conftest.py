"""The two places that results go to: a pipe, and a terminal of sixty columns."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from sync.render.terminal import console
from tests.sync.render.screens import Shown, Terminal


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "60")


@pytest.fixture
def piped() -> Shown:
    """What is written when the output goes to a file or a pipe."""

    def show(render: Callable[[Console], None]) -> str:
        stream = io.StringIO()
        render(console(stream))
        return stream.getvalue()

    return show


@pytest.fixture
def on_terminal() -> Shown:
    """What is written to a terminal of sixty columns, colours included."""

    def show(render: Callable[[Console], None]) -> str:
        stream = Terminal()
        render(console(stream))
        return stream.getvalue()

    return show
