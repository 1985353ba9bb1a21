"""Which documents are restricted."""

from __future__ import annotations

import pytest

from sync.errors import Problem
from sync.model.postmortem import Postmortem
from sync.policy import nowhere
from sync.privacy import is_marked, is_restricted


@pytest.mark.parametrize(
    "front_matter",
    [
        {"private": "true"},
        {"private": "Yes"},
        {"private": "1"},
        {"private": "until the trial"},
        {"pm-sync": "private"},
        {"pm-sync": "Restricted"},
        {"pm-sync": "privat"},
        {"pm-sync.private": "true"},
        {"visibility": "private"},
        {"visibility": " Restricted "},
        {"visibility": "CONFIDENTIAL"},
        {"visibility": "internal"},
        {"visibility": "'secret'"},
        {"private": "false", "visibility": "restricted"},
    ],
)
def test_a_mark_in_the_front_matter_restricts_a_document(front_matter: dict[str, str]) -> None:
    assert is_marked(front_matter)
    assert is_restricted(Postmortem("a.md", "1", front_matter=front_matter), nowhere)
    assert is_restricted(Problem("a.md", 1, "broken", "", front_matter=front_matter), nowhere)


@pytest.mark.parametrize(
    "front_matter",
    [
        {},
        {"private": "false"},
        {"private": "No"},
        {"private": ""},
        {"pm-sync": "public"},
        {"visibility": "public"},
        {"visibility": "everyone"},
        {"title": "private"},
        {"status": "restricted"},
    ],
)
def test_nothing_else_does(front_matter: dict[str, str]) -> None:
    assert not is_marked(front_matter)


def test_a_path_does_whatever_the_document_says() -> None:
    said = {"visibility": "public", "private": "false"}
    postmortem = Postmortem("hr/a.md", "1", front_matter=said)

    assert is_restricted(postmortem, lambda path: path.startswith("hr/"))
    assert not is_restricted(postmortem, nowhere)
