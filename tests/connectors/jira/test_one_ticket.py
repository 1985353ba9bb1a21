"""One ticket per action item, whatever happens to a run: the real connector, on a Jira that is cut off at any request and lags."""

from __future__ import annotations

import contextlib
import itertools
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.jira.marker import PROPERTY
from sync import run
from sync.errors import Refused, TrackerError
from sync.limits import Limits
from sync.model.postmortem import Postmortem
from sync.model.report import Report
from sync.policy import Policy
from sync.state import parse, render
from sync.world import World
from tests.connectors.jira.conftest import URLS, Desk
from tests.fakes.documents import MemoryDocuments
from tests.fakes.jira import faults
from tests.fakes.jira.exchange import Request
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.model import Flavour
from tests.fakes.jira.official import named
from tests.fakes.world import ListJournal
from tests.sync.test_promises import DOCUMENTS, Crash, a_document

PROJECT = "acme/shop"
FLAVOURS = st.sampled_from(["cloud", "datacenter"])
LAGS = st.sampled_from([0, 90, 3600, 86_400])
"""Seconds that searches are behind: none, minutes, an hour, and as long as a broken index takes."""

FAULTS = {
    "dropped before": faults.dropped(),
    "dropped after": faults.dropped(after=True),
    "timed out after": faults.timed_out(after=True),
    "502 before": faults.answer(502),
    "502 after": faults.html(502, after=True),
    "503 after": faults.unavailable(after=True),
    "truncated": faults.truncated(),
    "page": faults.html(200, after=True),
    "nothing in it": faults.empty(201),
    "limited": faults.too_many(30),
    "limited for long": faults.too_many(3000),
    "forbidden": faults.answer(403),
    "some refused": faults.partial(0, 2, summary="Not now."),
    "logged out": faults.login_page(),
}


class Checkout:
    """Documents and a state file, and runs over them with the real connector, each in a process of its own."""

    def __init__(self, documents: list[Postmortem], flavour: Flavour, lag: float = 0) -> None:
        self.jira = Jira(URLS[flavour], flavour, referee=named())
        self.jira.project("OPS")
        self.jira.lag = lag
        self.documents = MemoryDocuments(*documents)
        self.state = ""

    def sync(self) -> Report | None:
        tracker = Desk(self.jira, Path("nowhere"))()
        world = World(
            documents=self.documents,
            trackers={"jira": tracker},
            policy=Policy(tracker="jira", project=PROJECT),
            limits=Limits(create=1000),
            journal=ListJournal(),
            state=parse(self.state),
            save=lambda state: setattr(self, "state", render(state)),
            now=lambda: self.jira.clock,
        )
        with self.jira.faked(), contextlib.suppress(TrackerError, Refused):
            return run.sync(world, run.look(world))
        return None

    def others(self, count: int) -> None:
        """People go on filing issues of their own."""
        for _ in range(count):
            self.jira.issue("OPS", "Somebody's own")

    def settle(self) -> None:
        """Runs until the grace time of lost answers is over; searches go on lagging."""
        self.jira.before = self.jira.after = lambda _: None
        self.jira.calm()
        for _ in range(3):
            self.sync()
            self.jira.wait(timedelta(hours=2).total_seconds())

    def assert_one_ticket_per_item(self) -> None:
        issues = [one for one in self.jira.issues() if one.summary != "Somebody's own"]
        keys = Counter(issue.properties[PROPERTY]["key"] for issue in issues)
        linked = [ref.ref.id for item in self.documents.items() for ref in item.references]
        assert max(keys.values(), default=1) == 1
        assert sorted(linked) == sorted(issue.key for issue in issues)
        assert len(linked) == len(self.documents.items())


@given(DOCUMENTS, FLAVOURS, LAGS)
def test_a_run_makes_one_ticket_per_item_and_the_next_writes_nothing(
    documents: list[Postmortem], flavour: Flavour, lag: float
) -> None:
    checkout = Checkout(documents, flavour, lag)
    checkout.sync()
    checkout.assert_one_ticket_per_item()
    state, writes = checkout.state, checkout.documents.writes
    checkout.jira.requests.clear()

    report = checkout.sync()

    assert report is not None
    assert (report.results, report.notices) == ((), ())
    assert checkout.documents.writes == writes
    assert checkout.state == state
    assert "POST /issue/bulk" not in checkout.jira.names()
    assert checkout.jira.names("PUT") == []


@given(
    DOCUMENTS,
    FLAVOURS,
    LAGS,
    st.integers(0, 30),
    st.integers(0, 20),
    st.booleans(),
    st.booleans(),
)
def test_a_run_that_is_killed_at_any_request_leaves_one_ticket_per_item(
    documents: list[Postmortem],
    flavour: Flavour,
    lag: float,
    others: int,
    at: int,
    after: bool,
    lose_state: bool,
) -> None:
    checkout = Checkout(documents, flavour, lag)
    checkout.others(others)
    left = at

    def step(_: Request) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Crash

    if after:
        checkout.jira.after = step
    else:
        checkout.jira.before = step
    with contextlib.suppress(Crash):
        checkout.sync()
    checkout.others(others)
    if lose_state:
        checkout.state = ""

    checkout.settle()

    checkout.assert_one_ticket_per_item()


@given(
    DOCUMENTS,
    FLAVOURS,
    LAGS,
    st.lists(st.tuples(st.sampled_from(sorted(FAULTS)), st.integers(0, 20)), max_size=5),
    st.booleans(),
)
def test_whatever_goes_wrong_on_the_way_leaves_one_ticket_per_item(
    documents: list[Postmortem],
    flavour: Flavour,
    lag: float,
    wrong: list[tuple[str, int]],
    lose_state: bool,
) -> None:
    checkout = Checkout(documents, flavour, lag)
    for name, skip in wrong:
        checkout.jira.next(FAULTS[name], skip=skip)
    checkout.sync()
    if lose_state:
        checkout.state = ""

    checkout.settle()

    checkout.assert_one_ticket_per_item()


def two_documents() -> list[Postmortem]:
    return [a_document(1, ["Add an alert", "Fix the retry"]), a_document(2, ["Add an alert"])]


def requests_of_a_run(flavour: Flavour, lag: float) -> int:
    checkout = Checkout(two_documents(), flavour, lag)
    checkout.others(3)
    checkout.sync()
    return len(checkout.jira.requests)


@pytest.mark.parametrize("flavour", ["cloud", "datacenter"])
@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_every_request_of_a_run_may_go_wrong(flavour: Flavour, fault: str) -> None:
    lag = 86_400.0
    for number in range(requests_of_a_run(flavour, lag)):
        for lose_state in (False, True):
            checkout = Checkout(two_documents(), flavour, lag)
            checkout.others(3)
            checkout.jira.next(FAULTS[fault], skip=number)
            checkout.sync()
            checkout.others(3)
            if lose_state:
                checkout.state = ""

            checkout.settle()

            checkout.assert_one_ticket_per_item()


@pytest.mark.parametrize("flavour", ["cloud", "datacenter"])
@pytest.mark.parametrize("lag", [0, 86_400])
@pytest.mark.parametrize("after", [False, True])
def test_a_run_may_be_killed_at_every_request(flavour: Flavour, lag: float, after: bool) -> None:
    for number in range(requests_of_a_run(flavour, lag)):
        for lose_state in (False, True):
            checkout = Checkout(two_documents(), flavour, lag)
            checkout.others(3)
            left = itertools.count()

            def step(_: Request, left: Iterator[int] = left, number: int = number) -> None:
                if next(left) >= number:
                    raise Crash

            if after:
                checkout.jira.after = step
            else:
                checkout.jira.before = step
            with contextlib.suppress(Crash):
                checkout.sync()
            checkout.others(3)
            if lose_state:
                checkout.state = ""

            checkout.settle()

            checkout.assert_one_ticket_per_item()
