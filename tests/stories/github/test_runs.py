"""The whole way, as its users go it: postmortems in a repository, issues on GitHub, and runs between them."""

from __future__ import annotations

from tests.fakes.github.fake import GitHub
from tests.fakes.program import Program
from tests.stories.github.conftest import SHOP, TABLE


def texts(github: GitHub) -> str:
    issues = github.at(SHOP).issues.values()
    return "\n".join(f"{issue.title}\n{issue.body}" for issue in issues)


def test_from_postmortem_to_issue_and_back(program: Program, github: GitHub) -> None:
    planned = program("plan")
    done = program("sync")

    assert (planned.code, done.code) == (0, 0), done.err
    assert len(github.at(SHOP).issues) == 5
    written = program.read("postmortems/table.md")
    link = f"{github.web_url}/{SHOP}/issues"
    for number in (3, 4, 5):
        assert f"[#{number}]({link}/{number})" in written
    assert "dana" in done.out
    assert "acme/shop lets nobody assign them" in done.out
    assert "@legacy" not in texts(github)
    assert "@everyone" not in texts(github)

    github.close(SHOP, 3)
    github.close(SHOP, 4, "not_planned")
    github.close(SHOP, 1)
    again = program("sync")

    assert again.code == 0
    written = program.read("postmortems/table.md")
    assert [row.split("|")[5].strip() for row in written.splitlines()[-3:]] == [
        "Done",
        "Won't do",
        "Open",
    ]
    assert "- [x] Write the runbook" in program.read("postmortems/list.md")


def test_a_second_run_has_nothing_to_do_and_asks_little(program: Program, github: GitHub) -> None:
    program("sync")
    before = program.files()
    github.wait(3600)
    github.requests.clear()

    done = program("sync", "--format", "json")

    assert done.code == 0
    assert program.files() == before
    assert [
        request for request in github.requests if request.writes and request.path != "/graphql"
    ] == []
    assert done.json["requests"] == {"github": len(github.requests)}
    assert len(github.requests) == 3  # the repository, its list, and the issue that we did not make


def test_documents_from_a_backup_are_linked_to_the_issues_that_there_are(
    program: Program, github: GitHub
) -> None:
    program("sync")
    synced = program.read("postmortems/table.md")
    program.write("postmortems/table.md", TABLE)
    (program.root / "pm-sync.state").unlink()

    assert program("sync").code == 0

    assert program.read("postmortems/table.md") == synced
    assert len(github.at(SHOP).issues) == 5


def test_an_edited_text_reaches_title_and_text_of_its_issue(
    program: Program, github: GitHub
) -> None:
    program("sync")
    issue = github.find(SHOP, 5)
    github.edit(SHOP, 5, body=f"{issue.body}\n\nI asked them already.")
    text = program.read("postmortems/table.md").replace("Ask the vendor ", "Ask both vendors ")
    program.write("postmortems/table.md", text)

    assert program("sync").code == 0

    issue = github.find(SHOP, 5)
    assert issue.title == "Ask both vendors"
    assert "Ask both vendors" in (issue.body or "")
    assert (issue.body or "").endswith("I asked them already.")
