"""Document and ticket together tell how far an item is, whose, since when and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sync.followthrough.model import Link
from sync.followthrough.sla import Sla
from sync.model.postmortem import Reference, Status, TicketRef
from sync.plan import Observed
from sync.policy import People, Person, Policy
from tests.sync.followthrough.knowing import a_ticket, the_item, told
from tests.sync.plan.making import OTHER, REF, a_postmortem, an_item, linked, our_ticket


def test_the_status_is_that_of_the_ticket_whatever_the_document_says() -> None:
    item = the_item(
        a_postmortem(linked(an_item(status=Status.OPEN))),
        tickets=(a_ticket(Status.DONE, closed="2026-11-24"),),
    )

    assert (item.status, item.closed, item.days_open(date(2026, 11, 27))) == (
        Status.DONE,
        date(2026, 11, 24),
        19,
    )


def test_of_several_tickets_the_least_advanced_decides_and_the_last_end_counts() -> None:
    document = a_postmortem(linked(an_item(), REF, OTHER))
    first = a_ticket(Status.DONE, closed="2026-11-10")

    half = the_item(document, tickets=(first, a_ticket(ref=OTHER)))
    whole = the_item(
        document, tickets=(first, a_ticket(Status.DONE, closed="2026-11-20", ref=OTHER))
    )

    assert (half.status, half.closed) == (Status.OPEN, None)
    assert (whole.status, whole.closed) == (Status.DONE, date(2026, 11, 20))


def test_a_pull_request_counts_only_where_there_is_no_ticket() -> None:
    document = a_postmortem(linked(an_item(), REF, OTHER))
    merged = a_ticket(Status.DONE, closed="2026-11-10", ref=OTHER, is_change=True)

    item = the_item(document, tickets=(a_ticket(), merged))

    assert (item.status, item.closed) == (Status.OPEN, None)


def test_without_a_ticket_the_document_decides_and_nobody_knows_when_it_was_closed() -> None:
    item = the_item(a_postmortem(an_item(status=Status.DONE)))

    assert (item.is_open, item.closed, item.opened) == (False, None, date(2026, 11, 3))
    assert item.days_open(date(2026, 11, 27)) is None


def test_a_ticket_that_nobody_can_ask_leaves_the_word_to_the_document_and_the_link_as_written() -> (
    None
):
    ref = TicketRef("jira", "OPS-1")
    item = replace(
        an_item(status=Status.IN_PROGRESS),
        references=(Reference(ref, "https://acme.atlassian.net/browse/OPS-1"),),
    )

    told_of = the_item(a_postmortem(item))

    assert told_of.status is Status.IN_PROGRESS
    assert told_of.tickets == (Link("OPS-1", "https://acme.atlassian.net/browse/OPS-1"),)


def test_a_ticket_that_moved_is_shown_under_its_new_name() -> None:
    ticket = a_ticket(ref=OTHER, url="https://example.org/2", label="#2")
    seen = Observed(tickets={OTHER: ticket}, linked=frozenset({REF}), moved={REF: OTHER})

    item = the_item(a_postmortem(linked(an_item())), observed=seen)

    assert item.tickets == (Link("#2", "https://example.org/2"),)


def test_a_ticket_whose_link_is_still_to_be_written_is_the_item_s() -> None:
    document = a_postmortem(an_item())
    ticket = replace(our_ticket(document, document.items[0], Status.DONE), label="LOCAL-1")

    item = the_item(document, tickets=(ticket,))

    assert (item.status, item.tickets) == (Status.DONE, (Link("LOCAL-1", None),))


def test_an_item_is_opened_with_its_ticket_or_else_by_its_incident() -> None:
    with_ticket = the_item(a_postmortem(linked(an_item())), tickets=(a_ticket(),))

    assert with_ticket.opened == date(2026, 11, 5)
    assert the_item(a_postmortem(an_item())).opened == date(2026, 11, 3)
    assert the_item(a_postmortem(an_item(), date=None)).opened is None


def test_a_day_that_somebody_named_comes_before_a_limit_and_says_where_it_is_from() -> None:
    sla = Sla("pagerduty")
    document = a_postmortem(linked(an_item(due="2026-12-24", priority="P1")))
    bare = a_postmortem(linked(an_item(priority="P1", due="soon")))

    days = [
        the_item(document, tickets=(a_ticket(due="2026-12-01"),), sla=sla),
        the_item(bare, tickets=(a_ticket(due="2026-12-01"),), sla=sla),
        the_item(bare, tickets=(a_ticket(),), sla=sla),
        the_item(bare, tickets=(a_ticket(),)),
    ]

    assert [(one.due, one.due_from) for one in days] == [
        (date(2026, 12, 24), "the document"),
        (date(2026, 12, 1), "the ticket"),
        (date(2026, 12, 5), "[sla]: 30 days for P1"),
        (None, ""),
    ]


def test_a_priority_that_only_the_ticket_has_counts_in_the_words_of_documents() -> None:
    document = a_postmortem(linked(an_item()))

    known = the_item(document, tickets=(a_ticket(priority="Hoch", priority_words=("P1",)),))
    plain = the_item(document, tickets=(a_ticket(priority="Hoch"),))

    assert (known.priority, plain.priority) == ("P1", "Hoch")


def test_who_has_the_ticket_has_the_item_by_the_name_that_the_settings_know() -> None:
    people = People((Person("Ann Lee", ("AL",), {"local": "ann"}),))
    document = a_postmortem(linked(an_item(owners=("@acme/pay", "Bob"))))

    assigned = the_item(
        document, tickets=(a_ticket(owners=("ann",)),), policy=Policy(people=people)
    )
    free = the_item(document, tickets=(a_ticket(),))

    assert (assigned.owners, assigned.teams) == (("Ann Lee",), ("acme/pay",))
    assert free.owners == ("acme/pay", "Bob")


def test_before_there_is_a_ticket_the_default_owner_has_it() -> None:
    document = a_postmortem(an_item(), authors=("Ann Lee",))

    assert the_item(document, policy=Policy(default_owner="author")).owners == ("Ann Lee",)


@pytest.mark.parametrize(
    ("matter", "services"),
    [
        ({"service": "checkout"}, ("checkout",)),
        ({"services.0": "checkout", "services.1": "cart"}, ("checkout", "cart")),
        ({"affected_services": "Cart, checkout; cart"}, ("Cart", "checkout")),
        ({"serviceable": "yes"}, ()),
    ],
)
def test_services_are_read_from_front_matter(
    matter: dict[str, str], services: tuple[str, ...]
) -> None:
    assert the_item(a_postmortem(an_item(), front_matter=matter)).services == services


def test_the_team_of_front_matter_counts_where_no_team_owns_the_item() -> None:
    document = a_postmortem(
        an_item(owners=("@acme/pay",)), an_item("Ask", 11), front_matter={"team": "sre"}
    )

    assert {one.title: one.teams for one in told(document).items} == {
        "Add an alert": ("acme/pay",),
        "Ask": ("sre",),
    }


@pytest.mark.parametrize(
    ("written", "type_"),
    [("Preventive", "prevent"), ("予防", "prevent"), ("Chore", "chore"), (None, None)],
)
def test_types_are_one_word_for_all_spellings(written: str | None, type_: str | None) -> None:
    assert the_item(a_postmortem(an_item(type=written))).type == type_


def test_documents_that_a_mark_keeps_out_and_those_that_are_not_asked_for_are_left_out() -> None:
    kept_out = a_postmortem(an_item(), path="postmortems/b.md", ignored="a mark")
    other = a_postmortem(an_item(), path="postmortems/c.md")

    report = told(
        a_postmortem(an_item()),
        kept_out,
        other,
        policy=Policy(only=frozenset({"postmortems/a.md"})),
    )

    assert [one.document for one in report.items] == ["postmortems/a.md"]
