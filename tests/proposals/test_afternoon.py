"""What a team sees that copies the workflows: the plan below its pull request, the tickets after the merge, their status in the table.

The steps of the workflows that `init --github` writes run here as a runner runs them, but for the installing.
"""

from __future__ import annotations

from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
import yaml

from tests.fakes.program import Program
from tests.proposals.scene import BODY, BRANCH, SHOP, Scene
from tests.test_action import Runner

ACTION = f"acme/pm-sync@{'0123456789' * 4}"
NEW = "postmortems/new.md"


class Workflow:
    """Runs the step of a job that uses the action."""

    def __init__(self, scene: Scene, folder: Path) -> None:
        self._scene = scene
        self._folder = folder
        self._number = 0
        clone = scene.clone()
        done = clone("init", "--github", "--action", ACTION)
        assert done.code == 0, done.err
        clone.git("add", ".github")
        clone.git("commit", "--quiet", "-m", "workflows")
        clone.git("push", "--quiet", "origin", "main")
        self._flows = {
            name: yaml.safe_load(clone.read(f".github/workflows/{name}.yml"))
            for name in ("pm-sync", "pm-sync-plan")
        }
        self.shared = folder / "runner-temp"
        self.shared.mkdir()

    def run(
        self, flow: str, job: str, checkout: Program, step: int = 0, **more: str
    ) -> CompletedProcess[str]:
        """The step, one of those that use the action, in a checkout as the job has it; `summary` has what its page says."""
        self._number += 1
        room = self._folder / f"runner{self._number}"
        room.mkdir()
        runner = Runner(checkout.root, room)
        runner.more = {
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": SHOP,
            "PM_SYNC_PRIVATE__VISIBILITY": "public",
        }
        self.summary = runner.summary
        given = self._inputs(self._flows[flow]["jobs"][job], step)
        return runner("run", **given, **more)

    def _inputs(self, job: Any, number: int) -> dict[str, str]:
        step = [one for one in job["steps"] if one["uses"] == ACTION][number]
        temp = str(self.shared)
        return {
            name.replace("-", "_"): str(text).replace("${{ runner.temp }}", temp)
            for name, text in step["with"].items()
        }


@pytest.fixture
def workflow(scene: Scene, tmp_path: Path) -> Workflow:
    return Workflow(scene, tmp_path)


def proposed(scene: Scene, text: str, **others: str) -> Program:
    """A checkout of the merge commit of a pull request with a new postmortem, as GitHub makes it."""
    clone = scene.clone()
    clone.git("checkout", "--quiet", "-b", "feature")
    clone.write(NEW, text)
    for path, other in others.items():
        clone.write(path.replace("__", "."), other)
    scene.remote.commit(clone, "a postmortem")
    clone.git("push", "--quiet", "origin", "feature")
    clone.git("checkout", "--quiet", "--detach", "origin/main")
    clone.git("merge", "--quiet", "--no-ff", "-m", "merge", "feature")
    return clone


def comments(scene: Scene, number: int) -> list[str]:
    return [one.body for one in scene.github.find(SHOP, number).comments]


def test_a_team_sees_the_plan_merges_closes_a_ticket_and_has_it_in_the_table(
    scene: Scene, workflow: Workflow
) -> None:
    number = scene.github.issue(SHOP, "A postmortem", pull_request="open").number
    merged = proposed(scene, BODY.replace("Alert on lag", "Buy a spare").replace("@bob", ""))

    planned = workflow.run("pm-sync-plan", "plan", merged)
    assert planned.returncode == 0, planned.stderr
    assert f"::warning file={NEW},line=10," in planned.stdout
    assert "Buy a spare" in workflow.summary.read_text()
    assert "Buy a spare" not in scene.titles

    told = workflow.run("pm-sync-plan", "comment", scene.clone(), pull_request=str(number))
    assert told.returncode == 0, told.stderr
    (comment,) = comments(scene, number)
    assert comment.splitlines()[1] == (
        "On merge: 2 tickets in acme/shop, 1 without owner; 1 person is notified"
    )

    merged.git("push", "--quiet", "origin", "HEAD:main")
    synced = workflow.run("pm-sync", "sync", scene.clone())
    assert synced.returncode == 0, synced.stderr
    assert "Buy a spare" in scene.titles
    assert len(scene.opened) == 1
    scene.merge()

    ticket = next(
        one.number for one in scene.github.at(SHOP).issues.values() if one.title == "Buy a spare"
    )
    scene.github.close(SHOP, ticket)
    again = workflow.run("pm-sync", "sync", scene.clone())
    assert again.returncode == 0, again.stderr
    row = next(line for line in scene.show(NEW).splitlines() if "Buy a spare" in line)
    assert "Done" in row
    scene.merge()
    assert workflow.run("pm-sync", "sync", scene.clone()).returncode == 0
    assert scene.opened == []
    assert scene.tip(BRANCH) == ""


def test_a_proposed_document_gives_the_runner_no_command_and_its_settings_no_say(
    scene: Scene, workflow: Workflow
) -> None:
    hostile = (
        "::set-output name=report::x ##[error]boo <img src=q> @everyone | `x` [a](javascript:b)"
    )
    merged = proposed(
        scene,
        BODY.replace("Alert on lag", hostile).replace("@ann", "@acme/all ::error::x"),
        **{
            "pm-sync__toml": 'tracker = "github"\n[trackers.github]\napi_url = "http://127.0.0.1:1"\n'
        },
    )
    number = scene.github.issue(SHOP, "A postmortem", pull_request="open").number

    planned = workflow.run("pm-sync-plan", "plan", merged)
    told = workflow.run("pm-sync-plan", "comment", scene.clone(), pull_request=str(number))

    assert (planned.returncode, told.returncode) == (0, 0), planned.stderr + told.stderr
    for line in (planned.stdout + planned.stderr + told.stdout).splitlines():
        assert "##[" not in line
        assert not line.lstrip().startswith("::") or line.startswith(
            ("::warning file=postmortems/", "::add-mask::")
        )
    (comment,) = comments(scene, number)
    assert "<img" not in comment
    assert "@everyone" not in comment
    assert "](javascript" not in comment


def test_the_same_plan_twice_is_one_comment(scene: Scene, workflow: Workflow) -> None:
    number = scene.github.issue(SHOP, "A postmortem", pull_request="open").number
    merged = proposed(scene, BODY)

    for _ in range(2):
        assert workflow.run("pm-sync-plan", "plan", merged).returncode == 0
        done = workflow.run("pm-sync-plan", "comment", scene.clone(), pull_request=str(number))
        assert done.returncode == 0, done.stderr

    assert len(comments(scene, number)) == 1


def test_the_lines_of_a_pull_request_say_what_its_postmortems_lack_and_no_others(
    scene: Scene, workflow: Workflow
) -> None:
    clone = scene.clone()
    clone.write("postmortems/older.md", "# Older\n\n## Impact\n\nTBD\n")
    scene.remote.commit(clone, "not touched by the pull request")
    clone.git("push", "--quiet", "origin", "main")
    text = "# New\n\n**Date:** 2026-11-04\n\n## Impact\n\nTBD\n\n## Action items\n\n- Improve monitoring\n"
    checkout = proposed(scene, text)

    done = workflow.run("pm-sync-plan", "plan", checkout, step=1)

    told = [line for line in done.stdout.splitlines() if line.startswith("::")]
    assert done.returncode == 1  # a section that still holds the words of the template
    assert any(
        one.startswith(f"::error file={NEW},line=5,title=section-placeholder") for one in told
    )
    assert any(one.startswith(f"::warning file={NEW},line=11,title=item-vague") for one in told)
    assert "older.md" not in done.stdout
