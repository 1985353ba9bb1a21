"""What a person reads of a plan, and of what became of it."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from sync.errors import Problem
from sync.model.action import CreateTicket, Notice, UpdateTicket, WriteCell
from sync.model.postmortem import ActionItem, Form, Postmortem
from sync.model.report import Ending, Report, Result
from sync.model.ticket import Owner
from sync.render.summary import WHERE_TO_LOOK
from sync.render.terminal import console
from sync.render.text import render_report
from tests.sync.render.samples import (
    LOGIN,
    SEARCH,
    a_report,
    created,
    creation,
    done,
    ended,
    link_write,
    notice,
    planned,
    retitling,
    status_write,
)
from tests.sync.render.screens import Shown

FULL = "no space left on device"


def the_plan(report: Report, postmortems: tuple[Postmortem, ...] | None = None) -> str:
    stream = io.StringIO()
    render_report(report, console(stream), applied=False, postmortems=postmortems)
    return stream.getvalue()


def the_outcome(report: Report) -> str:
    stream = io.StringIO()
    render_report(report, console(stream), applied=True)
    return stream.getvalue()


def last_line(text: str) -> str:
    return text.rstrip("\n").split("\n")[-1]


def a_document(items: int) -> Postmortem:
    item = ActionItem("Add an alert", 1, 1, Form.BULLET)
    return Postmortem("a.md", "1", date=date(2026, 11, 3), items=(item,) * items)


class TestPlan:
    def test_a_plan_reads_by_document_and_item_with_what_was_and_what_comes(self) -> None:
        report = a_report(
            *planned(
                creation(type="detect", priority="P1", due="2026-12-01"),
                status_write(),
                link_write(),
                retitling(),
            ),
            notices=(notice(),),
        )

        assert the_plan(report) == (
            f"{SEARCH}\n"
            '  + line 53  "Alert on consumer lag"\n'
            "      create local ticket, owner mara, type detect, priority P1, due 2026-12-01\n"
            "      ticket: (none) → the link to the new ticket\n"
            '  ~ line 56  "Fail the health check"  LOCAL-3\n'
            "      status in the document: TODO → **DONE**  (the ticket is done)\n"
            '  ~ line 57  "Index again"\n'
            "      ticket: (none) → LOCAL-7  (a ticket for this item exists already)\n"
            '  ! line 60  "Ask the vendor"\n'
            "      the status 'FAILED' stays\n"
            "\n"
            f"{LOGIN}\n"
            '  ~ line 20  "Purge everywhere"  LOCAL-4\n'
            "      title in the ticket: Purge by key → Purge everywhere  (the text was edited in the document)\n"
            "\n"
            "Plan: 1 ticket to create, 1 ticket to update, 3 edits in 1 document, 1 notice.\n"
        )

    def test_a_ticket_without_an_owner_is_said_to_be_unassigned(self) -> None:
        assert "create local ticket, unassigned\n" in the_plan(
            a_report(*planned(creation(owners=())))
        )

    def test_an_owner_is_named_as_in_the_document_and_as_in_the_tracker(self) -> None:
        owners = (Owner("Mara Lindqvist", "mlindqvist"), Owner("jonas", "jonas"))

        plan = the_plan(a_report(*planned(creation(owners=owners))))

        assert "owner Mara Lindqvist (mlindqvist) and jonas" in plan

    def test_an_owner_whom_the_tracker_does_not_know_is_named_as_in_the_document(self) -> None:
        plan = the_plan(a_report(*planned(creation(owners=(Owner("mara", ""),)))))

        assert "create local ticket, owner mara\n" in plan

    def test_an_item_has_its_link_before_its_status_and_its_notice_last(self) -> None:
        report = a_report(*planned(status_write(line=57), link_write()), notices=(notice(line=57),))

        plan = the_plan(report)

        assert (
            plan.index("ticket: (none)")
            < plan.index("status in the document: TODO")
            < plan.index("! line 57")
        )

    def test_a_shortened_title_is_shown_beside_the_whole_text(self) -> None:
        plan = the_plan(
            a_report(*planned(creation("Alert on lag. It was silent.", title="Alert on lag.")))
        )

        assert '"Alert on lag. It was silent."' in plan
        assert 'create local ticket "Alert on lag.", owner' in plan

    def test_a_title_that_was_only_cut_is_not_repeated(self) -> None:
        plan = the_plan(
            a_report(*planned(creation("Alert on lag and on age", title="Alert on lag…")))
        )

        assert "create local ticket, owner mara\n" in plan

    def test_notices_about_tickets_of_no_document_come_last_under_a_heading_of_their_own(
        self,
    ) -> None:
        report = a_report(*planned(status_write()), notices=(notice(document="", line=None),))

        assert "\n\nTickets that no item links\n" in the_plan(report)
        assert '  ! "Ask the vendor"\n' in the_plan(report)

    def test_documents_come_by_path_and_items_by_line_whatever_order_they_were_done_in(
        self,
    ) -> None:
        actions = (retitling(), status_write(line=100), creation(line=9), link_write(line=57))

        plan = the_plan(a_report(*planned(*actions)))

        assert plan.index(SEARCH) < plan.index(LOGIN)
        assert plan.index("line   9") < plan.index("line  57") < plan.index("line 100")

    def test_a_limit_is_explained_once_for_all_that_it_refuses(self) -> None:
        refused = ended(
            Ending.REFUSED, "too many; say --allow create", creation(), creation(line=54)
        )

        plan = the_plan(a_report(*refused, *planned(status_write())))

        assert plan.count("say --allow create") == 1
        assert plan.count("(refused, see below)") == 2
        assert "Refused (2 tickets to create): too many; say --allow create\n" in plan
        assert last_line(plan) == "Plan: 1 edit in 1 document, 2 refused."

    def test_what_is_held_back_does_not_promise_a_link(self) -> None:
        plan = the_plan(a_report(*ended(Ending.HELD, "not on the default branch", creation())))

        assert "the link to the new ticket" not in plan
        assert "Held back (1 ticket to create): not on the default branch\n" in plan

    def test_what_was_left_alone_is_counted_by_reason_the_most_frequent_first(self) -> None:
        skipped = {"finished without a ticket": 9, "in documents from before 2026-10-24": 31}

        plan = the_plan(a_report(*planned(status_write()), skipped=skipped))

        assert last_line(plan) == (
            "Plan: 1 edit in 1 document; 40 items left alone: 31 in documents from before 2026-10-24,"
            " 9 finished without a ticket."
        )

    def test_unreadable_documents_are_listed_and_counted(self) -> None:
        problem = Problem("postmortems/x.md", 3, "byte 0xff is no UTF-8", "save it as UTF-8")

        plan = the_plan(a_report(problems=(problem,)))

        assert "! postmortems/x.md:3: byte 0xff is no UTF-8; save it as UTF-8\n" in plan
        assert last_line(plan).endswith("; 1 document could not be read.")


def restricted(report: Report, **told: object) -> Report:
    return replace(report, withheld=replace(a_report(), **told))  # type: ignore[arg-type]


class TestNothingToDo:
    def test_where_only_restricted_documents_have_something_to_say_nobody_is_told_that_all_agrees(
        self,
    ) -> None:
        report = restricted(a_report(), notices=(notice(), notice(line=61)))

        for told in (the_plan(report, postmortems=(a_document(2),)), the_outcome(report)):
            assert "1 restricted document: 2 notices" in told
            assert last_line(told).startswith("Nothing to do: 2 notices for restricted documents")
            assert "tickets agree" not in told

    def test_notices_for_restricted_documents_are_told_beside_those_for_others(self) -> None:
        report = restricted(a_report(notices=(notice(),)), notices=(notice(),))

        assert last_line(the_plan(report)) == (
            "Nothing to do: 1 notice, 1 notice for restricted documents."
        )

    def test_a_restricted_document_that_cannot_be_read_is_counted_at_the_end(self) -> None:
        problem = Problem("postmortems/x.md", 3, "byte 0xff is no UTF-8", "save it as UTF-8")

        told = the_plan(restricted(a_report(), problems=(problem,)))

        assert last_line(told).endswith("; 1 document could not be read.")
        assert "tickets agree" not in told

    def test_agreement_is_said_with_its_extent(self) -> None:
        plan = the_plan(a_report(), postmortems=(a_document(2), a_document(1)))

        assert plan == "Nothing to do: documents and tickets agree (3 items in 2 documents).\n"

    @pytest.mark.parametrize(
        ("postmortems", "said"),
        [
            ((), f"no postmortems were found; {WHERE_TO_LOOK}"),
            ((a_document(0),), "no action items in 1 document"),
            (None, "documents and tickets agree"),
        ],
    )
    def test_an_empty_world_is_not_called_agreement(
        self, postmortems: tuple[Postmortem, ...] | None, said: str
    ) -> None:
        assert the_plan(a_report(), postmortems) == f"Nothing to do: {said}.\n"

    def test_items_that_all_stand_aside_are_not_called_agreement(self) -> None:
        plan = the_plan(a_report(skipped={"needing no ticket": 2}), (a_document(2),))

        assert (
            plan == "Nothing to do: no item takes part; 2 items left alone (needing no ticket).\n"
        )

    def test_a_notice_is_not_called_agreement(self) -> None:
        plan = the_plan(a_report(notices=(notice(),)), (a_document(4),))

        assert last_line(plan) == "Nothing to do: 1 notice (4 items in 1 document)."


class TestOutcome:
    def test_a_new_ticket_is_told_with_its_link_and_without_the_reason_for_linking(self) -> None:
        create = creation()
        link = link_write(12, line=53, title="Alert on consumer lag")

        outcome = the_outcome(a_report(created(create, 12), *done(link)))

        assert outcome == (
            f"{SEARCH}\n"
            '  + line 53  "Alert on consumer lag"\n'
            "      created LOCAL-12, owner mara\n"
            "      ticket: (none) → LOCAL-12\n"
            "\n"
            "Done: 1 ticket created, 1 edit in 1 document, nothing failed.\n"
        )

    def test_edits_are_counted_with_the_documents_they_are_in(self) -> None:
        edits = done(status_write(), link_write(), status_write(document=LOGIN))

        assert last_line(the_outcome(a_report(*edits))) == (
            "Done: 3 edits in 2 documents, nothing failed."
        )

    def test_a_failure_stands_out_and_is_never_summed_up_as_done(self) -> None:
        outcome = the_outcome(a_report(*ended(Ending.FAILED, "the tracker said no", creation())))

        assert '  ! line 53  "Alert on consumer lag"\n' in outcome
        assert "create local ticket, owner mara  failed: the tracker said no\n" in outcome
        assert last_line(outcome) == "Incomplete: nothing was written, 1 failed."

    def test_a_reason_that_fails_a_whole_document_is_told_once(self) -> None:
        outcome = the_outcome(a_report(*ended(Ending.FAILED, FULL, status_write(), link_write())))

        assert outcome.count(FULL) == 1
        assert "failed, for the same reason" in outcome

    def test_a_doubt_is_no_success(self) -> None:
        outcome = the_outcome(a_report(*ended(Ending.IN_DOUBT, "the answer was lost", creation())))

        assert "in doubt: the answer was lost" in outcome
        assert last_line(outcome) == "Incomplete: nothing was written, 1 in doubt."

    def test_a_ticket_found_after_a_lost_answer_says_so(self) -> None:
        result = replace(created(creation(), 3), detail="found after a lost answer")

        assert "created LOCAL-3 (found after a lost answer), owner mara" in the_outcome(
            a_report(result)
        )

    def test_after_a_run_what_was_refused_is_counted_and_not_listed(self) -> None:
        refused = ended(Ending.REFUSED, "too many", *(creation(line=line) for line in range(1, 30)))

        outcome = the_outcome(a_report(*refused))

        assert outcome == (
            "Refused (29 tickets to create): too many\n\nIncomplete: nothing was written, 29 refused.\n"
        )

    def test_what_is_held_back_on_purpose_is_no_failure(self) -> None:
        held = ended(Ending.HELD, "not on the default branch", creation())

        assert last_line(the_outcome(a_report(*held, *done(status_write())))) == (
            "Done: 1 edit in 1 document, 1 held back, nothing failed."
        )


class TestTerminal:
    def test_long_titles_are_cut_and_long_reasons_folded(self, on_terminal: Shown) -> None:
        words = "which nobody had looked at since the year before last, " * 3
        long_reason = replace(notice(), reason=words.strip())
        report = a_report(*planned(creation(words)), notices=(long_reason,))

        shown = Text.from_ansi(
            on_terminal(lambda to: render_report(report, to, applied=False))
        ).plain

        assert all(cell_len(line) <= 60 for line in shown.split("\n"))
        assert "…" in shown
        assert " ".join(long_reason.reason.split()) in " ".join(shown.split())

    def test_signs_have_their_colours(self, on_terminal: Shown) -> None:
        report = a_report(*planned(creation(), status_write()), notices=(notice(),))

        shown = on_terminal(lambda to: render_report(report, to, applied=False))

        assert "\x1b[32m+" in shown
        assert "\x1b[33m~" in shown
        assert "\x1b[31m!" in shown


@given(
    st.lists(
        st.builds(
            Result,
            action=st.one_of(
                st.from_type(CreateTicket), st.from_type(UpdateTicket), st.from_type(WriteCell)
            ),
            ending=st.sampled_from(Ending),
            detail=st.text(),
        ),
        max_size=4,
    ),
    st.lists(st.from_type(Notice), max_size=2),
    st.booleans(),
)
def test_no_text_from_outside_ever_breaks_a_line_or_moves_a_cursor(
    results: list[Result], notices: list[Notice], applied: bool
) -> None:
    stream = io.StringIO()

    render_report(a_report(*results, notices=tuple(notices)), console(stream), applied=applied)

    lines = stream.getvalue().split("\n")
    assert not any(
        unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs") for line in lines for char in line
    )
    assert lines[-2].startswith(("Plan: ", "Done: ", "Incomplete: ", "Nothing to do: "))
