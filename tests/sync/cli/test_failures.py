"""However a command ends: the right exit code, words for people, and one JSON object for machines."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from sync.cli.failures import Exit, leave
from sync.errors import JournalFailed, PmSyncError, Problem, Refused, Unavailable, UserError
from tests.fakes.program import Program

DOCUMENT = "# Outage\n\n## Action items\n\n- Add an alert\n"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path, inside=True)
    program.write("postmortems/a.md", DOCUMENT)
    return program


def usage(program: Program) -> list[str]:
    return ["sync", "--bogus"]


def missing(program: Program) -> list[str]:
    return ["plan", "nowhere.md"]


def settings(program: Program) -> list[str]:
    program.write("pm-sync.toml", "documets = []\n[limits]\ncreate = -1\n")
    return ["items"]


def lost(program: Program) -> list[str]:
    program.write("postmortems/a.md", DOCUMENT.replace("alert", "alert (LOCAL-3)"))
    return ["sync"]


def damaged(program: Program) -> list[str]:
    program.write(".pm-sync/tracker.sqlite3", "no database")
    return ["sync"]


def nobody(program: Program) -> list[str]:
    return ["tickets", "show", "LOCAL-9"]


@pytest.mark.parametrize(
    ("failing", "code"),
    [(usage, 2), (missing, 2), (settings, 2), (lost, 3), (damaged, 1), (nobody, 2)],
)
@pytest.mark.parametrize("spelling", [["--format", "json"], ["--format=json"]])
def test_a_machine_gets_one_object_also_when_it_fails(
    program: Program, failing: Callable[[Program], list[str]], code: int, spelling: list[str]
) -> None:
    done = program(*failing(program), *spelling)

    assert done.code == code
    assert done.json["version"] == 1
    assert done.json["error"]["exit_code"] == code
    assert done.json["error"]["message"]
    assert done.err
    assert "Traceback" not in done.err


def test_the_object_holds_every_problem_with_its_place(program: Program) -> None:
    problems = program(*settings(program), "--format", "json").json["problems"]

    assert [(one["path"], one["line"]) for one in problems] == [
        ("pm-sync.toml", 1),
        ("pm-sync.toml", 3),
    ]
    assert all(one["found"] and one["remedy"] for one in problems)


def test_people_get_nothing_on_stdout_that_is_no_result(program: Program) -> None:
    assert program(*missing(program)).out == ""


def test_errors_are_log_lines_where_those_are_json(program: Program) -> None:
    done = program(*settings(program), "--log-format", "json")

    lines = [json.loads(line) for line in done.err.rstrip("\n").split("\n")]
    assert [line["level"] for line in lines] == ["error", "error"]
    assert "pm-sync.toml:1" in lines[0]["message"]


def test_a_machine_is_told_of_unreadable_documents_beside_what_was_done(program: Program) -> None:
    (program.root / "postmortems" / "b.md").write_bytes(b"\xff")

    done = program("sync", "--format", "json")

    assert done.code == 2
    assert [one["path"] for one in done.json["problems"]] == ["postmortems/b.md"]
    assert done.json["summary"]["create"] == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Exit(4), 4),
        (click.exceptions.Exit(0), 0),
        (SystemExit(7), 7),
        (SystemExit("words"), 1),
        (click.UsageError("no"), 2),
        (UserError("no"), 2),
        (Refused("no"), 3),
        (Unavailable("no"), 1),
        (JournalFailed("journal.jsonl", "disk full"), 1),
        (PmSyncError("no"), 1),
        (OSError(28, "No space left on device"), 1),
        (RuntimeError("oops"), 1),
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
    ],
)
def test_every_error_has_its_exit_code(error: BaseException, code: int) -> None:
    assert leave(error, []) == code


def test_a_defect_is_told_in_one_line_that_says_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    leave(RuntimeError("a\x1b[2Jb"), [])

    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "report" in told
    assert "\x1b" not in told


def test_verbose_shows_where_a_defect_is_and_only_that(capsys: pytest.CaptureFixture[str]) -> None:
    for error in (RuntimeError("oops"), UserError("no")):
        try:
            raise error
        except (RuntimeError, UserError) as raised:
            leave(raised, ["-v"])

    told = capsys.readouterr().err
    assert told.count("Traceback") == 1
    assert "RuntimeError: oops" in told


def test_a_sentence_about_the_command_names_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    leave(UserError("give two names"), [])
    assert capsys.readouterr().err == "pm-sync: give two names\n"

    leave(UserError([Problem("a.md", 3, "it is torn", "mend it")]), [])
    assert capsys.readouterr().err == "pm-sync: a.md:3: it is torn; mend it\n"


TOKEN = "ghp_0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize("form", [[], ["--format", "json"], ["--log-format", "json", "-v"]])
@pytest.mark.parametrize("name", ["PM_SYNC_TRACKER", "PM_SYNC_SOURCE", "PM_SYNC_STATUS__DONE"])
def test_a_token_in_the_wrong_place_is_not_repeated(
    program: Program, name: str, form: list[str]
) -> None:
    program.environ[name] = TOKEN

    done = program("plan", *form)

    assert done.code == 2
    assert "a secret" in done.err
    assert TOKEN not in done.out + done.err


def test_an_endless_word_is_cut(program: Program) -> None:
    done = program("plan", PM_SYNC_TRACKER="x" * 5000)

    assert done.code == 2
    assert len(done.err) < 500
