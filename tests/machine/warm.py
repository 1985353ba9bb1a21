"""A run in this process, once per kind of tracker, so that processes forked from it have all modules already."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.fakes.program import Program
from tests.machine import pages
from tests.machine.trackers import Tracked

_ITEM = "| Mend part r0 | Ann Lee | P1 | 2027-01-01 | Open |  |\n"


@functools.cache
def warm(make: Callable[[], Tracked]) -> None:
    """Sync an item, and change it."""
    tracker = make()
    with tempfile.TemporaryDirectory() as folder, tracker.served():
        program = Program(Path(folder), inside=True)
        program.environ |= tracker.environ
        program.write("pm-sync.toml", tracker.settings())
        page = pages.page(1, table=True).replace(pages.TAIL, _ITEM + pages.TAIL)
        program.write("postmortems/1.md", page)
        assert program("sync").code == 0
        program.write("postmortems/1.md", program.read("postmortems/1.md").replace("P1", "P2"))
        assert program("sync", "--format", "json").code == 0
