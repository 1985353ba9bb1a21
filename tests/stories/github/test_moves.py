"""Issues that move, vanish, or never could be seen, and documents that follow."""

from __future__ import annotations

from tests.fakes.github.fake import GitHub
from tests.fakes.program import Program
from tests.stories.github.conftest import SHOP


def texts(github: GitHub) -> str:
    issues = github.at(SHOP).issues.values()
    return "\n".join(f"{issue.title}\n{issue.body}" for issue in issues)


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
