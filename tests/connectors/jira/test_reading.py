"""How issues are read: their status whatever it is called, and where they are now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from connectors.jira import KIND
from connectors.jira.options import JiraOptions, JiraPlace
from connectors.jira.wire import issue_of
from sync.errors import Unavailable
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Ticket
from sync.references import ReferenceRules
from tests.connectors.jira.conftest import Desk
from tests.fakes.jira.fake import Jira


def ref(key: str) -> TicketRef:
    return TicketRef("jira", key)


def fetched(desk: Desk, *keys: str, **options: object) -> dict[str, Ticket]:
    found = desk(**options).fetch([ref(key) for key in keys])
    return {one.id: ticket for one, ticket in found.items()}


STATUSES = {
    "Offen": "new",
    "待办": "new",
    "In Prüfung": "indeterminate",
    "Erledigt": "done",
    "Abgelehnt": "done",
    "Waiting": "new",
    "Odd": "undefined",
}


@pytest.mark.parametrize(
    ("name", "resolution", "status"),
    [
        ("Offen", None, Status.OPEN),
        ("待办", None, Status.OPEN),
        ("In Prüfung", None, Status.IN_PROGRESS),
        ("Erledigt", None, Status.DONE),
        ("Erledigt", "Done", Status.DONE),
        ("Erledigt", "Cannot Reproduce", Status.WONT_DO),
        ("Erledigt", "Won't Do", Status.WONT_DO),
        ("Erledigt", "Duplicate", Status.DUPLICATE),
        ("Abgelehnt", None, Status.WONT_DO),
        ("Offen", "Done", Status.OPEN),
        ("Odd", None, Status.UNKNOWN),
    ],
)
def test_the_category_decides_and_the_resolution_tells_ends_apart(
    jira: Jira, desk: Desk, name: str, resolution: str | None, status: Status
) -> None:
    jira.project("PAY", workflow=jira.workflow(STATUSES))
    jira.issue("PAY", status=name, resolution=resolution)

    assert fetched(desk, "PAY-1")["PAY-1"].status is status


def test_the_day_of_the_resolution_is_the_day_of_closing(jira: Jira, desk: Desk) -> None:
    jira.issue("OPS", resolution="Done", status="Done")
    closed = jira.clock
    jira.clock += timedelta(days=3)
    jira.edit("OPS-1", summary="Renamed later")

    assert fetched(desk, "OPS-1")["OPS-1"].closed_at == closed


def test_without_a_resolution_cloud_still_tells_the_day_and_data_center_does_not(
    jira: Jira, desk: Desk
) -> None:
    jira.issue("OPS")
    jira.clock += timedelta(days=1)
    jira.transition("OPS-1", "Done")
    closed = jira.clock
    jira.clock += timedelta(days=3)
    jira.edit("OPS-1", summary="Renamed later")

    told = fetched(desk, "OPS-1")["OPS-1"].closed_at

    assert told == (closed if jira.cloud else None)


def test_what_is_resolved_and_open_all_the_same_was_not_closed(jira: Jira, desk: Desk) -> None:
    jira.issue("OPS", resolution="Done", status="To Do")

    assert fetched(desk, "OPS-1")["OPS-1"].closed_at is None


def test_the_settings_say_what_single_statuses_and_resolutions_mean(jira: Jira, desk: Desk) -> None:
    jira.project("PAY", workflow=jira.workflow(STATUSES))
    jira.issue("PAY", status="Waiting")
    jira.issue("PAY", status="Odd")
    jira.issue("PAY", status="Erledigt", resolution="Cannot Reproduce")
    odd = next(one.id for one in jira.statuses if one.name == "Odd")

    found = fetched(
        desk,
        "PAY-1",
        "PAY-2",
        "PAY-3",
        statuses={"waiting": "in_progress", odd: "wont_do"},
        duplicate_resolutions=["cannot reproduce"],
    )

    assert [one.status for one in found.values()] == [
        Status.IN_PROGRESS,
        Status.WONT_DO,
        Status.DUPLICATE,
    ]


def test_a_status_without_a_category_is_told(jira: Jira, desk: Desk) -> None:
    jira.project("PAY", workflow=jira.workflow(STATUSES))
    jira.issue("PAY", status="Odd")

    (remark,) = fetched(desk, "PAY-1")["PAY-1"].remarks

    assert remark.startswith("PAY-1 is in the status 'Odd', which belongs to no category")


def test_a_moved_issue_is_found_under_its_old_key_and_says_its_new_one(
    jira: Jira, desk: Desk
) -> None:
    jira.project("PAY")
    for _ in range(3):
        jira.issue("OPS")
    jira.move("OPS-2", "PAY")

    found = fetched(desk, "OPS-1", "OPS-2", "OPS-3", "OPS-9")

    assert {asked: ticket.ref.id for asked, ticket in found.items()} == {
        "OPS-1": "OPS-1",
        "OPS-2": "PAY-1",
        "OPS-3": "OPS-3",
    }


def test_deleted_and_hidden_issues_are_left_out_and_archived_ones_are_not(
    jira: Jira, desk: Desk
) -> None:
    for _ in range(4):
        jira.issue("OPS")
    jira.delete("OPS-1")
    jira.hide("OPS-2")
    jira.archive("OPS-3")

    assert set(fetched(desk, "OPS-1", "OPS-2", "OPS-3", "OPS-4")) == {"OPS-3", "OPS-4"}


def test_linked_issues_are_read_as_they_are_however_far_behind_the_index_is(
    jira: Jira, desk: Desk
) -> None:
    jira.lag = 3600
    jira.issue("OPS")

    assert set(fetched(desk, "OPS-1")) == {"OPS-1"}


def test_a_thousand_issues_take_ten_questions_on_cloud_and_two_on_data_center(
    jira: Jira, desk: Desk
) -> None:
    keys = [jira.issue("OPS").key for _ in range(1000)]
    tracker = desk()

    tracker.fetch([ref(key) for key in keys])

    assert tracker.requests - len(jira.names("GET /serverInfo")) == (10 if jira.cloud else 2)


def test_a_smaller_page_of_the_server_is_followed(jira: Jira, desk: Desk) -> None:
    jira.reading.cap = jira.reading.page = 7
    keys = [jira.issue("OPS").key for _ in range(30)]

    assert len(fetched(desk, *keys)) == 30


def test_a_listing_holds_ours_alone_and_those_that_changed(jira: Jira, desk: Desk) -> None:
    made(desk(), draft(1), draft(2))
    jira.issue("OPS", "Somebody's own")
    jira.wait(86_400)
    since = desk().find(PROJECT).as_of
    jira.edit("OPS-2", summary="Changed")

    listing = desk().find(PROJECT, since)

    assert [ticket.ref.id for ticket in listing.tickets] == ["OPS-2"]
    assert not listing.complete


def test_a_lost_label_is_told(jira: Jira, desk: Desk) -> None:
    made(desk(), draft())
    jira.edit("OPS-1", labels=[])

    (ticket,) = fetched(desk, "OPS-1").values()

    assert ticket.marker == draft().marker
    assert ticket.remarks == (
        f"OPS-1 has lost its label pm-sync and pm-sync-{draft().marker.key}; put it back, since that is how it is found again"
        " if its link is lost",
    )


RULES = ReferenceRules(
    patterns=KIND.patterns(
        JiraOptions.model_validate(
            {"url": "https://jira.acme.test/tracker", "project": "OPS", "projects": ["WEB"]}
        ),
        (JiraPlace(project="PAY"),),
    )
)


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("OPS-12", "OPS-12"),
        ("WEB-1", "WEB-1"),
        ("PAY-1", "PAY-1"),
        ("https://jira.acme.test/tracker/browse/XYZ-7", "XYZ-7"),
        ("https://jira.acme.test/tracker/browse/xyz-7?focusedCommentId=1", "XYZ-7"),
        ("https://jira.acme.test/tracker/projects/XYZ/issues/XYZ-7", "XYZ-7"),
    ],
)
def test_a_reference_is_a_key_of_a_known_project_or_a_page_of_the_server(
    text: str, id_: str
) -> None:
    assert [found.ref for found in RULES.find(text)] == [ref(id_)]


@pytest.mark.parametrize("text", ["UTF-8", "ADR-1", "CVE-2024-1", "XYZ-7", "OPS-0x", "OPSX-1"])
def test_what_only_looks_like_a_key_is_none(text: str) -> None:
    assert not [found for found in RULES.find(text) if found.ref and found.ref.tracker == "jira"]


def test_behind_the_gateway_links_to_the_site_are_read_and_those_to_others_are_not() -> None:
    url = "https://api.atlassian.com/ex/jira/11-22"
    options = JiraOptions.model_validate({"url": url, "web_url": "https://acme.atlassian.net"})
    rules = ReferenceRules(patterns=KIND.patterns(options, ()))

    ours, theirs = rules.find(
        "https://acme.atlassian.net/browse/OPS-1 https://other.atlassian.net/browse/OPS-1"
    )

    assert ours.ref == ref("OPS-1")
    assert theirs.ref != ref("OPS-1")


@pytest.mark.parametrize(
    "odd",
    [
        {"labels": None},
        {"summary": None},
        {"created": "yesterday"},
        {"status": None},
        {"status": {"name": "x", "statusCategory": None}},
        {"status": {"id": None, "name": "x", "statusCategory": {"key": None}}},
        {"assignee": None, "creator": None, "resolution": None},
    ],
)
def test_what_is_null_counts_as_absent(odd: dict[str, object]) -> None:
    usual = {"summary": "x", "status": {"name": "Done", "statusCategory": {"key": "DONE"}}}

    issue = issue_of({"id": "7", "key": "OPS-7", "fields": {**usual, **odd}, "properties": None})

    assert issue.key == "OPS-7"
    assert issue.category in {"done", "undefined"}


def test_an_issue_that_cannot_be_read_is_named() -> None:
    with pytest.raises(Unavailable, match="Jira: OPS-7 cannot be read as an issue"):
        issue_of({"id": "x", "key": "OPS-7", "fields": {}})
