"""Runs that are cut off, limited or refused: one issue for each item, and a message that says what to do."""

from __future__ import annotations

import subprocess

from tests.fakes.github import faults
from tests.fakes.github.exchange import Request
from tests.fakes.github.fake import GitHub
from tests.fakes.program import Program
from tests.stories.github.conftest import CREATE, SHOP


def texts(github: GitHub) -> str:
    issues = github.at(SHOP).issues.values()
    return "\n".join(f"{issue.title}\n{issue.body}" for issue in issues)


def test_a_lost_state_file_costs_requests_and_nothing_else(
    program: Program, github: GitHub
) -> None:
    program("sync")
    before = program.files()
    (program.root / "pm-sync.state").unlink()

    assert program("sync").code == 0

    after = program.files()
    assert after.pop("pm-sync.state")
    assert after == {path: data for path, data in before.items() if path != "pm-sync.state"}
    assert len(github.at(SHOP).issues) == 5


def test_an_answer_that_was_lost_is_found_in_the_same_run(program: Program, github: GitHub) -> None:
    github.next(faults.dropped(after=True), on=CREATE)

    done = program("sync")

    assert done.code == 0
    assert "found after a lost answer" in done.out
    assert len(github.at(SHOP).issues) == 5
    assert len(github.names(CREATE)) == 4


def test_a_limit_ends_the_run_well_and_the_next_one_goes_on(
    program: Program, github: GitHub
) -> None:
    github.limit_creations(per_hour=3, retry_after=1800)  # a label is one too

    done = program("sync")

    assert done.code == 0
    assert "2 tickets created" in done.out
    assert "Left for a later run (2 tickets to create)" in done.out
    assert "go on after" in done.out
    github.limit_creations()
    assert program("sync", "--strict").code == 1  # Dana cannot be assigned
    assert len(github.at(SHOP).issues) == 5


def test_with_strict_what_was_left_is_a_failure(program: Program, github: GitHub) -> None:
    program.write("postmortems/table.md", "# Fine\n")
    github.limit_creations(per_hour=0, retry_after=1800)

    assert program("sync", "--strict").code == 1


def test_a_limit_before_anything_was_read_ends_well_too(program: Program, github: GitHub) -> None:
    github.limit(0, 3000)
    before = program.files()

    done = program("sync")

    assert done.code == 0
    assert "Nothing was changed" in done.err
    assert program.files() == before
    github.limit(0, 3000)
    assert program("sync", "--strict").code == 1
    for looks in (["plan"], ["plan", "--exit-code"], ["sync", "--dry-run"]):
        github.limit(0, 3000)
        assert program(*looks).code == 1


def test_a_title_that_people_changed_between_reading_and_writing_stays(
    program: Program, github: GitHub
) -> None:
    program("sync")
    text = program.read("postmortems/table.md").replace("Ask the vendor ", "Ask both vendors ")
    program.write("postmortems/table.md", text)

    def retitle(request: Request) -> None:
        if request.name == f"GET /repos/{SHOP}/issues/5":
            github.edit(SHOP, 5, title="Ask Dana first")

    github.before = retitle

    done = program("sync")

    assert done.code == 1
    assert "was renamed meanwhile, to 'Ask Dana first'" in done.out
    assert github.find(SHOP, 5).title == "Ask Dana first"


def test_an_issue_whose_label_was_dropped_is_linked_and_no_other_is_made(
    program: Program, github: GitHub
) -> None:
    github.label(SHOP, "pm-sync")
    github.at(SHOP).push = False
    program.environ["GITHUB_TOKEN"] = (
        "ghs_example"  # of an installation, whose role GitHub does not tell
    )

    done = program("sync")

    assert done.code == 1
    assert "GitHub dropped the label pm-sync from acme/shop#2" in done.out
    assert f"[#2]({github.web_url}/{SHOP}/issues/2)" in program.read("postmortems/list.md")
    assert len(github.at(SHOP).issues) == 2
    github.at(SHOP).push = True
    assert program("sync").code == 0
    assert len(github.at(SHOP).issues) == 5


def test_a_token_never_shows(program: Program, github: GitHub) -> None:
    github.next(faults.answer(403, {"message": "ghp_example may not"}), times=None)

    for command in (["sync", "-v"], ["plan"], ["doctor"], ["sync", "--log-format", "json", "-v"]):
        done = program(*command)
        assert "ghp_example" not in done.out + done.err


def test_a_token_that_occurs_in_an_answer_hides_nothing_of_it(
    program: Program, github: GitHub
) -> None:
    program.environ["GITHUB_TOKEN"] = "e"

    assert program("sync").code == 0
    assert program("sync", "--full").out.startswith("Nothing to do")
    assert len(github.at(SHOP).issues) == 5


def test_without_a_token_the_documents_can_still_be_read(program: Program) -> None:
    del program.environ["GITHUB_TOKEN"]

    assert program("items").code == 0
    refused = program("sync")
    assert refused.code == 2
    assert "GITHUB_TOKEN" in refused.err


def test_after_a_kill_an_issue_that_is_not_listed_yet_is_waited_for(
    program: Program, github: GitHub
) -> None:
    process: list[subprocess.Popen[bytes]] = []

    def kill(request: Request) -> None:
        if request.name == CREATE:
            process[0].kill()

    github.after = kill
    process.append(
        subprocess.Popen(
            program.command("sync"),
            cwd=program.root,
            env=program.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    )
    process[0].wait(60)
    github.after = lambda _: None
    github.edit(SHOP, 2, labels=[])  # as a replica that lags behind shows it

    done = program("sync")

    assert done.code == 0
    assert "an earlier run may have created its ticket" in done.out
    assert len(github.at(SHOP).issues) == 5
    github.edit(SHOP, 2, labels=["pm-sync"])
    assert program("sync").code == 0
    assert f"[#2]({github.web_url}/{SHOP}/issues/2)" in program.read("postmortems/list.md")
    assert len(github.at(SHOP).issues) == 5
