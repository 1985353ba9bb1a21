"""The channel `comment`: one reminder below each ticket, which mentions whoever has it.

A new reminder is a new comment, since editing one notifies nobody; the one before is taken away then, so that a ticket has one
and not fifty. Whether it is time is read from the ticket itself, so that it does not matter which machine said the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sync.errors import Exhausted, TrackerError
from sync.followthrough.owners import canonical
from sync.model.postmortem import TicketRef
from sync.model.ticket import Ticket
from sync.policy import Policy
from sync.ports import Tracker
from sync.reminders.model import Channel, Duties, Duty, Ending, Rules, Told, Whom
from sync.reminders.wording import nudge
from sync.reminding import Reminds, Said


@dataclass(slots=True)
class Comments:
    """Says, or tells what would be said."""

    trackers: Mapping[str, Tracker]
    policy: Policy
    rules: Rules
    held: str
    """Why nothing may be sent now; empty if it may."""
    send: bool
    against: Callable[[TicketRef, str], str | None]
    """Why what a document says is not to be written there."""
    permit: Callable[[], str] = str
    """Asked right before the first is sent, so that no other machine sends at the same time; says why it may not."""
    _permitted: bool = False
    _said: int = 0
    _stopped: str = ""

    def tell(self, duties: Duties) -> Iterator[Told]:
        """One for each ticket, those that are most overdue first; nothing that fails stops the others."""
        of: dict[TicketRef, list[Duty]] = {}
        tickets: dict[TicketRef, Ticket] = {}
        for duty in duties.due:
            if not duty.tickets:
                label = duty.item.tickets[0].label if duty.item.tickets else ""
                yield self._told(Ending.HELD, label, (), (duty,), "it has no open ticket")
            for ticket in duty.tickets:
                of.setdefault(ticket.ref, []).append(duty)
                tickets[ticket.ref] = ticket
        for ref, own in of.items():
            yield self._ticket(tickets[ref], own, duties)

    def _ticket(self, ticket: Ticket, own: Sequence[Duty], duties: Duties) -> Told:
        label, whom = ticket.label or ticket.ref.id, self._whom(ticket, own)
        to = whom.names
        tracker = self.trackers.get(ticket.ref.tracker)
        try:
            reason = self._hindrance(ticket, to, own)
            if reason or not isinstance(tracker, Reminds):
                return self._told(Ending.HELD, label, to, own, reason)
            return self._reminded(tracker, ticket, whom, own, duties)
        except Exhausted as error:
            self._stopped = str(error)
            return self._told(Ending.FAILED, label, to, own, str(error))
        except TrackerError as error:
            return self._told(Ending.FAILED, label, to, own, str(error))

    def _hindrance(self, ticket: Ticket, to: Sequence[str], own: Sequence[Duty]) -> str:
        """What stands against a comment before anything is asked."""
        tracker = self.trackers.get(ticket.ref.tracker)
        if not isinstance(tracker, Reminds):
            return f"the tracker {ticket.ref.tracker} takes no comments"
        if ticket.marker is None and not self.policy.write_adopted:
            return "somebody else made it, and pm-sync only reads such tickets; [adopt] write = true lets it comment"
        if not to:
            return "nobody who is there is assigned to it"
        closed = (self.against(ticket.ref, duty.item.document) for duty in own)
        return self._stopped or next((why for why in closed if why), "")

    def _reminded(
        self,
        tracker: Reminds,
        ticket: Ticket,
        whom: Whom,
        own: Sequence[Duty],
        duties: Duties,
    ) -> Told:
        label, to = ticket.label or ticket.ref.id, whom.names
        saying = nudge(own, whom, self.rules, duties.today)
        before = tracker.reminders(ticket.ref)
        reason = self._too_early(before, duties.today)
        if not reason and self.send and not self._permitted:
            reason = self.permit()
            self._permitted = not reason
            before = tracker.reminders(ticket.ref)  # another machine may have been quicker
            reason = reason or self._too_early(before, duties.today)
        if reason:
            return self._told(Ending.HELD, label, to, own, reason)
        self._said += 1
        if not self.send:
            return self._told(Ending.WOULD, label, to, own, text=saying.text)
        tracker.remind(ticket.ref, saying)
        remark = _taken_away(tracker, ticket.ref, before)
        return self._told(Ending.SENT, label, to, own, remark, saying.text)

    def _too_early(self, before: Sequence[Said], today: date) -> str:
        """Why there is no new reminder now."""
        last = max((one.day for one in before), default=None)
        if last is not None and self.rules.is_recent(last, today):
            ago = (today - last).days
            when = {0: "today", 1: "yesterday"}.get(ago, f"{ago} days ago")
            return f"reminded {when}"
        if not self.held and self._said >= self.rules.most:
            return f"left for a later run: [remind] most = {self.rules.most} comments in one"
        return self.held

    def _whom(self, ticket: Ticket, own: Sequence[Duty]) -> Whom:
        """Those assigned who are to be told; where all of them left, who stands in for them, if the tracker may know them."""
        wanted = {name.casefold() for duty in own for name in duty.people}
        people = self.policy.people
        assigned = tuple(
            name for name in ticket.owners if canonical(name, ticket, people).casefold() in wanted
        )
        names = dict.fromkeys(one for duty in own for one in duty.stand_ins)
        owners = (people.owner(name, ticket.ref.tracker) for name in names)
        others = (one for one in owners if one.known and one.identity not in ticket.owners)
        return Whom(assigned, tuple(others))

    @staticmethod
    def _told(
        ending: Ending,
        where: str,
        to: Sequence[str],
        own: Sequence[Duty],
        reason: str = "",
        text: str = "",
    ) -> Told:
        return Told(Channel.COMMENT, ending, where, tuple(to), tuple(own), reason, text)


def _taken_away(tracker: Reminds, ref: TicketRef, before: Sequence[Said]) -> str:
    """Take the older ones away; what cannot be is no harm."""
    for one in before:
        try:
            tracker.unsay(ref, one)
        except TrackerError as error:
            return f"an older reminder stays: {error}"
    return ""
