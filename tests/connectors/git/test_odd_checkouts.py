"""Publishing from checkouts of every kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.connectors.git.published import (
    DOC,
    LINES,
    STATE,
    edited,
    on_remote,
    publish,
    seeded,
    somebody,
)
from tests.connectors.git.remotes import Remote
from tests.fakes.program import Program


@pytest.fixture
def remote(tmp_path: Path) -> Remote:
    return seeded(tmp_path)


def test_a_detached_head_and_a_shallow_clone_publish_as_well(remote: Remote) -> None:
    clone = remote.clone("clone", "--depth=1")
    clone.git("checkout", "--quiet", "--detach")
    edited(clone)
    somebody(remote, 9)

    publish(clone)

    assert "line 0 linked\n" in on_remote(remote)
    assert "line 9 edited\n" in on_remote(remote)


def test_a_worktree_publishes_its_own_branch(remote: Remote) -> None:
    clone = remote.clone("clone")
    clone.git("push", "--quiet", "origin", "main:refs/heads/next")
    clone.git("fetch", "--quiet")
    clone.git("worktree", "add", "--quiet", "-b", "next", "../tree", "origin/next")
    tree = Program(clone.root.parent / "tree", inside=True)
    edited(tree)

    done = publish(tree, "next")

    assert "line 0 linked\n" in on_remote(remote, branch="next")
    assert tree.git("rev-parse", "HEAD").strip() == done.commit
    assert clone.git("status", "--porcelain") == ""


def test_a_submodule_is_a_checkout_of_its_own(remote: Remote, tmp_path: Path) -> None:
    (tmp_path / "outer").mkdir()
    outer = Program(tmp_path / "outer", inside=True)
    outer.git("init", "--quiet", "-b", "main")
    outer.git(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        remote.path.as_uri(),
        "in",
    )
    inner = Program(outer.root / "in", inside=True)
    edited(inner)

    publish(inner)

    assert "line 0 linked\n" in on_remote(remote)


def test_line_ends_and_modes_stay_what_the_repository_has(remote: Remote) -> None:
    seed = remote.clone("windows")
    seed.write(".gitattributes", "*.md text eol=crlf\n")
    (seed.root / DOC).chmod(0o755)
    remote.commit(seed, "attributes")
    seed.git("push", "--quiet", "origin", "main")
    clone = remote.clone("clone")
    assert b"line 0\r\n" in (clone.root / DOC).read_bytes()
    (clone.root / DOC).write_bytes(
        (clone.root / DOC).read_bytes().replace(b"line 0\r\n", b"line 0 linked\r\n")
    )

    publish(clone)

    assert "line 0 linked\nline 1\n" in on_remote(remote)
    assert remote.git("ls-tree", "main", DOC).startswith("100755")
    assert clone.git("status", "--porcelain") == ""


@pytest.mark.parametrize("how", ["core.autocrlf", "attributes"])
def test_a_document_that_has_the_line_ends_of_windows_keeps_them(remote: Remote, how: str) -> None:
    seed = remote.clone("windows")
    (seed.root / DOC).write_bytes("".join(LINES).replace("\n", "\r\n").encode())
    remote.commit(seed, "windows")
    if how == "attributes":
        seed.write(".gitattributes", "* text=auto\n")
        remote.commit(seed, "attributes")
    seed.git("push", "--quiet", "origin", "main")
    clone = remote.clone("clone")
    if how == "core.autocrlf":
        clone.git("config", "core.autocrlf", "true")
    data = (clone.root / DOC).read_bytes()
    assert data.count(b"\r\n") == len(LINES)
    (clone.root / DOC).write_bytes(data.replace(b"line 0\r", b"line 0 linked\r"))

    publish(clone)

    assert remote.git("diff", "--numstat", "main~1", "main", "--", DOC).split()[:2] == ["1", "1"]


@pytest.mark.parametrize("filtered", ["blob:none", "tree:0"])
def test_a_partial_clone_publishes_as_well(remote: Remote, filtered: str) -> None:
    remote.git("config", "uploadpack.allowFilter", "true")
    remote.git("config", "uploadpack.allowAnySHA1InWant", "true")
    clone = remote.clone("clone", f"--filter={filtered}", "--sparse")
    clone.git("sparse-checkout", "set", "postmortems")
    edited(clone)
    somebody(remote, 9)

    done = publish(clone)

    assert not done.stays_behind
    assert "line 0 linked\n" in on_remote(remote)
    assert "line 9 edited\n" in on_remote(remote)
    assert on_remote(remote, "other.md") == "other"


def test_a_repository_with_longer_hashes_publishes_as_well(tmp_path: Path) -> None:
    path = tmp_path / "long.git"
    first = Program(tmp_path, inside=True)
    first.git("init", "--quiet", "--bare", "--object-format=sha256", "-b", "main", str(path))
    (tmp_path / "one").mkdir()
    one = Program(tmp_path / "one", inside=True)
    one.git("init", "--quiet", "--object-format=sha256", "-b", "main")
    one.git("remote", "add", "origin", path.as_uri())
    one.write(DOC, "".join(LINES))
    one.write(STATE, "old")
    one.git("add", ".")
    one.git("commit", "--quiet", "-m", "first")
    one.git("push", "--quiet", "origin", "HEAD:main")
    edited(one)
    (one.root / STATE).unlink()

    done = publish(one)

    assert len(done.commit) == 64
    assert one.git("status", "--porcelain") == ""
