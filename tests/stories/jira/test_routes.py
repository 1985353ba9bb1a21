"""Rows that go where rules say: to a project, with values from the document, or to another tracker altogether."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.fakes.github.fake import GitHub
from tests.fakes.github.over_http import served as github_served
from tests.fakes.jira.fake import Jira
from tests.fakes.program import Program
from tests.stories.jira.conftest import CREATE

SHOP = "acme/shop"

PAYMENTS = """\
---
team: Payments & Billing
severity: 1
---
# Payments were late

Date: 2026-11-22

## Action items

| Action item       | Type    | Priority | Owner   | Ticket | Status |
|-------------------|---------|----------|---------|--------|--------|
| Retry the ledger  | prevent | P1       | Ann Lee |        |        |
| Page the bank     | process | P3       | Bob     |        |        |
"""


@pytest.fixture
def github() -> Iterator[GitHub]:
    world = GitHub()
    world.repository(SHOP)
    world.issue(SHOP, "Somebody's own")
    with github_served(world):
        yield world


def routed(program: Program, routes: str) -> None:
    program.write("pm-sync.toml", f"{program.read('pm-sync.toml')}\n{routes}")


@pytest.fixture
def pay(jira: Jira) -> Jira:
    """With a project whose tickets need a team, and may be kept among few."""
    team = jira.field("Team")
    screen = ("summary", "description", "labels", "assignee", "priority", "security", team.id)
    jira.project(
        "PAY", types=("Story", "Task"), screen=screen, levels=("Internal", "Secret"),
        required={"Story": {team.id}, "Task": {team.id}},
    )  # fmt: skip
    return jira


def test_the_first_route_that_fits_decides_with_values_from_the_document(
    program: Program, pay: Jira
) -> None:
    program.write("postmortems/payments/late.md", PAYMENTS)
    routed(
        program,
        """
[[routes]]
path = "postmortems/payments/**"
type = "prevent"
project = "PAY"
issue_type = "Story"
security_level = "Internal"
labels = ["team-{front_matter.team}"]
fields = { "Team" = "{front_matter.team}" }

[[routes]]
path = "postmortems/payments/**"
project = "PAY"
fields = { "Team" = "{front_matter.team}" }
""",
    )

    planned, done = program("plan"), program("sync")

    assert planned.out.count("create jira ticket in PAY, ") == 2
    assert done.code == 0, done.err
    second, first = sorted(pay.issues("PAY"), key=lambda one: one.summary)
    assert (first.type.name, second.type.name) == ("Story", "Task")
    assert first.security is not None
    assert first.security.name == "Internal"
    assert first.labels[2:] == ["team-Payments-&-Billing"]
    assert list(first.more.values()) == ["Payments & Billing"]
    assert f"[{first.key}]({pay.site}/browse/{first.key})" in program.read(
        "postmortems/payments/late.md"
    )
    assert len(pay.issues("OPS")) == 5
    pay.wait(7200)
    pay.requests.clear()
    assert program("sync").out.startswith("Nothing to do")
    assert len(pay.requests) <= 4


def test_owner_and_priority_decide_too_by_any_spelling(program: Program, pay: Jira) -> None:
    program.write("postmortems/late.md", PAYMENTS)
    routed(
        program,
        '[[routes]]\nowner = "ann@acme.test"\npriority = "p1"\nproject = "PAY"\nfields = { "Team" = "A" }\n',
    )

    assert program("sync").code == 0

    assert [one.summary for one in pay.issues("PAY")] == ["Retry the ledger"]


def test_a_value_that_the_document_does_not_say_holds_its_items_and_no_others(
    program: Program, pay: Jira
) -> None:
    program.write("postmortems/payments/late.md", PAYMENTS.replace("team:", "squad:"))
    routed(
        program,
        '[[routes]]\npath = "postmortems/payments/**"\nproject = "PAY"\nfields = { "Team" = "{front_matter.team}" }\n',
    )

    done = program("sync")

    assert done.code == 0, done.err
    assert "takes a value from the document: its front matter needs `team`" in " ".join(
        done.out.split()
    )
    assert pay.issues("PAY") == []
    assert len(pay.issues("OPS")) == 5


def test_a_route_that_is_changed_later_moves_no_ticket(program: Program, pay: Jira) -> None:
    program("sync")
    before = program.files()
    routed(program, '[[routes]]\nproject = "PAY"\nfields = { "Team" = "A" }\n')

    done = program("sync", "--full")

    assert done.code == 0, done.err
    assert pay.issues("PAY") == []
    assert {p: d for p, d in program.files().items() if p.startswith("postmortems")} == {
        p: d for p, d in before.items() if p.startswith("postmortems")
    }


def test_one_project_that_refuses_does_not_stop_the_other(program: Program, jira: Jira) -> None:
    program.write("postmortems/payments/late.md", PAYMENTS)
    routed(program, '[[routes]]\npath = "postmortems/payments/**"\nproject = "NOPE"\n')

    done = program("sync")

    assert done.code == 1
    assert "there is no project NOPE, or this account may not create issues in it" in done.out
    assert "the [[routes]] entry, the front matter that fills it, or" in " ".join(done.out.split())
    assert len(jira.issues("OPS")) == 5


@pytest.mark.parametrize(
    ("route", "told"),
    [
        ('project = "no key"', "should be the key of a project"),
        ('projekt = "PAY"', "unknown key `routes.0.projekt`; did you mean `project`?"),
        ('pth = ["a/**"]', "unknown key `routes.0.pth`; did you mean `paths`?"),
        ('fields = { "Team" = "{team}" }', "{team} in a route means nothing"),
        ('tracker = "jura"', "jura"),
        ('tracker = "local"\nproject = "PAY"', "project"),
        ("owner = 3", "owner"),
        ('owner = ""\nproject = "PAY"', "should name something"),
        ('path = "a/**"\npaths = ["b/**"]', "should say `paths` or `path`, not both"),
        ('parent = "OPS-1"\nepic = "OPS-2"', "are the same to Jira"),
        ('labels = ["pm-sync"]', "should be another label than pm-sync"),
    ],
)
def test_a_route_that_means_nothing_is_named_with_its_line(
    program: Program, route: str, told: str
) -> None:
    routed(program, f"[[routes]]\n{route}\n")

    done = program("plan")

    assert done.code == 2
    assert told in done.err
    assert "pm-sync.toml:" in done.err


def test_documents_may_link_issues_of_github_and_tickets_of_jira_side_by_side(
    program: Program, jira: Jira, github: GitHub
) -> None:
    program.environ["GITHUB_TOKEN"] = "ghp_example"
    program.environ["PM_SYNC_PRIVATE__VISIBILITY"] = "public"
    program.write(
        "postmortems/both.md",
        "# Both\n\nDate: 2026-11-20\n\n## Action items\n\n| Item | Type | Ticket | Status |\n|--|--|--|--|\n"
        f"| Ours | process | [#1]({github.web_url}/{SHOP}/issues/1) | Open |\n"
        f"| Theirs | process | [OPS-1]({jira.site}/browse/OPS-1) | Open |\n"
        "| New in code | prevent | | |\n| New for people | process | | |\n",
    )
    routed(
        program,
        '[[routes]]\ntype = "prevent"\ntracker = "github"\n\n'
        f'[trackers.github]\nrepository = "{SHOP}"\napi_url = "{github.api_url}"\nseconds_between_writes = 0\n',
    )
    github.close(SHOP, 1)
    jira.transition("OPS-1", "Done", "Done")

    done = program("sync")

    assert done.code == 0, done.err
    rows = [line.split("|") for line in program.read("postmortems/both.md").splitlines()[-4:]]
    assert [row[4].strip() for row in rows] == ["Done", "Done", "Open", "Open"]
    assert f"({github.web_url}/{SHOP}/issues/" in rows[2][3]
    assert f"({jira.site}/browse/OPS-" in rows[3][3]
    assert len(github.at(SHOP).issues) == 3  # that of the table's own prevent row among them
    again = program("sync", "--format", "json")
    assert again.json["actions"] == []
    assert set(again.json["requests"]) == {"jira", "github"}


def test_where_one_of_two_trackers_cannot_be_seen_nothing_is_done(
    program: Program, jira: Jira, github: GitHub
) -> None:
    program.environ["GITHUB_TOKEN"] = "ghp_example"
    routed(
        program,
        '[[routes]]\ntype = "prevent"\ntracker = "github"\n\n'
        f'[trackers.github]\nrepository = "acme/nothing"\napi_url = "{github.api_url}"\n',
    )
    before = program.files()

    done = program("sync")

    assert done.code == 1
    assert "acme/nothing" in done.out + done.err
    assert CREATE not in jira.names()
    assert program.files() == before


def test_one_pair_of_brackets_too_few_is_told(program: Program) -> None:
    routed(program, '[routes]\nproject = "PAY"\n')

    done = program("plan")

    assert done.code == 2
    assert "should be written [[routes]]" in done.err


def test_doctor_tells_of_a_route_that_covers_nothing(program: Program, jira: Jira) -> None:
    jira.clock = datetime.now(UTC)
    routed(program, '[[routes]]\npath = "postmortms/**"\nproject = "OPS"\n')

    done = program("doctor")

    assert done.code == 0
    assert "this route covers none of the documents" in done.out
