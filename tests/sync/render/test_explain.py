"""What `items --explain` tells of a document."""

from __future__ import annotations

from sync.model.postmortem import Status
from sync.render.explain import render_explanation
from tests.sync.render.documents import FULL, a_postmortem, an_item
from tests.sync.render.screens import Shown


def test_everything_that_was_found_is_told_with_its_place(piped: Shown) -> None:
    shown = piped(lambda to: render_explanation((FULL,), (), to))

    assert shown == (
        "postmortems/a.md  2026-11-03  Outage\n"
        "  title: Outage\n"
        "  date: 2026-11-03\n"
        "  authors: Mara Lindqvist\n"
        "  status: Complete\n"
        "  severity: SEV-2\n"
        '  under "Action Items":\n'
        '    line 10  "Add an alert"\n'
        "        form: bullet\n"
        "        owner: (none)\n"
        "        ticket: (none)\n"
        "        status: (none)\n"
        "        status goes: in the text, behind the reference (none there yet)\n"
        '    line 12-13  "Fail the health check"\n'
        "        form: table row\n"
        "        owner: tomas, mara\n"
        "        ticket: acme/shop#12 (github), OPS-7 (jira)\n"
        '        status: done (written "**DONE**")\n'
        "        status goes: in the status column\n"
        "        type: detect\n"
        "        priority: P1\n"
        "        due: next week\n"
        "  left out:\n"
        '    line 40  "Actions taken"  tells what was done, not what is to do\n'
        "\n"
        "2 items in 1 document, 1 with a ticket.\n"
    )


def test_what_is_missing_in_a_document_is_told(piped: Shown) -> None:
    shown = piped(lambda to: render_explanation((a_postmortem(date=None),), (), to))

    assert "  date: (none)\n" in shown
    assert "  no action items\n" in shown


def test_an_ignored_document_tells_the_reason(piped: Shown) -> None:
    shown = piped(lambda to: render_explanation((a_postmortem(ignored="an exercise"),), (), to))

    assert "  marked as ignored: an exercise; it is only read\n" in shown


def test_why_an_item_gets_no_ticket_is_told(piped: Shown) -> None:
    items = (
        an_item("a", unrecognised=("Bug 123",)),
        an_item("b", ticket_wanted=False),
        an_item("c", status=Status.UNKNOWN, status_text="FAILED"),
    )

    shown = piped(lambda to: render_explanation((a_postmortem(*items),), (), to))

    assert 'ticket: "Bug 123", which nobody recognises; none is created\n' in shown
    assert "ticket: none wanted\n" in shown
    assert 'status: ? FAILED (written "FAILED")\n' in shown
