"""Jira keeps what every tracker keeps, on Cloud and on Data Center."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from connectors.contract.ending import EndingContract
from connectors.contract.recognition import RecognitionContract
from connectors.contract.tracker import TrackerContract
from connectors.jira.creation import GROUP
from connectors.jira.tracker import JiraTracker
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Owner
from sync.ports import Tracker
from tests.connectors.jira.conftest import Desk
from tests.fakes.jira import faults
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.model import Transition

STATUSES = {
    Status.OPEN: ("To Do", None),
    Status.IN_PROGRESS: ("In Progress", None),
    Status.DONE: ("Done", "Done"),
    Status.WONT_DO: ("Done", "Won't Do"),
    Status.DUPLICATE: ("Done", "Duplicate"),
}


def ways() -> list[Transition]:
    """From all to all, where the way to the end asks for a resolution and the ways back clear it."""
    back = [Transition(name, name, resolution="") for name in ("To Do", "In Progress")]
    return [*back, Transition("Done", "Done", screen=("resolution",), required=("resolution",))]


class TestJira(TrackerContract, EndingContract, RecognitionContract):
    drafts_per_request = GROUP
    owners = (Owner("Alice", "alice@acme.test"), Owner("Bob", "bob@acme.test"))
    priorities = ("High",)
    reachable = (Status.OPEN, Status.IN_PROGRESS, Status.DONE)

    @pytest.fixture(autouse=True)
    def _world(self, jira: Jira, desk: Desk) -> None:
        self.jira = jira
        jira.projects["OPS"].workflow = jira.workflow(transitions=ways())
        self.desk = desk
        for name in ("alice", "bob"):
            account = f"acc-{name}" if jira.cloud else name
            jira.user(account, f"{name}@acme.test", name.title(), assignable=("OPS",))

    @pytest.fixture
    def tracker(self, desk: Desk) -> JiraTracker:
        return desk()

    def another(self, tracker: Tracker) -> Tracker:
        return self.desk()

    def move(self, tracker: Tracker, ref: TicketRef, status: Status) -> None:
        self.jira.transition(ref.id, *STATUSES[status])

    def delete(self, tracker: Tracker, ref: TicketRef) -> None:
        self.jira.delete(ref.id)

    @contextmanager
    def losing_answers(self, tracker: Tracker) -> Iterator[None]:
        self.jira.next(faults.dropped(after=True), on="POST /issue/bulk")
        yield

    @contextmanager
    def lagging(self, tracker: Tracker) -> Iterator[None]:
        self.jira.lag = 3600.0
        yield
        self.jira.lag = 0.0

    @contextmanager
    def unusable(self, tracker: Tracker) -> Iterator[None]:
        before = self.jira.before

        def refuse(_: object) -> None:
            raise faults.Dropped

        self.jira.before = refuse
        yield
        self.jira.before = before
