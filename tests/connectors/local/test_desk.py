"""How people find tickets, and that a run sees what they did."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.contract.drafts import PROJECT
from connectors.kinds import Context
from connectors.local.database import Database
from connectors.local.desk import Desk, open_desk
from connectors.local.options import LocalOptions
from connectors.local.tracker import LocalTracker
from sync.errors import Rejected, UserError
from sync.model.postmortem import Status


def numbers(
    desk: Desk, statuses: list[Status] | None = None, owner: str | None = None
) -> list[int]:
    return [ticket.number for ticket in desk.tickets(statuses, owner)]


def test_without_a_database_there_are_no_tickets_and_none_is_made(tmp_path: Path) -> None:
    desk = open_desk(LocalOptions(), Context(tmp_path))

    assert desk.tickets() == ()
    assert list(tmp_path.iterdir()) == []


def test_all_tickets_are_listed_by_number(desk: Desk) -> None:
    assert numbers(desk) == [1, 2, 3]


def test_a_list_can_be_narrowed_to_statuses(desk: Desk) -> None:
    desk.start("2")
    desk.close("3")

    assert numbers(desk, [Status.IN_PROGRESS]) == [2]
    assert numbers(desk, [Status.OPEN, Status.DONE]) == [1, 3]
    assert numbers(desk, []) == []


@pytest.mark.parametrize("owner", ["bob", "BOB", "@bob", " Bob "])
def test_a_list_can_be_narrowed_to_an_owner_in_any_spelling(desk: Desk, owner: str) -> None:
    assert numbers(desk, owner=owner) == [1, 2]


def test_the_empty_owner_finds_what_nobody_has(desk: Desk) -> None:
    assert numbers(desk, owner="") == [3]


def test_a_ticket_shows_where_it_comes_from(desk: Desk) -> None:
    ticket = desk.show("LOCAL-1").ticket

    assert (ticket.title, ticket.text) == ("Add alert 1", "Add alert 1, and tell everybody")
    assert (ticket.document, ticket.line) == ("postmortems/2026-11-03-checkout.md", 1)
    assert (ticket.type, ticket.priority, ticket.due) == ("prevent", "P1", "2026-12-01")
    assert (ticket.postmortem_title, ticket.postmortem_date) == ("Checkout was down", "2026-11-03")
    assert ticket.assignees == ("alice", "bob")


@pytest.mark.parametrize("typed", ["LOCAL-1", "local-1", "Local-01", "1", "#1", " 1 "])
def test_a_ticket_can_be_typed_in_several_ways(desk: Desk, typed: str) -> None:
    assert desk.show(typed).ticket.number == 1


@pytest.mark.parametrize("typed", ["", "0", "-1", "1.0", "LOCAL-", "LOCAL 1", "١", "1" * 30, "\0"])
def test_anything_else_is_no_ticket(desk: Desk, typed: str) -> None:
    with pytest.raises(UserError, match="write it like LOCAL-12"):
        desk.show(typed)


def test_what_people_did_is_what_a_run_sees(desk: Desk, tracker: LocalTracker) -> None:
    desk.start("1")
    desk.close("2")
    desk.assign("3", ["carol"])

    first, second, third = tracker.find(PROJECT).tickets
    assert (first.status, second.status) == (Status.IN_PROGRESS, Status.DONE)
    assert third.owners == ("carol",)


def test_an_event_that_was_never_written_by_us_is_told(desk: Desk, database: Database) -> None:
    with database.transaction() as transaction:
        transaction.execute("UPDATE events SET at = 'yesterday'")

    with pytest.raises(Rejected, match="event 1 cannot be understood"):
        desk.show("1")


def test_a_desk_that_is_released_can_be_used_again(desk: Desk) -> None:
    desk.release()

    assert numbers(desk) == [1, 2, 3]
    desk.release()
