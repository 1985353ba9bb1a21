"""Runs every benchmark and prints the figures: `python -m tests.benchmarks.run [parsing|page …]`."""

from __future__ import annotations

import importlib
import sys
from typing import Final

_ALL: Final = ("startup", "parsing", "planning", "checking", "following", "page")


def main(names: list[str]) -> None:
    """Print a table per benchmark."""
    for name in names or _ALL:
        benchmark = importlib.import_module(f"tests.benchmarks.{name}")
        sys.stdout.write(f"\n{name}\n")
        for what, figure in benchmark.rows():
            sys.stdout.write(f"  {what:<48} {figure}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
