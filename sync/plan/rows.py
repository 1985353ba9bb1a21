"""The nouns of matching: an item with its document, and which ticket belongs to it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from sync.model.postmortem import ActionItem, Postmortem, TicketRef
from sync.model.ticket import Ticket
from sync.policy import Policy

Place: TypeAlias = tuple[str, int, str]
"""Path and line of an item."""


class Row(NamedTuple):
    """An item with the document it stands in."""

    postmortem: Postmortem
    item: ActionItem

    @property
    def place(self) -> Place:
        return self.postmortem.path, self.item.line, self.item.title


class Adoption(NamedTuple):
    """A ticket found for an unlinked item, and how."""

    ticket: Ticket
    reason: str


@dataclass(slots=True)
class Matching:
    """The result: every ticket of ours is linked, adopted, spare or an orphan."""

    links: dict[TicketRef, list[Row]] = field(default_factory=lambda: defaultdict(list))
    adopted: dict[Place, Adoption] = field(default_factory=dict)
    orphans: list[tuple[Ticket, str]] = field(default_factory=list)
    """With the path of the document they belong to, empty if that is gone."""
    ended: list[tuple[Ticket, str]] = field(default_factory=list)
    """Alike, but there is nothing left to settle: the work has ended, and so has the item."""
    spare: list[tuple[Ticket, TicketRef, bool]] = field(default_factory=list)
    """A second ticket for an item that has one; with the one that is linked, and whether that is ours."""
    held: dict[Place, TicketRef] = field(default_factory=dict)
    """Unlinked items with the text of an orphan whose document is gone, or of a ticket without its mark: it may be theirs."""
    unmarked: list[tuple[Ticket, str]] = field(default_factory=list)
    """Tickets that lost their marks and may belong to items that are held for them; with the path of their document."""
    ordinals: dict[Place, int] = field(default_factory=dict)
    """For unlinked items without a ticket: the smallest ordinal that no ticket uses."""

    @property
    def blocked(self) -> dict[str, TicketRef]:
        """Paths of documents with an orphan, and the first of them."""
        return {path: ticket.ref for ticket, path in reversed(self.orphans) if path}


def is_changeable(row: Row, ticket: Ticket, matching: Matching, policy: Policy) -> bool:
    """Whether fields may flow between an item and this ticket: it is its only one, nobody else links it, and it is ours to change."""
    others = matching.links.get(ticket.ref, ())
    alone = len(row.item.references) <= 1 and len(others) <= 1
    return alone and (ticket.marker is not None or policy.write_adopted)
