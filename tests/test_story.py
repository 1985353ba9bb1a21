"""The main job, end to end, through the command line: documents in, tickets linked, status back."""

from __future__ import annotations

import difflib
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.program import HOME, Program

TABLE = """\
# Checkout was down

Date: 2026-11-03

## Action items

| Action item           | Owner | Ticket           | Status |
|-----------------------|-------|------------------|--------|
| Alert on slow payment | @mara |                  |        |
| Retry with jitter     |       |                  | TODO   |
| Write a runbook       | JW    | n/a              | Done   |

Thanks to everybody.
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path, inside=True)
    program.write("postmortems/2026-11-03.md", TABLE)
    return program


@pytest.fixture
def examples(tmp_path: Path) -> Program:
    shutil.copytree(HOME / "examples" / "postmortems", tmp_path / "postmortems")
    return Program(tmp_path, inside=True)


def changed_lines(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """The lines of postmortems that differ, as a diff shows them."""
    changed: list[str] = []
    for path, old in before.items():
        if path.endswith(".md"):
            lines = difflib.ndiff(
                old.decode().split("\n"), after[path].decode().split("\n"), linejunk=None
            )
            changed += [line for line in lines if line[:2] in ("- ", "+ ")]
    return changed


def test_the_whole_story(tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.write("postmortems/2026-11-03.md", TABLE)
    first = program("sync")
    assert first.code == 0, first.err
    assert "2 tickets created" in first.out
    assert program.read("postmortems/2026-11-03.md") == TABLE.replace(
        "| @mara |                  |        |", "| @mara | LOCAL-1          | TODO   |"
    ).replace("|       |                  | TODO   |", "|       | LOCAL-2          | TODO   |")

    assert program("tickets", "close", "LOCAL-2").code == 0
    before = program.files()
    second = program("sync")
    assert second.code == 0
    assert changed_lines(before, program.files()) == [
        "- | Retry with jitter     |       | LOCAL-2          | TODO   |",
        "+ | Retry with jitter     |       | LOCAL-2          | Done   |",
    ]

    after = program.files()
    third = program("sync")
    assert third.out.startswith("Nothing to do")
    assert program.files() == after


def test_the_examples_are_synced_followed_and_quiet(examples: Program) -> None:
    originals = examples.files()
    first = examples("sync", "--format", "json")
    assert first.code == 0
    assert first.json["summary"]["create"] == 23

    kept = [line for line in changed_lines(originals, examples.files()) if "LOCAL-" not in line]
    assert all(line.startswith("- ") for line in kept)

    tickets = examples("tickets", "list", "--format", "json").json["tickets"]
    assert len(tickets) == 23
    for ticket in tickets:
        examples("tickets", "close", ticket["ticket"])
    assert examples("sync", "--format", "json").json["summary"]["write"] == 23
    settled = examples.files()
    report = examples("sync", "--format", "json").json

    assert report["actions"] == []
    assert examples.files() == settled
    items = examples("items", "--format", "json").json
    linked = [item for one in items["documents"] for item in one["items"] if item["tickets"]]
    assert {item["status"] for item in linked} == {"done"}
    assert len({item["tickets"][0] for item in linked}) == len(linked) == 23


def test_a_plan_changes_nothing_and_tells_with_its_exit_code(program: Program) -> None:
    before = program.files()

    assert program("plan").code == 0
    assert program("plan", "--exit-code").code == 4
    assert program("sync", "--dry-run").code == 0
    assert program.files() == before
    assert not (program.root / ".pm-sync").exists()

    program("sync")
    assert program("plan", "--exit-code").code == 0


def test_a_saved_plan_is_applied_exactly(program: Program) -> None:
    planned = program("plan", "--out", "plan.json")
    assert planned.code == 0
    assert "pm-sync apply plan.json" in planned.err

    done = program("apply", "plan.json")

    assert done.code == 0, done.err
    assert "LOCAL-2" in program.read("postmortems/2026-11-03.md")


def test_a_plan_never_replaces_anything_but_a_plan(program: Program) -> None:
    done = program("plan", "--out", "postmortems/2026-11-03.md")

    assert done.code == 2
    assert "no saved plan" in done.err
    assert program.read("postmortems/2026-11-03.md") == TABLE
    assert program("plan", "--out", "plan.json").code == 0
    assert program("plan", "--out", "plan.json").code == 0


def test_a_plan_that_was_applied_already_is_told_so(program: Program) -> None:
    program("plan", "--out", "plan.json")
    program("apply", "plan.json")
    before = program.files()

    done = program("apply", "plan.json")

    assert done.code == 3
    assert "carried out already" in done.err
    assert "gone:" not in done.err
    assert program.files() == before


def test_a_saved_plan_is_refused_when_the_world_moved(program: Program) -> None:
    program("plan", "--out", "plan.json")
    program.write("postmortems/2026-11-03.md", TABLE.replace("Retry with", "Retry without"))
    before = program.files()

    done = program("apply", "plan.json")

    assert done.code == 3
    assert "Retry without" in done.err
    assert program.files() == before


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"version": 99}', "not json"])
def test_a_file_that_is_no_plan_is_told(program: Program, text: str) -> None:
    program.write("plan.json", text)

    done = program("apply", "plan.json")

    assert done.code == 2
    assert "plan.json" in done.err
    assert "Traceback" not in done.err


def test_an_unreadable_document_does_not_stop_the_others(program: Program) -> None:
    (program.root / "postmortems" / "broken.md").write_bytes(b"# Broken\n\xff\n")
    (program.root / "postmortems" / "folder.md").mkdir()

    done = program("sync")

    assert done.code == 2
    assert "broken.md:2" in done.out
    assert "LOCAL-2" in program.read("postmortems/2026-11-03.md")


def test_too_many_creations_are_refused_until_they_are_allowed(program: Program) -> None:
    rows = "".join(f"- Item number {number}\n" for number in range(26))
    program.write("postmortems/many.md", f"# Many\n\n## Action items\n\n{rows}")
    before = program.files()

    refused = program("sync")
    assert refused.code == 3
    assert "--allow create" in refused.out
    assert program.files().keys() - before.keys() <= {"pm-sync.state"}
    assert "LOCAL" not in program.read("postmortems/many.md")

    assert program("sync", "postmortems/2026-11-03.md").code == 0
    assert "LOCAL-2" in program.read("postmortems/2026-11-03.md")
    assert program("sync", "--allow", "create").code == 0
    assert "LOCAL-28" in program.read("postmortems/many.md")


def test_a_lost_tracker_stops_everything(program: Program) -> None:
    program("sync")
    shutil.rmtree(program.root / ".pm-sync")
    program.write("postmortems/new.md", "# New\n\n## Action items\n\n- Another item\n")
    before = program.files()

    done = program("sync")

    assert done.code == 3
    assert "--allow vanished" in done.err
    assert program.files() == before


def test_a_damaged_tracker_is_told_and_left_as_it_is(program: Program) -> None:
    program("sync")
    database = program.root / ".pm-sync" / "tracker.sqlite3"
    database.write_bytes(b"this is no database" * 100)

    done = program("sync")

    assert done.code == 1
    assert "tracker.sqlite3" in done.err
    assert database.read_bytes() == b"this is no database" * 100


def test_a_second_run_changes_no_byte_on_either_side(examples: Program) -> None:
    examples("sync")
    files = examples.files()
    tracker = (examples.root / ".pm-sync" / "tracker.sqlite3").read_bytes()
    journal = (examples.root / ".pm-sync" / "journal.jsonl").read_bytes()

    assert examples("sync", "--full").code == 0

    assert examples.files() == files
    assert (examples.root / ".pm-sync" / "tracker.sqlite3").read_bytes() == tracker
    assert (examples.root / ".pm-sync" / "journal.jsonl").read_bytes() == journal


@pytest.mark.parametrize("blocks", [4, 16, 24, 48, 64])
def test_a_full_disk_loses_nothing(examples: Program, blocks: int) -> None:
    """The limit on the size of a file stands for the disk: writing fails at that many blocks of 512 bytes."""
    small = ["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh", *examples.command("sync")]
    done = subprocess.run(
        small,
        cwd=examples.root,
        env=examples.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert re.search("make room|look after the disk", done.stdout + done.stderr)
    assert "Traceback" not in done.stderr

    assert examples("sync").code == 0
    items = examples("items", "--format", "json").json
    linked = [ref for one in items["documents"] for item in one["items"] for ref in item["tickets"]]
    tickets = examples("tickets", "list", "--format", "json").json["tickets"]
    assert sorted(set(linked)) == sorted(linked) == sorted(one["ticket"] for one in tickets)
    assert len(items["problems"]) == 0


def test_losing_the_state_file_costs_no_ticket_and_no_edit(program: Program) -> None:
    program("sync")
    program("tickets", "close", "1")
    (program.root / "pm-sync.state").unlink()

    assert program("sync").code == 0

    assert "| LOCAL-1          | Done   |" in program.read("postmortems/2026-11-03.md")
    assert (
        len(program("tickets", "list", "--status", "all", "--format", "json").json["tickets"]) == 2
    )


def journal_lines(program: Program) -> int:
    """How many writes were recorded so far; each is before it is sent, and again when it is done."""
    journal = program.root / ".pm-sync" / "journal.jsonl"
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


@pytest.mark.parametrize("lines", [1, 2, 5, 20, 47, 48, 49, 50, 53, 63])
def test_a_killed_run_leaves_documents_whole_and_the_next_one_completes_it(
    program: Program, lines: int
) -> None:
    """24 tickets and 8 documents make 64 lines of journal: the kill comes right after one of them."""
    (program.root / "postmortems" / "2026-11-03.md").unlink()
    for number in range(8):
        rows = "".join(f"| Item {number}.{row} | | |\n" for row in range(3))
        program.write(
            f"postmortems/{number}.md",
            f"# Outage {number}\n\n## Action items\n\n| Action item | Ticket | Status |\n|---|---|---|\n{rows}",
        )
    with subprocess.Popen(
        program.command("sync"),
        cwd=program.root,
        env=program.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        while journal_lines(program) < lines and process.poll() is None:
            pass
        process.kill()

    items = program("items", "--format", "json").json
    assert [len(one["items"]) for one in items["documents"]] == [3] * 8
    assert program("sync").code == 0
    items = program("items", "--format", "json").json
    linked = [item["tickets"] for one in items["documents"] for item in one["items"]]
    tickets = program("tickets", "list", "--status", "all", "--format", "json").json["tickets"]
    assert sorted(ref for refs in linked for ref in refs) == sorted(t["ticket"] for t in tickets)
    assert len(tickets) == 24
    assert program("plan", "--exit-code").code == 0


def test_ctrl_c_is_told_in_one_line_and_the_next_run_goes_on(program: Program) -> None:
    rows = "".join(f"- Mend thing {row}\n" for row in range(3_000))
    program.write("postmortems/a.md", f"# A\n\n## Action items\n\n{rows}")
    heeding = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
    with subprocess.Popen(
        [sys.executable, "-c", heeding, *program.command("sync", "--allow", "create")],
        cwd=program.root,
        env=program.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while not journal_lines(program) and process.poll() is None:
            pass
        process.send_signal(signal.SIGINT)
        out, told = process.communicate(timeout=60)

    assert process.returncode == 130
    assert out == ""
    assert told.strip("\n").count("\n") == 0
    assert "interrupted" in told
    assert "next run" in told
    made = len(program("tickets", "list", "--format", "json").json["tickets"])
    report = program("plan", "--allow", "create", "--format", "json").json
    assert report["summary"]["create"] == 3_002 - made


def test_two_runs_at_once_make_each_ticket_once(program: Program) -> None:
    processes = [
        subprocess.Popen(
            program.command("sync"),
            cwd=program.root,
            env=program.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    told = [process.communicate(timeout=120)[1] for process in processes]

    codes = sorted(process.returncode for process in processes)
    assert codes[0] == 0
    assert set(codes) <= {0, 1}
    assert all(
        "another run" in text for text, p in zip(told, processes, strict=True) if p.returncode
    )
    program("sync")
    assert len(program("tickets", "list", "--format", "json").json["tickets"]) == 2
