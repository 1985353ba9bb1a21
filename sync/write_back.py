"""Writing links and statuses back into the documents, also where a person edits one in the meantime."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from sync.apply import Executor
from sync.errors import DocumentChanged
from sync.model.action import Field, Plan, WriteCell
from sync.model.postmortem import Postmortem, TicketRef
from sync.model.report import Ending, Result
from sync.world import World

ATTEMPTS = 3
"""How often a document that keeps changing under our hands is planned again in one run."""


class WriteBack:
    """Writes what the plan says of documents, and keeps `postmortems` as they are afterwards.

    `plan` is asked for the plan of the moment; the link of a ticket in `made` says that this run made it.
    """

    def __init__(
        self,
        world: World,
        executor: Executor,
        postmortems: dict[str, Postmortem],
        plan: Callable[[], Plan],
        made: Collection[TicketRef],
    ) -> None:
        self._world = world
        self._executor = executor
        self._postmortems = postmortems
        self._plan = plan
        self._made = made

    def run(self) -> Iterator[Result]:
        """Write document by document, yielding each result as it is known."""
        cells = self._cells_by_document()
        for done, path in enumerate(cells, 1):
            yield from self._write(path, cells[path])
            self._world.progress("writing documents", done, len(cells))

    def _cells_by_document(self) -> dict[str, list[WriteCell]]:
        cells: dict[str, list[WriteCell]] = {}
        for action in self._plan().actions:
            if isinstance(action, WriteCell):
                ours = action.field is Field.TICKET and action.ticket in self._made
                cell = replace(action, reason="its ticket was created") if ours else action
                cells.setdefault(cell.document, []).append(cell)
        return cells

    def _write(self, path: str, cells: Sequence[WriteCell]) -> list[Result]:
        for _ in range(ATTEMPTS):
            if not cells:
                return []
            try:
                results = self._executor.write(path, self._postmortems[path].revision, cells)
            except DocumentChanged:
                if not self._read_again(path):
                    break
                cells = self._cells_by_document().get(path, [])
                continue
            if any(result.ending is Ending.DONE for result in results):
                self._read_again(path)
            return results
        reason = "the file kept changing while it was written; the next run will do it"
        return [Result(cell, Ending.FAILED, reason) for cell in cells]

    def _read_again(self, path: str) -> bool:
        for document in self._world.documents.read([path]):
            if isinstance(document, Postmortem):
                self._postmortems[path] = document
                return True
        return False
