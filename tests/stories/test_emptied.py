"""A document in which no action item is left: a slip, or an edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.program import Program

PATH = "postmortems/a.md"
HEAD = "# Outage\n\nDate: 2026-11-20\n\n## Action items\n\n"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path, inside=True)


def synced(program: Program, items: str) -> str:
    program.write(PATH, HEAD + items)
    program.write("postmortems/b.md", HEAD + "- Mend the lamp\n")
    assert program("sync").code == 0
    program("tickets", "close", "LOCAL-1")
    return program.read(PATH)


def test_a_title_that_nobody_understands_any_more_stops_the_run(program: Program) -> None:
    text = synced(program, "- Fix the cache\n- Fix the other\n")
    program.write(PATH, text.replace("Action items", "Bits and bobs"))
    before = program.files()

    done = program("sync")

    assert done.code == 3
    assert f"{PATH}: no action item is left of those that linked 2 tickets" in done.err
    assert program.files() == before
    program.write(PATH, text)
    assert program("sync").code == 0
    assert "done" in program.read(PATH)


def test_a_file_that_was_cut_off_stops_the_run_until_it_is_allowed(program: Program) -> None:
    synced(program, "- Fix the cache\n- Fix the other\n- Fix more\n")
    program.write(PATH, "")

    assert program("sync").code == 3
    assert program("sync", "--allow", "vanished").code == 0
    assert program("sync").code == 0


def test_taking_out_the_only_item_of_a_document_reports_its_ticket(program: Program) -> None:
    synced(program, "- Fix the cache\n")
    program("tickets", "reopen", "LOCAL-1")
    program.write(PATH, HEAD)

    done = program("sync")

    assert done.code == 0, done.err
    assert "no item in postmortems/a.md belongs to LOCAL-1 any more" in done.out


@pytest.mark.parametrize("where", ["the section", "the items"])
def test_items_that_a_mark_keeps_out_are_no_slip(program: Program, where: str) -> None:
    text = synced(program, "- Fix the cache\n- Fix the other\n")
    mark = "<!-- pm-sync: ignore done elsewhere -->"
    marked = text.replace("\n- Fix the cache", f"\n{mark}\n\n- Fix the cache")
    if where == "the items":
        marked = text.replace("))\n", f")) {mark}\n").replace("(LOCAL-1)\n", f"(LOCAL-1) {mark}\n")
        marked = marked.replace("(LOCAL-2)\n", f"(LOCAL-2) {mark}\n")
    program.write(PATH, marked)

    assert program("items", PATH).out.count("Fix") == 0
    assert program("sync").code == 0
