"""`group_by = "codeowners"`: one pull request for each set of owners, with their documents and their lines of the state."""

from __future__ import annotations

import pytest

from tests.fakes.github.model import Issue
from tests.proposals.scene import BODY, BRANCH, OTHER, PATH, SHOP, STATE, Scene

OWNERS = (
    "# who reviews\n/postmortems/second.md  @acme/Pay @bob\n/postmortems/third.md @bob @acme/pay\n"
)


@pytest.fixture
def grouped(scene: Scene) -> Scene:
    scene.add(".github/CODEOWNERS", OWNERS)
    scene.add("postmortems/third.md", BODY.replace("Alert on lag", "Buy a spare"))
    scene.somebody(
        ("tracker = ", 'publish = { group_by = "codeowners" }\ntracker = '), "pm-sync.toml"
    )
    return scene


def branch_of(pull: Issue) -> str:
    assert pull.pull is not None
    return pull.pull.branch


def changed(scene: Scene, branch: str) -> list[str]:
    return scene.remote.git("diff", "--name-only", f"main...{branch}").split()


def test_each_set_of_owners_has_its_own_and_documents_without_owners_share_one(
    grouped: Scene,
) -> None:
    done = grouped.run()

    assert done.code == 0, done.err
    plain, owned = sorted(branch_of(one) for one in grouped.opened)
    assert plain == BRANCH
    assert owned.startswith(f"{BRANCH}--acme-pay-bob-")
    assert changed(grouped, plain) == [STATE, PATH]
    assert changed(grouped, owned) == [STATE, OTHER, "postmortems/third.md"]
    assert "outage.md" not in grouped.show(STATE, owned)
    assert "second.md" not in grouped.show(STATE, plain)
    assert "second.md" in grouped.show(STATE, owned)
    bodies = {branch_of(one): one.body or "" for one in grouped.opened}
    assert "outage.md" in bodies[plain]
    assert "outage.md" not in bodies[owned]


def test_a_second_run_changes_nothing_and_a_status_moves_only_its_own(grouped: Scene) -> None:
    grouped.run()
    before = {branch_of(one): grouped.tip(branch_of(one)) for one in grouped.opened}
    again = grouped.run()
    assert again.code == 0, again.err
    assert {name: grouped.tip(name) for name in before} == before
    number = next(
        one.number
        for one in grouped.github.at(SHOP).issues.values()
        if "second.md" in (one.body or "")
    )
    grouped.github.close(SHOP, number)

    done = grouped.run()

    assert done.code == 0, done.err
    moved = [name for name, tip in before.items() if grouped.tip(name) != tip]
    assert moved == [name for name in before if name != BRANCH]
    assert len(grouped.titles) == 6
    assert len(grouped.opened) == 2


def test_one_that_is_merged_leaves_the_others_to_be_merged_after_it(grouped: Scene) -> None:
    grouped.run()
    (owned,) = (one for one in grouped.opened if branch_of(one) != BRANCH)
    grouped.merge_of(owned)

    done = grouped.run()

    assert done.code == 0, done.err
    (left,) = grouped.opened
    assert branch_of(left) == BRANCH
    grouped.merge_of(left)
    assert grouped.run().code == 0
    assert grouped.opened == []
    state = grouped.show(STATE, "main")
    assert state.count('"tracker": "github", "ticket"') == 6
    assert state.count('"ticket": "acme/shop#1"') == 1


def test_a_document_whose_owners_change_moves_to_their_pull_request(grouped: Scene) -> None:
    grouped.run()
    grouped.somebody(("/postmortems/second.md  @acme/Pay @bob\n", ""), ".github/CODEOWNERS")

    done = grouped.run()

    assert done.code == 0, done.err
    assert changed(grouped, BRANCH) == [STATE, PATH, OTHER]
    (owned,) = (branch_of(one) for one in grouped.opened if branch_of(one) != BRANCH)
    assert changed(grouped, owned) == [STATE, "postmortems/third.md"]
    assert len(grouped.titles) == 6


def test_codeowners_that_cannot_be_understood_are_told_and_nothing_is_lost(grouped: Scene) -> None:
    grouped.somebody(("/postmortems/third.md", "/postmortems/[third.md"), ".github/CODEOWNERS")
    clone = grouped.clone()

    done = grouped.run(program=clone)

    assert done.code != 0
    assert "CODEOWNERS cannot be understood" in done.err
    assert grouped.opened == []


def test_one_that_is_approved_waits_and_the_others_go_on(grouped: Scene) -> None:
    grouped.run()
    owned = next(one for one in grouped.opened if branch_of(one) != BRANCH)
    assert owned.pull is not None
    owned.pull.decision = "APPROVED"
    tips = {branch_of(one): grouped.tip(branch_of(one)) for one in grouped.opened}
    for number in (1, 2, 3):
        grouped.github.close(SHOP, number)
    grouped.add("postmortems/fourth.md", BODY.replace("Alert on lag", "Test the fallback"))
    grouped.add(".github/CODEOWNERS", OWNERS + "/postmortems/fifth.md @acme/pay @bob\n")
    grouped.add("postmortems/fifth.md", BODY.replace("Alert on lag", "Rehearse it"))
    grouped.github.requests.clear()
    before = set(grouped.titles)

    done = grouped.run()

    assert done.code == 0, done.err
    assert f"pull request #{owned.number} is approved: what its owners review waits" in done.err
    assert grouped.tip(branch_of(owned)) == tips[branch_of(owned)]
    assert set(grouped.titles) - before == {"Test the fallback"}
    assert "fourth.md" in grouped.show(STATE, BRANCH)
    assert "Done" in grouped.show(PATH, BRANCH)
    assert "fifth.md" not in grouped.show(STATE, BRANCH)


def test_what_waited_for_a_merge_is_done_by_the_run_after_it(grouped: Scene) -> None:
    grouped.run()
    owned = next(one for one in grouped.opened if branch_of(one) != BRANCH)
    assert owned.pull is not None
    owned.pull.decision = "APPROVED"
    for number in (1, 2, 3):
        grouped.github.close(SHOP, number)
    grouped.run()
    grouped.merge_of(owned)

    done = grouped.run()

    assert done.code == 0, done.err
    told = {branch_of(one) for one in grouped.opened}
    assert any("Done" in grouped.show(OTHER, name) for name in told - {BRANCH})
    again = grouped.run()
    assert again.code == 0
