"""The page of HTML as a person has it before them: in a window, on a telephone, on paper, with a keyboard, without its script."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs

import pytest

from sync.followthrough.model import Flag
from tests.browser.conftest import Open, Shown
from tests.sync.render.page import follows

ALL = ["realistic", "empty", "hostile"]
SCHEMES = ["light", "dark"]
OWNER, DUE, DAYS = 2, 5, 6
UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
TO_BE_SEEN = "(selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()).length"


def naming(owner: str) -> Callable[[str], bool]:
    """Whether an address names the owner."""
    return lambda address: parse_qs(address.partition("#")[2]).get("owner") == [owner]


def counted(shown: Shown) -> str:
    text: str = shown.page.inner_text("#shown")
    return text


def wait_for(shown: Shown, text: str) -> None:
    """Until the count says so. Not with a function of our own: the page's policy lets nobody evaluate one twice."""
    shown.page.locator("#shown", has_text=text).wait_for()


# Loading


@pytest.mark.parametrize("name", ALL)
def test_it_loads_without_a_complaint_and_asks_nobody_for_anything(opened: Open, name: str) -> None:
    with opened(name) as shown:
        shown.page.wait_for_load_state("networkidle")

        assert shown.page.inner_text("h1")


@pytest.mark.parametrize("name", ALL)
def test_the_page_never_scrolls_sideways(opened: Open, name: str) -> None:
    with opened(name) as shown:
        shown.page.evaluate(UNFOLD)
        for width in (320, 400, 900, 1400):
            shown.page.set_viewport_size({"width": width, "height": 900})

            assert shown.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("name", "scheme", "width"),
    [
        *(("realistic", scheme, width) for scheme in SCHEMES for width in (400, 1400)),
        ("hostile", "dark", 1400),
        ("empty", "light", 1400),
    ],
)
def test_an_audit_of_accessibility_finds_nothing(
    opened: Open, name: str, scheme: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    with opened(name, color_scheme=scheme, width=width) as shown:
        shown.page.evaluate(UNFOLD)
        found = Axe().run(shown.page)

        assert found.violations_count == 0, found.generate_report()


def test_it_follows_the_colours_that_the_reader_prefers(opened: Open) -> None:
    grounds = []
    for scheme in SCHEMES:
        with opened(color_scheme=scheme) as shown:
            ground = shown.page.evaluate("getComputedStyle(document.body).backgroundColor")
            grounds.append(sum(map(int, re.findall(r"\d+", ground)[:3])))

    light, dark = grounds
    assert light > 700
    assert dark < 150


def test_nothing_moves_that_the_reader_does_not_move(opened: Open) -> None:
    with opened(reduced_motion="no-preference") as shown:
        moves = shown.page.evaluate(
            """[...document.querySelectorAll("*")].map((one) => getComputedStyle(one)).filter((style) =>
                style.scrollBehavior !== "auto" || style.transitionDuration !== "0s" || style.animationName !== "none").length"""
        )
        assert moves == 0


# Filtering


def test_text_narrows_both_lists_and_the_count_is_told(opened: Open) -> None:
    with opened() as shown:
        assert counted(shown) == "Shown: 20 of 20 open, 20 of 20 closed"
        shown.page.fill("[name=q]", "CONSUMER  lag")
        titles = [one.title for one in follows.realistic().open() if "lag" in one.title]
        wait_for(shown, f"Shown: {len(titles)} of 20 open")

        assert shown.texts("open", 0) == titles
        assert shown.page.get_attribute("#shown", "role") == "status"


def test_choices_combine_stand_in_the_address_and_clear_takes_them_back(opened: Open) -> None:
    with opened() as shown:
        shown.page.select_option("[name=owner]", "mara")
        shown.page.select_option("[name=priority]", "P1")
        shown.page.wait_for_url("**#*priority*")

        mine = shown.texts("open", OWNER)
        assert mine
        assert all("mara" in owners.split(", ") for owners in mine)
        assert shown.page.evaluate("location.hash") == "#owner=mara&priority=P1"

        shown.page.click("text=Clear")
        wait_for(shown, "20 of 20 open, 20 of 20 closed")
        assert shown.page.evaluate("location.hash") == "#all"


def test_an_address_that_somebody_passed_on_shows_the_same_view(opened: Open) -> None:
    with opened(fragment="#owner=mara&flag=overdue&sort-open=-due") as shown:
        items = follows.realistic().items
        mine = [one for one in items if "mara" in one.owners and Flag.OVERDUE in one.flags]

        assert sorted(shown.texts("open", DUE), reverse=True) == shown.texts("open", DUE)
        assert len(shown.texts("open", DUE)) == len(mine) > 0
        assert shown.page.input_value("[name=owner]") == "mara"


@pytest.mark.parametrize(
    "fragment",
    ["#owner=nobody+here", "#sort-open=__proto__&sort-no=x", "#=", "#%E0%A4%A=", "#a=b=c"],
)
def test_an_address_that_means_nothing_shows_everything(opened: Open, fragment: str) -> None:
    with opened(fragment=fragment) as shown:
        assert counted(shown) == "Shown: 20 of 20 open, 20 of 20 closed"


def test_items_without_an_owner_can_be_asked_for(opened: Open) -> None:
    with opened() as shown:
        shown.page.select_option("[name=owner]", "-")
        shown.page.wait_for_url("**#owner=-")

        assert set(shown.texts("open", OWNER)) == {""}


def test_a_number_at_the_top_leads_to_its_items(opened: Open) -> None:
    with opened() as shown:
        shown.page.click("dl a >> nth=0")
        over = len(follows.realistic().flagged(Flag.OVERDUE))
        wait_for(shown, f"Shown: {over} of 20 open, 0 of 20 closed")


def test_names_with_everything_in_them_can_still_be_chosen(opened: Open) -> None:
    with opened("hostile") as shown:
        names = shown.page.eval_on_selector_all(
            "[name=owner] option", "all => all.map((one) => one.value)"
        )
        for name in names[2:]:
            shown.page.select_option("[name=owner]", name)
            shown.page.wait_for_url(naming(name))
            assert "Shown: 0 of" not in counted(shown) or ", 0 of" not in counted(shown)


# Sorting


def test_a_heading_sorts_up_then_down_then_as_it_was(opened: Open) -> None:
    with opened() as shown:
        before = shown.texts("open", DAYS)
        numbers = sorted(map(int, before))
        head = shown.page.locator("#open th[data-key=age]")

        head.locator("button").click()
        assert list(map(int, shown.texts("open", DAYS))) == numbers
        assert head.get_attribute("aria-sort") == "ascending"
        head.locator("button").click()
        assert list(map(int, shown.texts("open", DAYS))) == numbers[::-1]
        assert head.get_attribute("aria-sort") == "descending"
        head.locator("button").click()
        assert shown.texts("open", DAYS) == before
        assert head.get_attribute("aria-sort") is None


@pytest.mark.parametrize("clicks", [1, 2])
def test_what_is_empty_comes_last_either_way(opened: Open, clicks: int) -> None:
    with opened() as shown:
        for _ in range(clicks):
            shown.page.click("#open th[data-key=owner] button")
        owners = shown.texts("open", OWNER)
        named = [one for one in owners if one]

        assert 0 < len(named) < len(owners)
        assert owners[: len(named)] == named
        assert named == sorted(named, reverse=clicks == 2)


# The keyboard


def test_the_first_stop_skips_to_the_report(opened: Open) -> None:
    with opened() as shown:
        shown.page.keyboard.press("Tab")

        assert shown.page.evaluate("document.activeElement.textContent") == "Skip to the report"
        box = shown.page.locator(".skip").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        shown.page.keyboard.press("Enter")
        shown.page.keyboard.press("Tab")
        assert shown.page.evaluate("document.activeElement.closest('main') !== null")


def test_everything_works_from_the_keyboard_and_the_focus_is_seen(opened: Open) -> None:
    with opened() as shown:
        shown.page.focus("[name=q]")
        shown.page.keyboard.type("backup")
        shown.page.wait_for_url("**#q=backup")
        for _ in range(20):
            shown.page.keyboard.press("Tab")
            if shown.page.evaluate("document.activeElement.closest('th') !== null"):
                break
        outline = shown.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
        shown.page.keyboard.press("Enter")
        assert shown.page.get_attribute("#open th[data-key=item]", "aria-sort") == "ascending"


# Without the script, on a telephone, on paper


def test_without_its_script_everything_is_there_and_no_control_is(opened: Open) -> None:
    with opened(java_script_enabled=False) as shown:
        assert not shown.page.is_visible("form")
        assert shown.count("button") == 0
        assert shown.count("#open tbody tr") == 20
        assert shown.count("#closed tbody tr") == 0
        shown.page.click("#over summary")
        assert shown.count("#closed tbody tr") == 20


def test_on_a_telephone_a_row_is_a_card_that_names_its_facts(opened: Open) -> None:
    with opened(width=400) as shown:
        label = (
            "getComputedStyle(document.querySelector('#open td:nth-child(6)'), '::before').content"
        )
        assert shown.page.evaluate(label) == '"Due"'
        box = shown.page.locator("#open tbody tr >> nth=0").bounding_box()
        assert box is not None
        assert box["width"] <= 400


def test_paper_has_every_row_and_no_controls(opened: Open) -> None:
    with opened(fragment="#owner=mara") as shown:
        assert shown.count("#open tbody tr") < 20
        shown.page.emulate_media(media="print", color_scheme="dark")
        shown.page.evaluate("dispatchEvent(new Event('beforeprint'))")

        seen = {name: shown.page.evaluate(TO_BE_SEEN, name) for name in ("form", "nav", ".skip")}
        assert seen == {"form": 0, "nav": 0, ".skip": 0}
        assert shown.page.evaluate(TO_BE_SEEN, "#open tbody tr") == 20
        assert shown.page.evaluate(TO_BE_SEEN, "#closed tbody tr") == 20
        ground = shown.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == "rgb(255, 255, 255)"
        line = shown.page.evaluate(
            "getComputedStyle(document.querySelector('#open a')).textDecorationLine"
        )
        assert line == "underline"
        assert shown.page.pdf().startswith(b"%PDF")

        shown.page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert shown.page.evaluate("document.getElementById('over').open") is False


# Much


def test_of_ten_thousand_items_only_those_in_view_are_laid_out(opened: Open) -> None:
    """A table that is laid out as a whole takes Chromium seconds with each choice; `make bench` tells how long this one takes."""
    with opened("large") as shown:
        assert counted(shown) == "Shown: 5000 of 5000 open, 5000 of 5000 closed"
        shown.page.select_option("[name=owner]", "mara")
        shown.page.wait_for_url("**#owner=mara")
        found = len(shown.texts("open", 0))
        shown.page.click("#open th[data-key=item] button")

        assert 1_000 < found < 5_000
        assert counted(shown).startswith(f"Shown: {found} of 5000 open")
        in_view = """[...document.querySelectorAll("#open tbody tr:not([hidden]) small")]
            .filter((one) => one.checkVisibility({ contentVisibilityAuto: true })).length"""
        assert shown.page.evaluate(in_view) < 100
