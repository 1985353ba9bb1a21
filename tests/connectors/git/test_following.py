"""What becomes of the checkout once the remote has taken what it wrote."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from connectors.git.tree import Trees
from tests.connectors.git.published import (
    DOC,
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


def edited_on_the_way(clone: Program, by: Callable[[], None]) -> Any:
    """Somebody does this right after the remote has taken the commit."""
    stage = Trees.stage

    def staged(self: Trees, commit: str, files: Any, environ: Any = None) -> None:
        if environ is None and "published" not in done:
            done.append("published")
            by()
        stage(self, commit, files, environ)

    done: list[str] = []
    return mock.patch.object(Trees, "stage", staged)


def test_what_somebody_writes_after_the_push_stays(remote: Remote) -> None:
    clone = remote.clone("clone")
    edited(clone)

    with edited_on_the_way(clone, lambda: edited(clone, 5, "mine")):
        done = publish(clone)

    assert clone.read(DOC).splitlines()[5] == "line 5 mine"
    assert clone.read(DOC).splitlines()[0] == "line 0 linked"
    assert "mine" not in on_remote(remote)
    assert clone.git("rev-parse", "HEAD").strip() == done.commit
    assert not done.stays_behind


def test_what_somebody_writes_where_others_did_keeps_the_checkout_back(remote: Remote) -> None:
    clone = remote.clone("clone")
    edited(clone)
    somebody(remote, 9)

    with edited_on_the_way(clone, lambda: edited(clone, 5, "mine")):
        done = publish(clone)

    assert "was edited meanwhile" in done.stays_behind
    assert clone.read(DOC).splitlines()[5] == "line 5 mine"
    assert sorted(clone.git("status", "--porcelain").splitlines()) == [f" M {DOC}", f"?? {STATE}"]


def test_an_interruption_while_the_checkout_follows_leaves_it_as_the_run_did(
    remote: Remote,
) -> None:
    clone = remote.clone("clone")
    edited(clone)
    somebody(remote, 9)
    before = clone.files()
    talk = Trees.talk

    def interrupted(self: Trees, *arguments: str, **options: Any) -> str:
        if arguments[0] == "merge":
            raise KeyboardInterrupt
        return talk(self, *arguments, **options)

    with mock.patch.object(Trees, "talk", interrupted), pytest.raises(KeyboardInterrupt):
        publish(clone)

    assert clone.files() == before
    assert sorted(clone.git("status", "--porcelain").splitlines()) == [f" M {DOC}", f"?? {STATE}"]
    assert "line 0 linked" in on_remote(remote)


def test_what_hinders_the_checkout_from_following_is_told_and_loses_nothing(
    remote: Remote,
) -> None:
    clone = remote.clone("clone")
    edited(clone)
    other = remote.clone("other")
    other.write("other.md", "of somebody")
    remote.commit(other, "by somebody")
    other.git("push", "--quiet", "origin", "main")
    clone.write("other.md", "my half idea")
    before = clone.files()

    done = publish(clone)

    assert "overwritten by merge" in done.stays_behind
    assert clone.files() == before
    assert "line 0 linked" in on_remote(remote)
    assert sorted(clone.git("status", "--porcelain").splitlines()) == [
        " M other.md",
        f" M {DOC}",
        f"?? {STATE}",
    ]


def test_a_locked_index_leaves_the_checkout_as_it_is(remote: Remote) -> None:
    clone = remote.clone("clone")
    edited(clone)
    (clone.root / ".git/index.lock").write_text("")
    before = clone.files()

    done = publish(clone)

    assert "index.lock" in done.stays_behind
    assert remote.git("rev-parse", "main").strip() == done.commit
    (clone.root / ".git/index.lock").unlink()
    assert clone.files() == before
    assert sorted(clone.git("status", "--porcelain").splitlines()) == [f" M {DOC}", f"?? {STATE}"]


def test_a_state_file_that_the_run_took_away_goes_there_as_well(remote: Remote) -> None:
    clone = remote.clone("clone")
    edited(clone)
    publish(clone)
    edited(clone, 3)
    (clone.root / STATE).unlink()

    publish(clone)

    assert STATE not in remote.git("ls-tree", "--name-only", "main").split()
    assert clone.git("status", "--porcelain") == ""
