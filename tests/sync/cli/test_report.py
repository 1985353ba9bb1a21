"""`report --merge`: many repositories as one table, those that need somebody first, and nobody's file stops it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.fakes.program import Program


@pytest.fixture
def folder(tmp_path: Path) -> Program:
    (tmp_path / "reports").mkdir()
    return Program(tmp_path, inside=True)


def report(folder: Program, name: str, repository: str | None = None, **numbers: int) -> None:
    summary = {one: number for one, number in numbers.items() if one != "overdue"}
    told = {
        "version": 1,
        "repository": repository,
        "summary": summary,
        "requests": {"github": 7},
        "overdue": numbers.get("overdue", 0),
    }
    folder.write(f"reports/{name}.json", json.dumps(told))


def test_those_that_need_somebody_come_first_and_all_are_summed(folder: Program) -> None:
    report(folder, "a", "acme/calm", create=2, write=3)
    report(folder, "b", "acme/late", overdue=4)
    report(folder, "deep/c", "acme/broken", failed=1, update=1)

    done = folder(
        "report",
        "--merge",
        "reports",
        "--expect",
        "acme/Silent",
        "--expect",
        "acme/calm",
        "--format",
        "json",
    )

    assert done.code == 1
    assert [one["repository"] for one in done.json["repositories"]] == [
        "acme/Silent",
        "acme/broken",
        "acme/late",
        "acme/calm",
    ]
    assert done.json["repositories"][0]["trouble"] == "it sent no report"
    totals = done.json["totals"]
    assert (
        totals["created"],
        totals["changed"],
        totals["overdue"],
        totals["failed"],
        totals["requests"],
    ) == (2, 4, 4, 1, 21)


def test_where_all_is_well_it_is_a_table_and_ends_with_nought(folder: Program) -> None:
    report(folder, "a", "acme/shop", create=2)

    done = folder("report", "--merge", "reports")

    assert done.code == 0, done.err
    assert (
        "1 repository: 2 tickets created, 0 conflicts, 0 action items overdue, 0 failures"
        in done.out
    )
    assert "| acme/shop | 2 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 7 |" in done.out


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "it is no report of pm-sync (JSON: "),
        ("[1]", "it is no report of pm-sync (JSON: "),
        ('{"version": 2, "summary": {}}', "(version: "),
        ('{"version": 1}', "(summary: "),
        ('{"version": 1, "summary": {"create": "9"}}', "(summary.create: "),
        ('{"version": 1, "summary": {"create": -1}}', "(summary.create: "),
        ("[" * 100_000, "it is no report of pm-sync (JSON: "),
    ],
)
def test_a_report_that_cannot_be_read_is_told_by_its_name_and_stops_no_other(
    folder: Program, content: str, why: str
) -> None:
    report(folder, "good", "acme/shop", create=2)
    folder.write("reports/bad.json", content)

    done = folder("report", "--merge", "reports", "--format", "json")

    assert done.code == 1
    bad, good = done.json["repositories"]
    assert bad["repository"] == "bad"
    assert bad["trouble"].startswith("its report cannot be read: ")
    assert why in bad["trouble"]
    assert good["numbers"]["created"] == 2


def test_a_link_is_not_followed(folder: Program) -> None:
    report(folder, "good", "acme/shop")
    (folder.root / "reports/secret.json").symlink_to("/etc/passwd")

    done = folder("report", "--merge", "reports")

    assert "it is no plain file" in done.out


def test_hostile_names_do_nothing_in_any_format(folder: Program) -> None:
    name = "=cmd|'x'!A1 @everyone <img src=q> | `x` ::error::x ##[error]\nnext"
    report(folder, "evil", name)

    markdown = folder("report", "--merge", "reports").out
    table = folder("report", "--merge", "reports", "--format", "csv").out

    row = markdown.splitlines()[-1]
    assert "<img" not in row
    assert "@everyone" not in row
    assert row.replace("\\|", "").count("|") == 11
    assert "##[" not in markdown
    _, cells = csv.reader(io.StringIO(table))
    assert cells[0].startswith("'=")
    assert folder("report", "--merge", "reports", "--format", "json").json["repositories"]


def test_what_sync_reports_is_what_is_joined(folder: Program) -> None:
    folder.write("pm-sync.toml", 'project = { id = "acme/shop" }\n')
    folder.write(
        "postmortems/a.md",
        "# Outage\n\nDate: 2026-11-20\n\n## Action items\n\n- Alert on lag (due 2026-11-01)\n",
    )
    assert folder("sync", "--report", "reports/shop.json").code == 0

    done = folder("report", "--merge", "reports", "--format", "json")

    assert done.code == 0, done.err
    (row,) = done.json["repositories"]
    assert row["repository"] == "acme/shop"
    assert (row["numbers"]["created"], row["numbers"]["overdue"]) == (1, 1)


def test_an_empty_folder_is_told(folder: Program) -> None:
    done = folder("report", "--merge", "reports")

    assert done.code == 2
    assert "there is no report in it" in done.err


def test_it_goes_into_a_file(folder: Program) -> None:
    report(folder, "a", "acme/shop")

    assert folder("report", "--merge", "reports", "--out", "all.md").code == 0
    assert "acme/shop" in folder.read("all.md")


def test_where_nobody_sent_a_report_all_are_told_as_silent(folder: Program) -> None:
    done = folder("report", "--merge", "nowhere", "--expect", "acme/shop", "--format", "json")

    assert done.code == 1
    assert [one["trouble"] for one in done.json["repositories"]] == ["it sent no report"]


def test_tickets_of_a_tracker_that_the_settings_do_not_name_are_told_as_not_asked(
    tmp_path: Path,
) -> None:
    program = Program(tmp_path, inside=True)
    text = "# Down\n\n**Date:** 2026-11-20\n\n## Action items\n\n- Handle errors ([link](https://github.com/acme/shop/issues/131)) (@ann) due 2020-11-22\n"
    program.write("postmortems/a.md", text)
    program.write("pm-sync.toml", 'tracker = "local"\n')

    told = program("report", "--format", "json").json
    reminded = program("remind")

    assert told["unasked"] == {
        "another tracker": "the settings do not name it, and one open item links tickets there"
    }
    assert "its ticket is in a tracker that the settings do not name" in reminded.out
    assert "0 action items overdue" in reminded.out
