"""What the ticket of an item is called."""

from __future__ import annotations

import re

from sync.model.postmortem import ActionItem

TITLE_LENGTH = 120
"""Characters of a ticket's title; both GitHub and Jira show this much in their lists."""

_FEWEST_WORDS = 2
"""Of a lead that says what is to be done: `**Jane:** …` or `**Alerting:** …` does not."""
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9`\"'(\[])|(?<=[。！？])")


def headline(item: ActionItem) -> str:
    """The title of the item's ticket: the bold lead, else the first sentence, cut at a word."""
    lead = item.lead if item.lead and len(item.lead.split()) >= _FEWEST_WORDS else None
    title = " ".join(_UNPRINTABLE.sub(" ", lead or item.title).split())
    text = (title if lead else _SENTENCE.split(title, maxsplit=1)[0]).rstrip(":").strip()
    if len(text) <= TITLE_LENGTH:
        return text
    head, blank, _ = text[:TITLE_LENGTH].rpartition(" ")
    if not blank or len(head) < TITLE_LENGTH // 2:
        head = text[: TITLE_LENGTH - 1]
    return head.rstrip(" ,;:-") + "…"
