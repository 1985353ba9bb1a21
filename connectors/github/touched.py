"""Whether anybody but this account had a hand in an issue, from its timeline."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from connectors.github.lookup import Lookup
from connectors.github.reference import spot_of
from sync.model.postmortem import TicketRef

_MOST: Final = 100
"""Events that are looked at; where more happened, somebody was at work."""

_QUIET: Final = frozenset({"SubscribedEvent", "UnsubscribedEvent", "MentionedEvent"})
"""What follows from something else, and is told in the name of whoever is subscribed."""

_OURS: Final = frozenset(
    {
        "AssignedEvent",
        "UnassignedEvent",
        "LabeledEvent",
        "UnlabeledEvent",
        "MilestonedEvent",
        "DemilestonedEvent",
        "RenamedTitleEvent",
        "ClosedEvent",
    }
)
"""What pm-sync does as well: in its own name it is nobody's work. Of a closed issue only its state tells more."""

_AT_CREATION: Final = "IssueTypeAddedEvent"
"""An issue that is created with a type has one of these; not every server can say whose it is."""

_TOLD: Final[Mapping[str, str]] = {
    "AssignedEvent": "was assigned",
    "UnassignedEvent": "was unassigned",
    "LabeledEvent": "was labelled",
    "UnlabeledEvent": "lost a label",
    "MilestonedEvent": "was given a milestone",
    "DemilestonedEvent": "lost its milestone",
    "RenamedTitleEvent": "was renamed",
    "ClosedEvent": "was closed",
    "ReopenedEvent": "was reopened",
    "LockedEvent": "was locked",
    "IssueComment": "was commented on",
    "CrossReferencedEvent": "was referred to",
    "ReferencedEvent": "was referred to in a commit",
}

_WHO: Final = " ".join(
    f"... on {kind} {{ {'author' if kind == 'IssueComment' else 'actor'} {{ login }} }}"
    for kind in _TOLD
)
_FIELDS: Final = (
    "... on Issue { viewerDidAuthor author { login } editor { login }"
    f" timelineItems(first: {_MOST}) {{ totalCount nodes {{ __typename {_WHO} }} }} }}"
)


def touched(lookup: Lookup, refs: Collection[TicketRef]) -> dict[TicketRef, str]:
    """Those that somebody had a hand in, each with the last that was done, a hundred with one request."""
    spots = {ref: spot for ref in refs if (spot := spot_of(ref)) is not None}
    nodes = dict(lookup.asked(set(spots.values()), _FIELDS)) if spots else {}
    told = dict.fromkeys(refs, "cannot be seen any more")
    for ref, spot in spots.items():
        if spot in nodes:
            told[ref] = _last(nodes[spot])
    return {ref: why for ref, why in told.items() if why}


def _last(node: Mapping[str, Any]) -> str:
    """The last that somebody did, empty if nobody did anything; whatever is not understood counts."""
    own = _login(node.get("author"))
    if not node.get("viewerDidAuthor") or own is None:
        return f"was made by {own or 'somebody'}, and not by this account"
    timeline = node.get("timelineItems") or {}
    events = timeline.get("nodes") or []
    if timeline.get("totalCount", 0) > len(events):
        return "has a long history"
    told = list(_doings(events, own))
    editor = _login(node.get("editor"))
    if node.get("editor") and editor != own:
        told.append(f"was edited by {editor or 'somebody'}")
    return told[-1] if told else ""


def _doings(events: Collection[Mapping[str, Any]], own: str) -> Iterator[str]:
    types = 0
    for event in events:
        kind = str((event or {}).get("__typename"))
        who = _login((event or {}).get("actor") or (event or {}).get("author"))
        types += kind == _AT_CREATION
        if kind in _QUIET or (kind == _AT_CREATION and types == 1):
            continue
        if kind not in _OURS or who != own:
            yield f"{_TOLD.get(kind, f'has changed ({kind})')}{f' by {who}' if who else ''}"


def _login(actor: object) -> str | None:
    login = actor.get("login") if isinstance(actor, dict) else None
    return str(login) if login else None
