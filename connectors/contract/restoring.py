"""What a document source promises that can take back what it wrote: all of it, nothing else, and nothing that people did."""

from __future__ import annotations

import pytest

from connectors.contract.documents import FIRST, TITLES, DocumentsHooks
from sync.errors import DocumentChanged
from sync.model.action import Field, WriteCell
from sync.model.hunk import Rewrite
from sync.model.postmortem import Postmortem
from sync.ports import Documents
from sync.taking_back import Restores


class RestoringContract(DocumentsHooks):
    """Inherit it beside `DocumentsContract`. It is skipped for a source that does not fulfil `sync.taking_back.Restores`."""

    def test_what_will_be_replaced_is_told_before_it_is(self, documents: Documents) -> None:
        self.put(documents, FIRST, TITLES)
        before = _one(documents)
        seen: list[tuple[Rewrite, str]] = []

        def note(rewrite: Rewrite) -> None:
            seen.append((rewrite, _one(documents).revision))

        _restores(documents)
        documents.write(FIRST, before.revision, self._links(before), note)

        [(rewrite, then)] = seen
        assert rewrite.before == before.revision == then
        assert rewrite.after == _one(documents).revision

    def test_nothing_is_told_of_a_write_that_does_not_come_about(
        self, documents: Documents
    ) -> None:
        _restores(documents)
        self.put(documents, FIRST, TITLES)
        cells = self._links(_one(documents))
        told: list[Rewrite] = []

        with pytest.raises(DocumentChanged):
            documents.write(FIRST, "another revision", cells, told.append)

        assert told == []

    def test_a_document_that_nobody_edited_is_as_before(self, documents: Documents) -> None:
        restores = _restores(documents)
        before, rewrite = self._written(documents)
        now = _one(documents)

        restored = restores.restore(FIRST, now.revision, rewrite, self._names())

        assert restored.left == {}
        assert restored.postmortem == _one(documents) == before

    def test_without_a_revision_it_is_only_said(self, documents: Documents) -> None:
        restores = _restores(documents)
        before, rewrite = self._written(documents)
        now = _one(documents)

        restored = restores.restore(FIRST, None, rewrite, self._names())

        assert restored.postmortem == before
        assert _one(documents) == now

    def test_taking_back_twice_does_no_harm(self, documents: Documents) -> None:
        restores = _restores(documents)
        before, rewrite = self._written(documents)
        for _ in range(2):
            now = _one(documents)
            assert restores.restore(FIRST, now.revision, rewrite, self._names()).left == {}

        assert _one(documents) == before

    def test_what_is_to_stay_stays(self, documents: Documents) -> None:
        restores = _restores(documents)
        _, rewrite = self._written(documents)
        now = _one(documents)

        restored = restores.restore(
            FIRST, now.revision, rewrite, self._names(), frozenset(rewrite.hunks)
        )

        assert restored.left == {}
        assert _one(documents) == now

    def test_a_document_that_was_edited_since_it_was_looked_at_is_left(
        self, documents: Documents
    ) -> None:
        restores = _restores(documents)
        _, rewrite = self._written(documents)
        now = _one(documents)

        with pytest.raises(DocumentChanged):
            restores.restore(FIRST, "another revision", rewrite, self._names())

        assert _one(documents) == now

    def test_a_document_of_which_nothing_is_left_stays(self, documents: Documents) -> None:
        restores = _restores(documents)
        _, rewrite = self._written(documents)
        self.put(documents, FIRST, ["Something else"])
        now = _one(documents)

        restored = restores.restore(FIRST, now.revision, rewrite, self._names())

        assert restored.postmortem == _one(documents) == now

    def _written(self, documents: Documents) -> tuple[Postmortem, Rewrite]:
        self.put(documents, FIRST, TITLES)
        before = _one(documents)
        told: list[Rewrite] = []
        documents.write(FIRST, before.revision, self._links(before), told.append)
        return before, told[0]

    def _links(self, postmortem: Postmortem) -> list[WriteCell]:
        return [
            WriteCell(
                document=FIRST,
                line=item.line,
                title=item.title,
                ticket=self.ticket(number),
                field=Field.TICKET,
                old="",
                new=self.ticket(number).id,
                reason="it has no ticket",
            )
            for number, item in enumerate(postmortem.items, 1)
        ]

    def _names(self) -> frozenset[str]:
        return frozenset(self.ticket(number).id for number in range(1, len(TITLES) + 1))


def _restores(documents: Documents) -> Restores:
    if not isinstance(documents, Restores):
        pytest.skip("the source cannot take back what it wrote")
    return documents


def _one(documents: Documents) -> Postmortem:
    [found] = documents.read([FIRST])
    assert isinstance(found, Postmortem)
    return found
