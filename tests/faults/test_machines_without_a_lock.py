"""Two machines that share nothing but the tracker: one runs from beginning to end at every request of the other's run.

Without a lock, two tickets for one item cannot be avoided if both see none at the same moment. Each machine then uses one for good,
and reports the other.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.faults.counted import COUNTED
from tests.faults.desks import NAMES, desk, written
from tests.faults.worlds import GRACE, LIST, STATE, TABLE, Scene

A_DAY = 86_400.0
"""Until then Jira's tickets that no item links need not be listed, where the linked ones are read by name."""


def two_machines(root: Path, name: str) -> tuple[Scene, Scene]:
    its = desk(name, root)
    one, other = Scene(root / "one", its), Scene(root / "other", its)
    for scene in (one, other):
        scene.prepare("first")
    return one, other


def run_with_the_other_at(number: int, one: Scene, other: Scene) -> None:
    """A run of one, in which the other runs right before this request."""
    service = one.desk.service
    assert service is not None
    seen, inside = 0, False

    def step(_: object) -> None:
        nonlocal seen, inside
        if inside:
            return
        seen += 1
        if seen == number + 1:
            inside = True
            assert other.sync() is not None
            inside = False

    service.before = step
    assert one.sync() is not None
    one.calm()
    assert seen > number, "the other never ran"


def requests_of_a_run(root: Path, name: str) -> int:
    one, _ = two_machines(root, name)
    one.sync()
    assert one.desk.service is not None
    return len(one.desk.service.requests)


def assert_quiet(scene: Scene) -> str:
    before = scene.program.files()
    assert scene.desk.service is not None
    scene.desk.service.requests.clear()
    done = scene.sync()
    assert done is not None
    assert done.code == 0
    assert scene.program.files() == before, done.out
    assert written(scene.desk.service) == [], done.out
    return done.out


@pytest.mark.parametrize("name", [name for name in NAMES if name != "local"])
def test_each_machine_keeps_to_one_ticket_for_each_item_and_reports_the_other(
    tmp_path: Path, name: str
) -> None:
    for number in range(requests_of_a_run(tmp_path / "count", name)):
        COUNTED[name, "machines without a lock"] += 1
        one, other = two_machines(tmp_path / str(number), name)

        run_with_the_other_at(number, one, other)

        links = [scene.documents() for scene in (one, other)]
        tickets = Counter(ticket.title for ticket in one.desk.tickets())
        assert len(tickets) == 3
        assert max(tickets.values()) <= 2
        doubles = sum(tickets.values()) - 3
        for _ in range(2):
            one.desk.wait(GRACE.total_seconds())
            for scene in (one, other):
                scene.sync()
        assert [scene.documents() for scene in (one, other)] == links, "a link was changed"
        one.desk.wait(A_DAY)
        for scene in (one, other):
            scene.sync()  # Jira's next listing tells of second tickets, which are remembered then.
            told = assert_quiet(scene)
            assert told.count("is a second ticket for one item") == doubles, told
        assert sum(Counter(ticket.title for ticket in one.desk.tickets()).values()) == 3 + doubles
        for path in (TABLE, LIST, STATE):  # the other pulls what the one pushed
            other.program.write(path, one.program.read(path))
        assert_quiet(other)
