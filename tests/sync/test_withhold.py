"""What of a report, a journal and a state belongs to restricted documents."""

from __future__ import annotations

from sync.errors import Problem
from sync.model.action import Concern, Field, Notice, UpdateTicket, WriteCell
from sync.model.memory import Remembered, State
from sync.model.postmortem import Postmortem, TicketRef
from sync.model.report import Ending, Report, Result
from sync.model.ticket import Change
from sync.policy import Policy
from sync.withhold import Hidden, Noting, noted, withheld
from tests.fakes.world import ListJournal

REF = TicketRef("local", "LOCAL-1")
OTHER = TicketRef("local", "LOCAL-2")
HIDDEN = Hidden(frozenset({"hr/a.md"}), frozenset({REF}))


def retitled(document: str, ref: TicketRef) -> UpdateTicket:
    old, new = "Of that item", "New"
    change = Change(ref, title=new, was=old)
    return UpdateTicket(document, 1, "x", ref, Field.TITLE, old, new, "edited", change)


def test_a_change_that_tells_the_title_of_a_hidden_item_is_hidden_wherever_it_is_made() -> None:
    assert HIDDEN.hides(retitled("open.md", REF))
    assert not HIDDEN.hides(retitled("open.md", OTHER))


def test_the_status_of_its_ticket_in_an_open_document_is_told() -> None:
    cell = WriteCell("open.md", 1, "x", REF, Field.STATUS, "", "Done", "the ticket is done")

    assert not HIDDEN.hides(cell)


def test_a_notice_or_a_problem_that_names_it_is_hidden() -> None:
    named = Notice(Concern.SHARED, "open.md", 1, "x", "linked by 2: also at hr/a.md:7", OTHER)
    problem = Problem("open.md", None, "it is the same file as hr/a.md", "")
    report = Report((), (named,), (problem,))

    told = withheld(report, HIDDEN)

    assert (told.notices, told.problems) == ((), ())
    assert told.withheld is not None
    assert told.withheld.notices == (named,)


def test_a_report_without_anything_to_hide_stays_as_it_is() -> None:
    report = Report((Result(retitled("open.md", OTHER), Ending.DONE),), (), ())

    assert withheld(report, HIDDEN) is report


def test_the_journal_says_which_writes_were_restricted() -> None:
    journal = ListJournal()
    noting = Noting(journal, {"hr/a.md"})

    noting.record("begin", {"write": 1, "document": "hr/a.md"})
    noting.record("begin", {"write": 2, "document": "open.md"})

    assert [details.get("restricted") for _, details in journal.events] == [True, None]


def test_a_ticket_stays_restricted_while_its_document_is_gone_and_no_longer_once_it_is_open() -> (
    None
):
    before = State({REF: Remembered(REF, "k", "hr/a.md", private=True)})
    after = State({REF: Remembered(REF, "k", "hr/a.md")})

    gone = noted(after, before, [], Policy())
    opened = noted(after, before, [Postmortem("hr/a.md", "1")], Policy())

    assert gone.tickets[REF].private
    assert not opened.tickets[REF].private
