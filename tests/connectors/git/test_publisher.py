"""Publishing files of a checkout, between real clones of a real remote."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from unittest import mock

import pytest

from connectors.git.publisher import Published, Publisher
from sync.errors import NotPublished
from tests.connectors.git.published import (
    DOC,
    MESSAGE,
    STATE,
    edited,
    on_remote,
    publish,
    publisher,
    seeded,
    somebody,
)
from tests.connectors.git.remotes import Remote


@pytest.fixture
def remote(tmp_path: Path) -> Remote:
    return seeded(tmp_path)


def test_one_commit_has_the_files_that_were_written_and_nothing_else(remote: Remote) -> None:
    clone = remote.clone("clone")
    edited(clone)
    clone.write("other.md", "half an idea")
    clone.write("notes.md", "new and nobody's")
    clone.git("add", "notes.md")

    done = publish(clone)

    assert not done.stays_behind
    assert remote.git("rev-parse", "main").strip() == done.commit
    assert on_remote(remote).startswith("line 0 linked\nline 1\n")
    changed = remote.git("diff-tree", "-r", "--name-only", "--no-commit-id", "main").split()
    assert changed == [STATE, DOC]
    assert remote.git("show", "--no-patch", "--format=%B", "main").strip() == MESSAGE.strip()
    # The checkout is where the remote is, and what else was in it is as it was.
    assert clone.git("rev-parse", "HEAD").strip() == done.commit
    status = clone.git("status", "--porcelain").splitlines()
    assert sorted(status) == [" M other.md", "A  notes.md"]


def test_a_branch_that_moved_gets_it_on_top(remote: Remote) -> None:
    clone = remote.clone("clone")
    edited(clone)
    somebody(remote, 9)

    done = publish(clone)

    assert not done.stays_behind
    text = on_remote(remote)
    assert "line 0 linked\n" in text
    assert "line 9 edited\n" in text
    assert remote.git("rev-list", "--count", "main").strip() == "4"
    # The checkout has followed, with what others did.
    assert clone.read(DOC) == text
    assert clone.git("status", "--porcelain") == ""
    assert clone.git("rev-parse", "HEAD").strip() == done.commit


def test_an_edit_of_the_same_line_refuses_and_leaves_both_sides_as_they_are(remote: Remote) -> None:
    clone = remote.clone("clone")
    edited(clone)
    somebody(remote, 0)
    before, there = clone.files(), on_remote(remote)

    with pytest.raises(NotPublished, match=r"postmortems/a\.md was changed at the same lines"):
        publish(clone)

    assert clone.files() == before
    assert on_remote(remote) == there


def test_lines_of_the_state_from_both_sides_are_kept(remote: Remote) -> None:
    one, two = remote.clone("one"), remote.clone("two")
    edited(one, 0, "first")
    edited(two, 9, "second")

    publish(one)
    publish(two)

    assert on_remote(remote, STATE) == "state of second\nstate of first\n"
    assert "line 0 first\n" in on_remote(remote)
    assert "line 9 second\n" in on_remote(remote)


def test_what_is_there_already_makes_no_commit(remote: Remote) -> None:
    one, two = remote.clone("one"), remote.clone("two")
    edited(one)
    edited(two)
    first = publish(one)

    again = publish(two)

    assert again == Published("", "main")
    assert remote.git("rev-parse", "main").strip() == first.commit


def test_a_branch_that_moves_during_the_push_is_tried_again(remote: Remote, tmp_path: Path) -> None:
    clone = remote.clone("clone")
    edited(clone)
    rival = remote.clone("rival")
    rival.write("other.md", "raced")
    remote.commit(rival, "raced")
    commit = rival.git("rev-parse", "HEAD").strip()
    rival.git("push", "--quiet", "origin", f"{commit}:refs/heads/parked")
    flag = tmp_path / "raced"
    remote.hook(
        "pre-receive",
        f"[ -e {flag} ] && exit 0\n: > {flag}\nunset GIT_QUARANTINE_PATH\ngit update-ref refs/heads/main {commit}\nexit 0",
    )

    done = publish(clone)

    assert flag.exists()
    assert clone.git("rev-parse", "HEAD").strip() == done.commit
    assert remote.git("rev-parse", "main~1").strip() == commit
    assert on_remote(remote, "other.md") == "raced"


def test_a_branch_that_is_protected_is_told_with_its_words(remote: Remote) -> None:
    clone = remote.clone("clone")
    edited(clone)
    remote.hook("pre-receive", "echo 'GH006: Protected branch update failed' >&2\nexit 1")
    before, there = clone.files(), remote.git("rev-parse", "main")

    with pytest.raises(NotPublished, match=r"origin refuses the push to main: .*protected"):
        publish(clone)

    assert clone.files() == before
    assert remote.git("rev-parse", "main") == there
    assert "published" not in clone.git("for-each-ref")


def test_commits_that_nobody_pushed_are_not_published_along(remote: Remote) -> None:
    clone = remote.clone("clone")
    clone.write("other.md", "not meant for others yet")
    remote.commit(clone, "mine")
    edited(clone)

    with pytest.raises(NotPublished, match="has commits that origin/main has not"):
        publish(clone)


def test_a_branch_that_the_remote_lacks_is_not_made(remote: Remote) -> None:
    clone = remote.clone("clone")
    edited(clone)

    with pytest.raises(NotPublished, match="12/merge cannot be fetched from origin"):
        publish(clone, "12/merge")

    assert remote.git("for-each-ref", "--format=%(refname)").split() == ["refs/heads/main"]


def test_a_document_that_became_a_link_or_went_away_is_not_published(remote: Remote) -> None:
    clone = remote.clone("clone")
    (clone.root / DOC).unlink()
    with pytest.raises(NotPublished, match=r"would change postmortems/a\.md \(D\)"):
        publish(clone)
    (clone.root / DOC).symlink_to("/etc/hostname")
    with pytest.raises(NotPublished, match="is a link"):
        publish(clone)


def test_files_that_are_not_as_committed_are_told(remote: Remote) -> None:
    clone = remote.clone("clone")
    clone.write(".gitignore", "ignored.md\n")
    clone.write("postmortems/new é\n.md", "new")
    clone.write("ignored.md", "ignored")
    edited(clone)

    told = publisher(clone).edited([DOC, STATE, "other.md", "postmortems/new é\n.md", "ignored.md"])

    assert set(told) == {DOC, STATE, "postmortems/new é\n.md", "ignored.md"}


def test_paths_are_those_of_the_folder_inside_the_checkout(remote: Remote) -> None:
    clone = remote.clone("clone")
    edited(clone)
    inside = Publisher(clone.root, "postmortems/", union=["pm-sync.state"])

    assert inside.edited(["a.md", "b.md"]) == ("a.md",)
    assert "line 0 linked" in inside.patch(["a.md"])
    inside.push("main", ["a.md"], MESSAGE)

    assert "line 0 linked\n" in on_remote(remote)


def test_a_patch_holds_what_was_written_and_can_be_applied(remote: Remote) -> None:
    clone, other = remote.clone("clone"), remote.clone("other")
    edited(clone)
    patch = publisher(clone).patch([DOC, STATE])
    (other.root / "p.patch").write_bytes(patch.encode("utf-8", "surrogateescape"))

    other.git("apply", "p.patch")

    assert other.read(DOC) == clone.read(DOC)
    assert other.read(STATE) == clone.read(STATE)
    assert clone.git("status", "--porcelain").splitlines() == [f" M {DOC}", f"?? {STATE}"]


def test_nothing_that_the_repository_configures_runs(remote: Remote, tmp_path: Path) -> None:
    clone = remote.clone("clone")
    ran = tmp_path / "ran"
    for hook in ("pre-commit", "pre-push", "post-commit", "reference-transaction"):
        file = clone.root / ".git/hooks" / hook
        file.write_text(f"#!/bin/sh\n: > {ran}\n")
        file.chmod(0o755)
    edited(clone)

    publish(clone)

    assert not ran.exists()


def test_a_patch_is_one_whatever_colours_and_prefixes_are_configured(remote: Remote) -> None:
    clone, other = remote.clone("clone"), remote.clone("other")
    for name, value in (("color.ui", "always"), ("diff.noprefix", "true")):
        clone.git("config", name, value)
    edited(clone)
    (other.root / "p.patch").write_text(publisher(clone).patch([DOC]))

    other.git("apply", "p.patch")

    assert other.read(DOC) == clone.read(DOC)


def test_a_branch_that_was_set_back_or_deleted_meanwhile_is_not_brought_back(
    remote: Remote,
) -> None:
    clone = remote.clone("clone")
    edited(clone)
    tools = clone.root.parent / "tools"
    tools.mkdir()
    real = shutil.which("git")
    back = f'"{real}" -C "{remote.path}" update-ref refs/heads/main main~1'
    (tools / "git").write_text(
        f'#!/bin/sh\ncase "$*" in *" push "*) {back};; esac\nexec "{real}" "$@"\n'
    )
    (tools / "git").chmod(0o755)
    gone = remote.git("rev-parse", "main").strip()

    with (
        mock.patch.dict(os.environ, PATH=f"{tools}{os.pathsep}{os.environ['PATH']}"),
        pytest.raises(NotPublished, match="has commits that origin/main has not"),
    ):
        publish(clone)

    assert gone not in remote.git("rev-list", "main").split()


def test_what_the_last_commit_has_not_as_a_plain_file_is_told(remote: Remote) -> None:
    clone = remote.clone("clone")
    clone.write(".gitignore", "private/\n")
    clone.write("private/p.md", "p")
    (clone.root / "l.md").symlink_to(DOC)
    clone.git("add", ".")
    clone.git("commit", "--quiet", "-m", "link")

    told = publisher(clone).uncommitted([DOC, "private/p.md", "l.md"])

    assert told == ("l.md", "private/p.md")


def test_edits_that_git_was_told_to_overlook_are_seen(remote: Remote) -> None:
    clone = remote.clone("clone")
    clone.git("update-index", "--assume-unchanged", DOC)
    edited(clone)

    assert publisher(clone).edited([DOC]) == (DOC,)
