"""One issue per action item, whatever happens to a run: the real connector, on a GitHub that is cut off at any request."""

from __future__ import annotations

import contextlib
from collections import Counter
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from connectors.github.marker import marks_in
from sync import run
from sync.errors import Refused, TrackerError
from sync.limits import Limits
from sync.model.postmortem import Postmortem
from sync.model.report import Report
from sync.policy import Policy
from sync.state import parse, render
from sync.world import World
from tests.connectors.github.conftest import SHOP, Desk
from tests.fakes.documents import MemoryDocuments
from tests.fakes.github import faults
from tests.fakes.github.fake import GitHub
from tests.fakes.github.official import named
from tests.fakes.world import ListJournal
from tests.sync.test_promises import DOCUMENTS, Crash

FAULTS = {
    "dropped before": faults.dropped(),
    "dropped after": faults.dropped(after=True),
    "timed out after": faults.timed_out(after=True),
    "502 before": faults.answer(502),
    "502 after": faults.html(502, after=True),
    "truncated": faults.truncated(),
    "page": faults.html(200, after=True),
    "limited": faults.secondary_limit(30),
    "limited for long": faults.secondary_limit(3000),
    "forbidden": faults.answer(403, {"message": "Resource not accessible by integration"}),
}


class Checkout:
    """Documents and a state file, and runs over them with the real connector, each in a process of its own."""

    def __init__(self, documents: list[Postmortem]) -> None:
        self.github = GitHub(referee=named())
        self.github.repository(SHOP)
        self.documents = MemoryDocuments(*documents)
        self.state = ""

    def sync(self) -> Report | None:
        desk = Desk(self.github, Path("nowhere"))
        tracker = desk()
        world = World(
            documents=self.documents,
            trackers={"github": tracker},
            policy=Policy(tracker="github", project=SHOP),
            limits=Limits(create=1000),
            journal=ListJournal(),
            state=parse(self.state),
            save=lambda state: setattr(self, "state", render(state)),
            now=lambda: self.github.clock,
            public=True,
        )
        with self.github.faked(), contextlib.suppress(TrackerError, Refused):
            return run.sync(world, run.look(world))
        return None

    def settle(self) -> None:
        """Runs until the grace time of lost answers is over."""
        self.github.before = self.github.after = lambda _: None
        self.github.calm()
        for _ in range(3):
            self.sync()
            self.github.wait(timedelta(hours=2).total_seconds())

    def assert_one_issue_per_item(self) -> None:
        issues = self.github.at(SHOP).issues
        keys = Counter(
            marker.key for issue in issues.values() if (marker := marks_in(issue.body or "").marker)
        )
        linked = [ref.ref.id for item in self.documents.items() for ref in item.references]
        assert max(keys.values(), default=1) == 1
        assert sorted(linked) == sorted(f"{SHOP}#{number}" for number in issues)
        assert len(linked) == len(self.documents.items())


@given(DOCUMENTS)
def test_a_run_makes_one_issue_per_item_and_the_next_writes_nothing(
    documents: list[Postmortem],
) -> None:
    checkout = Checkout(documents)
    checkout.sync()
    checkout.assert_one_issue_per_item()
    state, writes = checkout.state, checkout.documents.writes
    checkout.github.requests.clear()

    report = checkout.sync()

    assert report is not None
    assert (report.results, report.notices) == ((), ())
    assert checkout.documents.writes == writes
    assert checkout.state == state
    assert not [one for one in checkout.github.requests if one.writes and one.path != "/graphql"]


@given(DOCUMENTS, st.integers(0, 20), st.booleans(), st.booleans())
def test_a_run_that_is_killed_at_any_request_leaves_one_issue_per_item(
    documents: list[Postmortem], at: int, after: bool, lose_state: bool
) -> None:
    checkout = Checkout(documents)
    left = at

    def step(_: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Crash

    if after:
        checkout.github.after = step
    else:
        checkout.github.before = step
    with contextlib.suppress(Crash):
        checkout.sync()
    if lose_state:
        checkout.state = ""

    checkout.settle()

    checkout.assert_one_issue_per_item()


@given(
    DOCUMENTS,
    st.lists(st.tuples(st.sampled_from(sorted(FAULTS)), st.integers(0, 12)), max_size=5),
    st.booleans(),
)
def test_whatever_goes_wrong_on_the_way_leaves_one_issue_per_item(
    documents: list[Postmortem], wrong: list[tuple[str, int]], lose_state: bool
) -> None:
    checkout = Checkout(documents)
    for name, skip in wrong:
        checkout.github.next(FAULTS[name], skip=skip)
    checkout.sync()
    if lose_state:
        checkout.state = ""

    checkout.settle()

    checkout.assert_one_issue_per_item()
