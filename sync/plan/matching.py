"""Which ticket belongs to which unlinked item, so that nothing is created that exists already.

A ticket of ours that no item links is given, in this order, to the item with the same text in the same document; to the
only unlinked item of its document, if the ticket was never seen linked (the text was edited before the link was
written); to the item with the same text in a document of the same title and date (the document moved). What is left
is an orphan: a person has to look, and until then nothing is created in its document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from sync.identity import document_hash, item_key, postmortem_hash, text_hash
from sync.model.postmortem import ActionItem, Postmortem, TicketRef
from sync.model.ticket import Marker, Ticket
from sync.plan.observed import Observed

Place: TypeAlias = tuple[str, int]
"""Path and line of an item."""


class Row(NamedTuple):
    """An item with the document it stands in."""

    postmortem: Postmortem
    item: ActionItem

    @property
    def place(self) -> Place:
        return self.postmortem.path, self.item.line


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
    spare: list[tuple[Ticket, Ticket | None]] = field(default_factory=list)
    """A second ticket for an item that has one; with the one in use, if that is ours."""
    ordinals: dict[Place, int] = field(default_factory=dict)
    """For unlinked items without a ticket: the smallest ordinal that no ticket uses."""

    @property
    def blocked(self) -> frozenset[str]:
        """Paths of documents with an orphan."""
        return frozenset(path for _, path in self.orphans if path)


def match(postmortems: Sequence[Postmortem], observed: Observed, project: str) -> Matching:
    """Match all unlinked items with the tickets of `project` that no item links."""
    matching = Matching()
    unlinked: list[Row] = []
    for postmortem in postmortems:
        for item in postmortem.items:
            row = Row(postmortem, item)
            if item.references:
                for ref in dict.fromkeys(reference.ref for reference in item.references):
                    matching.links[ref].append(row)
            elif item.ticket_wanted and not item.unrecognised:
                unlinked.append(row)
    loose = _loose_tickets(matching, observed, project)
    if loose:
        _Matcher(matching, postmortems, unlinked, observed).run(loose)
    _number(matching, unlinked, observed, project)
    return matching


def _loose_tickets(
    matching: Matching, observed: Observed, project: str
) -> list[tuple[Ticket, Marker]]:
    """The tickets of ours that no item links, oldest first; second ones of a key are set aside as spare."""
    ours = [
        (ticket, ticket.marker)
        for ticket in observed.tickets.values()
        if ticket.marker is not None and ticket.marker.project == project
    ]
    in_use = {marker.key: ticket for ticket, marker in ours if ticket.ref in matching.links}
    loose: list[tuple[Ticket, Marker]] = []
    for ticket, marker in sorted(ours, key=lambda pair: _age(pair[0])):
        if ticket.ref in matching.links:
            continue
        if marker.key in in_use:
            matching.spare.append((ticket, in_use[marker.key]))
            continue
        in_use[marker.key] = ticket
        loose.append((ticket, marker))
    return loose


def _age(ticket: Ticket) -> tuple[str, int, str]:
    created = ticket.created_at.isoformat() if ticket.created_at else ""
    return created, len(ticket.ref.id), ticket.ref.id


class _Matcher:
    """Gives loose tickets to unlinked items, one rule after the other."""

    def __init__(
        self,
        matching: Matching,
        postmortems: Sequence[Postmortem],
        unlinked: Iterable[Row],
        observed: Observed,
    ) -> None:
        self._matching = matching
        self._observed = observed
        self._documents = {document_hash(postmortem): postmortem for postmortem in postmortems}
        self._incidents: dict[str, list[Postmortem]] = defaultdict(list)
        for postmortem in postmortems:
            self._incidents[postmortem_hash(postmortem)].append(postmortem)
        self._free: dict[str, list[Row]] = defaultdict(list)
        for row in unlinked:
            self._free[row.postmortem.path].append(row)

    def run(self, loose: Iterable[tuple[Ticket, Marker]]) -> None:
        rest = [
            (ticket, marker)
            for ticket, marker in loose
            if not self._same_text(
                self._home(marker), marker, ticket, "a ticket for this item exists already"
            )
        ]
        moved = [pair for pair in rest if not self._moved(*pair)]
        for path, pairs in self._by_home(moved).items():
            self._edited_or_orphans(path, pairs)

    def _home(self, marker: Marker) -> Postmortem | None:
        return self._documents.get(marker.document)

    def _same_text(
        self, postmortem: Postmortem | None, marker: Marker, ticket: Ticket, reason: str
    ) -> bool:
        if postmortem is None:
            return False
        same = [row for row in self._free[postmortem.path] if text_hash(row.item) == marker.text]
        if not same:
            return False
        # Nothing is created for a finished item: of equal texts, the ticket was made for an open one.
        self._adopt(min(same, key=lambda row: row.item.is_finished), ticket, reason)
        return True

    def _moved(self, ticket: Ticket, marker: Marker) -> bool:
        home = self._home(marker) or self._moved_to(marker)
        if home is None or marker.document in self._documents:
            return False
        return self._same_text(
            home, marker, ticket, "its ticket was made when the document lay elsewhere"
        )

    def _moved_to(self, marker: Marker) -> Postmortem | None:
        candidates = self._incidents.get(marker.postmortem, []) if marker.postmortem else []
        return candidates[0] if len(candidates) == 1 else None

    def _by_home(
        self, pairs: Iterable[tuple[Ticket, Marker]]
    ) -> dict[str, list[tuple[Ticket, Marker]]]:
        homes: dict[str, list[tuple[Ticket, Marker]]] = defaultdict(list)
        for ticket, marker in pairs:
            home = self._home(marker) or self._moved_to(marker)
            homes[home.path if home else ""].append((ticket, marker))
        return homes

    def _edited_or_orphans(self, path: str, pairs: list[tuple[Ticket, Marker]]) -> None:
        lost = [pair for pair in pairs if not self._replaced(path, *pair)]
        free = self._free[path] if path else []
        if len(lost) == 1 and len(free) == 1 and not self._was_linked(lost[0][0]):
            self._adopt(free[0], lost[0][0], "its ticket was made before the text was edited")
            return
        self._matching.orphans.extend((ticket, path) for ticket, _ in lost)

    def _replaced(self, path: str, ticket: Ticket, marker: Marker) -> bool:
        """Whether the ticket's own item is there, and links another ticket by somebody's choice."""
        home = self._home(marker)
        if home is None or home.path != path:
            return False
        if any(item.references and text_hash(item) == marker.text for item in home.items):
            self._matching.spare.append((ticket, None))
            return True
        return False

    def _was_linked(self, ticket: Ticket) -> bool:
        remembered = self._observed.state.tickets.get(ticket.ref)
        return remembered is not None and not remembered.orphan

    def _adopt(self, row: Row, ticket: Ticket, reason: str) -> None:
        self._free[row.postmortem.path].remove(row)
        self._matching.adopted[row.place] = Adoption(ticket, reason)


def _number(matching: Matching, unlinked: Iterable[Row], observed: Observed, project: str) -> None:
    used = {ticket.marker.key for ticket in observed.tickets.values() if ticket.marker}
    used.update(entry.key for entry in observed.state.tickets.values() if entry.key)
    for row in unlinked:
        if row.place in matching.adopted:
            continue
        document, text = document_hash(row.postmortem), text_hash(row.item)
        ordinal = 0
        while (key := item_key(project, document, text, ordinal)) in used:
            ordinal += 1
        used.add(key)
        matching.ordinals[row.place] = ordinal
