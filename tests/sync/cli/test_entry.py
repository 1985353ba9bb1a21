"""The list of commands, which is known without importing them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.fakes.program import HOME, Program


def test_a_key_pressed_for_completion_imports_no_command(tmp_path: Path) -> None:
    code = (
        "import atexit, json, sys; sys.argv = ['pm-sync'];"
        "atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr));"
        "from sync.__main__ import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env={
            "PYTHONPATH": str(HOME),
            "_PM_SYNC_COMPLETE": "bash_complete",
            "COMP_WORDS": "pm-sync ",
            "COMP_CWORD": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    loaded = set(json.loads(done.stderr.split("\n")[-2]))
    assert {"plain,items", "plain,sync", "plain,tickets"} <= set(done.stdout.split("\n"))
    assert not {"pydantic", "rich", "sync.cli.items", "sync.cli.runs"} & loaded


def test_only_what_was_begun_is_offered(tmp_path: Path) -> None:
    offered = Program(tmp_path)(
        _PM_SYNC_COMPLETE="bash_complete", COMP_WORDS="pm-sync p", COMP_CWORD="1"
    )

    assert offered.out == "plain,plan\n"


def test_the_version_is_told(tmp_path: Path) -> None:
    assert Program(tmp_path)("--version").out.startswith("pm-sync, version ")


def test_a_closed_output_does_no_harm(tmp_path: Path) -> None:
    program = Program(tmp_path)
    closed = ["sh", "-c", 'exec "$@" >&-', "sh", *program.command("items")]

    done = subprocess.run(
        closed, cwd=tmp_path, env=program.environment(), capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
