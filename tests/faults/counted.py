"""How many worlds were tried, for the summary of a test run."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

ALL = os.environ.get("FAULTS") == "all"
"""Otherwise every request and every operation goes wrong in one way, in turn another, instead of in every way."""

COUNTED: Counter[tuple[str, str]] = Counter()
"""By tracker and by what went wrong."""


def told() -> Iterator[str]:
    """The number of worlds, in words."""
    for (name, struck), count in sorted(COUNTED.items()):
        yield f"{name}, {struck}: {count} worlds"
    how = "with every fault" if ALL else "each point in one way; FAULTS=all for every way"
    yield f"{sum(COUNTED.values())} worlds in all, {how}"
