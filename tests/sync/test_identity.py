"""Keys: equal for what is equal to a reader, different for everything else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.identity import digest, item_key, marker
from sync.model.postmortem import ActionItem, Form, Postmortem


def a_postmortem(path: str = "postmortems/a.md", title: str | None = "Outage") -> Postmortem:
    return Postmortem(path, "1", identity=path, title=title, date=date(2026, 11, 3))


def an_item(title: str = "Add an alert") -> ActionItem:
    return ActionItem(title, 1, 1, Form.BULLET)


@pytest.mark.parametrize(
    "spelling",
    [
        "Add an alert",
        "add an alert.",
        "  Add  an\talert ",
        "**Add an alert**",
        "ＡＤＤ an alert",
        "add an alert:",
    ],
)
def test_spelling_that_does_not_matter_does_not_change_the_key(spelling: str) -> None:
    assert marker("", a_postmortem(), an_item(spelling), 0) == marker(
        "", a_postmortem(), an_item(), 0
    )


def test_every_part_of_the_identity_changes_the_key() -> None:
    keys = {
        marker(project, a_postmortem(path), an_item(text), ordinal).key
        for project in ("", "acme/shop")
        for path in ("postmortems/a.md", "postmortems/b.md")
        for text in ("Add an alert", "Fix the retry")
        for ordinal in (0, 1)
    }

    assert len(keys) == 16


def test_keys_stay_the_same_from_version_to_version() -> None:
    assert item_key("acme/shop", "d", "t", 0) == "c7e65e4bc04bfeea4b2df475"


def test_a_moved_document_still_tells_of_the_same_incident() -> None:
    here = marker("", a_postmortem("a.md"), an_item(), 0)
    there = marker("", a_postmortem("2026/a.md"), an_item(), 0)

    assert here.postmortem == there.postmortem
    assert here.document != there.document


def test_documents_without_title_and_date_are_no_same_incident() -> None:
    nameless = Postmortem("a.md", "1")

    assert marker("", nameless, an_item(), 0).postmortem == ""


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_no_two_lists_of_parts_share_a_digest(one: list[str], other: list[str]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)
