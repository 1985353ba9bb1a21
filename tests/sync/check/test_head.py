"""What a document says of itself."""

from __future__ import annotations

import pytest

from tests.sync.check.conftest import Finds

BODY = "\n## Impact\n\nNobody could pay.\n"


@pytest.mark.parametrize(
    "head",
    [
        "# Down\n\n**Date:** 2026-11-04\n",
        "---\ntitle: Down\ndate: 2026-11-04\n---\n",
        "# 2026-11-04 Down\n",
        "# Down\n\n| Date | 4 November 2026 |\n|---|---|\n| Severity | 2 |\n",
    ],
)
def test_a_title_and_a_date_are_enough(head: str, finds: Finds) -> None:
    assert finds(head + BODY, "metadata-missing") == []


def test_without_a_date_it_is_told_at_the_first_line(finds: Finds) -> None:
    assert finds("\n# Down\n" + BODY, "metadata-missing") == [("metadata-missing", 2, 1)]


def test_more_is_asked_for_by_the_settings(finds: Finds) -> None:
    text = "# Down\n\n**Date:** 2026-11-04\n" + BODY

    assert finds(text, "metadata-missing", '[check]\nmetadata = ["severity"]') != []


@pytest.mark.parametrize(
    "date", ["2026-11-04", "4 November 2026", "13/11/2026", "11/11/2026", "12.10.2026"]
)
def test_a_date_that_means_one_day_is_no_defect(date: str, finds: Finds) -> None:
    assert finds(f"# Down\n\n**Date:** {date}\n{BODY}", "date-malformed") == []


@pytest.mark.parametrize(("date", "column"), [("03/04/2026", 11), ("someday soon", 11)])
def test_a_date_that_means_two_days_or_none_is(date: str, column: int, finds: Finds) -> None:
    found = finds(f"# Down\n\n**Date:** {date}\n{BODY}", "date-malformed")

    assert found == [("date-malformed", 3, column)]


ITEM = "\n## Action items\n\n- [ ] Add an alert\n"


@pytest.mark.parametrize("status", ["Complete", "✅ Completed", "Done", "All action items done"])
def test_complete_with_an_open_item_is_told(status: str, finds: Finds) -> None:
    found = finds(f"# Down\n\n**Status:** {status}\n{ITEM}", "status-premature")

    assert found == [("status-premature", 3, 13)]


@pytest.mark.parametrize(
    "status",
    [
        "Complete, action items in progress",
        "Final",
        "Resolved",
        "Draft",
        "Complete (action items pending)",
        "Incomplete",
    ],
)
def test_a_status_that_claims_no_more_than_is_true_is_not(status: str, finds: Finds) -> None:
    assert finds(f"# Down\n\n**Status:** {status}\n{ITEM}", "status-premature") == []


def test_an_old_draft_is_late(finds: Finds) -> None:
    text = "# Down\n\n**Date:** 2026-01-04\n**Status:** Draft\n" + BODY

    assert finds(text, "published-late") == [("published-late", 4, 13)]
    assert finds(text.replace("2026", "2099"), "published-late") == []
