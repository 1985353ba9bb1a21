"""`--publish pull-request` where something is in its way: told before a ticket is made, or with all that was done kept."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.github.faults import answer
from tests.fakes.github.model import Pull
from tests.fakes.wire.faults import dropped
from tests.proposals.scene import BRANCH, PATH, SHOP, STATE, Scene


def test_a_branch_that_somebody_made_is_never_touched(scene: Scene) -> None:
    other = scene.remote.clone("other")
    other.git("push", "--quiet", "origin", f"main:refs/heads/{BRANCH}")
    tip = scene.tip()

    done = scene.run()

    assert done.code == 2
    assert f"the branch {BRANCH} has commits that are not pm-sync's" in done.err
    assert "delete the branch, or name another under [publish]" in done.err
    assert scene.tip() == tip
    assert scene.titles == []


def test_a_left_over_branch_with_commits_of_others_stops_the_run_before_anything_is_made(
    scene: Scene,
) -> None:
    scene.run()
    scene.somebody(("Written by the team.", "Written by us."), branch=BRANCH)
    (pull,) = scene.opened
    pull.pull_request = pull.state = "closed"
    tip = scene.tip()

    done = scene.run()

    assert done.code == 2
    assert scene.tip() == tip


def test_a_left_over_branch_that_was_merged_with_commits_of_others_is_used_again(
    scene: Scene,
) -> None:
    scene.run()
    scene.somebody(("Written by the team.", "Written by us."), branch=BRANCH)
    scene.merge(squash=True, keep=True)
    scene.github.close(SHOP, 1)

    done = scene.run()

    assert done.code == 0, done.err
    assert len(scene.opened) == 1
    assert "Done" in scene.show()
    assert "Written by us." in scene.show()


def test_a_repository_in_which_workflows_may_not_open_pull_requests_is_told_what_to_set(
    scene: Scene,
) -> None:
    scene.github.at(SHOP).actions_open_pulls = False
    scene.github.viewer = "github-actions[bot]"
    clone = scene.clone()

    done = scene.run(program=clone)

    assert done.code == 1
    assert f"the branch {BRANCH} has it" in done.err
    assert "allow it under Settings, Actions, General, Workflow permissions" in done.err
    assert "[#1](" in scene.show()

    scene.github.at(SHOP).actions_open_pulls = True
    again = scene.run()
    assert again.code == 0, again.err
    assert len(scene.opened) == 1
    assert len(scene.titles) == 4


def test_a_remote_that_refuses_the_branch_is_told_and_the_files_keep_what_was_written(
    scene: Scene,
) -> None:
    scene.remote.hook(
        "pre-receive",
        "while read o n r; do case $r in refs/heads/*) echo 'rule: no'; exit 1;; esac; done",
    )
    clone = scene.clone()

    done = scene.run(program=clone)

    assert done.code == 1
    assert f"origin refuses the push to {BRANCH}" in done.err
    assert "let this account push to branches of that name" in done.err
    assert "[#1](" in clone.read(PATH)
    assert scene.opened == []


def test_without_a_token_nothing_begins(scene: Scene) -> None:
    done = scene.run(token="")

    assert done.code == 2
    assert "no token" in done.err


def test_where_origin_is_not_on_github_it_says_what_else_there_is(scene: Scene) -> None:
    clone = scene.clone()
    clone.git("remote", "set-url", "origin", scene.remote.path.as_uri())

    done = scene.run(program=clone)

    assert done.code == 2
    assert "is no repository on GitHub" in done.err


def test_edits_of_a_document_with_something_waiting_stop_the_run(scene: Scene) -> None:
    scene.run()
    clone = scene.clone()
    clone.write(PATH, clone.read(PATH).replace("Written by", "Half written by"))
    before = clone.files()

    done = scene.run(program=clone)

    assert done.code == 2
    assert f"{PATH} has changes that are not committed" in done.err
    assert clone.files() == before


def test_an_answer_that_is_lost_while_opening_makes_no_second_pull_request(scene: Scene) -> None:
    scene.github.next(dropped(after=True), on=f"POST /repos/{SHOP}/pulls")

    done = scene.run()

    assert done.code == 0, done.err
    assert len(scene.opened) == 1


def test_a_run_that_fails_while_it_looks_leaves_the_checkout_as_it_was(scene: Scene) -> None:
    scene.run()
    clone = scene.clone()
    scene.github.next(answer(401, "Bad credentials"), times=None, on=f"GET /repos/{SHOP}/issues")

    done = scene.run("--full", program=clone)

    assert done.code != 0
    assert clone.git("status", "--porcelain") == ""


def test_a_file_that_is_no_document_is_not_taken_from_the_branch(scene: Scene) -> None:
    scene.run()
    scene.somebody(("tracker = ", "# evil\ntracker = "), path="pm-sync.toml", branch=BRANCH)
    scene.github.close(SHOP, 1)
    clone = scene.clone()

    done = scene.run(program=clone)

    assert done.code == 0, done.err
    assert "evil" not in clone.read("pm-sync.toml")
    assert "evil" in scene.show("pm-sync.toml")


def test_state_and_documents_of_the_branch_are_not_left_behind(scene: Scene) -> None:
    scene.run()
    clone = scene.clone()

    scene.run(program=clone)

    assert not Path(clone.root, STATE).exists()
    assert "[#1](" not in clone.read(PATH)


def test_what_was_merged_elsewhere_is_not_replaced(scene: Scene) -> None:
    scene.run()
    scene.somebody(("Written by the team.", "Written by us."), branch=BRANCH)
    (pull,) = scene.opened
    assert pull.pull is not None
    pull.pull.base, pull.pull.head = "develop", scene.tip()
    pull.pull_request, pull.state = "merged", "closed"
    tip = scene.tip()

    done = scene.run()

    assert done.code == 2
    assert scene.tip() == tip


def test_a_branch_that_somebody_made_is_not_used_after_its_merge_either(scene: Scene) -> None:
    other = scene.remote.clone("other")
    other.git("push", "--quiet", "origin", f"main:refs/heads/{BRANCH}")
    merged = scene.github.issue(SHOP, "By hand", pull_request="merged")
    merged.pull = Pull(branch=BRANCH, base="main", head=scene.tip())

    done = scene.run()

    assert done.code == 2
    assert scene.titles == []
