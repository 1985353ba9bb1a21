"""What becomes of an issue on GitHub, and how the documents are told of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from connectors.github.marker import END, start
from connectors.github.tracker import GitHubTracker
from sync.errors import Rejected
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Ticket
from tests.connectors.github.conftest import SHOP, Desk
from tests.fakes.github import faults
from tests.fakes.github.fake import GitHub


def ref(name: str) -> TicketRef:
    return TicketRef("github", name)


def fetched(tracker: GitHubTracker, name: str) -> Ticket:
    return tracker.fetch([ref(name)])[ref(name)]


@pytest.mark.parametrize(
    ("pull_request", "status"),
    [("open", Status.IN_PROGRESS), ("merged", Status.DONE), ("closed", Status.WONT_DO)],
)
def test_a_pull_request_is_done_when_it_is_merged(
    github: GitHub, tracker: GitHubTracker, pull_request: str, status: Status
) -> None:
    github.issue(SHOP, pull_request=pull_request)  # type: ignore[arg-type]

    ticket = fetched(tracker, "acme/shop#1")

    assert (ticket.closed_at is not None) == status.is_final

    assert (ticket.status, ticket.is_change, ticket.marker) == (status, True, None)
    assert ticket.url == "https://github.com/acme/shop/pull/1"


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("completed", Status.DONE),
        (None, Status.DONE),
        ("not_planned", Status.WONT_DO),
        ("duplicate", Status.DUPLICATE),
    ],
)
def test_the_reason_of_closing_is_the_status(
    github: GitHub, tracker: GitHubTracker, reason: str | None, status: Status
) -> None:
    (ticket,) = made(tracker, draft())
    github.close(SHOP, 1, reason)

    assert fetched(tracker, "acme/shop#1").status is status
    assert [one.status for one in tracker.find(PROJECT).tickets] == [status]
    assert ticket.status is Status.OPEN


def test_an_issue_that_was_reopened_is_open(github: GitHub, tracker: GitHubTracker) -> None:
    made(tracker, draft())
    github.close(SHOP, 1)
    github.reopen(SHOP, 1)

    assert fetched(tracker, "acme/shop#1").status is Status.OPEN


@pytest.mark.parametrize("label", ["In Progress", "doing", "WIP"])
def test_a_label_says_that_work_has_begun(
    github: GitHub, tracker: GitHubTracker, label: str
) -> None:
    github.issue(SHOP, labels=[label])

    assert fetched(tracker, "acme/shop#1").status is Status.IN_PROGRESS


def test_the_labels_that_say_so_are_a_setting(github: GitHub, desk: Desk) -> None:
    github.issue(SHOP, labels=["state/started"])
    github.issue(SHOP, labels=["doing"])
    tracker = desk(in_progress_labels=["State/Started"])

    assert fetched(tracker, "acme/shop#1").status is Status.IN_PROGRESS
    assert fetched(tracker, "acme/shop#2").status is Status.OPEN


def test_a_linked_pull_request_says_so_only_on_request(github: GitHub, desk: Desk) -> None:
    made(desk(), draft())
    github.edit(SHOP, 1, linked=["open"])

    assert fetched(desk(), "acme/shop#1").status is Status.OPEN
    asking = desk(in_progress_from_pull_requests=True)
    assert fetched(asking, "acme/shop#1").status is Status.IN_PROGRESS
    [ticket] = asking.find(PROJECT).tickets
    assert ticket.status is Status.IN_PROGRESS


def test_a_pull_request_linked_long_after_the_issue_last_changed_is_noticed(
    github: GitHub, desk: Desk
) -> None:
    tracker = desk(in_progress_from_pull_requests=True)
    made(tracker, draft())
    github.wait(86_400)
    github.find(SHOP, 1).linked = ["open"]

    listing = tracker.find(PROJECT, github.clock - timedelta(hours=1))

    assert [ticket.status for ticket in listing.tickets] == [Status.IN_PROGRESS]


def test_an_issue_of_any_repository_is_read_whoever_wrote_it(
    github: GitHub, tracker: GitHubTracker
) -> None:
    github.repository("acme/web")
    github.issue("acme/web", "Slow page", state="closed", assignees=["ann"])

    ticket = fetched(tracker, "acme/web#1")

    assert (ticket.title, ticket.status, ticket.owners) == ("Slow page", Status.DONE, ("ann",))
    assert (ticket.label, ticket.marker) == ("acme/web#1", None)
    assert ticket.url == "https://github.com/acme/web/issues/1"


def test_an_issue_at_home_is_called_by_its_number(github: GitHub, tracker: GitHubTracker) -> None:
    github.issue(SHOP)

    assert fetched(tracker, "acme/shop#1").label == "#1"


def test_another_spelling_is_answered_in_that_spelling(
    github: GitHub, tracker: GitHubTracker
) -> None:
    github.repository("acme/web")
    github.issue("acme/web")

    assert fetched(tracker, "ACME/Web#1").ref == ref("ACME/Web#1")


def test_a_transferred_issue_is_followed(github: GitHub, tracker: GitHubTracker) -> None:
    github.repository("acme/web")
    github.issue("acme/web")
    made(tracker, draft())
    github.transfer(SHOP, 1, "acme/web")

    ticket = fetched(tracker, "acme/shop#1")

    assert (ticket.ref, ticket.label) == (ref("acme/web#2"), "acme/web#2")
    assert ticket.marker == draft().marker
    assert "has lost its label pm-sync" in ticket.remarks[0]


def test_a_transferred_issue_that_may_not_be_seen_is_gone(
    github: GitHub, tracker: GitHubTracker
) -> None:
    github.repository("secret/web", access="none")
    made(tracker, draft())
    github.transfer(SHOP, 1, "secret/web")

    assert tracker.fetch([ref("acme/shop#1")]) == {}


def test_an_issue_that_moved_behind_single_sign_on_stops_no_other(
    github: GitHub, tracker: GitHubTracker
) -> None:
    github.repository("corp/web")
    made(tracker, draft(1), draft(2))
    github.transfer(SHOP, 1, "corp/web")
    github.next(faults.answer(403, {"message": "SAML"}), times=None, on="GET /repositories/*")

    assert set(tracker.fetch([ref("acme/shop#1"), ref("acme/shop#2")])) == {ref("acme/shop#2")}


def test_an_issue_is_followed_through_many_places(github: GitHub, tracker: GitHubTracker) -> None:
    made(tracker, draft(1))
    number, home = 1, SHOP
    for place in range(5):
        name = f"acme/place-{place}"
        github.repository(name)
        number, home = github.transfer(home, number, name).number, name

    assert fetched(tracker, "acme/shop#1").ref == ref("acme/place-4#1")


def test_what_lost_its_mark_is_still_listed_since_its_status_is_news(
    github: GitHub, tracker: GitHubTracker
) -> None:
    made(tracker, draft())
    github.edit(SHOP, 1, body="emptied")
    github.close(SHOP, 1)

    [ticket] = tracker.find(PROJECT).tickets

    assert (ticket.status, ticket.marker) == (Status.DONE, None)


def test_a_deleted_issue_and_a_repository_without_permission_are_left_out(
    github: GitHub, tracker: GitHubTracker
) -> None:
    github.repository("secret/web", access="none")
    github.issue("secret/web")
    made(tracker, draft())
    github.delete(SHOP, 1)

    assert tracker.fetch([ref("acme/shop#1"), ref("secret/web#1"), ref("no/where#7")]) == {}


def test_a_locked_issue_is_read_like_any_other(github: GitHub, tracker: GitHubTracker) -> None:
    github.issue(SHOP)
    github.lock(SHOP, 1)

    assert fetched(tracker, "acme/shop#1").status is Status.OPEN


def test_an_issue_that_became_a_discussion_is_not_done(
    github: GitHub, tracker: GitHubTracker
) -> None:
    made(tracker, draft(1), draft(2))
    github.convert_to_discussion(SHOP, 1)
    github.close(SHOP, 2)
    github.lock(SHOP, 2)

    converted, locked = tracker.find(PROJECT).tickets

    assert (converted.status, locked.status) == (Status.WONT_DO, Status.DONE)
    assert "was converted to a discussion" in converted.remarks[0]
    assert fetched(tracker, "acme/shop#1").status is Status.WONT_DO


class TestARenamedRepository:
    @pytest.fixture(autouse=True)
    def _renamed(self, github: GitHub, tracker: GitHubTracker) -> None:
        made(tracker, draft(1), draft(2))
        github.close(SHOP, 2)
        github.rename(SHOP, "acme/store")
        github.requests.clear()

    def test_its_issues_are_all_listed_under_the_new_name(self, desk: Desk) -> None:
        tickets = desk().find(PROJECT).tickets

        assert [one.ref.id for one in tickets] == ["acme/store#1", "acme/store#2"]
        assert [one.status for one in tickets] == [Status.OPEN, Status.DONE]
        assert [one.label for one in tickets] == ["#1", "#2"]

    def test_old_names_lead_to_the_new_ones(self, desk: Desk) -> None:
        assert fetched(desk(), "acme/shop#2").ref == ref("acme/store#2")

    def test_what_is_created_is_really_created(self, github: GitHub, desk: Desk) -> None:
        (ticket,) = made(desk(), draft(3))

        assert ticket.ref == ref("acme/store#3")
        assert github.find("acme/store", 3).title == "Add alert 3"
        assert not github.names("POST /repos/acme/shop/")


def test_a_mark_that_a_stranger_pasted_makes_no_ticket_of_ours(
    github: GitHub, tracker: GitHubTracker
) -> None:
    github.issue(SHOP, body=f"{start(draft().marker)}\nmine\n{END}", author="mallory")

    assert tracker.find(PROJECT).tickets == ()
    ticket = fetched(tracker, "acme/shop#1")
    assert ticket.marker is None
    assert "somebody pasted it" in ticket.remarks[0]


def test_without_its_label_our_own_issue_is_still_ours_and_that_is_told(
    github: GitHub, tracker: GitHubTracker
) -> None:
    made(tracker, draft())
    github.edit(SHOP, 1, labels=[])

    ticket = fetched(tracker, "acme/shop#1")

    assert ticket.marker == draft().marker
    assert "put it back" in ticket.remarks[0]


def test_an_issue_with_two_marks_is_nobodys_and_blocks_both(
    github: GitHub, tracker: GitHubTracker
) -> None:
    made(tracker, draft(1), draft(2))
    both = f"{github.find(SHOP, 1).body}\n\n{github.find(SHOP, 2).body}"
    github.edit(SHOP, 1, body=both)

    first, second = tracker.find(PROJECT).tickets

    assert (first.marker, second.marker) == (None, draft(2).marker)
    assert first.claims == {draft(1).marker.key, draft(2).marker.key}
    assert "nobody can tell whose it is" in first.remarks[0]


def test_a_pull_request_with_our_label_is_no_ticket_of_ours(
    github: GitHub, tracker: GitHubTracker
) -> None:
    body = f"{start(draft().marker)}\nmine\n{END}"
    github.issue(SHOP, body=body, labels=["pm-sync"], pull_request="open")

    assert tracker.find(PROJECT).tickets == ()


def test_a_repository_that_cannot_be_seen_is_told_with_what_to_look_at(desk: Desk) -> None:
    with pytest.raises(Rejected, match=r"there is no repository acme/nowhere.*\[trackers.github\]"):
        desk(repository="acme/nowhere").find(PROJECT)
