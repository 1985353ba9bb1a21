"""Several processes at once, and processes that are killed: each ticket once, and whatever was told is there."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from connectors.contract.drafts import PROJECT, draft
from connectors.local.database import Database
from connectors.local.tracker import LocalTracker
from sync.model.ticket import Done
from tests.connectors.local.clock import Clock

ROOT = Path(__file__).parents[3]

CREATOR = """
import sys
from pathlib import Path
from connectors.contract.drafts import draft
from connectors.kinds import Context
from connectors.local import KIND
tracker = KIND.open(KIND.options()(), Context(Path(sys.argv[1])))
print("ready", flush=True)
sys.stdin.readline()
for outcome in tracker.create(draft(int(number)) for number in sys.argv[2].split(",")):
    print(outcome.ticket.ref, outcome.ticket.marker.key, flush=True)
"""


def creator(root: Path, numbers: list[int]) -> subprocess.Popen[str]:
    """A process that creates these drafts once a line comes in, and prints each ticket when it is told."""
    return subprocess.Popen(
        [sys.executable, "-c", CREATOR, root, ",".join(map(str, numbers))],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def all_at_once(processes: list[subprocess.Popen[str]]) -> list[tuple[str, ...]]:
    """Let all begin together; what they printed."""
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    printed = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return [tuple(line.split(" ")) for text in printed for line in text.split("\n")[:-1]]


def keys_in(root: Path) -> Counter[str]:
    """How many tickets each key has, read past the tracker; the database has to be sound."""
    path = root / ".pm-sync" / "tracker.sqlite3"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        created = connection.execute("SELECT ticket FROM events WHERE what = 'created'").fetchall()
        tickets = connection.execute("SELECT number, key FROM tickets").fetchall()
    assert sorted(number for (number,) in created) == sorted(number for number, _ in tickets)
    return Counter(key for _, key in tickets)


def test_processes_that_create_the_same_at_once_share_one_ticket_each(tmp_path: Path) -> None:
    numbers = list(range(1, 16))
    processes = [creator(tmp_path, numbers[shift:] + numbers[:shift]) for shift in (0, 4, 8, 12)]

    told = all_at_once(processes)

    assert keys_in(tmp_path) == {draft(number).marker.key: 1 for number in numbers}
    assert len(told) == 4 * len(numbers)
    assert len(set(told)) == len(numbers)


def test_processes_that_create_different_things_at_once_lose_nothing(tmp_path: Path) -> None:
    processes = [creator(tmp_path, list(range(10 * n + 1, 10 * n + 11))) for n in range(4)]

    told = all_at_once(processes)

    assert len({ref for ref, _ in told}) == 40
    assert keys_in(tmp_path) == {key: 1 for _, key in told}


@pytest.mark.skipif(os.name != "posix", reason="needs kill -9")
@pytest.mark.parametrize("after", [0, 1, 2, 5, 9])
def test_a_kill_at_any_moment_leaves_each_ticket_once_and_the_rerun_completes_them(
    tmp_path: Path, after: int
) -> None:
    numbers = list(range(1, 200))
    told = _killed_after(creator(tmp_path, numbers), after)

    with contextlib.closing(
        LocalTracker(Database(tmp_path / ".pm-sync" / "tracker.sqlite3"), Clock())
    ) as tracker:
        left = {
            ticket.ref.id: ticket.marker.key
            for ticket in tracker.find(PROJECT).tickets
            if ticket.marker
        }
        outcomes = list(tracker.create(draft(number) for number in numbers[:30]))

    assert told.items() <= left.items()
    assert all(isinstance(outcome, Done) for outcome in outcomes)
    assert set(keys_in(tmp_path).values()) == {1}


def _killed_after(process: subprocess.Popen[str], lines: int) -> dict[str, str]:
    """Kill the process once it told so many tickets, whatever it does by then; what it told in all."""
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n")
        process.stdin.flush()
        process.stdout.readline()
        told = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        told += process.stdout.read().split("\n")
    return dict(line.split() for line in told if len(line.split()) == 2)
