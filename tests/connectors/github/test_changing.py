"""Changing issues of ours: what is named and nothing else, and never anybody else's issue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.contract.drafts import draft, made
from connectors.github.tracker import GitHubTracker
from sync.errors import Exhausted
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Change, Done, Failed, Outcome, Owner, Postponed
from tests.connectors.github.conftest import SHOP, Desk
from tests.fakes.github import faults
from tests.fakes.github.fake import GitHub
from tests.fakes.github.model import Issue

REF = TicketRef("github", f"{SHOP}#1")
PATCH = f"PATCH /repos/{SHOP}/issues/1"
ANN, BOB = Owner("Ann", "ann", known=True), Owner("Bob", "bob", known=True)


@pytest.fixture(autouse=True)
def _an_issue(github: GitHub, tracker: GitHubTracker) -> None:
    github.assignable(SHOP, "ann", "bob", "eve")
    made(tracker, draft())
    github.requests.clear()


def the_issue(github: GitHub) -> Issue:
    return github.find(SHOP, 1)


def changed(tracker: GitHubTracker, change: Change) -> Outcome:
    [outcome] = tracker.update([change])
    return outcome


def done(tracker: GitHubTracker, change: Change) -> Done:
    outcome = changed(tracker, change)
    assert isinstance(outcome, Done), outcome
    return outcome


def writes(github: GitHub) -> list[str]:
    return [request.name for request in github.requests if request.writes]


def test_a_change_that_changes_nothing_writes_nothing(
    github: GitHub, tracker: GitHubTracker
) -> None:
    same = Change(REF, title="Add alert 1", status=Status.OPEN, text=draft(), unassign=(ANN,))

    done(tracker, same)

    assert writes(github) == []


def test_title_text_and_state_change_with_one_request(
    github: GitHub, tracker: GitHubTracker
) -> None:
    text = replace(draft(), text="Add two alerts, and tell everybody")

    outcome = done(tracker, Change(REF, title="Add two alerts", status=Status.DONE, text=text))

    assert writes(github) == [PATCH]
    assert (outcome.ticket.title, outcome.ticket.status) == ("Add two alerts", Status.DONE)
    assert "Add two alerts, and tell everybody" in (the_issue(github).body or "")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (Status.DONE, "completed"),
        (Status.WONT_DO, "not_planned"),
        (Status.DUPLICATE, "duplicate"),
    ],
)
def test_closing_tells_why(
    github: GitHub, tracker: GitHubTracker, status: Status, reason: str
) -> None:
    done(tracker, Change(REF, status=status))

    assert (the_issue(github).state, the_issue(github).state_reason) == ("closed", reason)


def test_reopening_opens(github: GitHub, tracker: GitHubTracker) -> None:
    github.close(SHOP, 1)

    outcome = done(tracker, Change(REF, status=Status.OPEN))

    assert outcome.ticket.status is Status.OPEN
    assert the_issue(github).state == "open"


def test_what_people_wrote_around_our_text_stays(github: GitHub, tracker: GitHubTracker) -> None:
    ours = (the_issue(github).body or "").replace("\n", "\r\n")
    github.edit(SHOP, 1, body=f"Mine above  \r\n{ours}\r\n\r\n* mine below *\t")

    done(tracker, Change(REF, text=replace(draft(), text="All new")))

    body = the_issue(github).body or ""
    assert body.startswith("Mine above  \r\n<!-- pm-sync:v1 ")
    assert body.endswith("<!-- pm-sync:end -->\r\n\r\n* mine below *\t")
    assert "All new" in body
    assert "Add alert 1" not in body


def test_where_our_marks_are_gone_the_text_stays_and_that_is_told(
    github: GitHub, tracker: GitHubTracker
) -> None:
    body = (the_issue(github).body or "").replace("<!-- pm-sync:end -->", "")
    github.edit(SHOP, 1, body=body)

    outcome = done(tracker, Change(REF, title="New", text=replace(draft(), text="All new")))

    assert the_issue(github).body == body
    assert the_issue(github).title == "New"
    assert "was left as it is" in outcome.remarks[0]


def test_assignees_that_people_added_stay(github: GitHub, tracker: GitHubTracker) -> None:
    github.edit(SHOP, 1, assignees=["eve", "ann"])

    outcome = done(tracker, Change(REF, assign=(BOB,), unassign=(ANN,)))

    assert set(outcome.ticket.owners) == {"eve", "bob"}


def test_an_assignee_is_replaced_in_one_request_so_that_a_cut_never_leaves_both(
    github: GitHub, tracker: GitHubTracker
) -> None:
    github.edit(SHOP, 1, assignees=["eve", "ann"])
    github.requests.clear()

    done(tracker, Change(REF, assign=(BOB,), unassign=(ANN,)))

    assert len([one for one in github.requests if one.writes]) == 1


def test_where_github_refuses_the_new_assignee_the_old_one_still_goes(
    github: GitHub, tracker: GitHubTracker
) -> None:
    github.edit(SHOP, 1, assignees=["eve", "ann"])

    outcome = done(tracker, Change(REF, assign=(Owner("Zoe", "zoe", known=True),), unassign=(ANN,)))

    assert outcome.ticket.owners == ("eve",)
    assert outcome.remarks == ("GitHub did not assign zoe",)


def test_an_assignee_that_github_drops_is_told(github: GitHub, tracker: GitHubTracker) -> None:
    outcome = done(tracker, Change(REF, assign=(Owner("Zoe", "zoe", known=True), BOB)))

    assert outcome.ticket.owners == ("bob",)
    assert outcome.remarks == ("GitHub did not assign zoe",)


def test_labels_of_type_and_priority_follow_and_peoples_own_stay(
    github: GitHub, desk: Desk
) -> None:
    tracker = desk(
        type_labels={"prevent": "prevention", "detect": "detection"},
        priority_labels={"P1": "urgent", "P2": "later"},
    )
    github.edit(SHOP, 1, labels=["pm-sync", "prevention", "Urgent", "theirs"])
    change = Change(REF, type=("prevent", "detect"), priority=("P1", None))

    done(tracker, change)

    names = {label.name for label in the_issue(github).labels}
    assert names == {"pm-sync", "theirs", "detection"}


def test_an_issue_of_ours_that_lost_its_label_is_still_ours_to_change(
    github: GitHub, tracker: GitHubTracker
) -> None:
    github.edit(SHOP, 1, labels=[])

    outcome = done(tracker, Change(REF, title="New"))

    assert outcome.ticket.marker == draft().marker


def test_a_text_that_people_filled_up_stays_and_the_title_changes(
    github: GitHub, tracker: GitHubTracker
) -> None:
    body = the_issue(github).body or ""
    full = f"{body}\r\n{'h' * (65_536 - len(body) - 2)}"
    github.edit(SHOP, 1, body=full)
    longer = replace(draft(), text="word " * 400)

    outcome = done(tracker, Change(REF, title="New", text=longer))

    assert the_issue(github).title == "New"
    assert len(the_issue(github).body or "") <= 65_536
    assert (the_issue(github).body or "").endswith("hhh")
    assert outcome.ticket.title == "New"


@pytest.mark.parametrize("body", ["theirs", None])
def test_an_issue_of_somebody_else_is_never_changed(
    github: GitHub, tracker: GitHubTracker, body: str | None
) -> None:
    github.edit(SHOP, 1, body=body)

    outcome = changed(tracker, Change(REF, title="Taken over", status=Status.DONE))

    assert isinstance(outcome, Failed)
    assert "is no issue that pm-sync made" in outcome.reason
    assert writes(github) == []


def test_an_issue_that_moved_is_left_to_the_next_run(
    github: GitHub, tracker: GitHubTracker
) -> None:
    github.repository("acme/web")
    github.transfer(SHOP, 1, "acme/web")

    outcome = changed(tracker, Change(REF, title="New"))

    assert isinstance(outcome, Failed)
    assert "has moved to acme/web#1" in outcome.reason
    assert writes(github) == []


def test_a_deleted_issue_does_not_stop_the_others(github: GitHub, tracker: GitHubTracker) -> None:
    [second] = made(tracker, draft(2))
    github.delete(SHOP, 1)

    first, other = tracker.update([Change(REF, title="x"), Change(second.ref, title="New")])

    assert isinstance(first, Failed)
    assert "it was deleted" in first.reason
    assert isinstance(other, Done)


@pytest.mark.parametrize("fault", [faults.dropped(after=True), faults.html(502, after=True)])
def test_a_lost_answer_is_no_harm_since_the_next_run_looks(
    github: GitHub, tracker: GitHubTracker, fault: faults.Fault
) -> None:
    github.next(fault, on=PATCH)

    outcome = changed(tracker, Change(REF, title="New"))

    assert isinstance(outcome, Failed)
    assert "the next run looks at it again" in outcome.reason
    assert writes(github) == [PATCH]


def test_a_refusal_names_the_issue(github: GitHub, tracker: GitHubTracker) -> None:
    github.next(faults.answer(403, {"message": "Resource not accessible"}), on=PATCH)

    outcome = changed(tracker, Change(REF, title="New"))

    assert isinstance(outcome, Failed)
    assert "changing acme/shop#1: the token lacks the permission" in outcome.reason


def test_what_a_limit_keeps_back_is_left_for_later(github: GitHub, tracker: GitHubTracker) -> None:
    github.next(faults.secondary_limit(3000), times=None, on=PATCH)
    stream = tracker.update([Change(REF, title="New"), Change(REF, title="Newer")])

    assert isinstance(next(stream), Postponed)
    with pytest.raises(Exhausted):
        next(stream)
