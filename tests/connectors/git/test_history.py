"""When documents were first committed: through moves, merges, shallow clones and odd names."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from connectors.git.checkout import Checkout, look
from tests.fakes.program import Program

TEXT = "".join(f"line {number}\n" for number in range(20))


@pytest.fixture
def repository(tmp_path: Path) -> Program:
    program = Program(tmp_path / "origin")
    program.root.mkdir()
    program.git("init", "--quiet", "--initial-branch=main")
    return program


def commit(repository: Program, day: str) -> None:
    repository.environ = {"GIT_AUTHOR_DATE": f"{day}T10:00:00+00:00"}
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", day)


def checkout_of(folder: Path) -> Checkout:
    checkout = look(folder, {})
    assert checkout is not None
    return checkout


def test_a_document_that_was_moved_keeps_its_day(repository: Program) -> None:
    repository.write("old/a.md", TEXT)
    commit(repository, "2024-01-01")
    (repository.root / "postmortems").mkdir()
    (repository.root / "old" / "a.md").rename(repository.root / "postmortems" / "a.md")
    commit(repository, "2026-01-01")

    found = checkout_of(repository.root).first_commits(["postmortems/a.md"])

    assert found == {"postmortems/a.md": date(2024, 1, 1)}


def test_a_shallow_clone_does_not_make_every_document_new(
    repository: Program, tmp_path: Path
) -> None:
    repository.write("a.md", TEXT)
    commit(repository, "2024-01-01")
    repository.write("b.md", TEXT + "b")
    commit(repository, "2026-01-01")
    repository.write("c.md", TEXT + "c")
    commit(repository, "2026-02-01")
    url = f"file://{repository.root}"
    repository.git("clone", "--quiet", "--depth", "2", url, str(tmp_path / "clone"))

    found = checkout_of(tmp_path / "clone").first_commits(["a.md", "b.md", "c.md"])

    assert found == {"c.md": date(2026, 2, 1)}


def test_a_document_that_came_with_a_merge_has_the_day_of_its_branch(repository: Program) -> None:
    repository.write("a.md", TEXT)
    commit(repository, "2024-01-01")
    repository.git("checkout", "--quiet", "-b", "topic")
    repository.write("b.md", TEXT + "b")
    commit(repository, "2025-01-01")
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--message", "merged", "topic")

    assert checkout_of(repository.root).first_commits(["b.md"]) == {"b.md": date(2025, 1, 1)}


@pytest.mark.parametrize("name", ["ü b.md", ":(top)x.md", "-x.md", "*.md", "a\tb.md", "a.b/c", '"'])
def test_any_name_is_only_a_name(repository: Program, name: str) -> None:
    repository.write(name, TEXT)
    repository.write("other.md", TEXT + "other")
    commit(repository, "2024-01-01")

    assert checkout_of(repository.root).first_commits([name]) == {name: date(2024, 1, 1)}


def test_a_repository_without_commits_knows_no_days(
    repository: Program, caplog: pytest.LogCaptureFixture
) -> None:
    repository.write("a.md", TEXT)

    assert checkout_of(repository.root).first_commits(["a.md"]) == {}
    assert caplog.text == ""


def test_a_history_that_git_cannot_read_is_told(
    repository: Program, caplog: pytest.LogCaptureFixture
) -> None:
    repository.write("a.md", TEXT)
    commit(repository, "2024-01-01")
    tree = repository.git("rev-parse", "HEAD^{tree}").strip()
    (repository.root / ".git" / "objects" / tree[:2] / tree[2:]).unlink()

    assert checkout_of(repository.root).first_commits(["a.md"]) == {}
    assert "count as old" in caplog.text


def test_git_is_asked_a_fixed_number_of_times(
    repository: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [f"{number}.md" for number in range(300)]
    for path in paths:
        repository.write(path, TEXT + path)
    commit(repository, "2024-01-01")
    checkout = checkout_of(repository.root)
    trace = repository.root.parent / "trace"
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(trace))

    found = checkout.first_commits(paths)

    assert len(found) == 300
    assert trace.read_text().count('"event":"start"') == 3
