"""How fast postmortems are understood, beside what Markdown parsers need for parsing alone, and in how much memory."""

from __future__ import annotations

import gc
import resource
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import markdown_it
import mistune
import pyromark

from connectors.markdown.blocks import OPTIONS
from connectors.markdown.reader import read
from connectors.markdown.rules import Rules
from tests.benchmarks.postmortems import documents

SAMPLE: Final = 300
DOCUMENTS: Final = 10_000
_ROUNDS: Final = 7
_SLOW_ROUNDS: Final = 1
_RULES: Final = Rules()
_HEAD: Final = "## Action items\n\n"
_PATHOLOGICAL: Final[dict[str, Callable[[int], str]]] = {
    "one line of [": lambda size: "[" * size,
    "one line of |": lambda size: "|" * size,
    "one item of (": lambda size: f"{_HEAD}- {'(' * size}",
    "rows of a table": lambda size: (
        f"{_HEAD}| Action | Owner |\n|-|-|\n" + "| a | b |\n" * (size // 10)
    ),
    "columns of a table": lambda size: (
        f"{_HEAD}|{'a|' * (size // 6)}\n|{'-|' * (size // 6)}\n|{'b|' * (size // 6)}"
    ),
    "labels": lambda size: f"{_HEAD}" + "**a**:\n" * (size // 7),
    "an unclosed fence": lambda size: f"{_HEAD}```\n" + "- a\n" * (size // 4),
    "an unclosed comment": lambda size: f"{_HEAD}<!-- pm-sync: ignore " + "- a\n" * (size // 4),
    "lists in lists": lambda size: (
        _HEAD + "".join("  " * depth + "- a\n" for depth in range(int(size**0.5)))
    ),
    "quotes in quotes": lambda size: f"{_HEAD}{'> ' * (size // 2)}a",
    "brackets around brackets": lambda size: f"{_HEAD}- {'[' * (size // 2)}{']' * (size // 2)}",
    "emphasis around emphasis": lambda size: f"{_HEAD}- {'*a ' * (size // 6)}{'a* ' * (size // 6)}",
    "brackets, stars and #1": lambda size: f"{_HEAD}- {'[#1*' * (size // 4)}",
    "references in open brackets": lambda size: (
        f"{_HEAD}{('- ' + '[#12](' * 2_000 + chr(10)) * (size // 12_003)}"
    ),
    "links on one line": lambda size: f"{_HEAD}- {'[a]' * (size // 3)}",
    "columns of one name": lambda size: (
        f"{_HEAD}|{'Action|' * (size // 11)}\n|{'-|' * (size // 11)}\n|{'b|' * (size // 11)}"
    ),
    "equal rows": lambda size: (
        f"{_HEAD}| Action | Owner |\n|-|-|\n" + "| Add alert | b |\n" * (size // 18)
    ),
    "quoted items": lambda size: _HEAD + "> - a\n" * (size // 6),
    "HTML headings": lambda size: "<h2>a</h2>\n\n" * (size // 12),
    "HTML in paragraphs": lambda size: _HEAD + "<details>\n\n- a\n\n" * (size // 16),
    "cells of no table": lambda size: f"{_HEAD}{'<td>' * (size // 4)}",
    "comments that ignore": lambda size: (
        _HEAD + "<!-- pm-sync: ignore -->\n\n- a\n\n" * (size // 31)
    ),
    # Four times smaller, since it grows with the square: a mended reader may have it whole.
    "unclosed HTML tables, a quarter": lambda size: _HEAD + "<table>\n\n" * (size // 36),
}


def rows() -> Iterator[tuple[str, str]]:
    """What was measured, and the figure."""
    sample = [data for _, data in documents(SAMPLE)]
    yield from _rates(sample)
    for factor in (1, 2, 4):
        longer = [data for _, data in documents(SAMPLE // factor, size=9_000 * factor)]
        yield f"understanding, documents of {9 * factor} kB", _rate(longer, _understand, _ROUNDS)
    for name, make in _PATHOLOGICAL.items():
        figures = [
            _rate([make(size).encode()], _understand, 3) for size in (100_000, 200_000, 400_000)
        ]
        yield f"{name}, 100 / 200 / 400 kB", " / ".join(figures)
    yield f"{DOCUMENTS:,} documents understood and kept", _memory()


def _rates(sample: Sequence[bytes]) -> Iterator[tuple[str, str]]:
    tools: tuple[tuple[str, Callable[[bytes], object], int], ...] = (
        ("pyromark, events", _events, _ROUNDS),
        ("pyromark, events with ranges", _ranges, _ROUNDS),
        ("markdown-it-py, tokens", _markdown_it(), _SLOW_ROUNDS),
        ("mistune, tokens", _mistune(), _SLOW_ROUNDS),
        ("pm-sync, understanding", _understand, _ROUNDS),
    )
    for name, work, rounds in tools:
        yield name, _rate(sample, work, rounds)
    ratio = _seconds(sample, _ranges, _ROUNDS) / _seconds(sample, _understand, _ROUNDS)
    yield "understanding beside events with ranges", f"{ratio:.2f} of the rate"


def _rate(sample: Sequence[bytes], work: Callable[[bytes], object], rounds: int) -> str:
    size = sum(len(data) for data in sample)
    return f"{size / _seconds(sample, work, rounds) / 1e6:.2f} MB/s"


def _seconds(sample: Sequence[bytes], work: Callable[[bytes], object], rounds: int) -> float:
    """The best of some rounds, in CPU time; without the garbage collector, as `timeit` does it."""
    best = float("inf")
    gc.disable()
    try:
        for _ in range(rounds):
            start = time.process_time()
            for data in sample:
                work(data)
            best = min(best, time.process_time() - start)
            gc.collect()
    finally:
        gc.enable()
    return max(best, 1e-9)


def _events(data: bytes) -> object:
    return deque(pyromark.events(data.decode(), options=OPTIONS), maxlen=0)


def _ranges(data: bytes) -> object:
    return deque(pyromark.events_with_range(data.decode(), options=OPTIONS), maxlen=0)


def _understand(data: bytes) -> object:
    return read(data, "postmortems/2026-01-02-incident.md", _RULES)


def _markdown_it() -> Callable[[bytes], object]:
    parser = markdown_it.MarkdownIt("commonmark").enable("table")
    return lambda data: parser.parse(data.decode())


def _mistune() -> Callable[[bytes], object]:
    parser = mistune.create_markdown(
        renderer=None, plugins=["table", "task_lists", "strikethrough"]
    )
    return lambda data: parser(data.decode())


def _memory() -> str:
    """Measured in a process of its own, which keeps every postmortem as a run does."""
    program = "from tests.benchmarks.parsing import report_memory; report_memory()"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def _peak() -> float:
    """The most memory that this process had, in MB: `ru_maxrss` would count the process that started it."""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.split("VmHWM:", 1)[1].split(None, 1)[0]) / 1024


def report_memory() -> None:
    """Write how long all documents took, and the peak of the memory used for them."""
    kept = []
    spent = 0.0
    for path, data in documents(DOCUMENTS):
        start = time.process_time()
        kept.append(read(data, path, _RULES).postmortem)
        spent += time.process_time() - start
    peak = _peak()
    items = sum(len(postmortem.items) for postmortem in kept)
    sys.stdout.write(f"{spent:.1f} s of CPU, {items:,} items, peak {peak:.0f} MB\n")
