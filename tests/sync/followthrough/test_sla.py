"""Priorities are compared by what they mean, and limits follow from that."""

from __future__ import annotations

import pytest

from sync.followthrough.sla import UNRANKED, Sla, rank
from sync.words import PRIORITIES


@pytest.mark.parametrize(
    "words", ["P0 Critical highest", "p1 High major 高", "P2 Medium mittel", "P3 low minor"]
)
def test_words_of_one_rank_are_equal(words: str) -> None:
    assert len({rank(word) for word in words.split()}) == 1


def test_every_word_that_documents_are_read_in_has_a_rank() -> None:
    assert [word for word in PRIORITIES if rank(word) == UNRANKED] == []


@pytest.mark.parametrize("text", ["P1 - whatever", "priority: P1", "**P1**", "[P1]"])
def test_a_word_among_others_counts(text: str) -> None:
    assert rank(text) == rank("P1")


@pytest.mark.parametrize(
    ("preset", "limits"), [("pagerduty", [15, 30, None]), ("atlassian", [28, 56, None])]
)
def test_a_preset_limits_the_two_most_urgent(preset: str, limits: list[int | None]) -> None:
    assert [Sla(preset).limit(word) for word in ("P0", "High", "P2")] == limits


def test_own_days_come_before_the_preset_and_hold_for_equal_words() -> None:
    sla = Sla("pagerduty", {"High": 20, "medium": 90})

    assert [sla.limit(word) for word in ("P0", "P1", "high", "P2")] == [15, 20, 20, 90]


def test_a_word_that_is_named_itself_is_what_it_says() -> None:
    sla = Sla(days={"P1": 10, "High": 20, "Asap": 1})

    assert [sla.limit(word) for word in ("p1", "HIGH", "asap")] == [10, 20, 1]


def test_the_default_is_for_what_has_no_priority_or_an_unknown_one() -> None:
    sla = Sla("pagerduty", default=60)

    assert [sla.limit(word) for word in (None, "", "whenever", "P3")] == [60, 60, 60, None]


def test_without_settings_there_is_no_limit() -> None:
    assert Sla().limit("P0") is None
