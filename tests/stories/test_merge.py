"""Owners changed on either side, through the command line: the side that changed wins, and where both did a person chooses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.program import Program

PATH = "postmortems/a.md"
HEAD = "# Outage\n\nDate: 2026-11-20\n\n## Action items\n\n"
TABLE = "| Action | Owner | Ticket |\n|---|---|---|\n| Add an alert | {} | |\n"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path, inside=True)


def synced(program: Program, owner: str = "@ann", body: str = TABLE) -> None:
    program.write(PATH, HEAD + body.format(owner))
    assert program("sync").code == 0


def edit(program: Program, old: str, new: str) -> None:
    text = program.read(PATH)
    assert text.count(old) == 1
    program.write(PATH, text.replace(old, new))


def owners(program: Program, ticket: int = 0) -> list[str]:
    found = program("tickets", "list", "--format", "json").json["tickets"][ticket]["owners"]
    return [str(name) for name in found]


def status(program: Program) -> str:
    return str(program("tickets", "show", "1", "--format", "json").json["ticket"]["status"])


def quiet(program: Program) -> bool:
    before = program.files()
    done = program("sync")
    return done.code == 0 and "Nothing to do" in done.out and program.files() == before


def test_an_owner_changed_in_the_document_reaches_the_ticket(program: Program) -> None:
    synced(program)
    edit(program, "@ann", "@bob")

    done = program("sync")

    assert "owner in the ticket: ann → @bob" in done.out
    assert owners(program) == ["bob"]
    assert quiet(program)


def test_an_owner_changed_in_the_ticket_reaches_the_document(program: Program) -> None:
    synced(program, "@ann, Zed")
    program("tickets", "assign", "1", "ann", "carl")

    done = program("sync")

    assert "owner in the document: @ann, Zed → @ann, @carl" in done.out
    assert "| @ann, @carl | LOCAL-1" in program.read(PATH)
    assert quiet(program)


@pytest.mark.parametrize(
    ("before", "after"), [("@ann", "@carl"), ("ann@", "carl@"), ("Ann", "carl")]
)
def test_a_new_owner_is_called_as_the_document_calls_its_people(
    program: Program, before: str, after: str
) -> None:
    synced(program, before)
    program("tickets", "assign", "1", "carl")

    program("sync")

    assert f"| {after} | LOCAL-1" in program.read(PATH)
    assert quiet(program)


def test_both_changed_alike_is_no_conflict(program: Program) -> None:
    synced(program)
    edit(program, "@ann", "@bob")
    program("tickets", "assign", "1", "bob")

    done = program("sync")

    assert "!" not in done.out
    assert owners(program) == ["bob"]
    assert quiet(program)


def conflict(program: Program) -> None:
    synced(program)
    edit(program, "@ann", "@bob")
    program("tickets", "assign", "1", "carl")


def test_both_changed_differently_changes_nothing_and_shows_all_three(program: Program) -> None:
    conflict(program)
    before = program.read(PATH)

    for _ in range(3):
        done = program("sync")

        assert done.code == 0
        assert (
            "the owner is '@bob' in the document and 'carl' in LOCAL-1, and they said '@ann' and 'ann' before"
            in " ".join(done.out.split())
        )
    assert program.read(PATH) == before
    assert owners(program) == ["carl"]


def test_a_conflict_is_told_to_machines_with_its_three_values(program: Program) -> None:
    conflict(program)

    (told,) = program("plan", "--format", "json").json["actions"]

    assert (told["kind"], told["field"]) == ("notice", "owner")
    assert (told["base"], told["old"], told["new"]) == ("@ann", "@bob", "carl")


@pytest.mark.parametrize("place", ["", f"{PATH}:9"])
def test_a_person_takes_the_document(program: Program, place: str) -> None:
    conflict(program)

    program("sync", "--take", "document", *([place] if place else []))

    assert owners(program) == ["bob"]
    assert "@bob" in program.read(PATH)
    assert quiet(program)


def test_a_person_takes_the_ticket(program: Program) -> None:
    conflict(program)

    program("sync", "--take", "ticket", f"{PATH}:9")

    assert owners(program) == ["carl"]
    assert "| @carl |" in program.read(PATH)
    assert quiet(program)


def test_taking_one_item_leaves_the_conflict_of_another(program: Program) -> None:
    body = TABLE + "| Fix the retry | @ann | |\n"
    synced(program, body=body)
    program.write(PATH, program.read(PATH).replace("@ann", "@bob"))
    program("tickets", "assign", "1", "carl")
    program("tickets", "assign", "2", "carl")

    program("sync", "--take", "document", f"{PATH}:10")

    assert owners(program, 0) == ["carl"]
    assert owners(program, 1) == ["bob"]
    assert "'@bob' in the document and 'carl' in LOCAL-1" in " ".join(program("sync").out.split())


def test_a_place_without_an_item_is_refused(program: Program) -> None:
    conflict(program)

    done = program("sync", "--take", "document", f"{PATH}:2")

    assert done.code == 2
    assert "no action item begins on the line that --take names" in done.err


def test_a_conflict_ends_when_one_side_gives_way(program: Program) -> None:
    conflict(program)
    program("sync")
    edit(program, "@bob", "@carl")

    assert quiet(program) or quiet(program)
    assert owners(program) == ["carl"]


def test_an_owner_taken_away_in_the_document_is_taken_away_in_the_ticket(program: Program) -> None:
    synced(program)
    edit(program, "@ann", "TBD")

    program("sync")

    assert owners(program) == []
    assert quiet(program)


def test_an_owner_taken_away_in_the_ticket_is_taken_away_in_the_document(program: Program) -> None:
    synced(program)
    program("tickets", "assign", "1")

    program("sync")

    assert "| Add an alert |  | LOCAL-1" in program.read(PATH)
    assert quiet(program)


@pytest.mark.parametrize("gone", ["pm-sync.state"])
def test_without_memory_differing_owners_are_reported_and_an_empty_side_is_filled(
    program: Program, gone: str
) -> None:
    synced(program, body=TABLE + "| Fix the retry |  | |\n| Write it down | @eve | |\n")
    program("tickets", "assign", "1", "carl")
    program("tickets", "assign", "2", "dan")
    program("tickets", "assign", "3")
    (program.root / gone).unlink()

    done = program("sync")

    assert "nobody remembers what both said before" in " ".join(done.out.split())
    assert "| Add an alert | @ann |" in program.read(PATH)
    assert "| Fix the retry | @dan |" in program.read(PATH)
    assert owners(program, 2) == ["eve"]
    assert owners(program, 0) == ["carl"]


def test_the_memory_is_still_when_nothing_changes(program: Program) -> None:
    synced(program)
    before = program.read("pm-sync.state")

    for _ in range(3):
        program("sync")

    assert program.read("pm-sync.state") == before


def test_a_field_without_a_place_in_the_document_is_given_none(program: Program) -> None:
    synced(program, "", "| Action | Ticket |\n|---|---|\n| Add an alert | |\n")
    program("tickets", "assign", "1", "carl")

    assert quiet(program) or quiet(program)
    assert "carl" not in program.read(PATH)


def test_a_new_column_is_filled_from_the_tickets(program: Program) -> None:
    synced(program, "", "| Action | Ticket |\n|---|---|\n| Add an alert | |\n")
    program("tickets", "assign", "1", "carl")
    program("sync")
    text = program.read(PATH)
    text = text.replace("| Action |", "| Action | Owner |").replace("|---|", "|---|---|", 1)
    program.write(PATH, text.replace("| Add an alert |", "| Add an alert | |"))

    program("sync")

    assert "| Add an alert | carl |" in program.read(PATH) or "| @carl |" in program.read(PATH)
    assert quiet(program)


@pytest.mark.parametrize(
    ("wins", "document", "ticket"),
    [
        ("document", "@ann", ["ann"]),
        ("ticket", "@carl", ["carl"]),
        ("off", "@ann", ["carl"]),
    ],
)
def test_the_settings_choose_who_wins(
    program: Program, wins: str, document: str, ticket: list[str]
) -> None:
    program.write("pm-sync.toml", f'[fields]\nowner = "{wins}"\n')
    synced(program)
    program("tickets", "assign", "1", "carl")

    program("sync")

    assert f"| {document} |" in program.read(PATH)
    assert owners(program) == ticket
    assert quiet(program)


LISTS = [
    ("- Add an alert (owner: @ann)", "- Add an alert (owner: @carl) (LOCAL-1)"),
    ("- Add an alert (@ann)", "- Add an alert (@carl) (LOCAL-1)"),
    ("- [ ] @ann: Add an alert", "- [ ] @carl: Add an alert (LOCAL-1)"),
    ("1. **@ann** Add an alert", "1. **@carl** Add an alert (LOCAL-1)"),
    ("- Add an alert — @ann", "- Add an alert — @carl (LOCAL-1)"),
]


@pytest.mark.parametrize(("item", "after"), LISTS)
def test_in_a_sentence_only_the_name_changes(program: Program, item: str, after: str) -> None:
    synced(program, body=f"{item}\n\nThe end, says @ann.\n")
    linked = program.read(PATH)
    program("tickets", "assign", "1", "carl")

    done = program("sync")

    assert done.code == 0, done.out
    was = next(line for line in linked.splitlines() if "alert" in line)
    assert program.read(PATH) == linked.replace(was, was.replace("@ann", "@carl"))
    assert quiet(program)


@pytest.mark.parametrize(
    ("names", "wanted", "after"),
    [
        ("@ann and @bob", ["ann"], "@ann"),
        ("@ann, @bob, @eve", ["ann", "eve"], "@ann, @eve"),
        ("@ann", ["ann", "bob"], "@ann, @bob"),
        ("@ann, @bob", ["carl"], "@carl"),
        ("@ann", [], "TBD"),
    ],
)
def test_several_names_in_a_sentence(
    program: Program, names: str, wanted: list[str], after: str
) -> None:
    synced(program, body=f"- Add an alert (owner: {names})\n")
    program("tickets", "assign", "1", *wanted)

    done = program("sync")

    assert done.code == 0, done.out
    assert f"(owner: {after})" in program.read(PATH)
    assert quiet(program)


def test_an_owner_in_the_text_of_a_row_is_left_and_told(program: Program) -> None:
    synced(program, "", TABLE.replace("Add an alert", "Add an alert (owner: @ann)"))
    program("tickets", "assign", "1", "carl")
    before = program.read(PATH)

    done = program("sync")

    assert done.code == 0
    assert "by hand" in done.out
    assert program.read(PATH) == before


@pytest.mark.parametrize(
    ("mark", "moved"), [("Done", "done"), ("In progress", "in_progress"), ("Won't do", "wont_do")]
)
def test_a_status_set_in_the_document_moves_the_ticket_where_the_settings_say_so(
    program: Program, mark: str, moved: str
) -> None:
    program.write("pm-sync.toml", '[fields]\nstatus = "both"\n')
    synced(program, body="| Action | Status | Ticket |\n|---|---|---|\n| Add an alert | Open | |\n")
    edit(program, "| Open |", f"| {mark} |")

    done = program("sync")

    assert "status in the ticket: Open → " in done.out
    assert status(program) == moved
    assert quiet(program)


def test_a_status_moved_on_both_sides_is_a_conflict(program: Program) -> None:
    program.write("pm-sync.toml", '[fields]\nstatus = "both"\n')
    synced(program, body="| Action | Status | Ticket |\n|---|---|---|\n| Add an alert | Open | |\n")
    edit(program, "| Open |", "| In progress |")
    program("tickets", "close", "1")

    done = program("sync")

    assert "the status is 'In progress' in the document and 'done' in LOCAL-1" in " ".join(
        done.out.split()
    )
    assert "| In progress |" in program.read(PATH)
    program("sync", "--take", "document")
    assert status(program) == "in_progress"
    assert quiet(program)


def test_a_tick_that_was_kept_is_carried_over_when_somebody_chooses_it(program: Program) -> None:
    synced(program, body="- [ ] Add an alert\n")
    edit(program, "- [ ]", "- [x]")
    assert "--take document" in program("sync").out

    program("sync", "--take", "document", f"{PATH}:7")

    assert status(program) == "done"
    assert quiet(program)


def test_a_title_in_conflict_stays_reported_until_somebody_chooses(program: Program) -> None:
    synced(program)
    (program.root / "pm-sync.state").unlink()
    edit(program, "Add an alert", "Add a louder alert")

    for _ in range(2):
        assert "the document says 'Add a louder alert'" in " ".join(program("sync").out.split())
    program("sync", "--take", "document")

    assert "Add a louder alert" in program("tickets", "list").out
    assert quiet(program)


def test_an_older_copy_of_a_document_takes_nothing_back_from_its_tickets(program: Program) -> None:
    program.write(PATH, HEAD + TABLE.format("@ann"))
    program("sync")
    program("tickets", "assign", "1", "zoe")
    program("sync")
    program.write(PATH, HEAD + TABLE.format("@ann"))

    program("sync")
    done = program("sync")

    assert owners(program) == ["zoe"]
    assert "'@ann' in the document and 'zoe' in LOCAL-1" in " ".join(done.out.split())


def test_after_an_undo_nobody_s_change_of_a_ticket_is_overruled(program: Program) -> None:
    synced(program)
    program("tickets", "assign", "1", "zoe")
    program("sync")
    assert program("undo", "--yes").code == 0

    done = program("sync")

    assert owners(program) == ["zoe"]
    assert "'@ann' in the document and 'zoe' in LOCAL-1" in " ".join(done.out.split())
