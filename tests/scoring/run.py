"""Scores what `pm-sync items` understands against answer keys: `python -m tests.scoring.run CORPUS [CORPUS …]`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tests.scoring.compare import FIELDS, Score, compare
from tests.scoring.keys import keys_in

_HOME: Final = Path(__file__).parents[2]
_ITEMS: Final = (sys.executable, "-m", "sync", "items", "--format", "json", "--root", ".", "--")
_AT_ONCE: Final = 100
"""Documents in one command; more would make its line too long for some systems."""


def understood(folder: Path, paths: list[str]) -> dict[str, Mapping[str, Any]]:
    """What the command prints about each document, by path; what it cannot read is missing."""
    documents: dict[str, Mapping[str, Any]] = {}
    for start in range(0, len(paths), _AT_ONCE):
        done = subprocess.run(
            [*_ITEMS, *paths[start : start + _AT_ONCE]],
            cwd=folder,
            env={"PYTHONPATH": str(_HOME), "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        if not done.stdout:
            raise RuntimeError(done.stderr)
        documents.update((one["path"], one) for one in json.loads(done.stdout)["documents"])
    return documents


def score_of(corpus: Path) -> Score:
    """The score of one corpus."""
    keys = keys_in(corpus)
    documents = understood(corpus / "documents", [key.path for key in keys])
    score = Score()
    for key in keys:
        if key.path in documents:
            compare(key, documents[key.path], score)
        else:
            score.misses.append(f"{key.path}: cannot be read")
            score.expected += len(key.items)
    return score


def lines_of(score: Score) -> Iterator[str]:
    """The figures, as people read them."""
    found = score.hit + score.false
    yield f"{score.documents} documents, {score.expected} items expected, {score.hit} found, {score.false} false"
    yield _figure("items found (recall)", score.hit, score.expected)
    yield _figure("found items that are ones (precision)", score.hit, found)
    for name in (*FIELDS, "document title", "document date"):
        if score.asked[name]:
            yield _figure(name, score.right[name], score.asked[name])


def _figure(name: str, right: int, asked: int) -> str:
    share = f"{100 * right / asked:6.2f} %" if asked else "       -"
    return f"  {name:<38} {share}  ({right} of {asked})"


def main(folders: list[str]) -> None:
    """Print every miss, then the figures."""
    if not folders:
        sys.exit(
            "name the folder of a corpus: make score CORPUS=path (see tests/scoring/keys.py for its form)"
        )
    for folder in folders:
        score = score_of(Path(folder))
        sys.stdout.write("".join(f"{miss}\n" for miss in score.misses))
        sys.stdout.write(f"{folder}\n" + "".join(f"{line}\n" for line in lines_of(score)))


if __name__ == "__main__":
    main(sys.argv[1:])
