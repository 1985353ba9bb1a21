"""`--summary` and `--report`: what a run says, in files, for the page of a job and for machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fakes.program import Program

DOCUMENT = (
    "# Outage\n\nDate: 2026-11-20\n\n## Action items\n\n- Alert on lag (@ann)\n- Ask them (@bob)\n"
)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path, inside=True)
    program.write("postmortems/a.md", DOCUMENT)
    program.write("pm-sync.toml", 'project = { id = "acme/shop" }\n')
    return program


def test_the_summary_goes_to_the_end_of_its_file_and_the_report_replaces_its_own(
    program: Program,
) -> None:
    program.write("out/summary.md", "before\n")
    program.write("out/report.json", "{}")
    files = ("--summary", "out/summary.md", "--report", "out/report.json")

    first = program("sync", *files)
    second = program("sync", *files)

    assert (first.code, second.code) == (0, 0)
    text = program.read("out/summary.md")
    assert text.startswith("before\n## pm-sync\n\nDone: 2 tickets created, ")
    assert text.count("## pm-sync\n") == 2
    assert "Nothing to do" in text
    assert json.loads(program.read("out/report.json"))["summary"]["create"] == 0
    assert "Done: 2 tickets created" in first.out


def test_a_plan_writes_them_too_and_nothing_else(program: Program) -> None:
    before = program.files()

    assert program("plan", "--report", "r.json", "--summary", "s.md", "--format", "json").code == 0

    assert program.files().keys() - before.keys() == {"r.json", "s.md"}
    assert json.loads(program.read("r.json"))["summary"]["create"] == 2
    assert "create a ticket in local for @ann" not in program.read("s.md")  # nobody is mentioned
    assert "create a ticket in local for ann" in program.read("s.md").replace("@\u200b", "")


def test_a_file_that_cannot_be_written_is_told_and_the_work_is_done(program: Program) -> None:
    done = program("sync", "--summary", "nowhere/s.md")

    assert done.code == 1
    assert "nowhere/s.md: cannot be written: No such file or directory" in done.err
    assert "LOCAL-1" in program.read("postmortems/a.md")


def test_a_restricted_document_is_in_the_files_in_numbers_alone(program: Program) -> None:
    program.write(
        "postmortems/zq.md",
        f"---\nvisibility: restricted\n---\n{DOCUMENT}".replace("Alert", "Zqalert"),
    )

    program("sync", "--summary", "s.md", "--report", "r.json")

    told = program.read("s.md") + program.read("r.json")
    assert "zq" not in told.casefold()
    assert "1 restricted document: 2 tickets created" in told


def test_a_log_for_machines_gives_no_command_to_a_runner(program: Program) -> None:
    program.write("postmortems/##[error]x.md", "```\nnever ends\n")

    done = program("sync", "-v", "--log-format", "json")

    assert "##[" not in done.out + done.err
    assert all(json.loads(line) for line in done.err.splitlines())
