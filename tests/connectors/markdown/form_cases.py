"""The forms in which people write action items, each with what it says."""

from __future__ import annotations

from typing import NamedTuple


class Said(NamedTuple):
    """A document below its title, and what its items say: title, owners, references, status."""

    name: str
    body: str
    items: list[tuple[str, str, str, str | None]]


HEADED = """\
## Corrective actions

### 1) Streaming processes reduced `@dma` [repair]

Reduced the number of processes from 16 to 12.

### 2) Better alerting on CPU load `@dma`

We should page on it.

```sh
- no item
```

## Lessons learned

### Nothing

Really.
"""

FORMS = [
    Said(
        "one heading per item, numbered, with an owner in a code span",
        HEADED,
        [
            ("Streaming processes reduced", "@dma", "", None),
            ("Better alerting on CPU load", "@dma", "", None),
        ],
    ),
    Said(
        "headings without numbers, whose bodies hold names and data only",
        "## Action items\n\n### Disable introspection in production\n\nThese depend on it:\n\n- `COPYRIGHT_QUERY`\n- `QUALITY_QUERY`\n\n"
        "It was done in [OPS](https://github.com/acme/shop/issues/7).\n\n### Eliminate the public user\n\nA ticket was made.\n",
        [
            ("Disable introspection in production", "", "acme/shop#7", None),
            ("Eliminate the public user", "", "", None),
        ],
    ),
    Said(
        "headings over lists are groups",
        "## Action items\n\n### Monitoring of the cache\n\n- Add an alert\n\n### The deploy pipeline\n\n- Add a canary\n",
        [("Add an alert", "", "", None), ("Add a canary", "", "", None)],
    ),
    Said(
        "fields below a heading",
        "## Action items\n\n### Add an alert on lag\n\n- Owner: @kim\n- Status: In progress\n\nTicket: LOCAL-7\n\n### Rotate the keys\n\n**Owner:** Ann\n",
        [
            ("Add an alert on lag", "@kim", "LOCAL-7", "in_progress"),
            ("Rotate the keys", "Ann", "", None),
        ],
    ),
    Said(
        "a title without any markup",
        "Action Items\n- Add an alert\n\n- Rotate the keys\n\n## Lessons\n\n- Know your keys\n",
        [("Add an alert", "", "", None), ("Rotate the keys", "", "", None)],
    ),
    Said(
        "one sentence a line",
        "## Future improvements\n\nAdd more thorough testing to the importer.\nMinimize the number of data structures.\n"
        "More automated alarms for when issues arise.\nHave a response plan.\n",
        [
            ("Add more thorough testing to the importer.", "", "", None),
            ("Minimize the number of data structures.", "", "", None),
            ("More automated alarms for when issues arise.", "", "", None),
            ("Have a response plan.", "", "", None),
        ],
    ),
    Said(
        "hard-wrapped prose is one item",
        "## Next steps\n\nWe will add an alert for the lag of the consumers, so\nthat somebody is paged before the\nqueue is full.\n",
        [
            (
                "We will add an alert for the lag of the consumers, so that somebody is paged before the queue is full.",
                "",
                "",
                None,
            )
        ],
    ),
    Said(
        "promises in prose, between tales of what was done",
        "## Corrective action\n\nThree records were removed at once.\n\n- staticshare\n- staticmag\n\nThey are no longer in use.\n\n"
        "Internal documentation will be updated to say so.\n",
        [("Internal documentation will be updated to say so.", "", "", None)],
    ),
    Said(
        "texts that call themselves action items, wherever they stand",
        "## What happened\n\nIt fell over.\n\nAction point: enable push-based alerts.\n\nTODO(lena): look at the logs\n\n**Action item:** rotate the keys\n",
        [
            ("enable push-based alerts.", "", "", None),
            ("look at the logs", "lena", "", None),
            ("rotate the keys", "", "", None),
        ],
    ),
    Said(
        "a list that the line above calls done",
        "## Action items\n\nThese are open:\n\n- Add an alert\n\nThe following are already completed:\n\n- Rotate the keys\n\n✅ Done:\n1. Fix it\n",
        [
            ("Add an alert", "", "", None),
            ("Rotate the keys", "", "", "done"),
            ("Fix it", "", "", "done"),
        ],
    ),
    Said(
        "fields in entries and lines below",
        "## Action items\n\n- Fix the clock\n  - Owner: Bob\n  - Status: Done\n  - some detail\n"
        "- Category: Code fix. Wrap the call.\n  Owner: @amina\n  Tracking: `LOCAL-9`. Due: 22 July 2026.\n",
        [("Fix the clock", "Bob", "", "done"), ("Wrap the call.", "@amina", "LOCAL-9", None)],
    ),
    Said(
        "checkboxes at any depth",
        "## Action items\n\n- Parent thing\n  1. Child thing\n     - [ ] Rotate the keys\n- [ ] Other\n",
        [
            ("Parent thing", "", "", None),
            ("Rotate the keys", "", "", "open"),
            ("Other", "", "", "open"),
        ],
    ),
    Said(
        "a part called action items among weaker ones",
        "## Prevention\n\n### Action items\n\n- [x] Add it to .gitignore (Completed: 2025-12-02)\n\n### Process improvements\n\n- Never commit plans\n",
        [("Add it to .gitignore", "", "", "done")],
    ),
    Said(
        "an unindented list below an entry that ends with a colon",
        "## Next steps\n\n1.  **Deeper monitoring**\n    We plan to add metrics around:\n\n-   Disk reads\n-   Table sizes\n\n2.  **Runbooks**\n    We plan to write them.\n",
        [
            ("Deeper monitoring We plan to add metrics around:", "", "", None),
            ("Runbooks We plan to write them.", "", "", None),
        ],
    ),
    Said(
        "a table whose first column holds ticket and text",
        "## Follow-up issues\n\n| Issue | Triggered by | Outcome |\n|---|---|---|\n| #41 — alerting gap | Lesson 3 | Resolved by PR #47 |\n| #46 — docs | Walk | Open |\n",
        [("alerting gap", "", "#41 #47", "done"), ("docs", "", "#46", "open")],
    ),
    Said(
        "Japanese fields behind the sentence",
        "## アクションアイテム\n\n- [ ] 証明書を更新する **担当: platform、期限: 2026-04-30**\n- [x] 監視を追加する。完了: 2026-04-16\n",
        [("証明書を更新する", "platform", "", "open"), ("監視を追加する。", "", "", "done")],
    ),
]

FORMS += [
    Said(
        "an owner in front of the sentence",
        "## Action items\n\n1. Owner: Jane — Fix one\n2. Owner: Bob. Fix two\n3. Fix three\n",
        [("Fix one", "Jane", "", None), ("Fix two", "Bob", "", None), ("Fix three", "", "", None)],
    ),
    Said(
        "finished ones by their signs",
        "## Action items\n\n- Fix x ✅ 2026-11-21\n- ~~Buy a freezer~~\n- ~~Fix twenty~~ done\n",
        [
            ("Fix x", "", "", "done"),
            ("Buy a freezer", "", "", "wont_do"),
            ("Fix twenty", "", "", "done"),
        ],
    ),
    Said(
        "names in front of an order stay in the sentence",
        "## Action items\n\n- Ed and Caroline to write the report\n- Ann to review it\n- Terraform to be upgraded\n- Alerts to fire earlier\n",
        [
            ("Ed and Caroline to write the report", "Ed Caroline", "", None),
            ("Ann to review it", "Ann", "", None),
            ("Terraform to be upgraded", "", "", None),
            ("Alerts to fire earlier", "", "", None),
        ],
    ),
    Said(
        "several references at the end, and footnotes",
        "## Action items\n\n- Fix it, see #12 and #13\n- Fix that[^1]\n\n[^1]: https://github.com/acme/shop/issues/7\n",
        [("Fix it", "", "#12 #13", None), ("Fix that", "", "acme/shop#7", None)],
    ),
    Said(
        "a list that begins with who owns its entries",
        "## Action items\n\n* Hypha: Make a proposal\n* Hypha + ICL: Investigate it\n* ICL: Define a process\n",
        [
            ("Make a proposal", "Hypha", "", None),
            ("Investigate it", "Hypha ICL", "", None),
            ("Define a process", "ICL", "", None),
        ],
    ),
    Said(
        "components before a colon are no owners",
        "## Action items\n\n- Database: add an index\n- Cache: add an alert\n",
        [("Database: add an index", "", "", None), ("Cache: add an alert", "", "", None)],
    ),
    Said(
        "entries that call themselves action items, with invisible characters",
        "## Action items\n\n- **Action Item**: Standardize it.\n- [x] \ufeff\ufeffRestore them; Completed as of 2021-10-29.\n",
        [("Standardize it.", "", "", None), ("Restore them", "", "", "done")],
    ),
    Said(
        "a line that only the format takes for a row",
        "## Action items\n\n| Action | Owner |\n|---|---|\n| Add it | Ann |\n##Lessons\nIt was bad.\n",
        [("Add it", "Ann", "", None)],
    ),
    Said(
        "checkboxes with orders, where no section is called action items",
        "## Monday\n\nIt fell over.\n\n- [x] Change the variable\n- [ ] There is no other version\n- [ ] Ensure that it is mounted\n",
        [("Change the variable", "", "", "done"), ("Ensure that it is mounted", "", "", "open")],
    ),
    Said(
        "headings with numbers of the author's own, and a table of fields below",
        "## Action items\n\n### AI-1: Alert on lag\n\n| Field | Value |\n|---|---|\n| Owner | Tahani |\n| Status | Done |\n\n"
        "### AI-2: Rotate the keys\n\nSoon.\n",
        [("Alert on lag", "Tahani", "", "done"), ("Rotate the keys", "", "", None)],
    ),
    Said(
        "an address that the sentence needs",
        "## Action items\n\n- Do not email root@db01.example.org\n",
        [("Do not email root@db01.example.org", "", "", None)],
    ),
    *(
        Said(
            f"a group called {title!r} tells the status of all below it",
            f"## Action items\n\n{title}\n\n- Add an alert\n- Fix it (open)\n",
            [("Add an alert", "", "", "done"), ("Fix it", "", "", "open")],
        )
        for title in (
            "### Completed",
            "### Completed action items",
            "**Done**",
            "### Cleanup (done)",
        )
    ),
    Said(
        "a section that says that all of it is done",
        "## Follow-ups (done)\n\n- Add an alert\n",
        [("Add an alert", "", "", "done")],
    ),
    Said(
        "containers, tags of templates and comments of MDX",
        "## Action items\n\n:::note\n- Add an alert\n- Fix it\n:::\n\n- Rotate the keys\n<% end %>\n\n{/*\n- No item\n*/}\n",
        [
            ("Add an alert", "", "", None),
            ("Fix it", "", "", None),
            ("Rotate the keys", "", "", None),
        ],
    ),
    Said(
        "headings with the number of an item, whatever stands below",
        "## Accionables\n\n### A1. Add an alert\n**Prioridad:** Alta\n\n- option one\n- option two\n\n### A2. Fix it\n\nSoon.\n",
        [("Add an alert", "", "", None), ("Fix it", "", "", None)],
    ),
    Said(
        "a link that is a ticket, in a column for something else",
        "## Action items\n\n| Action item | Type | Owner |\n|---|---|---|\n| Fix it | [PR](https://github.com/acme/shop/pull/8) in our fork | Mara |\n",
        [("Fix it", "Mara", "acme/shop#8", None)],
    ),
    Said(
        "an owner over a list belongs to no item alone",
        "## Next steps\n\n### Backend\n\nOwner: Bob\n\n- Add an alert\n- Fix it\n",
        [("Add an alert", "", "", None), ("Fix it", "", "", None)],
    ),
    Said(
        "entries that begin with their priority, below a table",
        "## Action items\n\n| Action item | Priority |\n|---|---|\n| Add an alert | P0 |\n\n- High: Fix it\n- Low: Write it down\n",
        [
            ("Add an alert", "", "", None),
            ("Fix it", "", "", None),
            ("Write it down", "", "", None),
        ],
    ),
    Said(
        "tags of templates inside of a table, and code that looks like a comment",
        "## Action items\n\n| Action |\n|---|\n| Add an alert |\n{% if internal %}\n| Fix it |\n{% endif %}\n\n- Strip `{/*` at the beginning\n- Strip `*/}` at the end\n",
        [
            ("Add an alert", "", "", None),
            ("Fix it", "", "", None),
            ("Strip {/* at the beginning", "", "", None),
            ("Strip */} at the end", "", "", None),
        ],
    ),
    Said(
        "a table below a title that tells its status",
        "## Action items\n\n### Completed\n\n| Action | Owner |\n|---|---|\n| Add an alert | Mara |\n",
        [("Add an alert", "Mara", "", "done")],
    ),
    *(
        Said(
            f"a line over a list that tells the status of none: {line}",
            f"## Next steps\n\n{line}\n\n- Add an alert\n",
            [("Add an alert", "", "", None)],
        )
        for line in (
            "Once the migration has been completed we will:",
            "The outage has been resolved, but these remain:",
            "None of these have been completed:",
        )
    ),
    Said(
        "HTML inside of a block quote, and fields in a list of HTML",
        "## Action items\n\n> <table><tr><th>Action</th><th>Owner</th></tr><tr><td>Add an alert</td><td>Mara</td></tr></table>\n\n"
        "<ul>\n<li>Fix it\n<ul><li>Owner: Kim</li></ul></li>\n</ul>\n",
        [("Add an alert", "Mara", "", None), ("Fix it", "Kim", "", None)],
    ),
    Said(
        "the mark of a footnote",
        "## Action items\n\n- Add an alert[^1]\n\n[^1]: A word on it.\n",
        [("Add an alert", "", "", None)],
    ),
    Said(
        "headings with an owner and room for a ticket, whatever stands below",
        "## Next steps\n\n### Add an alert on lag\n\n**Owner:** Bob\n**Ticket:** TBD\n\n- with x\n- with y\n",
        [("Add an alert on lag", "Bob", "", None)],
    ),
    Said(
        "what signs mean",
        "## Action items\n\n- ✅ done\n- 🚧 in progress\n\n- ✅ Fix it\n",
        [("Fix it", "", "", "done")],
    ),
    Said(
        "a legend beside the table",
        "## Action items\n\n* P0 - Critical for all.\n* P1 - Can wait.\n\n| Action item | Priority |\n|---|---|\n| Add an alert | P0 |\n",
        [("Add an alert", "", "", None)],
    ),
    Said(
        "a table with owners and statuses below a title that nobody knows",
        "## Hardening of the cluster\n\n| Action | Owner | Status |\n|---|---|---|\n| Add an alert | Mara | Done |\n",
        [("Add an alert", "Mara", "", "done")],
    ),
    Said(
        "tickets of others that a sentence only mentions",
        "## Action items\n\n- Add a test like the one in #123 so that it holds\n- Same as #13, for the EU\n- Add a canary (follow-up of #12)\n- Add metrics (related: #24)\n- Remove the flag that was fixed in #88\n- Trim it, tracked in #99\n",
        [
            ("Add a test like the one in #123 so that it holds", "", "", None),
            ("Same as #13, for the EU", "", "", None),
            ("Add a canary (follow-up of #12)", "", "", None),
            ("Add metrics (related: #24)", "", "", None),
            ("Remove the flag that was fixed in #88", "", "", None),
            ("Trim it", "", "#99", None),
        ],
    ),
    Said(
        "what only looks like a status, and what is one behind a colon",
        "## Action items\n\n- Order hardware: in progress\n- Talk to legal, status: done\n- Migrate it. Open.\n- Write the RFC — done by Friday\n- Migrate to v4 (not yet done)\n",
        [
            ("Order hardware", "", "", "in_progress"),
            ("Talk to legal", "", "", "done"),
            ("Migrate it.", "", "", "open"),
            ("Write the RFC", "", "", None),
            ("Migrate to v4", "", "", "open"),
        ],
    ),
    Said(
        "tables of details between items",
        "## Action items\n\n- Add canaries\n\n| Phase | Date |\n|---|---|\n| 5% | Monday |\n\n- Add alerts\n\n| Metric | Threshold | Owner |\n|---|---|---|\n| lag | 5 min | @kim |\n",
        [("Add canaries", "", "", None), ("Add alerts", "", "", None)],
    ),
    Said(
        "a status in the column of days",
        "## Action items\n\n| Action | Due |\n|---|---|\n| Add canaries | Done — 2026-01-02 |\n| Add alerts | Friday |\n",
        [("Add canaries", "", "", "done"), ("Add alerts", "", "", None)],
    ),
    Said(
        "what became of a paragraph, in brackets behind it, wrapped",
        "## Follow-up\n\nIt should notify more people. (filed\nhttps://github.com/acme/shop/issues/9)\n\nIt checks the wrong page. (fixed by adding a monitor\nfor docs and api)\n",
        [
            ("It should notify more people.", "", "acme/shop#9", None),
            ("It checks the wrong page.", "", "", "done"),
        ],
    ),
    Said(
        "tickets in front of the text",
        "## Actions\n\n- #63 Enhance the monitoring of replicas\n- #64 is blocked\n",
        [
            ("Enhance the monitoring of replicas", "", "#63", None),
            ("#64 is blocked", "", "#64", None),
        ],
    ),
    Said(
        "a remark in the column of owners",
        "## Actions\n\n| Action | Owner |\n|---|---|\n| Cover the map | Added along with the PR fix |\n| Fix it | Head of the SRE team |\n",
        [("Cover the map", "", "", None), ("Fix it", "Head of the SRE team", "", None)],
    ),
    Said(
        "types that name things as well",
        "## Actions\n\n- Documentation: the guide, the reference\n- Monitoring: add an alert\n",
        [("Documentation: the guide, the reference", "", "", None), ("add an alert", "", "", None)],
    ),
    Said(
        "orders whose object is a ticket",
        "## Action items\n\n- Restore @kim (#20)\n- Close #21 @lee\n- Fix https://github.com/acme/shop/issues/16\n",
        [
            ("Restore", "@kim", "#20", None),
            ("Close #21", "@lee", "#21", None),
            ("Fix https://github.com/acme/shop/issues/16", "", "acme/shop#16", None),
        ],
    ),
    Said(
        "a name beside a day in brackets, and fields that nobody filled",
        "## Action items\n\n- Buy cables (Dana, by 1 Dec)\n- Buy fans. Owner: Lena. Status: TBD\n- Move it (Frankfurt, Dublin)\n- Nothing else.\n",
        [
            ("Buy cables", "Dana", "", None),
            ("Buy fans.", "Lena", "", None),
            ("Move it (Frankfurt, Dublin)", "", "", None),
        ],
    ),
]
