"""`plan --base`: what merging a checkout would do, by the settings of the base alone."""

from __future__ import annotations

import pytest

from tests.fakes.program import Program
from tests.proposals.scene import BODY, SHOP, Scene

NEW = "postmortems/third.md"
TEXT = BODY.replace("Outage", "Third").replace("Alert on lag", "Buy a spare")


def proposed(scene: Scene, files: dict[str, str], *options: str) -> Program:
    """A checkout of a branch that adds or changes these files."""
    clone = scene.clone(*options)
    clone.git("checkout", "--quiet", "-b", "proposal")
    for path, text in files.items():
        clone.write(path, text)
    clone.git("add", "--force", ".")
    clone.git("commit", "--quiet", "--allow-empty", "--message", "proposed")
    return clone


def test_only_what_the_branch_changes_is_planned_although_the_rest_has_no_tickets_either(
    scene: Scene,
) -> None:
    clone = proposed(scene, {NEW: TEXT})

    done = clone("plan", "--base", "origin/main")

    assert done.code == 0, done.err
    assert "Plan: 2 tickets to create" in done.out
    assert "Buy a spare" in done.out
    assert "Alert on" not in done.out
    assert "held back" not in done.out


def test_what_came_to_the_base_since_does_not_take_part(scene: Scene) -> None:
    clone = proposed(scene, {NEW: TEXT})
    scene.add("postmortems/fourth.md", BODY.replace("Alert on lag", "Sell it"))
    clone.git("fetch", "--quiet", "origin")

    done = clone("plan", "--base", "origin/main")

    assert done.code == 0, done.err
    assert "Plan: 2 tickets to create" in done.out


def test_a_branch_without_documents_has_nothing_to_do(scene: Scene) -> None:
    clone = proposed(scene, {"README.md": "hello\n"})

    done = clone("plan", "--base", "origin/main", "--exit-code")

    assert done.code == 0, done.err
    assert "Nothing to do" in done.out


def test_nothing_of_the_settings_that_the_branch_brings_is_used_and_nobody_else_is_asked(
    scene: Scene,
) -> None:
    scene.add("people.toml", '[people.Ann]\naliases = ["@ann"]\ngithub = "ann"\n')
    scene.add("ticket.md.j2", "{{ title }}\n")
    settings = scene.remote.git("show", "main:pm-sync.toml")
    head = 'people_file = "people.toml"\n'
    scene.add("pm-sync.toml", f'{head}{settings}template = "ticket.md.j2"\n')
    hostile = (
        'tracker = "github"\npeople_file = "people.toml"\n[trackers.github]\nrepository = "evil/trap"\n'
        'api_url = "http://127.0.0.1:9/evil"\ntemplate = "ticket.md.j2"\n[[routes]]\nrepository = "evil/trap"\n'
    )
    clone = proposed(
        scene,
        {
            NEW: TEXT,
            "pm-sync.toml": hostile,
            "people.toml": "this is [no TOML",
            "ticket.md.j2": "{% broken",
            "postmortems/pm-sync.toml": hostile,
        },
    )

    for cwd in (clone.root, clone.root / "postmortems"):
        done = clone("plan", "--base", "origin/main", cwd=cwd)

        assert done.code == 0, done.err
        assert "Plan: 2 tickets to create" in done.out
        assert "evil" not in done.out + done.err
        assert "is not asked" not in done.err


def test_settings_that_only_the_branch_has_are_none(scene: Scene) -> None:
    other = scene.remote.clone("removing")
    other.git("rm", "--quiet", "pm-sync.toml")
    scene.remote.commit(other, "no settings")
    other.git("push", "--quiet", "origin", "main")
    clone = proposed(
        scene, {NEW: TEXT, "pm-sync.toml": 'tracker = "github"\n[trackers.github]\nnothing = 1\n'}
    )

    done = clone("plan", "--base", "origin/main")

    assert done.code == 0, done.err
    assert "create local ticket" in done.out


@pytest.mark.parametrize("commit", ["0" * 40, "--output=x", "nothing", "", "a..b", "HEAD:README"])
def test_a_commit_that_is_not_there_is_told_with_what_fetches_it(scene: Scene, commit: str) -> None:
    done = proposed(scene, {NEW: TEXT})("plan", f"--base={commit}")

    assert done.code == 2
    assert "has no such commit" in done.err
    assert "fetch-depth" in done.err


def test_histories_that_have_nothing_in_common_here_are_told_alike(scene: Scene) -> None:
    clone = proposed(scene, {NEW: TEXT})
    clone.git("checkout", "--quiet", "--orphan", "alone")
    clone.git("commit", "--quiet", "--message", "alone")

    done = clone("plan", "--base", "origin/main")

    assert done.code == 2
    assert "no history that both have in common" in done.err
    assert "fetch-depth" in done.err


@pytest.mark.parametrize("folder", [".pm-sync", ".PM-Sync"])
def test_what_pm_sync_keeps_for_itself_is_not_believed_if_it_came_with_the_branch(
    scene: Scene, folder: str
) -> None:
    clone = proposed(scene, {NEW: TEXT, f"{folder}/journal.jsonl": "{}\n"})

    done = clone("plan", "--base", "origin/main")

    assert done.code == 2
    assert ".pm-sync is committed here" in done.err


def test_a_state_file_that_leads_elsewhere_is_not_read(scene: Scene) -> None:
    clone = proposed(scene, {NEW: TEXT})
    (clone.root / "pm-sync.state").symlink_to("/etc/hostname")
    clone.git("add", ".")
    clone.git("commit", "--quiet", "--message", "a link")

    done = clone("plan", "--base", "origin/main")

    assert done.code == 2
    assert "pm-sync.state: it is a link" in done.err


def test_a_project_below_the_top_is_held_to_the_same(scene: Scene) -> None:
    scene.add("team/pm-sync.toml", scene.remote.git("show", "main:pm-sync.toml"))
    clone = proposed(scene, {f"team/{NEW}": TEXT, "team/.pm-sync/tickets.db": "x"})

    done = clone("plan", "--base", "origin/main", "--root", "team")

    assert done.code == 2
    assert "team/.pm-sync is committed here" in done.err


def test_with_a_token_that_only_reads_nothing_is_written_anywhere(scene: Scene) -> None:
    scene.github.at(SHOP).access = "read"
    scene.github.at(SHOP).push = False
    clone = proposed(scene, {NEW: TEXT})
    before = clone.files()

    done = clone("plan", "--base", "origin/main")

    assert done.code == 0, done.err
    assert "Plan: 2 tickets to create" in done.out
    writes = [one for one in scene.github.requests if one.writes and one.path != "/graphql"]
    assert writes == []
    assert clone.files() == before


def test_who_is_meant_by_a_name_is_for_the_base_to_say(scene: Scene) -> None:
    settings = scene.remote.git("show", "main:pm-sync.toml")
    scene.add("people.toml", '[people."Annie Lee"]\ngithub = "ann"\n')
    scene.add("pm-sync.toml", f'people_file = "people.toml"\n{settings}')
    mallory = '[people."Annie Lee"]\ngithub = "mallory"\n'
    text = TEXT.replace("@ann", "Annie Lee")
    clone = proposed(scene, {NEW: text, "people.toml": mallory})

    done = clone("plan", "--base", "origin/main")

    assert done.code == 0, done.err
    assert "Annie Lee (ann)" in done.out
    assert "mallory" not in done.out


def test_settings_in_pyproject_are_those_of_the_base_too(scene: Scene) -> None:
    settings = scene.remote.git("show", "main:pm-sync.toml")
    other = scene.remote.clone("moving")
    other.git("rm", "--quiet", "pm-sync.toml")
    table = settings.replace("[trackers", "[tool.pm-sync.trackers")
    other.write("pyproject.toml", f"[tool.pm-sync]\n{table}")
    scene.remote.commit(other, "settings moved")
    other.git("push", "--quiet", "origin", "main")
    clone = proposed(scene, {NEW: TEXT, "pyproject.toml": "[tool.pm-sync]\nnothing = 1\n"})

    done = clone("plan", "--base", "origin/main")

    assert done.code == 0, done.err
    assert "create github ticket" in done.out


def test_settings_that_are_a_link_at_the_base_are_not_passed_over(scene: Scene) -> None:
    other = scene.remote.clone("linking")
    other.git("mv", "pm-sync.toml", "real.toml")
    (other.root / "pm-sync.toml").symlink_to("real.toml")
    scene.remote.commit(other, "linked")
    other.git("push", "--quiet", "origin", "main")

    done = proposed(scene, {NEW: TEXT})("plan", "--base", "origin/main")

    assert done.code == 2
    assert "pm-sync.toml is no plain file there" in done.err


def test_a_merge_commit_of_which_only_the_parents_were_fetched_is_enough(scene: Scene) -> None:
    clone = proposed(scene, {NEW: TEXT})
    tip = clone.git("rev-parse", "HEAD").strip()
    scene.add("postmortems/fourth.md", BODY.replace("Alert on lag", "Sell it"))
    clone.git("fetch", "--quiet", "origin")
    clone.git("checkout", "--quiet", "-B", "merged", "origin/main")
    clone.git("merge", "--quiet", "--no-ff", "-m", "Merge", tip)
    clone.git("push", "--quiet", scene.remote.path.as_uri(), "merged")
    runner = scene.clone("--depth", "2", "--branch", "merged")

    done = runner("plan", "--base", "HEAD^1")
    shallow = scene.clone("--depth", "1", "--branch", "merged")("plan", "--base", "HEAD^1")

    assert done.code == 0, done.err
    assert "Plan: 2 tickets to create" in done.out
    assert "Buy a spare" in done.out
    assert shallow.code == 2
    assert "fetch-depth" in shallow.err


def test_a_document_that_leads_out_of_the_checkout_is_not_read(scene: Scene) -> None:
    clone = proposed(scene, {"postmortems/note.md": "# Note\n"})
    outside = clone.root.parent / "outside.md"
    outside.write_text(TEXT.replace("Buy a spare", "Secret of the runner"))
    (clone.root / "postmortems/link.md").symlink_to(outside)
    clone.git("add", ".")
    clone.git("commit", "--quiet", "--message", "a link")

    done = clone("plan", "--base", "origin/main")

    assert "Secret" not in done.out + done.err
