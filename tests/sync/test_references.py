"""What counts as a reference to a ticket."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.model.postmortem import TicketRef
from sync.references import ReferencePattern, ReferenceRules, prefixed

RULES = ReferenceRules((prefixed("local", "LOCAL"), prefixed("jira", "OPS")), "acme/shop")


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("#12", ["acme/shop#12"]),
        ("see #012 and a-b/c.d#3.", ["acme/shop#12", "a-b/c.d#3"]),
        ("(#12)", ["acme/shop#12"]),
        ("LOCAL-3 OPS-4", ["LOCAL-3", "OPS-4"]),
        ("https://github.com/Acme/Shop/pull/7/files#diff", ["Acme/Shop#7"]),
        ("(https://github.com/acme/shop/issues/7).", ["acme/shop#7"]),
        ("https://trello.com/c/abC12", ["https://trello.com/c/abC12"]),
        ("https://gitlab.com/a/b/-/issues/5", ["https://gitlab.com/a/b/-/issues/5"]),
        (
            "https://linear.app/acme/issue/ENG-5/title",
            ["https://linear.app/acme/issue/ENG-5/title"],
        ),
        ("https://acme.atlassian.net/browse/OPS-5", ["https://acme.atlassian.net/browse/OPS-5"]),
        ("https://github.com/acme/shop/commit/abc", []),
        ("https://github.com/acme/shop", []),
        ("UTF-8, ADR-1, CVE-2024-1, PROJ-7, XLOCAL-3, LOCAL-3-4, issue #1a", []),
        ("a#b c# &#39; v1#2.5", []),
    ],
)
def test_references_in_text(text: str, refs: list[str]) -> None:
    assert [str(one.ref) for one in RULES.find(text) if one.ref is not None] == refs


@pytest.mark.parametrize("text", ["Bug 123", "BUG123", "b/12345", "Issue 45", "kubeadm#250"])
def test_references_that_nobody_recognises(text: str) -> None:
    assert [(one.start, one.end, one.ref) for one in RULES.find(text)] == [(0, len(text), None)]


def test_a_number_without_a_repository_stays_a_number() -> None:
    assert ReferenceRules().of_label("#12") == TicketRef("github", "#12")


def test_further_hosts_are_forges_too() -> None:
    rules = ReferenceRules(hosts=("git.acme.example",))

    assert rules.of_url("https://git.acme.example/a/b/issues/1") == TicketRef("github", "a/b#1")
    assert str(rules.of_url("https://github.com/a/b/issues/1")) == "https://github.com/a/b/issues/1"


def test_a_tracker_contributes_its_patterns_as_data() -> None:
    url = re.compile(r"https://cards\.example/(?P<id>\d+)")
    rules = ReferenceRules((ReferencePattern("cards", None, url, lambda match: match["id"]),))

    assert rules.of_url("https://cards.example/9?x=1") == TicketRef("cards", "9")


@given(st.text(alphabet="#1a/b-:.()LOCAL htps", max_size=80))
def test_references_lie_in_order_inside_the_text(text: str) -> None:
    position = 0
    for one in RULES.find(text):
        assert position <= one.start < one.end <= len(text)
        position = one.end


@pytest.mark.parametrize(
    "text",
    [
        "https://" + "a/" * 50_000,
        "#" * 50_000,
        "1" * 50_000,
        "a/" * 50_000 + "#1",
        "https://x/" + "(" * 50_000 + ")" * 50_000,
    ],
)
def test_long_texts_take_no_long(text: str) -> None:
    assert list(RULES.find(text)) is not None
