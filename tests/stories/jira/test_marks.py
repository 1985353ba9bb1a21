"""Issues whose labels and property somebody took off: nothing is doubled, and everything told."""

from __future__ import annotations

import pytest

from tests.fakes.jira.fake import Jira
from tests.fakes.program import Program
from tests.stories.jira.test_merge import PATH, synced

__all__ = ["synced"]

FIRST = "OPS-2"


def bare(jira: Jira, key: str) -> None:
    """Nothing is left that says whose it is, as after an import from elsewhere."""
    jira.wait(60)
    issue = jira.edit(key, labels=[], description="A person wrote this anew.")
    issue.properties.clear()
    jira.wait(60)


def unlink(program: Program, key: str) -> None:
    rows = program.read(PATH).splitlines(keepends=True)
    for number, row in enumerate(rows):
        if f"[{key}](" in row:
            start = row.index(f"[{key}](")
            rows[number] = row[:start] + row[row.index(")", start) + 1 :]
    program.write(PATH, "".join(rows))


def summaries(jira: Jira) -> list[str]:
    return sorted(one.summary for one in jira.issues("OPS"))


def test_a_lost_mark_is_told_and_nothing_is_changed(synced: Program, jira: Jira) -> None:
    bare(jira, FIRST)
    synced("sync")
    before = synced.files()
    jira.requests.clear()

    done = synced("sync")

    assert f"{FIRST} has lost the mark that says which action item it was made for" in done.out
    assert synced.files() == before
    assert jira.names("PUT") == []


@pytest.mark.parametrize("ended", [False, True], ids=["open", "closed"])
def test_an_issue_that_lost_its_marks_and_its_link_is_not_made_again(
    synced: Program, jira: Jira, *, ended: bool
) -> None:
    if ended:
        jira.transition(FIRST, "Done")
        synced("sync")
    before = summaries(jira)
    bare(jira, FIRST)
    unlink(synced, FIRST)
    synced.write(PATH, synced.read(PATH).replace("| Done |", "| |"))

    for _ in range(3):
        done = synced("sync")
        assert f"{FIRST}, which no item links, may be the ticket of this one" in done.out, done.out
        jira.wait(7200)

    assert summaries(jira) == before
