"""GitHub keeps what every tracker keeps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from connectors.contract.ending import EndingContract
from connectors.contract.tracker import TrackerContract
from connectors.github.reference import spot_of
from connectors.github.tracker import GitHubTracker
from sync.model.postmortem import Status, TicketRef
from sync.ports import Tracker
from tests.connectors.github.conftest import SHOP, Desk
from tests.fakes.github import faults
from tests.fakes.github.fake import GitHub

CLOSED = {
    Status.DONE: "completed",
    Status.WONT_DO: "not_planned",
    Status.DUPLICATE: "duplicate",
}


class TestGitHub(TrackerContract, EndingContract):
    @pytest.fixture(autouse=True)
    def _world(self, github: GitHub, desk: Desk) -> None:
        self.github = github
        self.desk = desk
        github.assignable(SHOP, "alice", "bob")

    @pytest.fixture
    def tracker(self, desk: Desk) -> GitHubTracker:
        return desk()

    def another(self, tracker: Tracker) -> Tracker:
        return self.desk()

    def move(self, tracker: Tracker, ref: TicketRef, status: Status) -> None:
        spot = spot_of(ref)
        assert spot is not None
        issue = self.github.find(SHOP, spot.number)
        if status in CLOSED:
            self.github.close(SHOP, spot.number, CLOSED[status])
            return
        if issue.state == "closed":
            self.github.reopen(SHOP, spot.number)
        labels = [label.name for label in issue.labels]
        extra = ["in progress"] if status is Status.IN_PROGRESS else []
        self.github.edit(SHOP, spot.number, labels=[*labels, *extra])

    def delete(self, tracker: Tracker, ref: TicketRef) -> None:
        spot = spot_of(ref)
        assert spot is not None
        self.github.delete(SHOP, spot.number)

    @contextmanager
    def losing_answers(self, tracker: Tracker) -> Iterator[None]:
        self.github.next(faults.dropped(after=True), on=f"POST /repos/{SHOP}/issues")
        yield

    @contextmanager
    def unusable(self, tracker: Tracker) -> Iterator[None]:
        before = self.github.before

        def refuse(_: object) -> None:
            raise faults.Dropped

        self.github.before = refuse
        yield
        self.github.before = before
