"""Markdown files keep the contract of document sources, in every form that items have; so do documents in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from connectors.contract.documents import DocumentsContract
from connectors.contract.restoring import RestoringContract
from connectors.markdown.source import MarkdownDocuments
from sync.model.action import WriteCell
from sync.model.hunk import Rewrite
from sync.model.postmortem import ActionItem, Form, Postmortem, Status
from sync.plan.status import words_for
from sync.policy import Policy
from sync.ports import Documents, Written
from tests.connectors.markdown.writing import RULES
from tests.fakes.documents import MemoryDocuments


class MarkdownContract(DocumentsContract, RestoringContract):
    """The hooks of Markdown files."""

    before = ""
    row = "- {}\n"

    @pytest.fixture
    def documents(self, tmp_path: Path) -> Documents:
        return Files(tmp_path)

    def put(self, documents: Documents, path: str, titles: Sequence[str]) -> None:
        rows = "".join(self.row.format(title) for title in titles)
        file = _file(documents, path)
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"# Outage\n\n## Action items\n\n{self.before}{rows}", encoding="utf-8")

    def spoil(self, documents: Documents, path: str) -> None:
        _file(documents, path).write_bytes(b"\xff")

    def remove(self, documents: Documents, path: str) -> None:
        _file(documents, path).unlink()

    def words(self, item: ActionItem, status: Status) -> str:
        return words_for(item, status, Policy())


class Files(MarkdownDocuments):
    """Knows where its files are."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, ["postmortems/*.md"], [], RULES, here=root)
        self.root = root


class TestBullets(MarkdownContract):
    pass


class TestCheckboxes(MarkdownContract):
    row = "- [ ] {}\n"


class TestNumbers(MarkdownContract):
    row = "1. {}\n"


class TestWrappedText(MarkdownContract):
    row = "- {}\n"

    def put(self, documents: Documents, path: str, titles: Sequence[str]) -> None:
        super().put(documents, path, titles)
        file = _file(documents, path)
        head, _, rest = file.read_text().partition("- ")
        file.write_text(head + "- " + rest.replace("- ", "-  ").replace(" the ", "\n   the "))


class TestTablesWithoutColumnsOfOurs(MarkdownContract):
    before = "| Action | Owner |\n|---|---|\n"
    row = "| {} | Ann |\n"


class TestTablesWithATicketColumn(MarkdownContract):
    before = "| Action | Ticket |\n|---|---|\n"
    row = "| {} | |\n"


class TestTablesWithBothColumns(MarkdownContract):
    before = "| Action | Ticket | Status |\n|---|---|---|\n"
    row = "| {} | | |\n"


class TestMemory(DocumentsContract):
    @pytest.fixture
    def documents(self) -> Documents:
        return Strict()

    def put(self, documents: Documents, path: str, titles: Sequence[str]) -> None:
        items = tuple(
            ActionItem(title, line, line, Form.BULLET) for line, title in enumerate(titles, start=5)
        )
        _memory(documents).put(Postmortem(path, "", items=items))


class Strict(MemoryDocuments):
    """Refuses cells of no item, as files do."""

    def write(
        self,
        path: str,
        revision: str,
        cells: Sequence[WriteCell],
        note: Callable[[Rewrite], None] = lambda _: None,
    ) -> Written:
        known = {(item.line, item.title) for item in self.items()}
        refused = {
            cell: "there is no such item" for cell in cells if (cell.line, cell.title) not in known
        }
        rest = [cell for cell in cells if cell not in refused]
        written = super().write(path, revision, rest, note) if rest else Written(revision)
        return Written(written.revision, refused)


class Forgetful(Files):
    """Writes without looking whether the document moved on."""

    def write(
        self,
        path: str,
        revision: str,
        cells: Sequence[WriteCell],
        note: Callable[[Rewrite], None] = lambda _: None,
    ) -> Written:
        [now] = self.read([path])
        assert isinstance(now, Postmortem)
        return super().write(path, now.revision, cells, note)


def test_a_source_that_breaks_a_promise_fails_the_contract(tmp_path: Path) -> None:
    contract = TestBullets()

    with pytest.raises(pytest.fail.Exception):
        contract.test_a_document_that_was_edited_since_is_not_written(Forgetful(tmp_path))


def test_a_hook_that_is_missing_skips_its_tests() -> None:
    with pytest.raises(pytest.skip.Exception):
        TestMemory().spoil(MemoryDocuments(), "a.md")


def _file(documents: Documents, path: str) -> Path:
    assert isinstance(documents, Files)
    return documents.root / path


def _memory(documents: Documents) -> MemoryDocuments:
    assert isinstance(documents, MemoryDocuments)
    return documents
