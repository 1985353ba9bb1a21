"""A run that is told to end gives back what it holds first: the lock across machines above all.

Runners cancel a job with SIGINT, then SIGTERM, then SIGKILL. Python heeds the first by itself; the second would end it at once.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


@contextlib.contextmanager
def stopped_gently() -> Iterator[None]:
    """Have SIGTERM end the run like Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
