"""Two projects in one git repository whose tickets go to one project of Jira: each keeps to its own."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.jira.fake import Jira
from tests.fakes.program import Program
from tests.stories.jira.conftest import TABLE


def test_documents_of_one_title_and_day_get_tickets_of_their_own(
    tmp_path: Path, program: Program, jira: Jira
) -> None:
    program.git("init", "--quiet", "--initial-branch=main")
    settings, projects = program.read("pm-sync.toml"), []
    for folder in ("team-a", "team-b"):
        project = Program(tmp_path / folder, inside=True)
        project.write("pm-sync.toml", settings)
        project.write("postmortems/table.md", TABLE)
        project.environ = program.environ
        projects.append(project)

    for project in projects:
        assert project("sync").code == 0
        jira.wait(7200)

    assert [one.key for one in jira.issues()] == [f"OPS-{number}" for number in range(1, 8)]
    for project in projects * 2:
        before = project.files()
        jira.requests.clear()
        done = project("sync", "--full")
        assert "Nothing to do" in done.out
        assert "belongs to" not in done.out
        assert project.files() == before
        assert jira.names("PUT") == []
        jira.wait(7200)
