"""Each field of an item beside its ticket: who decides, what both sides say and said, and what follows. Decides nothing: the plan does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from sync.explained.model import FieldNow, Planned, Verdict
from sync.model.action import MERGED, Concern, Field, Notice, UpdateTicket, WriteCell, called
from sync.model.memory import Base
from sync.model.postmortem import Status
from sync.model.ticket import Ticket
from sync.plan import Observed
from sync.plan.headline import headline
from sync.plan.merge import MERGING, Pair, shown_in_ticket, sides_of
from sync.plan.pairing import paired, status_sides
from sync.plan.rows import Matching, Row
from sync.plan.status import Side, has_place
from sync.policy import Policy, Wins, status_called
from sync.privacy import is_restricted

_KEPT: Final = (Concern.KEPT_STATUS, Concern.UNKNOWN_STATUS, Concern.KEPT_TITLE)
_ABOUT: Final[Mapping[Concern, Field]] = {
    Concern.KEPT_STATUS: Field.STATUS,
    Concern.UNKNOWN_STATUS: Field.STATUS,
}
"""Notices of one field that do not name it."""


class Comparing:
    """One item with its tickets, and what the plan says about them."""

    def __init__(
        self,
        row: Row,
        tickets: Sequence[Ticket],
        matching: Matching,
        observed: Observed,
        policy: Policy,
    ) -> None:
        self._row = row
        self._tickets = tickets
        self._policy = policy
        self._matching = matching
        self._status: Side = status_sides(row, tickets, matching, observed, policy)
        self._pair: Pair | None = paired(row, tickets[0], matching, observed, policy)
        self._bases = observed.bases(tickets[0].ref)

    def fields(self, planned: Sequence[Planned], notices: Sequence[Notice]) -> Iterator[FieldNow]:
        """Every field, with what is planned and told of it."""
        for name in (Field.TITLE, Field.STATUS, *MERGED):
            verdict, why = self._planned(name, planned, notices) or self._settled(name)
            yield FieldNow(
                name,
                self._policy.wins[name],
                self._in_document(name),
                self._in_ticket(name),
                self._base(name),
                verdict,
                why,
            )

    def _planned(
        self, name: Field, planned: Sequence[Planned], notices: Sequence[Notice]
    ) -> tuple[Verdict, str] | None:
        for one in planned:
            if isinstance(one.action, UpdateTicket) and one.action.field is name:
                return Verdict.TO_TICKET, one.action.reason
            if isinstance(one.action, WriteCell) and one.action.field is name:
                return Verdict.TO_DOCUMENT, one.action.reason
        for notice in notices:
            if (notice.field or _ABOUT.get(notice.concern)) is name:
                kept = notice.concern in _KEPT
                return Verdict.KEPT if kept else Verdict.CONFLICT, notice.reason
        return None

    def _settled(self, name: Field) -> tuple[Verdict, str]:
        """What holds where nothing is to be done."""
        if self._policy.wins[name] is Wins.OFF:
            return Verdict.OFF, f'`{name}` is "off" under [fields]'
        settles: Callable[[], tuple[Verdict, str]] = {
            Field.STATUS: self._settled_status,
            Field.TITLE: self._settled_title,
        }.get(name, lambda: self._settled_value(name))
        return settles()

    def _settled_status(self) -> tuple[Verdict, str]:
        ticket, item = self._status.ticket, self._row.item
        if ticket.status is Status.UNKNOWN:
            return Verdict.NOT_COMPARED, "the ticket has a status that pm-sync does not know"
        if item.status == ticket.status:
            return Verdict.IN_STEP, ""
        if not has_place(self._status, self._policy):
            ours = ticket.marker is not None
            why = (
                "items of this form are told that their ticket has ended, and no more"
                if ours
                else "it has no place there, and none is added for a ticket that somebody else made"
            )
            return Verdict.NOT_COMPARED, why
        return Verdict.DIFFERS, "a run that takes part in this document would settle it"

    def _settled_title(self) -> tuple[Verdict, str]:
        if headline(self._row.item) == self._tickets[0].title:
            return Verdict.IN_STEP, ""
        if self._pair is None:
            return Verdict.NOT_COMPARED, self._apart()
        return Verdict.DIFFERS, "whoever made or renamed the ticket called it so, and that stays"

    def _settled_value(self, name: Field) -> tuple[Verdict, str]:
        if self._pair is None:
            return Verdict.NOT_COMPARED, self._apart()
        if name is not Field.OWNER and is_restricted(self._row.postmortem, self._policy.private):
            return Verdict.NOT_COMPARED, "the ticket of a restricted document has title and link"
        sides = sides_of(self._pair, name, self._policy)
        if sides is None:
            return Verdict.NOT_COMPARED, "the document has no place for it"
        if MERGING[name].in_ticket(self._pair.ticket) is None:
            return Verdict.NOT_COMPARED, f"tickets have no {called(name)} there"
        if sides.agree:
            return Verdict.IN_STEP, ""
        return Verdict.DIFFERS, "as it did in the last run; a change of either side is carried over"

    def _apart(self) -> str:
        """Why no field flows between the item and its ticket."""
        if len(self._row.item.references) > 1:
            return "the item links several tickets"
        if len(self._matching.links.get(self._tickets[0].ref, ())) > 1:
            return "several items link this ticket"
        return "somebody else made the ticket, and `write` is not set under [adopt]"

    def _in_document(self, name: Field) -> str:
        item = self._row.item
        if name is Field.TITLE:
            return headline(item)
        if name is Field.STATUS:
            return item.status_text or (status_called(item.status) if item.status else "")
        return MERGING[name].shown(self._row)

    def _in_ticket(self, name: Field) -> str:
        if name is Field.TITLE:
            return self._tickets[0].title
        if name is Field.STATUS:
            return status_called(self._status.ticket.status)
        return shown_in_ticket(self._tickets[0], name)

    def _base(self, name: Field) -> Base | None:
        return self._status.base if name is Field.STATUS else self._bases.get(name.value)
