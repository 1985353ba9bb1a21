"""Any text is read, in time that grows with its length only, and every place lies where it should."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.markdown.layout import Layout, RowPlace, Table, TextPlace
from connectors.markdown.reader import read
from connectors.markdown.rules import Rules
from sync.errors import UserError
from sync.references import ReferenceRules, prefixed

RULES = Rules(references=ReferenceRules((prefixed("local", "LOCAL"),)))

FRAGMENTS = st.sampled_from(
    [
        "## Action items\n",
        "- ",
        "- [ ] ",
        "- [x] ",
        "1. ",
        "  - ",
        "\n",
        "\n\n",
        "\r\n",
        "> ",
        "**",
        "Action Items:",
        "*",
        "_",
        "`",
        "[",
        "]",
        "(",
        ")",
        "#12",
        "<!-- ",
        "-->",
        "pm-sync: ignore",
        "https://github.com/a/b/issues/1",
        "@x",
        "Owner: ",
        "DONE",
        "✅",
        "~~",
        "\\",
        ": ",
        " - ",
        "---\n",
        "+++\n",
        "a: b",
        "\t",
        "    ",
        "ü",
        "\u2028",
        "\ufeff",
        "<br>",
        "&amp;",
        "![x](y)",
        "[a]: b\n",
        "text",
        "None",
        "$",
        " $",
        "$$\n",
        ": due 2026-01-01",
        "| Action | Owner | Bug | Status |\n|-|-|-|-|\n",
        "| a | @x | #1 | Done |\n",
        "|",
        "| x ",
    ]
)
TEXTS = st.lists(FRAGMENTS | st.text(max_size=5), max_size=40).map("".join)


def check(data: bytes, layout: Layout) -> None:
    lines = data.count(b"\n") + data.count(b"\r") + 1
    assert [one.item for one in layout.items] == list(layout.postmortem.items)
    for one in layout.items:
        assert 1 <= one.item.line <= one.item.end_line <= lines
        assert one.item.title
        if isinstance(one.place, RowPlace):
            check_row(data, one.place)
        else:
            check_text(data, one.place)


def check_row(data: bytes, place: RowPlace) -> None:
    table = place.table
    assert isinstance(table, Table)
    spans = [table.header, table.delimiter, *table.rows]
    assert all(0 <= start <= end <= len(data) for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    start, end = table.rows[place.row]
    joined = b"|".join(data[low:high] for low, high in place.cells)
    assert data[start:end].strip(b" \t\r|").startswith(joined.strip(b" \t|")[:1])
    assert data[place.cells[0][0] : place.cells[-1][1]] == joined
    assert all(start <= low <= high <= end for low, high in place.cells)


def check_text(data: bytes, place: TextPlace) -> None:
    spans = [span for span in (place.box, place.reference, place.status) if span is not None]
    assert all(0 <= start < end <= len(data) for start, end in spans)
    assert 0 < place.end <= len(data)
    assert place.reference is None or place.reference[0] < place.end
    if place.box is not None:
        assert data[place.box[0] - 1 : place.box[1] + 1] in (b"[ ]", b"[x]", b"[X]", b"[\t]")


@given(TEXTS)
def test_any_text_is_read(text: str) -> None:
    data = text.replace("\0", "").encode()

    check(data, read(data, "2026-01-01.md", RULES))


@given(TEXTS)
def test_any_section_is_read(text: str) -> None:
    data = f"## Action items\n\n{text}".replace("\0", "").encode()

    check(data, read(data, "p.md", RULES))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_as_the_users_mistake(data: bytes) -> None:
    try:
        layout = read(data, "p.md", RULES)
    except UserError:
        return

    check(data, layout)


@given(st.lists(st.text(alphabet="ab \\`*[]#ü", max_size=8), min_size=1, max_size=6))
def test_the_cells_of_a_row_are_those_that_the_format_has(cells: list[str]) -> None:
    row = "| Fix | " + " | ".join(cell.replace("\\", "") for cell in cells) + " |"
    data = f"## Action items\n\n| Action | Owner |\n|-|-|\n{row}\n".encode()
    place = read(data, "p.md", RULES).items[0].place

    assert isinstance(place, RowPlace)
    assert len(place.cells) == len(cells) + 1


@pytest.mark.parametrize("character", list("[]()|>*`#_~<!@-:\\&.✅"))
@pytest.mark.parametrize("start", ["", "## Action items\n\n- ", "## Action items\n\nFix ", "# "])
def test_a_long_run_of_one_character_takes_no_long(start: str, character: str) -> None:
    read(f"{start}{character * 50_000}".encode(), "p.md", RULES)


@pytest.mark.parametrize(
    "text",
    [
        "## Action items\n\n" + "**a**:\n" * 10_000,
        "## Action items\n\n" + "• a\n" * 10_000,
        "## Action items\n\n- https://x.y/" + "(" * 20_000 + ")" * 20_000,
        "## Action items\n\n<!-- pm-sync: ignore " * 3_000,
        "## Action items\n\n- " + "." * 250 + "x",
        "## Action items\n\n- " + "[a] " * 70 + "x",
        "## Action items\n\n- a" + " " * 50_000 + "b",
        "".join("  " * depth + "- a\n" for depth in range(300)),
        "> " * 5_000 + "a",
        "# " + "2020-" * 10_000,
        "---\n" + "a: b\n" * 20_000 + "---\n",
    ],
)
def test_pathological_documents_take_no_long(text: str) -> None:
    read(text.encode(), "p.md", RULES)


def test_a_long_line_of_blanks_is_searched_for_a_status_in_a_moment() -> None:
    data = (" " * 16_000 + "\n# Down\n\nStatus: Complete\n").encode()
    begun = time.perf_counter()

    read(data, "p.md", RULES)

    assert time.perf_counter() - begun < 2
