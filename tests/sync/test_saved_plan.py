"""A plan that waits in a file, and what is noticed when it no longer fits."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sync.errors import UserError
from sync.model.action import CreateTicket, Field, Notice, Plan, UpdateTicket, WriteCell
from sync.model.postmortem import TicketRef
from sync.model.ticket import Draft, Marker, Owner
from sync.saved_plan import differences, dump, fingerprint, load

PATH = "plan.json"

PLACES = st.dictionaries(st.text(), st.one_of(st.text(), st.dictionaries(st.text(), st.text())))
st.register_type_strategy(
    Draft,
    lambda kind: st.builds(
        kind,
        place=PLACES,
        **dict.fromkeys({one.name for one in fields(kind)} - {"place"}, ...),
    ),
)
WRITES = st.one_of(st.from_type(CreateTicket), st.from_type(UpdateTicket), st.from_type(WriteCell))
PLANS = st.builds(
    Plan,
    actions=st.lists(st.one_of(WRITES, st.from_type(Notice)), max_size=5).map(tuple),
    skipped=st.dictionaries(st.text(), st.integers(), max_size=2),
)


def creation(line: int = 14, **changed: object) -> CreateTicket:
    given: dict[str, object] = {"title": "Alert on lag", "due": "2026-12-01", **changed}
    draft = Draft(
        marker=Marker("key", "p", "d", "t", "pm"),
        text="Alert on lag",
        document="a.md",
        line=line,
        owners=(Owner("mara", "mara"),),
        **given,  # type: ignore[arg-type]
    )
    return CreateTicket("a.md", line, draft.title, "local", draft, "no ticket yet")


def status_write(new: str = "DONE", line: int = 15) -> WriteCell:
    ref = TicketRef("local", "LOCAL-3")
    return WriteCell("a.md", line, "Index", ref, Field.STATUS, "", new, "the ticket is done")


def changes(before: Plan, after: Plan) -> tuple[str, ...]:
    return differences(load(dump(before), PATH), after)


class TestDifferences:
    @given(PLANS)
    def test_a_plan_equals_itself_after_it_was_saved(self, plan: Plan) -> None:
        assert changes(plan, plan) == ()

    @given(PLANS)
    def test_of_restricted_documents_hashes_suffice_for_that(self, plan: Plan) -> None:
        closed = {action.document for action in plan.writes}

        assert differences(load(dump(plan, closed), PATH), plan, closed) == ()
        assert fingerprint(plan, closed) == fingerprint(plan, closed)

    def test_of_a_restricted_document_nothing_is_written_and_every_change_is_noticed(self) -> None:
        before, after = Plan((creation(), status_write())), Plan((creation(), status_write("OPEN")))
        text = dump(before, {"a.md"})

        found = differences(load(text, PATH), after, {"a.md"})

        assert not any(word in text for word in ("a.md", "Alert", "mara", "Index", "DONE"))
        assert sorted(found) == [
            "gone: something for a restricted document",
            "new: something for a restricted document",
        ]

    @given(PLANS)
    def test_the_order_of_the_actions_does_not_matter(self, plan: Plan) -> None:
        turned = replace(plan, actions=plan.actions[::-1])

        assert changes(plan, turned) == ()
        assert fingerprint(plan) == fingerprint(turned)

    @pytest.mark.parametrize(
        ("kind", "name"),
        [
            (kind, field.name)
            for kind in (CreateTicket, UpdateTicket, WriteCell)
            for field in fields(kind)
        ],
    )
    @settings(max_examples=20)
    @given(st.data())
    def test_a_change_of_any_field_is_noticed(
        self,
        kind: type[CreateTicket | UpdateTicket | WriteCell],
        name: str,
        data: st.DataObject,
    ) -> None:
        action, other = data.draw(st.from_type(kind)), data.draw(st.from_type(kind))
        assume(getattr(action, name) != getattr(other, name))
        changed = replace(action, **{name: getattr(other, name)})

        assert changes(Plan((action,)), Plan((changed,)))
        assert fingerprint(Plan((action,))) != fingerprint(Plan((changed,)))

    @pytest.mark.parametrize("name", [field.name for field in fields(Draft)])
    @settings(max_examples=20)
    @given(st.data())
    def test_a_change_of_any_field_of_a_draft_is_noticed(
        self, name: str, data: st.DataObject
    ) -> None:
        action, other = data.draw(st.from_type(CreateTicket)), data.draw(st.from_type(Draft))
        assume(getattr(action.draft, name) != getattr(other, name))
        draft = replace(action.draft, **{name: getattr(other, name)})

        assert changes(Plan((action,)), Plan((replace(action, draft=draft),)))

    @given(WRITES)
    def test_an_action_that_is_there_twice_is_not_the_same_as_once(
        self, action: CreateTicket | UpdateTicket | WriteCell
    ) -> None:
        once, twice = Plan((action,)), Plan((action, action))

        assert len(changes(once, twice)) == len(changes(twice, once)) == 1

    def test_notices_and_what_was_left_alone_may_differ(self) -> None:
        assert changes(Plan((creation(),)), Plan((creation(),), skipped={"finished": 3})) == ()

    def test_what_differs_is_told_with_both_values(self) -> None:
        assert changes(Plan((creation(),)), Plan((creation(due=None),))) == (
            'different: a.md:14 "Alert on lag": create local ticket: draft.due was "2026-12-01",'
            " is absent",
        )

    def test_what_differs_in_the_edits_behind_a_creation_is_told_as_such(self) -> None:
        made = creation()
        before = replace(made, follows=(status_write("TODO"),))
        after = replace(made, follows=(status_write("OPEN"),))

        assert changes(Plan((before,)), Plan((after,))) == (
            'different: a.md:14 "Alert on lag": create local ticket: follows.1.new was "TODO",'
            ' is "OPEN"',
        )

    def test_differences_are_told_in_the_order_of_the_lines(self) -> None:
        creations = [
            replace(creation(line), draft=replace(creation().draft, marker=Marker(key, *"pdtm")))
            for line, key in ((9, "c"), (100, "a"), (20, "b"))
        ]

        told = changes(Plan(tuple(creations)), Plan())

        assert [line.split('"')[0] for line in told] == [
            "gone: a.md:9 ",
            "gone: a.md:20 ",
            "gone: a.md:100 ",
        ]

    def test_a_moved_item_is_different_and_not_gone(self) -> None:
        (line,) = changes(Plan((status_write(),)), Plan((status_write(line=16),)))

        assert line == ('different: a.md:16 "Index": status of LOCAL-3 → DONE: line was 15, is 16')

    def test_new_and_gone_actions_are_told(self) -> None:
        assert changes(Plan((creation(),)), Plan((status_write(),))) == (
            'gone: a.md:14 "Alert on lag": create local ticket',
            'new: a.md:15 "Index": status of LOCAL-3 → DONE',
        )


class TestLoad:
    def found(self, text: str) -> str:
        with pytest.raises(UserError) as caught:
            load(text, PATH)
        (problem,) = caught.value.problems
        assert problem.path == PATH
        assert problem.remedy
        return problem.found

    def test_a_file_that_is_no_json_is_refused_with_the_line(self) -> None:
        with pytest.raises(UserError, match=r"^plan\.json:2: is not JSON"):
            load('{\n"pm-sync.plan": 1,,\n}', PATH)

    @pytest.mark.parametrize("text", ["[" * 100_000, "9" * 10_000, ""])
    def test_no_text_breaks_the_reader(self, text: str) -> None:
        assert "is not JSON" in self.found(text)

    @pytest.mark.parametrize("text", ["{}", "[]", "3", "null", '{"version": 1}'])
    def test_other_json_is_no_saved_plan(self, text: str) -> None:
        assert self.found(text) == "is no saved plan"

    @pytest.mark.parametrize("version", [2, "1", None, [1]])
    def test_another_version_is_refused_and_named(self, version: object) -> None:
        found = self.found(json.dumps({"pm-sync.plan": version}))

        assert found == f"is a saved plan of version {version!r}; this pm-sync reads 1"

    def test_an_edited_file_is_refused(self) -> None:
        text = dump(Plan((creation(),))).replace("2026-12-01", "2026-12-24")

        assert "was changed after it was saved" in self.found(text)

    def test_a_file_with_an_action_removed_is_refused(self) -> None:
        content = json.loads(dump(Plan((creation(), status_write()))))
        del content["actions"][0]

        assert "was changed after it was saved" in self.found(json.dumps(content))

    @pytest.mark.parametrize(
        "actions", [None, 3, [3], [{}], [{"kind": "delete_ticket"}], [{"kind": "create_ticket"}]]
    )
    def test_actions_of_another_shape_are_refused(self, actions: object) -> None:
        content = json.dumps({"pm-sync.plan": 1, "fingerprint": "", "actions": actions})

        assert "was changed after it was saved" in self.found(content)

    @given(st.text())
    def test_any_text_is_either_read_or_refused(self, text: str) -> None:
        self.found(text)

    @given(PLANS)
    def test_equal_plans_give_equal_texts_that_any_system_can_store(self, plan: Plan) -> None:
        assert dump(plan) == dump(replace(plan))
        assert dump(plan).isascii()
