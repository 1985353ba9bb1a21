"""Items whose heading is a paragraph in bold, and what stands below headings."""

from __future__ import annotations

from tests.connectors.markdown.form_cases import Said

IN_BOLD = [
    Said(
        "bold names, each with one entry that describes it",
        "## Looking forward\n\n1. **Simulator load**\n   - Conducting stress tests.\n\n2. **Bug bounty**\n   - We will establish one.\n",
        [("Simulator load", "", "", None), ("Bug bounty", "", "", None)],
    ),
    Said(
        "paragraphs in bold with the number of an item",
        "## Actions\n\n**Action 1: Add an alert**\n- a table\n- an index\n\nStatut : to do\n\n**Action 2: Fix it**\nOwner: Mara\n\n"
        "**3. Rotate the keys**\nStatus: done\n",
        [
            ("Add an alert", "", "", "open"),
            ("Fix it", "Mara", "", None),
            ("Rotate the keys", "", "", "done"),
        ],
    ),
    Said(
        "paragraphs in bold, each of which ends the description of the one above",
        "## Actions\n\n**Action 1: Add an alert**\n\nText.\n\n**Action 2: Fix it** (Owner: Ann)\n\nTicket: TBD\n\n"
        "**Action 3 (detect): Rotate the keys**\nProposal:\n- a script\n\nStatus: open\n",
        [
            ("Add an alert", "", "", None),
            ("Fix it", "Ann", "", None),
            ("Rotate the keys", "", "", "open"),
        ],
    ),
    Said(
        "a bold heading that is done, and an item behind it that is not",
        "## Actions\n\n**Action 1: Add an alert (done)**\n\n**Action 2: Fix it** (Owner: Ann)\n",
        [("Add an alert", "", "", "done"), ("Fix it", "Ann", "", None)],
    ),
    Said(
        "items in bold below labels of groups, one of which is done",
        "## Action items\n\n**Short term**\n\n**1. Lower it**\n\nOwner: @kim\n\n**2. Raise it**\n\nOwner: @sam\n\n**Completed:**\n\n**3. Restore it**\n\nOwner: @lee\n\n**Open:**\n\n**4. Automate it**\n\nOwner: @lee\n",
        [
            ("Lower it", "@kim", "", None),
            ("Raise it", "@sam", "", None),
            ("Restore it", "@lee", "", "done"),
            ("Automate it", "@lee", "", None),
        ],
    ),
    Said(
        "items in bold that call themselves action items, and steps for others behind them",
        "## Action items\n\n**Action item #1: Add canaries**\n\nOwner: @kim\n\n**Action item #2: Write it down**\n\nOwner: @lee\nStatus: Open\n\n**Next steps for the vendor**\n\n1. **Send the logs** @kim\n",
        [
            ("Add canaries", "@kim", "", None),
            ("Write it down", "@lee", "", "open"),
            ("Send the logs", "@kim", "", None),
        ],
    ),
    Said(
        "an item in bold with a list of details and fields behind it",
        "## Action items\n\n**1. Add alerts**\n\nWe need two:\n\n- lag over 5 minutes\n- disk over 80%\n\nOwner: @kim\nStatus: Done\n\n**#2: Add canaries**\n\n**Owner:** @sam\n",
        [("Add alerts", "@kim", "", "done"), ("Add canaries", "@sam", "", None)],
    ),
    Said(
        "items in bold without numbers",
        "## Action items\n\n**Prevention**\n\n**Add an alert**\n\nOwner: @kim\nStatus: Open\n\n**Rotate the keys**\n\nOwner: @sam\n",
        [("Add an alert", "@kim", "", "open"), ("Rotate the keys", "@sam", "", None)],
    ),
    Said(
        "numbers in bold are no part of the text",
        "## Action items\n\n**1. Add an alert** (Owner: @kim)\n\n**3. Fix it** - @dana\n\n**4.** Add a runbook. @lee\n",
        [
            ("Add an alert", "@kim", "", None),
            ("Fix it", "@dana", "", None),
            ("Add a runbook.", "@lee", "", None),
        ],
    ),
    Said(
        "labels in italics below one in bold that is done",
        "## Action items\n\n**Done:**\n\n*Detection*\n\n- Fix it\n\n*Mitigation*\n\n- Trim it\n\n**Next:**\n\n- Add alert A @kim\n",
        [
            ("Fix it", "", "", "done"),
            ("Trim it", "", "", "done"),
            ("Add alert A", "@kim", "", None),
        ],
    ),
    Said(
        "fields in bold or italics right below a title in bold",
        "## Action items\n\n**1. Add an alert**\n**Owner:** @kim\n**Status:** Done\n\n**Kill the monolith**\n_Owner_: @lee\n_Team_: Core\n\n**Add a queue**\nOwner: @sam\nDue: 2026-12-01\n",
        [
            ("Add an alert", "@kim", "", "done"),
            ("Kill the monolith", "@lee", "", None),
            ("Add a queue", "@sam", "", None),
        ],
    ),
    Said(
        "titles in bold with lists of fields",
        "## Action items\n\n**Add an alert**\n\n- Owner: @kim\n- Due: 2026-12-01\n\n**Add a queue**\n\n- Owner: @sam\n",
        [("Add an alert", "@kim", "", None), ("Add a queue", "@sam", "", None)],
    ),
    Said(
        "headings that are orders, with fields and a list of details",
        "## Action items\n\n### Add a canary\n\nOwner: @kim\n\nSteps:\n\n- 5% Monday\n- 50% Friday\n\n### Rotate keys\n\n- **Owner**: @lee\n- **Due**: 2026-12-01\n\nAcceptance criteria:\n\n1. Old keys are revoked\n",
        [("Add a canary", "@kim", "", None), ("Rotate keys", "@lee", "", None)],
    ),
]
