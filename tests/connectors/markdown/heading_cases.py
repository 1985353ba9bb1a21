"""Items that have a heading each, before and after an edit."""

from __future__ import annotations

from tests.connectors.markdown.cases import DONE, WONT_DO, Case
from tests.connectors.markdown.writing import linked, moved

HEADINGS = [
    Case(
        "a line of its own below the description; the heading stays",
        "### Add an alert\n\nIt has to page.\n\n### Rotate the keys\n",
        (linked(0, 7, page=True), linked(1, 8)),
        "### Add an alert\n\nIt has to page.\n\nTicket: [#7](https://github.com/acme/shop/issues/7)\n\n### Rotate the keys\n\nTicket: LOCAL-8\n",
    ),
    Case(
        "a status behind it",
        "### Add an alert\n\nIt has to page.\n\nTicket: LOCAL-7\n\n### Rotate the keys\n\nSoon.\n",
        (moved(0, DONE),),
        "### Add an alert\n\nIt has to page.\n\nTicket: LOCAL-7, done\n\n### Rotate the keys\n\nSoon.\n",
    ),
    Case(
        "a status that changes",
        "### Add an alert\n\nTicket: LOCAL-7, done\n\n### Rotate the keys\n\nSoon.\n",
        (moved(0, WONT_DO),),
        "### Add an alert\n\nTicket: LOCAL-7, won't do\n\n### Rotate the keys\n\nSoon.\n",
    ),
    Case(
        "at the end of a file without a last newline, behind code",
        "### 1. Add an alert\n\n```\nx\n```",
        (linked(0, 7),),
        "### 1. Add an alert\n\n```\nx\n```\n\nTicket: LOCAL-7",
    ),
    Case(
        "a status of an entry below",
        "### Add an alert\n\n- Owner: @x\n- Status: Open\n\nTicket: LOCAL-7\n\n### Rotate the keys\n\nSoon.\n",
        (moved(0, DONE),),
        "### Add an alert\n\n- Owner: @x\n- Status: Done\n\nTicket: LOCAL-7\n\n### Rotate the keys\n\nSoon.\n",
    ),
    Case(
        "among the author's fields, broken as they are",
        "### 1. Add an alert\n\n**Owner:** @x  \n**Due:** 2026-05-01\n\nIt has to page.\n\n### 2. Rotate the keys\n\nSoon.\n",
        (linked(0, 7),),
        "### 1. Add an alert\n\n**Owner:** @x  \n**Due:** 2026-05-01  \n**Ticket:** LOCAL-7\n\nIt has to page.\n\n### 2. Rotate the keys\n\nSoon.\n",
    ),
    Case(
        "among fields on lines of their own below a number in bold",
        "**1. Lower it**\nOwner: @x\nStatus: Open\n\n**2. Raise it**\n\nOwner: @y\n",
        (linked(0, 7), linked(1, 8)),
        "**1. Lower it**\nOwner: @x\nStatus: Open\nTicket: LOCAL-7\n\n**2. Raise it**\n\nOwner: @y\n\nTicket: LOCAL-8\n",
    ),
    Case(
        "as an entry where the fields are entries",
        "### 1. Add an alert\n\n- *owner*: @x\n- *due*: 2026-05-01\n\nSoon.\n",
        (linked(0, 7), moved(0, DONE)),
        "### 1. Add an alert\n\n- *owner*: @x\n- *due*: 2026-05-01\n- *ticket*: LOCAL-7, done\n\nSoon.\n",
    ),
    Case(
        "a heading in bold with fields below",
        "**Add an alert**\n\n*Owner:* @x\n\n**Rotate the keys**\n\n*Owner:* @y\n",
        (linked(0, 7), linked(1, 8), moved(1, DONE)),
        "**Add an alert**\n\n*Owner:* @x\n\n*Ticket:* LOCAL-7\n\n**Rotate the keys**\n\n*Owner:* @y\n\n*Ticket:* LOCAL-8, done\n",
    ),
    Case(
        "among fields with a blank before the colon",
        "**Action 1 (mitigate): Pour rendre robuste**\n- créer une table\n\nStatut : to do\n\n**Action 2 (detect) : se rendre compte**\n\nStatut : to do\n",
        (linked(0, 7),),
        "**Action 1 (mitigate): Pour rendre robuste**\n- créer une table\n\nStatut : to do\n\nTicket : LOCAL-7\n\n**Action 2 (detect) : se rendre compte**\n\nStatut : to do\n",
    ),
]
