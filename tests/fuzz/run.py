"""Fuzzes reading and writing: `python -m tests.fuzz.run --seconds 60 --seed 1 [--corpus DIR …] [--all]`.

A failing input is made small and written into a file; `--replay FILE` runs it again, with its traceback.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.fuzz.corpus import cases, examples, folders, specimens
from tests.fuzz.mutate import mutated
from tests.fuzz.smallest import smallest
from tests.fuzz.target import TooSlow, check

_SPECIMENS: Final = 60
_SHRINKING: Final = 20.0
"""Seconds for making one failing input small."""


@dataclass
class Tally:
    """What a run has seen."""

    outcomes: Counter[str] = field(default_factory=Counter)
    failures: dict[str, Path] = field(default_factory=dict)


def failure_of(data: bytes) -> tuple[str, BaseException] | None:
    """What is wrong with a document, named by the error and its place, so that one defect has one name."""
    try:
        check(data)
    except Exception as error:  # noqa: BLE001 - whatever comes here is what a fuzzer looks for
        return _name(error), error
    return None


def _name(error: Exception) -> str:
    if isinstance(error, TooSlow):
        return f"slow-{str(error).split()[0]}"
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}-{Path(frame.filename).stem}-{frame.name}-{frame.lineno}"


def fuzz(corpus: Sequence[bytes], options: argparse.Namespace) -> Tally:
    """Check the documents as they are, then mutations of them until the time is over."""
    chance, tally = random.Random(options.seed), Tally()
    until = time.monotonic() + options.seconds
    waiting = list(corpus)
    while waiting or time.monotonic() < until:
        data = waiting.pop() if waiting else mutated(corpus, chance)
        try:
            tally.outcomes[check(data).value] += 1
        except Exception as error:  # noqa: BLE001 - whatever comes here is what a fuzzer looks for
            name = _name(error)
            tally.outcomes[f"FAILED {name}"] += 1
            if name not in tally.failures:
                tally.failures[name] = _kept(name, error, data, options.into)
            if not options.all:
                break
    return tally


def _kept(name: str, error: Exception, data: bytes, folder: Path) -> Path:
    def fails(shorter: bytes) -> bool:
        found = failure_of(shorter)
        return found is not None and found[0] == name

    sys.stdout.write(f"{name}: {str(error)[:300]}\n")
    if not isinstance(error, TooSlow):
        data = smallest(data, fails, _SHRINKING)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.md"
    path.write_bytes(data)
    sys.stdout.write(f"  {len(data)} bytes, in {path}: {data[:600]!r}\n")
    sys.stdout.flush()
    return path


def main(arguments: Sequence[str]) -> int:
    """Run, print what was seen, and answer 1 if anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.run", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=None, help="another one each time if not given")
    parser.add_argument("--corpus", type=Path, action="append", default=[], metavar="DIR")
    parser.add_argument("--into", type=Path, default=Path(".fuzz"), metavar="DIR")
    parser.add_argument("--all", action="store_true", help="go on behind a failure")
    parser.add_argument("--replay", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    if options.replay is not None:
        sys.stdout.write(f"{check(options.replay.read_bytes()).value}\n")
        return 0
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(1_000_000)
    sys.stdout.write(f"seed {options.seed}\n")
    corpus = [*examples(), *cases(), *specimens(_SPECIMENS, options.seed)]
    tally = fuzz([*corpus, *folders(options.corpus)], options)
    for name, count in tally.outcomes.most_common():
        sys.stdout.write(f"  {count:>8,}  {name}\n")
    sys.stdout.writelines(
        f"again: python -m tests.fuzz.run --replay {path}\n" for path in tally.failures.values()
    )
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
