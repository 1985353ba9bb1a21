"""Two machines, two clones of one repository, one tracker: one ticket for each item, however close their runs are."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias, cast

import pytest

from connectors.git.lock import REF
from tests.connectors.git.remotes import Remote
from tests.fakes.github.fake import GitHub
from tests.fakes.github.official import named
from tests.fakes.github.over_http import served
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.model import Flavour
from tests.fakes.jira.official import named as named_for_jira
from tests.fakes.jira.over_http import served as served_jira
from tests.fakes.program import Done, Program
from tests.fakes.wire.exchange import Answer
from tests.fakes.wire.faults import Dropped

Machine: TypeAlias = Callable[[str], Program]

SHOP = "acme/shop"
ITEMS = 10
DOCUMENT = "# Outage\n\nDate: 2026-11-20\n\n## Action items\n\n" + "".join(
    f"- [ ] Mend part {number}\n" for number in range(ITEMS)
)
IS_CREATION = re.compile(r"POST .*(/repos/acme/shop/issues|/issue/bulk)$")


class Tracker:
    """A service over HTTP whose creations a test may hold, outside of the service's own turn."""

    def __init__(self, service: GitHub | Jira, settings: str) -> None:
        self.service = service
        self.settings = settings
        self.environ = {"GITHUB_TOKEN": "ghp_example", "JIRA_API_TOKEN": "a-very-secret-token"}
        self.at_creation: Callable[[], object] = lambda: None
        self._answer = service.answer
        service.answer = self.answer  # type: ignore[method-assign]

    def answer(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | str | None = None,
    ) -> Answer:
        if IS_CREATION.match(f"{method} {path}"):
            self.at_creation()
        return self._answer(method, path, query, headers, body)

    @property
    def titles(self) -> list[str]:
        """Of all tickets of ours."""
        if isinstance(self.service, GitHub):
            return sorted(issue.title for issue in self.service.at(SHOP).issues.values())
        return sorted(issue.summary for issue in self.service.issues())


@pytest.fixture
def tracker(request: pytest.FixtureRequest) -> Iterator[Tracker]:
    kind = getattr(request, "param", "github")
    if kind == "github":
        github = GitHub(referee=named())
        github.repository(SHOP)
        tracker = Tracker(github, "")
        with served(github) as url:
            tracker.settings = (
                'tracker = "github"\nproject = { id = "acme/shop" }\n[trackers.github]\nrepository = "acme/shop"\n'
                f'api_url = "{url}"\nseconds_between_writes = 0\n'
            )
            yield tracker
        return
    jira = Jira("https://jira.acme.test", cast(Flavour, kind), referee=named_for_jira())
    jira.project("OPS")
    jira.me.assignable.add("OPS")
    jira.keys.known = {"a-very-secret-token"}
    tracker = Tracker(jira, "")
    if jira.cloud:
        tracker.environ["JIRA_EMAIL"] = "pm@acme.test"
    with served_jira(jira):
        tracker.settings = f'tracker = "jira"\nproject = {{ id = "acme/shop" }}\n[trackers.jira]\nurl = "{jira.url}"\nproject = "OPS"\n'
        yield tracker


@pytest.fixture
def remote(tmp_path: Path, tracker: Tracker) -> Remote:
    remote = Remote(tmp_path)
    author = remote.clone("author")
    author.write("postmortems/a.md", DOCUMENT)
    author.write("pm-sync.toml", tracker.settings)
    remote.commit(author, "a postmortem")
    author.git("push", "--quiet", "origin", "main")
    return remote


@pytest.fixture
def machine(remote: Remote, tracker: Tracker) -> Machine:
    def made(name: str) -> Program:
        program = remote.clone(name)
        program.environ |= tracker.environ
        return program

    return made


def started(program: Program, *more: str, **environ: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        program.command("sync", *more),
        cwd=program.root,
        env=program.environment(environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> Done:
    out, err = process.communicate(timeout=120)
    return Done(process.returncode, out, err)


def meeting(seconds: float) -> Callable[[], object]:
    """Lets the first creation wait until another run creates as well, or for so long."""
    barrier = threading.Barrier(2, timeout=seconds)

    def meet() -> None:
        if not barrier.broken:
            try:
                barrier.wait()
            except threading.BrokenBarrierError:
                return
            barrier.abort()

    return meet


every_tracker = pytest.mark.parametrize("tracker", ["github", "cloud", "datacenter"], indirect=True)


@every_tracker
def test_two_runs_that_start_at_once_make_one_ticket_for_each_item(
    remote: Remote, tracker: Tracker, machine: Machine
) -> None:
    machines = [machine(name) for name in ("one", "two")]
    tracker.at_creation = meeting(3)

    runs = [ended(process) for process in [started(one) for one in machines]]

    assert [run.code for run in runs] == [0, 0], runs
    assert len(tracker.titles) == len(set(tracker.titles)) == ITEMS
    assert remote.lock is None
    for one in machines:
        assert one("sync").code == 0
        assert one("plan", "--exit-code").code == 0
    assert machines[0].read("postmortems/a.md") == machines[1].read("postmortems/a.md")
    assert len(tracker.titles) == ITEMS


@every_tracker
def test_without_the_lock_they_would_make_more(
    remote: Remote, tracker: Tracker, machine: Machine
) -> None:
    """The test above can fail."""
    machines = [machine(name) for name in ("one", "two")]
    tracker.at_creation = meeting(60)

    runs = [started(one, PM_SYNC_SYNC__LOCK="off") for one in machines]

    assert [ended(run).code for run in runs] == [0, 0]
    assert len(tracker.titles) == 2 * ITEMS


def test_while_another_machine_creates_a_run_says_so_and_ends_well(
    remote: Remote, tracker: Tracker, machine: Machine
) -> None:
    one, two = machine("one"), machine("two")
    hold, waiting = threading.Event(), threading.Event()

    def wait() -> None:
        waiting.set()
        hold.wait(60)

    tracker.at_creation = wait
    running = started(one)
    assert waiting.wait(60)

    done = two("sync")

    hold.set()
    assert ended(running).code == 0
    assert done.code == 0
    assert done.err == ""
    assert f"Held back ({ITEMS} tickets to create)" in done.out
    assert f"another run creates tickets: process {running.pid} on " in " ".join(done.out.split())
    assert remote.lock is None


@pytest.mark.parametrize(
    ("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -9)]
)
def test_a_run_that_is_stopped_gives_its_turn_back_unless_it_is_killed(
    remote: Remote, tracker: Tracker, machine: Machine, stop: signal.Signals, code: int
) -> None:
    one, two = machine("one"), machine("two")
    hold, waiting = threading.Event(), threading.Event()

    def wait() -> None:
        waiting.set()
        hold.wait(60)
        raise Dropped  # before it has its effect

    tracker.at_creation = wait
    heeding = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
    process = subprocess.Popen(
        [sys.executable, "-c", heeding, *one.command("sync")],
        cwd=one.root,
        env=one.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert waiting.wait(60)
    process.send_signal(stop)
    done = ended(process)
    hold.set()
    tracker.at_creation = lambda: None

    assert done.code == code
    assert (remote.lock is None) is (stop != signal.SIGKILL)
    if stop != signal.SIGKILL:
        return
    held = two("sync")
    assert "another run creates tickets" in held.out
    assert tracker.titles == []
    _expire(remote)
    assert two("sync").code == 0
    assert len(tracker.titles) == len(set(tracker.titles)) == ITEMS
    assert remote.lock is None


def _expire(remote: Remote) -> None:
    """What time does to a claim."""
    text = remote.claim.partition("\n\n")[2]
    old = datetime.now(UTC) - timedelta(hours=1)
    text = re.sub(r'"until": "[^"]*"', f'"until": "{old.isoformat()}"', text)
    remote.claimed(text, datetime.now(UTC))


def test_a_run_that_may_not_push_says_once_what_it_relies_on(
    remote: Remote, tracker: Tracker, machine: Machine
) -> None:
    remote.hook("pre-receive", "echo protected >&2; exit 1")
    one = machine("one")

    creating, quiet = one("sync"), one("sync")

    assert (creating.code, quiet.code) == (0, 0)
    assert creating.err.count("\n") == 1
    assert "no lock across machines (origin: remote rejected: pre-receive hook declined)" in (
        creating.err
    )
    assert quiet.err == ""
    assert len(tracker.titles) == ITEMS


def test_where_the_lock_is_required_nothing_is_created_without_one(
    remote: Remote, tracker: Tracker, machine: Machine
) -> None:
    remote.hook("pre-receive", "exit 1")
    one = machine("one")

    done = one("sync", PM_SYNC_SYNC__LOCK="required")

    assert done.code == 0
    assert done.err == ""
    assert '`lock = "required"` under [sync]' in " ".join(done.out.split())
    assert tracker.titles == []


def test_what_stands_in_the_lock_is_shown_as_text(
    remote: Remote, tracker: Tracker, machine: Machine
) -> None:
    now = datetime.now(UTC)
    claim = {
        "run": "x",
        "holder": "\x1b[31mred\n::error::boo <b>bold</b>",
        "since": now.isoformat(),
        "until": (now + timedelta(minutes=5)).isoformat(),
    }
    remote.claimed(json.dumps(claim), now)

    done = machine("one")("sync", GITHUB_ACTIONS="true")

    assert tracker.titles == []
    assert "another run creates tickets" in done.out
    assert "\x1b" not in done.out
    assert not [line for line in done.out.splitlines() if line.strip().startswith("::")]


def test_a_saved_plan_is_refused_if_another_machine_came_first(
    remote: Remote, tracker: Tracker, machine: Machine
) -> None:
    one, two = machine("one"), machine("two")
    assert one("plan", "--out", "plan.json").code == 0
    assert two("sync").code == 0

    done = one("apply", "plan.json")

    assert done.code == 3
    assert len(tracker.titles) == ITEMS
    assert remote.git("for-each-ref", REF) == ""


@pytest.mark.parametrize("lock", ["off", "auto"])
@pytest.mark.parametrize(
    ("tracker", "creating", "again", "quiet"),
    [("github", 14, 1, 2), ("cloud", 9, 3, 3), ("datacenter", 18, 12, 2)],
    indirect=["tracker"],
)
def test_the_lock_costs_one_more_look_and_a_quiet_run_nothing(
    machine: Machine, tracker: Tracker, lock: str, creating: int, again: int, quiet: int
) -> None:
    one = machine("one")
    name = "github" if isinstance(tracker.service, GitHub) else "jira"

    runs = [one("sync", "--format", "json", PM_SYNC_SYNC__LOCK=lock) for _ in range(2)]

    expected = [creating + (again if lock == "auto" else 0), quiet]
    assert [run.json["requests"][name] for run in runs] == expected
