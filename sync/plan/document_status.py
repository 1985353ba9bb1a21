"""What a document says of itself: kept true where the settings ask for it, and only if it says that it is complete.

The template's words are "Complete, action items in progress". Whatever says something else, such as that the document is a
draft or that the incident is resolved, is a person's to change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sync.folding import folded
from sync.model.action import Field, WriteCell
from sync.model.postmortem import ActionItem, Postmortem, Status, TicketRef
from sync.plan.observed import Observed
from sync.plan.status import deciding
from sync.policy import Policy, Wins

_COMPLETE: Final = re.compile(
    r"complete[d]?(?:\s*[,;:(–—-]\s*(?P<items>(?:all\s+)?action\s+items?\b[^\n]*?)\)?)?",
    re.IGNORECASE,
)
_ENDED: Final = re.compile(r"\b(?:done|closed|complete[d]?|finished|resolved)\b", re.IGNORECASE)
_NOWHERE: Final = TicketRef("", "")
"""It belongs to no ticket."""


def document_status(
    postmortem: Postmortem, observed: Observed, policy: Policy
) -> Iterator[WriteCell]:
    """The edit that makes it true; nothing where it is, or where it is nobody's business."""
    words, status, line = policy.document_status, postmortem.status, postmortem.status_line
    if words is None or status is None or line is None or not postmortem.items:
        return
    left = [item for item in postmortem.items if not _is_finished(item, observed, policy)]
    wanted = words.in_progress if left else words.done
    if folded(status) == folded(wanted):
        return
    ours = folded(status) in (folded(words.in_progress), folded(words.done))
    match = _COMPLETE.fullmatch(status.strip())
    if not ours and (match is None or _is_true(match["items"], is_done=not left)):
        return
    yield WriteCell(
        document=postmortem.path,
        line=line,
        title="Status",
        ticket=_NOWHERE,
        field=Field.DOCUMENT,
        old=status,
        new=wanted,
        reason=_reason(left, len(postmortem.items)),
    )


def _is_true(said: str | None, *, is_done: bool) -> bool:
    """Whether what it says of action items, if anything, is so in whatever words."""
    if said is None:
        return is_done
    return (_ENDED.search(said) is not None) == is_done


def _is_finished(item: ActionItem, observed: Observed, policy: Policy) -> bool:
    """By its ticket, if that decides; else by what the document says."""
    refs = dict.fromkeys(observed.real(one.ref) for one in item.references)
    tickets = [observed.tickets[ref] for ref in refs if ref in observed.tickets]
    if not tickets or policy.wins[Field.STATUS] is Wins.OFF:
        return item.is_finished
    decides = deciding(tickets).status
    return item.is_finished if decides is Status.UNKNOWN else decides.is_final


def _reason(left: list[ActionItem], total: int) -> str:
    if left and total == 1:
        return f"its action item is not finished (line {left[0].line})"
    if left:
        return f"{len(left)} of {total} action items {'is' if len(left) == 1 else 'are'} not finished, the first at line {left[0].line}"
    return "the last action item is finished" if total > 1 else "its action item is finished"
