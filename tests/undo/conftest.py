"""Projects with postmortems of every form, and the embedded tracker."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.program import Program

TABLE = """\
# Checkout was down

Date: 2026-11-03

## Action items

| Action item           | Owner | Ticket           | Status |
|-----------------------|-------|------------------|--------|
| Alert on slow payment | @mara |                  |        |
| Retry with jitter     |       | TBD              | TODO   |
| Write a runbook       | JW    | n/a              | Done   |

Thanks to everybody.
"""

BARE = """\
# Search was stale\r
\r
Date: 2026-11-04\r
\r
## Action items\r
\r
| Action item    | Owner |\r
|----------------|-------|\r
| Watch the lag  | @mara |\r
| Mend the lag   |       |\r
"""

LIST = """\
# Images were gone

Date: 2026-11-05

## Action items

- [ ] Purge by tag only
- Rehearse the purge, with a text that somebody broke over
  two lines
- Ask the vendor:"""

DOCUMENTS = {"table": TABLE, "bare": BARE, "list": LIST}


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path, inside=True)
    for name, text in DOCUMENTS.items():
        program.write(f"postmortems/{name}.md", text)
    return program


def documents(program: Program) -> dict[str, bytes]:
    """The postmortems as they are."""
    return {name: data for name, data in program.files().items() if name.endswith(".md")}


def statuses(program: Program) -> dict[str, str]:
    """The tickets of the embedded tracker, and how far each is."""
    told = program("tickets", "list", "--status", "all", "--format", "json").json
    return {ticket["ticket"]: ticket["status"] for ticket in told["tickets"]}
