"""Bodies of documents before and after they are tidied."""

from __future__ import annotations

from typing import NamedTuple


class TidyCase(NamedTuple):
    """A body below the heading of the action items; `why` is told for what is left as it is."""

    name: str
    before: str
    after: str
    why: tuple[str, ...] = ()


TABLES = [
    TidyCase(
        "columns become as wide as their widest cell",
        "|Action|Owner|Ticket|Status|\n|---|---|---|---|\n|Add an alert|@ann||Open|\n| Fix |@bob|LOCAL-1| Done |\n",
        "| Action       | Owner | Ticket  | Status |\n"
        "|--------------|-------|---------|--------|\n"
        "| Add an alert | @ann  |         | Open   |\n"
        "| Fix          | @bob  | LOCAL-1 | Done   |\n",
    ),
    TidyCase(
        "colons of the delimiter row decide where the blanks go",
        "| Action | Owner | Ticket | Status |\n|:--|:-:|--:|---|\n| Add an alert | @a | LOCAL-1 | Open |\n",
        "| Action       | Owner |  Ticket | Status |\n"
        "|:-------------|:-----:|--------:|--------|\n"
        "| Add an alert |  @a   | LOCAL-1 | Open   |\n",
    ),
    TidyCase(
        "a delimiter row with blanks keeps them",
        "| Action | Owner | Ticket | Status |\n| - | :-: | - | - |\n| Add an alert | @ann | | |\n",
        "| Action       | Owner | Ticket | Status |\n"
        "| ------------ | :---: | ------ | ------ |\n"
        "| Add an alert | @ann  |        |        |\n",
    ),
    TidyCase(
        "wide letters and emoji count for two",
        "| Action | Owner | Ticket | Status |\n|---|---|---|---|\n| 監視を追加 🚒 | @ann | | ✅ Done |\n| Add an alert | @bob | | |\n",
        "| Action        | Owner | Ticket | Status  |\n"
        "|---------------|-------|--------|---------|\n"
        "| 監視を追加 🚒 | @ann  |        | ✅ Done |\n"
        "| Add an alert  | @bob  |        |         |\n",
    ),
    TidyCase(
        "line ends stay",
        "| Action | Owner | Ticket | Status |  \r\n|---|---|---|---|\r\n| Add an alert | @ann | | |\r\n\r\nEnd\r\n",
        "| Action       | Owner | Ticket | Status |\r\n"
        "|--------------|-------|--------|--------|\r\n"
        "| Add an alert | @ann  |        |        |\r\n\r\nEnd\r\n",
    ),
    TidyCase(
        "the marks of a quote and an indent stay",
        ">  | Action | Owner | Ticket | Status |\n> |---|---|---|---|\n>   | Fix it | @ann | | |\n",
        ">  | Action | Owner | Ticket | Status |\n"
        "> |--------|-------|--------|--------|\n"
        ">   | Fix it | @ann  |        |        |\n",
    ),
    TidyCase(
        "outer pipes are added, and ragged rows filled up",
        "Action | Owner | Ticket | Status\n---|---|---|---\nAdd an alert | @ann\nFix it\n",
        "| Action       | Owner | Ticket | Status |\n"
        "|--------------|-------|--------|--------|\n"
        "| Add an alert | @ann  |        |        |\n"
        "| Fix it       |       |        |        |\n",
    ),
    TidyCase(
        "escaped pipes and code spans are text like any other",
        "|Action|Owner|Ticket|Status|\n|-|-|-|-|\n|Use `a \\| b` or c \\| d|@ann||\n|Fix `  x`|@bob||\n",
        "| Action                 | Owner | Ticket | Status |\n"
        "|------------------------|-------|--------|--------|\n"
        "| Use `a \\| b` or c \\| d | @ann  |        |        |\n"
        "| Fix `  x`              | @bob  |        |        |\n",
    ),
    TidyCase(
        "lacking columns are added at the right edge",
        "| Action item |\n|---|\n| Add an alert |\n",
        "| Action item  | Owner | Ticket | Status |\n"
        "|--------------|-------|--------|--------|\n"
        "| Add an alert |       |        |        |\n",
    ),
    TidyCase(
        "a new column is dressed like the others",
        "| **Action item** | **Due** |\n|:-:|:-:|\n| Fix | today |\n",
        "| **Action item** | **Due** | **Owner** | **Ticket** | **Status** |\n"
        "|:---------------:|:-------:|:---------:|:----------:|:----------:|\n"
        "|       Fix       |  today  |           |            |            |\n",
    ),
    TidyCase(
        "a new column is as loud as the others",
        "| ACTION | OWNER |\n|---|---|\n| Fix | @ann |\n",
        "| ACTION | OWNER | TICKET | STATUS |\n"
        "|--------|-------|--------|--------|\n"
        "| Fix    | @ann  |        |        |\n",
    ),
    TidyCase(
        "other names count for the columns, too",
        "| Action | Assignee | Bug | State |\n|---|---|---|---|\n| Fix | Ann | | |\n",
        "| Action | Assignee | Bug | State |\n"
        "|--------|----------|-----|-------|\n"
        "| Fix    | Ann      |     |       |\n",
    ),
    TidyCase(
        "where the status stands behind the ticket, no column for it is added",
        "| Action | Owner | Bug |\n|---|---|---|\n| Fix | @ann | LOCAL-1 **DONE** |\n| Add an alert | @bob | |\n",
        "| Action       | Owner | Bug              |\n"
        "|--------------|-------|------------------|\n"
        "| Fix          | @ann  | LOCAL-1 **DONE** |\n"
        "| Add an alert | @bob  |                  |\n",
    ),
    TidyCase(
        "where the reference stands behind the status, no column for it is added",
        "| Action | Owner | Status |\n|---|---|---|\n| Fix | @ann | Done (LOCAL-1) |\n",
        "| Action | Owner | Status         |\n"
        "|--------|-------|----------------|\n"
        "| Fix    | @ann  | Done (LOCAL-1) |\n",
    ),
    TidyCase(
        "a status in the text stays one beside a new column",
        "| Action | Owner |\n|---|---|\n| Fix it - DONE | @ann |\n",
        "| Action        | Owner | Ticket | Status |\n|---------------|-------|--------|--------|\n| Fix it - DONE | @ann  |        |        |\n",
        (),
    ),
    TidyCase(
        "a table with surplus cells is left alone",
        "|Action|Owner|\n|-|-|\n|Fix|@ann|\n|a|b|c|\n\n|Action|Owner|Ticket|Status|\n|-|-|-|-|\n|Go|@a|||\n",
        "|Action|Owner|\n|-|-|\n|Fix|@ann|\n|a|b|c|\n\n"
        "| Action | Owner | Ticket | Status |\n|--------|-------|--------|--------|\n"
        "| Go     | @a    |        |        |\n",
        ("8: this row has 3 cells where the header has 2: write \\| for a pipe inside of a cell",),
    ),
    TidyCase(
        "tables of other things and tables in HTML are left alone",
        "|Action|Owner|Ticket|Status|\n|-|-|-|-|\n\n## Timeline\n\n|Time|Action|\n|-|-|\n|10:00|Page|\n",
        "|Action|Owner|Ticket|Status|\n|-|-|-|-|\n\n## Timeline\n\n|Time|Action|\n|-|-|\n|10:00|Page|\n",
    ),
]
