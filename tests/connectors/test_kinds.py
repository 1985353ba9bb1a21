"""What every connector is told about the run."""

from __future__ import annotations

import getpass
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.kinds import Context, os_user


def test_whoever_runs_the_process_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "dana")

    assert os_user() == "dana"


@pytest.mark.parametrize("error", [KeyError, OSError, ImportError])
def test_a_system_without_a_name_for_the_user_will_do(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def refuse() -> str:
        raise error

    monkeypatch.setattr(getpass, "getuser", refuse)

    assert os_user() == "pm-sync"


def test_the_clock_of_a_run_tells_utc() -> None:
    assert Context(Path()).now().utcoffset() == timedelta(0)
