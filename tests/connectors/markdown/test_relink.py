"""A ticket that moved: its reference follows it, in the form that its author chose, and nothing beside it changes."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given

from connectors.markdown.partial import edit_what_can_be
from connectors.markdown.writer import edit
from sync.errors import EditRefused
from sync.model.action import Field, WriteCell
from sync.model.postmortem import ActionItem, Status, TicketRef
from tests.connectors.markdown.meant import links
from tests.connectors.markdown.specimens import documents
from tests.connectors.markdown.writing import (
    PATH,
    RULES,
    edited,
    items_of,
    layout_of,
    local,
    move,
)

OLD, NEW = "https://github.com/acme/shop/issues/12", "https://github.com/acme/web/issues/3"
WEB = TicketRef("github", "acme/web#3")
WEB_PATH: Final = "acme/web/issues"
HEAD = "## Action items\n\n"


def cell(item: ActionItem, which: int = 0) -> WriteCell:
    reference = item.references[which]
    return WriteCell(
        document=PATH,
        line=item.line,
        title=item.title,
        ticket=WEB,
        field=Field.TICKET,
        old=reference.ref.id,
        new="acme/web#3",
        reason="it has moved",
        url=NEW,
        replaces=reference,
    )


def relinked(text: str, which: int = 0) -> str:
    data = (HEAD + text).encode()
    [item] = items_of(data)
    done = edit(data, layout_of(data), [cell(item, which)], layout_of, RULES.vocabulary)
    return done.decode().removeprefix(HEAD)


def table(cells: str) -> str:
    return f"| Item | Bug | Status |\n|------|-----|--------|\n| Alert | {cells} |\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"[#12]({OLD})", f"[acme/web#3]({NEW})"),
        (f"[acme/shop#12]({OLD})", f"[acme/web#3]({NEW})"),
        (f"[the alert]({OLD})", f"[the alert]({NEW})"),
        (f"[#12](<{OLD}>)", f"[acme/web#3](<{NEW}>)"),
        (f'[#12]({OLD} "The alert")', f'[acme/web#3]({NEW} "The alert")'),
        (f"[**#12**]({OLD})", f"[**acme/web#3**]({NEW})"),
        (f"[GH-12]({OLD})", f"[acme/web#3]({NEW})"),
        (f"[shop #12]({OLD})", f"[acme/web#3]({NEW})"),
        (f"[#12]({OLD}#issuecomment-1)", f"[acme/web#3]({NEW})"),
        (f"<{OLD}>", f"<{NEW}>"),
        (OLD, NEW),
        (f"[{OLD}]({OLD})", f"[acme/web#3]({NEW})"),
        ("acme/shop#12", "acme/web#3"),
    ],
)
@pytest.mark.parametrize(
    "around",
    [
        table("{} | open"),
        table("{} **TODO** |"),
        table("see {}, blocked | open"),
        "| Item |\n|---|\n| Alert on lag ({}) |\n",
        "- Alert on lag ({})\n",
        "- [ ] Alert on lag ({})\n  - a note\n",
        "1. Alert on lag {}\n",
        "- Alert on lag\n  and tell others ({})\n",
        "### 1. Alert on lag\n\nIt was late.\n\nTicket: {}\n",
    ],
)
def test_a_reference_in_any_form_follows_its_ticket(before: str, after: str, around: str) -> None:
    assert relinked(around.replace("{}", before)) == around.replace("{}", after)


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_of_every_kind_stay(newline: str) -> None:
    text = f"## Action items\n\n- first\n- Alert ([#12]({OLD}))\n- last\n".replace("\n", newline)
    data = text.encode()
    item = items_of(data)[1]

    done = edit(data, layout_of(data), [cell(item)], layout_of, RULES.vocabulary)

    assert done.decode() == text.replace(f"[#12]({OLD})", f"[acme/web#3]({NEW})")


def test_a_link_in_html_follows_its_ticket() -> None:
    row = '<table><tr><th>Action item</th><th>Bug</th></tr><tr><td>Alert</td><td><a class="x" href="{0}">{1}</a></td></tr></table>\n'

    assert relinked(row.format(OLD, "#12")) == row.format(NEW, "acme/web#3")
    assert relinked(row.format(OLD, "see here")) == row.format(NEW, "see here")
    assert relinked(row.format(OLD, "<b>#12</b>")) == row.format(NEW, "<b>acme/web#3</b>")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"<a href='{OLD}'>#12</a> <b>DONE</b>", f"<a href='{NEW}'>acme/web#3</a> <b>DONE</b>"),
        (f"<A\n HREF={OLD}>#12</A>", f"<A\n HREF={NEW}>acme/web#3</A>"),
        (f'<a href="{OLD}?a=1&amp;b=2">#12</a>', f'<a href="{NEW}">acme/web#3</a>'),
        ("see acme/shop#12", "see acme/web#3"),
        (OLD, NEW),
    ],
)
def test_a_row_of_html_may_run_over_lines(before: str, after: str) -> None:
    row = "<table><tr><th>Action item</th><th>Bug</th></tr>\n<tr>\n<td>Alert</td>\n<td>\n{}\n</td>\n</tr></table>\n"

    assert relinked(row.replace("{}", before)) == row.replace("{}", after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"- Look at {OLD} again\n", f"- Look at {NEW} again\n"),
        (f"- [ ] {OLD}\n", f"- [ ] {NEW}\n"),
        (f"- Look at [issue #12]({OLD}) again\n", f"- Look at [issue acme/web#3]({NEW}) again\n"),
        ("- Fix what acme/shop#12 says\n", "- Fix what acme/web#3 says\n"),
        (
            f"<ul><li>See <a href='{OLD}'>#12</a>.</li></ul>\n",
            f"<ul><li>See <a href='{NEW}'>acme/web#3</a>.</li></ul>\n",
        ),
    ],
)
def test_a_text_that_names_its_ticket_names_it_anew(before: str, after: str) -> None:
    assert relinked(before) == after


def test_a_box_is_ticked_together_with_it_although_the_text_reads_otherwise_by_then() -> None:
    data = (HEAD + f"- [ ] Look at {OLD} again\n").encode()
    [item] = items_of(data)

    done = edited(data, cell(item), move(item, Status.DONE, WEB))

    assert done.decode() == HEAD + f"- [x] Look at {NEW} again\n"


def test_what_is_named_elsewhere_too_is_meant_where_references_go() -> None:
    rows = "| Item | Bug |\n|---|---|\n| Do as acme/shop#12 says | {} |\n"
    entry = "- Alert on lag <!-- acme/shop#12 --> ({})\n"

    for around in (rows, entry):
        before = around.replace("{}", "acme/shop#12")
        assert relinked(before) == around.replace("{}", "acme/web#3")


def test_a_backslash_before_a_number_goes_with_it() -> None:
    assert relinked(table("\\#12 | open")) == table("acme/web#3 | open")


def test_a_ticket_without_a_page_takes_the_place_of_the_whole_link() -> None:
    data = (HEAD + table(f"[#12]({OLD}) | open")).encode()
    [item] = items_of(data)
    new = replace(cell(item), ticket=local(3), new="LOCAL-3", url=None)

    assert edited(data, new).decode() == HEAD + table("LOCAL-3 | open")


def test_a_name_that_would_break_the_line_is_refused() -> None:
    data = (HEAD + table(f"[#12]({OLD}) | open")).encode()
    [item] = items_of(data)

    with pytest.raises(EditRefused, match="control characters"):
        edited(data, replace(cell(item), new="#3\n#4"))


@given(documents())
def test_nothing_but_the_references_of_any_document_changes(data: bytes) -> None:
    try:
        before = edited(data, *links(items_of(data)))
    except EditRefused:
        return
    moved = [
        replace(
            cell(item),
            ticket=TicketRef("github", f"acme/web#{number}"),
            new=f"acme/web#{number}",
            url=f"https://github.com/{WEB_PATH}/{number}",
        )
        for item in items_of(before)
        for number in (one.ref.id.rpartition("#")[2] for one in item.references if one.url)
        if len(number) == len("100")
    ]

    after = edited(before, *moved)

    expected = before.replace(b"[#", b"[acme/web#").replace(b">#", b">acme/web#")
    assert after == expected.replace(b"acme/shop/issues/1", f"{WEB_PATH}/1".encode())
    references = [one.ref for item in items_of(after) for one in item.references]
    assert [one for one in references if one.id.startswith("acme/web#")] == [
        one.ticket for one in moved
    ]


def test_only_the_one_of_several_that_moved_is_replaced() -> None:
    before = f"- Alert ([#12]({OLD}), [#1](https://github.com/acme/shop/issues/1))\n"

    assert relinked(before) == before.replace(f"[#12]({OLD})", f"[acme/web#3]({NEW})")


def test_a_longer_number_is_another_ticket() -> None:
    before = f"- Alert ({OLD}, {OLD}4)\n"

    assert relinked(before) == f"- Alert ({NEW}, {OLD}4)\n"


def test_a_status_is_written_together_with_it() -> None:
    data = (HEAD + table(f"[#12]({OLD}) | open")).encode()
    [item] = items_of(data)
    cells = [cell(item), move(item, Status.DONE, WEB)]

    done = edit(data, layout_of(data), cells, layout_of, RULES.vocabulary).decode()

    assert f"| Alert | [acme/web#3]({NEW}) | Done |" in " ".join(done.split()).replace("  ", " ")


@pytest.mark.parametrize(
    "text",
    [
        "- Alert ([#12][bug])\n\n[bug]: https://github.com/acme/shop/issues/12\n",
        "- Alert ([#12])\n\n  [#12]: https://github.com/acme/shop/issues/12\n",
        "- Alert ([#12][bug])\n\n  [bug]: <https://github.com/acme/shop/issues/12>\n",
        f"- Alert on {OLD} ([#12]({OLD}))\n",
        f"- Alert on lag ([#12]({OLD}), [this]({OLD}))\n",
    ],
)
def test_what_cannot_be_told_apart_is_left_to_people(text: str) -> None:
    with pytest.raises(EditRefused, match="there by hand"):
        relinked(text)


def test_one_that_cannot_be_replaced_keeps_no_other_from_it() -> None:
    data = (HEAD + f"- One ([#12][bug])\n- Two ([#12]({OLD}))\n\n[bug]: {OLD}\n").encode()
    cells = [cell(item) for item in items_of(data)]

    done, refused = edit_what_can_be(data, layout_of(data), cells, layout_of, RULES.vocabulary)

    assert done == data.replace(f"Two ([#12]({OLD})".encode(), f"Two ([acme/web#3]({NEW})".encode())
    assert list(refused) == cells[:1]


def test_brackets_without_end_are_searched_in_a_moment() -> None:
    data = (HEAD + f"- Alert ([#12]({OLD}))\n").encode()
    [item] = items_of(data)
    opened = data.replace(b"Alert", b"Alert " + b"[\\" * 20_000)
    begun = time.perf_counter()

    with pytest.raises(EditRefused):
        edit(opened, layout_of(data), [cell(item)], layout_of, RULES.vocabulary)

    assert time.perf_counter() - begun < 5
