"""What is told on stderr while a run goes on: log lines, and a progress bar where somebody watches."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from config.problem import redacted
from sync.cli.options import Common
from sync.cli.quiet import forget, quiet
from sync.render.escape import json_line, safe

log = logging.getLogger("pm_sync.cli")


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return f"pm-sync: {safe(quiet(redacted(record.getMessage())))}"


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json_line(
            {
                "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
                "level": record.levelname.lower(),
                "logger": record.name,
                "message": quiet(redacted(record.getMessage())),
            }
        )


class _OnStderr(logging.Handler):
    """Asks for the stream each time: while a bar is shown, lines go above it."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(f"{self.format(record)}\n")


def tell(common: Common) -> None:
    """Send the log of this process to stderr, as the options ask for."""
    forget()
    handler = _OnStderr()
    handler.setFormatter(_Json() if common.log_format == "json" else _Lines())
    logger = logging.getLogger("pm_sync")
    logger.handlers[:] = [handler]
    logger.propagate = False
    logger.setLevel(logging.DEBUG if common.verbose else logging.WARNING)


@contextlib.contextmanager
def progress(common: Common) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal, log lines with -v, else nothing."""
    if common.verbose or not sys.stderr.isatty():
        yield _Steps()
        return
    from rich.console import Console  # noqa: PLC0415 - only where somebody watches
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    screen = Console(stderr=True, no_color=True if common.colour is False else None)
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda step, done, total: bar.update(
            task, description=step, completed=done, total=total or None
        )


class _Steps:
    """Tells each write, and of steps whose end is unknown that they began."""

    def __init__(self) -> None:
        self._step = ""

    def __call__(self, step: str, done: int, total: int) -> None:
        if total:
            log.debug("%s: %d of %d", step, done, total)
        elif step != self._step:
            log.debug("%s", step)
        self._step = step
