"""Repositories that others read too: no dead references, and no tickets from a branch that may never be merged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fakes.program import Program

DOCUMENT = "# Outage\n\nDate: 2026-11-03\n\n## Action items\n\n- Add an alert\n"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A clone as a runner makes it: a remote that names no default branch, and no branch checked out."""
    program = Program(tmp_path, inside=True)
    program.write("postmortems/a.md", DOCUMENT)
    program.write("pm-sync.toml", "")
    program.git("init", "--quiet", "--initial-branch=main")
    program.git("add", ".")
    program.git("commit", "--quiet", "--message", "first")
    program.git("remote", "add", "origin", "https://git.example/acme/shop.git")
    program.git("checkout", "--quiet", "--detach")
    return program


@pytest.mark.parametrize("value", ["true", "1", "yes"])
def test_a_runner_that_kept_the_journal_and_no_tickets_is_refused(
    program: Program, value: str
) -> None:
    program.write(".pm-sync/journal.jsonl", "")

    done = program("sync", CI=value)

    assert done.code == 2
    assert "CI runner" in done.err
    assert "LOCAL" not in program.read("postmortems/a.md")


@pytest.mark.parametrize("value", ["", "false", "0"])
def test_what_says_no_is_no_runner(program: Program, value: str) -> None:
    assert program("sync", CI=value).code == 0


def test_a_plan_says_that_sync_would_refuse(program: Program) -> None:
    (program.root / "pm-sync.toml").unlink()

    done = program("plan", "--format", "json")

    assert done.code == 0
    assert "would refuse" in done.err
    assert done.json["summary"]["create"] == 1


def test_a_pull_request_s_runner_knows_the_default_branch_from_its_event(
    program: Program, tmp_path: Path
) -> None:
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"repository": {"default_branch": "main"}}))
    program.environ = {"GITHUB_EVENT_PATH": str(event), "GITHUB_REF_TYPE": "branch"}

    report = program("sync", "--format", "json", GITHUB_REF_NAME="12/merge").json
    merged = program("sync", "--format", "json", GITHUB_REF_NAME="main").json

    assert report["summary"]["held"] == 1
    assert "12/merge" in report["actions"][0]["reason"]
    assert merged["summary"]["create"] == 1


def test_init_says_what_the_embedded_tracker_is_good_for(program: Program) -> None:
    assert "on this machine only" in program("init", "--force").out
    program.git("remote", "remove", "origin")
    assert "on this machine only" not in program("init", "--force").out
