"""`pm-sync fmt`, as it is used."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.fakes.program import Program

HEAD = "# Checkout was down\n\nDate: 2026-11-04\n\n## Action items\n\n"
UNTIDY = f"{HEAD}|Action|Owner|\n|-|-|\n|Add an alert|@ann|\n"
TIDY = (
    f"{HEAD}| Action       | Owner | Ticket | Status |\n"
    "|--------------|-------|--------|--------|\n"
    "| Add an alert | @ann  |        |        |\n"
)
LIST = f"{HEAD}- [x] Add an alert @ann\n- [ ] Fix it\n  - soon\n"
SURPLUS = f"{HEAD}|Action|Owner|\n|-|-|\n|Fix|a|b|\n"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path, inside=True)


def test_it_tidies_and_tells_what(program: Program) -> None:
    program.write("postmortems/a.md", UNTIDY)

    done = program("fmt")

    assert done.code == 0, done.err
    assert program.read("postmortems/a.md") == TIDY
    assert done.out == "postmortems/a.md: tidied (table at line 7)\n1 document tidied\n"


def test_a_second_time_there_is_nothing_to_do(program: Program) -> None:
    program.write("postmortems/a.md", UNTIDY)
    program("fmt")

    done = program("fmt", "--check")

    assert (done.code, done.out) == (0, "nothing to tidy\n")


def test_check_writes_nothing_and_answers_with_1(program: Program) -> None:
    program.write("postmortems/a.md", UNTIDY)
    program.write("postmortems/b.md", TIDY)

    done = program("fmt", "--check")

    assert done.code == 1
    assert "postmortems/a.md: would be tidied (table at line 7)" in done.out
    assert "b.md" not in done.out
    assert program.read("postmortems/a.md") == UNTIDY


def test_lists_become_tables_only_on_request(program: Program) -> None:
    program.write("postmortems/a.md", LIST)

    assert program("fmt", "--check").code == 0
    done = program("fmt", "--to-table")

    assert done.code == 0
    assert "postmortems/a.md: tidied (list at line 7 to table, 1 item)" in done.out
    assert (
        "postmortems/a.md:8: left as it is: a cell cannot hold a nested list (Fix it)" in done.out
    )
    assert program.read("postmortems/a.md").endswith("\n\n- [ ] Fix it\n  - soon\n")


def test_machines_get_one_object(program: Program) -> None:
    program.write("postmortems/a.md", UNTIDY)
    program.write("postmortems/b.md", LIST)
    program.write("postmortems/c.md", SURPLUS)

    done = program("fmt", "--to-table", "--format", "json")

    skipped = [{"line": 8, "title": "Fix it", "reason": "a cell cannot hold a nested list"}]
    first, second, third = done.json["documents"]
    assert done.json["version"] == 1
    assert done.json["problems"] == []
    assert first == {
        "path": "postmortems/a.md",
        "changed": True,
        "tables": [7],
        "converted": 0,
        "skipped": [],
    }
    assert second == {
        "path": "postmortems/b.md",
        "changed": True,
        "tables": [],
        "converted": 1,
        "skipped": skipped,
    }
    assert not third["changed"]
    assert third["skipped"][0]["line"] == 9
    assert "3 cells where the header has 2" in third["skipped"][0]["reason"]


def test_an_unreadable_document_does_not_stop_the_others(program: Program) -> None:
    program.write("postmortems/a.md", UNTIDY)
    (program.root / "postmortems" / "b.md").write_bytes(b"# \xff\n")

    done = program("fmt")

    assert done.code == 2
    assert "postmortems/b.md:1: byte 3 (0xff) is no UTF-8" in done.out
    assert program.read("postmortems/a.md") == TIDY


def test_what_cannot_be_written_is_told_and_does_not_stop_the_others(tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.write("postmortems/a.md", UNTIDY)
    program.write("postmortems/b.md", UNTIDY)
    full = ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *program.command("fmt")]

    done = subprocess.run(
        full, cwd=tmp_path, env=program.environment(), capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "postmortems/a.md: cannot be written" in done.stderr
    assert "postmortems/b.md: cannot be written" in done.stderr
    assert program.read("postmortems/a.md") == UNTIDY


def test_old_excluded_and_ignored_documents_are_left_alone(program: Program) -> None:
    program.write("pm-sync.toml", 'since = 2026-11-05\nexclude = ["**/x-*.md"]\n')
    program.write("postmortems/old.md", UNTIDY)
    program.write("postmortems/x-template.md", UNTIDY)
    program.write("postmortems/no.md", f"<!-- pm-sync: ignore mine -->\n\n{UNTIDY}")
    before = program.files()

    done = program("fmt")

    assert done.code == 0
    assert program.files() == before
    assert "left alone: 1 document marked as ignored" in done.out
    assert "left alone: 1 document from before 2026-11-05" in done.out


def test_documents_that_are_named_are_tidied_whatever_the_settings_say(program: Program) -> None:
    program.write("pm-sync.toml", 'since = 2026-11-05\nexclude = ["**/x-*.md"]\n')
    program.write("postmortems/old.md", UNTIDY)
    program.write("postmortems/x-template.md", UNTIDY)
    program.write("postmortems/other.md", UNTIDY.replace("2026-11-04", "2026-11-06"))
    program.write("postmortems/no.md", f"<!-- pm-sync: ignore mine -->\n\n{UNTIDY}")
    paths = [f"postmortems/{name}.md" for name in ("old", "x-template", "no")]

    assert program("fmt", *paths).code == 0

    tidy = [path for path in program.files() if b"| Ticket |" in program.files()[path]]
    assert tidy == ["postmortems/old.md", "postmortems/x-template.md"]


@pytest.mark.parametrize("arguments", [(), ("--to-table",)])
def test_after_it_no_ticket_is_doubled(program: Program, arguments: tuple[str, ...]) -> None:
    program.write("postmortems/a.md", UNTIDY)
    program.write("postmortems/b.md", LIST.replace("@ann", "for checkout"))
    program("sync", "--include-old")
    keys = _keys(program)
    tickets = program("tickets", "list", "--format", "json").json

    program("fmt", *arguments)

    assert _keys(program) == keys
    again = program("sync", "--include-old")
    assert again.code == 0, again.err
    assert len(program("tickets", "list", "--format", "json").json["tickets"]) == len(
        tickets["tickets"]
    )


def _keys(program: Program) -> set[str]:
    documents = program("items", "--format", "json").json["documents"]
    return {item["key"] for document in documents for item in document["items"]}


def test_help_shows_how_it_is_used(program: Program) -> None:
    done = program("fmt", "--help")

    assert done.code == 0
    assert "pm-sync fmt --check" in done.out
