"""Fields that people change in the document and in the issue, over GitHub."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.github.fake import GitHub
from tests.fakes.program import Program
from tests.fakes.wire.exchange import Answer
from tests.stories.github.conftest import SHOP

PATH = "postmortems/table.md"
BODY = """\
# Checkout was down

Date: 2026-11-20

## Action items

| Action item | Owner | Priority | Due | Bug |
|---|---|---|---|---|
| Alert on lag | @ann | P1 | 2026-12-01 | |
| Ask the vendor | Zed | P2 | | |
"""


@pytest.fixture
def synced(program: Program, github: GitHub) -> Program:
    """A run that made #2 and #3."""
    settings = program.read("pm-sync.toml")
    labels = 'priority_labels = { P0 = "now", P1 = "soon", P2 = "soon", P3 = "later" }\n'
    program.write("pm-sync.toml", settings.replace("[people", f"{labels}[people"))
    program.write(PATH, BODY)
    assert program("sync").code == 0
    return program


def edit(program: Program, old: str, new: str) -> None:
    text = program.read(PATH)
    assert text.count(old) == 1, text
    program.write(PATH, text.replace(old, new))


def row(program: Program, number: int = 0) -> list[str]:
    line = program.read(PATH).splitlines()[8 + number]
    return [cell.strip() for cell in line.split("|")[2:5]]


def quiet(program: Program, github: GitHub) -> None:
    before = program.files()
    github.requests.clear()
    done = program("sync")
    assert "Nothing to do" in done.out, done.out
    assert program.files() == before
    assert not [name for name in github.names() if not name.startswith(("GET", "POST /graphql"))]


def issue_of(program: Program, title: str) -> int:
    line = next(line for line in program.read(PATH).splitlines() if title in line)
    return int(line.split("[#")[1].split("]")[0])


def test_the_first_run_agrees_with_itself(synced: Program, github: GitHub) -> None:
    quiet(synced, github)


def test_what_was_changed_in_the_document_reaches_the_issue_with_one_look_at_it(
    synced: Program, github: GitHub
) -> None:
    edit(synced, "@ann | P1 | 2026-12-01", "@bob | P0 | 2026-12-24")
    github.requests.clear()

    done = synced("sync")

    assert done.code == 0, done.out
    number = issue_of(synced, "Alert on lag")
    issue = github.find(SHOP, number)
    assert [one.login for one in issue.assignees] == ["bob"]
    assert {"now", "pm-sync"} == {label.name for label in issue.labels}
    assert "2026-12-24" in (issue.body or "")
    reads = [one for one in github.names("GET") if one.endswith(f"/issues/{number}")]
    assert len(reads) <= 2
    quiet(synced, github)


def test_a_priority_of_an_issue_that_no_listing_tells_takes_the_place_of_the_old_one(
    synced: Program, github: GitHub
) -> None:
    for owner in (
        "@ann",
        "@bob",
    ):  # a run in between: from now on the issue is remembered, and not read
        github.wait(3600)
        edit(
            synced,
            f"Ask the vendor | {'Zed' if owner == '@ann' else '@ann'}",
            f"Ask the vendor | {owner}",
        )
        synced("sync")
    number = issue_of(synced, "Alert on lag")
    edit(synced, "@ann | P1", "@ann | P0")

    synced("sync")

    names = {label.name for label in github.find(SHOP, number).labels}
    assert names & {"now", "soon", "later"} == {"now"}
    quiet(synced, github)


def test_what_was_changed_in_the_issue_reaches_the_document(
    synced: Program, github: GitHub
) -> None:
    number = issue_of(synced, "Alert on lag")
    github.edit(SHOP, number, assignees=["bob"])
    github.edit(SHOP, number, labels=["pm-sync", "later"])

    synced("sync")

    assert row(synced) == ["@bob", "P3", "2026-12-01"]
    quiet(synced, github)


def test_who_cannot_be_assigned_is_neither_erased_nor_tried_for_ever(
    synced: Program, github: GitHub
) -> None:
    edit(synced, "@ann", "@stranger")

    told = synced("sync")

    assert "stranger" in told.out
    assert row(synced)[0] == "@stranger"
    assert row(synced, 1)[0] == "Zed"
    quiet(synced, github)


def test_somebody_who_becomes_known_is_assigned(synced: Program, github: GitHub) -> None:
    settings = synced.read("pm-sync.toml")
    synced.write("pm-sync.toml", settings + '[people."Zed"]\ngithub = "bob"\n')

    synced("sync")

    issue = github.find(SHOP, issue_of(synced, "Ask the vendor"))
    assert [one.login for one in issue.assignees] == ["bob"]
    quiet(synced, github)


def test_an_issue_reassigned_while_the_run_worked_is_left_to_the_next(
    synced: Program, github: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = issue_of(synced, "Alert on lag")
    edit(synced, "@ann", "@bob")

    answer = github.answer

    def reassigned(method: str, path: str, *rest: Any) -> Answer:
        if method == "GET" and path.endswith(f"/issues/{number}"):
            github.edit(SHOP, number, assignees=["carl"])
        return answer(method, path, *rest)

    monkeypatch.setattr(github, "answer", reassigned)
    done = synced("sync")
    monkeypatch.undo()

    assert "changed meanwhile" in done.out
    assert "'@bob' in the document and '@carl' in" in " ".join(synced("sync").out.split())


def test_an_issue_that_somebody_else_made_is_only_read_unless_the_settings_say_so(
    program: Program, github: GitHub
) -> None:
    body = BODY.replace("2026-12-01 | |", f"2026-12-01 | {github.web_url}/{SHOP}/issues/1 |")
    (program.root / "postmortems/list.md").unlink()
    program.write(PATH, body)
    program("sync")
    edit(program, "@ann", "@bob")
    program("sync")
    assert github.find(SHOP, 1).assignees == []

    program.write("pm-sync.toml", program.read("pm-sync.toml") + "[adopt]\nwrite = true\n")
    program("sync")

    assert [one.login for one in github.find(SHOP, 1).assignees] == ["bob"]
    assert github.find(SHOP, 1).title == "Runbook for the CDN"
    edit(program, "@bob", "@ann")
    program("sync")
    assert [one.login for one in github.find(SHOP, 1).assignees] == ["ann"]
    quiet(program, github)


@pytest.mark.parametrize("wins", ["both", "ticket", "document"])
@pytest.mark.parametrize(
    "form", ["| Action | Owner |\n|---|---|\n| Mend it | {} |", "- Mend it ({})"]
)
@pytest.mark.parametrize(
    "owner", ["x1", "@x1", "x1@", "X1", "x1, @X1", "x1, @ANN", "@ann / X1", "Xenia One (@x1)"]
)
def test_a_login_spelled_differently_in_the_document_changes_nothing(
    program: Program, github: GitHub, owner: str, form: str, wins: str
) -> None:
    github.assignable(SHOP, "X1")
    settings = program.read("pm-sync.toml")
    program.write("pm-sync.toml", f'{settings}[fields]\nowner = "{wins}"\n')
    (program.root / "postmortems/list.md").unlink()
    program.write(PATH, f"# Down\n\nDate: 2026-11-20\n\n## Action items\n\n{form.format(owner)}\n")
    program("sync")
    before = program.read(PATH)
    assert owner in before
    logins = ["X1", "ann"] if "ann" in owner.casefold() else ["X1"]
    github.edit(SHOP, 2, assignees=logins)

    done = program("sync")

    assert "Nothing to do" in done.out, done.out
    assert program.read(PATH) == before
    assert [user.login for user in github.find(SHOP, 2).assignees] == logins


def test_an_issue_is_told_what_it_lacks_once_its_document_is_restricted_no_more(
    synced: Program, github: GitHub
) -> None:
    mark, path = "---\nprivate: true\n---\n\n", "postmortems/secret.md"
    synced.write(path, mark + BODY.replace("Alert on lag", "Alert on load"))
    synced("sync")
    (issue,) = [one for one in github.at(SHOP).issues.values() if one.title == "Alert on load"]
    github.wait(7200)
    edit(synced, "Ask the vendor | Zed", "Ask the vendor | @ann")
    synced("sync")  # From now on the issue is remembered, and not read.
    assert "soon" not in {label.name for label in issue.labels}

    synced.write(path, synced.read(path).removeprefix(mark))
    github.wait(7200)
    synced("sync")

    assert "soon" in {label.name for label in issue.labels}
    quiet(synced, github)
