"""What people do with a ticket, what is refused, and the history that it leaves."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract.drafts import draft, made
from connectors.local.database import Database
from connectors.local.desk import Desk
from connectors.local.records import What
from connectors.local.tracker import LocalTracker
from sync.errors import UserError
from sync.model.postmortem import Status
from tests.connectors.local.clock import Clock


def events(desk: Desk, ticket: str = "1") -> list[tuple[What, str, str | None, str | None]]:
    """What happened after the creation."""
    return [(event.what, event.by, event.old, event.new) for event in desk.show(ticket).events[1:]]


def test_a_life_of_a_ticket_stands_in_its_history_in_order(desk: Desk) -> None:
    desk.start("1")
    desk.assign("1", ["carol"])
    desk.close("1")
    desk.reopen("1")
    desk.close("1", Status.WONT_DO)

    assert events(desk) == [
        (What.STARTED, "dana", "open", "in_progress"),
        (What.REASSIGNED, "dana", "alice, bob", "carol"),
        (What.CLOSED, "dana", "in_progress", "done"),
        (What.REOPENED, "dana", "done", "open"),
        (What.CLOSED, "dana", "open", "wont_do"),
    ]


def test_events_carry_the_moment_in_utc(desk: Desk, clock: Clock) -> None:
    before = clock.moment
    desk.start("1")

    last = desk.show("1").events[-1]
    assert before < last.at <= clock.moment
    assert last.at.utcoffset() == timedelta(0)


def test_closing_tells_when_and_reopening_forgets_it(desk: Desk) -> None:
    closed = desk.close("1").ticket
    assert closed.closed_at == closed.updated_at == desk.show("1").events[-1].at

    reopened = desk.reopen("1").ticket

    assert reopened.closed_at is None
    assert reopened.updated_at > closed.updated_at


def test_assigning_a_closed_ticket_keeps_when_it_was_closed(desk: Desk) -> None:
    closed = desk.close("1").ticket

    assert desk.assign("1", []).ticket.closed_at == closed.closed_at


REPEATED: dict[str, Callable[[Desk], bool]] = {
    "start": lambda desk: desk.start("1").changed,
    "close": lambda desk: desk.close("1").changed,
    "won't do": lambda desk: desk.close("1", Status.WONT_DO).changed,
    "duplicate": lambda desk: desk.close("1", Status.DUPLICATE, of="2").changed,
    "assign": lambda desk: desk.assign("1", ["carol"]).changed,
    "add": lambda desk: desk.assign("1", ["carol"], add=True).changed,
    "nobody": lambda desk: desk.assign("1", []).changed,
}


@pytest.mark.parametrize("move", REPEATED.values(), ids=REPEATED.keys())
def test_the_same_move_twice_changes_nothing_and_adds_no_event(
    desk: Desk, move: Callable[[Desk], bool]
) -> None:
    assert move(desk)
    before = desk.show("1")

    assert not move(desk)

    assert desk.show("1") == before


def test_reopening_what_is_not_closed_changes_nothing(desk: Desk) -> None:
    desk.start("1")

    moved = desk.reopen("1")

    assert not moved.changed
    assert moved.ticket.status is Status.IN_PROGRESS


def test_a_duplicate_may_name_its_original(desk: Desk) -> None:
    desk.close("1", Status.DUPLICATE, of="local-2")

    shown = desk.show("1")
    assert (shown.ticket.status, shown.ticket.duplicate_of) == (Status.DUPLICATE, 2)
    assert (shown.events[-1].new, shown.events[-1].other) == ("duplicate", 2)


def test_a_duplicate_closed_again_without_naming_its_original_stays(desk: Desk) -> None:
    desk.close("1", Status.DUPLICATE, of="2")

    assert not desk.close("1", Status.DUPLICATE).changed
    assert desk.show("1").ticket.duplicate_of == 2


def test_a_reopened_duplicate_is_none_any_more(desk: Desk) -> None:
    desk.close("1", Status.DUPLICATE, of="2")

    assert desk.reopen("1").ticket.duplicate_of is None


def test_assigning_a_duplicate_keeps_its_original(desk: Desk) -> None:
    desk.close("1", Status.DUPLICATE, of="2")

    assert desk.assign("1", ["carol"]).ticket.duplicate_of == 2
    assert desk.show("1").events[-1].other is None


def test_owners_are_added_behind_the_others_and_each_once(desk: Desk) -> None:
    moved = desk.assign("1", ["carol", "alice", "carol"], add=True)

    assert moved.ticket.assignees == ("alice", "bob", "carol")


def test_owners_are_kept_in_one_line_and_empty_ones_are_dropped(desk: Desk) -> None:
    moved = desk.assign("1", ["carol\nand\x1b[31m more", " ", ""])

    assert moved.ticket.assignees == ("carol and [31m more",)


REFUSED: dict[str, tuple[Callable[[Desk], object], str]] = {
    "unknown": (lambda desk: desk.start("99"), "no ticket LOCAL-99"),
    "show unknown": (lambda desk: desk.show("99"), "no ticket LOCAL-99"),
    "unknown original": (
        lambda desk: desk.close("1", Status.DUPLICATE, of="99"),
        "no ticket LOCAL-99",
    ),
    "no reference": (lambda desk: desk.close("OPS-1"), "'OPS-1' is not a ticket .* LOCAL-12"),
    "itself": (lambda desk: desk.close("1", Status.DUPLICATE, of="1"), "duplicate of itself"),
    "no duplicate": (lambda desk: desk.close("1", Status.DONE, of="2"), "only a duplicate"),
    "no final status": (lambda desk: desk.close("1", Status.OPEN), "not as open"),
    "start a closed one": (lambda desk: (desk.close("1"), desk.start("1")), "reopen it before"),
    "another reason": (
        lambda desk: (desk.close("1"), desk.close("1", Status.WONT_DO)),
        r"closed already \(done\); reopen it",
    ),
    "another original": (
        lambda desk: (
            desk.close("1", Status.DUPLICATE, of="2"),
            desk.close("1", Status.DUPLICATE, of="3"),
        ),
        "closed already",
    ),
    "a circle": (
        lambda desk: (
            desk.close("1", Status.DUPLICATE, of="2"),
            desk.close("2", Status.DUPLICATE, of="1"),
        ),
        "as a duplicate of LOCAL-2 already",
    ),
}


@pytest.mark.parametrize(("move", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_a_move_that_makes_no_sense_is_refused_in_words(
    desk: Desk, move: Callable[[Desk], object], message: str
) -> None:
    with pytest.raises(UserError, match=message):
        move(desk)


@given(
    st.lists(
        st.sampled_from(["start", "close", "wont_do", "duplicate", "reopen", "assign", "add"]),
        max_size=8,
    )
)
def test_after_any_moves_the_history_tells_how_the_ticket_came_to_be_as_it_is(
    moves: list[str],
) -> None:
    with TemporaryDirectory() as folder, closing(Database(Path(folder) / "db")) as database:
        made(LocalTracker(database, Clock()), draft(1))
        desk = Desk(database, Clock(), "dana")

        changed = sum(_moved(desk, move, step) for step, move in enumerate(moves))

        shown = desk.show("1")
    ticket, events = shown.ticket, shown.events
    told = [event.new for event in events if event.what not in (What.CREATED, What.REASSIGNED)]
    given_to = [event.new for event in events if event.what is What.REASSIGNED]
    assert len(events) == 1 + changed
    assert ticket.status == (told or ["open"])[-1]
    assert ", ".join(ticket.assignees) == (given_to or ["alice"])[-1]
    assert (ticket.closed_at is not None) == ticket.status.is_final


def _moved(desk: Desk, move: str, step: int) -> bool:
    """Whether the move was allowed and changed something."""
    try:
        match move:
            case "start":
                return desk.start("1").changed
            case "close":
                return desk.close("1").changed
            case "reopen":
                return desk.reopen("1").changed
            case "assign" | "add":
                return desk.assign("1", [f"person {step}"], add=move == "add").changed
            case reason:
                return desk.close("1", Status(reason)).changed
    except UserError:
        return False


def test_a_refused_move_changes_nothing(desk: Desk) -> None:
    desk.close("1")
    before = desk.show("1")
    with pytest.raises(UserError):
        desk.start("1")

    assert desk.show("1") == before
