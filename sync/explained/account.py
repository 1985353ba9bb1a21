"""Puts together what is known of one item: the plan says what follows, the rules of the plan say why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sync.explained.fields import Comparing
from sync.explained.model import (
    Account,
    Identity,
    Known,
    Mark,
    OwnerNow,
    Planned,
    RouteNow,
    Seen,
    TicketNow,
)
from sync.identity import document_hash, item_key, normalised, text_hash
from sync.marks import is_lost, key_of
from sync.model.action import Action, CreateTicket, Notice, Plan
from sync.model.postmortem import ActionItem, Postmortem, Status, TicketRef
from sync.model.report import Ending
from sync.model.ticket import Ticket
from sync.plan import plan
from sync.plan.creation import item_holds, owner_names, postmortem_holds
from sync.plan.matching import match
from sync.plan.routing import Lacking, misfits, place_of, route_of
from sync.plan.rows import Row
from sync.policy import Route


class Explaining:
    """Explains items from what one look at the world found."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._policy = known.policy
        self._observed = known.observed
        self._matching = match(known.postmortems, known.observed, known.policy.project)

    def account(self, postmortem: Postmortem, item: ActionItem) -> Account:
        """Everything but what was found and done elsewhere: `findings` and `history`."""
        row = Row(postmortem, item)
        tickets = tuple(self._tickets(row))
        hold = self._hold(row, tickets)
        planned = tuple(self._planned(row, hold))
        notices = tuple(
            one
            for one in self._plan(row, hold).actions
            if isinstance(one, Notice) and self._is_told(one, row, tickets)
        )
        route = self._route(row)
        identity = self._identity(row, tickets)
        doubts = self._observed.state.doubts
        shown = self._shown(row, tickets)
        comparing = (
            Comparing(row, shown, self._matching, self._observed, self._policy) if shown else None
        )
        return Account(
            postmortem=postmortem,
            item=item,
            identity=identity,
            route=route,
            owners=tuple(self._owners(row, tickets)),
            default_owner=not item.owners and bool(owner_names(row, self._policy)),
            tickets=tickets,
            fields=tuple(comparing.fields(planned, notices)) if comparing else (),
            hold=hold,
            planned=planned,
            notices=notices,
            doubt=doubts.get(identity.key) if identity.key else None,
            unasked=self._unasked({route.tracker, *(one.ref.tracker for one in tickets)}),
        )

    def _unasked(self, trackers: set[str]) -> dict[str, str]:
        return {name: why for name, why in self._known.unasked.items() if name in trackers}

    def _tickets(self, row: Row) -> Iterator[TicketNow]:
        adoption = self._matching.adopted.get(row.place)
        if adoption is not None:
            yield self._ticket(adoption.ticket.ref, None, adoption.reason)
        for reference in row.item.references:
            real = self._observed.real(reference.ref)
            moved = f", which has moved: it is {real} now" if real != reference.ref else ""
            yield self._ticket(real, reference.ref, f"the document links {reference.ref.id}{moved}")

    def _ticket(self, ref: TicketRef, named: TicketRef | None, how: str) -> TicketNow:
        ticket = self._observed.tickets.get(ref)
        memory = self._known.memory
        known = memory.tickets.get(ref) or (memory.tickets.get(named) if named else None)
        return TicketNow(
            ref, named, how, self._seen(ref, ticket), self._mark(ticket), ticket, known
        )

    def _seen(self, ref: TicketRef, ticket: Ticket | None) -> Seen:
        if ticket is not None:
            return Seen.REMEMBERED if ref.tracker in self._known.unasked else Seen.NOW
        if ref in self._observed.vanished:
            return Seen.VANISHED
        return Seen.UNASKED if ref.tracker in self._known.unasked else Seen.FOREIGN

    def _mark(self, ticket: Ticket | None) -> Mark:
        if ticket is None:
            return Mark.UNKNOWN
        if ticket.withdrawn:
            return Mark.WITHDRAWN
        if ticket.marker is not None:
            return Mark.OURS
        return Mark.LOST if is_lost(ticket, self._observed.state) else Mark.ADOPTED

    def _shown(self, row: Row, tickets: Sequence[TicketNow]) -> list[Ticket]:
        """Those that the plan compares the item with."""
        if self._matching.adopted.get(row.place) is None and not row.item.references:
            return []
        found = [one.ticket for one in tickets if one.ticket is not None]
        gone = [one.ref for one in tickets if one.seen is Seen.VANISHED]
        absent = [Ticket(ref=ref, title="", status=Status.VANISHED) for ref in gone[:1]]
        return list(dict.fromkeys(found)) if found else absent

    def _hold(self, row: Row, tickets: Sequence[TicketNow]) -> str | None:
        why = self._known.aside or postmortem_holds(row.postmortem, self._policy)
        if why is None and row.item.unclear:
            why = "in rows that are unclear"
        if why is None and not tickets and not row.item.unrecognised:
            why = item_holds(row, self._policy)
        return why

    def _plan(self, row: Row, hold: str | None) -> Plan:
        """The plan; of an item that is left alone, that of a run which takes it in, if any would."""
        if hold is None:
            return self._known.plan
        only = frozenset({row.postmortem.path})
        lifted = replace(self._policy, include_old=True, unless_status=frozenset[str](), only=only)
        return plan(self._known.postmortems, self._observed, lifted)

    def _planned(self, row: Row, hold: str | None) -> Iterator[Planned]:
        held = {id(one.action): one for one in self._known.held}
        for action in self._plan(row, hold).actions:
            if isinstance(action, Notice) or not _is_of(action, row):
                continue
            if hold is not None:
                yield Planned(action, f"it is one of those {hold}", Ending.HELD)
            elif id(action) in held:
                kept = held[id(action)]
                yield Planned(action, kept.reason, kept.ending)
            else:
                yield Planned(action)

    def _is_told(self, told: Notice, row: Row, tickets: Sequence[TicketNow]) -> bool:
        """Whether a notice is about the item, one of its tickets, or a ticket that may be its."""
        if told.document == row.postmortem.path and told.line is not None:
            if told.title:
                return told.line == row.item.line and told.title == row.item.title
            return row.item.unclear or row.item.line <= told.line <= row.item.end_line
        refs = {one.ref for one in tickets}
        return told.ticket is not None and told.ticket in refs | self._loose(row, tickets)

    def _loose(self, row: Row, tickets: Sequence[TicketNow]) -> set[TicketRef]:
        """Tickets that no item links, and that have to do with this one."""
        used = {one.ref for one in tickets}
        spare = {spare.ref for spare, ref, _ in self._matching.spare if ref in used}
        if tickets:
            return spare
        mine = self._matching.held.get(row.place)
        here = [self._matching.orphans, self._matching.unmarked]
        path = row.postmortem.path
        loose = {ticket.ref for many in here for ticket, home in many if home == path}
        return spare | loose | ({mine} if mine is not None else set())

    def _identity(self, row: Row, tickets: Sequence[TicketNow]) -> Identity:
        project, document = self._policy.project, document_hash(row.postmortem)
        ordinal = None if tickets else self._matching.ordinals.get(row.place)
        text = text_hash(row.item)
        if ordinal is not None:
            key: str | None = item_key(project, document, text, ordinal)
        else:
            keys = [self._key(one) for one in tickets]
            key = next((one for one in keys if one), None)
        identity = row.postmortem.identity or row.postmortem.path
        return Identity(project, identity, normalised(row.item.title), ordinal, key)

    def _key(self, one: TicketNow) -> str | None:
        if one.ticket is not None:
            return key_of(one.ticket, self._observed.state)
        return one.remembered.key if one.remembered else None

    def _route(self, row: Row) -> RouteNow:
        owners = owner_names(row, self._policy)
        route = route_of(row, owners, self._policy)
        passed: list[tuple[str, tuple[str, ...]]] = []
        where: str | None = None
        for number, one in enumerate(self._policy.routes):
            place = self._known.routes[number] if number < len(self._known.routes) else ""
            if one is route:
                where = place
                break
            passed.append((place, tuple(misfits(one, row, owners, self._policy))))
        try:
            chosen, lacking = place_of(route, row), None
        except Lacking as error:
            chosen, lacking = {}, str(error)
        destination = str(chosen.get("project") or chosen.get("repository") or "")
        return RouteNow(route.tracker, destination, where, tuple(passed), lacking)

    def _owners(self, row: Row, tickets: Sequence[TicketNow]) -> Iterator[OwnerNow]:
        route: Route = route_of(row, owner_names(row, self._policy), self._policy)
        trackers = dict.fromkeys(one.ref.tracker for one in tickets) or {route.tracker: None}
        for tracker in trackers:
            for name in owner_names(row, self._policy):
                owner = self._policy.people.owner(name, tracker)
                assigning = self._policy.assigning.get(tracker)
                can = assigning.can(owner) if assigning is not None else None
                yield OwnerNow(name, tracker, owner.identity, owner.known, can)


def _is_of(action: Action, row: Row) -> bool:
    """Whether an action is about exactly this item: several may begin on one line."""
    if action.document != row.postmortem.path or action.line != row.item.line:
        return False
    if isinstance(action, CreateTicket):
        return action.draft.marker.text == text_hash(row.item)
    return action.title == row.item.title
