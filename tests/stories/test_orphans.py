"""Tickets that no item links any more are told with the document that people would look in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.program import Program

HEAD = "# {}\n\nDate: 2026-11-20\n\n## Action items\n\n| Action | Owner | Ticket |\n|---|---|---|\n"
ROWS = "| Add an alert | | |\n| Fix the retry | | |\n"
OLD = "postmortems/m.md"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path, inside=True)
    program.write(OLD, HEAD.format("Outage") + ROWS)
    program.write("postmortems/other.md", HEAD.format("Another") + "| Write it down | | |\n")
    assert program("sync").code == 0
    return program


def without_alert(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if "alert" not in line)


def told(program: Program) -> str:
    return " ".join(program("sync", "--allow", "vanished").out.split())


def remove(program: Program, path: str) -> str:
    text = program.read(path)
    (program.root / path).unlink()
    return text


@pytest.mark.parametrize("title", ["Outage", "Second outage"])
@pytest.mark.parametrize("copy", ["postmortems/a.md", "postmortems/z.md"])
def test_the_tickets_of_a_document_that_was_copied_stay_its_own(
    program: Program, copy: str, title: str
) -> None:
    program.write(copy, program.read(OLD).replace("# Outage", f"# {title}"))
    program("sync")
    remove(program, copy)
    remove(program, OLD)

    for _ in range(2):
        out = told(program)

        assert f"no item in {OLD} belongs to LOCAL-1" in out
        assert copy not in out


def test_the_tickets_of_a_deleted_document_are_its_copy_s_while_that_links_them(
    program: Program,
) -> None:
    copy = "postmortems/a.md"
    program.write(copy, program.read(OLD))
    program("sync")
    remove(program, OLD)
    program("sync")
    program.write(copy, without_alert(program.read(copy)))

    assert f"no item in {copy} belongs to LOCAL-1" in told(program)


def test_after_a_rename_the_new_file_is_told(program: Program) -> None:
    new = "postmortems/n.md"
    program.write(new, without_alert(remove(program, OLD)).replace("# Outage", "# Bus lag"))

    for _ in range(2):
        out = told(program)

        assert f"no item in {new} belongs to LOCAL-1" in out
        assert OLD not in out


def test_an_orphan_goes_with_its_document_when_that_is_renamed(program: Program) -> None:
    new = "postmortems/n.md"
    program.write(OLD, without_alert(program.read(OLD)))
    assert f"no item in {OLD} belongs to LOCAL-1" in told(program)
    program.write(new, remove(program, OLD).replace("# Outage", "# Bus lag"))

    for _ in range(2):
        assert f"no item in {new} belongs to LOCAL-1" in told(program)


def test_a_row_that_was_moved_into_another_document_takes_no_other_ticket_along(
    program: Program,
) -> None:
    other = "postmortems/other.md"
    row = next(line for line in remove(program, OLD).splitlines() if "retry" in line)
    program.write(other, f"{program.read(other)}{row}\n| Ask the vendor | | |\n")

    out = told(program)

    assert f"no item in {OLD} belongs to LOCAL-1" in out
    assert "created LOCAL-4" in out


def test_an_edited_row_of_a_renamed_document_gets_no_second_ticket(program: Program) -> None:
    new = "postmortems/n.md"
    text = without_alert(remove(program, OLD)).replace("# Outage", "# Bus lag")
    program.write(new, f"{text}| Add a louder alert | | |\n")

    out = told(program)

    assert "created" not in out
    assert "LOCAL-1, which no item links, may be the ticket of this one" in out
