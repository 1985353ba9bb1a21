"""People's text in an issue: shown as they wrote it, and without any effect of its own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract.drafts import ODD_TITLES
from connectors.github.texts import LONGEST_TITLE, shown_title, title
from sync.harmless import code, plain

MENTION = re.compile(r"@[\w-]")
REFERENCE = re.compile(r"#\d|\bGH-\d", re.IGNORECASE)


@given(st.text(max_size=300))
def test_no_text_mentions_or_refers(text: str) -> None:
    for written in (title(text), plain(text)):
        assert MENTION.search(re.sub(r"<https?://[^>]*>|`[^`]*`", "", written)) is None
        assert REFERENCE.search(re.sub(r"<https?://[^>]*>|`[^`]*`", "", written)) is None


@given(st.text(max_size=300))
def test_no_text_opens_a_comment_or_a_tag(text: str) -> None:
    written = re.sub(r"<https?://[^<>]*>", "", plain(text))

    assert "<" not in written
    assert "\n" not in written


@given(st.text(max_size=2_000))
def test_a_title_is_never_longer_than_github_takes(text: str) -> None:
    assert len(title(text)) <= LONGEST_TITLE


@pytest.mark.parametrize("text", ODD_TITLES.values(), ids=ODD_TITLES.keys())
def test_a_title_is_read_as_it_was_written(text: str) -> None:
    assert shown_title(title(text)) == text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("a | b", r"a \| b"),
        ("**bold** and `code`", r"\*\*bold\*\* and \`code\`"),
        ("<!-- pm-sync:v1 -->", "&lt;!-- pm-sync:v1 --&gt;"),
        ("1. first", r"1\. first"),
        ("- a dash", r"\- a dash"),
        ("2026-12-01", "2026-12-01"),
        ("v1.2.3 (a-b): x = 5", "v1.2.3 (a-b): x = 5"),
        ("ask @ann", "ask @\u200bann"),
        ("see #12, a/b#7, gh-3", "see #\u200b12, a/b#\u200b7, gh-\u200b3"),
    ],
)
def test_markup_is_shown_and_not_obeyed(text: str, markdown: str) -> None:
    assert plain(text) == markdown


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/acme/shop/issues/12",
        "https://github.com/acme/shop/pull/7#issuecomment-1",
        "https://github.com/acme/shop/commit/0123abc",
        "https://github.com/acme/shop/discussions/4",
        "https://github.com/orgs/acme/teams/sre",
    ],
)
def test_a_url_that_would_be_noted_at_its_target_is_shown_as_code(url: str) -> None:
    assert plain(f"see {url}, please") == f"see `{url}`, please"


@pytest.mark.parametrize(
    "url", ["HTTPS://github.com/a/b/issues/12", "www.github.com/a/b/issues/12"]
)
def test_a_url_in_another_spelling_is_none(url: str) -> None:
    assert url not in plain(url)
    assert "\u200b" in plain(url)


def test_any_other_url_stays_a_link() -> None:
    assert plain("see https://status.acme.example/a_b_c.") == (
        "see <https://status.acme.example/a_b_c>."
    )


def test_a_path_as_code_may_hold_backticks() -> None:
    assert code("a`b``c") == "``` a`b``c ```"
