"""How much CPU the command line costs before it does anything."""

from __future__ import annotations

import importlib.util
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_ROUNDS: Final = 5
_SLOW: Final = ("github", "jira", "pydantic", "yaml", "rich", "sqlite3", "asyncio")
_EXAMPLES: Final = Path(__file__).parents[2] / "examples"


def rows() -> Iterator[tuple[str, str]]:
    """What was measured, and the figure."""
    yield "importing the Markdown reader", _cost("import connectors.markdown.reader")
    if importlib.util.find_spec("sync.cli") is None:
        yield "pm-sync --help, items", "left out: there is no command line yet"
        return
    for arguments in (["--help"], ["items", "--root", str(_EXAMPLES)]):
        run = (
            f"import sys; sys.argv = ['pm-sync', *{arguments!r}]; from sync.cli import main; main()"
        )
        yield f"pm-sync {arguments[0]}", _cost(run)


def _cost(program: str) -> str:
    """The least CPU of some runs, beyond that of the interpreter, and which slow libraries were imported."""
    report = (
        f"\nimport atexit, sys\n"
        f"atexit.register(lambda: sys.stderr.write('|'.join(name for name in {_SLOW!r} if name in sys.modules)))\n"
    )
    bare = min(_seconds("pass")[0] for _ in range(_ROUNDS))
    runs = [_seconds(report + program) for _ in range(_ROUNDS)]
    slow = runs[0][1].rsplit("\n", 1)[-1].replace("|", ", ") or "nothing slow"
    return f"{(min(seconds for seconds, _ in runs)) * 1000:.0f} ms of CPU ({bare * 1000:.0f} ms of it the interpreter); imports {slow}"


def _seconds(program: str) -> tuple[float, str]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, done.stderr
