"""Names that Jira shows, written into documents: nobody is mentioned, one person stays one, and no name becomes markup."""

from __future__ import annotations

import pytest

from tests.fakes.jira.fake import Jira
from tests.fakes.program import Program

PATH = "postmortems/table.md"
HEAD = "# Outage\n\nDate: 2026-11-20\n\n## Action items\n\n"
TABLE = "| Action | Owner | Ticket |\n|---|---|---|\n| Mend it | | |\n"
HTML = "<table><tr><th>Action</th><th>Owner</th><th>Ticket</th></tr>\n<tr><td>Mend it</td><td>TBD</td><td></td></tr></table>\n"
SHOWN = [
    ("O'Hara", "O'Hara"),
    ("@everyone", "everyone"),
    ("Team @here", "Team here"),
    ("@@channel", "channel"),
    ("Doe, Jane", "Jane Doe"),
    ("van der Berg,Jan-Willem", "Jan-Willem van der Berg"),
    ("O’Neil, Conan", "Conan O’Neil"),
    ("Doe, Jr.", "x@acme.test"),
    ("Doe, Jane, SRE", "x@acme.test"),
    ("Jane & Joe", "x@acme.test"),
    ("*Jane*", "x@acme.test"),
    ("`Jane`", "x@acme.test"),
    ("Jane\\Joe", "x@acme.test"),
    ("x@acme.test", "x@acme.test"),
    ("Ann Lee", "Ann Lee"),
]


@pytest.fixture
def alone(program: Program) -> Program:
    (program.root / "postmortems/list.md").unlink()
    return program


def assigned(program: Program, jira: Jira, body: str, name: str) -> str:
    """The document after somebody of this name got the ticket."""
    jira.user("x", "x@acme.test", name, assignable=("OPS",))
    program.write(PATH, HEAD + body)
    assert program("sync").code == 0
    (issue,) = [one for one in jira.issues() if one.summary == "Mend it"]
    jira.edit(issue.key, assignee="x")
    jira.wait(90)
    done = program("sync")
    assert (done.code, "!" in done.out) == (0, False), done.out
    return program.read(PATH)


@pytest.mark.parametrize(("name", "written"), SHOWN)
@pytest.mark.parametrize("body", [TABLE, HTML])
def test_a_name_is_written_so_that_it_is_that_person_and_nothing_else(
    alone: Program, jira: Jira, body: str, name: str, written: str
) -> None:
    text = assigned(alone, jira, body, name)

    cell = f"<td>{written}</td>" if body == HTML else f"| Mend it | {written} |"
    assert cell in text
    done = alone("sync")
    assert "Nothing to do: documents and tickets agree" in done.out, done.out


def test_a_name_in_the_order_of_sentences_is_known_as_the_one_that_jira_shows(
    alone: Program, jira: Jira
) -> None:
    assigned(alone, jira, TABLE.replace("Mend it | |", "Mend it | Jane Doe |"), "Doe, Jane")

    assert "| Mend it | Jane Doe |" in alone.read(PATH)
