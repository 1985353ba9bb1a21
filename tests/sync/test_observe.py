"""What trackers are asked, and what is known without asking."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from sync.errors import Unavailable
from sync.identity import marker
from sync.listing import OVERLAP
from sync.model.memory import Base, Doubt, Reading, Remembered, State
from sync.model.postmortem import ActionItem, Form, Postmortem, Reference, Status, TicketRef
from sync.model.ticket import Draft, Ticket
from sync.observe import GRACE, Observation, observe
from sync.policy import Policy
from sync.ports import Listing
from tests.fakes.tracker import START, MemoryTracker

NOW = START + timedelta(days=1)
READ = State(readings={"local": Reading("local", watermark=START, full_read=START)})


class Listened(MemoryTracker):
    """Remembers since when it was asked, and which tickets it was asked for."""

    def __init__(self) -> None:
        super().__init__(incremental=True)
        self.since: list[datetime | None] = []
        self.fetched: set[TicketRef] = set()

    def find(self, project: str, since: datetime | None = None) -> Listing:
        self.since.append(since)
        return super().find(project, since)

    def fetch(self, refs):  # type: ignore[no-untyped-def]
        self.fetched |= set(refs)
        return super().fetch(refs)


def an_item(title: str = "Add an alert", line: int = 1, *refs: TicketRef) -> ActionItem:
    references = tuple(Reference(ref) for ref in refs)
    return ActionItem(title, line, line, Form.BULLET, references=references)


def a_postmortem(*items: ActionItem, day: date | None = date(2026, 11, 22)) -> Postmortem:
    return Postmortem("a.md", "1", title="Outage", date=day, items=items)


def a_draft(postmortem: Postmortem, item: ActionItem) -> Draft:
    return Draft(marker("", postmortem, item, 0), item.title, item.title, "a.md", item.line)


def remembered(ticket: Ticket, **statuses: str) -> Remembered:
    assert ticket.marker is not None
    fields = {
        "status": Base("open", "open"),
        "title": Base(ticket.title, ticket.title),
        "owner": Base(None, ""),
    }
    return Remembered(ticket.ref, ticket.marker.key, "a.md", fields=fields)


def asked(
    tracker: Listened, *postmortems: Postmortem, state: State = READ, full: bool = False
) -> Observation:
    return observe(
        postmortems,
        {"local": tracker},
        Policy(),
        state,
        full_every=timedelta(days=7),
        now=NOW,
        full=full,
    )


def test_a_tracker_never_read_is_listed_whole() -> None:
    tracker = Listened()

    asked(tracker, state=State())

    assert tracker.since == [None]


def test_a_tracker_read_before_is_asked_for_what_changed_with_an_overlap() -> None:
    tracker = Listened()

    asked(tracker)

    assert tracker.since == [START - OVERLAP]


def test_everything_is_listed_again_after_a_week_or_on_request() -> None:
    tracker = Listened()
    old = replace(READ.readings["local"], full_read=NOW - timedelta(days=7))

    asked(tracker, state=State(readings={"local": old}))
    asked(tracker, full=True)

    assert tracker.since == [None, None]


def test_before_a_creation_the_listing_reaches_back_to_the_incident() -> None:
    tracker = Listened()

    asked(tracker, a_postmortem(an_item(), day=date(2026, 3, 4)))

    assert tracker.since == [datetime.combine(date(2026, 3, 4), time.min, UTC)]


def test_before_a_creation_for_an_undated_document_everything_is_listed() -> None:
    tracker = Listened()

    asked(tracker, a_postmortem(an_item(), day=None))

    assert tracker.since == [None]


def test_a_linked_ticket_of_ours_that_did_not_change_is_known_without_a_request() -> None:
    tracker = Listened()
    item = an_item()
    ticket = tracker.add(item.title, a_draft(a_postmortem(item), item))
    state = replace(
        READ,
        tickets={ticket.ref: remembered(ticket)},
        readings={"local": Reading("local", START + timedelta(hours=1), START)},
    )

    observed = asked(tracker, a_postmortem(an_item("x", 1, ticket.ref)), state=state).observed

    assert observed.tickets[ticket.ref].status is Status.OPEN
    assert observed.tickets[ticket.ref].marker is not None
    assert tracker.fetched == set()
    assert not observed.vanished


def test_a_remembered_status_that_makes_no_sense_is_asked_for_again() -> None:
    tracker = Listened()
    item = an_item()
    ticket = tracker.add(item.title, a_draft(a_postmortem(item), item))
    entry = remembered(ticket)
    entry = replace(entry, fields={**entry.fields, "status": Base("x", "nonsense")})
    state = replace(
        READ,
        tickets={ticket.ref: entry},
        readings={"local": Reading("local", START + timedelta(hours=1), START)},
    )

    asked(tracker, a_postmortem(an_item("x", 1, ticket.ref)), state=state)

    assert tracker.fetched == {ticket.ref}


def test_a_linked_ticket_of_somebody_else_is_fetched() -> None:
    tracker = Listened()
    ticket = tracker.add("theirs")

    observed = asked(tracker, a_postmortem(an_item("x", 1, ticket.ref))).observed

    assert observed.tickets[ticket.ref].title == "theirs"


def test_a_linked_ticket_that_is_not_shown_has_vanished() -> None:
    ref = TicketRef("local", "LOCAL-99")

    observed = asked(Listened(), a_postmortem(an_item("x", 1, ref))).observed

    assert observed.vanished == {ref}


def test_references_to_other_trackers_are_not_asked_for() -> None:
    tracker = Listened()
    ref = TicketRef("github", "acme/shop#12")

    observed = asked(tracker, a_postmortem(an_item("x", 1, ref))).observed

    assert tracker.fetched == set()
    assert not observed.vanished


def test_a_ticket_that_was_linked_once_is_looked_at_although_nothing_links_it_now() -> None:
    tracker = Listened()
    item = an_item()
    ticket = tracker.add(item.title, a_draft(a_postmortem(item), item))
    state = replace(
        READ,
        tickets={ticket.ref: remembered(ticket)},
        readings={"local": Reading("local", START + timedelta(hours=1), START)},
    )

    observed = asked(tracker, a_postmortem(), state=state).observed

    assert ticket.ref in observed.tickets


def test_a_lost_answer_is_in_doubt_until_the_grace_time_is_over() -> None:
    fresh = Doubt("local", "fresh", "a.md", NOW - GRACE + timedelta(seconds=1))
    stale = Doubt("local", "stale", "a.md", NOW - GRACE)
    state = replace(READ, doubts={"fresh": fresh, "stale": stale})

    assert asked(Listened(), state=state).observed.in_doubt == {"fresh"}


def test_a_lost_answer_whose_ticket_was_found_is_no_doubt() -> None:
    tracker = Listened()
    item = an_item()
    draft = a_draft(a_postmortem(item), item)
    tracker.add(item.title, draft)
    key = draft.marker.key
    state = replace(READ, doubts={key: Doubt("local", key, "a.md", NOW)})

    assert asked(tracker, state=state).observed.in_doubt == frozenset()


def test_an_incremental_reading_keeps_the_time_of_the_last_full_one() -> None:
    tracker = Listened()
    tracker.add("x")

    reading = asked(tracker).readings["local"]

    assert reading.full_read == START
    assert reading.watermark == START + timedelta(minutes=1)


def test_of_several_trackers_the_one_that_does_not_answer_is_named() -> None:
    well, down = Listened(), MemoryTracker("elsewhere")
    down.down = True
    item = an_item("Add an alert", 1, TicketRef("elsewhere", "X-1"))

    with pytest.raises(Unavailable) as caught:
        observe(
            [a_postmortem(item)],
            {"local": well, "elsewhere": down},
            Policy(),
            State(),
            full_every=timedelta(days=7),
            now=NOW,
        )

    assert caught.value.tracker == "elsewhere"
