"""`pm-sync report`: what became of the action items, from documents and tickets, with nothing written on either side."""

from __future__ import annotations

import csv
import io
import sys
from datetime import UTC, datetime
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

from tests.fakes.program import Program

A = """\
---
title: Checkout was down
date: 2020-01-07
severity: SEV1
services: [checkout, cart]
---

# Checkout was down

## Action items

| Action item | Owner | Priority | Due | Ticket | Status |
|---|---|---|---|---|---|
| Alert on replication lag of the orders database | Ann Lee | P0 | 2020-02-01 | | |
| Ask @everyone for &lt;b>help&lt;/b> \\| now | | P1 | | | |
| Rehearse the restore of backups | Bob | P2 | | n/a | Done |
"""
B = """\
# Checkout was down again

Date: 2020-03-01

## Action items

- Alert on the replication lag of orders databases (@ann)
"""


@pytest.fixture
def shop(tmp_path: Path) -> Program:
    program = Program(tmp_path, inside=True)
    program.write("postmortems/a.md", A)
    program.write("postmortems/b.md", B)
    return program


def kept(program: Program) -> dict[str, bytes]:
    """Every file, those that git ignores among them."""
    return {
        path.relative_to(program.root).as_posix(): path.read_bytes()
        for path in sorted(program.root.rglob("*"))
        if path.is_file()
    }


def titles(report: dict[str, object], flag: str) -> list[str]:
    items = report["items"]
    assert isinstance(items, list)
    return [one["title"] for one in items if flag in one["flags"]]


def test_it_tells_the_status_of_tickets_before_any_document_was_told(shop: Program) -> None:
    shop("sync")
    shop("tickets", "close", "1")

    done = shop("report", "--format", "json")

    assert done.code == 0, done.err
    closed = done.json["changed"]["closed"]
    assert [(one["document"], one["line"]) for one in closed] == [("postmortems/a.md", 14)]
    today = datetime.now(UTC).date()
    item = next(one for one in done.json["items"] if one["line"] == 14)
    assert (item["status"], item["tickets"][0]["label"]) == ("done", "LOCAL-1")
    assert (today - datetime.fromisoformat(item["closed"]).date()).days <= 1
    assert done.json["summary"]["closed"] == 2


def test_it_writes_nothing_on_either_side_and_remembers_nothing(shop: Program) -> None:
    shop("sync")
    shop("tickets", "close", "1")
    before = kept(shop)

    assert shop("report").code == 0
    assert kept(shop) == before


def test_it_needs_no_run_before_it_and_leaves_no_trace_of_its_own(shop: Program) -> None:
    done = shop("report", "--format", "json")

    assert done.code == 0, done.err
    assert titles(done.json, "no ticket") == [
        "Alert on replication lag of the orders database",
        "Ask @everyone for <b>help</b> | now",
        "Alert on the replication lag of orders databases",
    ]
    assert done.json["last_run"] is None
    assert set(kept(shop)) == {"postmortems/a.md", "postmortems/b.md"}


def test_it_says_what_is_overdue_whose_what_recurs_and_what_was_affected(shop: Program) -> None:
    shop("sync")

    report = shop("report", "--format", "json").json

    assert titles(report, "overdue") == ["Alert on replication lag of the orders database"]
    assert titles(report, "no owner") == ["Ask @everyone for <b>help</b> | now"]
    (again,) = report["recurring"]
    assert [one["document"] for one in again["items"]] == ["postmortems/a.md", "postmortems/b.md"]
    assert {one["name"] for one in report["groups"]["service"]} == {"checkout", "cart", "none"}
    assert {one["name"] for one in report["groups"]["owner"]} == {"Ann Lee", "ann", "Bob", "nobody"}
    assert report["last_run"] is not None


def test_the_settings_say_until_when_and_who_left(shop: Program) -> None:
    shop.write(
        "pm-sync.toml",
        '[sla]\npreset = "pagerduty"\n[people."Ann Lee"]\nlocal = "ann"\nleft = true\n',
    )

    report = shop("report", "--format", "json").json

    asked = next(one for one in report["items"] if one["line"] == 15)
    assert (asked["due"], asked["due_from"]) == ("2020-02-06", "[sla]: 30 days for P1")
    assert [one["line"] for one in report["items"] if "owner left" in one["flags"]] == [14, 7]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('[sla]\npreset = "acme"\n', "pm-sync.toml:2"),
        ("[sla]\ndays = { P0 = 0 }\n", "greater than or equal to 1"),
        ("[sla]\nlimit = 1\n", "unknown key `sla.limit`"),
        ('[people."Ann Lee"]\nleft = "gone"\n', "should be a valid boolean"),
    ],
)
def test_limits_that_cannot_be_are_refused_with_their_place(
    shop: Program, settings: str, told: str
) -> None:
    shop.write("pm-sync.toml", settings)

    done = shop("report")

    assert done.code == 2
    assert told in done.err


def test_markdown_mentions_nobody_breaks_no_table_and_leads_to_the_line(shop: Program) -> None:
    shop.git("init", "--quiet", "--initial-branch=main")
    shop.git("remote", "add", "origin", "https://github.com/acme/shop.git")

    out = shop("report", "--tracker", "local").out

    assert "## Follow-through of acme/shop" in out
    assert "@everyone" not in out
    assert "<b>" not in out
    row = next(
        line for line in out.splitlines() if "for &lt;b&gt;" in line and line.startswith("|")
    )
    assert row.replace("\\|", "").count("|") == 7
    assert "/shop/blob/" in row
    assert "a.md?plain=1#L15>)" in row


def test_a_long_report_counts_what_it_leaves_out_and_fits_into_an_issue(shop: Program) -> None:
    rows = "".join(
        f"- {'word ' * 40} number {number} of them (due 2020-02-{1 + number % 28:02})\n"
        for number in range(300)
    )
    shop.write("postmortems/c.md", f"# Many\n\nDate: 2020-01-01\n\n## Action items\n\n{rows}")

    out = shop("report").out

    assert "### Overdue (301)" in out
    assert "more" in out.partition("### Overdue")[2].partition("###")[0]
    assert len(out) < 65_536


def test_csv_has_a_line_for_each_item_and_no_formula(shop: Program) -> None:
    shop.write(
        "postmortems/c.md", "# =1+1\n\nDate: 2020-01-01\n\n## Action items\n\n- =cmd|x (@ann)\n"
    )

    lines = list(csv.DictReader(io.StringIO(shop("report", "--format", "csv").out)))

    assert len(lines) == 5
    told = next(one for one in lines if one["document"] == "postmortems/c.md")
    assert told["title"].startswith("'=")
    assert told["postmortem"].startswith("'=")
    assert told["line"] == "7"
    assert told["flags"] == "no ticket"


def test_files_are_what_they_are_called_and_the_summary_is_added_to(shop: Program) -> None:
    shop.write("summary.md", "before\n")

    done = shop(
        "report", "--out", "a.json", "--out", "b.csv", "--out", "c.md", "--summary", "summary.md"
    )

    assert (done.code, done.out) == (0, "")
    assert shop.read("a.json").startswith("{\n")
    assert shop.read("b.csv").startswith("document,line,")
    assert shop.read("summary.md") == f"before\n{shop.read('c.md')}"
    assert shop.read("c.md").startswith("## Follow-through")


def test_a_file_that_cannot_be_written_is_told(shop: Program) -> None:
    done = shop("report", "--out", "nowhere/a.json")

    assert done.code == 1
    assert "nowhere/a.json: cannot be written" in done.err


def test_the_page_is_made_by_whoever_makes_pages(
    shop: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ModuleType("sync.render.page")
    page.__spec__ = ModuleSpec("sync.render.page", None)
    page.render_page = lambda follow: f"<p>{len(follow.items)}</p>"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sync.render.page", page)

    assert shop("report", "--format", "html").out == "<p>4</p>"
    assert shop("report", "--out", "page.html").code == 0
    assert shop.read("page.html") == "<p>4</p>"


def test_a_document_that_cannot_be_read_is_told_and_the_report_is_there(shop: Program) -> None:
    (shop.root / "postmortems/bad.md").write_bytes(b"# Outage\n\xff\xfe\xfa\n")

    done = shop("report", "--format", "json")

    assert done.code == 2
    assert [one["document"] for one in done.json["troubles"] if one["unreadable"]] == [
        "postmortems/bad.md"
    ]
    assert done.json["summary"]["items"] == 4


def test_restricted_documents_are_counted_and_not_told(shop: Program) -> None:
    shop.write("postmortems/b.md", f"---\npm-sync: private\n---\n{B}")
    shop("sync")

    done, shown = (shop("report", "--format", "json", *more) for more in ([], ["--show-private"]))

    assert done.json["restricted"] == 1
    assert "b.md" not in done.out
    assert "again" not in done.out
    assert done.json["recurring"] == []
    assert (shown.json["restricted"], len(shown.json["items"])) == (0, 4)


def test_paths_narrow_what_is_told(shop: Program) -> None:
    report = shop("report", "--format", "json", "postmortems/b.md").json

    assert [one["document"] for one in report["items"]] == ["postmortems/b.md"]
    assert [one["document"] for one in report["postmortems"]] == ["postmortems/b.md"]


def test_a_tracker_without_credentials_is_named_and_documents_are_believed(shop: Program) -> None:
    shop.write(
        "pm-sync.toml",
        'tracker = "jira"\n[trackers.jira]\nurl = "https://acme.atlassian.net"\nproject = "OPS"\n',
    )
    shop.write("postmortems/b.md", B.replace("(@ann)", "(@ann, OPS-7)"))

    done = shop("report", "--format", "json")

    assert done.code == 0, done.err
    assert set(done.json["unasked"]) == {"jira"}
    item = next(one for one in done.json["items"] if one["document"] == "postmortems/b.md")
    assert (item["status"], item["tickets"]) == ("open", [{"label": "OPS-7", "url": None}])
    assert "**jira was not asked**" in shop("report").out


def test_what_looks_like_an_outage_is_told_and_no_ticket_believed_to_be_gone(shop: Program) -> None:
    shop("sync")
    for file in (shop.root / ".pm-sync").glob("tracker.sqlite3*"):
        file.unlink()

    done = shop("report", "--format", "json")
    believed = shop("report", "--format", "json", "--allow", "vanished")

    assert done.code == 3
    assert "the tracker looks empty" in done.err
    assert titles(done.json, "ticket vanished") == []
    assert set(done.json["unasked"]) == {"local"}
    assert believed.code == 0
    assert len(titles(believed.json, "ticket vanished")) == 3


def test_what_changed_can_be_asked_from_another_day_on(shop: Program) -> None:
    done = shop("report", "--format", "json", "--since", "2020-01-31")

    assert done.json["changed"]["since"] == "2020-01-31"
    assert [one["line"] for one in done.json["changed"]["fell_due"]] == [14]
    assert [one["document"] for one in done.json["changed"]["opened"]] == ["postmortems/b.md"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--merge", ".", "postmortems"),
        ("--merge", ".", "--since", "2020-01-01"),
        ("--merge", ".", "--format", "html"),
        ("--expect", "acme/shop"),
        ("--since", "yesterday"),
    ],
)
def test_what_means_nothing_together_is_refused(shop: Program, arguments: tuple[str, ...]) -> None:
    done = shop("report", *arguments)

    assert done.code == 2
    assert done.err
