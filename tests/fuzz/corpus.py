"""What the fuzzer begins with: the examples, the cases of the writer, specimens of the grammar, and folders of one's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.connectors.markdown.cases import TITLE
from tests.connectors.markdown.html_cases import HTML
from tests.connectors.markdown.list_cases import LISTS
from tests.connectors.markdown.specimens import documents
from tests.connectors.markdown.table_cases import TABLES

_EXAMPLES: Final = Path(__file__).parents[2] / "examples" / "postmortems"
_SUFFIXES: Final = (".md", ".markdown", ".txt")


def examples() -> list[bytes]:
    """The example postmortems."""
    return list(_files(_EXAMPLES))


def cases() -> list[bytes]:
    """The documents of the writer's tests."""
    bodies = dict.fromkeys(case.before for case in (*LISTS, *TABLES, *HTML))
    return [f"{TITLE}{body}".encode() for body in bodies]


def specimens(number: int, chosen: int) -> list[bytes]:
    """So many documents of the grammar that the property tests draw from."""
    drawn: list[bytes] = []

    @seed(chosen)
    @settings(
        max_examples=number,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(documents())
    def draw(data: bytes) -> None:
        drawn.append(data)

    draw()
    return drawn


def folders(paths: Sequence[Path]) -> list[bytes]:
    """Every text of some folders."""
    return [data for path in paths for data in _files(path)]


def _files(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in _SUFFIXES:
            yield path.read_bytes()
