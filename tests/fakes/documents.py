"""Postmortems in memory: what the core sees of a document source, without any file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from sync.errors import DocumentChanged, Problem, WriteFailed
from sync.model.action import Field, WriteCell
from sync.model.hunk import Rewrite
from sync.model.postmortem import ActionItem, Postmortem, Reference
from sync.ports import Written


class MemoryDocuments:
    """Fulfils `sync.ports.Documents`. `before` and `after` a write may raise, to crash a run there."""

    def __init__(self, *postmortems: Postmortem) -> None:
        self._postmortems = {postmortem.path: postmortem for postmortem in postmortems}
        self._versions = 0
        self.writes = 0
        self.refused: set[str] = set()
        self.unwritable: dict[int, str] = {}
        self.named: tuple[str, ...] = ()
        self.broken: dict[str, Problem] = {}
        self.before: Callable[[], None] = lambda: None
        self.after: Callable[[], None] = lambda: None
        for path in list(self._postmortems):
            self.edit(path, lambda item: item)

    def read(self, paths: Collection[str] | None = None) -> Iterator[Postmortem | Problem]:
        for path in sorted(self._postmortems):
            if paths is None or path in paths:
                yield self.broken.get(path) or self._postmortems[path]

    def write(
        self,
        path: str,
        revision: str,
        cells: Sequence[WriteCell],
        note: Callable[[Rewrite], None] = lambda _: None,
    ) -> Written:
        self.before()
        if path in self.refused:
            raise WriteFailed(path, "no space left on device")
        if self._postmortems[path].revision != revision:
            raise DocumentChanged(path, "it changed")
        by_line: dict[int, list[WriteCell]] = {}
        for cell in cells:
            by_line.setdefault(cell.line, []).append(cell)
        self.writes += 1
        self.edit(path, lambda item: _written(item, by_line.get(item.line, [])))
        self.after()
        return Written(self._postmortems[path].revision)

    def rehearse(
        self, path: str, revision: str, cells: Sequence[WriteCell]
    ) -> Mapping[WriteCell, str]:
        assert self._postmortems[path].revision == revision
        return {cell: why for cell in cells if (why := self.unwritable.get(cell.line)) is not None}

    def edit(self, path: str, change: Callable[[ActionItem], ActionItem]) -> None:
        """Change every item of a document, as a person with an editor would."""
        postmortem = self._postmortems[path]
        self.put(replace(postmortem, items=tuple(change(item) for item in postmortem.items)))

    def put(self, postmortem: Postmortem) -> None:
        """Add or replace a document."""
        self._versions += 1
        self._postmortems[postmortem.path] = replace(postmortem, revision=str(self._versions))

    def remove(self, path: str) -> Postmortem:
        """Take a document away."""
        return self._postmortems.pop(path)

    def items(self) -> list[ActionItem]:
        """All items as the documents hold them now."""
        return [
            item for path in sorted(self._postmortems) for item in self._postmortems[path].items
        ]


def _written(item: ActionItem, cells: Sequence[WriteCell]) -> ActionItem:
    for cell in cells:
        if cell.replaces is not None:
            new = Reference(cell.ticket, cell.url)
            own = tuple(new if one == cell.replaces else one for one in item.references)
            item = replace(item, references=own)
        elif cell.field is Field.TICKET:
            item = replace(item, references=(Reference(cell.ticket, cell.url),))
        else:
            item = replace(item, status=cell.status, status_text=cell.new, status_has_place=True)
    return item
