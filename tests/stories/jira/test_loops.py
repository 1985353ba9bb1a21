"""A bot that runs every quarter of an hour: a hundred runs change as much as one, however far the search lags."""

from __future__ import annotations

import pytest

from tests.fakes.jira.fake import Jira
from tests.fakes.program import Program

WRITES = ("POST /issue", "PUT", "DELETE")
READS = ("POST /issue/bulkfetch",)


def writes(jira: Jira) -> list[str]:
    names = [name for name in jira.names() if name.startswith(WRITES)]
    return [name for name in names if not name.startswith(READS)]


@pytest.mark.parametrize("lag", [0.0, 3600.0])
def test_a_hundred_runs_change_as_much_as_one(program: Program, jira: Jira, lag: float) -> None:
    jira.lag = lag
    program("sync")
    files, first = program.files(), writes(jira)

    for _ in range(99):
        jira.wait(900)
        assert program("sync").code == 0

    assert writes(jira) == first
    assert not [name for name in first if "comment" in name]
    told = {name: data for name, data in program.files().items() if name != "pm-sync.state"}
    assert told == {name: data for name, data in files.items() if name != "pm-sync.state"}
