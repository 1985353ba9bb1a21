"""A source of documents with somebody beside it who hears what is read, whichever command reads it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sync.errors import Problem
from sync.model.action import WriteCell
from sync.model.postmortem import Postmortem
from sync.ports import Documents, Tidied, Tidies, Written

Hears = Callable[[Postmortem | Problem], None]


def overheard(source: Documents, hears: Hears) -> Documents:
    """The same source: each document is told to `hears` before it is handed on."""
    return (
        _OverheardTidies(source, hears, source)
        if isinstance(source, Tidies)
        else _Overheard(source, hears)
    )


@dataclass(frozen=True)
class _Overheard:
    source: Documents
    hears: Hears

    @property
    def named(self) -> tuple[str, ...]:
        return self.source.named

    def read(self, paths: Collection[str] | None = None) -> Iterator[Postmortem | Problem]:
        for one in self.source.read(paths):
            self.hears(one)
            yield one

    def write(self, path: str, revision: str, cells: Sequence[WriteCell]) -> Written:
        return self.source.write(path, revision, cells)

    def rehearse(
        self, path: str, revision: str, cells: Sequence[WriteCell]
    ) -> Mapping[WriteCell, str]:
        return self.source.rehearse(path, revision, cells)


@dataclass(frozen=True)
class _OverheardTidies(_Overheard):
    tidier: Tidies

    def tidy(self, path: str, revision: str, *, to_table: bool, dry: bool) -> Tidied:
        return self.tidier.tidy(path, revision, to_table=to_table, dry=dry)
