"""The page of HTML: what stands in it, what it allows, and what becomes of text that nobody should trust."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from sync.followthrough.model import Flag, Followed, FollowThrough, Link
from sync.render.escape import safe
from sync.render.page import render_page
from sync.render.page.numbers import FEW
from tests.sync.render.page import follows
from tests.sync.render.page.parsed import Element, parsed

KINDS = {"a": "href", "link": "href", "img": "src", "script": "src", "form": "action"}


@pytest.fixture(scope="module")
def realistic() -> FollowThrough:
    return follows.realistic()


@pytest.fixture(scope="module")
def page(realistic: FollowThrough) -> Element:
    return parsed(render_page(realistic))


@pytest.fixture(scope="module")
def hostile() -> str:
    return render_page(follows.hostile())


def rows(page: Element, table: str) -> list[Element]:
    return list(page.one("table", id=table).one("tbody").every("tr"))


def heading(page: Element, place: str) -> str:
    return next(one.text for one in page.every("h2") if one.attributes.get("id") == place)


# What stands in it


def test_the_numbers_that_matter_stand_at_the_top(page: Element, realistic: FollowThrough) -> None:
    numbers = {
        box.one("dt").text.split(" since ")[0].split(" more:")[0]: box.one("dd").text
        for box in page.one("dl").every("div")
    }

    assert numbers["Open"] == str(len(realistic.open())) == "20"
    assert numbers["Overdue"] == str(len(realistic.flagged(Flag.OVERDUE)))
    assert numbers["Never tracked"] == str(len(realistic.flagged(Flag.UNTRACKED)))
    assert numbers["Closed"] == str(len(realistic.changed.closed))
    assert any(name.startswith("Without owner") for name in numbers)
    assert float(numbers["Median days to close"]) > 0


def test_what_needs_somebody_comes_first_and_says_what_to_do(
    page: Element, realistic: FollowThrough
) -> None:
    needing = [one for one in realistic.items if one.flags]
    shown = rows(page, "needing")

    assert [one.title for one in needing] == [next(row.every("a")).text for row in shown]
    for one, row in zip(needing, shown, strict=True):
        assert one.why in row.text
        assert all(flag in row.text for flag in one.flags)
        assert all(owner in row.text for owner in one.owners)


@pytest.mark.parametrize("table", ["needing", "open", "closed"])
def test_every_row_is_linked_to_its_line_and_its_ticket(
    page: Element, realistic: FollowThrough, table: str
) -> None:
    links = {one.url: {ticket.url for ticket in one.tickets} for one in realistic.items}

    for row in rows(page, table):
        line, *tickets = [link.attributes["href"] for link in row.every("a")]
        assert set(tickets) == links[line]


def test_all_items_are_there_without_a_script(page: Element, realistic: FollowThrough) -> None:
    assert len(rows(page, "open")) == len(realistic.open())
    assert len(rows(page, "closed")) == len(realistic.items) - len(realistic.open())
    assert not any("hidden" in one.attributes for one in page.every("tr", "table", "section"))


def test_controls_are_hidden_until_the_script_shows_them(page: Element) -> None:
    assert "hidden" in page.one("form").attributes
    inside = set(map(id, page.one("form").every()))
    assert all(id(one) in inside for one in page.every("button", "select", "input"))


def test_a_week_s_changes_and_the_charts_stand_beside_their_numbers(
    page: Element, realistic: FollowThrough
) -> None:
    assert heading(page, "changed") == "What changed since 2026-11-20"
    burn_up, ageing = page.every("figure")

    weeks = list(burn_up.one("tbody").every("tr"))
    assert len(weeks) == len(realistic.weeks)
    assert weeks[0].text.startswith(realistic.weeks[-1].ends.isoformat())
    assert ageing.one("tbody").text == " ".join(
        f"{age} {number}" for age, number in realistic.ages.items()
    )


def test_charts_are_named_and_described_and_have_no_look_of_their_own(page: Element) -> None:
    charts = list(page.every("svg"))

    assert len(charts) == 2
    for chart in charts:
        assert chart.attributes["role"] == "img"
        assert chart.one("title").attributes["id"] == chart.attributes["aria-labelledby"]
        assert chart.one("desc").attributes["id"] == chart.attributes["aria-describedby"]
        for one in chart.every():
            assert not {"fill", "stroke", "style", "font-family", "href"} & set(one.attributes)


def test_groups_incidents_recurring_work_and_troubles_are_told(
    page: Element, realistic: FollowThrough
) -> None:
    for name, tallies in realistic.groups.items():
        assert len(rows(page, f"by-{name}")) == len(tallies)
    without = [one for one in realistic.incidents if not one.closed]
    assert len(rows(page, "postmortems-with-nothing-closed")) == len(without) == 2
    assert heading(page, "recurring").endswith("2")
    assert "It is not UTF-8" in page.text
    assert "2 restricted documents left out" in page.one("header").text
    assert "last complete run 2026-11-27 02:37 UTC" in page.one("header").text


def test_a_tracker_that_was_not_asked_is_a_warning_at_the_top(realistic: FollowThrough) -> None:
    asked = parsed(render_page(realistic))
    unasked = parsed(render_page(replace(realistic, unasked={"jira": "it does not answer"})))

    assert "could not be asked" not in asked.text
    assert "jira : it does not answer" in unasked.one("header").text


def test_the_first_sentence_says_how_much_there_is_to_do(realistic: FollowThrough) -> None:
    def first(*items: Followed) -> str:
        page = parsed(render_page(replace(realistic, items=items)))
        return page.one("p", **{"class": "lede"}).text.partition(" The ")[0]

    wanting = [one for one in realistic.items if one.flags]
    calm = next(one for one in realistic.open() if not one.flags)
    over = realistic.items[-1]
    disputed = replace(over, flags=frozenset({Flag.CONFLICT}), why="Settle it.")

    assert first(*realistic.items) == f"{len(wanting)} items need somebody; 20 are open."
    assert first(wanting[0], over) == "1 item needs somebody; 1 is open."
    assert first(disputed) == "1 item needs somebody; nothing is open."
    assert first(calm) == "Nothing needs anybody; 1 is open."
    assert first() == "There are no action items."


def test_without_items_it_says_so() -> None:
    page = parsed(render_page(follows.empty()))

    assert "There are no action items." in page.text
    assert not list(page.every("form", "table", "svg"))


@pytest.mark.parametrize("of", [follows.realistic, follows.empty, follows.hostile])
def test_equal_reports_make_equal_pages(of) -> None:  # type: ignore[no-untyped-def]
    assert render_page(of()) == render_page(of())


def test_where_few_are_repeated_the_page_says_where_the_others_are() -> None:
    many = follows.large(2_000)
    page = parsed(render_page(many))

    needing = sum(bool(one.flags) for one in many.items)
    assert needing > FEW
    assert len(rows(page, "needing")) == FEW
    assert f"These are the first {FEW} of {needing}." in page.text
    assert len(rows(page, "open")) == len(many.open())


# Structure


def test_headings_do_not_skip_a_level(page: Element) -> None:
    levels = [int(one.tag[1]) for one in page.every("h1", "h2", "h3", "h4")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_every_place_that_is_named_exists(page: Element) -> None:
    ids = [one.attributes["id"] for one in page.every() if "id" in one.attributes]

    assert len(ids) == len(set(ids))
    named = [
        one.attributes["href"][1:]
        for one in page.every("a")
        if one.attributes["href"].startswith("#")
    ] + [
        one.attributes[name]
        for one in page.every()
        for name in ("aria-labelledby", "aria-describedby")
        if name in one.attributes
    ]
    assert named
    assert set(named) <= set(ids)


def test_tables_have_a_caption_and_scopes(page: Element) -> None:
    for table in page.every("table"):
        assert table.one("caption").text
        assert all(head.attributes["scope"] in ("col", "row") for head in table.every("th"))


def test_what_scrolls_in_its_own_box_can_be_reached_and_has_a_name(page: Element) -> None:
    boxes = [one for one in page.every("div") if "box" in one.attributes.get("class", "").split()]

    assert boxes
    assert all(one.attributes["tabindex"] == "0" and one.attributes["aria-label"] for one in boxes)


# What it allows


@pytest.mark.parametrize("of", [follows.realistic, follows.hostile])
def test_the_policy_allows_its_own_style_and_script_and_nothing_else(of) -> None:  # type: ignore[no-untyped-def]
    page = parsed(render_page(of()))
    policy = page.one("meta", **{"http-equiv": "Content-Security-Policy"}).attributes["content"]

    def digest(tag: str) -> str:
        text = "".join(map(str, page.one(tag).children))
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    assert policy == (
        f"default-src 'none'; style-src {digest('style')}; script-src {digest('script')};"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize("of", [follows.realistic, follows.hostile, follows.empty])
def test_nothing_is_fetched_and_nothing_runs_in_an_attribute(of) -> None:  # type: ignore[no-untyped-def]
    page = parsed(render_page(of()))

    for one in page.every():
        assert not [name for name in one.attributes if name.startswith("on") or name == "style"]
        assert one.tag not in ("img", "iframe", "object", "embed", "base", "image", "use")
        for name in ("src", "href", "xlink:href", "action", "srcset", "data", "xmlns"):
            value = one.attributes.get(name)
            if one.tag == "a":
                assert value is None or re.match(r"(https?://|#)", value)
            else:
                assert value is None or value == "data:,"
    assert "http" not in "".join(
        "".join(map(str, one.children)) for one in page.every("style", "script")
    )


# What becomes of text that nobody should trust


def test_markup_in_text_is_text(hostile: str) -> None:
    page = parsed(hostile)

    assert len(list(page.every("script"))) == len(list(page.every("style"))) == 1
    assert [one.text for one in page.every("h1")] == [safe(follows.HOSTILE[0])]
    assert "{{ 7 * 7 }} {% raw %} ${7 * 7} `x`" in page.text


def test_nothing_that_is_obeyed_instead_of_shown_is_left(hostile: str) -> None:
    hostile.encode()
    assert all(safe(line) == line for line in hostile.split("\n"))
    assert "left \\u202etoright\\u202c zero\\u200bwidth \\x1b[31mred\\x07 \\x00 nul" in hostile


@pytest.mark.parametrize("url", follows.BAD_URLS)
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    known = follows.realistic()
    item = replace(known.open()[0], url=url, tickets=(Link("the ticket", url),))
    page = parsed(render_page(replace(follows.empty(), items=(item,))))

    (row,) = rows(page, "open")
    assert not list(row.every("a"))
    assert "the ticket" in row.text
    assert f"{item.document}:{item.line}" in row.text


@pytest.mark.parametrize(
    "url", ["https://good.example/a?b=1&c=\"'<>", "HTTP://good.example", "https://例え.jp/ü#L1"]
)
def test_an_address_is_kept_as_it_is(url: str) -> None:
    item = replace(follows.realistic().open()[0], url=url, tickets=(), flags=frozenset())
    page = parsed(render_page(replace(follows.empty(), items=(item,))))

    (link,) = rows(page, "open")[0].every("a")
    assert link.attributes["href"] == url


# Its size


def test_ten_thousand_items_stay_below_five_megabytes() -> None:
    follow = follows.large()
    page = render_page(follow)

    assert len(follow.items) == 10_000
    assert page.count("<tr><td>") >= 10_000
    assert len(page.encode()) < 5_000_000


def test_one_week_makes_no_curve_and_long_times_are_told_by_month() -> None:
    known = follows.realistic()
    short = parsed(render_page(replace(known, weeks=known.weeks[:1], ages={})))
    weeks = tuple(
        replace(known.weeks[0], ends=follows.TODAY - timedelta(days=7 * back))
        for back in range(120, -1, -1)
    )
    long = parsed(render_page(replace(known, weeks=weeks)))

    assert not list(short.every("svg"))
    assert "Nov 2026" in next(long.every("svg")).text
