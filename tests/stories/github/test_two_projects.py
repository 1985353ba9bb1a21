"""Two projects in one git repository, with one project id and one tracker: each keeps to its own tickets."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.github.fake import GitHub
from tests.fakes.program import Done, Program
from tests.stories.github.conftest import SHOP

HEAD = "# {}\n\nDate: 2026-11-20\n\n## Action items\n\n| Action | Owner | Ticket |\n|---|---|---|\n"
ROWS = "| Add an alert | | |\n| Fix the retry | | |\n"
OUTAGE = HEAD.format("Outage") + ROWS
PATH = "postmortems/m.md"


class Repository:
    """A checkout with two folders, `a` and `b`, each with settings of its own."""

    def __init__(self, top: Path, github: GitHub) -> None:
        top.mkdir()
        self.top = Program(top)
        self.top.git("init", "--quiet", "--initial-branch=main")
        self._github = github
        self.a = self.project("team-a")
        self.b = self.project("team-b")

    def project(self, folder: str, settings: str = "") -> Program:
        """A project in a folder; the top of the checkout if that is empty."""
        project = Program(self.top.root / folder, inside=True)
        project.write(
            "pm-sync.toml",
            f'tracker = "github"\n{settings}[trackers.github]\nrepository = "{SHOP}"\n'
            f'api_url = "{self._github.api_url}"\nseconds_between_writes = 0\n',
        )
        project.environ = {
            "GITHUB_TOKEN": "ghp_example",
            "GITHUB_REPOSITORY": SHOP,
            "PM_SYNC_PRIVATE__VISIBILITY": "public",
        }
        return project

    def commit(self) -> None:
        """Commit all there is."""
        (self.top.root / ".gitignore").write_text(".pm-sync/\n")
        self.top.git("add", ".")
        self.top.git("commit", "--quiet", "--message", "documents")


@pytest.fixture
def repository(tmp_path: Path, github: GitHub) -> Repository:
    return Repository(tmp_path / "repository", github)


@pytest.fixture(params=["committed", "not committed yet", "without its memory"])
def each(repository: Repository, request: pytest.FixtureRequest) -> Repository:
    """Each project with a document of the same title and day, and only `b` with tickets."""
    repository.a.write(PATH, OUTAGE)
    repository.b.write(PATH, OUTAGE)
    if request.param == "committed":
        repository.commit()
    assert repository.b("sync").code == 0
    if request.param == "without its memory":
        (repository.b.root / "pm-sync.state").unlink()
    return repository


def links(project: Program, path: str = PATH) -> list[int]:
    """The issues that the rows link, 0 for none."""
    rows = project.read(path).partition("|---|---|---|\n")[2].splitlines()
    return [int(found[1]) if (found := re.search(r"\[#(\d+)\]", row)) else 0 for row in rows]


def made(github: GitHub) -> list[str]:
    return [one.title for one in github.at(SHOP).issues.values() if one.number > 1]


def tells(done: Done, number: int) -> bool:
    """Whether a run tells of an orphan."""
    return f"belongs to {SHOP}#{number} any more" in " ".join(done.out.split())


def quiet(project: Program, github: GitHub, *arguments: str) -> Done:
    """A run that changes nothing, neither here nor there, and has nothing to tell."""
    github.wait(7200)
    before = project.files()
    github.requests.clear()
    done = project("sync", "--full", "--strict", *arguments)
    assert done.code == 0, done.out + done.err
    assert "Nothing to do" in done.out
    after = project.files()
    if "pm-sync.state" not in before:
        after.pop("pm-sync.state", None)
    assert after == before
    assert not [name for name in github.names() if not name.startswith(("GET", "POST /graphql"))]
    return done


def both_quiet(repository: Repository, github: GitHub) -> None:
    for _ in range(2):
        quiet(repository.a, github)
        quiet(repository.b, github)


def test_documents_of_one_title_and_day_get_tickets_of_their_own(
    each: Repository, github: GitHub
) -> None:
    assert each.a("sync", "--strict").code == 0

    assert (links(each.b), links(each.a)) == ([2, 3], [4, 5])
    assert made(github) == ["Add an alert", "Fix the retry"] * 2
    both_quiet(each, github)


def test_a_row_does_not_wait_for_a_ticket_of_the_other_project(
    each: Repository, github: GitHub
) -> None:
    each.a.write(PATH, HEAD.format("Something else") + "| Fix the retry | | |\n")

    assert each.a("sync", "--strict").code == 0
    assert links(each.a) == [4]
    both_quiet(each, github)


def test_the_only_row_left_does_not_take_the_other_project_s_ticket_for_its_own_before_an_edit(
    each: Repository, github: GitHub
) -> None:
    each.b.write(PATH, HEAD.format("Outage") + "| Add an alert | | |\n")
    each.a.write(PATH, HEAD.format("Outage") + "| Ask the vendor | | |\n")

    assert each.a("sync", "--strict").code == 0
    assert made(github)[-1] == "Ask the vendor"


def test_tickets_of_a_document_that_the_other_project_renamed_are_still_its_own(
    each: Repository, github: GitHub
) -> None:
    (each.b.root / PATH).rename(each.b.root / "postmortems/n.md")
    assert each.b("sync").code == 0

    assert each.a("sync", "--strict").code == 0
    assert links(each.a) == [4, 5]
    both_quiet(each, github)


def test_tickets_of_a_renamed_document_are_taken_by_nobody_before_the_other_project_has_run(
    repository: Repository, github: GitHub
) -> None:
    repository.b.write(PATH, OUTAGE)
    assert repository.b("sync").code == 0
    (repository.b.root / PATH).rename(repository.b.root / "postmortems/n.md")
    repository.a.write(PATH, OUTAGE)

    done = repository.a("sync")

    assert tells(done, 2)
    assert f"{SHOP}#2, which no item links, may be the ticket of this one" in done.out
    assert links(repository.a) == [0, 0]
    assert repository.b("sync").code == 0
    assert repository.a("sync", "--strict").code == 0
    assert links(repository.a) == [4, 5]
    both_quiet(repository, github)


def test_what_was_taken_for_an_orphan_is_let_go_once_the_other_s_document_is_there(
    each: Repository, github: GitHub
) -> None:
    each.a.write(PATH, HEAD.format("Something else") + "| Write it down | | |\n")
    aside = each.top.root.parent / "not-pulled-yet"
    each.b.root.rename(aside)
    assert tells(each.a("sync"), 2)
    aside.rename(each.b.root)

    assert each.a("sync", "--strict").code == 0
    assert f"{SHOP}#2" not in each.a.read("pm-sync.state")
    both_quiet(each, github)


@pytest.fixture
def lost(repository: Repository) -> Repository:
    """A document of `b` is gone, and its tickets #2 and #3 are told."""
    repository.a.write(PATH, HEAD.format("Something else") + "| Write it down | | |\n")
    repository.b.write(PATH, OUTAGE)
    repository.b.write("postmortems/n.md", HEAD.format("Third") + "| Ask the vendor | | |\n")
    assert repository.b("sync").code == 0
    (repository.b.root / PATH).unlink()
    assert tells(repository.b("sync", "--full"), 2)
    return repository


def test_a_ticket_that_the_other_project_lost_is_told_by_both_while_it_is_open(
    lost: Repository,
) -> None:
    done = lost.a("sync")

    assert tells(done, 2)
    assert tells(done, 3)


@pytest.mark.parametrize("seen", [False, True], ids=["", "and was told here"])
def test_a_ticket_that_the_other_project_lost_is_told_no_more_once_it_is_closed(
    lost: Repository, github: GitHub, *, seen: bool
) -> None:
    if seen:
        lost.a("sync")
    github.wait(60)
    github.close(SHOP, 2)
    github.close(SHOP, 3)

    assert lost.b("sync", "--full").code == 0
    assert lost.a("sync", "--full", "--strict").code == 0
    both_quiet(lost, github)


@pytest.mark.parametrize("first", ["the old", "the new"])
def test_a_document_that_is_moved_to_the_other_project_keeps_its_tickets(
    repository: Repository, github: GitHub, first: str
) -> None:
    a, b = repository.a, repository.b
    a.write(PATH, OUTAGE)
    a.write("postmortems/other.md", HEAD.format("Other") + "| Write it down | | |\n")
    repository.commit()
    assert a("sync").code == 0
    b.root.joinpath("postmortems").mkdir()
    shutil.move(a.root / PATH, b.root / "postmortems/new.md")
    if first == "the old":
        assert tells(a("sync", "--full"), 2)

    assert b("sync").code == 0
    assert links(b, "postmortems/new.md") == [2, 3]
    assert len(made(github)) == 3
    assert a("sync", "--full", "--strict").code == 0
    both_quiet(repository, github)


def test_tickets_that_came_along_with_a_document_stay_here_though_another_took_its_place_there(
    each: Repository, github: GitHub
) -> None:
    new = each.a.root / "postmortems/new.md"
    (each.a.root / PATH).unlink()
    shutil.move(each.b.root / PATH, new)
    each.b.write(PATH, HEAD.format("Another") + "| Ask the vendor | | |\n")
    assert each.a("sync").code == 0
    assert each.b("sync").code == 0
    new.write_text(OUTAGE)  # as from a backup

    assert each.a("sync", "--strict").code == 0
    assert links(each.a, "postmortems/new.md") == [2, 3]
    quiet(each.a, github)


@pytest.mark.parametrize("title", ["Outage", "Retitled"])
def test_a_document_that_is_moved_before_it_was_linked_gets_no_second_ticket(
    repository: Repository, github: GitHub, title: str
) -> None:
    a, b = repository.a, repository.b
    a.write(PATH, OUTAGE)
    repository.commit()
    assert a("sync").code == 0
    for file in ("pm-sync.state", PATH):
        (a.root / file).unlink()
    b.write("postmortems/new.md", HEAD.format(title) + ROWS)

    done = b("sync")

    assert len(made(github)) == 2
    if title == "Outage":
        assert links(b, "postmortems/new.md") == [2, 3]
    else:
        assert "#2, which no item links, may be the ticket of this one" in done.out


@pytest.mark.parametrize("name", ["pm-sync.toml", "pyproject.toml"])
def test_a_project_below_another_is_a_project_of_its_own(
    each: Repository, github: GitHub, name: str
) -> None:
    top = each.project("")
    if name == "pyproject.toml":
        own = each.b.root / "pm-sync.toml"
        text = own.read_text().replace("[trackers", "[tool.pm-sync.trackers")
        each.b.write(name, f"[tool.pm-sync]\n{text}")
        own.unlink()
    top.write(PATH, OUTAGE)

    assert top("sync", "--strict").code == 0
    assert links(top) == [4, 5]
    for _ in range(2):
        quiet(top, github)
        quiet(each.b, github)


def test_a_document_that_two_projects_name_is_both_s(each: Repository, github: GitHub) -> None:
    top = each.project("", 'documents = ["team-b/postmortems/*.md"]\n')
    each.b.write(PATH, OUTAGE)

    assert top("sync", "--strict").code == 0
    assert links(each.b) == [2, 3]
    quiet(each.b, github)


def test_documents_that_the_settings_leave_out_below_the_root_are_nobody_else_s(
    repository: Repository, github: GitHub
) -> None:
    a = repository.a
    a.write(PATH, OUTAGE)
    a.write("postmortems/other.md", HEAD.format("Other") + "| Fix the retry | | |\n")
    repository.commit()
    assert a("sync", PATH).code == 0
    (a.root / "pm-sync.state").unlink()
    settings = a.read("pm-sync.toml")
    a.write("pm-sync.toml", f'exclude = ["**/m.md"]\n{settings}')

    done = a("sync")

    assert tells(done, 2)
    assert links(a, "postmortems/other.md") == [0]


def test_git_lists_no_files_where_every_ticket_is_of_a_document_that_is_here(
    each: Repository, github: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    really = subprocess.run

    def run(command: list[str], **options: Any) -> Any:
        asked.extend(command)
        return really(command, **options)

    monkeypatch.setattr(subprocess, "run", run)
    text = each.b.read(PATH)
    each.b.write(PATH, OUTAGE)
    assert each.b("sync", "--full").code == 0
    assert each.b.read(PATH) == text

    assert "rev-parse" in asked
    assert "ls-files" not in asked
    each.a("plan")
    assert "ls-files" in asked
