"""The plan itself: walks over every item once and asks the rules beside it what is to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sync.model.action import Action, Concern, Field, Notice, Plan
from sync.model.memory import Base
from sync.model.postmortem import Postmortem, Status, TicketRef
from sync.model.ticket import Draft, Ticket
from sync.plan.creation import creation, draft_of, item_holds, postmortem_holds
from sync.plan.document_status import document_status
from sync.plan.edits import link, relinks
from sync.plan.loose_ends import loose_ends
from sync.plan.matching import match
from sync.plan.merge import Pair, merged
from sync.plan.observed import Observed
from sync.plan.rows import Matching, Row, is_changeable
from sync.plan.status import Side, deciding, rank, status_action, voting
from sync.plan.title import title_action
from sync.policy import Policy, Route


def plan(postmortems: Sequence[Postmortem], observed: Observed, policy: Policy) -> Plan:
    """What has to be done so that documents and tickets agree. Pure: equal arguments give equal plans.

    All documents have to be given; `policy.only` and `policy.aside` narrow the actions, not the view.
    """
    planner = _Planner(postmortems, observed, policy)
    actions = tuple(action for action in planner.actions() if _in_scope(action, policy))
    return Plan(actions=actions, skipped=dict(sorted(planner.skipped.items())))


def _in_scope(action: Action, policy: Policy) -> bool:
    return not action.document or policy.wants(action.document)


class _Planner:
    def __init__(
        self, postmortems: Sequence[Postmortem], observed: Observed, policy: Policy
    ) -> None:
        self._postmortems = postmortems
        self._observed = observed
        self._policy = policy
        self._matching: Matching = match(postmortems, observed, policy.project)
        self._blocked = self._matching.blocked
        self.skipped: Counter[str] = Counter()

    def actions(self) -> Iterator[Action]:
        for postmortem in self._postmortems:
            hold = postmortem_holds(postmortem, self._policy)
            if hold is None:
                yield from _remarks(postmortem)
            for item in postmortem.items:
                row = Row(postmortem, item)
                if hold is not None:
                    self._skip(row, hold)
                elif item.unclear:
                    self._skip(row, "in rows that are unclear")
                elif item.references:
                    yield from self._linked(row)
                else:
                    yield from self._unlinked(row)
            if hold is None:
                yield from document_status(postmortem, self._observed, self._policy)
        yield from loose_ends(self._matching, self._observed, self._policy)

    def _skip(self, row: Row, reason: str) -> None:
        if self._policy.wants(row.postmortem.path):
            self.skipped[reason] += 1

    def _unlinked(self, row: Row) -> Iterator[Action]:
        if row.item.unrecognised:
            names = ", ".join(row.item.unrecognised)
            yield _notice(
                row,
                Concern.UNRECOGNISED,
                f"nobody recognises {names!r}, so no ticket is created;"
                " write its URL, or remove it to get a new ticket",
            )
            return
        adoption = self._matching.adopted.get(row.place)
        if adoption is not None:
            yield link(row, adoption.ticket, adoption.reason)
            yield from self._fields(row, [adoption.ticket])
            yield from self._status(row, [adoption.ticket])
            return
        hold = item_holds(row, self._policy)
        if hold is not None:
            self._skip(row, hold)
            return
        yield from creation(
            row,
            self._matching.ordinals[row.place],
            self._observed,
            self._policy,
            orphan=self._blocked.get(row.postmortem.path) or self._matching.held.get(row.place),
        )

    def _linked(self, row: Row) -> Iterator[Action]:
        refs = tuple(dict.fromkeys(self._observed.real(one.ref) for one in row.item.references))
        tickets = [self._observed.tickets[ref] for ref in refs if ref in self._observed.tickets]
        gone = [ref for ref in refs if ref in self._observed.vanished]
        for ref in gone:
            yield _notice(
                row,
                Concern.VANISHED,
                f"{ref} cannot be found: deleted, or not visible for this account;"
                " it is not created anew",
                ref,
            )
        yield from relinks(row, self._observed)
        for ticket in tickets:
            for remark in ticket.remarks:
                yield _notice(row, Concern.REMARKABLE, remark, ticket.ref)
        if tickets:
            yield from self._fields(row, tickets)
            yield from self._status(row, tickets)
        elif gone:
            absent = Ticket(ref=gone[0], title="", status=Status.VANISHED)
            yield from self._status(row, [absent])
        else:
            self._skip(row, "linked to a tracker that is not configured")

    def _fields(self, row: Row, tickets: list[Ticket]) -> Iterator[Action]:
        pair = self._pair(row, tickets)
        if pair is None:
            return
        titled = title_action(pair, self._policy)
        if titled is not None:
            yield titled
        yield from merged(pair, self._policy)

    def _pair(self, row: Row, tickets: list[Ticket]) -> Pair | None:
        """The item with its ticket, if that may be changed and is nobody else's."""
        if not is_changeable(row, tickets[0], self._matching, self._policy):
            return None
        ticket = tickets[0]

        def draft() -> Draft | None:
            if ticket.marker is None:
                return None
            return draft_of(row, ticket.marker, self._policy, Route(ticket.ref.tracker))

        bases = self._observed.bases(ticket.ref)
        return Pair(row, ticket, bases, draft, self._observed.unheld)

    def _status(self, row: Row, tickets: list[Ticket]) -> Iterator[Action]:
        ticket = deciding(tickets)
        side = Side(
            row.postmortem,
            row.item,
            ticket,
            self._status_base(tickets),
            movable=is_changeable(row, ticket, self._matching, self._policy)
            and not ticket.is_change,
        )
        action = status_action(side, self._policy)
        if action is not None:
            yield action

    def _status_base(self, tickets: list[Ticket]) -> Base | None:
        """What the document and the deciding ticket said when they were last seen; None if any of it is unknown."""
        bases = [self._base(ticket.ref, Field.STATUS) for ticket in voting(tickets)]
        known = [base for base in bases if base is not None]
        if len(known) < len(bases):
            return None
        return min(known, key=lambda base: rank(base.ticket))

    def _base(self, ref: TicketRef, field: Field) -> Base | None:
        remembered = self._observed.state.tickets.get(ref)
        return remembered.fields.get(field) if remembered else None


def _remarks(postmortem: Postmortem) -> Iterator[Notice]:
    for remark in postmortem.remarks:
        yield Notice(Concern.UNCLEAR, postmortem.path, remark.line, "", remark.text)


def _notice(row: Row, concern: Concern, reason: str, ref: TicketRef | None = None) -> Notice:
    return Notice(
        concern=concern,
        document=row.postmortem.path,
        line=row.item.line,
        title=row.item.title,
        reason=reason,
        ticket=ref,
    )
