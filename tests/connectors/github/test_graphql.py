"""Errors inside of answers with status 200, and servers that answer no query: nothing is taken for gone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.contract.drafts import draft, made
from connectors.github.tracker import GitHubTracker
from sync.errors import Rejected, Unavailable
from sync.model.postmortem import TicketRef
from sync.model.ticket import Owner
from tests.connectors.github.conftest import SHOP, Desk
from tests.fakes.github import faults
from tests.fakes.github.fake import GitHub


class TestGraphQL:
    @pytest.fixture(autouse=True)
    def _issues(self, github: GitHub) -> None:
        for _ in range(120):
            github.issue(SHOP)

    def refs(self) -> list[TicketRef]:
        return [TicketRef("github", f"{SHOP}#{number}") for number in range(1, 121)]

    def test_a_mishap_at_githubs_is_met_by_asking_again(
        self, github: GitHub, tracker: GitHubTracker
    ) -> None:
        message = "Something went wrong while executing your query. Please include `X` when reporting this issue."
        github.next(faults.answer(200, {"errors": [{"message": message}]}), on="POST /graphql")

        assert len(tracker.fetch(self.refs())) == 120
        assert tracker.requests == 3

    def test_what_is_too_much_however_little_it_is_ends_as_unavailable(
        self, github: GitHub, tracker: GitHubTracker
    ) -> None:
        github.next(faults.graphql_error("RESOURCE_LIMITS_EXCEEDED"), times=None)

        with pytest.raises(Unavailable, match="too large"):
            tracker.fetch(self.refs())

    def test_without_graphql_hundreds_are_not_asked_one_by_one(
        self, github: GitHub, tracker: GitHubTracker
    ) -> None:
        for _ in range(200):
            github.issue(SHOP)
        refs = [TicketRef("github", f"{SHOP}#{number}") for number in range(1, 321)]
        github.next(faults.answer(403, {"message": "no"}), times=None, on="POST /graphql")

        with pytest.raises(Rejected, match="lacks the permission"):
            tracker.fetch(refs)
        assert len(github.requests) < 10

    @pytest.mark.parametrize("kind", ["RESOURCE_LIMITS_EXCEEDED", "MAX_NODE_LIMIT_EXCEEDED"])
    def test_what_is_too_much_at_once_is_asked_for_in_smaller_parts(
        self, github: GitHub, tracker: GitHubTracker, kind: str
    ) -> None:
        github.next(faults.graphql_error(kind))

        assert len(tracker.fetch(self.refs())) == 120

    def test_a_gateway_that_gives_up_is_asked_for_less(
        self, github: GitHub, tracker: GitHubTracker
    ) -> None:
        github.next(faults.html(502), times=5, on="POST /graphql")

        assert len(tracker.fetch(self.refs())) == 120

    def test_a_limit_inside_of_an_answer_is_waited_for(self, github: GitHub, desk: Desk) -> None:
        github.limit(0, 30, "graphql")

        assert len(desk().fetch(self.refs())) == 120
        assert 25 < sum(desk.waits) < 40

    def test_after_an_error_that_nobody_knows_each_is_asked_for_and_none_is_taken_for_gone(
        self, github: GitHub, tracker: GitHubTracker
    ) -> None:
        github.next(faults.graphql_error("SOMETHING_NEW", "no such luck"))

        assert len(tracker.fetch(self.refs())) == 120

    def test_a_server_without_graphql_is_asked_otherwise(self, github: GitHub, desk: Desk) -> None:
        github.next(faults.answer(404), times=None, on="POST /graphql")
        github.assignable(SHOP, "ann")
        ann, eve = (Owner(name.title(), name, known=True) for name in ("ann", "eve"))
        tracker = desk(labels=["post mortem"])
        drafts = [replace(draft(1), owners=(ann,)), replace(draft(2), owners=(eve,))]

        tracker.prepare(drafts)
        first, second = made(tracker, *drafts)

        assert (first.owners, second.owners) == (("ann",), ())
        assert tracker.fetch([first.ref, self.refs()[0]]).keys() == {first.ref, self.refs()[0]}

    def test_a_repository_behind_single_sign_on_cannot_be_seen(
        self, github: GitHub, tracker: GitHubTracker
    ) -> None:
        github.next(faults.graphql_error("FORBIDDEN", at=("r0",)))

        assert tracker.fetch(self.refs()[:3]) == {}

    def test_an_old_server_that_cannot_tell_duplicates_is_asked_without_them(
        self, github: GitHub, tracker: GitHubTracker
    ) -> None:
        message = "Field 'stateReason' doesn't accept argument 'enableDuplicate'"
        github.next(faults.answer(200, {"errors": [{"message": message}]}), on="POST /graphql")

        assert len(tracker.fetch(self.refs()[:3])) == 3
