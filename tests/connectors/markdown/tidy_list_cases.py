"""Lists of action items before and after they are made tables."""

from __future__ import annotations

from tests.connectors.markdown.tidy_cases import TidyCase

LISTS = [
    TidyCase(
        "marks go to the columns that they mean",
        "- **Cache**: add `it` [here](https://example.com) (LOCAL-1, done) @ann\n"
        "- Fix it @bob due 2026-12-01\n",
        "| Action item                                     | Owner | Due        | Ticket  | Status |\n"
        "|-------------------------------------------------|-------|------------|---------|--------|\n"
        "| **Cache**: add `it` [here](https://example.com) | @ann  |            | LOCAL-1 | done   |\n"
        "| Fix it                                          | @bob  | 2026-12-01 |         |        |\n",
    ),
    TidyCase(
        "a box is a status, and a word beside it counts more",
        "- [x] Fix it\n- [ ] Add an alert\n- [x] Leave it (won't do)\n",
        "| Action item  | Owner | Ticket | Status   |\n"
        "|--------------|-------|--------|----------|\n"
        "| Fix it       |       |        | Done     |\n"
        "| Add an alert |       |        | Open     |\n"
        "| Leave it     |       |        | won't do |\n",
    ),
    TidyCase(
        "lines are joined, pipes are escaped, links stay links",
        "1. Add a\n"
        "   long   \n"
        "   line\\\n"
        "   of words [#12](https://github.com/acme/shop/issues/12)\n"
        "2. Use a | b or `c|d`\n",
        "| Action item              | Owner | Ticket                                        | Status |\n"
        "|--------------------------|-------|-----------------------------------------------|--------|\n"
        "| Add a long line of words |       | [#12](https://github.com/acme/shop/issues/12) |        |\n"
        "| Use a \\| b or `c\\|d`     |       |                                               |        |\n",
    ),
    TidyCase(
        "type and priority get columns if some item tells them",
        "- (P1) Fix it (prevent)\n- Do (Bug 123)\n- Page (no ticket)\n",
        "| Action item | Type    | Owner | Priority | Ticket  | Status |\n"
        "|-------------|---------|-------|----------|---------|--------|\n"
        "| Fix it      | prevent |       | P1       |         |        |\n"
        "| Do          |         |       |          | Bug 123 |        |\n"
        "| Page        |         |       |          | n/a     |        |\n",
    ),
    TidyCase(
        "a list in a quote becomes a table in the quote",
        "> - Fix it\n>   soon @ann\n> - Go\n>   - on\n",
        "> | Action item | Owner | Ticket | Status |\n"
        "> |-------------|-------|--------|--------|\n"
        "> | Fix it soon | @ann  |        |        |\n"
        ">\n"
        "> - Go\n"
        ">   - on\n",
        ("7: a cell cannot hold a nested list",),
    ),
    TidyCase(
        "a table keeps its distance from the text around it",
        "We will:\n- Fix it\n* Add x\n## Next\n",
        "We will:\n"
        "\n"
        "| Action item | Owner | Ticket | Status |\n"
        "|-------------|-------|--------|--------|\n"
        "| Fix it      |       |        |        |\n"
        "\n"
        "| Action item | Owner | Ticket | Status |\n"
        "|-------------|-------|--------|--------|\n"
        "| Add x       |       |        |        |\n"
        "\n"
        "## Next\n",
    ),
    TidyCase(
        "markup stays, also where a mark stood inside of it",
        "- Fix ~~a~~\n"
        "- ~~Do it~~\n"
        "- **Add an alert @ann**\n"
        "- [x] Fix **it (done)**\n"
        "- \\*Star\\* C:\\temp\n",
        "| Action item      | Owner | Ticket | Status   |\n"
        "|------------------|-------|--------|----------|\n"
        "| Fix ~~a~~        |       |        |          |\n"
        "| ~~Do it~~        |       |        | Won't do |\n"
        "| **Add an alert** | @ann  |        |          |\n"
        "| Fix **it**       |       |        | done     |\n"
        "| \\*Star\\* C:\\temp |       |        |          |\n",
    ),
    TidyCase(
        "what a cell cannot hold stays below, as it was",
        "- Fix it\n"
        "  - a detail\n"
        "- Really do it\n"
        "- Go on\n"
        "\n"
        "  Because.\n"
        "- Add code\n"
        "  ```\n"
        "  x\n"
        "  ```\n"
        "- Add ![x](y.png) to it\n"
        "- Say <!-- no --> it\n",
        "| Action item  | Owner | Ticket | Status |\n"
        "|--------------|-------|--------|--------|\n"
        "| Really do it |       |        |        |\n"
        "\n"
        "- Fix it\n"
        "  - a detail\n"
        "- Go on\n"
        "\n"
        "  Because.\n"
        "- Add code\n"
        "  ```\n"
        "  x\n"
        "  ```\n"
        "- Add ![x](y.png) to it\n"
        "- Say <!-- no --> it\n",
        (
            "5: a cell cannot hold a nested list",
            "8: a cell cannot hold several paragraphs",
            "11: a cell cannot hold a code block",
            "15: a cell cannot hold an image",
            "16: a cell cannot hold an HTML comment",
        ),
    ),
    TidyCase(
        "line ends stay, and a missing last one stays missing",
        "- Fix it\r\n  soon\r\n- Go (LOCAL-2)",
        "| Action item | Owner | Ticket  | Status |\r\n"
        "|-------------|-------|---------|--------|\r\n"
        "| Fix it soon |       |         |        |\r\n"
        "| Go          |       | LOCAL-2 |        |",
    ),
    TidyCase(
        "what is marked to be ignored stays a list",
        "- Fix it <!-- pm-sync: ignore later -->\n- Go\n",
        "| Action item | Owner | Ticket | Status |\n"
        "|-------------|-------|--------|--------|\n"
        "| Go          |       |        |        |\n"
        "\n"
        "- Fix it <!-- pm-sync: ignore later -->\n",
        ("5: ignored: later",),
    ),
    TidyCase(
        "a list with groups in it stays",
        "- Fix\n- **Short term**\n  - Go\n  - Do\n",
        "- Fix\n- **Short term**\n  - Go\n  - Do\n",
        ("6: this entry is no action item, so its list stays one",),
    ),
    TidyCase(
        "nothing that was said is lost",
        "- [x] TODO: go on\n",
        "- [x] TODO: go on\n",
        ("5: a cell cannot hold a remark with more than its marks ('TODO')",),
    ),
    TidyCase(
        "what would read differently stays a list",
        "- See https://github.com/acme/shop/issues/5 and fix `a\\|b`\n- Go\n",
        "| Action item | Owner | Ticket | Status |\n"
        "|-------------|-------|--------|--------|\n"
        "| Go          |       |        |        |\n"
        "\n"
        "- See https://github.com/acme/shop/issues/5 and fix `a\\|b`\n",
        ("5: in a table, its title would read differently",),
    ),
    TidyCase(
        "the owner in the label over a list stands in every row",
        "**@ann**\n\n- Fix it\n- Go\n\n**@bob**\n\n- Do @cy\n",
        "**@ann**\n"
        "\n"
        "| Action item | Owner | Ticket | Status |\n"
        "|-------------|-------|--------|--------|\n"
        "| Fix it      | @ann  |        |        |\n"
        "| Go          | @ann  |        |        |\n"
        "\n"
        "**@bob**\n"
        "\n"
        "| Action item | Owner | Ticket | Status |\n"
        "|-------------|-------|--------|--------|\n"
        "| Do          | @cy   |        |        |\n",
    ),
    TidyCase(
        "a list that holds nothing a table can take stays",
        "- Fix it\n  - on\n",
        "- Fix it\n  - on\n",
        ("5: a cell cannot hold a nested list",),
    ),
    TidyCase(
        "a reference that counts for nothing is not lost either",
        "- Fix it (Bug 123) (LOCAL-4)\n",
        "- Fix it (Bug 123) (LOCAL-4)\n",
        ("5: a cell cannot hold a remark with more than its marks ('123')",),
    ),
    TidyCase(
        "a sign that counts for nothing is not lost either",
        "- Fix it ✅ 🚧 (LOCAL-4)\n",
        "- Fix it ✅ 🚧 (LOCAL-4)\n",
        ("5: a cell cannot hold a remark with more than its marks ('✅')",),
    ),
    TidyCase(
        "HTML tags go with their words",
        "- (LOCAL-1) <b>Fix</b> it <b>now</b>: @ann\n- <b>Go @ann</b>\n",
        "| Action item              | Owner | Ticket  | Status |\n"
        "|--------------------------|-------|---------|--------|\n"
        "| <b>Fix</b> it <b>now</b> | @ann  | LOCAL-1 |        |\n"
        "\n"
        "- <b>Go @ann</b>\n",
        ("6: a cell cannot hold an HTML tag among its marks",),
    ),
    TidyCase(
        "a sentence that goes on with its ticket stays whole",
        "- Fix the dashboard, merged as PR #12\n",
        "- Fix the dashboard, merged as PR #12\n",
        ("5: a cell cannot hold a sentence that goes on with its ticket",),
    ),
    TidyCase(
        "blanks at the ends of lines go",
        "- Fix it  \n- Go \n\n## Next\n",
        "| Action item | Owner | Ticket | Status |\n"
        "|-------------|-------|--------|--------|\n"
        "| Fix it      |       |        |        |\n"
        "| Go          |       |        |        |\n"
        "\n"
        "## Next\n",
    ),
]
