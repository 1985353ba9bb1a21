"""The action for GitHub: its steps as a runner runs them, but for the installing, which `make action-check` does."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.connectors.git.remotes import Remote
from tests.fakes.program import HOME, Program

ACTION: Any = yaml.safe_load((HOME / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
DOCUMENT = "# Outage\n\nDate: 2026-11-20\n\n## Action items\n\n- Alert on lag (@ann)\n- Ask (@bob, due 2026-11-01)\n"
PATH = "postmortems/a.md"


class Runner:
    """Runs steps of the action in a checkout, with the variables of a runner."""

    def __init__(self, checkout: Path, folder: Path) -> None:
        self.checkout = checkout
        self.more: dict[str, str] = {}
        """Variables besides, or instead."""
        self.temp = folder / "temp"
        self.temp.mkdir()
        self.output = folder / "output"
        self.summary = folder / "summary.md"
        self.installed = folder / "installed"
        (self.installed / "bin").mkdir(parents=True)
        (self.installed / "bin/python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        (self.installed / "bin/python").chmod(0o755)

    def environment(self, step: dict[str, Any], inputs: dict[str, str]) -> dict[str, str]:
        known = {name: str(one.get("default", "")) for name, one in ACTION["inputs"].items()}
        known |= {"github-token": "ghs_secret", "pull-request": "", "author": "", **inputs}
        values = {f"inputs.{name}": value for name, value in known.items()}
        values |= {
            "steps.python.outputs.python-path": sys.executable,
            "steps.place.outputs.folder": str(self.installed),
            "steps.place.outputs.report": str(self.temp / "report.json"),
        }
        given = {
            name: values[text.removeprefix("${{").removesuffix("}}").strip()]
            for name, text in step.get("env", {}).items()
        }
        return Program(self.checkout).environment(
            {
                "GITHUB_ACTIONS": "true",
                "GITHUB_ACTION_PATH": str(HOME),
                "GITHUB_SERVER_URL": "https://github.example",
                "GITHUB_OUTPUT": str(self.output),
                "GITHUB_STEP_SUMMARY": str(self.summary),
                "RUNNER_TEMP": str(self.temp),
                **given,
                **self.more,
            }
        )

    def command(self, name: str) -> tuple[list[str], dict[str, Any]]:
        """As the runner calls bash: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax"""
        step = next(one for one in STEPS if one.get("id") == name)
        script = self.temp / f"{name}.sh"
        script.write_text(step["run"])
        return ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)], step

    def __call__(self, name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        command, step = self.command(name)
        given = {key.replace("_", "-"): value for key, value in inputs.items()}
        return subprocess.run(
            command,
            cwd=self.checkout,
            env=self.environment(step, given),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def outputs(self) -> dict[str, str]:
        lines = self.output.read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)


@pytest.fixture
def remote(tmp_path: Path) -> Remote:
    remote = Remote(tmp_path)
    first = remote.clone("seed")
    first.write(PATH, DOCUMENT)
    first.write("pm-sync.toml", 'project = { id = "acme/shop" }\n')
    remote.commit(first, "postmortems")
    first.git("push", "--quiet", "origin", "main")
    return remote


@pytest.fixture
def runner(remote: Remote, tmp_path: Path) -> Runner:
    return Runner(remote.clone("work").root, tmp_path)


def test_a_sync_pushes_tells_the_page_of_the_job_and_gives_numbers(
    runner: Runner, remote: Remote
) -> None:
    done = runner("run", publish="push")
    runner("outputs")

    assert done.returncode == 0, done.stderr
    assert "pushed to main as" in done.stderr
    assert "LOCAL-1" in remote.git("show", f"main:{PATH}")
    assert "Done: 2 tickets created" in runner.summary.read_text()
    assert "**1 action item overdue**" in runner.summary.read_text()
    told = runner.outputs()
    assert {name: told[name] for name in ("created", "conflicts", "overdue")} == {
        "created": "2",
        "conflicts": "0",
        "overdue": "1",
    }
    assert json.loads(Path(told["report"]).read_text())["summary"]["create"] == 2
    assert set(told) == set(ACTION["outputs"])


def test_a_plan_changes_nothing(runner: Runner, remote: Remote) -> None:
    before = Program(runner.checkout).files()

    done = runner("run", command="plan", paths=f"{PATH}\n\n", options="--full\n--strict")

    assert done.returncode == 0, done.stderr
    assert Program(runner.checkout).files() == before
    assert "create a ticket" in runner.summary.read_text()
    assert remote.git("rev-list", "--count", "main").strip() == "2"


def test_numbers_are_there_although_the_run_failed(runner: Runner) -> None:
    (runner.checkout / "pm-sync.toml").write_text("nonsense = 1\n")

    assert runner("run").returncode == 2
    runner("outputs")

    assert runner.outputs() == {
        "created": "0",
        "changed": "0",
        "conflicts": "0",
        "overdue": "0",
        "report": "",
    }


@pytest.mark.parametrize(
    "hostile",
    [
        "$(touch owned)",
        "`touch owned`",
        "; touch owned",
        "a\nb",
        "--root=/",
        "-x",
        "' touch owned '",
    ],
)
def test_an_input_is_never_code_and_never_an_option(runner: Runner, hostile: str) -> None:
    for name in ("paths", "root", "command", "publish"):
        done = runner("run", **{name: hostile})
        assert done.returncode != 0
        assert not list(runner.checkout.rglob("owned"))
    assert not Program(runner.checkout).files().get("pm-sync.state")


def test_text_of_a_document_gives_no_command_to_the_runner(runner: Runner) -> None:
    (runner.checkout / "postmortems/##[error]b.md").write_text(
        DOCUMENT.replace("Alert", "::add-mask::x ##[error]y Alert").replace(
            "Ask", "%0A::error::Ask"
        )
    )

    done = runner("run", publish="", options="-v")
    runner("outputs")

    for line in (done.stdout + done.stderr).splitlines():
        assert "##[" not in line
        assert not line.lstrip().startswith("::") or line.startswith("::add-mask::")
    assert len(runner.output.read_text().splitlines()) == len(ACTION["outputs"])


def test_git_signs_in_with_the_token_and_says_it_nowhere(runner: Runner, tmp_path: Path) -> None:
    tools, asked = tmp_path / "tools", tmp_path / "asked"
    tools.mkdir()
    real = shutil.which("git")
    (tools / "git").write_text(
        f'#!/bin/sh\n"{real}" config --get-all http.https://github.example/.extraheader >> "{asked}"\nexec "{real}" "$@"\n'
    )
    (tools / "git").chmod(0o755)
    command, step = runner.command("run")
    environ = runner.environment(step, {})
    environ["PATH"] = f"{tools}{os.pathsep}{environ['PATH']}"

    done = subprocess.run(
        command, cwd=runner.checkout, env=environ, capture_output=True, text=True, check=False
    )

    pair = base64.b64encode(b"x-access-token:ghs_secret").decode()
    assert f"AUTHORIZATION: basic {pair}" in asked.read_text()
    told = (done.stdout + done.stderr).replace(f"::add-mask::{pair}", "")
    assert pair not in told
    assert "ghs_secret" not in told


def test_settings_of_git_that_the_job_gives_stay(runner: Runner) -> None:
    _, step = runner.command("run")
    environ = runner.environment(step, {})
    environ |= {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.quotePath",
        "GIT_CONFIG_VALUE_0": "false",
    }
    tell = "import os, runpy, sys; runpy.run_path(sys.argv[1], run_name='there')['sign_in']()"
    tell += "; print(*(os.environ[f'GIT_CONFIG_KEY_{n}'] for n in range(int(os.environ['GIT_CONFIG_COUNT']))))"

    done = subprocess.run(
        [sys.executable, "-c", tell, str(HOME / "action/run.py")],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )

    header = "http.https://github.example/.extraheader"
    assert done.stdout.splitlines()[-1] == f"core.quotePath {header} {header}"


def test_a_cancelled_job_interrupts_pm_sync_itself(runner: Runner, tmp_path: Path) -> None:
    tools, reached = tmp_path / "tools", tmp_path / "reached"
    tools.mkdir()
    (tools / "git").write_text(f'#!/bin/sh\n: > "{reached}"\nexec sleep 60\n')
    (tools / "git").chmod(0o755)
    command, step = runner.command("run")
    environ = runner.environment(step, {})
    environ["PATH"] = f"{tools}{os.pathsep}{environ['PATH']}"
    # What runs the tests may have been told to ignore the signal, and whoever it starts would, too.
    heeding = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execvp(sys.argv[1], sys.argv[1:])"
    with subprocess.Popen(
        [sys.executable, "-c", heeding, *command],
        cwd=runner.checkout,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        deadline = time.monotonic() + 60
        while not reached.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)  # to that process alone: the shell gave way to it
        try:
            _, told = process.communicate(timeout=30)
        finally:
            process.kill()

    assert process.returncode == 130
    assert "interrupted" in told


def test_the_key_of_the_cache_changes_with_what_is_installed(
    runner: Runner, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    for name in ("action", "sync", "connectors", "config"):
        shutil.copytree(HOME / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOME / "pyproject.toml", copy)
    environ = {**os.environ, "RUNNER_TEMP": str(runner.temp), "GITHUB_OUTPUT": str(runner.output)}

    def key() -> str:
        subprocess.run(
            [sys.executable, "-I", str(copy / "action/place.py")], env=environ, check=True
        )
        return runner.outputs()["key"]

    first = key()
    assert key() == first
    (copy / "sync/errors.py").write_text("# changed\n")
    assert key() != first
    assert runner.outputs()["folder"].startswith(str(runner.temp))


def test_every_action_is_pinned_and_no_input_reaches_a_script() -> None:
    for step in STEPS:
        assert "${{" not in step.get("run", "")
        if "uses" in step:
            assert len(step["uses"].partition("@")[2]) == 40
        else:
            assert step["shell"] == "bash"


def test_what_the_action_installs_is_what_is_locked() -> None:
    told = (HOME / "action/requirements.txt").read_text(encoding="utf-8")
    lock = (HOME / "uv.lock").read_text(encoding="utf-8")
    blocks = [block for block in told.split("\n") if "==" in block]

    for block in blocks:
        name, version = block.split(" ")[0].split("==")
        assert f'name = "{name}"\nversion = "{version}"' in lock
    assert len(blocks) > 20
    hashes = [
        line.strip().split("--hash=")[1].split(" ")[0]
        for line in told.split("\n")
        if "--hash=" in line
    ]
    assert all(f'hash = "{one}"' in lock for one in hashes)
    assert told.count("--hash=") == len(hashes)


def test_another_repository_than_the_job_s_own_is_what_tickets_and_keys_are_of(
    runner: Runner,
) -> None:
    (runner.checkout / "pm-sync.toml").unlink()
    runner.more = {
        "GITHUB_REPOSITORY": "acme/central",
        "GITHUB_REF_NAME": "release",
        "GITHUB_REF_TYPE": "branch",
    }

    done = runner("run", publish="", repository="acme/pay", command="plan")

    assert done.returncode == 0, done.stderr
    report = json.loads((runner.temp / "report.json").read_text())
    assert report["repository"] == "acme/pay"


def test_what_became_of_the_items_is_told_on_the_page_in_files_and_in_numbers(
    runner: Runner,
) -> None:
    before = Program(runner.checkout).files()
    page, table = runner.temp / "out.md", runner.temp / "out.csv"

    done = runner("run", command="report", out=f"{page}\n{table}\n", paths=PATH)
    runner("outputs")

    assert done.returncode == 0, done.stderr
    assert "**2 open**, **1 overdue**" in runner.summary.read_text()
    assert page.read_text() == runner.summary.read_text()
    assert len(table.read_text().splitlines()) == 3
    told = runner.outputs()
    assert (told["overdue"], told["conflicts"], told["created"]) == ("1", "0", "0")
    assert json.loads(Path(told["report"]).read_text())["summary"]["open"] == 2
    assert Program(runner.checkout).files() == before


def test_owners_are_reminded_as_the_options_say_and_the_page_tells_it(runner: Runner) -> None:
    done = runner("run", command="remind", options="--channel=issue\n--format=json", paths=PATH)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout[done.stdout.index("{") :])["sent"] is False
    assert "1 action item overdue" in runner.summary.read_text()


def test_reports_are_joined_on_the_page_of_the_job(runner: Runner, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    told = {"version": 1, "repository": "acme/pay", "summary": {"create": 3}}
    (tmp_path / "reports/pay.json").write_text(json.dumps(told))

    done = runner(
        "run",
        command="report",
        reports=str(tmp_path / "reports"),
        expected='["acme/pay", "acme/shop"]',
    )

    assert done.returncode == 1
    page = runner.summary.read_text()
    assert "| acme/pay | 3 |" in page
    assert "| acme/shop | **it sent no report** |" in page


def test_a_list_of_repositories_that_is_none_is_told(runner: Runner) -> None:
    done = runner("run", command="report", reports=".", expected="acme/pay")

    assert done.returncode != 0
    assert "the input `expected` is no JSON list" in done.stderr


@pytest.mark.parametrize("missing", ["comment", "pull-request"])
def test_a_comment_needs_a_file_and_a_pull_request(runner: Runner, missing: str) -> None:
    given = {"comment": "plan.json", "pull_request": "7"}
    given.pop(missing.replace("-", "_"))

    done = runner("run", command="comment", **given)

    assert done.returncode != 0
    assert f"the input `{missing}` is empty" in done.stderr
