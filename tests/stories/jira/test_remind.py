"""`pm-sync remind` on Jira of either flavour: one comment below each ticket, never twice."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.fakes.calendar import it_is
from tests.fakes.jira import faults
from tests.fakes.jira.adf import text_of
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.past import said as comment_said
from tests.fakes.program import Done, Program

TABLE = """\
# Checkout was *down*

Date: 2026-11-02

## Action items

| Action item              | Owner   | Due        | Bug | Status |
|--------------------------|---------|------------|-----|--------|
| Alert on lag of [~bob]   | Ann Lee | 2026-11-10 |     |        |
| Ask the vendor           |         | 2026-11-20 |     |        |
"""
MONDAY, LATER, WEEK = "2026-11-23T09:00", "2026-11-26T09:00", "2026-11-30T09:00"
COMMENT = "POST /issue/*/comment"


@pytest.fixture
def late(program: Program, jira: Jira) -> Program:
    """OPS-2 is Ann's, OPS-3 is nobody's."""
    (program.root / "postmortems/list.md").unlink()
    program.write("postmortems/table.md", TABLE)
    assert program("sync").code == 0
    jira.requests.clear()
    return program


def remind(program: Program, moment: str, *arguments: str) -> Done:
    with it_is(moment):
        return program("remind", "--format", "json", *arguments)


def said(jira: Jira, key: str) -> list[Any]:
    return [one.body for one in jira.find(key).comments]


def paragraph(text: str) -> dict[str, Any]:
    """A document of Cloud that is one paragraph."""
    content = [{"type": "paragraph", "content": [{"type": "text", "text": text}]}]
    return {"type": "doc", "version": 1, "content": content}


def writes(jira: Jira) -> list[str]:
    reads = ("bulkfetch", "search", "permissions")
    return [
        one.name
        for one in jira.requests
        if one.method != "GET" and not any(word in one.path for word in reads)
    ]


def test_whoever_has_the_ticket_is_mentioned_once_and_nobody_else(
    late: Program, jira: Jira
) -> None:
    assert remind(late, MONDAY).code == 0
    assert writes(jira) == []

    done = remind(late, MONDAY, "--send")

    assert done.code == 0, done.err
    (body,) = said(jira, "OPS-2")
    assert said(jira, "OPS-3") == []
    if jira.cloud:
        first, source, last = body["content"]
        mentions = [one["attrs"]["id"] for one in first["content"] if one["type"] == "mention"]
        assert mentions == ["acc-ann"]
        assert "13 days overdue" in text_of(first)
        assert text_of(source) == "From Checkout was down"
        assert text_of(last).endswith("pm-sync reminder of 2026-11-23")
    else:
        assert body.startswith("[~ann] this action item is 13 days overdue")
        assert body.endswith("pm-sync reminder of 2026-11-23")
        assert "[~bob]" not in body


def test_a_second_run_says_nothing_also_on_a_machine_that_knows_nothing(
    late: Program, jira: Jira
) -> None:
    remind(late, MONDAY, "--send")
    shutil.rmtree(late.root / ".pm-sync")
    jira.requests.clear()

    done = remind(late, LATER, "--send")

    assert done.json["messages"][0]["reason"] == "reminded 3 days ago"
    assert writes(jira) == []


def test_after_a_week_a_new_comment_takes_the_place_of_the_old_one(
    late: Program, jira: Jira
) -> None:
    remind(late, MONDAY, "--send")
    old = said(jira, "OPS-2")

    assert remind(late, WEEK, "--send").code == 0

    (new,) = said(jira, "OPS-2")
    assert [new] != old


def test_what_somebody_else_wrote_is_no_reminder(late: Program, jira: Jira) -> None:
    remind(late, MONDAY, "--send")
    issue = jira.find("OPS-2")
    issue.comments[0].by = jira.users["acc-ann" if jira.cloud else "ann"]

    remind(late, LATER, "--send")

    assert len(issue.comments) == 2


def test_what_a_person_wrote_of_a_reminder_with_the_same_account_stays(
    late: Program, jira: Jira
) -> None:
    text = "I did my part; this answers the pm-sync reminder of 2026-11-22"
    body = paragraph(text) if jira.cloud else text
    own = comment_said(jira.find("OPS-2"), 4711, jira.me, body, datetime(2026, 11, 22, tzinfo=UTC))

    done = remind(late, MONDAY, "--send")

    assert done.json["messages"][0]["outcome"] == "sent"
    assert jira.find("OPS-2").comments[0] is own
    assert len(said(jira, "OPS-2")) == 2


@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize("fault", [faults.dropped, faults.html])
def test_a_lost_answer_never_leads_to_two_comments(
    late: Program, jira: Jira, fault: Any, *, after: bool
) -> None:
    jira.next(fault(after=after), on=COMMENT)

    first = remind(late, MONDAY, "--send")
    second = remind(late, MONDAY, "--send")

    assert (first.code, second.code) == (0 if after else 1, 0), first.err
    assert len(said(jira, "OPS-2")) == 1


def test_an_older_reminder_that_may_not_be_removed_is_no_failure(late: Program, jira: Jira) -> None:
    remind(late, MONDAY, "--send")
    jira.next(faults.answer(403), on="DELETE /issue/*/comment/*")

    done = remind(late, WEEK, "--send")

    assert done.code == 0
    assert "an older reminder stays" in done.json["messages"][0]["reason"]
    assert len(said(jira, "OPS-2")) == 2
    assert remind(late, WEEK, "--send").json["messages"][0]["reason"] == "reminded today"


def test_among_many_comments_ours_is_found(late: Program, jira: Jira) -> None:
    issue = jira.find("OPS-2")
    remind(late, MONDAY, "--send")
    for number in range(120):
        other = type(issue.comments[0])(
            number, jira.users["acc-ann" if jira.cloud else "ann"], "x", datetime.now(UTC)
        )
        issue.comments.insert(0, other)

    done = remind(late, LATER, "--send")

    assert done.json["messages"][0]["reason"] == "reminded 3 days ago"


def test_whoever_stands_in_for_people_who_left_is_found_by_their_address(
    late: Program, jira: Jira
) -> None:
    lead = "acc-lead" if jira.cloud else "lead"
    jira.user(lead, "lead@acme.test", "The Lead")
    settings = late.read("pm-sync.toml")
    people = '[people."The Lead"]\njira = "lead@acme.test"\n[owners]\ndefault = "The Lead"\n'
    late.write("pm-sync.toml", f"{settings}left = true\n{people}")

    done = remind(late, MONDAY, "--send")

    assert done.json["messages"][0]["to"] == ["The Lead"]
    (body,) = said(jira, "OPS-2")
    told = str(body)
    assert lead in told
    assert "acc-ann" not in told
    assert "[~ann]" not in told
