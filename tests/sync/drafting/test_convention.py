"""A new postmortem is called like the newest ones, whatever a repository calls them."""

from __future__ import annotations

from datetime import date

import pytest

from sync.drafting.convention import Known, first_name, name_for

DAY = date(2026, 11, 27)
TITLE = "Checkout was down"


def anywhere(_path: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("known", "new"),
    [
        ("pm/2026-11-04-images.md", "pm/2026-11-27-checkout-was-down.md"),
        ("pm/20261104-images.md", "pm/20261127-checkout-was-down.md"),
        ("pm/2026.11.04 Images gone.markdown", "pm/2026.11.27 Checkout was down.markdown"),
        ("pm/2026-11-04_images_gone.md", "pm/2026-11-27_checkout_was_down.md"),
        ("pm/2026-11-04_images.md", "pm/2026-11-27_checkout_was_down.md"),
        ("pm/2025/11/04-images.md", "pm/2026/11/27-checkout-was-down.md"),
        ("pm/2025/11-04-images.md", "pm/2026/11-27-checkout-was-down.md"),
        ("pm/2025/2025-11-04-images.md", "pm/2026/2026-11-27-checkout-was-down.md"),
        ("pm/2025-11/images.md", "pm/2026-11/checkout-was-down.md"),
        ("pm/2025-Q2/images.md", "pm/2026-Q4/checkout-was-down.md"),
        ("pm/2026-11-04-images/README.md", "pm/2026-11-27-checkout-was-down/README.md"),
        ("pm/2026-11-04-images/index.md", "pm/2026-11-27-checkout-was-down/index.md"),
        ("pm/INC-41/postmortem.md", "pm/INC-42/postmortem.md"),
        ("pm/incident-123.md", "pm/incident-124.md"),
        ("pm/0009-images.md", "pm/0010-checkout-was-down.md"),
        ("pm/PM2026-009 - Images.md", "pm/PM2026-010 - Checkout was down.md"),
        ("pm/PM2025-009 - Images.md", "pm/PM2026-001 - Checkout was down.md"),
        ("pm/images-gone-2026-11-04.md", "pm/checkout-was-down-2026-11-27.md"),
        ("pm/postmortem-2026-11-04.md", "pm/postmortem-2026-11-27.md"),
        ("pm/images.md", "pm/checkout-was-down.md"),
        ("images.md", "checkout-was-down.md"),
    ],
)
def test_the_name_has_the_shape_of_those_that_are_there(known: str, new: str) -> None:
    assert name_for(TITLE, DAY, [Known(known)], anywhere) == new


def test_numbers_count_on_from_the_highest_whatever_comes_behind_them() -> None:
    known = [
        Known("pm/incident-9.md"),
        Known("pm/incident-12-images.md"),
        Known("pm/incident-3.md"),
    ]

    assert name_for(TITLE, DAY, known, anywhere) == "pm/incident-13.md"


def test_what_the_newest_do_counts_and_not_what_most_did_once() -> None:
    old = [Known(f"old/2019-01-0{day}-x.md", date(2019, 1, day)) for day in range(1, 10)]
    new = [Known(f"new/2026/0{day}-0{day}-y.md", date(2026, day, day)) for day in range(1, 6)]

    assert name_for(TITLE, DAY, [*new, *old], anywhere) == "new/2026/11-27-checkout-was-down.md"


def test_words_that_no_document_may_have_in_its_name_are_left_out() -> None:
    known = [Known("pm/2026-11-04-images.md")]

    path = name_for("The mail template was broken", DAY, known, lambda one: "template" not in one)

    assert path == "pm/2026-11-27-the-mail-was-broken.md"


def test_where_nothing_fits_there_is_no_name() -> None:
    assert name_for(TITLE, DAY, [Known("pm/2026-11-04-images.md")], lambda _: False) is None
    assert name_for(TITLE, DAY, [], anywhere) is None


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("postmortems/**/*.md", "postmortems/2026-11-27-checkout-was-down.md"),
        ("./docs/pm/*.markdown", "docs/pm/2026-11-27-checkout-was-down.markdown"),
        ("*.md", "2026-11-27-checkout-was-down.md"),
    ],
)
def test_the_first_one_goes_where_the_first_pattern_says(pattern: str, path: str) -> None:
    assert first_name(TITLE, DAY, [pattern], anywhere) == path


def test_a_pattern_for_a_folder_per_incident_is_kept_to() -> None:
    pattern = "incidents/*/README.md"
    fits = "incidents/2026-11-27-checkout-was-down/README.md"

    assert first_name(TITLE, DAY, [pattern], lambda path: path == fits) == fits


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Überlast im Gebäude: Größe", "uberlast-im-gebaude-grosse"),
        ("Don't panic / ../../etc", "dont-panic-etc"),
        ("日本", "incident"),
        ("CON", "incident-con"),
        ("word " * 40, "-".join(["word"] * 12)),
        ("x" * 200, "x" * 60),
    ],
)
def test_a_title_becomes_words_of_a_name_that_leaves_no_folder(title: str, words: str) -> None:
    assert name_for(title, DAY, [Known("pm/a.md")], anywhere) == f"pm/{words}.md"


def test_a_title_that_is_kept_leaves_no_folder_either() -> None:
    known = [Known("pm/INC-1 Images gone.md")]

    path = name_for('../../etc: "x" \\ y?. ', DAY, known, anywhere)

    assert path == "pm/INC-2 etc x y.md"
