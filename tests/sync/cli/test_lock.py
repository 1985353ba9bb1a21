"""How a run is called in the lock across machines, and what the settings make of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sync.cli.lock import holder
from tests.fakes.program import Program


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        (
            {
                "GITHUB_SERVER_URL": "https://git.example",
                "GITHUB_REPOSITORY": "acme/shop",
                "GITHUB_RUN_ID": "7",
            },
            "https://git.example/acme/shop/actions/runs/7",
        ),
        ({"CI_JOB_URL": "https://lab.example/jobs/7"}, "https://lab.example/jobs/7"),
        ({"BUILD_URL": "https://jenkins.example/7/"}, "https://jenkins.example/7/"),
    ],
)
def test_a_run_of_ci_is_called_by_its_page(environ: dict[str, str], told: str) -> None:
    assert holder(environ) == told


@pytest.mark.parametrize("environ", [{}, {"GITHUB_RUN_ID": "7"}, {"BUILD_URL": ""}])
def test_any_other_run_is_called_by_process_and_machine(environ: dict[str, str]) -> None:
    assert holder(environ).startswith(f"process {os.getpid()} on ")


def test_a_lock_that_nobody_knows_is_refused_with_its_line(tmp_path: Path) -> None:
    program = Program(tmp_path, inside=True)
    program.write("pm-sync.toml", '[sync]\nlock = "maybe"\n')

    done = program("sync")

    assert done.code == 2
    assert "pm-sync.toml:2: `sync.lock` is 'maybe', and should be 'auto', 'required' or 'off'" in (
        done.err
    )


def test_a_lock_that_is_off_is_told_to_whoever_asks(tmp_path: Path) -> None:
    program = Program(tmp_path, inside=True)
    program.write("pm-sync.toml", '[sync]\nlock = "off"\n')

    assert 'no lock across machines: `lock = "off"`' in program("sync", "-v").err
    assert program("sync").err == ""
