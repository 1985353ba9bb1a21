"""A table that Markdown does not read as one makes no ticket, and somebody hears why."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.program import Program

HEAD = "# Down\n\n**Date:** 2026-11-20\n\n## Action items\n\n"
ROWS = "| Add an alert on lag | @ann\n| Raise the pool to 50 | @bob\n"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path, inside=True)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (
            "| Action item | Owner\n|---\n" + ROWS,
            "its head has 2 cells and the line below it 1 cell",
        ),
        (
            "| Action item | Owner |\n|---|---|---|\n" + ROWS,
            "its head has 2 cells and the line below it 3 cells",
        ),
        (
            "> | Action item | Owner |\n> |:--|:-:|--:|\n> | Add an alert | @ann |\n",
            "its head has 2 cells and the line below it 3 cells",
        ),
    ],
)
def test_nothing_is_created_and_the_line_is_told(program: Program, table: str, told: str) -> None:
    program.write("postmortems/a.md", HEAD + table)

    done = program("sync")
    checked = program("check")

    assert program("tickets", "list", "--format", "json").json["tickets"] == []
    assert program.read("postmortems/a.md") == HEAD + table
    assert told in done.out
    assert told in checked.out
    assert "document-unclear" in checked.out


@pytest.mark.parametrize(
    "text",
    [
        "| Action item | Owner |\n|---|---|\n| Add an alert | @ann |\n",
        "- [ ] Add an alert | on lag\n",
        "Add an alert on the lag of the queue (@ann)\n",
    ],
)
def test_what_is_no_broken_table_is_read_as_before(program: Program, text: str) -> None:
    program.write("postmortems/a.md", HEAD + text)

    assert len(program("items", "--format", "json").json["documents"][0]["items"]) == 1
