"""What a document says of itself, where the settings have it kept true."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.program import Program

KEEP = "[document_status]\nkeep = true\n"
PATH = "postmortems/a.md"
BODY = "\n## Action items\n\n| Action | Owner | Ticket | Status |\n|---|---|---|---|\n| Add an alert | @ann | | |\n| Fix it | @bob | | |\n"
OPEN, ENDED = "Complete, action items in progress", "Complete, all action items done"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path, inside=True)
    program.write("pm-sync.toml", KEEP)
    return program


def _document(status: str) -> str:
    return f"# Down\n\n**Date:** 2026-11-04\n**Status:** {status}\n{BODY}"


def _status(program: Program) -> str:
    return program.read(PATH).splitlines()[3]


def test_it_follows_the_tickets_until_the_last_one_is_closed_and_back(program: Program) -> None:
    program.write(PATH, _document("Complete"))

    program("sync")
    assert _status(program) == f"**Status:** {OPEN}"
    program("tickets", "close", "LOCAL-1")
    program("sync")
    assert _status(program) == f"**Status:** {OPEN}"
    program("tickets", "close", "LOCAL-2")
    done = program("sync")
    assert _status(program) == f"**Status:** {ENDED}"
    assert f"document status: {OPEN} → {ENDED}" in done.out
    program("tickets", "reopen", "LOCAL-2")
    program("sync")
    assert _status(program) == f"**Status:** {OPEN}"


def test_a_second_run_has_nothing_to_do(program: Program) -> None:
    program.write(PATH, _document("Complete"))
    program("sync")
    before = program.files()

    done = program("sync", "--format", "json")

    assert done.json["actions"] == []
    assert program.files() == before


@pytest.mark.parametrize(
    "status",
    [
        "Draft",
        "In review",
        "Resolved",
        "Final",
        "Complete, action items pending",
        "Complete (action items open)",
        "Complete, but see OPS-1",
        "Incomplete",
    ],
)
def test_what_is_true_already_or_says_something_else_stays(program: Program, status: str) -> None:
    program.write(PATH, _document(status))

    program("sync")

    assert _status(program) == f"**Status:** {status}"


def test_complete_alone_is_true_once_everything_is_done(program: Program) -> None:
    ticked = "# Down\n\n**Date:** 2026-11-04\n**Status:** Complete\n\n## Action items\n\n- [x] Add an alert\n"
    program.write(PATH, ticked)

    program("sync")

    assert program.read(PATH) == ticked


def test_without_the_setting_nobody_touches_it(program: Program) -> None:
    program.write("pm-sync.toml", "")
    program.write(PATH, _document("Complete"))

    program("sync")

    assert _status(program) == "**Status:** Complete"


@pytest.mark.parametrize(
    ("head", "after"),
    [
        ("---\ntitle: Down\nstatus: Complete\n---\n", f"---\ntitle: Down\nstatus: {OPEN}\n---\n"),
        (
            '---\r\ntitle: Down\r\nstatus: "Complete"\r\n---\r\n',
            f'---\r\ntitle: Down\r\nstatus: "{OPEN}"\r\n---\r\n',
        ),
        (
            '---\ntitle: Down\nstatus: "Complete" # for now\n---\n',
            f'---\ntitle: Down\nstatus: "{OPEN}" # for now\n---\n',
        ),
        (
            "# Down\n\n| Status | Complete |\n|---|---|\n| Date | 2026-11-04 |\n",
            f"# Down\n\n| Status | {OPEN} |\n|---|---|\n| Date | 2026-11-04 |\n",
        ),
        ("# Down\n\n- **Status**: *Complete*  \n", f"# Down\n\n- **Status**: *{OPEN}*  \n"),
        ("# Down\n\nStatus: Complete\n", f"# Down\n\nStatus: {OPEN}\n"),
    ],
)
def test_only_its_own_words_change_wherever_they_stand(
    program: Program, head: str, after: str
) -> None:
    body = "\n## Action items\n\n- [ ] Add an alert\n"
    program.write(PATH, head + body)

    done = program("sync")

    assert done.code == 0, done.out + done.err
    assert program.read(PATH) == after + body.replace("alert", "alert (LOCAL-1)")


@pytest.mark.parametrize(
    "before",
    [
        "# Down\n\n<!--\nStatus: Complete\n-->\n\n",
        "# Down\n\n```yaml\nStatus: Complete\n```\n\n",
        "---\nrollout:\n  status: Complete\n---\n# Down\n\n",
        "---\r\nsummary: |\r\n  status: Complete\r\n---\r\n# Down\r\n\r\n",
    ],
)
def test_the_same_words_before_it_that_say_nothing_of_the_document_stay(
    program: Program, before: str
) -> None:
    end = "\r\n" if "\r\n" in before else "\n"
    body = f"{end}Date: 2026-11-04\n\n## Action items\n\n- [x] Add an alert\n- [ ] Fix the retry\n"
    program.write(PATH, f"{before}Status: Complete{body}")

    done = program("sync")

    assert done.code == 0, done.out + done.err
    assert program.read(PATH).startswith(f"{before}Status: {OPEN}{end}")
    assert program("sync", "--format", "json").json["actions"] == []


def test_the_plan_tells_it_with_its_line_and_apply_does_it(program: Program) -> None:
    program.write(PATH, _document("Complete"))

    told = program("plan", "--format", "json", "--out", "plan.json")

    (action,) = [one for one in told.json["actions"] if one["field"] == "document status"]
    assert (action["line"], action["old"], action["new"], action["ticket"]) == (
        4,
        "Complete",
        OPEN,
        None,
    )
    assert action["reason"] == "2 of 2 action items are not finished, the first at line 10"
    assert program("apply", "plan.json").code == 0
    assert _status(program) == f"**Status:** {OPEN}"


def test_undo_takes_it_back(program: Program) -> None:
    text = _document("Complete")
    program.write(PATH, text)
    program("sync")

    done = program("undo", "--yes")

    assert done.code == 0, done.out + done.err
    assert program.read(PATH) == text


def test_undo_takes_it_back_alone_and_below_what_people_wrote_since(program: Program) -> None:
    program.write(PATH, _document("Complete"))
    program("sync")
    for name in ("LOCAL-1", "LOCAL-2"):
        program("tickets", "close", name)
    program("sync")
    program.write(PATH, program.read(PATH) + "\n## Thanks\n\nTo Ann.\n")

    done = program("undo", "--yes")

    assert done.code == 0, done.out + done.err
    assert _status(program) == f"**Status:** {OPEN}"
    assert program.read(PATH).endswith("To Ann.\n")


def test_own_words_of_the_settings_are_written_and_known_again(program: Program) -> None:
    program.write("pm-sync.toml", KEEP + 'in_progress = "Fertig, Aufgaben offen"\n')
    program.write(PATH, _document("Complete"))

    program("sync")
    assert _status(program) == "**Status:** Fertig, Aufgaben offen"
    for name in ("LOCAL-1", "LOCAL-2"):
        program("tickets", "close", name)
    program("sync")

    assert _status(program) == f"**Status:** {ENDED}"


def test_a_restricted_document_is_kept_true_and_not_told_of(program: Program) -> None:
    program.write("pm-sync.toml", KEEP + '[private]\npaths = ["postmortems/**"]\n')
    program.write(PATH, _document("Complete"))

    done = program("sync")

    assert _status(program) == f"**Status:** {OPEN}"
    assert "Complete" not in done.out + done.err
