"""Runs that are cut off, limited, refused or answered to nobody: one ticket for each item, and a message that says what to do."""

from __future__ import annotations

import json
import subprocess
import threading
from datetime import datetime, timedelta

import pytest

from tests.fakes.jira import faults
from tests.fakes.jira.exchange import Request
from tests.fakes.jira.fake import Jira
from tests.fakes.program import Program
from tests.stories.jira.conftest import CREATE, TOKEN

HOUR = 3600.0


def test_while_searches_lag_nothing_is_made_twice(program: Program, jira: Jira) -> None:
    jira.lag = HOUR
    program("sync")
    synced = program.files()
    for path in ("postmortems/table.md", "postmortems/list.md"):
        text = synced[path].decode()
        for number in range(2, 6):
            text = text.replace(f"[OPS-{number}]({jira.site}/browse/OPS-{number})", "")
        program.write(path, text.replace(" ()", "").replace("| Open ", "|      "))
    (program.root / "pm-sync.state").unlink()

    done = program("sync")

    assert done.code == 0, done.err
    assert len(jira.issues()) == 5
    assert program.read("postmortems/list.md") == synced["postmortems/list.md"].decode()


def test_a_lost_answer_is_looked_for_and_found_in_the_same_run(
    program: Program, jira: Jira
) -> None:
    jira.lag = HOUR
    jira.next(faults.dropped(after=True), on=CREATE)

    done = program("sync")

    assert done.code == 0, done.err
    assert "found after a lost answer" in done.out
    assert "found after a lost answer; nobody is assigned" in " ".join(done.out.split())  # Dana
    assert len(jira.issues()) == 5
    assert jira.names().count(CREATE) == 1


def test_some_of_a_bulk_refused_are_told_and_tried_by_the_next_run(
    program: Program, jira: Jira
) -> None:
    jira.next(faults.partial(1, 2, summary="Not this one."), on=CREATE)

    done = program("sync")

    assert done.code == 1
    assert "failed: creating an issue as Task in OPS: Summary: Not this one." in done.out
    assert "failed, for the same reason" in done.out
    assert len(jira.issues()) == 3
    assert program("sync").code == 0
    assert len(jira.issues()) == 5


def killed(program: Program, jira: Jira, *paths: str) -> None:
    """A run that is killed right after Jira created its tickets, before it heard of them."""
    ready = threading.Event()
    process: list[subprocess.Popen[bytes]] = []

    def kill(request: Request) -> None:
        if request.name == CREATE:
            ready.wait(10)
            process[0].kill()

    jira.after = kill
    process.append(
        subprocess.Popen(
            program.command("sync", *paths),
            cwd=program.root,
            env=program.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    )
    ready.set()
    process[0].wait(60)
    jira.after = lambda _: None


def aged(program: Program) -> None:
    """Half an hour goes by since what is in doubt was sent."""
    state = program.root / "pm-sync.state"
    lines = []
    for line in state.read_text().splitlines():
        entry = json.loads(line)
        if "doubt" in entry:
            since = datetime.fromisoformat(entry["since"]) - timedelta(minutes=30)
            entry["since"] = since.isoformat()
        lines.append(json.dumps(entry))
    state.write_text("\n".join([*lines, ""]))


def test_what_is_in_doubt_survives_runs_over_other_documents(program: Program, jira: Jira) -> None:
    jira.lag = 10 * HOUR
    killed(program, jira, "postmortems/list.md")
    assert len(jira.issues()) == 2
    assert program("sync", "postmortems/table.md").code == 0
    aged(program)
    assert program("sync", "postmortems/table.md").code == 0

    done = program("sync")

    assert done.code == 0, done.err
    assert len(jira.issues()) == 5
    assert f"[OPS-2]({jira.site}/browse/OPS-2)" in program.read("postmortems/list.md")


def test_a_ticket_that_could_not_be_linked_is_found_again_however_far_the_search_lags(
    program: Program, jira: Jira
) -> None:
    jira.lag = 10 * HOUR

    def edit(request: Request) -> None:
        if request.name == CREATE:
            text = program.read("postmortems/list.md")
            program.write(
                "postmortems/list.md", text.replace("Purge by tag only", "Purge (OPS-999)")
            )

    jira.before = edit
    program("sync")
    jira.before = lambda _: None
    text = program.read("postmortems/list.md")
    program.write("postmortems/list.md", text.replace("Purge (OPS-999)", "Purge by tag only"))

    done = program("sync")

    assert done.code == 0, done.err
    assert len(jira.issues()) == 5
    assert f"[OPS-2]({jira.site}/browse/OPS-2)" in program.read("postmortems/list.md")


def test_what_two_killed_runs_made_is_found_by_the_third(program: Program, jira: Jira) -> None:
    jira.lag = 10 * HOUR
    killed(program, jira, "postmortems/list.md")
    killed(program, jira, "postmortems/table.md")
    assert len(jira.issues()) == 5

    done = program("sync")

    assert done.code == 0, done.err
    assert len(jira.issues()) == 5
    for number in (2, 3, 4, 5):
        link = f"[OPS-{number}]({jira.site}/browse/OPS-{number})"
        assert link in program.read("postmortems/list.md") + program.read("postmortems/table.md")


def test_an_item_that_is_reworded_while_its_ticket_is_in_doubt_gets_no_second_one(
    program: Program, jira: Jira
) -> None:
    jira.lag = 10 * HOUR
    killed(program, jira, "postmortems/list.md")
    text = program.read("postmortems/list.md")
    program.write("postmortems/list.md", text.replace("Purge by tag only", "Purge by tag alone"))

    done = program("sync")

    assert done.code == 0, done.err
    assert len(jira.issues()) == 5
    assert f"[OPS-2]({jira.site}/browse/OPS-2)" in program.read("postmortems/list.md")


def test_a_document_that_is_renamed_while_its_ticket_is_in_doubt_gets_no_second_one(
    program: Program, jira: Jira
) -> None:
    jira.lag = 10 * HOUR
    killed(program, jira, "postmortems/list.md")
    old = program.root / "postmortems/list.md"
    old.rename(old.with_name("renamed.md"))

    done = program("sync")

    assert done.code == 0, done.err
    assert len(jira.issues()) == 5
    assert f"[OPS-2]({jira.site}/browse/OPS-2)" in program.read("postmortems/renamed.md")


def test_a_route_that_changes_while_a_ticket_is_in_doubt_makes_no_second_one(
    program: Program, jira: Jira
) -> None:
    jira.project("PAY")
    jira.users["acc-ann" if jira.cloud else "ann"].assignable.add("PAY")
    settings = program.read("pm-sync.toml")
    route = '[[routes]]\npath = "postmortems/list.md"\nproject = "PAY"\n'
    program.write("pm-sync.toml", settings + route)
    jira.lag = 10 * HOUR
    killed(program, jira, "postmortems/list.md")
    program.write("pm-sync.toml", settings.replace("[people", 'projects = ["PAY"]\n[people'))

    done = program("sync")

    assert done.code == 0, done.err
    assert [issue.key for issue in jira.issues("PAY")] == ["PAY-1"]
    assert f"[PAY-1]({jira.site}/browse/PAY-1)" in program.read("postmortems/list.md")


def test_a_kill_right_after_the_creation_leaves_one_ticket_per_item(
    program: Program, jira: Jira
) -> None:
    jira.lag = HOUR
    killed(program, jira)
    assert len(jira.issues()) == 5
    assert "OPS-2" not in program.read("postmortems/list.md")

    done = program("sync")

    assert done.code == 0, done.err
    assert len(jira.issues()) == 5
    assert f"[OPS-2]({jira.site}/browse/OPS-2)" in program.read("postmortems/list.md")
    assert jira.names().count(CREATE) == 1


def test_an_expired_token_stops_the_run_and_is_no_empty_jira(program: Program, jira: Jira) -> None:
    program("sync")
    before = program.files()
    jira.keys.dead.add(TOKEN)
    jira.requests.clear()

    done = program("sync", "--full")

    assert done.code == 1
    assert "Jira does not accept the token: it is wrong, expired or revoked" in done.err
    assert program.files() == before
    assert len(jira.requests) == 1


def test_a_token_that_expires_in_the_middle_makes_no_second_tickets(
    program: Program, jira: Jira
) -> None:
    def expire(request: Request) -> None:
        if request.name == CREATE:
            jira.keys.dead.add(TOKEN)

    jira.before = expire

    done = program("sync")

    assert done.code == 1
    assert "does not accept the token" in done.out + done.err
    assert len(jira.issues()) == 1
    jira.keys.dead.clear()
    jira.before = lambda _: None
    assert program("sync").code == 0
    assert len(jira.issues()) == 5


def test_a_page_to_log_in_is_no_empty_jira(program: Program, jira: Jira) -> None:
    program("sync")
    before = program.files()
    jira.next(faults.login_page(), times=None)

    done = program("sync", "--full")

    assert done.code == 1
    assert "leads elsewhere, as to a page where people log in; is `url` right?" in done.err
    assert program.files() == before


def test_a_limit_that_lasts_ends_the_run_well_and_the_next_goes_on(
    program: Program, jira: Jira
) -> None:
    jira.next(faults.too_many(1800), on=CREATE)

    done = program("sync")

    assert done.code == 0, done.err
    assert "Left for a later run (4 tickets to create)" in done.out
    assert "go on after" in done.out
    assert program("sync").code == 0
    assert len(jira.issues()) == 5


@pytest.mark.parametrize("flavour", ["datacenter"], indirect=True)
def test_an_account_that_has_to_solve_a_captcha_is_not_tried_again(
    program: Program, jira: Jira
) -> None:
    told = {"X-Authentication-Denied-Reason": "CAPTCHA_CHALLENGE; login-url=https://x/login.jsp"}
    jira.next(faults.answer(403, {}, told), times=None)

    done = program("sync")

    assert done.code == 1
    assert "Jira wants a person to solve a CAPTCHA for this account" in done.err
    assert len(jira.requests) == 1


def test_a_token_never_shows(program: Program, jira: Jira) -> None:
    said = {"errorMessages": [f"{TOKEN} may not"], "errors": {"summary": f"not {TOKEN}"}}
    jira.next(faults.answer(403, said, {"Set-Cookie": "secret=crumb"}), times=None)

    for command in (["sync", "-v"], ["plan"], ["doctor"], ["sync", "--log-format", "json", "-v"]):
        done = program(*command)
        assert TOKEN not in done.out + done.err
        assert "crumb" not in done.out + done.err
        assert "Authorization" not in done.out + done.err


def test_without_a_token_the_documents_can_still_be_read(program: Program) -> None:
    del program.environ["JIRA_API_TOKEN"]

    assert program("items").code == 0
    refused = program("sync")
    assert refused.code == 2
    assert "no token for" in refused.err
    assert "JIRA_API_TOKEN" in refused.err


def test_two_tickets_of_one_item_are_told_and_neither_is_touched(
    program: Program, jira: Jira
) -> None:
    program("sync")
    first = jira.find("OPS-3")
    twin = jira.issue(
        "OPS", first.summary, labels=list(first.labels), description=first.description
    )
    twin.creator = first.creator
    twin.properties = dict(first.properties)
    jira.beside(twin)
    before = program.files()

    done = program("sync", "--full")

    assert done.code == 0, done.err
    assert "OPS-6" in done.out
    assert "second ticket" in done.out
    assert program.files().keys() == before.keys()
    assert program.read("postmortems/table.md") == before["postmortems/table.md"].decode()
    assert len(jira.issues()) == 6
    assert jira.names("PUT") == []


def test_without_the_state_file_the_journal_knows_what_is_in_doubt(
    program: Program, jira: Jira
) -> None:
    jira.next(faults.html(502), on=CREATE)
    program("sync")
    (program.root / "pm-sync.state").unlink()

    done = program("sync")

    assert done.code == 0, done.err
    assert "an earlier run may have created its ticket" in done.out
    assert "interrupted" not in done.err
    assert len(jira.issues()) == 1
