"""A source of documents with somebody beside it who hears what is read, whichever command reads it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sync.anatomy import Anatomy, Edit, Examines
from sync.errors import EditRefused, Problem
from sync.model.action import WriteCell
from sync.model.hunk import Hunk, Rewrite
from sync.model.postmortem import Postmortem
from sync.ports import Documents, Tidied, Tidies, Written
from sync.suggestions import Previews
from sync.taking_back import Restored, Restores

Hears = Callable[[Postmortem | Problem], None]


def overheard(source: Documents, hears: Hears) -> Documents:
    """The same source: each document is told to `hears` before it is handed on."""
    abilities = tuple(heard for able, heard in _ABILITIES if isinstance(source, able))
    made: type[_Overheard] = type("_Overheard", (*abilities, _Overheard), {})
    return made(source, hears)


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

    def write(
        self,
        path: str,
        revision: str,
        cells: Sequence[WriteCell],
        note: Callable[[Rewrite], None] = lambda _: None,
    ) -> Written:
        return self.source.write(path, revision, cells, note)

    def rehearse(
        self, path: str, revision: str, cells: Sequence[WriteCell]
    ) -> Mapping[WriteCell, str]:
        return self.source.rehearse(path, revision, cells)

    def preview(self, path: str, revision: str, cells: Sequence[WriteCell]) -> tuple[bytes, bytes]:
        """Raises `EditRefused` if the source has no previews."""
        if not isinstance(self.source, Previews):
            raise EditRefused(path, "its source does not tell what a write would make of it")
        return self.source.preview(path, revision, cells)


class _HeardTidies(_Overheard):
    def tidy(self, path: str, revision: str, *, to_table: bool, dry: bool) -> Tidied:
        assert isinstance(self.source, Tidies)  # noqa: S101 - it was looked at before
        return self.source.tidy(path, revision, to_table=to_table, dry=dry)


class _HeardRestores(_Overheard):
    def restore(
        self,
        path: str,
        revision: str | None,
        rewrite: Rewrite,
        names: Collection[str],
        keep: Collection[Hunk] = (),
    ) -> Restored:
        assert isinstance(self.source, Restores)  # noqa: S101 - alike
        return self.source.restore(path, revision, rewrite, names, keep)


class _HeardExamines(_Overheard):
    def examine(self, path: str, revision: str) -> Anatomy:
        assert isinstance(self.source, Examines)  # noqa: S101 - alike
        return self.source.examine(path, revision)

    def mend(self, path: str, revision: str, edits: Sequence[Edit]) -> int:
        assert isinstance(self.source, Examines)  # noqa: S101 - alike
        return self.source.mend(path, revision, edits)


_ABILITIES: Final[tuple[tuple[type[object], type[_Overheard]], ...]] = (
    (Tidies, _HeardTidies),
    (Restores, _HeardRestores),
    (Examines, _HeardExamines),
)
"""What a source may be able to do besides, and how it stays able to do it."""
