"""The plan itself: walks over every item once and asks the rules beside it what is to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sync.model.action import Action, Concern, Notice, Plan
from sync.model.postmortem import Postmortem, Status, TicketRef
from sync.model.ticket import Ticket
from sync.plan.creation import creation, item_holds, postmortem_holds
from sync.plan.document_status import document_status
from sync.plan.edits import link, relinks
from sync.plan.loose_ends import loose_ends
from sync.plan.matching import match
from sync.plan.merge import merged
from sync.plan.observed import Observed
from sync.plan.pairing import paired, refs_of, status_sides
from sync.plan.rows import Matching, Row
from sync.plan.status import status_action
from sync.plan.title import title_action
from sync.policy import Policy


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
        refs = refs_of(row, self._observed)
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
        pair = paired(row, tickets[0], self._matching, self._observed, self._policy)
        if pair is None:
            return
        titled = title_action(pair, self._policy)
        if titled is not None:
            yield titled
        yield from merged(pair, self._policy)

    def _status(self, row: Row, tickets: list[Ticket]) -> Iterator[Action]:
        side = status_sides(row, tickets, self._matching, self._observed, self._policy)
        action = status_action(side, self._policy)
        if action is not None:
            yield action


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
