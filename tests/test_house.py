"""The house stands as docs/design.md says."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]
PACKAGES = ("sync", "connectors", "config")


def test_the_layers_hold() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=HOME,
        env={"PYTHONPATH": str(HOME), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", PACKAGES)
def test_no_other_distribution_owns_a_package_of_ours(name: str) -> None:
    """An editable install shows no owner at all; `make wheel-check` looks at the wheel."""
    assert set(metadata.packages_distributions().get(name, [])) <= {"pm-sync"}


@pytest.mark.parametrize("group", ["pm_sync.trackers", "pm_sync.documents"])
def test_every_registered_connector_loads_and_is_named_as_registered(group: str) -> None:
    points = metadata.entry_points(group=group)

    assert points
    assert all(point.load().name == point.name for point in points)


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (["--help"], {"github", "jira", "rich", "pydantic", "pyromark", "sqlite3", "yaml"}),
        (["items"], {"github", "jinja2", "jira", "requests", "sqlite3"}),
    ],
)
def test_a_command_imports_only_what_it_needs(
    arguments: list[str], absent: set[str], tmp_path: Path
) -> None:
    (tmp_path / "postmortems").mkdir()
    (tmp_path / "pm-sync.toml").write_text(
        f'tracker = "{"github" if arguments == ["items"] else "local"}"\n[trackers.github]\nrepository = "a/b"\n'
    )
    (tmp_path / "postmortems" / "a.md").write_text(
        "# Outage\n\n## Action items\n\n- Add an alert\n"
    )
    code = (
        "import atexit, json, sys; sys.argv = ['pm-sync', *sys.argv[1:]];"
        "atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr));"
        "from sync.__main__ import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=tmp_path,
        env={"PYTHONPATH": str(HOME), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stderr.split("\n")[-2]))
    assert "sync.cli" in loaded
    assert not absent & loaded


def _modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (HOME / package).rglob("*.py"))


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(HOME)))
def test_every_module_says_what_it_owns_and_fits_in_a_reader_s_head(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert ast.get_docstring(ast.parse(text))
    assert text.count("\n") <= 300


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = re.compile(r"(utils?|helpers?|common|base|manager|misc|service)$")

    assert [path for path in _modules() if empty.match(path.stem)] == []
