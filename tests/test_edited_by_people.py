"""What people do to documents between runs, through the command line: nothing is doubled, and nothing of theirs is lost."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.fakes.program import Program

HEAD = "# Outage\n\nDate: 2026-11-20\n\n## Action items\n\n"
PATH = "postmortems/a.md"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path, inside=True)


def _synced(program: Program, body: str, *closed: str) -> None:
    program.write(PATH, HEAD + body)
    assert program("sync").code == 0
    for ticket in closed:
        program("tickets", "close", ticket)
    assert program("sync").code == 0


def _tickets(program: Program) -> list[str]:
    listed = program("tickets", "list", "--format", "json").json["tickets"]
    return sorted(ticket["title"] for ticket in listed)


def test_a_new_item_never_gets_the_closed_ticket_of_a_removed_one(program: Program) -> None:
    _synced(program, "- [ ] Fix alpha\n- [ ] Fix beta\n", "LOCAL-1")
    text = program.read(PATH)
    program.write(PATH, text.replace("- [x] Fix alpha (LOCAL-1)\n", ""))
    assert program("sync").out.startswith("Nothing to do")

    program.write(PATH, program.read(PATH) + "- [ ] Order new chairs\n")
    program("sync")

    assert program.read(PATH).endswith("- [ ] Order new chairs (LOCAL-3)\n")


def test_a_finished_item_is_not_linked_to_a_removed_one_s_ticket(program: Program) -> None:
    _synced(program, "- [ ] Fix alpha\n- [x] Check the fire alarm\n", "LOCAL-1")
    program.write(PATH, HEAD + "- [x] Check the fire alarm\n")

    for _ in range(3):
        assert program("sync").out.startswith("Nothing to do")
    assert program.read(PATH) == HEAD + "- [x] Check the fire alarm\n"


def test_what_is_said_beside_a_status_is_never_overwritten(program: Program) -> None:
    body = (
        "| Action | Status |\n|---|---|\n| Buy racks | Pending approval from legal |\n"
        "| Move rack | In progress, waiting for the vendor |\n"
    )
    _synced(program, body, "LOCAL-1", "LOCAL-2")

    report = program("sync")

    assert "Pending approval from legal |" in program.read(PATH)
    assert "In progress, waiting for the vendor |" in program.read(PATH)
    assert report.out.count("says more than a status") == 2


@pytest.mark.parametrize(
    "item",
    ["- Upgrade TLS (done for eu, open for us)", "- Verify (in progress since Monday with Bob)"],
)
def test_a_remark_beside_an_item_stays(program: Program, item: str) -> None:
    _synced(program, f"{item}\n", "LOCAL-1")

    assert item in program.read(PATH)


def test_children_behind_a_tab_are_items_of_their_own(program: Program) -> None:
    program.write(
        PATH,
        HEAD
        + "- [ ] Fix the cache\n\t- [ ] Add an alert\n\t- [ ] Rotate the keys\n- [ ] Last thing\n",
    )
    program("sync")

    assert program.read(PATH) == HEAD + (
        "- [ ] Fix the cache (LOCAL-1)\n\t- [ ] Add an alert (LOCAL-2)\n"
        "\t- [ ] Rotate the keys (LOCAL-3)\n- [ ] Last thing (LOCAL-4)\n"
    )


def test_a_renamed_document_whose_links_are_lost_later_makes_no_second_tickets(
    program: Program,
) -> None:
    text = "# P\n\n## Action items\n\n- Fix the cache\n- Add an alert\n"
    program.write(PATH, text)
    program("sync")
    (program.root / PATH).rename(program.root / "postmortems/b.md")
    program("sync")

    program.write("postmortems/b.md", text)
    program("sync")

    assert _tickets(program) == ["Add an alert", "Fix the cache"]
    assert "- Fix the cache (LOCAL-1)\n- Add an alert (LOCAL-2)\n" in program.read(
        "postmortems/b.md"
    )


def test_a_document_that_is_renamed_retitled_and_loses_its_links_at_once_waits(
    program: Program,
) -> None:
    _synced(program, "- Fix the cache\n")
    (program.root / PATH).unlink()
    program.write("postmortems/b.md", "# Other\n\n## Action items\n\n- Fix the cache\n")

    report = program("sync")

    assert _tickets(program) == ["Fix the cache"]
    assert "may be the ticket of this one" in report.out


def test_two_ways_to_one_folder_are_one_document(program: Program) -> None:
    program.write(PATH, HEAD + "- Fix the cache\n")
    (program.root / "pm").symlink_to("postmortems")

    program("sync", "pm/a.md", "postmortems/a.md")

    assert _tickets(program) == ["Fix the cache"]


def test_hard_links_are_told_and_left_alone(program: Program) -> None:
    file = program.write(PATH, HEAD + "- Fix the cache\n")
    os.link(file, program.root / "postmortems/b.md")

    report = program("sync")

    assert report.code == 2
    assert "the same file as postmortems/b.md, by a hard link" in report.out + report.err
    assert _tickets(program) == []


@pytest.mark.parametrize(
    "before",
    ["````\n```\n````\n\n", "``` inline ```\n\n", "<!--\n```\n-->\n\n", "~~~\n```\n~~~\n\n"],
)
def test_a_conflict_behind_code_is_a_conflict(program: Program, before: str) -> None:
    conflict = "<<<<<<< HEAD\n- Mine\n=======\n- Theirs\n>>>>>>> b\n"
    program.write(PATH, before + HEAD + conflict)

    assert program("sync").code == 2
    assert _tickets(program) == []


def test_a_mark_set_after_the_document_was_away_for_a_run_is_kept(program: Program) -> None:
    _synced(
        program, "| Action | Ticket | Status |\n|---|---|---|\n| Fix it | | Open |\n", "LOCAL-1"
    )
    text = program.read(PATH)
    (program.root / PATH).unlink()
    program("sync")

    program.write(PATH, text.replace("Done", "Open"))
    report = program("sync")

    assert "was set in the document and stays" in report.out
    assert "Open" in program.read(PATH).splitlines()[-1]


def test_a_mark_in_a_copied_document_is_kept_in_every_run(program: Program) -> None:
    _synced(
        program, "| Action | Ticket | Status |\n|---|---|---|\n| Fix it | | Open |\n", "LOCAL-1"
    )
    shutil.copy(program.root / PATH, program.root / "postmortems/b.md")
    edited = program.read("postmortems/b.md").replace("Done", "Open")
    program.write("postmortems/b.md", edited)

    for _ in range(3):
        assert "was set in the document and stays" in program("sync").out
    assert program.read("postmortems/b.md") == edited


def test_a_row_that_cannot_be_linked_gets_no_ticket(program: Program) -> None:
    program.write(
        PATH, HEAD + "| Action | Owner |\n|---|---|\n| Fix it | @a |\n| Add alert | b | c |\n"
    )

    assert program("plan", "--format", "json").json["summary"]["create"] == 0
    assert program("sync").code == 0
    assert _tickets(program) == []


def test_loud_paragraphs_keep_their_colon_and_are_found_again(program: Program) -> None:
    program.write(
        PATH, "# P\n\n## Background\n\n**TODO:** Fix the cache\n\n**TODO:** Fix the other\n"
    )
    program("sync")
    program("tickets", "close", "LOCAL-1", "--reason", "duplicate")
    program("tickets", "close", "LOCAL-2")

    assert program("sync").code == 0
    assert (
        "**DUPLICATE:** Fix the cache (LOCAL-1)\n\n**DONE:** Fix the other (LOCAL-2)\n"
        in program.read(PATH)
    )
    assert program("sync").out.startswith("Nothing to do")


@pytest.mark.parametrize("name", ["lock.holder", "journal.jsonl", ".gitignore", "lock"])
def test_nothing_is_written_through_a_link_out_of_the_root(
    program: Program, name: str, tmp_path: Path
) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.write_text("theirs")
    (program.root / ".pm-sync").mkdir()
    (program.root / ".pm-sync" / name).symlink_to(outside)
    program.write(PATH, HEAD + "- Fix the cache\n")

    report = program("sync")

    assert report.code != 0
    assert "remove the link" in report.err
    assert outside.read_text() == "theirs"


def test_a_state_file_that_is_a_link_is_refused(program: Program, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-state"
    outside.write_text("")
    (program.root / "pm-sync.state").symlink_to(outside)
    program.write(PATH, HEAD + "- Fix the cache\n")

    assert program("sync").code == 2
    assert outside.read_text() == ""


@pytest.mark.parametrize(
    "line",
    [
        '{"pm-sync.state": 1e400}',
        '{"tracker": "local", "watermark": "0001-01-01T00:00:00+00:00", "full_read": "9999-01-01T00:00:00+00:00"}',
    ],
)
def test_numbers_and_times_beyond_reason_in_the_state_file_are_left_out(
    program: Program, line: str
) -> None:
    program.write("pm-sync.state", f"{line}\n")
    program.write(PATH, HEAD + "- Fix the cache\n")

    report = program("sync")

    assert report.code == 0, report.err
    assert "is not readable and is left out" in report.err


@pytest.mark.parametrize("out", ["", os.devnull])
def test_a_plan_is_saved_in_files_only(program: Program, out: str) -> None:
    program.write(PATH, HEAD + "- Fix the cache\n")

    report = program("plan", "--out", out)

    assert report.code == 2
    assert "name another" in report.err


def test_a_saved_plan_that_a_limit_refuses_says_what_apply_needs(program: Program) -> None:
    program.write(PATH, HEAD + "- Fix the cache\n- Fix the other\n")

    report = program("plan", "--out", "p.json", PM_SYNC_LIMITS__CREATE="1")

    assert report.code == 3
    assert "needs the same --allow" in report.err
    assert program("apply", "p.json", "--allow", "create", PM_SYNC_LIMITS__CREATE="1").code == 0


def test_documents_that_are_all_gone_stop_the_run_until_it_is_allowed(program: Program) -> None:
    _synced(program, "- Fix the cache\n")
    program.write("pm-sync.toml", 'documents = ["postmortem/*.md"]\n')

    refused = program("sync")

    assert refused.code == 3
    assert "look at `documents`" in refused.err
    assert program("sync", "--allow", "vanished").code == 0


def test_signs_that_nobody_knows_and_remarks_of_other_rows_are_left_alone(program: Program) -> None:
    body = (
        "| Action | Ticket | State |\n|---|---|---|\n| Fix a | | 🔵 |\n| Fix b | | ⬜ waiting for the vendor |\n"
        "| Fix c | | - |\n"
    )
    program.write(PATH, HEAD + body)

    report = program("sync")

    lines = program.read(PATH).splitlines()[-3:]
    assert [line.split("|")[3].strip() for line in lines] == [
        "🔵",
        "⬜ waiting for the vendor",
        "Open",
    ]
    assert "'🔵' is no status that pm-sync knows" in report.out


def test_marks_of_other_editors_and_struck_out_rows_get_no_tickets(program: Program) -> None:
    body = (
        "- [-] Shard the store\n- :white_check_mark: Ask them\n- [~] Move it\n\n"
        "| Action | Ticket |\n|---|---|\n| ~~Drop it~~ | |\n"
    )
    program.write(PATH, HEAD + body)

    program("sync")

    assert _tickets(program) == ["Move it"]


def test_a_heading_with_a_ticket_stays_an_item_whatever_is_added_below(program: Program) -> None:
    program.write(
        PATH, HEAD + "### Fix the loop\n\nSome text.\n\n### Add the alert\n\nMore text.\n"
    )
    program("sync")
    text = program.read(PATH).replace("More text.", "- Write code\n- Test code")
    program.write(PATH, text)

    assert program("sync").out.startswith("Nothing to do")
    program("tickets", "close", "LOCAL-1", "LOCAL-2")
    program("sync")

    assert program.read(PATH) == text.replace("Ticket: LOCAL-1", "Ticket: LOCAL-1, done").replace(
        "Ticket: LOCAL-2", "Ticket: LOCAL-2, done"
    )
    assert _tickets(program) == []
    assert program("tickets", "show", "LOCAL-3").code != 0


def test_a_status_that_a_person_writes_below_a_ticket_is_seen(program: Program) -> None:
    program.write(PATH, HEAD + "### 1. Fix the loop\n\nTicket: LOCAL-1\nStatus: Done\n")

    item = program("items", "--format", "json").json["documents"][0]["items"][0]

    assert (item["title"], item["status"]) == ("Fix the loop", "done")


def test_a_status_in_a_heading_is_followed_at_its_ticket(program: Program) -> None:
    _synced(program, "### 1. Fix it (in progress)\n\nSoon.\n", "LOCAL-1")

    assert (
        program.read(PATH)
        == HEAD + "### 1. Fix it (in progress)\n\nSoon.\n\nTicket: LOCAL-1, done\n"
    )


def test_a_mark_in_a_heading_keeps_it_out(program: Program) -> None:
    program.write(PATH, HEAD + "### 1. Fix it <!-- pm-sync: ignore x -->\n\nMore.\n")

    program("sync")

    assert _tickets(program) == []


@pytest.mark.parametrize(
    "row", ["Fix it (done)", "~~Fix it~~", "✅ Fix it", "[in progress] Fix it"]
)
def test_a_status_inside_of_one_row_hinders_no_column(program: Program, row: str) -> None:
    program.write(
        PATH, HEAD + f"| Action | Owner |\n|---|---|\n| {row} | bob |\n| Add the alert | amy |\n"
    )

    assert program("sync").code == 0
    assert "| Add the alert | amy | LOCAL-" in program.read(PATH)
    assert "Nothing to do" in program("sync").out


def test_words_that_begin_a_sentence_are_no_status(program: Program) -> None:
    program.write(
        PATH, HEAD + "| Action | Owner |\n|---|---|\n| Open: port 443 | amy |\n| Fix it | bob |\n"
    )

    assert program("sync").code == 0
    assert _tickets(program) == ["Fix it", "Open: port 443"]


@pytest.mark.parametrize(
    "body",
    [
        "Action: Fix it\n**Owner:** Bob\n",
        "- Fix it\n- Status: page should show outages\n",
        "**Action:** Fix it\n**Status:** Open\n",
    ],
)
def test_fields_of_items_are_none_of_the_document(program: Program, body: str) -> None:
    program.write(PATH, HEAD + body)

    report = program("sync")

    assert report.code == 0, report.out
    assert program("sync").out.startswith("Nothing to do")


def test_a_link_that_is_called_like_a_ticket_is_one(program: Program) -> None:
    program.write(
        PATH, HEAD + "- Fix it [OPS-13](http://jira/OPS-13)\n- Fix that ([OPS-16](../OPS-16.md))\n"
    )

    program("sync")

    assert _tickets(program) == []


def test_a_tick_beside_our_own_word_for_work_in_progress_is_a_person_s_and_stays(
    program: Program,
) -> None:
    _synced(program, "- [ ] Fix alpha\n")
    program("tickets", "start", "LOCAL-1")
    program("sync")
    assert "- [ ] Fix alpha (LOCAL-1, in progress)" in program.read(PATH)
    ticked = program.read(PATH).replace("- [ ] Fix alpha", "- [x] Fix alpha")
    program.write(PATH, ticked)

    told = program("sync")

    assert program.read(PATH) == ticked
    assert "was set in the document" in told.out
    program("tickets", "close", "LOCAL-1")
    assert program("sync").code == 0
    assert "- [x] Fix alpha (LOCAL-1" in program.read(PATH)
