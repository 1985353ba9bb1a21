"""How a ticket of ours that no item links finds its item again.

In its own document, or what became of it when it was renamed: by the same text, then by the title that the ticket has now, then as the only unlinked item that is
left, if the ticket is open and was never seen linked (the text was edited before the link was written). If the document is gone: by the same text
in a document of the same title and date (it moved). What finds nothing is an orphan: a person has to look, and until then
nothing is created where it may belong. A document that could not be read is still there, and so are its links.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeAlias

from sync.identity import document_hash, postmortem_hash, text_hash
from sync.model.action import Field
from sync.model.postmortem import Postmortem, Status, TicketRef
from sync.model.ticket import Marker, Ticket
from sync.plan.headline import headline
from sync.plan.observed import Observed
from sync.plan.rows import Adoption, Matching, Row

Loose: TypeAlias = tuple[Ticket, Marker]
Fits: TypeAlias = Callable[[Row, Ticket, Marker], bool]


def _has_its_text(row: Row, _: Ticket, marker: Marker) -> bool:
    return text_hash(row.item) == marker.text


def _has_its_title(row: Row, ticket: Ticket, _: Marker) -> bool:
    return headline(row.item) == ticket.title


class Adopting:
    """Gives loose tickets to unlinked items, one rule after the other, each to all tickets."""

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
        self._paths = {postmortem.path: postmortem for postmortem in postmortems}
        self._renamed = _renamed(matching, observed, self._paths)
        self._incidents: dict[str, list[Postmortem]] = defaultdict(list)
        for postmortem in postmortems:
            self._incidents[postmortem_hash(postmortem)].append(postmortem)
        self._free: dict[str, list[Row]] = defaultdict(list)
        for row in unlinked:
            self._free[row.postmortem.path].append(row)

    def run(self, loose: Iterable[Loose]) -> None:
        """Find an item for each ticket, or note it as spare or as an orphan."""
        left = [pair for pair in loose if pair[1].document not in self._observed.unread]
        for fits in (_has_its_text, _has_its_title):
            left = [pair for pair in left if not self._adopted(*pair, fits)]
        for path, pairs in self._by_document(left).items():
            self._edited_or_orphans(path, pairs)

    def _home(self, ticket: Ticket, marker: Marker) -> Postmortem | None:
        """The ticket's document, or the one that it became by moving: where it, or all others of it, were seen last, or one of equal title and date."""
        found = self._documents.get(marker.document)
        if found is None and (known := self._observed.state.tickets.get(ticket.ref)) is not None:
            path = self._renamed.get(known.document, known.document)
            found = self._paths.get(path)
        if found is not None or not marker.postmortem or self._observed.elsewhere.may_have(ticket):
            return found
        same = self._incidents.get(marker.postmortem, [])
        return same[0] if len(same) == 1 else None

    def _adopted(self, ticket: Ticket, marker: Marker, fits: Fits) -> bool:
        home = self._home(ticket, marker)
        rows = [row for row in self._free[home.path] if fits(row, ticket, marker)] if home else []
        if not rows:
            return False
        moved = marker.document not in self._documents
        # Nothing is created for a finished item: of equal texts, the ticket was made for an open one.
        self._adopt(
            min(rows, key=lambda row: row.item.is_finished),
            ticket,
            "its ticket was made when the document lay elsewhere"
            if moved
            else "a ticket for this item exists already",
        )
        return True

    def _by_document(self, pairs: Iterable[Loose]) -> dict[str, list[Loose]]:
        """The tickets by the path of their document; the empty path has those whose document is gone."""
        homes: dict[str, list[Loose]] = defaultdict(list)
        for ticket, marker in pairs:
            home = self._home(ticket, marker)
            homes[home.path if home else ""].append((ticket, marker))
        return homes

    def _edited_or_orphans(self, path: str, pairs: list[Loose]) -> None:
        lost = [pair for pair in pairs if not self._replaced(path, *pair)]
        free = self._free[path] if path else []
        if len(lost) == 1 and len(free) == 1 and self._may_be_edited(*lost[0], free[0]):
            self._adopt(free[0], lost[0][0], "its ticket was made before the text was edited")
            return
        for ticket, marker in lost:
            if self._is_settled(ticket):
                self._matching.ended.append((ticket, path))
                continue
            self._matching.orphans.append((ticket, path))
            if not path:
                self._hold(ticket, marker)

    def _replaced(self, path: str, ticket: Ticket, marker: Marker) -> bool:
        """Whether the ticket's own item is there, and links another ticket by somebody's choice."""
        home = self._home(ticket, marker)
        if home is None or home.path != path:
            return False
        for item in home.items:
            if item.references and text_hash(item) == marker.text:
                others = [self._observed.real(one.ref) for one in item.references]
                if not any(self._is_of_same_text(other, marker) for other in others):
                    self._matching.spare.append((ticket, others[0], False))
                    return True
        return False

    def _is_of_same_text(self, ref: TicketRef, marker: Marker) -> bool:
        """Whether that ticket was made for an item like this one, so that its link is no person's choice."""
        ticket = self._observed.tickets.get(ref)
        other = ticket.marker if ticket else None
        return other is not None and other.text in (marker.text, "")

    def _hold(self, ticket: Ticket, marker: Marker) -> None:
        """Keep items from being created that may be the ones of a document that was renamed and retitled."""
        if ticket.status.is_final:
            return
        for rows in self._free.values():
            for row in rows:
                if _has_its_text(row, ticket, marker):
                    self._matching.held[row.place] = ticket.ref

    def _may_be_edited(self, ticket: Ticket, _: Marker, row: Row) -> bool:
        """Whether the one free item may be the ticket's own, edited. Finished work is given to nobody by guessing."""
        return not (self._was_linked(ticket) or ticket.status.is_final or row.item.is_finished)

    def _is_settled(self, ticket: Ticket) -> bool:
        """Whether an ended ticket was linked once, or was told as an orphan while it was open, and then closed."""
        if not ticket.status.is_final:
            return False
        known = self._observed.state.tickets.get(ticket.ref)
        told = known.fields.get(Field.STATUS.value) if known and known.orphan else None
        return self._was_linked(ticket) or (told is not None and not Status(told.ticket).is_final)

    def _was_linked(self, ticket: Ticket) -> bool:
        remembered = self._observed.state.tickets.get(ticket.ref)
        return remembered is not None and not remembered.orphan

    def _adopt(self, row: Row, ticket: Ticket, reason: str) -> None:
        self._free[row.postmortem.path].remove(row)
        self._matching.adopted[row.place] = Adoption(ticket, reason)


def _renamed(matching: Matching, observed: Observed, present: Collection[str]) -> dict[str, str]:
    """By its old path: what a document is called now that is gone, where all its links stand in one that has no others that are remembered."""
    became: dict[str, set[str]] = defaultdict(set)
    came_from: dict[str, set[str]] = defaultdict(set)
    for ref, rows in matching.links.items():
        known = observed.state.tickets.get(ref)
        if known is None:
            continue
        for row in rows:
            became[known.document].add(row.postmortem.path)
            came_from[row.postmortem.path].add(known.document)
    gone = became.keys() - set(present) - set(observed.unread.values())
    only = {old: next(iter(became[old])) for old in gone if len(became[old]) == 1}
    return {old: new for old, new in only.items() if came_from[new] == {old}}
