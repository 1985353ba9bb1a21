"""Owners, priorities and due dates are written over what stands there, byte by byte, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sync.errors import EditRefused
from sync.model.action import Field, WriteCell
from sync.model.postmortem import TicketRef
from tests.connectors.markdown.writing import edited, items_of

HEAD = "# Outage\n\n## Action items\n\n"
TABLE = "| Action | Owner | Priority | Due |\n|---|---|---|---|\n"


def a_write(text: str, field: Field, *names: str, number: int = 0) -> WriteCell:
    item = items_of(text.encode())[number]
    ref = TicketRef("github", "acme/shop#1")
    new = ", ".join(names)
    return WriteCell("a.md", item.line, item.title, ref, field, "", new, "it changed", names=names)


def written(text: str, field: Field, *names: str) -> str:
    return edited(text.encode(), a_write(text, field, *names)).decode()


CELLS = [
    ("| Fix it | @ann | P1 | 2026-12-01 |", Field.OWNER, ["@bob"], "| Fix it | @bob | P1 | 2026-12-01 |"),
    ("| Fix it | @ann, @eve | P1 | x |", Field.OWNER, ["@eve"], "| Fix it | @eve | P1 | x |"),
    ("| Fix it | @ann/@eve | P1 | x |", Field.OWNER, ["@bob", "@eve"], "| Fix it | @bob/@eve | P1 | x |"),
    ("| Fix it | Ann and Eve | P1 | x |", Field.OWNER, ["Bob", "Eve"], "| Fix it | Bob and Eve | P1 | x |"),
    ("| Fix it |  | P1 | x |", Field.OWNER, ["@bob"], "| Fix it | @bob | P1 | x |"),
    ("| Fix it | TBD | P1 | x |", Field.OWNER, ["@bob"], "| Fix it | @bob | P1 | x |"),
    ("| Fix it | [Ann](https://x.test/ann) | P1 | x |", Field.OWNER, ["Bob"], "| Fix it | Bob | P1 | x |"),
    ("| Fix it | @ann | P1 | x |", Field.OWNER, [], "| Fix it |  | P1 | x |"),
    ("| Fix it | @ann | **P1** | x |", Field.PRIORITY, ["P0"], "| Fix it | @ann | **P0** | x |"),
    ("| Fix it | @ann | - | x |", Field.PRIORITY, ["P0"], "| Fix it | @ann | P0 | x |"),
    ("| Fix it | @ann | P1 | 2026-12-01 |", Field.DUE, ["2026-12-24"], "| Fix it | @ann | P1 | 2026-12-24 |"),
    ("| Fix it | @ann | P1 | 1 Dec 2026 |", Field.DUE, ["2026-12-24"], "| Fix it | @ann | P1 | 2026-12-24 |"),
    ("| Fix it | @ann | P1 | 2026-12-01 |", Field.DUE, [], "| Fix it | @ann | P1 |  |"),
    ("|Fix it|@ann|P1|x|", Field.OWNER, ["@bob"], "|Fix it|@bob|P1|x|"),
    ("| Fix it | @ann |", Field.DUE, ["2026-12-24"], "| Fix it | @ann |  | 2026-12-24 |"),
]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
@pytest.mark.parametrize(("row", "field", "names", "after"), CELLS)
def test_a_cell_of_its_own_is_written_whole(
    row: str, field: Field, names: list[str], after: str, end: str
) -> None:
    text = (HEAD + TABLE + row).replace("\n", end or "\n") + end

    assert written(text, field, *names) == text.replace(row, after)


SENTENCES = [
    ("- Fix it (owner: @ann, due: 2026-12-01)", Field.DUE, ["2026-12-24"], "- Fix it (owner: @ann, due: 2026-12-24)"),
    ("- Fix it (@ann, P1)", Field.PRIORITY, ["P0"], "- Fix it (@ann, P0)"),
    ("- [P1] Fix it", Field.PRIORITY, ["P2"], "- [P2] Fix it"),
    ("- **P1** Fix it (@ann)", Field.OWNER, ["@bob"], "- **P1** Fix it (@bob)"),
    ("- Fix it (@ann, @eve)", Field.OWNER, ["@ann"], "- Fix it (@ann)"),
    ("- Fix it (@ann, @eve)", Field.OWNER, ["@eve"], "- Fix it (@eve)"),
    ("- Fix it (@ann)", Field.OWNER, ["@ann", "@bob"], "- Fix it (@ann, @bob)"),
    ("- Fix it (owner: @ann)", Field.OWNER, [], "- Fix it (owner: TBD)"),
    ("- Fix it (@ann)", Field.OWNER, [], "- Fix it"),
    ("- [ ] Fix it (@ann, @eve) (LOCAL-1)", Field.OWNER, [], "- [ ] Fix it (LOCAL-1)"),
    ("- Fix it (P1)", Field.PRIORITY, [], "- Fix it"),
    ("- Fix it (@ann, P1)", Field.OWNER, [], "- Fix it (P1)"),
    ("- Fix it (@ann, P1)", Field.PRIORITY, [], "- Fix it (@ann)"),
    ("<ul>\n<li>Fix it (@ann)</li>\n</ul>", Field.OWNER, ["@bob"], "<ul>\n<li>Fix it (@bob)</li>\n</ul>"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "field", "names", "after"), SENTENCES)
def test_in_a_sentence_only_the_value_changes(
    item: str, field: Field, names: list[str], after: str
) -> None:
    text = f"{HEAD}{item}\n\nThe end, says @ann (P1, 2026-12-01).\n"

    assert written(text, field, *names) == text.replace(item, after, 1)


REFUSED = [
    (TABLE + "| Fix it (owner: @ann) | | P1 | x |", Field.OWNER, ["@bob"]),
    (TABLE + "| Fix it | @ann | P1 | x |", Field.OWNER, ["a|b] (c"]),
    (TABLE + "| Fix it | @ann | P1 | x |", Field.PRIORITY, ["**High** <img src=x>"]),
    (TABLE + "| Fix it | @ann | Done | x |", Field.PRIORITY, ["P0"]),
    ("- Ask @ann whether to fix it (@ann)", Field.OWNER, ["@bob"]),
    ("### Fix it\n\nText.\n", Field.OWNER, ["@bob"]),
]


@pytest.mark.parametrize(("items", "field", "names"), REFUSED)
def test_what_cannot_be_told_apart_is_left_and_told(
    items: str, field: Field, names: list[str]
) -> None:
    text = HEAD + items + "\n"

    with pytest.raises(EditRefused, match=r"by hand|would"):
        written(text, field, *names)


NAMES = st.sampled_from(["@ann", "@bob", "Eve Holt", "carl@acme.test"])
MANY = st.lists(NAMES, min_size=1, max_size=3, unique=True)
TABLES = [
    TABLE + "| Fix it | {} | P1 | 2026-12-01 |\n| Other | @zoe | P2 | |\n",
    "<table><tr><th>Action</th><th>Owner</th></tr><tr><td>Fix it</td><td>{}</td></tr></table>\n",
]
FORMS = st.sampled_from(
    [
        *TABLES,
        "- [ ] Fix it (owner: {})\n- [ ] Other (owner: @zoe)\n",
        "1. Fix it (owner: {}, due: 2026-12-01)\n2. Other (owner: @zoe)\n",
    ]
)


@given(FORMS, MANY, MANY)
def test_names_written_are_read_again_and_nothing_else_of_the_document_changes(
    form: str, old: list[str], new: list[str]
) -> None:
    text = HEAD + form.format(", ".join(old))
    before = items_of(text.encode())
    assume(before[0].owners == tuple(old))

    after = written(text, Field.OWNER, *new)

    assert set(items_of(after.encode())[0].owners) == set(new)
    assert items_of(after.encode())[1:] == before[1:]
    start, end = (text.index(form.format("\0").split("\0")[0]), text.rindex(form.split("{}")[1]))
    assert after.startswith(text[: start + form.index("{}")])
    assert after.endswith(text[end:])


@given(st.sampled_from(TABLES), MANY, MANY)
def test_in_a_cell_writing_back_restores_every_byte(
    form: str, old: list[str], new: list[str]
) -> None:
    text = HEAD + form.format(", ".join(old))

    assert written(written(text, Field.OWNER, *new), Field.OWNER, *old) == text
