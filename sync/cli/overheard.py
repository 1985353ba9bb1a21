"""A source of documents with somebody beside it who hears what is read, whichever command reads it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

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
    match isinstance(source, Tidies), isinstance(source, Restores):
        case True, True:
            return _OverheardBoth(source, hears)
        case True, False:
            return _OverheardTidies(source, hears)
        case False, True:
            return _OverheardRestores(source, hears)
    return _Overheard(source, hears)


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


@dataclass(frozen=True)
class _OverheardTidies(_Overheard):
    def tidy(self, path: str, revision: str, *, to_table: bool, dry: bool) -> Tidied:
        assert isinstance(self.source, Tidies)  # noqa: S101 - it was looked at before
        return self.source.tidy(path, revision, to_table=to_table, dry=dry)


@dataclass(frozen=True)
class _OverheardRestores(_Overheard):
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


@dataclass(frozen=True)
class _OverheardBoth(_OverheardTidies, _OverheardRestores):
    pass
