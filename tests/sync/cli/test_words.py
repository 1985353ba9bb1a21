"""Words of a team's own, from the settings, as the command line takes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.program import Program

SETTINGS = """\
[vocabulary]
sections = ["What we change"]
other_sections = ["Next steps"]
types = ["chore"]

[vocabulary.columns]
item = ["Measure"]
owner = ["Driver"]

[vocabulary.status]
done = ["baked"]

[people."Jane Doe"]
aliases = ["Jane"]
"""

TEXT = """\
# Outage

## What we change

| Measure   | Driver | Status |
|-----------|--------|--------|
| Fix it    | Ann    | Baked  |

- Jane: add an alert
- Rotate the keys (Jane)
- Jane to write it down
- chore: tidy up

## Next steps

- Sleep
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path, inside=True)
    program.write("pm-sync.toml", SETTINGS)
    program.write("postmortems/2026-11-03.md", TEXT)
    return program


def test_they_are_read_besides_the_built_in_ones(program: Program) -> None:
    document = program("items", "--format", "json").json["documents"][0]

    assert [(item["title"], item["owners"], item["status"]) for item in document["items"]] == [
        ("Fix it", ["Ann"], "done"),
        ("add an alert", ["Jane"], None),
        ("Rotate the keys", ["Jane"], None),
        ("Jane to write it down", ["Jane"], None),
        ("tidy up", [], None),
    ]
    assert document["items"][-1]["type"] == "chore"


def test_one_spelling_for_two_people_is_refused(program: Program) -> None:
    program.write(
        "pm-sync.toml",
        '[people."Mara L"]\naliases = ["mara"]\n[people.Mark]\naliases = ["@Mara"]\n',
    )

    report = program("items")

    assert report.code == 2
    assert "apart" in report.err


def test_an_unknown_meaning_of_a_column_is_refused(program: Program) -> None:
    program.write("pm-sync.toml", '[vocabulary.columns]\nownr = ["Driver"]\n')

    report = program("items")

    assert report.code == 2
    assert (
        "pm-sync.toml:2: unknown key `vocabulary.columns.ownr`; did you mean `owner`?" in report.err
    )
