"""The door: a foreign package of one of our names is named, before anything of it runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sync.__main__ import intruder

HOME = Path(__file__).parents[2]


def run_from(folder: Path, *, path: str | None = None, isolated: bool = True) -> tuple[int, str]:
    """Start the program from `folder` as its console script would, and tell exit code and stderr."""
    code = f"import sys; sys.path.append({str(HOME)!r}); from runpy import run_module; "
    code += "sys.argv = ['pm-sync', '--help']; run_module('sync.__main__', run_name='__main__')"
    environment = {"PATH": "/usr/bin:/bin"} | ({"PYTHONPATH": path} if path else {})
    flags = ["-P"] if isolated else []
    done = subprocess.run(
        [sys.executable, *flags, "-c", code],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.fixture(params=["config/__init__.py", "config.py", "connectors/__init__.py"])
def hostile(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    intruder = tmp_path / str(request.param)
    intruder.parent.mkdir(exist_ok=True)
    intruder.write_text("raise SystemExit('the wrong package was imported')\n")
    return tmp_path


def test_a_hostile_package_in_the_current_folder_does_no_harm(hostile: Path) -> None:
    assert run_from(hostile) == (0, "")


def test_a_hostile_package_on_the_path_is_named_in_one_sentence(hostile: Path) -> None:
    code, told = run_from(hostile, path=str(hostile))

    assert code == 2
    assert str(hostile) in told
    assert "PYTHONPATH" in told
    assert told.count("\n") == 1


def test_started_as_a_module_it_sees_the_current_folder_and_names_the_intruder(
    hostile: Path,
) -> None:
    code, told = run_from(hostile, isolated=False)

    assert code == 2
    assert str(hostile) in told


def test_a_module_in_a_folder_below_the_home_is_an_intruder_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("sync", "connectors", "config"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "config.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    ours_alone = intruder(tmp_path)
    monkeypatch.syspath_prepend(tmp_path / "demo")

    assert ours_alone is None
    assert intruder(tmp_path) == f"config from {tmp_path / 'demo' / 'config.py'}"


def test_a_folder_of_settings_called_config_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "production.yaml").write_text("a: 1\n")

    assert run_from(tmp_path, path=str(tmp_path)) == (0, "")


def test_ctrl_c_while_the_program_is_loaded_is_told_in_one_line(tmp_path: Path) -> None:
    shadow = tmp_path / "click.py"
    shadow.write_text("raise KeyboardInterrupt\n")

    assert run_from(tmp_path, path=str(tmp_path)) == (
        130,
        "pm-sync: interrupted before anything was done\n",
    )
