"""What to remember after a run: for every linked ticket, the value that each side has now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sync.identity import document_hash
from sync.made import both_sides
from sync.marks import is_lost, key_of
from sync.model.action import Action, CreateTicket, Field
from sync.model.memory import Base, Doubt, Reading, Remembered, State
from sync.model.postmortem import Postmortem, TicketRef
from sync.model.ticket import Ticket
from sync.plan import Observed
from sync.plan.creation import takes_part
from sync.plan.headline import headline
from sync.plan.matching import match
from sync.plan.merge import MERGING
from sync.plan.rows import Matching, Row, is_changeable
from sync.policy import Policy
from sync.state import REFRESH_AFTER


def remember(
    postmortems: Sequence[Postmortem],
    observed: Observed,
    policy: Policy,
    left: Iterable[Action],
    in_doubt: Iterable[CreateTicket],
    readings: Mapping[str, Reading],
    now: datetime,
    unasked: Collection[str] = (),
) -> State:
    """The state after a run, from the documents and tickets as they are now; `left` is what a plan would do now.

    A field that is still to be written, or that is in conflict, keeps the base it had: neither side has agreed to anything
    yet. So does everything in a document that took no part in the run, or could not be read.
    """
    before = observed.state
    matching = match(postmortems, observed, policy.project)
    keeping = _Keeping(observed, policy, matching, _unsettled(left))
    tickets = _of_absent(before, postmortems)
    for ref, rows in matching.links.items():
        if any(takes_part(row.postmortem, policy) for row in rows):
            entry = keeping.linked(ref, rows)
        else:
            entry = before.tickets.get(ref)
        if entry is not None:
            tickets[ref] = entry
    aside = {one.path for one in postmortems if not takes_part(one, policy)}
    for loose, path, settled in (
        *((ticket, path, False) for ticket, path in matching.orphans),
        *((ticket, path, True) for ticket, path in matching.ended),
        *_second_ones(matching),
    ):
        known = before.tickets.get(loose.ref)
        kept = known if path in aside else None
        tickets[loose.ref] = kept or _loose(loose, path, observed, settled=settled)
    for bare, path in matching.unmarked:
        entry = _loose(bare, path, observed, settled=True)
        fields = {Field.STATUS.value: Base("", bare.status.value), **entry.fields}
        tickets[bare.ref] = replace(entry, unsettled=True, fields=fields)
    found = {ticket.marker.key for ticket in observed.tickets.values() if ticket.marker}
    remembered = {
        ticket.marker.key
        for ref, ticket in observed.tickets.items()
        if ticket.marker is not None and ref in tickets
    }
    open_still = (set(unasked) - found) | (found - remembered)
    doubts = _doubts(before, observed, in_doubt, now) | _still_open(before, open_still, now)
    return State(tickets, doubts, dict(readings))


def _second_ones(matching: Matching) -> Iterator[tuple[Ticket, str, bool]]:
    """Second tickets for an item, which are told until somebody closes them: no listing of changes would show them again."""
    for ticket, used, _ in matching.spare:
        rows = matching.links.get(used, ())
        yield ticket, rows[0].postmortem.path if rows else "", ticket.status.is_final


def _loose(ticket: Ticket, path: str, observed: Observed, *, settled: bool) -> Remembered:
    """A ticket that no item links. That it was linked once, or settled, stays known: it is never taken for another item's."""
    known = observed.state.tickets.get(ticket.ref)
    orphan = not settled and (known is None or known.orphan)
    told = {Field.STATUS.value: Base("", ticket.status.value)}
    fields = told if orphan or known is None else known.fields
    key = key_of(ticket, observed.state)
    home = path or (known.document if known else "")
    unlisted = ticket.ref in observed.unlisted
    return Remembered(
        ticket.ref, key, home, orphan=orphan, loose=True, unlisted=unlisted, fields=fields
    )


def _of_absent(before: State, postmortems: Sequence[Postmortem]) -> dict[TicketRef, Remembered]:
    """What is known of documents that cannot be read, or are not there in this run: they may come back as they were."""
    present = frozenset(postmortem.path for postmortem in postmortems)
    return {ref: entry for ref, entry in before.tickets.items() if entry.document not in present}


def _unsettled(left: Iterable[Action]) -> dict[TicketRef, set[str]]:
    """The fields of tickets that somebody still has to write or to decide."""
    unsettled: dict[TicketRef, set[str]] = {}
    for action in left:
        if not isinstance(action, CreateTicket) and action.ticket and action.field:
            unsettled.setdefault(action.ticket, set()).add(action.field.value)
    return unsettled


@dataclass(frozen=True, slots=True)
class _Keeping:
    """What decides how much of a linked ticket is remembered."""

    observed: Observed
    policy: Policy
    matching: Matching
    unsettled: Mapping[TicketRef, Collection[str]]

    def linked(self, ref: TicketRef, rows: Sequence[Row]) -> Remembered | None:
        known = self.observed.state.tickets.get(ref)
        ticket = self.observed.tickets.get(ref)
        if ticket is None:
            gone = known is not None and ref in self.observed.vanished
            return replace(known, unlisted=True) if known is not None and gone else known
        kept = self.observed.bases(ref)
        agreed = self._agreed(ticket, rows)
        open_fields = self.unsettled.get(ref, ())
        lost = is_lost(ticket, self.observed.state)
        renewed = agreed.keys() if lost else (*agreed, *MERGING)
        fields = {
            name: base for name, base in kept.items() if name in open_fields or name not in renewed
        }
        fields |= {name: base for name, base in agreed.items() if name not in open_fields}
        return Remembered(
            ref,
            key_of(ticket, self.observed.state),
            self._home(ticket, rows),
            unlisted=ref in self.observed.unlisted,
            unsettled=bool(open_fields) or not ticket.shown or lost,
            fields=fields,
        )

    def _home(self, ticket: Ticket, rows: Sequence[Row]) -> str:
        """The path of the ticket's own document, where copies of it link the ticket as well."""
        known = self.observed.state.tickets.get(ticket.ref)
        paths = [row.postmortem.path for row in rows]
        made_in = ticket.marker.document if ticket.marker else ""
        own = [row.postmortem.path for row in rows if document_hash(row.postmortem) == made_in]
        seen = [known.document] if known is not None and known.document in paths else []
        return next(iter((*own, *seen, *paths)))

    def _agreed(self, ticket: Ticket, rows: Sequence[Row]) -> dict[str, Base]:
        """The values of each field, where all rows of the ticket say the same."""
        agreed: dict[str, Base] = {}
        statuses = {row.item.status or "" for row in rows}
        if len(statuses) == 1:
            agreed[Field.STATUS.value] = Base(str(statuses.pop()), ticket.status.value)
        if not all(is_changeable(row, ticket, self.matching, self.policy) for row in rows):
            if ticket.marker is not None and len(rows) == 1:
                agreed[Field.TITLE.value] = Base(headline(rows[0].item), ticket.title)
            return agreed
        row = rows[0]
        agreed[Field.TITLE.value] = Base(headline(row.item), ticket.title)
        sides = both_sides(row, ticket, self.policy)
        return agreed | {field.value: base for field, base in sides.items()}


def _still_open(before: State, keys: Collection[str], now: datetime) -> dict[str, Doubt]:
    """The doubts that nobody asked about, and those whose tickets were found and no item links yet, for as long as listings may hide them."""
    doubts = before.doubts
    return {
        key: doubts[key]
        for key in keys
        if key in doubts and now - doubts[key].since < REFRESH_AFTER
    }


def _doubts(
    before: State, observed: Observed, in_doubt: Iterable[CreateTicket], now: datetime
) -> dict[str, Doubt]:
    doubts = {key: before.doubts[key] for key in observed.in_doubt if key in before.doubts}
    for action in in_doubt:
        key = action.draft.marker.key
        doubts.setdefault(key, Doubt(action.tracker, key, action.document, now))
    return doubts
