"""Tables before and after an edit, in every form that people write items in."""

from __future__ import annotations

from tests.connectors.markdown.cases import DONE, OPEN, STARTED, VANISHED, Case
from tests.connectors.markdown.writing import linked, moved

TABLES = [
    Case(
        "a reference and its status behind it",
        "| Action | Ticket |\n|---|---|\n| Add alert |        |\n",
        (linked(0, 7), moved(0, DONE)),
        "| Action | Ticket |\n|---|---|\n| Add alert | LOCAL-7 **DONE** |\n",
    ),
    Case(
        "people's words in the ticket cell stay behind the status",
        "| Action | Ticket |\n|---|---|\n| Add alert | ask Bob |\n",
        (linked(0, 7), moved(0, OPEN)),
        "| Action | Ticket |\n|---|---|\n| Add alert | LOCAL-7 **TODO** ask Bob |\n",
    ),
    Case(
        "a status in brackets keeps them",
        "| Action | Ticket |\n|---|---|\n| Add alert | (WIP) |\n",
        (linked(0, 7),),
        "| Action | Ticket |\n|---|---|\n| Add alert | LOCAL-7 (WIP) |\n",
    ),
    Case(
        "a link where tickets have pages",
        "| Action | Ticket |\n|---|---|\n| Add alert | |\n",
        (linked(0, 7, page=True),),
        "| Action | Ticket |\n|---|---|\n| Add alert | [#7](https://github.com/acme/shop/issues/7) |\n",
    ),
    Case(
        "a status that changes behind its reference",
        "| Action | Ticket |\n|---|---|\n| Add alert | LOCAL-7 **TODO** |\n",
        (moved(0, STARTED),),
        "| Action | Ticket |\n|---|---|\n| Add alert | LOCAL-7 **IN PROGRESS** |\n",
    ),
    Case(
        "a status of its own column",
        "| Action | Ticket | Status |\n|---|---|---|\n| Add alert | | Open |\n",
        (linked(0, 7), moved(0, DONE)),
        "| Action | Ticket | Status |\n|---|---|---|\n| Add alert | LOCAL-7 | Done |\n",
    ),
    Case(
        "the words that the table uses itself",
        "| Action | Ticket | Status |\n|---|---|---|\n| Add alert | LOCAL-7 | Open |\n| Fix it | | ✅ Shipped |\n",
        (moved(0, DONE),),
        "| Action | Ticket | Status |\n|---|---|---|\n| Add alert | LOCAL-7 | ✅ Shipped |\n| Fix it | | ✅ Shipped |\n",
    ),
    Case(
        "an empty status cell",
        "| Action | Ticket | Status |\n|---|---|---|\n| Add alert | LOCAL-7 | |\n",
        (moved(0, OPEN),),
        "| Action | Ticket | Status |\n|---|---|---|\n| Add alert | LOCAL-7 | Open |\n",
    ),
    Case(
        "a status cell with a filler",
        "| Action | Ticket | Status |\n|---|---|---|\n| Add alert | LOCAL-7 | - |\n",
        (moved(0, DONE),),
        "| Action | Ticket | Status |\n|---|---|---|\n| Add alert | LOCAL-7 | Done |\n",
    ),
    Case(
        "a remark beside the status stays",
        "| Action | Ticket | Status |\n|---|---|---|\n| Add alert | LOCAL-7 | Open (since May) |\n",
        (moved(0, DONE),),
        "| Action | Ticket | Status |\n|---|---|---|\n| Add alert | LOCAL-7 | Done (since May) |\n",
    ),
    Case(
        "a ticket column is added beside a status column",
        "| Action | Status |\n|---|---|\n| Add alert | Open |\n| Fix it | Open |\n",
        (linked(0, 7), linked(1, 12), moved(0, DONE)),
        "| Action | Status | Ticket   |\n|---|---|----------|\n| Add alert | Done | LOCAL-7  |\n| Fix it | Open | LOCAL-12 |\n",
    ),
    Case(
        "both columns are added",
        "| Action | Owner |\n| --- | --- |\n| Add alert | Ann |\n| Fix it | Bob |\n",
        (linked(0, 7), moved(0, DONE), linked(1, 8), moved(1, OPEN)),
        "| Action | Owner | Ticket  | Status |\n| --- | --- | ------- | ------ |\n"
        "| Add alert | Ann | LOCAL-7 | Done   |\n| Fix it | Bob | LOCAL-8 | Open   |\n",
    ),
    Case(
        "only the ticket column is added where no status is written",
        "| Action | Owner |\n|---|---|\n| Add alert | Ann |\n",
        (linked(0, 7),),
        "| Action | Owner | Ticket  |\n|---|---|---------|\n| Add alert | Ann | LOCAL-7 |\n",
    ),
    Case(
        "rows that are no items get the columns too",
        "| Action | Owner |\n|---|---|\n| Add alert | Ann |\n| | |\n| None | |\n",
        (linked(0, 7),),
        "| Action | Owner | Ticket  |\n|---|---|---------|\n| Add alert | Ann | LOCAL-7 |\n| | |         |\n| None | |         |\n",
    ),
    Case(
        "columns added without closing pipes",
        "Action | Owner\n--- | ---\nAdd alert | Ann\nFix it | Bob\n",
        (linked(0, 7),),
        "Action | Owner | Ticket\n--- | --- | -------\nAdd alert | Ann | LOCAL-7\nFix it | Bob |\n",
    ),
    Case(
        "columns added to an indented table",
        "  | Action | Owner |\n  |---|---|\n  | Add alert | Ann |\n",
        (linked(0, 7),),
        "  | Action | Owner | Ticket  |\n  |---|---|---------|\n  | Add alert | Ann | LOCAL-7 |\n",
    ),
    Case(
        "columns added in a block quote",
        "> | Action | Owner |\n> |---|---|\n> | Add alert | Ann |\n",
        (linked(0, 7),),
        "> | Action | Owner | Ticket  |\n> |---|---|---------|\n> | Add alert | Ann | LOCAL-7 |\n",
    ),
    Case(
        "columns added below a bold header",
        "| **Action** | **Owner** |\n|---|---|\n| Add alert | Ann |\n",
        (linked(0, 7),),
        "| **Action** | **Owner** | **Ticket** |\n|---|---|------------|\n| Add alert | Ann | LOCAL-7    |\n",
    ),
    Case(
        "columns added with Windows line ends",
        "| Action | Owner |\r\n|---|---|\r\n| Add alert | Ann |\r\n",
        (linked(0, 7),),
        "| Action | Owner | Ticket  |\r\n|---|---|---------|\r\n| Add alert | Ann | LOCAL-7 |\r\n",
    ),
    Case(
        "columns added to the last line without an end",
        "| Action | Owner |\n|---|---|\n| Add alert | Ann |",
        (linked(0, 7),),
        "| Action | Owner | Ticket  |\n|---|---|---------|\n| Add alert | Ann | LOCAL-7 |",
    ),
    Case(
        "blanks behind a row stay behind it",
        "| Action | Owner |  \n|---|---| \n| Add alert | Ann |\t\n",
        (linked(0, 7),),
        "| Action | Owner | Ticket  |  \n|---|---|---------| \n| Add alert | Ann | LOCAL-7 |\t\n",
    ),
    Case(
        "a ragged row is filled up first",
        "| Action | Owner | Notes |\n|---|---|---|\n| Add alert |\n| Fix it | Bob | x |\n",
        (linked(0, 7), linked(1, 8)),
        "| Action | Owner | Notes | Ticket  |\n|---|---|---|---------|\n| Add alert |  |  | LOCAL-7 |\n| Fix it | Bob | x | LOCAL-8 |\n",
    ),
    Case(
        "a ragged row without its status cell gets it and a new column",
        "| Action | Status |\n|---|---|\n| Add alert |\n",
        (linked(0, 7), moved(0, DONE)),
        "| Action | Status | Ticket  |\n|---|---|---------|\n| Add alert | Done | LOCAL-7 |\n",
    ),
    Case(
        "a ragged row without its ticket cell",
        "| Action | Owner | Ticket |\n|---|---|---|\n| Add alert |\n",
        (linked(0, 7),),
        "| Action | Owner | Ticket |\n|---|---|---|\n| Add alert |  | LOCAL-7 |\n",
    ),
    Case(
        "a ragged row without its ticket and status cells",
        "| Action | Ticket | Status |\n|---|---|---|\n| Add alert |\n",
        (linked(0, 7), moved(0, DONE)),
        "| Action | Ticket | Status |\n|---|---|---|\n| Add alert | LOCAL-7 | Done |\n",
    ),
    Case(
        "a delimiter row that aligns",
        "| Action | Owner |\n|:-------|------:|\n| Add alert | Ann |\n",
        (linked(0, 7),),
        "| Action | Owner | Ticket  |\n|:-------|------:|---------|\n| Add alert | Ann | LOCAL-7 |\n",
    ),
    Case(
        "padding is kept where the text fits",
        "| Action    | Ticket           |\n|-----------|------------------|\n| Add alert |                  |\n| Fix it    | LOCAL-3          |\n",
        (linked(0, 7), moved(0, DONE)),
        "| Action    | Ticket           |\n|-----------|------------------|\n| Add alert | LOCAL-7 **DONE** |\n| Fix it    | LOCAL-3          |\n",
    ),
    Case(
        "a cell too small grows alone",
        "| Action    | Ticket |\n|-----------|--------|\n| Add alert |        |\n| Fix it    |        |\n",
        (linked(0, 1234),),
        "| Action    | Ticket |\n|-----------|--------|\n| Add alert | LOCAL-1234 |\n| Fix it    |        |\n",
    ),
    Case(
        "padding counts the columns of wide characters",
        "| Action | Ticket | Status     |\n|--|--|--|\n| Add alert | LOCAL-7 | 進行中     |\n",
        (moved(0, DONE),),
        "| Action | Ticket | Status     |\n|--|--|--|\n| Add alert | LOCAL-7 | Done       |\n",
    ),
    Case(
        "a table without padding stays without",
        "|Action|Ticket|Status|\n|-|-|-|\n|Add alert||Open|\n",
        (linked(0, 7), moved(0, DONE)),
        "|Action|Ticket|Status|\n|-|-|-|\n|Add alert|LOCAL-7|Done|\n",
    ),
    Case(
        "columns without padding where the table has none",
        "|Action|Owner|\n|-|-|\n|Add alert|Ann|\n|Fix it|Bob|\n",
        (linked(0, 7), moved(0, DONE)),
        "|Action|Owner|Ticket|Status|\n|-|-|---|---|\n|Add alert|Ann|LOCAL-7|Done|\n|Fix it|Bob|||\n",
    ),
    Case(
        "columns without padding and closing pipes",
        "Action|Owner\n-|-\nAdd alert|Ann\nFix it|Bob\n",
        (linked(0, 7), linked(1, 8)),
        "Action|Owner|Ticket\n-|-|---\nAdd alert|Ann|LOCAL-7\nFix it|Bob|LOCAL-8\n",
    ),
    Case(
        "a table of one column",
        "| Action |\n|---|\n| Add alert |\n",
        (linked(0, 7),),
        "| Action | Ticket  |\n|---|---------|\n| Add alert | LOCAL-7 |\n",
    ),
    Case(
        "escaped pipes in other cells stay",
        "| Action | Owner | Ticket |\n|---|---|---|\n| Add a\\|b | Ann \\| Bob | |\n",
        (linked(0, 7),),
        "| Action | Owner | Ticket |\n|---|---|---|\n| Add a\\|b | Ann \\| Bob | LOCAL-7 |\n",
    ),
    Case(
        "an escaped pipe at the end is no closing pipe",
        "Action | Owner\n---|---\nAdd alert | Ann \\|\n",
        (linked(0, 7),),
        "Action | Owner | Ticket\n---|--- |---------\nAdd alert | Ann \\| | LOCAL-7\n",
    ),
    Case(
        "a reference in the status cell keeps its place",
        "| Action | Status |\n|---|---|\n| Add alert | LOCAL-7 Open |\n| Fix it | LOCAL-8 Done |\n",
        (moved(0, DONE),),
        "| Action | Status |\n|---|---|\n| Add alert | LOCAL-7 Done |\n| Fix it | LOCAL-8 Done |\n",
    ),
    Case(
        "a new reference goes where the table has them: before the status",
        "| Action | Status |\n|---|---|\n| Add alert | Open |\n| Fix it | LOCAL-8 Done |\n",
        (linked(0, 7), moved(0, DONE)),
        "| Action | Status |\n|---|---|\n| Add alert | LOCAL-7 Done |\n| Fix it | LOCAL-8 Done |\n",
    ),
    Case(
        "a status waits in the ticket cell and gets its reference",
        "| Action | Ticket |\n|---|---|\n| Add alert | **TODO** |\n",
        (linked(0, 7),),
        "| Action | Ticket |\n|---|---|\n| Add alert | LOCAL-7 **TODO** |\n",
    ),
    Case(
        "equal texts are told apart by their line",
        "| Action | Ticket |\n|---|---|\n| Add alert | |\n| Add alert | |\n",
        (linked(1, 7),),
        "| Action | Ticket |\n|---|---|\n| Add alert | |\n| Add alert | LOCAL-7 |\n",
    ),
    Case(
        "tags of a template in a table without outer pipes",
        "Action | Owner\n---|---\nFix it | Bob\n{% if x %}\nAdd alert | Ann\n{% endif %}\n",
        (linked(0, 7),),
        "Action | Owner | Ticket\n---|--- |---------\nFix it | Bob | LOCAL-7\n{% if x %}\nAdd alert | Ann |\n{% endif %}\n",
    ),
    Case(
        "text right below a table that gets a column",
        "| Action | Owner |\n|---|---|\n| Add alert | Bob |\nSee the tracker for more.\n",
        (linked(0, 7),),
        "| Action | Owner | Ticket  |\n|---|---|---------|\n| Add alert | Bob | LOCAL-7 |\nSee the tracker for more.\n",
    ),
    Case(
        "two tables in one edit",
        "| Action | Ticket |\n|---|---|\n| Add alert | |\n\nand\n\n| Action | Owner |\n|---|---|\n| Fix it | Bob |\n",
        (linked(0, 7), linked(1, 8)),
        "| Action | Ticket |\n|---|---|\n| Add alert | LOCAL-7 |\n\nand\n\n"
        "| Action | Owner | Ticket  |\n|---|---|---------|\n| Fix it | Bob | LOCAL-8 |\n",
    ),
    Case(
        "a ticket that cannot be seen any more",
        "| Action | Ticket |\n|---|---|\n| Add alert | LOCAL-7 **TODO** |\n",
        (moved(0, VANISHED),),
        "| Action | Ticket |\n|---|---|\n| Add alert | LOCAL-7 **NOT FOUND** |\n",
    ),
    *(
        Case(
            f"{filler!r} says that the ticket is missing",
            f"| Action | Ticket |\n|---|---|\n| Add alert | {filler} |\n",
            (linked(0, 7),),
            "| Action | Ticket |\n|---|---|\n| Add alert | LOCAL-7 |\n",
        )
        for filler in ("-", "–", "TBD", "?", "_tbd_", "to be created", "...")
    ),
    Case(
        "a reference in brackets behind the status, where the other rows have it so",
        "| Action | Status |\n|---|---|\n| Add alert | ✅ Complete ([#12](https://github.com/acme/shop/issues/12)) |\n| Fix it | Pending |\n",
        (linked(1, 13, page=True),),
        "| Action | Status |\n|---|---|\n| Add alert | ✅ Complete ([#12](https://github.com/acme/shop/issues/12)) |\n"
        "| Fix it | Pending ([#13](https://github.com/acme/shop/issues/13)) |\n",
    ),
    Case(
        "the same into an empty status cell, and the word in front of it",
        "| Action | Status |\n|---|---|\n| Add alert | Complete ([#12](https://github.com/acme/shop/issues/12)) |\n| Fix it | |\n",
        (linked(1, 13, page=True), moved(1, STARTED)),
        "| Action | Status |\n|---|---|\n| Add alert | Complete ([#12](https://github.com/acme/shop/issues/12)) |\n"
        "| Fix it | In progress ([#13](https://github.com/acme/shop/issues/13)) |\n",
    ),
    Case(
        "no words that say more than the status, though other rows hold them",
        "| Action | Ticket | Status |\n|---|---|---|\n| Add alert | | |\n| Buy disks | | Blocked |\n| Write it | | Documented |\n",
        (linked(0, 7), moved(0, DONE)),
        "| Action | Ticket | Status |\n|---|---|---|\n| Add alert | LOCAL-7 | Done |\n| Buy disks | | Blocked |\n| Write it | | Documented |\n",
    ),
    Case(
        "what says that there is no status",
        "| Action | Ticket | Done? |\n|---|---|---|\n| Add alert | | N/A |\n| Fix it | | No |\n",
        (linked(0, 7), moved(0, OPEN)),
        "| Action | Ticket | Done? |\n|---|---|---|\n| Add alert | LOCAL-7 | No |\n| Fix it | | No |\n",
    ),
]
