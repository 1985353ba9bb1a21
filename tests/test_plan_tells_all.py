"""What `plan` prints is what `sync` then does, edit by edit, in every dress that a document may wear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.program import Program

FORMS = {
    "table-without-columns": """\
| Action item | Owner |
|---|---|
| Add an alert | @mara |
| Write a runbook | |
""",
    "table-with-fillers": """\
| Action item | Bug | Status |
|---|---|---|
| Add an alert | TBD | Open |
| Write a runbook | - | In progress |
| Rehearse the failover | ? | |
""",
    "tickets-inline": """\
| Action item | Bug |
|---|---|
| Add an alert | TBD |
| Write a runbook | |
""",
    "signs": "- ❌ Add an alert\n- Write a runbook 🚧\n- Rehearse the failover\n",
    "words": "- **TODO**: Add an alert\n- Write a runbook (open)\n- [ ] **TODO** Rehearse it\n",
    "boxes": "- [ ] Add an alert\n- [ ] Write a runbook\n",
}
NUMBER = re.compile(r"LOCAL-\d+")


def told(output: str) -> list[str]:
    """The lines that name an edit, without the number of a ticket that a plan cannot know."""
    lines = [line.strip() for line in output.splitlines() if " → " in line]
    return [NUMBER.sub("the link to the new ticket", line) for line in lines]


def project(tmp_path: Path, actions: str) -> Program:
    program = Program(tmp_path, inside=True)
    program.write(
        "postmortems/a.md",
        f"# Checkout was down\n\nDate: 2026-11-03\n\n## Action items\n\n{actions}",
    )
    return program


def assert_plan_tells_what_sync_does(program: Program) -> None:
    planned, done = program("plan").out, program("sync").out

    assert told(planned) == told(done)
    assert notices_counted(planned) == notices_counted(done)
    assert edits_counted(planned) == edits_counted(done) == len(told(done))
    lines = program.read("postmortems/a.md").splitlines()
    for number, new in edits(done):
        assert all(part in lines[number - 1] for part in new.split("] ")), (number, new)


def edits(output: str) -> Iterator[tuple[int, str]]:
    """The line and the new words of every edit that is told."""
    number = 0
    for line in output.splitlines():
        if head := re.match(r"  [+~] line +(\d+)  ", line):
            number = int(head[1])
        elif edit := re.fullmatch(r" {6}\w+: .*? → (.*?)(?:  \(.*\))?", line):
            yield number, edit[1]


def notices_counted(output: str) -> list[str]:
    return re.findall(r"\d+ notices?", output.splitlines()[-1])


def edits_counted(output: str) -> int:
    counts = re.findall(r"(\d+) edits? in 1 document", output.splitlines()[-1])
    return int(counts[0]) if counts else 0


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "move",
    [("close", "LOCAL-1"), ("start", "LOCAL-1"), ("close", "LOCAL-1", "--reason", "wont_do")],
    ids="-".join,
)
def test_every_edit_is_told_before_it_is_made(
    tmp_path: Path, form: str, move: tuple[str, ...]
) -> None:
    program = project(tmp_path, FORMS[form])

    assert_plan_tells_what_sync_does(program)
    program("tickets", *move)
    assert_plan_tells_what_sync_does(program)
    program("tickets", "reopen", "LOCAL-1")
    assert_plan_tells_what_sync_does(program)

    assert told(program("plan").out) == []
