"""Real processes, really killed: by the tracker when a request arrives or was carried out, and at operations on files."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.fakes.disk import KILLS
from tests.fakes.github.fake import GitHub
from tests.fakes.github.over_http import served
from tests.fakes.jira.over_http import served as served_jira
from tests.fakes.wire.exchange import Request
from tests.fakes.wire.faults import Dropped
from tests.faults.counted import ALL, COUNTED
from tests.faults.desks import NAMES, READS, desk
from tests.faults.enumerated import differences
from tests.faults.worlds import SCENES, Scene

AT_A_FILE = """
import os, signal, sys
from pathlib import Path
from sync.cli import main
from tests.fakes.disk import Disk
disk = Disk(Path.cwd())
disk.at, disk.fault = int(sys.argv.pop(1)), sys.argv.pop(1)
disk.die = lambda: os.kill(os.getpid(), signal.SIGKILL)
with disk.watched():
    main()
"""


@contextmanager
def a_scene(root: Path, name: str, scene: str) -> Iterator[Scene]:
    """A repository whose tracker listens on a port, on the clock of the machine."""
    its = desk(name, root)
    its.wait((datetime.now(UTC) - its.now).total_seconds())
    if its.service is None:
        made = Scene(root, its)
        made.prepare(scene)
        yield made
        return
    with served(its.service) if isinstance(its.service, GitHub) else served_jira(its.service):
        made = Scene(root, its, over_http=True)
        made.prepare(scene)
        yield made


def killed(scene: Scene, *command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=scene.program.root,
        env=scene.program.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill_at(scene: Scene, number: int, *, after: bool) -> None:
    """Run `pm-sync sync`, and kill it when this request arrives, or when it was carried out and before it is answered."""
    service = scene.desk.service
    assert service is not None
    running: list[subprocess.Popen[bytes]] = []

    def strike(_: Request) -> None:
        if len(service.requests) == number + 1:
            running[0].kill()
            raise Dropped

    if after:
        service.after = strike
    else:
        service.before = strike
    running.append(killed(scene, *scene.program.command("sync")))
    assert running[0].wait(120) == -signal.SIGKILL


@pytest.mark.parametrize("scene", SCENES if ALL else ("later",))
@pytest.mark.parametrize("name", [name for name in NAMES if name != "local"])
def test_a_process_killed_at_any_request_leaves_one_ticket_for_each_item(
    tmp_path: Path, name: str, scene: str
) -> None:
    with a_scene(tmp_path / "clean", name, scene) as clean:
        clean.sync()
        service = clean.desk.service
        assert service is not None
        requests = service.names()
        clean.settle()
    points = [
        (number, after)
        for number, request in enumerate(requests)
        for after in (False, True)
        if ALL or not READS.match(request)
    ]
    assert points
    for number, after in points:
        COUNTED[name, "killed processes"] += 1
        with a_scene(tmp_path / f"{number}{after}", name, scene) as world:
            kill_at(world, number, after=after)
            world.settle()
            assert list(differences(clean.end(), world.end())) == [], (requests[number], after)


@pytest.mark.parametrize("scene", SCENES if ALL else ("later",))
@pytest.mark.parametrize("name", ["local", "github"])
def test_a_process_killed_at_any_operation_on_a_file_leaves_one_ticket_for_each_item(
    tmp_path: Path, name: str, scene: str
) -> None:
    with a_scene(tmp_path / "clean", name, scene) as clean:
        clean.sync()
        operations = list(clean.disk.operations)
        clean.settle()
    step = 1 if ALL else 9
    assert len(operations) > step
    for number in range(0, len(operations), step):
        fault = KILLS[number // step % len(KILLS)]
        COUNTED[name, "killed processes"] += 1
        with a_scene(tmp_path / str(number), name, scene) as world:
            command = (sys.executable, "-P", "-c", AT_A_FILE, str(number), fault, "sync")
            assert killed(world, *command).wait(120) == -signal.SIGKILL
            world.settle()
            assert list(differences(clean.end(), world.end())) == [], (operations[number], fault)
