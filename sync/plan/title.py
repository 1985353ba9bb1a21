"""Whether an edited text reaches the title of its ticket: only of ours, and only while nobody retitled that."""

from __future__ import annotations

from sync.model.action import Concern, Field, Notice, UpdateTicket
from sync.model.memory import Base
from sync.model.ticket import Draft, Ticket
from sync.plan.headline import headline
from sync.plan.rows import Row


def title_action(
    row: Row, ticket: Ticket, base: Base | None, draft: Draft
) -> UpdateTicket | Notice | None:
    """The change of the ticket's title, a notice if it is not clear whose title is right, or nothing.

    `draft` is what the ticket would say if it was made now.
    """
    wanted = headline(row.item)
    if not wanted or ticket.title == wanted:
        return None
    if base is not None and base.document == wanted:
        return None
    ours = base is not None and base.document == base.ticket == ticket.title
    if not ours:  # somebody retitled it, as a run may have seen long before the text was edited
        return Notice(
            concern=Concern.KEPT_TITLE,
            document=row.postmortem.path,
            line=row.item.line,
            title=row.item.title,
            ticket=ticket.ref,
            reason=f"the ticket is called {ticket.title!r}, the document says {wanted!r}; both stay",
        )
    return UpdateTicket(
        document=row.postmortem.path,
        line=row.item.line,
        title=row.item.title,
        ticket=ticket.ref,
        field=Field.TITLE,
        old=ticket.title,
        new=wanted,
        reason="the text was edited in the document",
        draft=draft,
    )
