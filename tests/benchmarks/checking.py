"""How much processor time `check` takes for postmortems, in units of that in which they are understood; the promise is two of those."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from connectors.markdown.examine import examine
from connectors.markdown.layout import Layout
from connectors.markdown.reader import read
from connectors.markdown.rules import Rules
from sync.check.judge import judge
from sync.check.rule import Options, Subject
from tests.benchmarks.postmortems import documents

DOCUMENTS: Final = 1_000
_RULES: Final = Rules()
_OPTIONS: Final = Options(today=date(2026, 11, 27))
_HEAD: Final = "## Action items\n\n"
_PATHOLOGICAL: Final[dict[str, Callable[[int], str]]] = {
    "headings": lambda size: "# Impact\n" * (size // 9),
    "labels": lambda size: "**Impact:** x\n\n" * (size // 15),
    "items that are alike": lambda size: (
        _HEAD + "".join(f"- add alert number {one} to it\n" for one in range(size // 30))
    ),
    "marks": lambda size: "<!-- pm-sync: allow item-vague -->\n" * (size // 35),
    "moments": lambda size: "## Timeline\n\n" + "- 10:10 x\n" * (size // 10),
    "beginnings of a template's words": lambda size: "[date <add " * (size // 11),
    "one endless wish": lambda size: f"{_HEAD}- {'we should ' * (size // 10)}",
}
_SIZE: Final = 100_000


def rows() -> Iterator[tuple[str, str]]:
    """Figure by figure."""
    texts = [data for _, data in documents(DOCUMENTS)]
    begun = time.process_time()
    layouts = [read(text, "a.md", _RULES) for text in texts]
    reading = time.process_time() - begun
    yield f"understanding {DOCUMENTS:,} documents", f"{reading:.2f} s"
    begun = time.process_time()
    findings = sum(_judged(text, one) for text, one in zip(texts, layouts, strict=True))
    judging = time.process_time() - begun
    yield f"judging them ({findings:,} findings)", f"{judging:.2f} s"
    yield "both, in times of understanding them", f"{(reading + judging) / reading:.2f}"
    for name, make in _PATHOLOGICAL.items():
        text = make(_SIZE).encode()
        layout = read(text, "a.md", _RULES)
        begun = time.process_time()
        _judged(text, layout)
        yield f"100 kB of {name}", f"{time.process_time() - begun:.2f} s"


def _judged(text: bytes, layout: Layout) -> int:
    subject = Subject(layout.postmortem, examine(text, _RULES), _OPTIONS)
    return len(judge(subject, {}))
