"""A ticket that moved: its reference follows it, in the form that its author chose, and nothing beside it changes."""

from __future__ import annotations

import pytest

from connectors.markdown.writer import edit
from sync.errors import EditRefused
from sync.model.action import Field, WriteCell
from sync.model.postmortem import ActionItem, Status, TicketRef
from tests.connectors.markdown.writing import PATH, RULES, items_of, layout_of, move

OLD, NEW = "https://github.com/acme/shop/issues/12", "https://github.com/acme/web/issues/3"
WEB = TicketRef("github", "acme/web#3")
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
        (f"[#12](<{OLD}>)", f"[acme/web#3]({NEW})"),
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
        f"- Alert on {OLD} ([#12]({OLD}))\n",
    ],
)
def test_what_cannot_be_told_apart_is_left_to_people(text: str) -> None:
    with pytest.raises(EditRefused, match="write acme/web#3 there by hand"):
        relinked(text)
