"""What the doctor says of a checkout and its remote; nothing of it changes either."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.git.checkout import look
from connectors.git.diagnosis import Wishes, of_folder, state_file
from sync.diagnosis import Finding, Severity
from tests.connectors.git.remotes import Remote
from tests.fakes.program import Program

STATE = "pm-sync.state"


@pytest.fixture(autouse=True)
def _plain_git(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, "/dev/null")


@pytest.fixture
def remote(tmp_path: Path) -> Remote:
    return Remote(tmp_path)


def found(program: Program, wishes: Wishes = Wishes()) -> list[Finding]:  # noqa: B008 - frozen
    return list(of_folder(program.root, look(program.root, {}), wishes))


def told(findings: list[Finding], severity: Severity) -> str:
    return "\n".join(f"{one.found}; {one.remedy}" for one in findings if one.severity is severity)


def everything(*folders: Path) -> dict[str, str]:
    """What every file in them holds, those of git among them."""
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in _files(*folders)}


def _files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def test_in_a_fresh_clone_all_is_well_and_nothing_changes_here_or_there(remote: Remote) -> None:
    clone = remote.clone("clone")
    before = everything(clone.root, remote.path)

    findings = found(clone)

    assert {one.severity for one in findings} == {Severity.WELL}
    assert "origin takes pushes of this account" in told(findings, Severity.WELL)
    assert everything(clone.root, remote.path) == before


def test_a_remote_that_takes_no_push_leaves_no_lock(remote: Remote, tmp_path: Path) -> None:
    clone = remote.clone("clone")
    remote.path.rename(tmp_path / "gone.git")

    assert "the lock across machines cannot be put on origin" in told(found(clone), Severity.DOUBT)
    required = found(clone, Wishes(lock="required"))
    assert "the lock across machines cannot be put on origin" in told(required, Severity.BAD)
    assert "lock" not in told(found(clone, Wishes(online=False)), Severity.DOUBT)


def test_a_lock_that_is_switched_off_is_told(remote: Remote) -> None:
    clone = remote.clone("clone")

    assert '`lock = "off"` under [sync]' in told(found(clone, Wishes(lock="off")), Severity.DOUBT)
    assert not told(found(clone, Wishes(lock="off", shared=False)), Severity.DOUBT)


def test_before_the_first_commit_the_lock_cannot_be_tried(remote: Remote, tmp_path: Path) -> None:
    new = Program(tmp_path / "new")
    new.root.mkdir()
    new.git("init", "-q", "-b", "main")
    new.git("remote", "add", "origin", remote.path.as_uri())

    assert "nothing is committed yet" in told(found(new), Severity.DOUBT)


def test_another_branch_and_none_are_told_with_the_way_back(remote: Remote) -> None:
    clone = remote.clone("clone")
    clone.git("switch", "--quiet", "-c", "topic")
    assert (
        "topic is checked out, and tickets are created on main only; git switch main, or say --any-branch"
        in told(found(clone), Severity.DOUBT)
    )

    clone.git("checkout", "--quiet", "--detach")
    assert "no branch is checked out" in told(found(clone), Severity.DOUBT)


def test_a_remote_without_a_known_default_branch_is_told(remote: Remote) -> None:
    clone = remote.clone("clone")
    clone.git("remote", "set-head", "origin", "--delete")

    assert "git remote set-head origin --auto" in told(found(clone), Severity.DOUBT)


def test_a_remote_under_another_name_is_not_asked(remote: Remote) -> None:
    clone = remote.clone("clone")
    clone.git("remote", "rename", "origin", "upstream")

    assert "no remote is called origin" in told(found(clone), Severity.DOUBT)


@pytest.mark.parametrize("secret", ["bob:hunter2", "ghp_hunter2", "ghs_hunter2:", "hunter2" * 6])
def test_a_token_in_the_url_is_told_and_not_repeated(remote: Remote, secret: str) -> None:
    clone = remote.clone("clone")
    clone.git("remote", "set-url", "origin", f"https://{secret}@git.example/acme/shop.git")

    doubts = told(found(clone, Wishes(online=False)), Severity.DOUBT)

    assert "holds a password or a token: https://***@git.example/acme/shop.git" in doubts
    assert "hunter2" not in doubts


@pytest.mark.parametrize("url", ["https://bob@git.example/a.git", "ssh://git@git.example:22/a.git"])
def test_a_name_in_the_url_is_no_secret(remote: Remote, url: str) -> None:
    clone = remote.clone("clone")
    clone.git("remote", "set-url", "origin", url)

    doubts = told(found(clone, Wishes(online=False)), Severity.DOUBT)

    assert "holds a password" not in doubts


def test_a_shallow_clone_matters_where_dates_are_missing(remote: Remote) -> None:
    clone = remote.clone("clone", "--depth=1")
    clone.write("b.md", "b")
    remote.commit(clone, "b")

    assert "shallow" not in told(found(clone), Severity.DOUBT)
    doubts = told(found(clone, Wishes(undated=2)), Severity.DOUBT)
    assert "this clone is shallow, and 2 documents have no date" in doubts
    assert "fetch-depth: 0" in doubts


def test_a_checkout_of_somebody_else_is_not_trusted(
    remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = remote.clone("clone")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")

    findings = found(clone)

    assert "git does not trust" in told(findings, Severity.BAD)
    assert "safe.directory" in told(findings, Severity.BAD)


def test_outside_of_git_only_shared_tickets_are_in_doubt(tmp_path: Path) -> None:
    program = Program(tmp_path)

    assert "no git checkout" in told(found(program), Severity.DOUBT)
    assert "no git checkout" in told(found(program, Wishes(shared=False)), Severity.WELL)


class TestTheStateFile:
    @pytest.fixture
    def clone(self, remote: Remote) -> Program:
        return remote.clone("clone")

    def doubts(self, clone: Program) -> str:
        checkout = look(clone.root, {})
        assert checkout is not None
        return told(list(state_file(checkout, STATE, ".pm-sync")), Severity.DOUBT)

    def test_as_init_and_runs_leave_it_there_is_nothing_to_say(
        self, clone: Program, remote: Remote
    ) -> None:
        clone.write(".gitattributes", f"{STATE} merge=union\n")
        clone.write(STATE, "{}\n")
        clone.write(".pm-sync/.gitignore", "*\n")
        clone.write(".pm-sync/journal.jsonl", "")
        remote.commit(clone, "state")

        assert self.doubts(clone) == ""

    def test_what_is_missing_is_told_with_the_line_to_write(self, clone: Program) -> None:
        clone.write(STATE, "{}\n")
        clone.write(".pm-sync/journal.jsonl", "")

        doubts = self.doubts(clone)

        assert f"{STATE} is not committed" in doubts
        assert f"add the line `{STATE} merge=union` to .gitattributes" in doubts
        assert "add the line `.pm-sync/` to .gitignore" in doubts

    def test_a_state_file_that_git_ignores_is_lost_to_others(self, clone: Program) -> None:
        clone.write(".gitignore", "*.state\n")

        assert f"{STATE} is ignored by git" in self.doubts(clone)

    def test_a_journal_that_is_committed_is_told(self, clone: Program, remote: Remote) -> None:
        clone.write(".pm-sync/journal.jsonl", "x")
        remote.commit(clone, "oops")

        assert ".pm-sync/ is committed" in self.doubts(clone)
