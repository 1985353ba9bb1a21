"""`pm-sync explain`: why a row is as it is, or why a line has no ticket, as somebody on call asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.fakes.program import Program
from tests.sync.cli.test_restricted import on_a_terminal

TABLE = """\
# Checkout was down

Date: 2026-11-20

## Action items

| Action item             | Owner | Priority | Bug | Status |
|-------------------------|-------|----------|-----|--------|
| Alert on lag of the bus | @ann  | P1       |     |        |
| Fix the retry           | @bob  |          |     |        |

- Ask the vendor over
  two lines

## Timeline

- 10:00 UTC it broke
"""
A = "postmortems/a.md"
ROW = f"{A}:9"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path, inside=True)
    program.write(A, TABLE)
    return program


@pytest.fixture
def synced(program: Program) -> Program:
    assert program("sync").code == 0
    return program


def the_item(program: Program, *arguments: str) -> dict[str, Any]:
    """What is told of the one item."""
    done = program("explain", *arguments, "--format", "json")
    assert done.code == 0, done.err
    (item,) = done.json["items"]
    assert isinstance(item, dict)
    return item


def test_an_item_without_a_ticket_is_told_what_the_next_run_makes_and_by_which_key(
    program: Program,
) -> None:
    key = program("items", "--format", "json").json["documents"][0]["items"][0]["key"]

    told = the_item(program, ROW)

    assert told["in_short"] == "it has no ticket yet; the next run makes one in local"
    assert told["identity"] == {
        "project": None,
        "document": A,
        "text": "alert on lag of the bus",
        "ordinal": 0,
        "key": key,
    }
    kinds = [(one["kind"], one["field"], one["outcome"]) for one in told["planned"]]
    assert kinds == [
        ("create_ticket", None, "planned"),
        ("write_cell", "ticket", "planned"),
        ("write_cell", "status", "planned"),
    ]
    assert told["owners"][0]["identity"] == "ann"
    assert told["item"]["origins"]["owner"] == "the column 'Owner'"


def test_a_settled_item_is_told_with_its_ticket_its_past_and_nothing_to_do(synced: Program) -> None:
    told = the_item(synced, ROW)

    assert told["in_short"] == "its ticket LOCAL-1 is open; the next run has nothing to do here"
    (ticket,) = told["tickets"]
    assert (ticket["ticket"], ticket["seen"], ticket["mark"]) == ("LOCAL-1", "now", "ours")
    assert ticket["created"] is not None
    assert {one["verdict"] for one in told["fields"].values()} == {"in_step", "not_compared"}
    assert told["fields"]["priority"]["before"] == {"document": "p1", "ticket": "P1"}
    assert [one["field"] for one in told["history"]] == [None, "ticket", "status"]
    assert told["planned"] == []


def test_each_side_that_changed_is_told_with_what_follows(synced: Program) -> None:
    synced("tickets", "close", "LOCAL-1")
    synced.write(A, synced.read(A).replace("| P1 ", "| P0 "))

    fields = the_item(synced, ROW)["fields"]

    assert the_item(synced, ROW)["tickets"][0]["closed"] is not None
    assert fields["status"]["verdict"] == "to_document"
    assert fields["status"]["why"] == "the ticket is done"
    assert (fields["priority"]["verdict"], fields["priority"]["ticket"]) == ("to_ticket", "P1")
    shown = synced("explain", ROW).out
    assert (
        "priority: the ticket gets what the document says  (it was changed in the document)"
        in shown
    )
    assert 'document "P0", ticket "P1"; before "p1" and "P1"; decides: who changed' in shown


def test_a_conflict_is_told_in_the_words_of_the_plan(synced: Program) -> None:
    synced("tickets", "assign", "LOCAL-1", "carol")
    synced.write(A, synced.read(A).replace("@ann", "@dave"))

    told = the_item(synced, ROW)

    assert told["fields"]["owner"]["verdict"] == "conflict"
    assert f"--take document {ROW}" in told["fields"]["owner"]["why"]
    assert [one["concern"] for one in told["notices"]] == ["conflict"]
    assert told["in_short"].endswith("changes nothing here, and tells what needs a person")


def test_what_a_person_set_in_the_document_is_kept_and_told(synced: Program) -> None:
    synced.write(A, synced.read(A).replace("LOCAL-1 | Open", "LOCAL-1 | Done"))

    assert the_item(synced, ROW)["fields"]["status"]["verdict"] == "kept"


def test_it_writes_nothing_at_all(synced: Program) -> None:
    synced("tickets", "close", "LOCAL-1")
    every = [path for path in synced.root.rglob("*") if path.is_file()]
    before = {path: path.read_bytes() for path in every}

    assert synced("explain", ROW).code == 0

    after = {path: path.read_bytes() for path in synced.root.rglob("*") if path.is_file()}
    assert after == before


def test_in_a_folder_without_any_run_it_leaves_nothing_either(program: Program) -> None:
    before = sorted(program.root.rglob("*"))

    assert program("explain", ROW).code == 0

    assert sorted(program.root.rglob("*")) == before


def test_offline_the_ticket_is_told_as_a_run_last_saw_it(synced: Program) -> None:
    synced("tickets", "close", "LOCAL-1")
    synced.write(A, synced.read(A).replace("| P1 ", "| P0 "))

    told = the_item(synced, ROW, "--offline")

    assert told["in_short"].startswith("its ticket LOCAL-1 was open;")
    assert told["tickets"][0]["seen"] == "remembered"
    assert told["fields"]["priority"]["verdict"] == "to_ticket"
    assert told["unasked"] == {"local": "--offline was said"}


@pytest.mark.parametrize(
    ("settings", "held"),
    [
        ("since = 2026-11-25\n", "in documents from before 2026-11-25"),
        ('[create]\nunless_status = ["final"]\n', "in documents whose status is final"),
    ],
)
def test_what_is_left_alone_is_told_with_the_reason_and_what_would_be_done(
    program: Program, settings: str, held: str
) -> None:
    program.write("pm-sync.toml", settings)
    program.write(A, TABLE.replace("2026-11-20\n", "2026-11-20\n\n**Status:** Final\n"))

    told = the_item(program, f"{A}:11")

    assert told["left_alone"] == held
    assert told["in_short"] == f"it has no ticket, since it is one of those {held}"
    assert told["planned"][0]["kind"] == "create_ticket"
    assert told["planned"][0]["outcome"] == "held"
    assert f"held back: it is one of those {held}" in program("explain", f"{A}:11").out


def test_a_limit_that_holds_a_ticket_back_is_told(program: Program) -> None:
    program.write("pm-sync.toml", "[limits]\ncreate = 1\n")

    told = the_item(program, ROW)

    assert told["planned"][0]["outcome"] == "refused"
    assert "--allow create" in told["planned"][0]["held"]
    assert "the next run does not make one in local: 3 tickets would be created" in told["in_short"]


def test_the_route_that_decides_is_told_and_those_that_do_not_fit(program: Program) -> None:
    program.write(
        "pm-sync.toml",
        '[[routes]]\nowners = ["carol"]\ntracker = "local"\n[[routes]]\npriority = "P1"\ntracker = "local"\n',
    )

    route = the_item(program, ROW)["route"]

    assert route["where"] == "pm-sync.toml:4"
    assert route["passed"] == [{"where": "pm-sync.toml:1", "misfits": ["owners"]}]


def test_any_line_of_an_item_will_do(program: Program) -> None:
    assert the_item(program, f"{A}:13")["item"]["line"] == 12


def test_an_orphan_that_may_be_its_ticket_is_told(synced: Program) -> None:
    text = synced.read(A)
    (row,) = [line for line in text.splitlines() if "LOCAL-1 " in line]
    synced.write(A, text.replace(row, "| Alert on something else | @ann | P1 | | |"))

    told = the_item(synced, ROW)

    assert "LOCAL-1, which no item links" in told["notices"][0]["reason"]
    assert told["planned"] == []


def test_findings_of_check_on_its_lines_are_told_and_no_others(program: Program) -> None:
    findings = the_item(program, f"{A}:12")["findings"]

    assert "item-without-owner" in {one["rule"] for one in findings}
    assert {one["line"] for one in findings} == {12}


def test_a_line_without_an_item_is_told_what_stands_there_and_what_is_near(
    program: Program,
) -> None:
    done = program("explain", f"{A}:17", "--format", "json")

    assert done.code == 0
    none = done.json["none"]
    assert done.json["items"] == []
    assert none["why"] == "it stands outside of every section of action items"
    assert (none["section"], none["text"]) == ("Timeline", "- 10:00 UTC it broke")
    assert none["above"] == {"line": 12, "title": "Ask the vendor over two lines"}
    assert none["below"] is None


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (1, "it is the title of a section"),
        (2, "nothing stands on it that a reader sees"),
        (5, "it is the title of a section of action items"),
        (7, "it is the head of a table"),
    ],
)
def test_of_other_lines_it_is_told_what_they_are(program: Program, line: int, why: str) -> None:
    assert f"No action item is here: {why}." in program("explain", f"{A}:{line}").out


def test_what_was_left_out_is_told_with_its_reason_on_each_of_its_lines(program: Program) -> None:
    mark = " <!-- pm-sync: ignore somebody else does it -->"
    program.write(A, TABLE.replace("vendor over", f"vendor{mark}"))

    for line in (12, 13):
        told = program("explain", f"{A}:{line}").out
        assert "No action item is here: ignored: somebody else does it." in told


def test_a_section_in_which_nothing_was_understood_is_told(program: Program) -> None:
    text = "# Down\n\n## Action items\n\nThe week was calm.\n\nAnd so was the next.\n"
    program.write("postmortems/b.md", text)

    assert "tells nobody to do anything" in program("explain", "postmortems/b.md:5").out


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("postmortems/none.md:3", "it is not there"),
        ("../outside.md:3", "outside.md"),
        (f"{A}:99", "the file has 17 lines"),
        (f"{A}:0", "the file has 17 lines"),
        (A, "PATH:LINE"),
    ],
)
def test_a_place_that_is_not_there_is_an_error(program: Program, place: str, told: str) -> None:
    done = program("explain", place)

    assert done.code == 2
    assert told in done.err


def test_a_file_that_no_pattern_names_is_explained_and_told_to_be_one(program: Program) -> None:
    program.write("notes/b.md", TABLE)

    told = the_item(program, "notes/b.md:9")

    assert told["left_alone"] == "in files that `documents` leaves out, unless a run names it"


def test_what_would_stop_the_whole_run_is_told_and_the_item_all_the_same(synced: Program) -> None:
    for file in (synced.root / ".pm-sync").glob("tracker.sqlite3*"):
        file.unlink()

    done = synced("explain", ROW, "--format", "json")

    assert done.code == 0, done.err
    assert "the tracker looks empty" in done.json["refused"][0]
    assert done.json["items"][0]["tickets"][0]["seen"] == "vanished"
    assert "The next run as a whole would refuse:" in synced("explain", ROW).out


def test_a_restricted_document_is_counted_and_told_on_a_terminal_to_who_names_it(
    program: Program,
) -> None:
    program.write("pm-sync.toml", '[private]\npaths = ["postmortems/**"]\n')

    done = program("explain", ROW, "--format", "json")

    assert done.code == 0
    assert done.json["restricted"]["documents"] == 1
    assert "bus" not in done.out + program("explain", ROW).out
    assert "LOCAL" not in done.out
    assert "Alert on lag of the bus" in program("explain", ROW, "--show-private").out
    assert "Alert on lag of the bus" in on_a_terminal(program, "explain", ROW)


def test_nothing_is_told_of_a_restricted_document_that_links_the_same_ticket(
    synced: Program,
) -> None:
    synced.write("pm-sync.toml", '[private]\npaths = ["postmortems/hr/**"]\n')
    synced.write("postmortems/hr/zq.md", synced.read(A).replace("Checkout", "Zqheading"))

    told = synced("explain", ROW, "--format", "json")

    assert told.code == 0
    assert "zq" not in told.out.casefold()


def test_hostile_texts_never_steer_the_terminal(program: Program) -> None:
    program.write(A, TABLE.replace("Alert", "Al\x1b[2Jert\u202e [red]"))

    shown = program("explain", ROW)

    assert shown.code == 0
    assert "\x1b" not in shown.out
    assert "\u202e" not in shown.out + program("explain", ROW, "--format", "json").out
