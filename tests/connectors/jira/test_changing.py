"""Tickets of ours are changed by what was named and nothing else, and moved by where a way leads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.contract.drafts import draft, made
from connectors.jira.story import CLOSING
from sync.errors import Unavailable
from sync.model.postmortem import Status, TicketRef
from sync.model.ticket import Change, Done, Failed, Outcome, Owner
from tests.connectors.jira.conftest import Desk
from tests.fakes.jira import faults
from tests.fakes.jira.fake import Jira
from tests.fakes.jira.model import Transition

STATUSES = {
    "Offen": "new",
    "In Arbeit": "indeterminate",
    "Erledigt": "done",
    "Abgelehnt": "done",
}
TO_DONE, TO_WORK = Status.DONE, Status.IN_PROGRESS


def ref(key: str) -> TicketRef:
    return TicketRef("jira", key)


def one(desk: Desk, change: Change, **options: object) -> Outcome:
    (outcome,) = desk(**options).update([change])
    return outcome


def moved(desk: Desk, status: Status, key: str = "PAY-1", **options: object) -> Outcome:
    return one(desk, Change(ref(key), status=status), project="PAY", **options)


def filed(desk: Desk) -> None:
    """Our own PAY-1."""
    made(desk(project="PAY"), replace(draft(), owners=()))


def reason(outcome: Outcome) -> str:
    assert isinstance(outcome, Failed), outcome
    return outcome.reason


class TestFields:
    @pytest.mark.parametrize("after", [False, True])
    def test_a_page_for_people_is_no_sign_that_jira_changed_anything(
        self, desk: Desk, jira: Jira, *, after: bool
    ) -> None:
        made(desk(), draft())
        jira.next(faults.login_page(after=after), on="PUT *")

        outcome = one(desk, Change(ref("OPS-1"), title="New"))

        assert "page for people" in reason(outcome)

    def test_what_is_named_changes_and_what_people_wrote_below_stays(
        self, jira: Jira, desk: Desk
    ) -> None:
        made(desk(), draft())
        issue = jira.find("OPS-1")
        if jira.cloud:
            note = {"type": "paragraph", "content": [{"type": "text", "text": "I asked."}]}
            issue.description["content"].append(note)
        else:
            issue.description += "\n\nI asked."
        text = replace(draft(), text="Add alert 1, and tell nobody")

        outcome = one(desk, Change(ref("OPS-1"), title="New title", was=issue.summary, text=text))

        assert isinstance(outcome, Done)
        issue = jira.find("OPS-1")
        assert issue.summary == outcome.ticket.title == "New title"
        told = str(issue.description)
        assert "and tell nobody" in told
        assert "and tell everybody" not in told
        assert told.index(CLOSING) < told.index("I asked.")
        assert outcome.ticket.marker == draft().marker
        assert jira.names("POST /issue/OPS-1/comment") == []

    def test_a_ticket_that_people_renamed_keeps_its_name(self, jira: Jira, desk: Desk) -> None:
        made(desk(), draft())
        jira.edit("OPS-1", summary="Ours now")

        outcome = one(desk, Change(ref("OPS-1"), title="New title", was="Add alert 1"))

        assert "OPS-1 was renamed meanwhile, to 'Ours now'" in reason(outcome)
        assert jira.find("OPS-1").summary == "Ours now"

    def test_a_description_whose_last_line_of_ours_is_gone_is_left_alone(
        self, jira: Jira, desk: Desk
    ) -> None:
        made(desk(), draft())
        kept = {"type": "doc", "version": 1, "content": []} if jira.cloud else "All mine."
        jira.edit("OPS-1", description=kept)

        outcome = one(desk, Change(ref("OPS-1"), text=replace(draft(), text="Another")))

        assert isinstance(outcome, Done)
        assert "the description of OPS-1 was left as it is" in outcome.remarks[0]
        assert jira.find("OPS-1").description == kept

    def test_the_assignee_is_replaced_and_taken_away_only_if_it_is_still_the_old_one(
        self, jira: Jira, desk: Desk
    ) -> None:
        names = ("acc-ann", "acc-bob") if jira.cloud else ("ann", "bob")
        for name, mail in zip(names, ("ann@acme.test", "bob@acme.test"), strict=True):
            jira.user(name, mail, assignable=("OPS",))
        ann, bob = (Owner(n, f"{n}@acme.test", known=True) for n in ("ann", "bob"))
        made(desk(), replace(draft(), owners=(ann,)))

        one(desk, Change(ref("OPS-1"), assign=(bob,), unassign=(ann,)))
        assert jira.find("OPS-1").assignee is jira.users[names[1]]
        one(desk, Change(ref("OPS-1"), unassign=(ann,)))
        assert jira.find("OPS-1").assignee is jira.users[names[1]]
        one(desk, Change(ref("OPS-1"), unassign=(bob,)))
        assert jira.find("OPS-1").assignee is None

    def test_somebody_else_s_issue_is_not_changed(self, jira: Jira, desk: Desk) -> None:
        jira.issue("OPS", "Theirs")

        assert "no issue that pm-sync made" in reason(one(desk, Change(ref("OPS-1"), title="X")))
        assert jira.find("OPS-1").summary == "Theirs"

    def test_an_issue_that_moved_or_vanished_is_told(self, jira: Jira, desk: Desk) -> None:
        made(desk(), draft(1), draft(2))
        jira.project("PAY")
        jira.move("OPS-1", "PAY")
        jira.delete("OPS-2")

        assert "OPS-1 has moved to PAY-1" in reason(one(desk, Change(ref("OPS-1"), title="X")))
        assert "OPS-2 does not exist" in reason(one(desk, Change(ref("OPS-2"), title="X")))

    def test_an_archived_issue_says_why_it_cannot_be_changed(self, jira: Jira, desk: Desk) -> None:
        made(desk(), draft())
        jira.archive("OPS-1")

        told = reason(one(desk, Change(ref("OPS-1"), title="X", was="Add alert 1")))

        assert told.startswith("changing OPS-1: ")

    def test_a_lost_answer_to_a_change_is_left_to_the_next_run(
        self, jira: Jira, desk: Desk
    ) -> None:
        made(desk(), draft())
        jira.next(faults.dropped(after=True), on="PUT *")

        told = reason(one(desk, Change(ref("OPS-1"), title="X", was="Add alert 1")))

        assert "the next run looks at it again" in told

    def test_a_jira_that_is_gone_ends_the_changes(self, jira: Jira, desk: Desk) -> None:
        made(desk(), draft(1), draft(2))
        tracker = desk()
        jira.next(faults.unavailable(), times=None)
        outcomes = tracker.update(
            [Change(ref("OPS-1"), title="X"), Change(ref("OPS-2"), title="Y")]
        )

        assert isinstance(next(outcomes), Failed)
        with pytest.raises(Unavailable):
            next(outcomes)


class TestMoves:
    def test_the_category_chooses_whatever_a_way_is_called(self, jira: Jira, desk: Desk) -> None:
        ways = [
            Transition("Done", "In Arbeit"),
            Transition("In Progress", "Erledigt"),
            Transition("Reject", "Abgelehnt"),
        ]
        jira.project("PAY", workflow=jira.workflow(STATUSES, ways))
        filed(desk)

        outcome = moved(desk, TO_DONE)

        assert isinstance(outcome, Done)
        assert outcome.ticket.status is TO_DONE
        assert jira.find("PAY-1").status.name == "Erledigt"

    def test_a_word_for_an_end_is_not_taken_for_done_and_is_for_itself(
        self, jira: Jira, desk: Desk
    ) -> None:
        ways = [Transition("a", "Abgelehnt"), Transition("b", "Erledigt")]
        jira.project("PAY", workflow=jira.workflow(STATUSES, ways))
        filed(desk)

        assert isinstance(moved(desk, TO_DONE), Done)
        assert jira.find("PAY-1").status.name == "Erledigt"
        assert isinstance(moved(desk, Status.WONT_DO), Done)
        assert jira.find("PAY-1").status.name == "Abgelehnt"

    def test_the_settings_name_the_status_to_move_to(self, jira: Jira, desk: Desk) -> None:
        statuses = {"Open": "new", "Released": "done", "Merged": "done"}
        jira.project("PAY", workflow=jira.workflow(statuses))
        filed(desk)

        assert isinstance(moved(desk, TO_DONE, moves={"done": "merged"}), Done)

        assert jira.find("PAY-1").status.name == "Merged"

    def test_a_resolution_that_the_screen_demands_comes_from_the_settings(
        self, jira: Jira, desk: Desk
    ) -> None:
        way = Transition("x", "Erledigt", screen=("resolution",), required=("resolution",))
        jira.project("PAY", workflow=jira.workflow(STATUSES, [way]))
        filed(desk)

        outcome = moved(desk, TO_DONE, resolutions={"done": "Cannot Reproduce"})

        assert isinstance(outcome, Done), outcome
        resolution = jira.find("PAY-1").resolution
        assert resolution is not None
        assert resolution.name == "Cannot Reproduce"

    def test_a_resolution_is_found_among_those_that_the_way_takes(
        self, jira: Jira, desk: Desk
    ) -> None:
        way = Transition("x", "Erledigt", screen=("resolution",), required=("resolution",))
        jira.project("PAY", workflow=jira.workflow(STATUSES, [way]))
        filed(desk)

        outcome = moved(desk, Status.WONT_DO)

        assert isinstance(outcome, Done), outcome
        assert outcome.ticket.status is Status.WONT_DO

    def test_a_field_that_jira_does_not_tell_of_is_filled_when_it_asks(
        self, jira: Jira, desk: Desk
    ) -> None:
        way = Transition(
            "x", "Erledigt", screen=("resolution",), required=("resolution",), tells_fields=False
        )
        jira.project("PAY", workflow=jira.workflow(STATUSES, [way]))
        filed(desk)

        assert isinstance(moved(desk, TO_DONE, resolutions={"done": "Done"}), Done)
        assert jira.find("PAY-1").resolution is not None

    def test_other_fields_come_from_the_settings(self, jira: Jira, desk: Desk) -> None:
        cause = jira.field("Root cause", "option", ("Code", "People"))
        way = Transition("x", "Erledigt", screen=(cause.id,), required=(cause.id,))
        jira.project("PAY", workflow=jira.workflow(STATUSES, [way]))
        filed(desk)

        told = reason(moved(desk, TO_DONE))
        assert "moving PAY-1 to 'Erledigt'" in told
        assert "Root cause" in told
        assert "set `resolutions` or `move_fields` under [trackers.jira]" in told
        assert isinstance(moved(desk, TO_DONE, move_fields={"root cause": "code"}), Done)
        assert jira.find("PAY-1").more[cause.id]["value"] == "Code"

    def test_a_value_that_a_move_does_not_take_is_named(self, jira: Jira, desk: Desk) -> None:
        cause = jira.field("Root cause", "option", ("Code", "People"))
        way = Transition("x", "Erledigt", screen=(cause.id,), required=(cause.id,))
        jira.project("PAY", workflow=jira.workflow(STATUSES, [way]))
        filed(desk)

        told = reason(moved(desk, TO_DONE, move_fields={"Root cause": "Luck"}))

        assert told == (
            "the field 'Root cause' of the move does not take 'Luck'; it takes Code, People; correct it under [trackers.jira]"
        )

    def test_a_move_that_is_impossible_lists_what_is_possible_and_leaves_no_comment(
        self, jira: Jira, desk: Desk
    ) -> None:
        ways = [Transition("x", "In Arbeit", of=("Offen",))]
        jira.project("PAY", workflow=jira.workflow(STATUSES, ways))
        filed(desk)
        before = len(jira.requests)

        told = reason(moved(desk, TO_DONE))

        assert told == (
            "PAY-1 cannot be moved to done from 'Offen'; possible are 'In Arbeit' (indeterminate). Move it there, or name one"
            " of them with `moves` under [trackers.jira]"
        )
        assert "\n" not in told
        assert all(not request.writes for request in jira.requests[before:])

    def test_a_ticket_that_is_there_already_is_not_moved(self, jira: Jira, desk: Desk) -> None:
        jira.project("PAY", workflow=jira.workflow(STATUSES))
        filed(desk)
        jira.transition("PAY-1", "Erledigt")

        assert isinstance(moved(desk, TO_DONE), Done)

        assert jira.names("POST /issue/PAY-1/transitions") == []
