"""What a document says about itself."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from connectors.markdown.reader import read
from connectors.markdown.rules import Rules
from sync.model.postmortem import Postmortem

DAY = date(2026, 3, 4)


def understood(text: str, path: str = "outage.md") -> Postmortem:
    return read(text.encode(), path, Rules()).postmortem


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: Outage\ndate: 2026-03-04\nauthors: [Mara, Kim]\nstatus: Draft\nseverity: SEV1\n---\n",
        "--- \ntitle: Outage\ndate: 2026-03-04\nauthors: Mara, Kim\nstatus: Draft\nseverity: SEV1\n--- \n",
        '+++\ntitle = "Outage"\ndate = 2026-03-04\nauthors = ["Mara", "Kim"]\nstatus = "Draft"\nseverity = "SEV1"\n+++\n',
        "# Outage\n\n**Date:** 2026-03-04\n**Authors:** Mara, Kim\n**Status:** Draft\n**Severity:** SEV1\n",
        "**Postmortem:** Outage\n\n**Date**: March 4, 2026\n\n**Authors**: Mara and Kim\n\n**Status**: Draft\n\n**Severity**: SEV1\n",
        "# Outage\n\n- Date: 4th March 2026\n- **Authors:** Mara, Kim\n- Status: Draft\n- Severity: SEV1\n",
        "# Outage\n\n| Field | Value |\n|-|-|\n| Date | 2026-03-04 |\n| Authors | Mara, Kim |\n| Status | Draft |\n| Severity | SEV1 |\n",
    ],
)
def test_every_usual_head_is_understood(head: str) -> None:
    found = understood(f"{head}\n## Summary\n\nIt *was*\ndown.\n")

    assert (found.title, found.date, found.authors) == ("Outage", DAY, ("Mara", "Kim"))
    assert (found.status, found.severity, found.summary) == ("Draft", "SEV1", "It was down.")


@pytest.mark.parametrize(
    "path", ["2026-03-04-outage.md", "pm/20260304-x/README.md", "2026_03_04 x.md"]
)
def test_the_file_name_tells_the_date_last(path: str) -> None:
    assert understood("# Outage\n", path).date == DAY
    assert understood("# Outage\n\nDate: x\n\n**Date:** 2026-05-06\n", path).date == date(
        2026, 5, 6
    )


def test_a_heading_may_hold_the_date() -> None:
    assert understood("# 2026-03-04: outage of x\n").date == DAY


def test_a_document_may_say_nothing() -> None:
    found = understood("")

    assert (found.title, found.date, found.authors, found.items) == (None, None, (), ())


@pytest.mark.parametrize(
    "matter",
    ["a: [", "a: b: c", "&a [*a, *a]", "- x", "a: &x 1\n" + "b: *x\n" * 60, "!!python/none x"],
)
def test_broken_front_matter_stops_nothing(matter: str) -> None:
    found = understood(f"---\n{matter}\n---\n# Outage\n\n## Action items\n\n- Fix it\n")

    assert [(item.title, item.line) for item in found.items] == [
        ("Fix it", 4 + 4 + matter.count("\n"))
    ]


def test_values_of_lists_and_tables_are_told_by_their_place() -> None:
    text = "---\nservices: [checkout, 7, [x]]\nteam: {name: sre}\n---\n# Outage\n"

    assert dict(understood(text).front_matter) == {
        "services.0": "checkout",
        "services.1": "7",
        "services.2.0": "x",
        "team.name": "sre",
    }


def test_front_matter_that_cannot_be_read_is_told() -> None:
    [remark] = understood("---\nb: [x]\na: x: y\n---\n# Outage\n").remarks

    assert remark.line == 3
    assert "front matter cannot be read" in remark.text
    assert understood("---\na: [b]\n---\n# Outage\n").remarks == ()


def test_what_is_beyond_doubt_in_broken_front_matter_counts() -> None:
    matter = 'title: "Ingest: refused"\ndate: 2026-03-04\nstatus: [x\nseen:\n  - HTTP 402 {"error": 1} on x\n'
    found = understood(f"---\n{matter}---\n\n## What happened\n")

    assert (found.title, found.date, found.status) == ("Ingest: refused", DAY, None)


def test_a_parser_that_cannot_be_imported_is_no_fault_of_the_document(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)

    with pytest.raises(ImportError):
        understood("---\na: [b]\n---\n# Outage\n")


def test_lines_between_rules_are_no_front_matter() -> None:
    found = understood("# A\n\n---\n## Action items\n- Fix it\n---\n")

    assert [item.title for item in found.items] == ["Fix it"]


def test_an_unclosed_front_matter_is_markdown() -> None:
    assert [item.title for item in understood("---\n## Action items\n\n- Fix it\n").items] == [
        "Fix it"
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Last updated: 2026-11-01\n\nOn 3 March 2019 it fell over.", "2019-03-03"),
        ("**Date:** 2019-03\n\nSee v2026.11.1.", "2019-03-01"),
        ("**Date:** March 2019\n\nOn 2026-11-01 we wrote this.", "2019-03-01"),
        ("**Date:** 12/31/2019", "2019-12-31"),
        ("**Date:** 03/04/19", "2019-04-03"),
        ("**Date:** last spring\n\nOn 2026-11-01 we wrote this.", None),
        ("<!-- template 2026-11-01 -->\n\nSee https://a.example/2026/11/01/.", None),
        ("It fell over.\n\n## Action items\n\n- Fix it by 2026-12-01", None),
        ("See the similar incident of 2019-03-04.\n\nOn 2026-11-20 it came back.", "2026-11-20"),
    ],
)
def test_the_day_is_that_of_the_incident_and_of_nothing_else(text: str, day: str | None) -> None:
    found = read(f"# Outage\n\n{text}\n".encode(), "outage.md", Rules()).postmortem.date

    assert (found.isoformat() if found else None) == day


@pytest.mark.parametrize("title", ["Summary", "TL;DR", "Overview", "Incident summary"])
def test_what_happened_is_told_below_any_title_of_a_summary(title: str) -> None:
    text = f"# Outage\n\n## {title}\n\nIt was down.\n\n## Action items\n\n- Add an alert\n"

    assert read(text.encode(), "a.md", Rules()).postmortem.summary == "It was down."
