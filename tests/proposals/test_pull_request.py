"""`--publish pull-request`: what runs wrote waits in one pull request, and counts as known until it is merged."""

from __future__ import annotations

import pytest

from tests.fakes.github.model import Pull
from tests.proposals.scene import BODY, BRANCH, OTHER, PATH, SHOP, STATE, Scene


def test_the_first_run_opens_a_pull_request_with_the_links_and_leaves_main_and_the_checkout_as_they_were(
    scene: Scene,
) -> None:
    clone, main = scene.clone(), scene.tip("main")

    done = scene.run(program=clone)

    assert done.code == 0, done.err
    (pull,) = scene.opened
    assert f"opened pull request #{pull.number}: " in done.err
    assert pull.title == "pm-sync: action items of 2 postmortems"
    assert pull.pull is not None
    assert (pull.pull.branch, pull.pull.base) == (BRANCH, "main")
    assert scene.files() == [STATE, PATH, OTHER]
    assert "[#1](" in scene.show()
    assert scene.tip("main") == main
    assert clone.git("status", "--porcelain") == ""
    assert scene.remote.git("rev-list", "--count", f"main..{BRANCH}") == "1\n"


def test_its_text_says_what_a_merge_changes_and_pings_nobody(scene: Scene) -> None:
    scene.run()

    body = scene.opened[0].body or ""

    assert "| `postmortems/outage.md:9` | Alert on lag | linked [acme/shop#\u200b1](<" in body
    assert "status: nothing → Open" in body
    assert "Ask the vendor" in body
    assert "@ann" not in body


def test_a_second_run_makes_no_ticket_pushes_nothing_and_writes_nothing_to_github(
    scene: Scene,
) -> None:
    scene.run()
    tip, titles = scene.tip(), scene.titles
    scene.github.requests.clear()

    done = scene.run()

    assert done.code == 0, done.err
    assert "has all of it already" in done.err
    assert (scene.tip(), scene.titles) == (tip, titles)
    writes = [one for one in scene.github.requests if one.writes and one.path != "/graphql"]
    assert writes == []


def test_a_status_that_changes_before_the_merge_goes_into_the_same_pull_request(
    scene: Scene,
) -> None:
    scene.run()
    scene.github.close(SHOP, 1)

    done = scene.run()

    assert done.code == 0, done.err
    (pull,) = scene.opened
    assert f"pull request #{pull.number} brought up to date: " in done.err
    assert "Done" in scene.show()
    assert "status: nothing → Done" in (pull.body or "")
    assert scene.remote.git("rev-list", "--count", f"main..{BRANCH}") == "1\n"


@pytest.mark.parametrize("squash", [False, True])
@pytest.mark.parametrize("keep", [False, True])
def test_after_the_merge_there_is_nothing_to_do_until_something_changes(
    scene: Scene, squash: bool, keep: bool
) -> None:
    scene.run()
    scene.merge(squash=squash, keep=keep)

    again = scene.run()

    assert again.code == 0, again.err
    assert scene.opened == []
    scene.github.close(SHOP, 2)
    later = scene.run()
    assert later.code == 0, later.err
    (pull,) = scene.opened
    assert pull is scene.pulls[-1]
    assert len(scene.pulls) == 2
    assert len(scene.titles) == 4


def test_the_branch_is_built_anew_on_a_base_that_moved_where_both_wrote(scene: Scene) -> None:
    scene.run()
    scene.somebody(("Written by the team.", "Written by the whole team."))
    scene.github.close(SHOP, 1)

    done = scene.run()

    assert done.code == 0, done.err
    assert "whole team" in scene.show()
    assert "[#1](" in scene.show()
    assert scene.files() == [STATE, PATH, OTHER]
    assert scene.remote.git("merge-base", "main", BRANCH).strip() == scene.tip("main")


def test_a_base_that_moves_elsewhere_does_not_move_the_branch(scene: Scene) -> None:
    scene.run()
    tip = scene.tip()
    scene.add("README.md", "hello\n")

    done = scene.run()

    assert done.code == 0, done.err
    assert scene.tip() == tip


def test_where_the_base_changed_the_very_line_the_document_is_written_anew_and_no_second_ticket_made(
    scene: Scene,
) -> None:
    scene.run()
    scene.somebody(("| Alert on lag | @ann |", "| Alert on lag | @bob |"))

    done = scene.run()

    assert done.code == 0, done.err
    assert "collides with what was committed since" in done.err
    assert len(scene.titles) == 4
    assert "| Alert on lag | @bob | [#1](" in scene.show()


def test_what_people_commit_to_the_branch_stays_and_is_built_upon(scene: Scene) -> None:
    scene.run()
    scene.somebody(("Written by the team.", "Written by us."), branch=BRANCH)
    by_somebody = scene.tip()
    scene.github.close(SHOP, 1)

    done = scene.run()

    assert done.code == 0, done.err
    assert scene.remote.git("rev-parse", f"{BRANCH}^").strip() == by_somebody
    assert "Written by us." in scene.show()
    assert "Done" in scene.show()


def test_a_commit_that_somebody_amended_is_not_replaced(scene: Scene) -> None:
    scene.run()
    other = scene.remote.clone("amending")
    other.git("checkout", "--quiet", BRANCH)
    other.write(PATH, other.read(PATH).replace("Written by the team.", "Amended."))
    other.git("commit", "--quiet", "--all", "--amend", "--no-edit")
    other.git("push", "--quiet", "--force", "origin", BRANCH)
    amended = scene.tip()
    scene.github.close(SHOP, 1)

    done = scene.run()

    assert done.code == 0, done.err
    assert scene.remote.git("rev-parse", f"{BRANCH}^").strip() == amended
    assert "Amended." in scene.show()


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"decision": "APPROVED"}, "is approved"),
        ({"reviews": ["APPROVED"]}, "is approved"),
        ({"queued": True}, "is in the merge queue"),
        ({"merges_itself": True}, "is set to be merged"),
    ],
)
def test_one_that_is_about_to_be_merged_is_left_alone_and_everything_waits(
    scene: Scene, how: dict[str, object], told: str
) -> None:
    scene.run()
    (pull,) = scene.opened
    for name, value in how.items():
        setattr(pull.pull, name, value)
    scene.github.close(SHOP, 1)
    scene.add("postmortems/third.md", BODY.replace("Alert on lag", "Buy a spare"))
    tip, titles, clone = scene.tip(), scene.titles, scene.clone()
    scene.github.requests.clear()

    done = scene.run(program=clone)

    assert done.code == 0, done.err
    assert f"pull request #{pull.number} {told}" in done.err
    assert ": nothing is done until then" in done.err
    assert (scene.tip(), scene.titles) == (tip, titles)
    assert clone.git("status", "--porcelain") == ""
    assert not [one for one in scene.github.requests if one.writes and one.path != "/graphql"]

    scene.merge()
    later = scene.run()
    assert later.code == 0, later.err
    assert "Buy a spare" in scene.titles
    assert "Done" in scene.show()


def test_a_review_that_asks_for_changes_is_no_approval(scene: Scene) -> None:
    scene.run()
    pull = scene.opened[0].pull
    assert pull is not None
    pull.reviews = ["APPROVED", "CHANGES_REQUESTED"]
    scene.github.close(SHOP, 1)

    scene.run()

    assert "Done" in scene.show()


def test_it_is_closed_and_its_branch_removed_once_main_says_all_of_it(scene: Scene) -> None:
    scene.run()
    text, other, state = scene.show(), scene.show(OTHER), scene.show(STATE)
    by_hand = scene.remote.clone("by-hand")
    for path, content in ((PATH, text), (OTHER, other), (STATE, state)):
        by_hand.write(path, content)
    scene.remote.commit(by_hand, "the same by hand")
    by_hand.git("push", "--quiet", "origin", "main")

    done = scene.run()

    assert done.code == 0, done.err
    assert scene.opened == []
    assert scene.tip() == ""
    assert len(scene.titles) == 4


def test_a_title_and_words_of_people_stay(scene: Scene) -> None:
    scene.run()
    (pull,) = scene.opened
    pull.title, pull.body = "Links for Friday", f"Please look.\r\n\r\n{pull.body}\r\nThanks."
    scene.github.close(SHOP, 1)

    scene.run()

    body = pull.body or ""
    assert pull.title == "Links for Friday"
    assert body.startswith("Please look.\n")
    assert body.endswith("\nThanks.")
    assert "→ Done" in body


def test_one_from_a_fork_with_a_branch_of_that_name_is_not_ours(scene: Scene) -> None:
    scene.run()
    scene.opened[0].pull.from_fork = True  # type: ignore[union-attr]
    scene.remote.git("update-ref", "-d", f"refs/heads/{BRANCH}")

    done = scene.run()

    assert done.code == 0, done.err
    assert len(scene.opened) == 2


def test_many_forks_with_a_branch_of_that_name_hide_nothing(scene: Scene) -> None:
    for number in range(120):
        fork = scene.github.issue(SHOP, f"From a fork {number}", pull_request="open")
        fork.pull = Pull(branch=BRANCH, base="main", from_fork=True)
    scene.run()
    (pull,) = (one for one in scene.opened if one.pull and not one.pull.from_fork)
    assert pull.pull is not None
    pull.pull.decision = "APPROVED"
    scene.github.close(SHOP, 121)

    done = scene.run()

    assert done.code == 0, done.err
    assert f"pull request #{pull.number} is approved" in done.err


def test_a_shallow_clone_does_the_same(scene: Scene) -> None:
    scene.run()
    scene.somebody(("Written by the team.", "Written by the whole team."))
    scene.somebody(("whole team", "entire team"))
    scene.github.close(SHOP, 1)

    done = scene.run(program=scene.clone("--depth", "1"))

    assert done.code == 0, done.err
    assert "entire team" in scene.show()
    assert "Done" in scene.show()
    assert len(scene.titles) == 4


def test_the_page_of_the_job_says_where_it_went(scene: Scene) -> None:
    clone = scene.clone()

    scene.run("--summary", "page.md", program=clone)

    assert f"opened pull request #\u200b{scene.opened[0].number}: " in clone.read("page.md")


def test_the_page_of_the_job_says_why_nothing_was_published(scene: Scene) -> None:
    clone = scene.clone()
    scene.remote.hook(
        "pre-receive", "while read o n r; do case $r in refs/heads/*) exit 1;; esac; done"
    )

    scene.run("--summary", "page.md", program=clone)

    assert "not published: origin refuses the push" in clone.read("page.md")
