"""The whole way, as its users go it: postmortems in a repository, issues on GitHub, and runs between them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.connectors.github.test_access import a_key
from tests.fakes.github import faults
from tests.fakes.github.apps import INSTALLATION
from tests.fakes.github.exchange import Request
from tests.fakes.github.fake import GitHub
from tests.fakes.github.official import named
from tests.fakes.github.over_http import served
from tests.fakes.program import Program

SHOP = "acme/shop"
CREATE = f"POST /repos/{SHOP}/issues"
TABLE = """\
# Checkout was down

Date: 2026-11-20

## Summary

Nobody could pay for an hour, and @everyone was called.

## Action items

| Action item              | Type    | Owner  | Bug | Status |
|--------------------------|---------|--------|-----|--------|
| Alert on lag of the bus  | detect  | @ann   |     |        |
| Fix the retry of @legacy | prevent | Dana W |     |        |
| Ask the vendor           | process |        |     |        |
"""
LIST = """\
# Images were gone

Date: 2026-11-21

## Action items

- [ ] Purge by tag only (@bob)
- [ ] Write the runbook ([#1](https://github.com/acme/shop/issues/1))
"""


@pytest.fixture
def github() -> Iterator[GitHub]:
    world = GitHub(referee=named())
    world.repository(SHOP)
    world.assignable(SHOP, "ann", "bob")
    world.issue(SHOP, "Runbook for the CDN", author="bob")
    with served(world):
        yield world


@pytest.fixture
def program(tmp_path: Path, github: GitHub) -> Program:
    program = Program(tmp_path, inside=True)
    program.write("postmortems/table.md", TABLE)
    link = f"{github.web_url}/{SHOP}/issues/1"
    program.write(
        "postmortems/list.md", LIST.replace("https://github.com/acme/shop/issues/1", link)
    )
    program.write(
        "pm-sync.toml",
        'tracker = "github"\nproject = { id = "acme/shop" }\n[trackers.github]\nrepository = "acme/shop"\n'
        f'api_url = "{github.api_url}"\nseconds_between_writes = 0\n'
        '[people."Dana W"]\ngithub = "dana"\n',
    )
    program.environ["GITHUB_TOKEN"] = "ghp_example"
    return program


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


def test_a_transferred_issue_takes_its_link_along(program: Program, github: GitHub) -> None:
    program("sync")
    github.repository("acme/web")
    github.label("acme/web", "pm-sync")
    github.transfer(SHOP, 3, "acme/web")

    done = program("sync", "--full")

    assert done.code == 0
    assert f"[acme/web#1]({github.web_url}/acme/web/issues/1)" in program.read(
        "postmortems/table.md"
    )
    assert program("sync", "--full").out.startswith("Nothing to do") or "notice" in done.out
    assert len(github.at(SHOP).issues) == 4


def test_issues_that_moved_are_told_followed_and_then_left_in_peace(
    program: Program, github: GitHub
) -> None:
    program("sync")
    github.wait(3600)
    github.rename(SHOP, "acme/store")
    github.repository("acme/web")
    github.label("acme/web", "pm-sync")
    github.transfer("acme/store", 3, "acme/web")
    github.close("acme/store", 4)
    page = f"{github.web_url}/acme"
    before = program.read("postmortems/table.md")

    first = program("plan")
    planned = program("plan", "--full", "--out", "plan.json")
    as_json = program("plan", "--full", "--format", "json").json
    applied = program("apply", "plan.json", "--full")

    assert "ticket: acme/shop#4 → #4  (acme/shop#4 has moved to acme/store#4)" in first.out
    assert "second ticket" not in first.out
    assert "acme/shop#3 → acme/web#1" in planned.out
    told = [one for one in as_json["actions"] if one["field"] == "ticket"]
    assert ("acme/web#1", "acme/shop#3", "acme/web#1") in [
        (one["ticket"], one["old"], one["new"]) for one in told
    ]
    assert applied.code == 0, applied.err
    after = program.read("postmortems/table.md")
    assert f"[acme/web#1]({page}/web/issues/1)" in after
    assert f"[#4]({page}/store/issues/4) | Done" in " ".join(after.split())
    assert f"[#5]({page}/store/issues/5)" in after
    assert [row.split("|")[1:4] for row in after.splitlines()] == [
        row.split("|")[1:4] for row in before.splitlines()
    ]
    assert f"[#1]({page}/store/issues/1)" in program.read("postmortems/list.md")

    files = program.files()
    again = program("sync", "--format", "json")

    assert program.files() == files
    assert [one["kind"] for one in again.json["actions"] if one["kind"] != "notice"] == []
    github.close("acme/web", 1)
    assert program("sync").code == 0
    assert "issues/1) | Done" in " ".join(program.read("postmortems/table.md").split())
    assert len(github.at("acme/store").issues) + len(github.at("acme/web").issues) == 5


def test_a_renamed_repository_is_followed_without_a_second_issue(
    program: Program, github: GitHub
) -> None:
    program("sync")
    github.rename(SHOP, "acme/store")

    assert program("sync", "--full").code == 0
    assert program("sync", "--full").code == 0

    assert f"{github.web_url}/acme/store/issues/3" in program.read("postmortems/table.md")
    assert len(github.at("acme/store").issues) == 5


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


def test_what_was_deleted_stays_not_found(program: Program, github: GitHub) -> None:
    program("sync")
    github.delete(SHOP, 4)
    program("sync", "--full")
    gone = program.read("postmortems/table.md")
    assert "Not found" in gone

    for arguments in ([], ["--full"], []):
        github.wait(3600)
        assert program("sync", *arguments).code == 0
        assert program.read("postmortems/table.md") == gone


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


def test_where_everything_vanished_nothing_is_done(program: Program, github: GitHub) -> None:
    program("sync")
    before = program.files()
    for number in list(github.at(SHOP).issues):
        github.delete(SHOP, number)

    done = program("sync", "--full")

    assert done.code == 3
    assert "looks empty" in done.err
    assert program.files() == before


def test_issues_elsewhere_that_were_never_visible_are_no_sign_of_an_outage(
    program: Program, github: GitHub
) -> None:
    github.repository("secret/web", access="none")
    items = "".join(f"- Item {n} ({github.web_url}/secret/web/issues/{n})\n" for n in range(1, 20))
    program.write(
        "postmortems/other.md", f"# Other\n\nDate: 2026-11-20\n\n## Action items\n\n{items}"
    )

    done = program("sync")

    assert done.code == 0, done.err
    assert "secret/web#7 cannot be found: deleted, or not visible for this account" in done.out
    assert len(github.at(SHOP).issues) == 5
    assert program("sync").out.count("cannot be found") == 19


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


def test_the_doctor_says_what_is_missing(program: Program, github: GitHub) -> None:
    done = program("doctor")

    assert done.code == 0
    assert "repository acme/shop can be read" in done.out
    assert "there is no label 'pm-sync' yet; the first run makes it" in done.out
    assert "Dana W is not assigned" in done.out
    github.keys.known = {"another"}
    assert program("doctor", "--format", "json").code == 1


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


def test_an_enterprise_server_is_a_github_too(tmp_path: Path) -> None:
    world = GitHub("https://git.acme.example/api/v3", "https://git.acme.example", referee=named())
    world.repository(SHOP)
    world.issue(SHOP, "Runbook for the CDN", state="closed")
    world.limits.off = True
    program = Program(tmp_path, inside=True)
    program.environ["PM_SYNC_TRACKERS__GITHUB__TOKEN"] = "ghp_example"
    with served(world) as api:
        link = f"{world.web_url}/{SHOP}/issues/1"
        text = LIST.replace("https://github.com/acme/shop/issues/1", link)
        public = "- [ ] See ([#9](https://github.com/acme/shop/issues/9))\n"
        program.write("postmortems/list.md", text + public)
        program.write(
            "pm-sync.toml",
            f'tracker = "github"\n[trackers.github]\nrepository = "acme/shop"\napi_url = "{api}"\n',
        )

        done = program("sync")

        assert done.code == 0, done.err
        assert api.endswith("/api/v3")
        written = program.read("postmortems/list.md")
        assert f"[#2]({world.web_url}/{SHOP}/issues/2)" in written
        assert "- [x] Write the runbook" in written
        assert written.endswith(public)


def test_an_app_signs_in_by_its_variables(program: Program, github: GitHub) -> None:
    del program.environ["GITHUB_TOKEN"]
    program.environ |= {
        "PM_SYNC_TRACKERS__GITHUB__APP_ID": "12",
        "PM_SYNC_TRACKERS__GITHUB__INSTALLATION_ID": str(INSTALLATION),
        "PM_SYNC_TRACKERS__GITHUB__PRIVATE_KEY": a_key(),
    }
    github.clock = datetime.now(UTC)

    done = program("sync")

    assert done.code == 0, done.err
    assert len(github.at(SHOP).issues) == 5
    assert len(github.names("POST /app/installations/")) == 1
    assert "BEGIN" not in done.out + done.err


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
