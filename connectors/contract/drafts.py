"""The drafts that the tracker contract works with: plain ones, and titles as odd as people write them."""

from __future__ import annotations

from sync.model.postmortem import Status
from sync.model.ticket import Done, Draft, Marker, Owner, Ticket
from sync.ports import Tracker

PROJECT = "acme/shop"
STATUSES = (Status.OPEN, Status.IN_PROGRESS, Status.DONE, Status.WONT_DO, Status.DUPLICATE)

ODD_TITLES = {
    "pipes": "a | b || c \\| d",
    "markdown": "**bold** `code` [link](x) <!-- comment --> # 1. * _",
    "html": "<b>&amp;</b> <script>alert(1)</script>",
    "quotes": "\"double\" 'single' `back` „low“",
    "emoji": "Roll back 🚒 👩‍💻 when it burns 🔥",
    "right to left": "הוסף התראה \u200f(urgent) عاجل",
    "sql comment": "drop it -- now; /* really */",
    "sql": "Robert'; DROP TABLE tickets;--",
    "placeholders": "100 % of :name, ?, $1, %s and {braces}",
    "backslashes": "C:\\temp\\new \\n is no newline",
    "a mention": "ask @alice about #12 and acme/shop#7",
    "longest": "x" * 120,
    "one letter": "x",
}


BREAKS = ("\n", "\r\n", "\t", "\0", "\x1b[31m", "\u2028", "\udcff")
"""What must not get into a title: it breaks the line, steers a terminal, or is no text at all."""


class Stop(Exception):
    """Raised by an iterator of drafts, as a journal does that cannot be written."""


def draft(number: int = 1, *, project: str = PROJECT, title: str | None = None) -> Draft:
    """The draft for the action item with this number."""
    words = f"Add alert {number}" if title is None else title
    return Draft(
        marker=Marker(
            key=f"{number:024x}",
            project=project,
            document=f"{number + 1000:024x}",
            text=f"{number + 2000:024x}",
            postmortem=f"{number + 3000:024x}",
        ),
        title=words,
        text=f"{words}, and tell everybody",
        document="postmortems/2026-11-03-checkout.md",
        line=number,
        owners=(Owner("Alice", "alice"),),
        type="prevent",
        priority="P1",
        due="2026-12-01",
        postmortem_title="Checkout was down",
        postmortem_date="2026-11-03",
        summary="Nobody could pay for an hour.",
    )


def made(tracker: Tracker, *drafts: Draft) -> list[Ticket]:
    """The tickets of these drafts; fails unless every one was created."""
    outcomes = list(tracker.create(drafts))
    tickets = [outcome.ticket for outcome in outcomes if isinstance(outcome, Done)]
    assert len(tickets) == len(drafts), outcomes
    return tickets
