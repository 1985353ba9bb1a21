"""Items whose author left room for a ticket: the reference goes there and nowhere else."""

from __future__ import annotations

from tests.connectors.markdown.cases import DONE, STARTED, WONT_DO, Case
from tests.connectors.markdown.writing import linked, moved

_FIELDS = "- Replace the disk\n  - Owner: Jane\n  - {}\n  - Due: 2026-05-01\n"
_BELOW = "### Replace the disk\n\n- **Owner**: Jane\n- **Ticket**: {}\n- **Due**: 2026-05-01\n\n### Fix it\n\nSoon.\n"
_TABLE = "### Replace the disk\n\n| Field | Value |\n|---|---|\n| Owner | Jane |\n| Ticket |{}|\n\n### Fix it\n\nSoon.\n"

SLOTS = [
    *(
        Case(
            f"an entry below that holds {before!r}",
            _FIELDS.format(before),
            (linked(0, 7),),
            _FIELDS.format(after),
        )
        for before, after in [
            ("Ticket:", "Ticket: LOCAL-7"),
            ("Ticket: TBD", "Ticket: LOCAL-7"),
            ("**Ticket:** -", "**Ticket:** LOCAL-7"),
            ("**Ticket:**", "**Ticket:** LOCAL-7"),
        ]
    ),
    Case(
        "a remark in brackets",
        "- Replace the disk (owner: Jane, ticket: TBD)\n",
        (linked(0, 7),),
        "- Replace the disk (owner: Jane, ticket: LOCAL-7)\n",
    ),
    Case(
        "the end of the sentence",
        "- Replace the disk. Ticket:\n",
        (linked(0, 7),),
        "- Replace the disk. Ticket: LOCAL-7\n",
    ),
    Case(
        "lines of fields without markup",
        "Action: Replace the disk\nOwner: Jane\nTicket:\nDue: 2026-05-01\n",
        (linked(0, 7),),
        "Action: Replace the disk\nOwner: Jane\nTicket: LOCAL-7\nDue: 2026-05-01\n",
    ),
    Case(
        "lines in bold, where two blanks break the line",
        "**Action:** Replace the disk  \n**Ticket:**  \n**Owner:** Jane\n",
        (linked(0, 7),),
        "**Action:** Replace the disk  \n**Ticket:** LOCAL-7  \n**Owner:** Jane\n",
    ),
    *(
        Case(
            f"a field called {name!r}",
            f"- Replace the disk. {name}: TBD\n",
            (linked(0, 7),),
            f"- Replace the disk. {name}: LOCAL-7\n",
        )
        for name in ("Tracking issue", "Tracking", "Issue", "Jira")
    ),
    Case(
        "a status below a sentence with a line for the ticket",
        "We will replace the disk.\nTicket: LOCAL-7\n",
        (moved(0, DONE),),
        "We will replace the disk.\nTicket: LOCAL-7 (done)\n",
    ),
    Case(
        "an empty field before a list of its own",
        "1. Replace the disk\n   Ticket:\n\n- Add alert\n- Fix it\n",
        (linked(0, 7),),
        "1. Replace the disk\n   Ticket: LOCAL-7\n\n- Add alert\n- Fix it\n",
    ),
    Case(
        "an entry below a heading",
        _BELOW.format("TBD"),
        (linked(0, 7), moved(0, DONE)),
        _BELOW.format("LOCAL-7, done"),
    ),
    Case(
        "a status behind the ticket that stands in an entry below a heading",
        _BELOW.format("LOCAL-7"),
        (moved(0, DONE),),
        _BELOW.format("LOCAL-7, done"),
    ),
    *(
        Case(
            f"a cell of a table of fields below a heading that holds {before!r}",
            _TABLE.format(before),
            (linked(0, 7),),
            _TABLE.format(" LOCAL-7 "),
        )
        for before in (" TBD ", " ", "")
    ),
    Case(
        "a status in such a cell",
        _TABLE.format(" LOCAL-7 "),
        (moved(0, DONE),),
        _TABLE.format(" LOCAL-7, done "),
    ),
]
_ROWS = "| Action | Done | Ticket |\n|---|---|---|\n| Add alert | {} | LOCAL-7 |\n| Fix it | {} | LOCAL-8 |\n"
BOXES = [
    Case(
        f"a box in a cell becomes {after!r}",
        _ROWS.format(before, "[x]"),
        (moved(0, status),),
        _ROWS.format(after, "[x]"),
    )
    for before, status, after in [
        ("[ ]", DONE, "[x]"),
        ("[ ]", STARTED, "[ ] in progress"),
        ("[ ]", WONT_DO, "[x] won't do"),
        ("[ ] in progress", DONE, "[x]"),
        ("", DONE, "[x]"),
        ("", STARTED, "[ ] in progress"),
    ]
]
