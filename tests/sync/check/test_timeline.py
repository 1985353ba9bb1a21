"""The timeline: its order, its days, its time zone."""

from __future__ import annotations

import pytest

from tests.sync.check.conftest import Finds

HEAD = "# Down\n\n## Timeline (UTC)\n\n"


@pytest.mark.parametrize(
    "entries",
    [
        "- 23:50 a\n- 00:10 b\n- 00:20 c\n",
        "- 10:30 c\n- 10:20 b\n- 10:10 a\n- 10:00 z\n",
        "### 2026-11-04\n\n- 15:00 a\n\n### 2026-11-05\n\n- 09:00 b\n",
        "#### 29-09-2026\n\n- 15:00 a\n\n### 03-10-2026\n\n- 09:00 b\n",
        "**Monday**\n\n- 15:00 a\n\n**Tuesday**\n\n- 09:00 b\n",
        "- 18:36 a\n- 09:30 (24 October) b\n- 10:00 c\n",
        "| Time | Event |\n|---|---|\n| 10:00 | a |\n| 10:00 | b |\n",
        "- 11:50 AM a\n- 12:10 PM b\n- 1:05 PM c\n",
        "- 11.50 a\n- 12.10 b\n- 1.05 c\n",
        "- 10:00 a\n- Bob says it was gone by 9:50\n- 10:20 b\n",
        "- 2026-11-04T10:00Z a\n- 2026-11-04T10:05Z b\n",
        "- 2026-11-20 14:00 a\n- 14:10 b\n\nThe index 2021-09-27 was rebuilt meanwhile.\n\n- 14:20 c\n",
        "Tuesday 13 September\n\n- 15:00 a\n\nWednesday 14 September\n\n- 09:00 b\n",
        "- 2:00–2:30 PM a\n- 2:45 PM b\n",
        "- 1:00 PM a\n- 2:30 b\n- 3:00 PM c\n",
        "### Backend\n\n- 15:00 a\n\n### Communication\n\n- 14:00 b\n",
    ],
)
def test_a_timeline_that_goes_on_is_in_order(entries: str, finds: Finds) -> None:
    assert finds(HEAD + entries, "timeline-out-of-order") == []


@pytest.mark.parametrize(
    ("entries", "line"),
    [
        ("- 10:00 a\n- 10:30 b\n- 10:20 c\n- 10:40 d\n", 7),
        (
            "| Time | Event |\n|---|---|\n| 10:00 | a |\n| 11:00 | b |\n| 10:30 | c |\n| 12:00 | d |\n",
            9,
        ),
        ("### 14:03\n\nx\n\n### 14:10\n\nx\n\n### 14:05\n\nx\n\n### 14:20\n", 13),
        (
            "- 2026-11-05 10:00 a\n- 2026-11-05 11:00 b\n- 2026-11-04 23:00 c\n- 2026-11-06 10:00 d\n",
            7,
        ),
        ("**10:00** a\n\n**10:30** b\n\n**10:20** c\n\n**10:50** d\n", 9),
    ],
)
def test_a_step_back_is_told_where_it_happens(entries: str, line: int, finds: Finds) -> None:
    assert [found[1] for found in finds(HEAD + entries, "timeline-out-of-order")] == [line]


@pytest.mark.parametrize(
    "text",
    [
        "All times in CET.\n\n- 10:00 a\n- 10:10 b\n",
        "- 10:00 PST a\n- 10:10 b\n",
        "- 2026-11-04T10:00Z a\n- 2026-11-04T10:05Z b\n",
        "- 10:00+02:00 a\n- 10:10+02:00 b\n",
        "Europe/Berlin\n\n- 10:00 a\n- 10:10 b\n",
        "All times Eastern.\n\n- 10:00 a\n- 10:10 b\n",
        "Times are in Berlin.\n\n- 10:00 a\n- 10:10 b\n",
        "- 10:00 MEZ a\n- 10:10 b\n",
        "- day 1 a\n- day 2 b\n",
        "- 10:00 the only time\n",
    ],
)
def test_a_zone_is_found_wherever_it_is_told_and_missed_only_for_times(
    text: str, finds: Finds
) -> None:
    assert finds(f"# Down\n\n## Timeline\n\n{text}", "timeline-without-zone") == []


def test_a_timeline_without_a_zone_is_told_at_its_title(finds: Finds) -> None:
    text = "# Down\n\n## What happened\n\nx\n\n### Timeline\n\n- 10:00 a\n- 10:10 b\n"

    assert finds(text, "timeline-without-zone") == [("timeline-without-zone", 7, 5)]


def test_times_in_a_log_are_no_moments(finds: Finds) -> None:
    text = HEAD + "- 10:00 a\n\n```\n09:00 x\n08:00 y\n```\n\n- 10:10 b\n"

    assert finds(text, "timeline-out-of-order") == []
