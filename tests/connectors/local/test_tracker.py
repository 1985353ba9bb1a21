"""The embedded tracker keeps the contract, and what only it promises."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.contract.drafts import PROJECT, draft, made
from connectors.contract.ending import EndingContract
from connectors.contract.tracker import TrackerContract
from connectors.kinds import Context
from connectors.local import KIND
from connectors.local.database import Database
from connectors.local.desk import Desk
from connectors.local.records import What
from connectors.local.tracker import LocalTracker
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Change, Done, Failed, Owner
from sync.ports import Tracker
from sync.references import ReferenceRules
from tests.connectors.local.clock import Clock


class TestLocalTracker(TrackerContract, EndingContract):
    """The promises of every tracker."""

    @pytest.fixture
    def opened(self) -> Iterator[contextlib.ExitStack]:
        with contextlib.ExitStack() as stack:
            yield stack

    @pytest.fixture
    def tracker(self, path: Path, opened: contextlib.ExitStack) -> Tracker:
        self.path, self.opened_ = path, opened
        return self._open()

    def _open(self) -> LocalTracker:
        database = self.opened_.enter_context(contextlib.closing(Database(self.path, 0.01)))
        return LocalTracker(database, Clock())

    def another(self, tracker: Tracker) -> Tracker:
        return self._open()

    def move(self, tracker: Tracker, ref: TicketRef, status: Status) -> None:
        with contextlib.closing(Database(self.path)) as database:
            desk = Desk(database, Clock(), "dana")
            if status is Status.OPEN:
                desk.reopen(ref.id)
            elif status is Status.IN_PROGRESS:
                desk.start(ref.id)
            else:
                desk.close(ref.id, status)

    def delete(self, tracker: Tracker, ref: TicketRef) -> None:
        with contextlib.closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("DELETE FROM tickets WHERE 'LOCAL-' || number = ?", (ref.id,))

    def unusable(self, tracker: Tracker) -> AbstractContextManager[None]:
        return _locked(self.path)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


def test_tickets_are_numbered_from_one(tracker: LocalTracker) -> None:
    first, second = made(tracker, draft(1), draft(2))

    assert (first.ref, second.ref) == (TicketRef("local", "LOCAL-1"), TicketRef("local", "LOCAL-2"))
    assert (first.label, first.url) == ("LOCAL-1", None)


def test_a_key_that_exists_is_answered_with_its_ticket(tracker: LocalTracker) -> None:
    (first,) = made(tracker, draft(1))

    (again,) = tracker.create([draft(1, title="Edited meanwhile")])

    assert again == Done(first)
    assert tracker.find(PROJECT).tickets == (first,)


def test_equal_keys_of_two_projects_are_two_tickets(tracker: LocalTracker) -> None:
    made(tracker, draft(1, project="one"), draft(1, project="two"))

    assert len(tracker.find("one").tickets) == len(tracker.find("two").tickets) == 1


def test_a_number_is_never_given_twice(tracker: LocalTracker, database: Database) -> None:
    made(tracker, draft(1), draft(2))
    with database.transaction() as transaction:
        transaction.execute("DELETE FROM tickets WHERE number = 2")

    (ticket,) = made(tracker, draft(3))

    assert ticket.ref.id == "LOCAL-3"


def test_a_number_that_a_document_still_names_is_not_given_to_a_new_ticket(
    tracker: LocalTracker,
) -> None:
    assert (
        tracker.fetch([TicketRef("local", "LOCAL-7"), TicketRef("local", "LOCAL-999999999")]) == {}
    )

    (ticket,) = made(tracker, draft(1))

    assert ticket.ref.id == "LOCAL-8"


def test_a_ticket_that_was_made_by_hand_is_fetched_and_not_listed(
    tracker: LocalTracker, database: Database
) -> None:
    with database.transaction() as transaction:
        transaction.execute(
            "INSERT INTO tickets (title, text, created_at, updated_at)"
            " VALUES ('By hand', '', '2026-11-23T08:00:00.000000+00:00',"
            " '2026-11-23T08:00:00.000000+00:00')"
        )

    ref = TicketRef("local", "LOCAL-1")
    assert tracker.fetch([ref])[ref].marker is None
    assert tracker.find(PROJECT).tickets == ()


def test_thousands_of_tickets_are_fetched_in_one_statement(tracker: LocalTracker) -> None:
    (ticket,) = made(tracker, draft(1))
    before = tracker.requests

    fetched = tracker.fetch([TicketRef("local", f"LOCAL-{number}") for number in range(1, 40_000)])

    assert set(fetched) == {ticket.ref}
    assert tracker.requests == before + 1


def test_owners_are_kept_as_the_tracker_knows_them(tracker: LocalTracker) -> None:
    owners = (Owner("Alice Ärmel", "alice"), Owner("Bob", 'bob "the, builder"'))

    (ticket,) = made(tracker, replace(draft(1), owners=owners))

    assert ticket.owners == ("alice", 'bob "the, builder"')


def test_an_empty_title_is_refused_and_the_next_draft_is_done(tracker: LocalTracker) -> None:
    first, second = tracker.create([draft(1, title=" \0\n"), draft(2)])

    assert isinstance(first, Failed)
    assert isinstance(second, Done)


def test_an_empty_new_title_is_refused(tracker: LocalTracker) -> None:
    (ticket,) = made(tracker, draft(1))

    (outcome,) = tracker.update([Change(ticket.ref, "\n")])

    assert isinstance(outcome, Failed)
    assert tracker.find(PROJECT).tickets == (ticket,)


def test_creating_and_retitling_stand_in_the_history(tracker: LocalTracker, desk: Desk) -> None:
    (ticket,) = made(tracker, draft(1))
    list(tracker.update([Change(ticket.ref, "Renamed"), Change(ticket.ref, "Renamed")]))

    created, retitled = desk.show("1").events
    assert (created.what, created.by, created.new) == (What.CREATED, "pm-sync", "Add alert 1")
    assert (retitled.what, retitled.by) == (What.RETITLED, "pm-sync")
    assert (retitled.old, retitled.new) == ("Add alert 1", "Renamed")


def test_after_the_database_failed_once_no_further_draft_waits_for_it(
    tracker: LocalTracker, path: Path
) -> None:
    made(tracker, draft(1))
    before = tracker.requests

    with _locked(path):
        outcomes = list(tracker.create(draft(number) for number in range(2, 12)))

    reasons = [outcome.reason for outcome in outcomes if isinstance(outcome, Failed)]
    assert len(reasons) == 10
    assert all(str(path) in reason and "locked" in reason for reason in reasons)
    assert all(reason.startswith("not sent") for reason in reasons[1:])
    assert tracker.requests == before + 1


def test_a_project_that_is_no_unicode_is_refused(tracker: LocalTracker) -> None:
    (outcome,) = tracker.create([draft(1, project="\udcff")])

    assert isinstance(outcome, Failed)
    assert "no Unicode" in outcome.reason


def test_a_closed_tracker_opens_again_when_it_is_asked(tracker: LocalTracker) -> None:
    (ticket,) = made(tracker, draft(1))

    tracker.close()

    assert tracker.find(PROJECT).tickets == (ticket,)


def test_the_kind_opens_the_tracker_that_the_settings_name(tmp_path: Path) -> None:
    options = KIND.options().model_validate({"path": "data/tickets.db"})
    with contextlib.closing(KIND.open(options, Context(tmp_path, Clock()))) as tracker:
        made(tracker, draft(1))

    assert (tmp_path / "data" / "tickets.db").is_file()
    assert tracker.name == KIND.name


def test_the_kind_recognises_its_references_in_text() -> None:
    rules = ReferenceRules(patterns=KIND.patterns(KIND.options()(), ()))

    text = "see LOCAL-12, not LOCALE-3 and UTF-8"
    found = [one.ref for one in rules.find(text) if not one.key]

    assert found == [TicketRef("local", "LOCAL-12")]


def test_with_a_new_title_the_text_is_renewed(tracker: LocalTracker, desk: Desk) -> None:
    (ticket,) = made(tracker, draft())

    list(tracker.update([Change(ticket.ref, "Renamed", text=draft(title="Renamed"))]))

    assert desk.show("1").ticket.text == "Renamed, and tell everybody"
