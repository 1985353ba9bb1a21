"""The desk of the embedded tracker, from the command line."""

from __future__ import annotations

import pytest

from tests.fakes.program import Program


class TestTickets:
    def test_a_ticket_is_worked_on_by_its_number(self, program: Program) -> None:
        program("sync")

        assert "in progress" in program("tickets", "start", "1").out
        assert (
            "owned by jonas, priya" in program("tickets", "assign", "LOCAL-1", "jonas", "priya").out
        )
        assert "done" in program("tickets", "close", "local-1", "2").out
        assert "was already done" in program("tickets", "close", "1").out
        assert "open" in program("tickets", "reopen", "1").out
        shown = program("tickets", "show", "1", "--format", "json").json
        told = [event["what"] for event in shown["events"]]
        assert told == ["created", "started", "reassigned", "closed", "reopened"]

    def test_the_list_shows_what_is_to_do_unless_asked_otherwise(self, program: Program) -> None:
        program("sync")
        program("tickets", "close", "1", "--reason", "wont-do")

        assert "LOCAL-1" not in program("tickets", "list").out
        assert "LOCAL-1" in program("tickets", "list", "--status", "wont-do").out
        assert "LOCAL-1" in program("tickets", "list", "--status", "wont_do").out
        assert "LOCAL-1" in program("tickets", "list", "--status", "all", "--owner", "mara").out

    def test_a_move_is_told_in_the_words_of_people(self, program: Program) -> None:
        program("sync")

        told = program("tickets", "close", "1", "--reason", "wont_do").out

        assert told.startswith("LOCAL-1 is now won't do, owned by")

    def test_people_of_the_settings_are_known_by_any_spelling(self, program: Program) -> None:
        program.write("pm-sync.toml", '[people."Priya Nair"]\naliases = ["PN"]\nlocal = "priya"\n')
        program("sync")

        assert "owned by priya:" in program("tickets", "assign", "1", "PN").out
        assert "LOCAL-1" in program("tickets", "list", "--owner", "Priya Nair").out
        assert "LOCAL-1" not in program("tickets", "list", "--owner", "mara").out

    @pytest.mark.parametrize("ticket", ["99", "OPS-1", "x", "-"])
    def test_a_ticket_that_is_not_there_is_told(self, program: Program, ticket: str) -> None:
        program("sync")

        done = program("tickets", "show", "--", ticket)

        assert done.code == 2
        assert "Traceback" not in done.err


def test_under_another_tracker_it_is_told_whose_tickets_these_are(program: Program) -> None:
    program.write("pm-sync.toml", 'tracker = "github"\n')

    done = program("tickets", "list")

    assert done.code == 0
    assert "this project's are in github" in done.err
