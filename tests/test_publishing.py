"""`sync --publish`: what a run wrote reaches the branch on the remote, and nothing else does."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest

from connectors.git.publisher import Publisher
from tests.connectors.git.remotes import Remote
from tests.fakes.program import Done, Program

PATH = "postmortems/outage.md"
BODY = """\
# Outage

Date: 2026-11-20

## Action items

| Action item | Owner | Ticket | Status |
|---|---|---|---|
| Alert on lag | @ann | | |
| Ask the `vendor` | @bob | | |
"""


@pytest.fixture
def remote(tmp_path: Path) -> Remote:
    remote = Remote(tmp_path)
    first = remote.clone("seed")
    first.write(PATH, BODY)
    first.write("postmortems/second.md", BODY.replace("Outage", "Other").replace("lag", "loss"))
    first.write("pm-sync.toml", 'project = { id = "acme/shop" }\n')
    first.write(".gitignore", ".pm-sync/\n")
    remote.commit(first, "postmortems")
    first.git("push", "--quiet", "origin", "main")
    return remote


@pytest.fixture
def clone(remote: Remote) -> Program:
    return remote.clone("clone")


def published(remote: Remote, path: str = PATH) -> str:
    return remote.git("show", f"main:{path}")


def commits(remote: Remote) -> int:
    return int(remote.git("rev-list", "--count", "main"))


def test_one_commit_brings_the_links_and_the_state_to_the_branch(
    clone: Program, remote: Remote
) -> None:
    clone.write("notes.txt", "mine")

    done = clone("sync", "--publish", "push")

    assert done.code == 0, done.err
    assert "pushed to main as " in done.err
    assert "LOCAL-1" in published(remote)
    assert published(remote) == clone.read(PATH)
    assert published(remote, "pm-sync.state") == clone.read("pm-sync.state")
    assert commits(remote) == 3
    assert clone.git("status", "--porcelain") == "?? notes.txt\n"
    message = remote.git("show", "--no-patch", "--format=%B", "main")
    run = clone("log", "--format", "json").json["runs"][0]["run"]
    assert message.startswith(
        "pm-sync: 4 tickets linked, 4 statuses updated\n\n2 documents written, 4 tickets created\n"
    )
    assert f"\nPm-Sync-Run: {run}\n" in message


def test_a_second_run_pushes_nothing(clone: Program, remote: Remote) -> None:
    clone("sync", "--publish", "push")

    done = clone("sync", "--publish", "push")

    assert done.code == 0, done.err
    assert done.err == ""
    assert commits(remote) == 3


def test_edits_that_nobody_committed_stop_the_run_before_it_makes_anything(
    clone: Program, remote: Remote
) -> None:
    clone.write(PATH, BODY.replace("lag", "any lag"))

    done = clone("sync", "--publish", "push")

    assert done.code == 2
    assert f"{PATH}: has changes that are not committed" in done.err
    assert clone("tickets", "list").out.count("LOCAL-") == 0
    assert commits(remote) == 2


def test_what_somebody_writes_in_the_middle_of_a_run_is_not_published(
    clone: Program, remote: Remote
) -> None:
    push = Publisher.edited
    calls: list[int] = []

    def meddled(self: Publisher, paths: list[str]) -> tuple[str, ...]:
        calls.append(1)
        told = push(self, paths)
        if len(calls) == 1:
            text = clone.read(PATH)
            clone.write(PATH, text.replace("# Outage", "# Outage, half written"))
        return told

    with mock.patch.object(Publisher, "edited", meddled):
        done = clone("sync", "--publish", "push")

    assert done.code == 1
    assert f"not published: {PATH} was edited while the run wrote into it" in done.err
    assert "half written" in clone.read(PATH)
    assert "LOCAL-1" in clone.read(PATH)
    assert commits(remote) == 2


def test_a_refusal_of_the_remote_is_told_after_the_report_and_nothing_is_lost(
    clone: Program, remote: Remote
) -> None:
    remote.hook("pre-receive", "echo 'GH013: Repository rule violations found' >&2\nexit 1")

    done = clone("sync", "--publish", "push")

    assert done.code == 1
    assert "4 tickets created" in done.out
    assert "not published: origin refuses the push to main" in done.err
    assert "if the branch is protected" in done.err
    assert "LOCAL-1" in clone.read(PATH)
    (Path(remote.path) / "hooks/pre-receive").unlink()
    clone.git("commit", "--quiet", "--all", "--message", "links")
    clone.git("add", "pm-sync.state")
    clone.git("commit", "--quiet", "--message", "state")
    assert clone("sync").out.startswith("Nothing to do")


def test_a_branch_that_moved_gets_it_on_top(clone: Program, remote: Remote) -> None:
    other = remote.clone("other")
    other.write(PATH, BODY.replace("# Outage", "# Outage of the shop"))
    remote.commit(other, "renamed")
    other.git("push", "--quiet", "origin", "main")

    done = clone("sync", "--publish", "push")

    assert done.code == 0, done.err
    assert clone.read(PATH) == published(remote)
    assert clone("sync", "--publish", "push").code == 0
    assert "# Outage of the shop" in published(remote)
    assert "LOCAL-1" in published(remote)


def test_a_saved_plan_is_published_alike(clone: Program, remote: Remote) -> None:
    clone("plan", "--out", "plan.json")

    done = clone("apply", "plan.json", "--publish", "push")

    assert done.code == 0, done.err
    assert "LOCAL-1" in published(remote)


def test_only_named_documents_are_published(clone: Program, remote: Remote) -> None:
    assert clone("sync", PATH, "--publish", "push").code == 0

    assert "LOCAL-1" in published(remote)
    assert "LOCAL-" not in published(remote, "postmortems/second.md")


def test_none_leaves_the_files_and_writes_a_patch(clone: Program, remote: Remote) -> None:
    done = clone("sync", "--publish", "none")

    assert done.code == 0, done.err
    assert "changes.patch; `git apply` takes it elsewhere" in done.err
    other = remote.clone("other")
    other.git("apply", str(clone.root / ".pm-sync/changes.patch"))
    assert other.read(PATH) == clone.read(PATH)
    assert other.read("pm-sync.state") == clone.read("pm-sync.state")
    assert commits(remote) == 2


def outside(tmp_path: Path) -> Program:
    program = Program(tmp_path, inside=True)
    program.root = tmp_path / "outside"
    program.root.mkdir()
    program.write(PATH, BODY)
    program.write("pm-sync.toml", 'project = { id = "acme/shop" }\n')
    return program


def test_where_nothing_can_be_published_the_run_does_not_begin(tmp_path: Path) -> None:
    program = outside(tmp_path)

    def refused(*words: str) -> Done:
        done = program("sync", "--publish", *words)
        assert done.code == 2
        assert not (program.root / "pm-sync.state").exists()
        return done

    assert "lies in no git checkout" in refused("push").err
    program.git("init", "--quiet", "-b", "main")
    assert "there is no remote `origin` to push to" in refused("push").err
    program.git("remote", "add", "origin", "https://example.invalid/a/b.git")
    assert "git cannot tell what is committed here" in program("sync", "--publish", "push").err
    program.git("add", ".")
    program.git("commit", "--quiet", "--message", "all")
    program.git("checkout", "--quiet", "--detach")
    assert "no branch is checked out" in refused("push").err


def test_a_restricted_document_is_published_in_numbers(clone: Program, remote: Remote) -> None:
    clone.write(PATH, f"---\nvisibility: restricted\n---\n{BODY}")
    clone.git("commit", "--quiet", "--all", "--message", "restricted")
    clone.git("push", "--quiet", "origin", "main")

    done = clone("sync", "--publish", "push")

    assert done.code == 0, done.err
    assert "outage" not in done.out + done.err
    assert "outage" not in remote.git("show", "--no-patch", "--format=%B", "main")
    assert "LOCAL-1" in published(remote)


def test_a_tag_of_the_same_name_is_no_branch(clone: Program, remote: Remote) -> None:
    clone.git("tag", "main")

    assert clone("sync", "--publish", "push").code == 0
    assert "LOCAL-1" in published(remote)


def test_what_cannot_be_published_stops_the_run_before_it_makes_anything(
    clone: Program, remote: Remote
) -> None:
    clone.write("notes/elsewhere.md", BODY)
    (clone.root / "postmortems/z.md").symlink_to("../notes/elsewhere.md")
    clone.git("add", ".")
    clone.git("commit", "--quiet", "--message", "a link")
    clone.git("push", "--quiet", "origin", "main")

    done = clone("sync", "--publish", "push")

    assert done.code == 2
    assert "z.md: is no plain file of the last commit here" in done.err
    assert clone("tickets", "list").out.count("LOCAL-") == 0


def test_an_interruption_while_publishing_comes_after_the_report(
    clone: Program, remote: Remote
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with mock.patch.object(Publisher, "push", interrupted):
        done = clone("sync", "--publish", "push")

    assert done.code == 130
    assert "4 tickets created" in done.out
    assert "interrupted while publishing: look whether main has the commit" in done.err
    assert "LOCAL-1" in clone.read(PATH)
    assert commits(remote) == 2


def test_edits_in_a_document_that_the_run_does_not_write_stop_nobody(
    clone: Program, remote: Remote
) -> None:
    assert clone("sync", "--publish", "push").code == 0
    clone.write("postmortems/third.md", BODY.replace("Outage", "Third").replace("lag", "loops"))
    clone.git("add", "postmortems/third.md")
    clone.git("commit", "--quiet", "--message", "third")
    clone.git("push", "--quiet", "origin", "main")
    clone.write(PATH, clone.read(PATH) + "\nA half sentence\n")
    clone.write("postmortems/broken.md", "---\nnever ends\n```\n")

    done = clone("sync", "--publish", "push")

    assert "LOCAL-5" in published(remote, "postmortems/third.md"), done.err
    assert "half" not in published(remote)
    assert clone.read(PATH).endswith("A half sentence\n")
