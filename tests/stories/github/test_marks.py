"""Marks that people take off issues of ours, or paste into others: nothing is doubled, nothing guessed, and everything told."""

from __future__ import annotations

import re

import pytest

from tests.fakes.github.fake import GitHub
from tests.fakes.program import Done, Program
from tests.stories.github.conftest import SHOP

PATH = "postmortems/table.md"
BODY = """\
# Checkout was down

Date: 2026-11-20

## Action items

| Action item | Owner | Bug |
|---|---|---|
| Alert on lag | @ann | |
| Ask the vendor | @ann | |
| Fix the retry | @ann | |
"""
LAG, VENDOR, RETRY = 2, 3, 4


@pytest.fixture
def synced(program: Program) -> Program:
    """A run that made #2, #3 and #4."""
    (program.root / "postmortems/list.md").unlink()
    program.write(PATH, BODY)
    assert program("sync").code == 0
    return program


def unlink(program: Program, number: int) -> None:
    text, count = re.subn(rf"\[#{number}\]\([^)]*\) \*\*TODO\*\* ", "", program.read(PATH))
    assert count == 1
    program.write(PATH, text)


def links(program: Program) -> list[int]:
    """The issues that the rows link, 0 for none."""
    rows = program.read(PATH).splitlines()[8:]
    return [int(found[1]) if (found := re.search(r"\[#(\d+)\]", row)) else 0 for row in rows]


def titles(github: GitHub) -> list[str]:
    return sorted(one.title for one in github.at(SHOP).issues.values() if one.number > 1)


ONCE = ["Alert on lag", "Ask the vendor", "Fix the retry"]


def wiped(github: GitHub, number: int) -> str:
    """Take the mark off, as somebody does who writes the text anew; gives what it was."""
    before = github.find(SHOP, number).body or ""
    github.wait(60)
    github.edit(SHOP, number, body="A person wrote this anew.")
    return before


def quiet(program: Program, github: GitHub) -> Done:
    """A run that changes nothing, neither here nor there."""
    before = program.files()
    github.requests.clear()
    done = program("sync")
    assert done.code == 0, done.err
    assert program.files() == before
    assert not [name for name in github.names() if not name.startswith(("GET", "POST /graphql"))]
    return done


def test_a_lost_mark_is_told_in_every_run_until_it_is_put_back(
    synced: Program, github: GitHub
) -> None:
    body = wiped(github, LAG)

    assert "#2 has lost the mark that says which action item it was made for" in synced("sync").out
    for _ in range(2):
        assert "#2 has lost the mark" in quiet(synced, github).out
    github.wait(60)
    github.edit(SHOP, LAG, body=body)

    assert "mark" not in synced("sync").out
    assert "Nothing to do" in quiet(synced, github).out


def test_what_is_edited_meanwhile_is_merged_once_the_mark_is_back(
    synced: Program, github: GitHub
) -> None:
    body = wiped(github, LAG)
    github.edit(SHOP, LAG, assignees=["bob"])
    synced("sync")
    assert [one.login for one in github.find(SHOP, LAG).assignees] == ["bob"]
    assert "| Alert on lag | @ann |" in synced.read(PATH)
    github.wait(60)
    github.edit(SHOP, LAG, body=body)

    assert synced("sync").code == 0
    assert "| Alert on lag | @bob |" in synced.read(PATH)


def test_the_status_of_an_issue_without_its_mark_is_still_read(
    synced: Program, github: GitHub
) -> None:
    wiped(github, LAG)
    github.close(SHOP, LAG)

    assert synced("sync").code == 0
    assert "**DONE**" in synced.read(PATH)


@pytest.mark.parametrize("forgotten", [False, True], ids=["", "and the state file"])
def test_an_issue_that_lost_its_mark_and_its_link_is_not_made_again(
    synced: Program, github: GitHub, *, forgotten: bool
) -> None:
    wiped(github, LAG)
    unlink(synced, LAG)
    if forgotten:
        (synced.root / "pm-sync.state").unlink()

    first = synced("sync")

    assert "#2, which no item links, may be the ticket of this one" in first.out
    assert "#2 says no more which one action item it was made for" in first.out
    assert links(synced) == [0, VENDOR, RETRY]
    for _ in range(2):
        github.wait(7200)
        assert "may be the ticket of this one" in quiet(synced, github).out
    assert titles(github) == ONCE


def test_it_is_settled_by_writing_its_number(synced: Program, github: GitHub) -> None:
    wiped(github, LAG)
    unlink(synced, LAG)
    synced("sync")
    synced.write(
        PATH, synced.read(PATH).replace("| Alert on lag | @ann | |", "| Alert on lag | @ann | #2 |")
    )

    done = synced("sync")

    assert "may be the ticket" not in done.out
    assert titles(github) == ONCE


def test_it_is_settled_by_closing_it_and_then_the_item_gets_a_new_one(
    synced: Program, github: GitHub
) -> None:
    wiped(github, LAG)
    unlink(synced, LAG)
    synced("sync")
    github.close(SHOP, LAG, "not_planned")

    assert synced("sync").code == 0

    assert links(synced) == [5, VENDOR, RETRY]
    assert "Nothing to do" in quiet(synced, github).out


def test_it_is_settled_by_asking_for_a_new_one(synced: Program, github: GitHub) -> None:
    wiped(github, LAG)
    unlink(synced, LAG)
    synced("sync")

    assert synced("sync", "--new", f"{PATH}:9").code == 0

    assert links(synced) == [5, VENDOR, RETRY]
    assert "#2 says no more" in quiet(synced, github).out


def test_finished_work_that_lost_its_mark_and_its_link_is_not_made_again(
    synced: Program, github: GitHub
) -> None:
    wiped(github, LAG)
    github.close(SHOP, LAG)
    synced("sync")
    text = synced.read(PATH)
    synced.write(PATH, BODY.replace("Alert on lag | @ann | |", "Alert on lag | @ann | |"))

    done = synced("sync")

    assert "**DONE**" in text
    assert "#2, which no item links, may be the ticket of this one" in done.out
    assert "by closing it" not in next(
        line for line in done.out.splitlines() if "#2, which" in line
    )
    assert titles(github) == ONCE
    assert links(synced) == [0, VENDOR, RETRY]


def test_a_renamed_item_whose_issue_lost_mark_and_link_waits_as_well(
    synced: Program, github: GitHub
) -> None:
    wiped(github, LAG)
    unlink(synced, LAG)
    synced.write(PATH, synced.read(PATH).replace("Alert on lag", "Alert on any lag"))

    synced("sync")

    assert titles(github) == ONCE
    assert links(synced) == [0, VENDOR, RETRY]


@pytest.mark.parametrize("forgotten", [False, True], ids=["", "and the state file is lost"])
def test_a_text_pasted_over_that_of_another_issue_makes_none_of_them_anothers(
    synced: Program, github: GitHub, *, forgotten: bool
) -> None:
    github.wait(60)
    github.edit(SHOP, RETRY, body=github.find(SHOP, LAG).body)
    if forgotten:
        (synced.root / "pm-sync.state").unlink()

    told = synced("sync").out

    words = (
        "#4 and acme/shop#2 bear the mark of one action item"
        if forgotten
        else "#4 bears the mark of another action item"
    )
    assert words in told
    assert words in quiet(synced, github).out
    unlink(synced, LAG)
    assert synced("sync").code == 0
    assert links(synced) == [LAG, VENDOR, RETRY]
    assert titles(github) == ONCE


def test_an_item_that_is_edited_does_not_write_into_an_issue_with_another_ones_mark(
    synced: Program, github: GitHub
) -> None:
    body = github.find(SHOP, LAG).body
    github.wait(60)
    github.edit(SHOP, RETRY, body=body)
    synced.write(PATH, synced.read(PATH).replace("Fix the retry | @ann", "Fix the retry | @bob"))

    synced("sync")

    assert github.find(SHOP, RETRY).body == body
    assert [one.login for one in github.find(SHOP, RETRY).assignees] == ["ann"]


def test_with_adopted_tickets_changed_one_without_its_mark_follows_its_item(
    synced: Program, github: GitHub
) -> None:
    synced.write("pm-sync.toml", synced.read("pm-sync.toml") + "\n[adopt]\nwrite = true\n")
    wiped(github, LAG)
    assert synced("sync").code == 0
    synced.write(PATH, synced.read(PATH).replace("Alert on lag | @ann", "Alert on lag | @bob"))

    assert synced("sync").code == 0

    assert [one.login for one in github.find(SHOP, LAG).assignees] == ["bob"]


def test_what_was_undone_is_no_lost_mark_even_for_an_older_state(
    synced: Program, github: GitHub
) -> None:
    before = synced.read("pm-sync.state")
    assert synced("undo", "--yes").code == 0
    synced.write("pm-sync.state", before)

    done = synced("sync")

    assert done.code == 0, done.err
    assert "mark" not in done.out
    assert links(synced) == [5, 6, 7]


@pytest.mark.parametrize("own", [True, False], ids=["its own among them", "of others"])
@pytest.mark.parametrize("told", [True, False], ids=["told before", "at once"])
def test_an_issue_with_several_marks_that_lost_its_link_is_not_made_again(
    synced: Program, github: GitHub, *, own: bool, told: bool
) -> None:
    bodies = [github.find(SHOP, number).body or "" for number in (VENDOR if own else LAG, RETRY)]
    github.wait(60)
    github.edit(SHOP, VENDOR, body="\n".join(bodies))
    if told:
        assert "bears the marks of 2 action items" in synced("sync").out
    unlink(synced, VENDOR)

    for _ in range(2):
        assert "#3 says no more which one action item" in synced("sync").out

    assert links(synced) == [LAG, 0, RETRY]
    assert titles(github) == ONCE


def test_a_document_at_the_old_path_of_another_does_not_hide_where_an_issue_belongs(
    synced: Program, github: GitHub
) -> None:
    wiped(github, LAG)
    unlink(synced, LAG)
    synced.write("postmortems/moved.md", synced.read(PATH))
    synced.write(PATH, BODY.replace("Checkout", "Search").replace("retry", "index"))

    done = synced("sync")

    assert "#2, which no item links, may be the ticket of this one" in done.out
    assert titles(github).count("Alert on lag") == 1
    rows = synced.read("postmortems/moved.md").splitlines()[8:]
    assert "[#" not in rows[0]


def test_a_pasted_mark_hides_no_issue_of_an_item_without_the_state_file(
    synced: Program, github: GitHub
) -> None:
    github.wait(60)
    github.edit(SHOP, VENDOR, body=github.find(SHOP, LAG).body)
    unlink(synced, VENDOR)
    (synced.root / "pm-sync.state").unlink()

    done = synced("sync")

    assert "#3, which no item links, may be the ticket of this one" in done.out
    assert titles(github) == ONCE


def test_a_second_ticket_that_two_runs_made_keeps_no_other_item_of_its_title_waiting(
    synced: Program, github: GitHub
) -> None:
    body = github.find(SHOP, LAG).body or ""
    github.issue(SHOP, "Alert on lag", body=body, labels=["pm-sync"])
    other = BODY.replace("Checkout", "Search").replace("vendor", "team").replace("retry", "index")
    synced.write("postmortems/search.md", other)

    done = synced("sync")

    assert "#5 is a second ticket" in done.out
    assert "3 tickets created" in done.out
