"""What every document source keeps, as tests. Shipped, so that a source made elsewhere can prove itself:

    class TestOurDocuments(DocumentsContract):
        @pytest.fixture
        def documents(self, tmp_path): return OurDocuments(tmp_path, ...)

        def put(self, documents, path, titles): ...

The fixture gives a source without documents; the hooks that can be overridden are in `DocumentsHooks`.
"""

# ruff: noqa: ARG002  (hooks name their arguments for whoever overrides them)

from __future__ import annotations

from collections.abc import Collection, Sequence

import pytest

from sync.errors import DocumentChanged, Problem
from sync.identity import text_hash
from sync.model.action import Field, WriteCell
from sync.model.postmortem import ActionItem, Postmortem, Status, TicketRef
from sync.ports import Documents, Written

FIRST, SECOND, THIRD = "postmortems/a.md", "postmortems/b.md", "postmortems/c.md"
TITLES = ("Add an alert", "Fix the cache", "Remove the old host")


class DocumentsHooks:
    """The fixture and `put` have to be overridden. Tests of another hook that is not are skipped."""

    @pytest.fixture
    def documents(self) -> Documents:
        """A source without documents."""
        raise NotImplementedError("override the fixture `documents` with one that gives a source")

    def put(self, documents: Documents, path: str, titles: Sequence[str]) -> None:
        """Add, in the source's own format, a document at `path` with an item without a ticket per title; or replace it."""
        raise NotImplementedError("override `put` with a way to add a document")

    def spoil(self, documents: Documents, path: str) -> None:
        """Make the document at `path` unreadable."""
        pytest.skip("documents cannot be spoiled")

    def remove(self, documents: Documents, path: str) -> None:
        """Take the document at `path` away."""
        pytest.skip("documents cannot be removed from outside")

    def ticket(self, number: int) -> TicketRef:
        """The name of a ticket that the source knows how to read."""
        return TicketRef("local", f"LOCAL-{number}")

    def words(self, item: ActionItem, status: Status) -> str:
        """How `status` is written at this item."""
        return item.words.get(status) or status.value.replace("_", " ")


class DocumentsContract(DocumentsHooks):
    """Inherit it, and override the fixture `documents` and `put`."""

    def test_a_source_without_documents_gives_none(self, documents: Documents) -> None:
        assert list(documents.read()) == []

    def test_documents_come_sorted_by_path(self, documents: Documents) -> None:
        for path in (THIRD, FIRST, SECOND):
            self.put(documents, path, TITLES)

        assert [found.path for found in documents.read()] == [FIRST, SECOND, THIRD]

    def test_reading_twice_gives_the_same(self, documents: Documents) -> None:
        self.put(documents, FIRST, TITLES)
        self.put(documents, SECOND, TITLES[:1])

        assert list(documents.read()) == list(documents.read())

    def test_items_come_in_the_order_of_the_document(self, documents: Documents) -> None:
        self.put(documents, FIRST, TITLES)

        items = self._one(documents).items

        assert [item.title for item in items] == list(TITLES)
        assert [item.line for item in items] == sorted(item.line for item in items)
        assert all(item.references == () for item in items)

    def test_only_the_paths_asked_for_are_read(self, documents: Documents) -> None:
        for path in (FIRST, SECOND, THIRD):
            self.put(documents, path, TITLES)

        assert [found.path for found in documents.read([THIRD, FIRST])] == [FIRST, THIRD]
        assert list(documents.read([])) == []

    def test_equal_documents_are_told_apart_by_their_identity(self, documents: Documents) -> None:
        self.put(documents, FIRST, TITLES)
        self.put(documents, SECOND, TITLES)

        first, second = self._read(documents)

        assert (first.identity or first.path) != (second.identity or second.path)

    def test_a_document_that_cannot_be_read_is_a_problem_in_its_place(
        self, documents: Documents
    ) -> None:
        for path in (FIRST, SECOND, THIRD):
            self.put(documents, path, TITLES)
        self.spoil(documents, SECOND)

        found = list(documents.read())

        assert [one.path for one in found] == [FIRST, SECOND, THIRD]
        assert [isinstance(one, Problem) for one in found] == [False, True, False]

    def test_a_write_is_seen_by_the_next_read(self, documents: Documents) -> None:
        self.put(documents, FIRST, TITLES)
        item = self._one(documents).items[1]

        self._write(documents, [self._link(item, 7)])

        assert [one.ref for one in self._one(documents).items[1].references] == [self.ticket(7)]

    def test_a_write_gives_the_revision_that_is_read_next(self, documents: Documents) -> None:
        self.put(documents, FIRST, TITLES)
        before = self._one(documents)

        written = self._write(documents, [self._link(before.items[0], 7)])

        assert written.revision == self._one(documents).revision
        assert written.revision != before.revision

    def test_a_rehearsal_changes_nothing(self, documents: Documents) -> None:
        self.put(documents, FIRST, TITLES)
        before = self._one(documents)

        refused = documents.rehearse(FIRST, before.revision, [self._link(before.items[1], 7)])

        assert (refused, self._one(documents)) == ({}, before)

    def test_only_the_named_items_change(self, documents: Documents) -> None:
        self.put(documents, FIRST, TITLES)
        self.put(documents, SECOND, TITLES)
        before = self._read(documents)

        self._write(documents, [self._link(before[0].items[1], 7)])

        after = self._read(documents)
        assert after[1] == before[1]
        assert _said(after[0], without=1) == _said(before[0], without=1)

    def test_several_cells_are_written_at_once(self, documents: Documents) -> None:
        self.put(documents, FIRST, TITLES)
        items = self._one(documents).items
        cells = [self._link(item, number) for number, item in enumerate(items, start=7)]

        self._write(documents, [*cells, self._move(items[2], Status.DONE)])

        after = self._one(documents).items
        assert [one.ref for item in after for one in item.references] == [
            cell.ticket for cell in cells
        ]
        assert [item.status for item in after] == [items[0].status, items[1].status, Status.DONE]

    def test_a_status_follows_its_ticket_there_and_back(self, documents: Documents) -> None:
        self.put(documents, FIRST, TITLES)
        self._write(documents, [self._link(self._one(documents).items[0], 7)])

        seen = []
        for status in (Status.DONE, Status.OPEN, Status.DONE):
            self._write(documents, [self._move(self._one(documents).items[0], status)])
            seen.append(self._one(documents).items[0].status)

        assert seen == [Status.DONE, Status.OPEN, Status.DONE]

    def test_what_is_written_does_not_change_what_an_item_says(self, documents: Documents) -> None:
        self.put(documents, FIRST, TITLES)
        before = self._one(documents)
        self._write(documents, [self._link(item, 7) for item in before.items])
        self._write(documents, [self._move(self._one(documents).items[0], Status.DONE)])

        after = self._one(documents)

        assert [text_hash(item) for item in after.items] == [
            text_hash(item) for item in before.items
        ]

    def test_items_of_equal_text_are_told_apart(self, documents: Documents) -> None:
        self.put(documents, FIRST, [TITLES[0], TITLES[0], TITLES[0]])
        items = self._one(documents).items

        self._write(documents, [self._link(items[1], 7)])

        assert [len(item.references) for item in self._one(documents).items] == [0, 1, 0]

    def test_a_document_that_was_edited_since_is_not_written(self, documents: Documents) -> None:
        self.put(documents, FIRST, TITLES)
        stale = self._one(documents)
        self.put(documents, FIRST, [*TITLES, "Tell everybody"])
        edited = list(documents.read())

        with pytest.raises(DocumentChanged):
            documents.write(FIRST, stale.revision, [self._link(stale.items[0], 7)])

        assert list(documents.read()) == edited

    def test_a_document_that_is_gone_is_not_written(self, documents: Documents) -> None:
        self.put(documents, FIRST, TITLES)
        stale = self._one(documents)
        self.remove(documents, FIRST)

        with pytest.raises(DocumentChanged):
            documents.write(FIRST, stale.revision, [self._link(stale.items[0], 7)])

        assert list(documents.read()) == []

    def test_a_cell_that_cannot_be_written_does_not_stop_the_others(
        self, documents: Documents
    ) -> None:
        self.put(documents, FIRST, TITLES)
        before = self._one(documents)
        nowhere = self._nowhere()

        written = self._write(documents, [nowhere, self._link(before.items[0], 7)])

        after = self._one(documents)
        assert written.refused.keys() == {nowhere}
        assert all(written.refused.values())
        assert [len(item.references) for item in after.items] == [1, 0, 0]
        assert written.revision == after.revision

    def test_where_no_cell_can_be_written_the_document_stays(self, documents: Documents) -> None:
        self.put(documents, FIRST, TITLES)
        before = self._one(documents)
        nowhere = self._nowhere()

        written = self._write(documents, [nowhere])

        assert written.refused.keys() == {nowhere}
        assert written.revision == before.revision
        assert self._one(documents) == before

    def _read(self, documents: Documents, paths: Collection[str] | None = None) -> list[Postmortem]:
        found = list(documents.read(paths))
        readable = [one for one in found if isinstance(one, Postmortem)]
        assert len(readable) == len(found), found
        return readable

    def _one(self, documents: Documents) -> Postmortem:
        (found,) = self._read(documents, [FIRST])
        return found

    def _write(self, documents: Documents, cells: Sequence[WriteCell]) -> Written:
        return documents.write(FIRST, self._one(documents).revision, cells)

    def _nowhere(self) -> WriteCell:
        ref = self.ticket(8)
        return WriteCell(FIRST, 9999, "No such item", ref, Field.TICKET, "", ref.id, "test")

    def _link(self, item: ActionItem, number: int) -> WriteCell:
        ref = self.ticket(number)
        return WriteCell(FIRST, item.line, item.title, ref, Field.TICKET, "", ref.id, "test")

    def _move(self, item: ActionItem, status: Status) -> WriteCell:
        return WriteCell(
            document=FIRST,
            line=item.line,
            title=item.title,
            ticket=self.ticket(7),
            field=Field.STATUS,
            old=item.status_text or "",
            new=self.words(item, status),
            reason="test",
            status=status,
        )


def _said(document: Postmortem, *, without: int) -> list[tuple[object, ...]]:
    return [
        (item.title, item.owners, item.references, item.status)
        for number, item in enumerate(document.items)
        if number != without
    ]
