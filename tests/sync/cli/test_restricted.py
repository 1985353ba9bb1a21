"""Restricted documents with the embedded tracker, on a terminal, and in the settings."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.fakes.program import Program

PATH = "postmortems/hr/zqfile.md"
DOCUMENT = """\
# Zqheading

Date: 2026-11-03

## Action items

- **Zqtitle of it.** Zqdetails behind it (owner: @zqowner)
"""
SETTINGS = 'since = 2026-01-01\n[private]\npaths = ["postmortems/hr/**"]\n'


@pytest.fixture
def program(program: Program) -> Program:
    program.write(PATH, DOCUMENT)
    program.write("pm-sync.toml", SETTINGS)
    return program


def on_a_terminal(program: Program, *arguments: str) -> str:
    """What a person sees."""
    master, slave = pty.openpty()
    environ = program.environment({"TERM": "dumb", "COLUMNS": "200", "NO_COLOR": "1"})
    with subprocess.Popen(
        program.command(*arguments), cwd=program.root, env=environ, stdout=slave, stderr=slave
    ):
        os.close(slave)
        shown = b""
        try:
            while part := os.read(master, 65536):
                shown += part
        except OSError:
            pass  # The end, as Linux tells it.
    os.close(master)
    return shown.decode()


@pytest.mark.parametrize("command", ["plan", "items", "sync --dry-run", "fmt --check --to-table"])
def test_it_is_shown_to_whoever_names_it_on_a_terminal(program: Program, command: str) -> None:
    words = command.split()

    assert "zq" not in on_a_terminal(program, *words, "--color", "never").casefold()
    assert "zq" not in on_a_terminal(program, *words, "postmortems/hr").casefold()
    assert "zqfile" in on_a_terminal(program, *words, PATH)


def test_the_embedded_tracker_knows_its_title_and_not_where_it_stands(program: Program) -> None:
    assert program("sync").code == 0

    (ticket,) = [
        one
        for one in program("tickets", "list", "--format", "json").json["tickets"]
        if one["title"] == "Zqtitle of it"
    ]
    assert (ticket["text"], ticket["document"], ticket["line"]) == ("Zqtitle of it", None, None)
    assert ticket["owners"] == ["zqowner"]
    assert "Zqdetails" not in program("tickets", "show", ticket["ticket"]).out


def test_an_interrupted_run_names_it_not(program: Program) -> None:
    program("sync")
    journal = program.root / ".pm-sync" / "journal.jsonl"
    begun = [line for line in journal.read_text().splitlines() if '"begin"' in line]
    assert any("zqfile" in line and '"restricted": true' in line for line in begun)
    journal.write_text("\n".join(begun) + "\n")
    program.write("pm-sync.toml", "since = 2026-01-01\n")  # What it was then, counts.

    done = program("sync")

    assert "interrupted while it worked on postmortems/a.md, restricted documents" in done.err
    assert "zqfile" not in done.err


def test_a_link_to_it_is_no_way_around(program: Program) -> None:
    (program.root / "postmortems" / "open.md").symlink_to("hr/zqfile.md")
    program.write(
        "pm-sync.toml",
        'documents = ["postmortems/*.md"]\n[private]\npaths = ["postmortems/hr/**"]\n',
    )

    done = program("items", "--format", "json")

    assert done.json["restricted"]["documents"] == 1
    assert "zq" not in done.out.casefold()


def test_init_counts_what_cannot_be_read_without_its_name(tmp_path: Path) -> None:
    program = Program(tmp_path, inside=True)
    program.write("postmortems/a.md", DOCUMENT.replace("Zq", ""))
    program.write("postmortems/zq.md", "---\nprivate: true\n---\n<<<<<<< a\n=======\n>>>>>>> b\n")

    done = program("init")

    assert done.code == 0
    assert "a restricted document cannot be read" in done.out
    assert "zq" not in done.out


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('[private]\npath = ["a"]\n', "unknown key `private.path`; did you mean `paths`?"),
        ('[private]\npaths = ["/etc/**"]\n', "should be relative to this file"),
        ('[private]\nvisibility = "secret"\n', "`private.visibility` is 'secret'"),
        ("private = true\n", "`private` is True, and should be a table"),
    ],
)
def test_settings_that_mean_nothing_are_named_with_their_line(
    program: Program, settings: str, told: str
) -> None:
    program.write("pm-sync.toml", settings)

    done = program("plan")

    assert done.code == 2
    assert told in done.err
    assert "pm-sync.toml:" in done.err


def test_a_defect_tells_nothing_of_it_either(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise KeyError(f"{PATH}: Zqheading, @zqowner")

    monkeypatch.setattr("sync.cli.showing.withheld", fails)

    done = program("plan", "-v", "--format", "json")

    assert done.code == 1
    assert "this is a defect" in done.err
    assert "zq" not in (done.out + done.err).casefold()


@pytest.mark.parametrize("command", [("plan",), ("sync",)])
def test_a_run_with_notices_for_restricted_documents_alone_does_not_end_with_an_agreement(
    program: Program, command: tuple[str, ...]
) -> None:
    (program.root / "postmortems/a.md").unlink()
    program.write(PATH, DOCUMENT.replace("@zqowner)", "@zqowner, ticket: Bug 77)"))

    done = program(*command)

    assert done.code == 0, done.err
    assert "1 restricted document: 1 notice" in done.out
    assert "Nothing to do: 1 notice for restricted documents" in done.out
    assert "agree" not in done.out


def test_an_undo_that_has_notices_for_restricted_documents_alone_does_not_end_so_either(
    program: Program,
) -> None:
    (program.root / "postmortems/a.md").unlink()
    program("sync")
    program("tickets", "start", "LOCAL-1")

    done = program("undo", "--yes")

    assert "1 restricted document: 1 notice" in done.out
    assert "Nothing to take back: 1 notice for restricted documents." in done.out
    assert "agree" not in done.out
    assert "The next" not in done.err


MORE = "| Zqtitle | @zqowner | P1 | 2026-12-24 | |\n"
TABLE = "# Zqheading\n\nDate: 2026-11-03\n\n## Action items\n\n| Action | Owner | Priority | Due | Ticket |\n|---|---|---|---|---|\n"


def test_the_state_file_holds_the_title_the_owners_and_the_status_and_no_more(
    program: Program,
) -> None:
    program.write(PATH, TABLE + MORE)
    assert program("sync").code == 0

    (line,) = [one for one in program.read("pm-sync.state").splitlines() if PATH in one]
    assert json.loads(line)["fields"] == {
        "owner": ["@zqowner", "zqowner"],
        "status": ["open", "open"],
        "title": ["Zqtitle", "Zqtitle"],
    }
    said = (program.root / ".pm-sync/journal.jsonl").read_text().splitlines()
    made = [json.loads(one)["said"] for one in said if '"said"' in one and "zqowner" in one]
    assert made == [{"owner": ["@zqowner", "zqowner"]}]


def test_what_its_ticket_was_not_told_reaches_it_once_the_document_is_open(
    program: Program,
) -> None:
    program.write(PATH, TABLE + MORE)
    program("sync")
    program.write("pm-sync.toml", "since = 2026-01-01\n")

    program("sync")

    (ticket,) = [
        one
        for one in program("tickets", "list", "--format", "json").json["tickets"]
        if one["title"] == "Zqtitle"
    ]
    assert (ticket["priority"], ticket["due"]) == ("P1", "2026-12-24")
