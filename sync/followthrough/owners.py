"""Who has an item: people and teams by one name each, and whether all of them have left."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from sync.folding import folded
from sync.model.postmortem import Postmortem
from sync.model.ticket import Ticket
from sync.plan.creation import owner_names
from sync.plan.rows import Row
from sync.policy import People, Policy

_TEAM: Final = re.compile(r"@?[\w.-]+/[\w.-]+")
"""`@acme/payments`"""
_SEPARATORS: Final = re.compile(r"\s*[,;]\s*")
_TEAM_KEYS: Final = frozenset({"team", "teams", "owning team", "responsible team", "squad"})
_SERVICE_KEYS: Final = frozenset(
    {
        *("service", "services", "affected service", "affected services", "impacted services"),
        *("component", "components", "system", "systems", "application", "applications"),
    }
)
"""Keys of front matter, folded."""


def owners_of(row: Row, tickets: Iterable[Ticket], policy: Policy) -> tuple[str, ...]:
    """Who is to do it: whoever the ticket is assigned to, or whom the document names where that is nobody."""
    assigned = [
        canonical(name, ticket, policy.people) for ticket in tickets for name in ticket.owners
    ]
    named = [_name(name, policy.people) for name in _named(row, policy)]
    return _once(assigned or named)


def teams_of(row: Row, policy: Policy) -> tuple[str, ...]:
    """The teams that the document names as owners, else those of its front matter."""
    teams = [name.strip("@") for name in _named(row, policy) if _TEAM.fullmatch(name)]
    return _once(teams or _said(row.postmortem, _TEAM_KEYS))


def services_of(postmortem: Postmortem) -> tuple[str, ...]:
    """What was affected, by the front matter."""
    return _once(_said(postmortem, _SERVICE_KEYS))


def have_left(owners: Iterable[str], people: People) -> bool:
    """Whether nobody of them is there any more."""
    known = [people.named(name) for name in owners]
    return bool(known) and all(one is not None and one.left for one in known)


def _named(row: Row, policy: Policy) -> tuple[str, ...]:
    """Those of the document; the one of the settings only where a ticket is still to be made."""
    return row.item.owners if row.item.references else owner_names(row, policy)


def canonical(name: str, ticket: Ticket, people: People) -> str:
    """The one name by which whoever a ticket is assigned to is told."""
    person = people.person(name, ticket.ref.tracker)
    return person.name if person else _name(ticket.called.get(name, (name,))[0], people)


def _name(name: str, people: People) -> str:
    person = people.named(name)
    return person.name if person else name.strip().strip("@")


def _said(postmortem: Postmortem, keys: frozenset[str]) -> list[str]:
    """The values of a key and of the list behind it."""
    return [
        one
        for key, text in postmortem.front_matter.items()
        if folded(re.sub(r"\.\d+$", "", key)) in keys
        for one in _SEPARATORS.split(text.strip())
        if one
    ]


def _once(names: Iterable[str]) -> tuple[str, ...]:
    """Each but once, whatever its case."""
    found: dict[str, str] = {}
    for name in names:
        if name:
            found.setdefault(name.casefold(), name)
    return tuple(found.values())
