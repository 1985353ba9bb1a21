"""The owner of an item and the assignees of its ticket: when they are the same people, and how each side is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from sync.model.action import Field
from sync.model.memory import Base
from sync.model.ticket import Assigning, Change, Owner, Ticket
from sync.plan.rows import Row
from sync.policy import Policy

FIELD: Final = Field.OWNER
_PLAIN: Final = re.compile(r"[^,;&/|()\[\]<>*`~\\\x00-\x1f]+")
"""A name that reads as one owner, and as no markup."""
_HANDLE: Final = re.compile(r"@?[\w.-]+")


def in_document(row: Row, ticket: Ticket, policy: Policy) -> str | None:
    """The owners as the tracker knows them, whatever the document calls them; None where there is no place for any."""
    owners = _owners(row, ticket, policy)
    if not owners and FIELD not in row.item.places:
        return None
    return ", ".join(sorted({_identity(owner) for owner in owners}))


def in_ticket(ticket: Ticket) -> str | None:
    """The assignees."""
    return ticket.owned_by


def agree(row: Row, ticket: Ticket, policy: Policy) -> bool:
    """Whether exactly those of the owners are assigned whom the tracker can assign."""
    assigning = _assigning(ticket, policy)
    left, missing = list(ticket.owners), 0
    for owner in dict.fromkeys(_owners(row, ticket, policy)):
        found = _among(owner, left, ticket)
        if found is not None:
            left.remove(found)
        elif assigning.can(owner) and _among(owner, ticket.owners, ticket) is None:
            missing += 1
    return not left and (not missing or len(ticket.owners) >= assigning.most)


def change(row: Row, ticket: Ticket, policy: Policy) -> Change:
    """The assignees become the owners."""
    owners = _owners(row, ticket, policy)
    gone = [
        assignee
        for assignee in ticket.owners
        if not any(_is(owner, assignee, ticket) for owner in owners)
    ]
    return Change(
        ticket.ref,
        assign=owners,
        unassign=tuple(Owner(name, name, known=True) for name in gone),
        seen=(("owned_by", ticket.owned_by),),
    )


def told(row: Row, ticket: Ticket, base: Base | None, policy: Policy) -> tuple[str, ...]:
    """The owners as the document is to name them: who is still meant keeps the name that stands there."""
    new = list(ticket.owners)
    kept: dict[str, Owner | None] = {}
    for name in row.item.owners:
        owner = policy.people.owner(name, ticket.ref.tracker)
        assignee = _among(owner, new, ticket)
        if assignee is not None:
            new.remove(assignee)
        kept[name] = None if assignee else owner
    gone = _gone(kept, base, _assigning(ticket, policy))
    fresh = [_named(one, row, ticket, policy) for one in new]
    names = [(fresh.pop(0) if fresh else "") if name in gone else name for name in kept]
    return tuple(dict.fromkeys(name for name in (*names, *fresh) if name))


def shown(row: Row) -> str:
    """What stands in the document."""
    return ", ".join(row.item.owners)


def _gone(names: Mapping[str, Owner | None], base: Base | None, assigning: Assigning) -> list[str]:
    """Who is named, and was assigned before, and is no more. Whom the tracker never took says nothing there."""
    others = [name for name, owner in names.items() if owner is not None]
    if base is None or base.document is None:
        return others
    lost = [name for name in others if (owner := names[name]) and assigning.can(owner)]
    before = [_folded(one) for one in base.ticket.split(", ") if one]
    if assigning.most == 1:
        return (lost or others)[:1] if before else []
    return [name for name in lost if (owner := names[name]) and _folded(owner.identity) in before]


def _named(assignee: str, row: Row, ticket: Ticket, policy: Policy) -> str:
    """What this document calls an assignee: handles where it has handles, else the name of the person."""
    person = policy.people.person(assignee, ticket.ref.tracker)
    called = ticket.called.get(assignee, ())
    here = row.item.owners or [name for one in row.postmortem.items for name in one.owners]
    handles = any(name.startswith("@") for name in here)
    handle = next((one for one in called if one.startswith("@")), f"@{assignee}")
    if handles and _HANDLE.fullmatch(handle) and (handle in called or not called):
        return handle
    if any(name.endswith("@") for name in here) and _HANDLE.fullmatch(assignee):
        return f"{assignee}@"
    names = [*([person.name] if person else []), *called, assignee]
    return next((one for one in names if _PLAIN.fullmatch(one) and " and " not in one), assignee)


def _owners(row: Row, ticket: Ticket, policy: Policy) -> tuple[Owner, ...]:
    return tuple(policy.people.owner(name, ticket.ref.tracker) for name in row.item.owners)


def _identity(owner: Owner) -> str:
    return f"@{_folded(owner.identity)}" if owner.known else _folded(owner.identity)


def _assigning(ticket: Ticket, policy: Policy) -> Assigning:
    return policy.assigning.get(ticket.ref.tracker, Assigning())


def _among(owner: Owner, assignees: Iterable[str], ticket: Ticket) -> str | None:
    return next((one for one in assignees if _is(owner, one, ticket)), None)


def _is(owner: Owner, assignee: str, ticket: Ticket) -> bool:
    names = {_folded(one) for one in (assignee, *ticket.called.get(assignee, ()))}
    return _folded(owner.identity) in names or _folded(owner.name) in names


def _folded(name: str) -> str:
    return " ".join(name.strip("@ ").casefold().split())
