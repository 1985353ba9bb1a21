"""What the text of one item says."""

from __future__ import annotations

import pytest

from connectors.markdown.layout import TextPlace
from connectors.markdown.reader import read
from connectors.markdown.rules import Rules
from sync.model.postmortem import ActionItem, Status, StatusPlace
from sync.references import ReferenceRules, prefixed

RULES = Rules(references=ReferenceRules((prefixed("local", "LOCAL"),), "acme/shop"))
URL = "https://github.com/acme/shop/issues/12"


def item(text: str) -> ActionItem:
    [found] = read(
        f"## Action items\n\n{text}\n\n[ref]: {URL}\n".encode(), "p.md", RULES
    ).postmortem.items
    return found


def place(text: str) -> tuple[bytes, TextPlace]:
    data = f"## Action items\n\n{text}\n".encode()
    found = read(data, "p.md", RULES).items[0].place
    assert isinstance(found, TextPlace)
    return data, found


@pytest.mark.parametrize(
    ("text", "title", "owners"),
    [
        ("Fix it (owner: @mara)", "Fix it", ("@mara",)),
        ("Fix it @mara", "Fix it", ("@mara",)),
        ("Fix it. Owner: @mara", "Fix it.", ("@mara",)),
        ("Fix it. OWNER: mara@", "Fix it.", ("mara@",)),
        ("Fix it (@mara, @kim)", "Fix it", ("@mara", "@kim")),
        ("Fix it (@acme/platform)", "Fix it", ("@acme/platform",)),
        ("Fix it [Mara]", "Fix it", ("Mara",)),
        ("Fix it — Mara Lindqvist", "Fix it", ("Mara Lindqvist",)),
        ("@mara: fix it", "fix it", ("@mara",)),
        ("@mara to fix it", "@mara to fix it", ("@mara",)),
        ("mara@acme.example: fix it", "fix it", ("mara@acme.example",)),
        ("**JP** Fix it", "Fix it", ("JP",)),
        ("Fix it **JP**/NW", "Fix it", ("JP", "NW")),
        ("Fix it. Owner: Mara & Kim", "Fix it.", ("Mara", "Kim")),
        ("Fix it. Owner: TBD", "Fix it.", ()),
        ("Fix what @mara reported last week", "Fix what @mara reported last week", ()),
    ],
)
def test_owners(text: str, title: str, owners: tuple[str, ...]) -> None:
    found = item(f"- {text}")

    assert (found.title, found.owners) == (title, owners)


@pytest.mark.parametrize(
    ("text", "title", "refs"),
    [
        (f"Fix it ([#12]({URL}))", "Fix it", ["acme/shop#12"]),
        (f"Fix it [GitHub Issue]({URL})", "Fix it", ["acme/shop#12"]),
        (f"Fix it [PR #12]({URL})", "Fix it", ["acme/shop#12"]),
        ("Fix it ([issue][ref]).", "Fix it.", ["acme/shop#12"]),
        (f"Fix it <{URL}>", "Fix it", ["acme/shop#12"]),
        (f"Fix it {URL}", "Fix it", ["acme/shop#12"]),
        (f"[Fix it now]({URL})", "Fix it now", ["acme/shop#12"]),
        (f"[#12]({URL}): Fix it", "Fix it", ["acme/shop#12"]),
        ("Fix it (#7, other/repo#8)", "Fix it", ["acme/shop#7", "other/repo#8"]),
        ("Fix it (tracked in #7)", "Fix it", ["acme/shop#7"]),
        ("Fix it (LOCAL-3)", "Fix it", ["LOCAL-3"]),
        ("Fix it (LOCAL-3, done)", "Fix it", ["LOCAL-3"]),
        (f"Fix it ([#12]({URL}), won't do)", "Fix it", ["acme/shop#12"]),
        (f"Fix it\n  ([#12]({URL}), done)", "Fix it", ["acme/shop#12"]),
        (f"Fix these ([#12]({URL})):", "Fix these:", ["acme/shop#12"]),
        (
            "Read the UTF-8 files as ADR-1 says (CVE-2024-1)",
            "Read the UTF-8 files as ADR-1 says (CVE-2024-1)",
            [],
        ),
        (
            "Look at https://example.com/a and [this](https://example.com)",
            "Look at https://example.com/a and this",
            [],
        ),
        (URL, URL, ["acme/shop#12"]),
        ("#7", "#7", ["acme/shop#7"]),
        ("Move the `#7` button", "Move the #7 button", []),
    ],
)
def test_references(text: str, title: str, refs: list[str]) -> None:
    found = item(f"- {text}")

    assert (found.title, [str(one.ref) for one in found.references]) == (title, refs)


def test_an_unrecognised_reference_is_kept() -> None:
    assert item("- Fix it (Bug 123)").unrecognised == ("Bug 123",)


def test_no_ticket_is_a_wish() -> None:
    found = item("- Talk about it (no ticket)")

    assert (found.title, found.ticket_wanted) == ("Talk about it", False)


@pytest.mark.parametrize(
    ("text", "title", "status"),
    [
        ("- Fix it (done)", "Fix it", Status.DONE),
        ("- Fix it - DONE", "Fix it", Status.DONE),
        ("- Fix it (Done during the incident)", "Fix it", Status.DONE),
        ("- Fix it **DONE**", "Fix it", Status.DONE),
        ("- **TODO**: Fix it", "Fix it", Status.OPEN),
        ("- TODO: Fix it", "Fix it", Status.OPEN),
        ("- ✅ Fix it", "Fix it", Status.DONE),
        ("- Fix it ✅", "Fix it", Status.DONE),
        ("- Fix it WONTDO", "Fix it", Status.WONT_DO),
        ("- Fix it (in progress)", "Fix it", Status.IN_PROGRESS),
        ("- [x] Fix it", "Fix it", Status.DONE),
        ("- [ ] Fix it", "Fix it", Status.OPEN),
        ("- [ ] Fix it (in progress)", "Fix it", Status.IN_PROGRESS),
        ("- [x] Fix it (won't do)", "Fix it", Status.WONT_DO),
        ("- ~~Fix it~~", "Fix it", Status.WONT_DO),
        ("- Fix it; done when nobody complains", "Fix it; done when nobody complains", None),
        ("- Decide what is done", "Decide what is done", None),
    ],
)
def test_statuses(text: str, title: str, status: Status | None) -> None:
    found = item(text)

    assert (found.title, found.status) == (title, status)


def test_small_fields_are_taken_from_the_edges() -> None:
    found = item("- **P1** Fix it (prevent). Owner: @mara, due 2026-12-15")

    assert (found.title, found.priority, found.type, found.due, found.owners) == (
        "Fix it.", "P1", "prevent", "2026-12-15", ("@mara",),
    )  # fmt: skip


def test_a_bold_lead_is_known() -> None:
    found = item("- **Watch the disks**: they fill up.")

    assert (found.lead, found.title) == ("Watch the disks", "Watch the disks: they fill up.")


def test_a_checkbox_is_the_place_of_the_status() -> None:
    data, where = place("- [ ] Fix it")

    assert where.box is not None
    assert data[slice(*where.box)] == b" "
    assert item("- [ ] Fix it").status_place is StatusPlace.CHECKBOX


def test_the_place_of_a_reference_is_the_end_of_the_own_text() -> None:
    data, where = place("- Fix these **things**:\n  - nested")

    assert data[: where.end].endswith(b"**things**")
    assert not where.wrapped


def test_a_wrapped_item_tells_its_indent() -> None:
    _, where = place("> 1. Fix it\n>    at once")

    assert (where.wrapped, where.indent) == (True, b">    ")


def test_the_group_that_pm_sync_writes_is_found_again() -> None:
    data, where = place(f"- Fix it ([#12]({URL}), done)")

    assert where.reference is not None
    assert where.status is not None
    assert data[slice(*where.reference)] == f"([#12]({URL}), done)".encode()
    assert data[slice(*where.status)] == b"done"


def test_a_comment_behind_the_text_is_not_part_of_it() -> None:
    data, where = place("- Fix it <!-- ask Kim -->")

    assert data[: where.end].endswith(b"Fix it")


def test_a_handle_that_the_sentence_ends_with_stays_in_it() -> None:
    assert item("- Talk it over with @mara").title == "Talk it over with @mara"
