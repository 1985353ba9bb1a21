"""Marks that are not a ticket's own are told beside whatever else there is to say of it."""

from __future__ import annotations

from sync.marks import checked
from sync.model.memory import Remembered, State
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Ticket

REF = TicketRef("jira", "OPS-1")
STATE = State(tickets={REF: Remembered(REF, "a key", "postmortems/a.md")})


def test_a_lost_mark_is_told_also_of_a_ticket_of_which_something_else_is_told() -> None:
    ticket = Ticket(REF, "Alert", Status.UNKNOWN, remarks=("it is in an odd status",))

    remarks = checked([ticket], STATE)[REF].remarks

    assert remarks[0] == "it is in an odd status"
    assert "OPS-1 has lost the mark" in remarks[1]


def test_a_ticket_that_somebody_else_made_has_none_to_lose() -> None:
    ticket = Ticket(REF, "Alert", Status.OPEN)

    assert checked([ticket], State()) == {REF: ticket}
