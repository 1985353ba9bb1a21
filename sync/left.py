"""What a run leaves open: the fields of tickets that somebody still has to write, or to decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sync.model.action import MERGED, Action, CreateTicket, Field, Plan, UpdateTicket, WriteCell
from sync.model.postmortem import ActionItem, Postmortem, TicketRef
from sync.model.report import Ending, Result


def left_open(
    final: Plan, results: Sequence[Result], planned: Iterable[Postmortem]
) -> tuple[Action, ...]:
    """The actions of the plan after the run, without those that would only repeat what the run did.

    What a tracker was told and could not take is not told again. `planned` are the documents as they were when the run was
    planned: what somebody edited since stays open.
    """
    done = [one for one in results if one.ending is Ending.DONE]
    past = _Past(
        told={
            (one.action.ticket, one.action.field, one.action.new)
            for one in done
            if isinstance(one.action, UpdateTicket | WriteCell)
        },
        made={
            one.ticket.ref: one.action
            for one in done
            if isinstance(one.action, CreateTicket) and one.ticket is not None
        },
        items={one.path: one.items for one in planned},
    )
    return tuple(action for action in final.actions if not past.knows(action))


@dataclass(frozen=True, slots=True)
class _Past:
    """What the run has done."""

    told: set[tuple[TicketRef | None, Field, str]]
    made: Mapping[TicketRef, CreateTicket]
    items: Mapping[str, Sequence[ActionItem]]

    def knows(self, action: Action) -> bool:
        """Whether the tracker heard just this, by a change or when the ticket was made."""
        if isinstance(action, CreateTicket) or action.ticket is None or action.field is None:
            return False
        if isinstance(action, UpdateTicket):
            if (action.ticket, action.field, action.new) in self.told:
                return True
            said = action.new
        elif isinstance(action, WriteCell):
            said = action.old
        else:
            said = action.values.document if action.values else ""
        made = self.made.get(action.ticket)
        if made is None or action.field not in MERGED:
            return False
        return any(
            _said(item, action.field) == said
            for item in self.items.get(made.document, ())
            if item.line == made.line
        )


def _said(item: ActionItem, field: Field) -> str:
    if field is Field.OWNER:
        return ", ".join(item.owners)
    return (item.priority if field is Field.PRIORITY else item.due) or ""
