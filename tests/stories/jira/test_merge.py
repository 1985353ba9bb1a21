"""Fields that people change in the document and in the issue, over Jira of both flavours."""

from __future__ import annotations

import pytest

from tests.fakes.jira.fake import Jira
from tests.fakes.program import Program

PATH = "postmortems/table.md"
BODY = """\
# Checkout was down

Date: 2026-11-20

## Action items

| Action item | Owner | Priority | Due | Status | Bug |
|---|---|---|---|---|---|
| Alert on lag | Ann Lee | P1 | 2026-12-01 | | |
| Ask the vendor | Zed | P2 | | | |
"""


@pytest.fixture
def synced(program: Program, jira: Jira) -> Program:
    """A run that made OPS-2 and OPS-3."""
    for name, mail in (("bob", "bob@acme.test"), ("carl", "carl@acme.test")):
        jira.user(f"acc-{name}" if jira.cloud else name, mail, name.title(), assignable=("OPS",))
    settings = program.read("pm-sync.toml")
    words = 'priorities = { P1 = "High", P2 = "Medium", P3 = "Low" }\n'
    program.write("pm-sync.toml", settings.replace("[people", f"{words}\n[people", 1))
    (program.root / "postmortems/list.md").unlink()
    program.write(PATH, BODY)
    assert program("sync").code == 0
    return program


def edit(program: Program, old: str, new: str) -> None:
    text = program.read(PATH)
    assert text.count(old) == 1, text
    program.write(PATH, text.replace(old, new))


def row(program: Program, number: int = 0) -> list[str]:
    line = program.read(PATH).splitlines()[8 + number]
    return [cell.strip() for cell in line.split("|")[2:6]]


def account(jira: Jira, name: str) -> str:
    return f"acc-{name}" if jira.cloud else name


def quiet(program: Program, jira: Jira) -> None:
    before = program.files()
    jira.wait(7200)
    jira.requests.clear()
    done = program("sync")
    assert "Nothing to do" in done.out, done.out
    assert program.files() == before
    assert jira.names("PUT") == []


def test_the_first_run_agrees_with_itself(synced: Program, jira: Jira) -> None:
    quiet(synced, jira)


def test_what_was_changed_in_the_document_reaches_the_issue(synced: Program, jira: Jira) -> None:
    settings = synced.read("pm-sync.toml")
    synced.write("pm-sync.toml", settings + '\n[people."Bob"]\njira = "bob@acme.test"\n')
    edit(synced, "Ann Lee | P1 | 2026-12-01", "Bob | P3 | 24 Dec 2026")

    done = synced("sync")

    assert done.code == 0, done.out
    issue = jira.find("OPS-2")
    assert issue.assignee is not None
    assert (issue.assignee.email, issue.due) == ("bob@acme.test", "2026-12-24")
    assert issue.priority is not None
    assert issue.priority.name == "Low"
    assert row(synced)[:3] == ["Bob", "P3", "24 Dec 2026"]
    quiet(synced, jira)


def test_what_was_changed_in_the_issue_reaches_the_document(synced: Program, jira: Jira) -> None:
    jira.edit("OPS-2", assignee=account(jira, "bob"), priority="Low", due="2026-12-24")

    synced("sync")

    assert row(synced)[:3] == ["Bob", "P3", "2026-12-24"]
    quiet(synced, jira)


def test_what_was_taken_away_in_the_issue_is_taken_away_in_the_document(
    synced: Program, jira: Jira
) -> None:
    jira.edit("OPS-2", assignee=None, due=None)

    synced("sync")

    assert row(synced)[:3] == ["", "P1", ""]
    quiet(synced, jira)


def test_both_changed_differently_is_told_and_settled(synced: Program, jira: Jira) -> None:
    jira.edit("OPS-2", due="2026-12-24")
    edit(synced, "2026-12-01", "2027-01-15")

    told = " ".join(synced("sync").out.split())

    assert "the due date is '2027-01-15' in the document and '2026-12-24' in OPS-2" in told
    synced("sync", "--take", "document", f"{PATH}:9")
    assert jira.find("OPS-2").due == "2027-01-15"
    quiet(synced, jira)


def test_an_owner_whom_nobody_knows_stays_and_is_not_tried_again(
    synced: Program, jira: Jira
) -> None:
    edit(synced, "Ann Lee", "Nobody Known")

    told = synced("sync")

    assert jira.find("OPS-2").assignee is None
    assert row(synced)[0] == "Nobody Known"
    assert "Nobody Known is not assigned" in told.out
    quiet(synced, jira)


def test_a_day_that_is_none_stays_in_the_document_and_is_told_once(
    synced: Program, jira: Jira
) -> None:
    edit(synced, "2026-12-01", "end of Q4")

    told = synced("sync")

    assert "'end of Q4' names no day" in " ".join(told.out.split())
    assert jira.find("OPS-2").due == "2026-12-01"
    quiet(synced, jira)


def test_a_status_of_the_document_moves_the_issue_where_the_settings_say_so(
    synced: Program, jira: Jira
) -> None:
    synced.write("pm-sync.toml", synced.read("pm-sync.toml") + '\n[fields]\nstatus = "both"\n')
    synced.write(PATH, synced.read(PATH).replace("| Open |", "| Done |", 1))

    done = synced("sync")

    assert done.code == 0, done.out
    assert jira.find("OPS-2").status.name == "Done"
    quiet(synced, jira)


def test_our_own_change_is_not_taken_for_somebody_else_s_while_the_index_is_behind(
    synced: Program, jira: Jira
) -> None:
    jira.lag = 3600
    edit(synced, "2026-12-01", "2026-12-24")
    synced("sync")
    assert jira.find("OPS-2").due == "2026-12-24"

    for _ in range(3):
        jira.wait(60)
        synced("sync", "--full")
        assert row(synced)[2] == "2026-12-24"
        assert jira.find("OPS-2").due == "2026-12-24"


def test_people_whom_the_settings_do_not_know_come_and_go_by_the_names_that_jira_shows(
    synced: Program, jira: Jira
) -> None:
    for name, shown in (("bob", "Bob"), ("carl", "Carl"), ("bob", "Bob")):
        jira.edit("OPS-2", assignee=account(jira, name))

        done = synced("sync")

        assert "!" not in done.out
        assert row(synced)[0] == shown
        quiet(synced, jira)
        assert jira.find("OPS-2").assignee is not None
