"""What git tells of a checkout, and that nothing of a repository is executed for it."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from connectors.git.checkout import look, repository_of
from tests.fakes.program import Program


@pytest.fixture
def repository(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    program.environ = {"GIT_AUTHOR_DATE": "2026-03-04T10:00:00+00:00"}
    program.write("docs/a.md", "a")
    program.git("init", "--quiet", "--initial-branch=main")
    program.git("add", ".")
    program.git("commit", "--quiet", "--message", "first")
    return program


@pytest.mark.parametrize(
    "url",
    [
        "https://git.example/acme/shop.git",
        "https://token@git.example/acme/shop",
        "ssh://git@git.example:22/acme/shop.git",
        "git@git.example:acme/shop.git",
        "https://git.example/acme/shop/",
    ],
)
def test_owner_and_name_are_read_from_any_form_of_a_url(url: str) -> None:
    assert repository_of(url) == "acme/shop"


@pytest.mark.parametrize("url", ["/srv/shop.git", "../shop", "shop", ""])
def test_a_path_names_no_repository(url: str) -> None:
    assert repository_of(url) is None


def test_a_folder_outside_of_git_has_no_checkout(tmp_path: Path) -> None:
    assert look(tmp_path, {}) is None


def test_a_machine_without_git_has_no_checkout(
    repository: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    assert look(repository.root, {}) is None


def test_a_repository_that_git_does_not_trust_is_told_and_left_alone(
    repository: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")

    assert look(repository.root, {}) is None
    assert "safe.directory" in caplog.text


def test_inside_of_a_hook_the_folder_counts_and_not_the_variables(
    repository: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "elsewhere" / "index"))

    checkout = look(repository.root, {})

    assert checkout is not None
    assert checkout.top == repository.root.resolve()


def test_a_repository_without_a_remote(repository: Program) -> None:
    checkout = look(repository.root, {})

    assert checkout is not None
    assert not checkout.has_remote
    assert checkout.repository is None
    assert checkout.branch == "main"
    assert not checkout.off_default_branch


def test_a_folder_below_the_top_knows_its_prefix(repository: Program) -> None:
    checkout = look(repository.root / "docs", {})

    assert checkout is not None
    assert checkout.prefix == "docs/"
    assert checkout.top == repository.root.resolve()


def test_the_branch_of_a_runner_comes_from_its_variables(repository: Program) -> None:
    repository.git("checkout", "--quiet", "--detach")

    known = look(repository.root, {"GITHUB_REF_TYPE": "branch", "GITHUB_REF_NAME": "topic"})
    unknown = look(repository.root, {"GITHUB_REF_TYPE": "tag", "GITHUB_REF_NAME": "v1"})

    assert known is not None
    assert known.branch == "topic"
    assert unknown is not None
    assert unknown.branch is None


def test_documents_are_as_old_as_their_first_commit(repository: Program) -> None:
    repository.environ = {"GIT_AUTHOR_DATE": "2026-05-06T10:00:00+00:00"}
    repository.write("docs/a.md", "changed")
    repository.write("docs/ü b.md", "b")
    repository.git("add", ".")
    repository.git("commit", "--quiet", "--message", "second")
    checkout = look(repository.root / "docs", {})

    assert checkout is not None
    assert checkout.first_commits(["a.md", "ü b.md", "never.md"]) == {
        "a.md": date(2026, 3, 4),
        "ü b.md": date(2026, 5, 6),
    }


def test_nothing_that_the_repository_configures_is_executed(repository: Program) -> None:
    trap = repository.root / "trap.sh"
    trap.write_text("#!/bin/sh\ntouch sprung\n")
    trap.chmod(0o755)
    repository.git("config", "log.showSignature", "true")
    for key in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "diff.external",
        "gpg.program",
        "alias.log",
    ):
        subprocess.run(
            ["git", "config", key, f"!{trap}" if "alias" in key else str(trap)],
            cwd=repository.root,
            check=True,
        )
    repository.write(".git/hooks/post-checkout", "#!/bin/sh\ntouch sprung\n").chmod(0o755)

    checkout = look(repository.root, {})
    assert checkout is not None
    checkout.first_commits(["docs/a.md"])

    assert not (repository.root / "sprung").exists()


def test_the_files_of_a_checkout_are_those_that_are_there_and_those_that_a_sparse_one_leaves_out(
    repository: Program,
) -> None:
    repository.write(".gitignore", "*.log\n")
    for path in ("docs/b.md", "other/c.md", "other/d.md"):
        repository.write(path, path)
    repository.git("add", ".")
    repository.git("commit", "--quiet", "--message", "second")
    repository.git("sparse-checkout", "set", "docs")
    repository.write("docs/ü \n.md", "not committed yet")
    repository.write("docs/run.log", "ignored")
    (repository.root / "docs/a.md").unlink()

    checkout = look(repository.root / "docs", {})

    assert not (repository.root / "other").exists()
    assert checkout is not None
    assert checkout.files() == {
        ".gitignore",
        "docs/b.md",
        "docs/ü \n.md",
        "other/c.md",
        "other/d.md",
    }
