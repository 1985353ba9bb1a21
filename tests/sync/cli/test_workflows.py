"""`init --github`: workflows that need no hand, with no more rights than each job needs, and nobody's file lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.fakes.program import HOME, Done, Program

ACTION = f"acme/pm-sync@{'0123456789' * 4}"
SYNC = ".github/workflows/pm-sync.yml"
PLAN = ".github/workflows/pm-sync-plan.yml"
REPORT = ".github/workflows/pm-sync-report.yml"
DOCUMENT = "# Outage\n\nDate: 2026-11-20\n\n## Action items\n\n- Alert on lag\n"


@pytest.fixture
def shop(tmp_path: Path) -> Program:
    return repository(tmp_path)


def repository(root: Path, below: str = "") -> Program:
    top = Program(root, inside=True)
    top.git("init", "--quiet", "--initial-branch=main")
    top.git("remote", "add", "origin", "https://github.com/acme/shop.git")
    program = Program(root / below, inside=True)
    program.write("postmortems/a.md", DOCUMENT)
    return program


def init(program: Program, *options: str) -> Done:
    return program("init", "--github", "--action", ACTION, *options)


def loaded(program: Program, path: str) -> Any:
    return yaml.load(program.read(path), Loader=yaml.BaseLoader)


def test_it_writes_settings_and_all_workflows_beside_the_census(shop: Program) -> None:
    done = init(shop, "--tracker", "github")

    assert done.code == 0, done.err
    assert {SYNC, PLAN, REPORT, "pm-sync.toml"} <= set(shop.files())
    assert f"wrote {SYNC}" in done.out
    assert "allow GitHub Actions to create pull requests" in done.out


def test_the_sync_runs_on_a_schedule_by_hand_and_for_issues_of_ours_one_at_a_time(
    shop: Program,
) -> None:
    init(shop, "--tracker", "github")

    flow = loaded(shop, SYNC)
    job = flow["jobs"]["sync"]
    assert set(flow["on"]) == {"schedule", "workflow_dispatch", "push", "issues"}
    assert int(flow["on"]["schedule"][0]["cron"].split()[0]) % 2 == 1
    assert flow["on"]["push"] == {
        "branches": ["main"],
        "paths": ["postmortems/**/*.md", "pm-sync.toml"],
    }
    assert (
        job["if"]
        == "github.event_name != 'issues' || contains(github.event.issue.labels.*.name, 'pm-sync')"
    )
    assert flow["concurrency"]["cancel-in-progress"] == "false"
    assert flow["permissions"] == {}
    assert job["permissions"] == {"contents": "write", "issues": "write", "pull-requests": "write"}
    assert job["steps"][2] == {"uses": ACTION, "with": {"root": ".", "publish": "pull-request"}}


def test_what_is_cached_is_kept_from_a_stopped_run_too(shop: Program) -> None:
    init(shop, "--tracker", "github")

    restored, _, saved = loaded(shop, SYNC)["jobs"]["sync"]["steps"][1:]
    assert restored["with"]["path"] == saved["with"]["path"] == ".pm-sync"
    assert restored["with"]["key"] == saved["with"]["key"]
    assert saved["if"] == "always()"


def test_the_job_that_reads_the_proposed_documents_can_write_nothing_and_has_no_secret(
    shop: Program,
) -> None:
    init(shop, "--tracker", "github")

    flow = loaded(shop, PLAN)
    plan, comment = flow["jobs"]["plan"], flow["jobs"]["comment"]
    assert set(flow["on"]) == {"pull_request"}
    assert plan["permissions"] == {"contents": "read", "issues": "read"}
    assert plan["steps"][0]["with"]["fetch-depth"] == "2"
    assert plan["steps"][1]["with"]["base"] == "HEAD^1"
    assert "secrets." not in shop.read(PLAN)
    assert comment["permissions"] == {"contents": "read", "pull-requests": "write"}
    own = "github.event.pull_request.head.repo.full_name == github.repository"
    assert comment["if"] == f"${{{{ !cancelled() && {own} }}}}"
    assert comment["steps"][0]["with"]["ref"] == "${{ github.event.pull_request.base.sha }}"


def test_the_report_is_told_weekly_by_a_job_that_can_write_nothing(shop: Program) -> None:
    init(shop, "--tracker", "github")

    flow = loaded(shop, REPORT)
    job = flow["jobs"]["report"]
    minute, *rest = flow["on"]["schedule"][0]["cron"].split()
    assert set(flow["on"]) == {"schedule", "workflow_dispatch"}
    assert (int(minute) % 2, rest) == (1, ["6", "*", "*", "1"])
    assert job["permissions"] == {"contents": "read", "issues": "read"}
    assert "secrets." not in shop.read(REPORT)
    _, _, run, upload = job["steps"]
    files = run["with"]["out"].split("\n")
    assert run["with"]["command"] == "report"
    assert [one.rpartition(".")[2] for one in files if one] == ["html", "json"]
    assert upload["with"]["path"] == run["with"]["out"]


def test_for_jira_it_passes_the_secrets_asks_for_no_issues_and_listens_to_jira(
    shop: Program,
) -> None:
    shop.write(
        "pm-sync.toml",
        'tracker = "jira"\n[trackers.jira]\nurl = "https://acme.atlassian.net"\nproject = "OPS"\n',
    )

    done = init(shop)

    assert done.code == 0, done.err
    flow = loaded(shop, SYNC)
    job = flow["jobs"]["sync"]
    assert flow["on"]["repository_dispatch"] == {"types": ["pm-sync"]}
    assert "issues" not in flow["on"]
    assert "if" not in job
    assert job["permissions"] == {"contents": "write", "pull-requests": "write"}
    assert job["steps"][2]["with"]["jira-api-token"] == "${{ secrets.JIRA_API_TOKEN }}"
    report = loaded(shop, REPORT)["jobs"]["report"]
    assert report["permissions"] == {"contents": "read"}
    assert report["steps"][2]["with"]["jira-api-token"] == "${{ secrets.JIRA_API_TOKEN }}"


def test_settings_that_are_there_stay_as_they_are(shop: Program) -> None:
    text = 'tracker = "github"\ndocuments = ["incidents/**/*.md"]\n'
    shop.write("pm-sync.toml", text)

    done = init(shop)

    assert done.code == 0, done.err
    assert shop.read("pm-sync.toml") == text
    assert loaded(shop, SYNC)["on"]["push"]["paths"] == ["incidents/**/*.md", "pm-sync.toml"]


def test_a_project_below_the_top_has_workflows_of_its_own_at_the_top(tmp_path: Path) -> None:
    program = repository(tmp_path, "teams/Pay Ops")

    done = init(program, "--tracker", "github")

    assert done.code == 0, done.err
    top = Program(tmp_path)
    flow = loaded(top, ".github/workflows/pm-sync-teams-pay-ops.yml")
    assert flow["on"]["push"]["paths"][0] == "teams/Pay Ops/postmortems/**/*.md"
    assert flow["concurrency"]["group"] == "pm-sync-teams-pay-ops"
    assert flow["jobs"]["sync"]["steps"][2]["with"]["root"] == "teams/Pay Ops"
    assert flow["jobs"]["sync"]["steps"][1]["with"]["path"] == "teams/Pay Ops/.pm-sync"


def test_twice_changes_nothing_and_a_changed_one_is_replaced_by_force_alone(shop: Program) -> None:
    init(shop, "--tracker", "github")
    first = shop.files()
    assert init(shop).code == 0
    assert shop.files() == first
    shop.write(SYNC, shop.read(SYNC).replace("5-19", "8-9"))

    refused = init(shop)
    forced = shop("init", "--github", "--action", ACTION, "--force", "--tracker", "github")

    assert refused.code == 2
    assert "say --force to replace it" in refused.err
    assert forced.code == 0, forced.err
    assert shop.files()[SYNC] == first[SYNC]


def test_a_file_of_somebody_is_never_replaced_and_nothing_half_written(shop: Program) -> None:
    shop.write(PLAN, "name: mine\n")

    done = init(shop, "--tracker", "github", "--force")

    assert done.code == 2
    assert "not from pm-sync; rename it" in done.err
    assert shop.read(PLAN) == "name: mine\n"
    assert SYNC not in shop.files()


@pytest.mark.parametrize(
    "action", ["acme/pm-sync@main", "acme/pm-sync", "x\n@" + "0" * 40, f"a/b@{'0' * 40}\nevil: 1"]
)
def test_an_action_that_is_not_named_by_its_commit_is_refused(shop: Program, action: str) -> None:
    done = shop("init", "--github", "--tracker", "github", "--action", action)

    assert done.code == 2
    assert "all 40 digits of the commit" in done.err


def test_without_an_action_it_asks_for_one_and_nothing_is_written(shop: Program) -> None:
    before = shop.files()

    done = shop("init", "--github", "--tracker", "github")

    assert done.code == 2
    assert "--action OWNER/pm-sync@COMMIT" in done.err
    assert shop.files() == before


def test_for_the_embedded_tracker_there_are_none_and_nothing_is_written(shop: Program) -> None:
    before = shop.files()

    done = init(shop)

    assert done.code == 2
    assert "say --tracker github" in done.err
    assert shop.files() == before


def test_settings_with_the_embedded_tracker_are_named_whatever_the_command_line_says(
    shop: Program,
) -> None:
    shop.write("pm-sync.toml", 'tracker = "local"\n')

    done = init(shop, "--tracker", "github")

    assert done.code == 2
    assert 'write tracker = "github" into pm-sync.toml' in done.err
    assert SYNC not in shop.files()


def test_patterns_can_write_nothing_else_into_a_workflow(shop: Program) -> None:
    pattern = json.dumps('a"]\n${{ secrets.X }}/?[x]+.md')
    shop.write("pm-sync.toml", f'tracker = "github"\ndocuments = [{pattern}]\n')

    done = init(shop)

    assert done.code == 0, done.err
    flow = loaded(shop, SYNC)
    assert "${{ secrets.X" not in shop.read(SYNC)
    assert len(flow["on"]["push"]["paths"]) == 2


@pytest.mark.parametrize("tracker", ["github", "jira"])
def test_the_workflows_have_nothing_that_zizmor_objects_to(tmp_path: Path, tracker: str) -> None:
    program = repository(tmp_path)
    program.write(
        "pm-sync.toml",
        f'tracker = "{tracker}"\n[trackers.jira]\nurl = "https://acme.atlassian.net"\nproject = "OPS"\n',
    )
    assert init(program).code == 0
    zizmor = shutil.which("zizmor", path=str(Path(sys.executable).parent))
    if zizmor is None:
        pytest.skip("zizmor is not installed in this environment")

    done = subprocess.run(
        [zizmor, "--offline", "--persona=pedantic", "--no-config", ".github"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", [SYNC, PLAN, REPORT])
def test_the_page_shows_the_very_workflows(shop: Program, path: str) -> None:
    init(shop, "--tracker", "github")

    told = (HOME / "docs/github-actions.md").read_text(encoding="utf-8")

    text = shop.read(path).replace(ACTION, "OWNER/pm-sync@COMMIT # by commit, like every action")
    assert f"```yaml\n{text}```\n" in told
