"""Answers that no Jira should give: an error that says so, and never a crash, a guess, or a second ticket."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract.drafts import PROJECT, draft
from connectors.jira.tracker import JiraTracker
from sync.errors import PmSyncError
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Change, Done, Owner
from tests.connectors.jira.conftest import URLS, Desk
from tests.fakes.jira import faults
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.model import Flavour

NAMES = (
    "issues", "errors", "id", "key", "fields", "properties", "status", "name", "statusCategory", "total", "isLast", "values",
    "issueTypes", "fieldId", "schema", "allowedValues", "required", "transitions", "to", "failedElementNumber",
    "elementErrors", "issueErrors", "nextPageToken", "accountId", "emailAddress", "labels",
)  # fmt: skip
ATOMS = (
    st.none() | st.booleans() | st.integers(-2, 10**6) | st.sampled_from(["", "OPS-1", "1", "x"])
)
ANSWERS = st.recursive(
    ATOMS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    ),
    max_leaves=12,
)
OWNER = Owner("Ann", "ann@acme.test", known=True)


def asked(tracker: JiraTracker, which: str) -> object:
    ours = TicketRef("jira", "OPS-1")
    match which:
        case "find":
            return tracker.find(PROJECT)
        case "fetch":
            return tracker.fetch([ours])
        case "recognise":
            return tracker.recognise([draft(1)], {})
        case "prepare":
            tracker.prepare([draft(1)])
            return None
        case "create":
            return list(tracker.create([draft(2)]))
        case "update":
            change = Change(ours, title="New", status=Status.DONE, assign=(OWNER,))
            return list(tracker.update([change]))
        case _:
            return list(tracker.diagnose([OWNER]))


@pytest.mark.parametrize(
    "which", ["find", "fetch", "recognise", "prepare", "create", "update", "diagnose"]
)
@given(
    flavour=st.sampled_from(["cloud", "datacenter"]),
    skip=st.integers(0, 5),
    status=st.sampled_from([200, 200, 201, 400]),
    data=ANSWERS,
)
def test_whatever_jira_answers_is_an_error_of_ours_at_worst(
    which: str, flavour: Flavour, skip: int, status: int, data: object
) -> None:
    jira = Jira(URLS[flavour], flavour)
    jira.project("OPS")
    desk = Desk(jira, Path("nowhere"))
    with jira.faked():
        assert isinstance(next(iter(desk().create([draft(1)]))), Done)
        me = {"X-AACCOUNTID": jira.me.id, "X-AUSERNAME": jira.me.id}
        jira.next(faults.answer(status, data, me, after=True), skip=skip, times=1)
        tracker = desk()
        with contextlib.suppress(PmSyncError):
            asked(tracker, which)

    assert len(jira.issues()) <= 2
