"""The words of postmortems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.folding import folded
from sync.model.postmortem import Status
from sync.title_words import Section
from sync.vocabulary import Vocabulary
from sync.words import Column

WORDS = Vocabulary()


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Action Items:", "action items"),
        ("5. Action-Items", "action items"),
        ("**Follow–up**", "follow up"),
        ("What’s next?", "what's next?"),
        ("🎯 To Do ✅", "to do"),
        ("Corrective & Preventive", "corrective and preventive"),
        ("—", ""),
        ("担当", "担当"),
    ],
)
def test_words_are_compared_without_decoration(written: str, plain: str) -> None:
    assert folded(written) == plain


@given(st.text(max_size=300))
def test_folding_twice_changes_nothing_but_numbering(text: str) -> None:
    assert len(folded(folded(text))) <= len(folded(text))


@pytest.mark.parametrize(
    "title",
    [
        "Action Items",
        "Open action items",
        "Follow-ups",
        "Next steps (draft)",
        "Prevention",
        "Maßnahmen",
    ],
)
def test_titles_of_action_items(title: str) -> None:
    assert WORDS.section(title) is Section.ACTIONS


@pytest.mark.parametrize(
    "title",
    [
        "Actions taken",
        "Follow-up timeline",
        "Lessons learned",
        "Mitigations",
        "Status",
        "Transactions",
        "x" * 500,
    ],
)
def test_titles_of_something_else(title: str) -> None:
    assert WORDS.section(title) is not Section.ACTIONS


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("Action Item", Column.ITEM),
        ("**Owner**", Column.OWNER),
        ("Bug #", Column.TICKET),
        ("Current Status", Column.STATUS),
        ("Due Date", Column.DUE),
        ("Time (UTC)", Column.TIME),
        ("Colour", None),
    ],
)
def test_column_names(name: str, column: Column | None) -> None:
    assert WORDS.column(name) == column


def test_every_status_has_a_word() -> None:
    assert {Status(value) for value in WORDS.statuses.values()} == set(Status) - {Status.UNKNOWN}


def test_every_word_is_kept_as_it_is_compared() -> None:
    kept = {
        *WORDS.action_titles,
        *WORDS.other_titles,
        *WORDS.columns,
        *WORDS.statuses,
        *WORDS.types,
        *WORDS.themes,
    }

    assert {word for word in kept if folded(word) != word and word != "#"} == set()


def test_a_user_can_add_words_of_their_own() -> None:
    mine = WORDS.extended(
        ["Homework", "Timeline"],
        ["Next steps"],
        {"Doer": Column.OWNER},
        {"Parked": Status.WONT_DO},
        types=["Chore"],
        priorities=["ASAP"],
    )

    assert mine.section("homework:") is mine.section("Timeline") is Section.ACTIONS
    assert (mine.column("doer"), mine.status("PARKED")) == (Column.OWNER, Status.WONT_DO)
    assert mine.section("Next steps") is Section.OTHER
    assert mine.is_type("chore")
    assert mine.is_priority("asap")
    assert WORDS.section("Homework") is Section.UNKNOWN


@pytest.mark.parametrize(
    "word", ["Neu", "Offen", "À faire", "In Arbeit!", "✅ Done", "✅", "Won't do", "To do", "完了"]
)
def test_a_word_for_one_status_may_be_written_for_it(word: str) -> None:
    status = {
        "In Arbeit!": Status.IN_PROGRESS,
        "✅ Done": Status.DONE,
        "✅": Status.DONE,
        "Won't do": Status.WONT_DO,
        "完了": Status.DONE,
    }

    assert Vocabulary().objection(word, status.get(word, Status.OPEN)) is None


@pytest.mark.parametrize(
    "word",
    [
        "Done",
        "✅ Neu",
        "-",
        "🦊",
        "<b>x",
        "**Neu**",
        "LOCAL-5",
        "#5",
        "\x1b[31m",
        "n/a",
        "TBD",
        "None",
        "x" * 41,
    ],
)
def test_a_word_that_would_not_be_read_as_its_status_meets_an_objection(word: str) -> None:
    assert Vocabulary().objection(word, Status.OPEN)


def test_a_sign_alone_adds_no_empty_word() -> None:
    assert Vocabulary().extended(statuses={"✅": Status.DONE}).status("") is None
