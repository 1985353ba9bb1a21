"""What a person reads of the documents."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

from sync.errors import Problem
from sync.model.postmortem import Remark, Status
from sync.render.items_table import render_items
from tests.sync.render.documents import FULL, a_postmortem, an_item
from tests.sync.render.screens import Shown

PROBLEM = Problem("postmortems/x.md", 3, "byte 0xff is no UTF-8", "save it as UTF-8")


def test_each_document_has_a_table_of_what_was_found(piped: Shown) -> None:
    shown = piped(lambda to: render_items((FULL,), (), to))

    assert shown == (
        "postmortems/a.md  2026-11-03  Outage\n"
        "  line  item                   owner        ticket               status  priority  due\n"
        "    10  Add an alert\n"
        "    12  Fail the health check  tomas, mara  acme/shop#12, OPS-7  done    P1        next week\n"
        "\n"
        "2 items in 1 document, 1 with a ticket.\n"
    )


def test_columns_that_nobody_filled_are_left_out(piped: Shown) -> None:
    shown = piped(lambda to: render_items((a_postmortem(an_item()),), (), to))

    assert shown.split("\n")[1] == "  line  item"


def test_documents_without_items_say_so(piped: Shown) -> None:
    shown = piped(lambda to: render_items((a_postmortem(),), (), to))

    assert shown == (
        "postmortems/a.md  2026-11-03  Outage\n  no action items\n\nNo action items in 1 document.\n"
    )


def test_a_world_without_documents_says_so(piped: Shown) -> None:
    shown = piped(lambda to: render_items((), (), to))

    assert shown.startswith("No postmortems were found; ")
    assert "pm-sync init" in shown


def test_what_could_not_be_read_is_listed_and_counted(piped: Shown) -> None:
    shown = piped(lambda to: render_items((FULL,), (PROBLEM,), to))

    assert "! postmortems/x.md:3: byte 0xff is no UTF-8; save it as UTF-8\n" in shown
    assert shown.endswith("; 1 document could not be read.\n")


def test_what_hides_something_in_a_document_is_told_below_its_items(piped: Shown) -> None:
    postmortem = a_postmortem(an_item(), remarks=(Remark(7, "a fence is open\x1b[2J"),))

    shown = piped(lambda to: render_items((postmortem,), (), to))

    assert "! line 7  a fence is open" in shown
    assert "\x1b" not in shown


def test_statuses_are_shown_in_words_and_unknown_marks_as_they_are(piped: Shown) -> None:
    items = (
        an_item("a", status=Status.WONT_DO),
        an_item("b", status=Status.VANISHED),
        an_item("c", status=Status.UNKNOWN, status_text="FAILED"),
    )

    shown = piped(lambda to: render_items((a_postmortem(*items),), (), to))

    assert [line.split("  ")[-1].strip() for line in shown.split("\n")[2:5]] == [
        "won't do",
        "not found",
        "? FAILED",
    ]


def test_a_reference_nobody_recognises_and_a_ticket_nobody_wants_are_told(piped: Shown) -> None:
    items = (an_item("a", unrecognised=("Bug 123",)), an_item("b", ticket_wanted=False))

    shown = piped(lambda to: render_items((a_postmortem(*items),), (), to))

    assert "? Bug 123" in shown
    assert "none wanted" in shown


def test_a_terminal_gets_lines_that_fit_and_a_pipe_whole_titles(
    piped: Shown, on_terminal: Shown
) -> None:
    title = "Move what the index rejects to a dead-letter topic " * 3
    postmortem = a_postmortem(an_item(title.strip(), owners=("tomas",)), title=title)

    shown = Text.from_ansi(on_terminal(lambda to: render_items((postmortem,), (), to))).plain

    assert all(cell_len(line) <= 60 for line in shown.split("\n"))
    assert "tomas" in shown
    assert title.strip() in piped(lambda to: render_items((postmortem,), (), to))


def test_text_from_documents_moves_no_cursor(piped: Shown) -> None:
    postmortem = a_postmortem(an_item("a\x1b[2J", owners=("\u202eb",)), title="\x07", path="c\rd")

    shown = piped(lambda to: render_items((postmortem,), (), to))

    assert not {"\x1b", "\u202e", "\x07", "\r"} & set(shown)
