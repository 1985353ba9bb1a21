"""People's text in an issue: shown as they wrote it, within Jira's limits, and without any effect of its own."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract.drafts import ODD_TITLES, draft
from connectors.jira import adf, wiki
from connectors.jira.marker import anchor, marker_in_text, without_anchor
from connectors.jira.story import CLOSING, CUT, Story, story
from connectors.jira.texts import one_line, shortened, summary, units
from sync.model.ticket import Draft, Marker
from tests.fakes.jira.adf import is_document

TEXTS = st.text(max_size=300)
MARKUP = st.text(alphabet="{}[]*_!|^~+?#-\\&;:()/.ahb1 \n@", max_size=80)
LINK = "https://git.acme.test/postmortems/a.md#L7"


@st.composite
def stories(draw: st.DrawFn) -> Story:
    words = st.one_of(TEXTS, MARKUP)
    one = Draft(
        marker=draft().marker,
        title="x",
        text=draw(words),
        document=draw(words),
        line=7,
        type=draw(st.none() | words),
        priority=draw(st.none() | words),
        due=draw(st.none() | words),
        postmortem_title=draw(st.none() | words),
        postmortem_date="2026-11-03",
        summary=draw(st.none() | words),
    )
    return story(one, draw(st.lists(words, max_size=3)), draw(st.sampled_from([None, LINK])))


class TestSummary:
    @given(st.text(max_size=600))
    def test_it_is_one_line_that_jira_takes(self, text: str) -> None:
        found = summary(text)

        assert units(found) <= 255
        assert len(found.splitlines()) <= 1
        assert found == found.strip()

    @given(st.text(max_size=600))
    def test_what_is_short_enough_stays(self, text: str) -> None:
        line = one_line(text)

        assert summary(text) == line or units(line) > 255

    @pytest.mark.parametrize("text", ODD_TITLES.values(), ids=ODD_TITLES.keys())
    def test_odd_titles_survive(self, text: str) -> None:
        assert summary(text) == text

    def test_a_sign_of_several_parts_is_not_cut_apart(self) -> None:
        family = "👩\u200d👩\u200d👧"

        found = shortened(family * 60, 255)

        assert set(found.removesuffix("…").replace(family, "")) == set()
        assert units(found) <= 255

    @given(st.text(max_size=100), st.integers(0, 60))
    def test_shortened_keeps_within_its_room(self, text: str, room: int) -> None:
        assert units(shortened(text, room)) <= room or units(text) <= room


class TestDocument:
    @given(stories())
    def test_it_is_a_document_that_jira_takes(self, told: Story) -> None:
        made = adf.document(told)

        assert is_document(made)
        assert len(json.dumps(made)) < 32_767

    @given(stories())
    def test_all_of_the_text_is_text_and_only_our_link_is_a_link(self, told: Story) -> None:
        links = {mark["attrs"]["href"] for mark in _marks(adf.document(told)) if "attrs" in mark}

        assert links <= {LINK}

    @given(stories(), stories(), st.lists(TEXTS.filter(lambda one: CLOSING not in one), max_size=3))
    def test_our_part_is_renewed_and_what_people_wrote_below_stays(
        self, old: Story, new: Story, notes: list[str]
    ) -> None:
        theirs = [
            {"type": "paragraph", "content": [{"type": "text", "text": note}]}
            for note in notes
            if note
        ]
        before = adf.document(old)
        before["content"] += theirs

        after = adf.renewed(before, new)

        assert after is not None
        assert after["content"] == [*adf.document(new)["content"], *theirs]
        assert adf.renewed(after, new) == after

    @pytest.mark.parametrize("text", ["x" * 100_000, "é" * 100_000, '"\\' * 50_000, "🚒" * 50_000])
    def test_what_is_too_long_is_cut_and_says_so(self, text: str) -> None:
        made = adf.document(_long(text))

        assert CUT in json.dumps(made)
        assert len(json.dumps(made)) < 32_767

    @pytest.mark.parametrize("existing", [None, "text", {}, {"content": "x"}, {"content": []}])
    def test_without_our_last_line_nothing_is_renewed(self, existing: object) -> None:
        assert adf.renewed(existing, story(draft(), [], None)) is None


class TestMarkup:
    @given(stories())
    def test_it_is_short_enough(self, told: Story) -> None:
        assert units(wiki.text(told)) < 32_767

    @given(MARKUP)
    def test_no_sign_of_people_s_begins_markup(self, text: str) -> None:
        written = wiki.plain(one_line(text))

        bare = re.sub(r"https?://[^\s\\|{}\[\]<>\"^`!*]+", "", written)
        assert re.search(r"(?<!\\)[{}\[\]*_!|^~+?#]", bare) is None
        assert re.match(r"(?:h[1-6]|bq)\.", bare, re.IGNORECASE) is None

    @given(MARKUP)
    def test_what_is_shown_is_what_people_wrote(self, text: str) -> None:
        line = one_line(text)
        shown = re.sub(r"\\([{}\[\]*_!|^~+?#-])", r"\1", wiki.plain(line))

        assert shown.replace("\u200b", "") == line.replace("\u200b", "")

    @pytest.mark.parametrize(
        ("text", "markup"),
        [
            ("{code}x{code}", r"\{code\}x\{code\}"),
            ("[~bob] and [a|http]", r"\[\~bob\] and \[a\|http\]"),
            ("*bold* _it_ -gone- +in+ ^up^", r"\*bold\* \_it\_ \-gone\- \+in\+ \^up\^"),
            ("h1. big", "\u200bh1. big"),
            ("bq. quoted", "\u200bbq. quoted"),
            ("well-known and 2026-12-01", "well-known and 2026-12-01"),
            (r"C:\temp\new", r"C:\temp\new"),
            (r"a \\ b", "a \\\u200b\\ b"),
            ("see :) (!)", "see :\u200b) (\\!)"),
            ("A (x) B", "A (\u200bx) B"),
            ("call f(x, y) (later)", "call f(x, y) (later)"),
            ("https://x.test/a_b?c=d", "https://x.test/a_b?c=d"),
            ("&amp; &#42;", "&\u200bamp; &\u200b\\#42;"),
            ("!picture.png!", r"\!picture.png\!"),
            ("----", r"\-\-\-\-"),
        ],
    )
    def test_markup_is_shown_and_not_obeyed(self, text: str, markup: str) -> None:
        assert wiki.plain(text) == markup

    @given(stories(), stories(), TEXTS.filter(lambda one: CLOSING not in one))
    def test_our_part_is_renewed_and_what_people_wrote_below_stays(
        self, old: Story, new: Story, note: str
    ) -> None:
        theirs = f"\n\n{note}"

        after = wiki.renewed(wiki.text(old) + theirs, new)

        assert after == wiki.text(new) + theirs
        assert wiki.renewed(after, new) == after

    def test_line_ends_of_jira_s_editor_stay(self) -> None:
        told = story(draft(), ["Ann"], LINK)
        existing = f"{wiki.text(told)}\n\nMine.".replace("\n", "\r\n")

        after = wiki.renewed(existing, told)

        assert after == existing

    @pytest.mark.parametrize("text", ["x" * 100_000, "{*}" * 50_000, "🚒" * 50_000])
    def test_what_is_too_long_is_cut_and_says_so(self, text: str) -> None:
        written = wiki.text(_long(text))

        assert CUT in written
        assert units(written) < 32_767

    def test_a_text_of_people_s_that_says_our_last_line_stops_no_renewal_of_others(self) -> None:
        told = story(draft(), [], None)

        assert wiki.renewed(f"{wiki.text(told)}\n{CLOSING}", told) is None


class TestMark:
    @given(st.text(max_size=100).filter(lambda one: one.isprintable()))
    def test_the_mark_in_a_text_is_read_as_it_was_written(self, project: str) -> None:
        mark = Marker("a" * 24, project, "b" * 24, "c" * 24, "")

        assert marker_in_text(f"{anchor(mark)}\nText") == mark
        assert without_anchor(f"{anchor(mark)}\nText") == "Text"

    @given(st.text(max_size=200))
    def test_other_texts_hold_no_mark_and_lose_nothing(self, text: str) -> None:
        assert marker_in_text(text) is None
        assert without_anchor(text) == text

    def test_a_mark_further_down_is_a_quotation(self) -> None:
        assert marker_in_text(f"As in\n{anchor(draft().marker)}") is None


def _marks(node: Any) -> list[dict[str, Any]]:
    inner = [mark for one in node.get("content", ()) for mark in _marks(one)]
    return [*node.get("marks", ()), *inner]


def _long(text: str) -> Story:
    one = draft()
    return story(
        Draft(
            marker=one.marker,
            title="x",
            text=text,
            document=text,
            line=1,
            type=text,
            postmortem_title=text,
            summary=text,
        ),
        [text] * 30,
        LINK,
    )
