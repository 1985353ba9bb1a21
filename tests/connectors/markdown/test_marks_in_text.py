"""What ends and begins a line, as people write it: several marks in a row, and words that only look like marks."""

from __future__ import annotations

import pytest

from tests.connectors.markdown.test_fields import item


@pytest.mark.parametrize(
    ("text", "title", "status"),
    [
        ("Fix it (✅)", "Fix it", "done"),
        ("Fix it ✅ done", "Fix it", "done"),
        ("Fix it: ✅ Done", "Fix it", "done"),
        ("Fix it. Done.", "Fix it.", "done"),
        ("Fix it => done", "Fix it", "done"),
        ("Fix it → done", "Fix it", "done"),
        ("Fix it (done in #12)", "Fix it", "done"),
        ("[✓] Fix it", "Fix it", "done"),
        ("Fix it :white_check_mark:", "Fix it", "done"),
        ("~~Fix it~~ done", "Fix it", "done"),
        ("Fix ~~old~~ new", "Fix old new", None),
        ("Move from ~~A~~ live", "Move from A live", None),
        ("Check that the page shows **resolved**", "Check that the page shows resolved", None),
        ("Verify that failover is **in place**", "Verify that failover is in place", None),
        ("Add an alert :rocket:", "Add an alert :rocket:", None),
        ("Look into the case. Open it.", "Look into the case. Open it.", None),
    ],
)
def test_a_status_is_told_in_many_ways_and_words_of_the_sentence_are_none(
    text: str, title: str, status: str | None
) -> None:
    found = item(f"- {text}")

    assert (found.title, found.status) == (title, status)


@pytest.mark.parametrize(
    ("text", "title", "kind"),
    [
        ("**Fix** the parser", "Fix the parser", None),
        ("**Investigate** why it broke", "Investigate why it broke", None),
        ("**Training** for all on call", "Training for all on call", None),
        ("Fix: the parser", "Fix: the parser", None),
        ("**Prevention:** add a check", "add a check", "Prevention"),
        ("**[Prevent]** add a check", "add a check", "Prevent"),
        ("Prevention: Add a check", "Add a check", "Prevention"),
    ],
)
def test_a_type_stands_before_the_sentence_and_is_not_its_verb(
    text: str, title: str, kind: str | None
) -> None:
    found = item(f"- {text}")

    assert (found.title, found.type) == (title, kind)


def test_marks_between_dashes_are_taken_one_by_one() -> None:
    found = item("- Fix it — @bob — 2026-12-01 — P1 — In progress")

    assert found.title == "Fix it"
    assert found.owners == ("@bob",)
    assert (found.due, found.priority, found.status) == ("2026-12-01", "P1", "in_progress")


def test_marks_behind_commas_are_taken_one_by_one() -> None:
    found = item("- Fix it, @bob, P2, 2026-12-01")

    assert (found.title, found.owners, found.priority, found.due) == (
        "Fix it",
        ("@bob",),
        "P2",
        "2026-12-01",
    )


def test_what_stands_behind_a_date_between_dashes_is_a_remark() -> None:
    found = item("- [x] **me** — Stagger the jobs — 2026-02-12 — landed in commit `5fa823`.")

    assert (found.title, found.owners, found.due) == ("Stagger the jobs", ("me",), "2026-02-12")


def test_the_comma_of_a_long_date_separates_nothing() -> None:
    assert (item("- Fix it (Dec 1, 2026)").title, item("- Fix it (Dec 1, 2026)").due) == (
        "Fix it",
        "Dec 1, 2026",
    )


def test_an_arrow_to_the_owner_goes_with_the_owner() -> None:
    assert (item("- Fix it → @bob").title, item("- Fix it -> @bob").title) == ("Fix it", "Fix it")


def test_two_handles_in_a_row_own_it_both() -> None:
    assert item("- @bob @alice fix it").owners == ("@bob", "@alice")


def test_fields_in_paragraphs_of_their_own_belong_to_the_item() -> None:
    found = item("- Add an alert\n\n  Ticket: #12\n  Owner: Mara\n\n  Status: Done")

    assert [one.ref.id for one in found.references] == ["acme/shop#12"]
    assert (found.owners, found.status) == (("Mara",), "done")


def test_a_ticket_may_be_tracked_in_a_paragraph_of_its_own() -> None:
    found = item("- Add an alert\n\n  Tracked in #14.")

    assert [one.ref.id for one in found.references] == ["acme/shop#14"]


def test_an_item_in_bold_with_nothing_but_fields_below_is_no_group() -> None:
    found = item("1. **Add an alert**\n   - Owner: Mara\n   - Due: 2026-12-01\n   - Status: Open")

    assert (found.title, found.owners, found.due, found.status) == (
        "Add an alert",
        ("Mara",),
        "2026-12-01",
        "open",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Fix it (was #12)",
        "Fix what was caused by https://github.com/acme/shop/pull/3",
        "Revert #12",
        "Rotate key #3 of 4",
        "Move away from what is broken by #12",
    ],
)
def test_a_reference_that_is_only_mentioned_is_no_ticket(text: str) -> None:
    found = item(f"- {text}")

    assert (found.references, found.unrecognised) == ((), ())


@pytest.mark.parametrize("written", ["PR#12", "(GH-12)", "GH#12", "acme/shop#12", "see #12"])
def test_spellings_of_one_ticket(written: str) -> None:
    assert [one.ref.id for one in item(f"- Fix it {written}").references] == ["acme/shop#12"]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Runtime team — add a test", "Runtime team"),
        ("Platform Squad: add a test", "Platform Squad"),
        ("**me** — add a test", "me"),
    ],
)
def test_a_team_at_the_beginning_owns_it(text: str, owner: str) -> None:
    assert (item(f"- {text}").owners, item(f"- {text}").title) == ((owner,), "add a test")


def test_a_status_with_its_day_in_bold_stands_before_the_sentence() -> None:
    found = item("1. **DONE 2026-05-14** — Patch the monitor")

    assert (found.title, found.status) == ("Patch the monitor", "done")


def test_a_sentence_may_end_with_the_name_of_a_field() -> None:
    assert item("- Ask the owner:").title == "Ask the owner:"


def test_fields_of_a_template_that_nobody_filled_in_are_no_text() -> None:
    assert item("- Fix it (owner=, priority=, due=)").title == "Fix it"


def test_a_marked_remark_behind_the_lead_is_the_status() -> None:
    found = item("- **Add an alert** *(pending)* - We lack one.")

    assert (found.title, found.status) == ("Add an alert - We lack one.", "open")


def test_a_status_may_stand_in_the_place_of_a_priority() -> None:
    found = item("| Action | Owner | Priority |\n|---|---|---|\n| Add an alert | @x | DONE |")

    assert (found.priority, found.status) == (None, "done")


@pytest.mark.parametrize(("mark", "status"), [("x", "done"), ("Y", "done"), ("No", "open")])
def test_short_words_mean_a_status_in_a_cell_of_their_own(mark: str, status: str) -> None:
    found = item(f"| Action | Done? |\n|---|---|\n| Add an alert | {mark} |")

    assert found.status == status


def test_a_column_that_nobody_knows_is_told() -> None:
    found = item("| Action | Owner | Wetter |\n|---|---|---|\n| Add an alert | @x | sonnig |")

    assert "nobody knows what 'Wetter' holds" in found.why


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Pin the version in package.json #482", "Pin the version in package.json"),
        ("Add more pods #55", "Add more pods"),
        (
            "Find which release it was introduced in (#12)",
            "Find which release it was introduced in",
        ),
    ],
)
def test_a_ticket_at_the_end_is_one_whatever_stands_before_it(text: str, title: str) -> None:
    found = item(f"- {text}")

    assert (found.title, len(found.references)) == (title, 1)


@pytest.mark.parametrize("cell", ["see parser.py #6", "blocked by #4", "due to #5"])
def test_nothing_in_a_ticket_cell_is_only_mentioned(cell: str) -> None:
    found = item(f"| Action | Ticket |\n|---|---|\n| Fix it | {cell} |")

    assert len(found.references) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Train the team — twice a year",
        "Notify the support team: page us before deploys",
        "Page on-call only for P0, P1",
        "Run the drill — March 2026 — then decide",
        "Move traffic from A -> live",
        "Reply with :tada:",
        "`me` endpoint must return 401",
    ],
)
def test_a_sentence_stays_whole(text: str) -> None:
    found = item(f"- {text}")

    assert found.title == text.replace("`", "")
    assert (found.owners, found.status, found.priority) == ((), None, None)
