"""The report on the page of a job: all of it in a few lines, and nothing of what people wrote does anything there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sync.errors import Problem
from sync.model.postmortem import ActionItem, Form, Postmortem
from sync.model.report import Ending, Report
from sync.render.markdown import MOST, render_markdown
from tests.sync.render.samples import (
    a_report,
    created,
    creation,
    done,
    ended,
    link_write,
    notice,
    planned,
    retitling,
    status_write,
)

TODAY = date(2026, 11, 26)


def page(
    report: Report,
    *,
    applied: bool = True,
    documents: tuple[Postmortem, ...] = (),
    most: int = MOST,
) -> str:
    return render_markdown(
        report, applied=applied, postmortems=documents, today=TODAY, seconds=1.24, most=most
    )


def test_what_was_done_stands_in_a_table_below_one_sentence() -> None:
    report = a_report(created(creation(), 7), *done(link_write(), status_write(), retitling()))

    text = page(report)

    assert text.startswith("## pm-sync\n\nDone: 1 ticket created, ")
    assert "### What was done" in text
    assert "| where | action item | what |" in text
    assert "created " in text
    assert "1.2 s" in text
    assert "needs a person" not in text


def test_a_plan_says_what_would_be_done() -> None:
    text = page(a_report(*planned(creation())), applied=False)

    assert "### What would be done" in text
    assert "create a ticket in " in text


def test_notices_problems_and_reasons_have_their_own_lines() -> None:
    report = replace(
        a_report(*ended(Ending.HELD, "only on main", creation()), notices=(notice(),)),
        problems=(Problem("postmortems/x.md", 7, "it is broken", "mend it"),),
    )

    text = page(report)

    assert "**held back** (1 change): only on main" in text
    assert "### What needs a person" in text
    assert "### What could not be read" in text
    assert "postmortems/x.md:7" in text


def test_overdue_items_are_counted() -> None:
    items = tuple(
        ActionItem(f"item {number}", number, number, Form.BULLET, due=due)
        for number, due in enumerate(("2026-11-25", "2026-11-26", "soon", None), 1)
    )
    document = Postmortem(path="a.md", items=items, revision="", identity="a.md")

    assert "**1 action item overdue**" in page(a_report(), documents=(document,))


@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_people_wrote_stays_text_in_its_cell(title: str, owner: str) -> None:
    hostile = (
        f"{title} | <img src=x> @everyone #1 ::error::x ##[error]y `a` [b](javascript:c) {owner}"
    )
    action = replace(creation(), title=hostile)
    report = a_report(*planned(action), notices=(replace(notice(), reason=hostile),))

    text = page(report, applied=False)

    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    assert "<img" not in html
    assert "javascript:" not in re.findall(r'href="([^"]*)"', html)
    assert "##[" not in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    assert re.search(r"@\w", text) is None
    assert re.search(r"#\d", text) is None
    row = next(line for line in text.splitlines() if "everyone" in line and line.startswith("|"))
    assert len(re.findall(r"(?<!\\)\|", row)) == 4


def test_only_addresses_of_pages_become_links() -> None:
    write = replace(link_write(), url="javascript:alert(1)", new="x")
    good = replace(link_write(), url="https://a.example/b (c)>d", new="#7")

    assert "](" not in page(a_report(*done(write)))
    assert "(<https://a.example/b%20%28c%29%3Ed>)" in page(a_report(*done(good)))


def test_a_page_of_many_changes_is_cut_and_says_how_much_is_left_out() -> None:
    actions = [replace(creation(), line=number, title="x" * 250) for number in range(1, 3001)]

    text = page(a_report(*planned(*actions)), applied=False, most=100_000)

    assert len(text.encode()) <= 100_000
    left = re.search(r"… and (\d+) more, which find no room here", text)
    assert left is not None
    assert int(left[1]) + text.count("create a ticket in") == 3000
