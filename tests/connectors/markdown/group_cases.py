"""What titles, labels and lines over lists say of all that stands below them."""

from __future__ import annotations

from tests.connectors.markdown.form_cases import Said

GROUPS = [
    Said(
        "labels of one paragraph",
        "## Action items\n\n**Action:** Add an alert\n**Owner:** Jane\n**Status:** Done\n\n**Action:** Rotate the keys\n**Owner:** @x\n",
        [("Add an alert", "Jane", "", "done"), ("Rotate the keys", "@x", "", None)],
    ),
    Said(
        "a group inside of a list",
        "## Action items\n\n- **Completed:**\n  - Add an alert\n- Backend team:\n  - Fix it\n",
        [("Add an alert", "", "", "done"), ("Fix it", "", "", None)],
    ),
    Said(
        "labels right below a list",
        "**Resolution:**\n- It was rolled back\n**Action Items:**\n- Add an alert\n- Fix it\n**Lessons Learned:**\n- What went right: failover\n",
        [("Add an alert", "", "", None), ("Fix it", "", "", None)],
    ),
    Said(
        "groups that are called like parts of a postmortem",
        "## Improvement plan\n\n### Detection (sooner next time)\n\n| Item | Owner |\n|---|---|\n| Add an alert | Mara |\n\n### Process\n\n- Fix it\n",
        [("Add an alert", "Mara", "", None), ("Fix it", "", "", None)],
    ),
    Said(
        "a list that the text above it announces, in a document without such a section",
        "## What happened\n\nIt fell over.\n\nTo prevent this in the future, we will make a few improvements:\n\n1. Renew the certificates by a job\n2. Watch them\n",
        [("Renew the certificates by a job", "", "", None), ("Watch them", "", "", None)],
    ),
    Said(
        "groups in a list, one of which tells of what was done",
        "## Corrective measures\n\n- **Immediate actions taken**:\n  - It was restarted\n- **Short-term actions**:\n  - Add an alert\n",
        [("Add an alert", "", "", None)],
    ),
    Said(
        "the label of a group right below a list, though the format takes it for text",
        "### Action items\n\n- Add an alert\n**Mitigation**\n- Fix it\n",
        [("Add an alert", "", "", None), ("Fix it", "", "", None)],
    ),
    Said(
        "the labels of groups right below their lists",
        "## Action items\n\n- Fix it\n**Open**\n- Add an alert\n**Completed**\n- Rotate the keys\n",
        [
            ("Fix it", "", "", None),
            ("Add an alert", "", "", None),
            ("Rotate the keys", "", "", "done"),
        ],
    ),
    Said(
        "what a heading says of all that stands below it, in whatever groups",
        "## Action items\n\n### Completed (2)\n\n#### Backend\n\n- Fix it\n\n**Frontend:**\n\n- Trim it\n\n#### Open\n\n- Add an alert\n\n### Other\n\n- Rotate the keys\n",
        [
            ("Fix it", "", "", "done"),
            ("Trim it", "", "", "done"),
            ("Add an alert", "", "", None),
            ("Rotate the keys", "", "", None),
        ],
    ),
    Said(
        "sections whose title says how far they are",
        "## Action items - done\n\n- Fix it\n\n## Follow-up actions (all complete)\n\n- Trim it\n\n## Follow-up actions (2026-03-04)\n\n- Add an alert\n",
        [
            ("Fix it", "", "", "done"),
            ("Trim it", "", "", "done"),
            ("Add an alert", "", "", None),
        ],
    ),
    Said(
        "groups in a list, of which one is done and has groups of its own",
        "## Action items\n\n- Completed (3)\n  - Fix it\n  - Backend:\n    - Trim it\n- Todo\n  - Add an alert\n",
        [
            ("Fix it", "", "", "done"),
            ("Trim it", "", "", "done"),
            ("Add an alert", "", "", None),
        ],
    ),
    Said(
        "groups of what was done, in other words",
        "## Action items\n\n**Completed (as of 2026-11-20):**\n\n- Fix a\n\n**What we have done so far:**\n\n- Fix b\n\n**Done - short term**\n\n- Fix c\n\n### Completed during the incident\n\n- Fix d\n\n### Rest\n\n- Fix e\n",
        [
            ("Fix a", "", "", "done"),
            ("Fix b", "", "", "done"),
            ("Fix c", "", "", "done"),
            ("Fix d", "", "", "done"),
            ("Fix e", "", "", None),
        ],
    ),
    Said(
        "lines over lists that say what became of all of it",
        "## Action items\n\nWe already did the following:\n\n- Fix a\n\nWe won't do the following:\n\n- Fix b\n\nThese were considered and rejected:\n\n- Fix c\n\nWhy did this happen?\n\n- The alert was muted\n\nWe will:\n\n- Fix d\n\nOut of scope:\n\n- Replace nginx\n",
        [
            ("Fix a", "", "", "done"),
            ("Fix b", "", "", "wont_do"),
            ("Fix c", "", "", "wont_do"),
            ("Fix d", "", "", None),
        ],
    ),
    Said(
        "fields without labels below an item",
        "## Action items\n\n1. Docs\n   - #13\n   - @zoe\n   - due Friday\n2. Prefer it\n   - since it is better\n",
        [("Docs", "@zoe", "#13", None), ("Prefer it", "", "", None)],
    ),
    Said(
        "a list announced beyond doubt, in a document without a section",
        "## Root cause\n\nThe following action items were agreed:\n\n- Automate renewal\n\nThe following steps were taken:\n\n- Restarted it\n",
        [("Automate renewal", "", "", None)],
    ),
    Said(
        "a title without markup, in the words of a sentence, right above its list",
        "## Postmortem\n\nWhat was it?\n\nDatasette did not restart.\n\nActions to prevent similar incidents in the future\n- Add an alert\n- Review the channels\n",
        [("Add an alert", "", "", None), ("Review the channels", "", "", None)],
    ),
    Said(
        "a sentence without a full stop is no title",
        "## Postmortem\n\nActions were taken, and it came back\n- The alert was muted\n",
        [],
    ),
    Said(
        "a part about lessons inside of a section",
        "## Post incident actions\n\nWe are implementing a better set of tests to reduce the likelihood.\n\n### Lessons to be learned\n\nThe change came with others. We should be careful.\n",
        [
            (
                "We are implementing a better set of tests to reduce the likelihood.",
                "",
                "",
                None,
            )
        ],
    ),
    Said(
        "a group of questions between groups of items",
        "## Action items\n\n**Short term**\n\n- Add a replica\n\n**Open questions**\n\n- Who owns it?\n\n**Long term**\n\n- Add a queue\n",
        [("Add a replica", "", "", None), ("Add a queue", "", "", None)],
    ),
    Said(
        "lines over lists that speak of finished work and mean what is left",
        "## Action items\n\nWe already started, remaining:\n\n- Move it\n\nWe already have tickets for these:\n\n- Add an index\n\nThe following is done except for the last:\n\n- Raise it\n\nWe agreed not to do these:\n\n- Buy it\n",
        [
            ("Move it", "", "", None),
            ("Add an index", "", "", None),
            ("Raise it", "", "", None),
            ("Buy it", "", "", "wont_do"),
        ],
    ),
    Said(
        "questions over lists, and details below a table",
        "## Action items\n\nWhat do we need to do?\n\n- Add limits\n\n## Actions\n\n| Action | Notes |\n|---|---|\n| Add a canary | #12 |\n\nDetails for the canary:\n\n- 5% Monday\n",
        [("Add limits", "", "", None), ("Add a canary", "", "#12", None)],
    ),
    Said(
        "labels without markup right below the lists of groups",
        "## Action items\n\nShort term:\n- Add a runbook @kim\nDone:\n- Kill it @sam\nLong term:\n- Sell it\n  Status: open\n",
        [
            ("Add a runbook", "@kim", "", None),
            ("Kill it", "@sam", "", "done"),
            ("Sell it", "", "", "open"),
        ],
    ),
    Said(
        "headings outside of any section say nothing of items below a label",
        "# API outage (resolved)\n\n**Action items:**\n\n- Add an alert\n\n## Done\n\n**Follow-ups**\n\n- Rotate it\n",
        [("Add an alert", "", "", None), ("Rotate it", "", "", None)],
    ),
    Said(
        "labels right below lists, all of them under a heading that is done",
        "## Action items\n\n### Completed\n\nShort term:\n- Fix it\nLong term:\n- Trim it\n\n### Next\n\n- Sell it\n",
        [("Fix it", "", "", "done"), ("Trim it", "", "", "done"), ("Sell it", "", "", None)],
    ),
]
