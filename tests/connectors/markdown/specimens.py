"""Documents of every shape, for hypothesis: drawn from a grammar of what people write in postmortems."""

from __future__ import annotations

from hypothesis import strategies as st

_VERBS = ("Add", "Fix", "Remove", "Document", "Automate", "Page", "Limit", "Übersetze", "監視")
_THINGS = (
    "an alert",
    "the `retry` budget",
    "the *slow* query",
    "**all** caches",
    "a \\| b",
    "the [runbook](https://example.com/runbook)",
    "x < y && z",
    "the 日本語 page 🚒",
    "a dashboard for p99",
    "C:\\temp",
    "~~old~~ hosts",
    "5 % of <b>traffic</b>",
)
_TAILS = ("", "", "", ".", " for checkout", " (see below)", ": now", " – soon")
_OWNERS = ("Ann", "@bob", "Ann, Bob", "", "TBD", "team-search", "[Cy](https://example.com/cy)")
_STATUSES = ("Open", "Done", "", "In progress", "**TODO**", "✅ Done", "-", "Open (since May)")
_TICKETS = ("", "", "LOCAL-3", "[LOCAL-4](https://example.com)", "TBD", "-", "?")

_ends = st.sampled_from(["\n", "\n", "\r\n"])
_gaps = st.sampled_from(["", " ", "  "])


def _words(draw: st.DrawFn, number: int) -> str:
    verb, thing, tail = (draw(st.sampled_from(choices)) for choices in (_VERBS, _THINGS, _TAILS))
    return f"{verb} {thing} {number}{tail}"


def _prose(draw: st.DrawFn) -> list[str]:
    return draw(
        st.sampled_from(
            [
                ["Nothing worked, LOCAL-99 told us."],
                ["```sh", "- [ ] no item", "| a | b |", "```"],
                ["<!-- - [ ] no item (LOCAL-5) -->"],
                ["<!--", "- Add nothing", "-->"],
                ["> Quoted prose | with a pipe"],
                ["A line separator\u2028inside, a form feed\x0c too."],
                ["    - [ ] code, no item"],
                ["[ref]: https://github.com/acme/shop/issues/5"],
                ["***"],
            ]
        )
    )


def _table(draw: st.DrawFn, number: int) -> list[str]:
    kinds = draw(
        st.sampled_from(
            ["AO", "A", "AT", "AS", "ATS", "AOTS", "TA", "SAT", "#AO", "APTO", "AOS", "ADN"]
        )
    )
    names = {
        "A": "Action item",
        "O": "Owner",
        "T": "Ticket",
        "S": "Status",
        "#": "#",
        "P": "Priority",
    }
    names |= {"D": "Due", "N": "Notes"}
    pad, closed = draw(_gaps), draw(st.booleans())
    bold = draw(st.booleans())
    lead = draw(st.sampled_from(["", "", "  ", "> "]))
    rows = [[f"**{names[kind]}**" if bold else names[kind] for kind in kinds]]
    rows.append([draw(st.sampled_from(["---", ":---", "---:", ":-:"])) for _ in kinds])
    for row in range(draw(st.integers(1, 4))):
        cells = [_cell(draw, kind, number + row) for kind in kinds]
        ragged = draw(st.sampled_from([0, 0, 0, 0, 1, -1]))
        cells = [*cells, "more"] if ragged > 0 else cells[:ragged] or cells if ragged else cells
        rows.append(cells)
    # A line that begins with an empty cell or a dash would be another row, or no row at all.
    closed = closed or len(kinds) == 1 or kinds[0] != "A"
    wide = draw(st.booleans())
    return [lead + _row(cells, pad, closed=closed, room=24 if wide else 0) for cells in rows]


def _cell(draw: st.DrawFn, kind: str, number: int) -> str:
    if kind == "A":
        return _words(draw, number)
    choices = {
        "O": _OWNERS,
        "T": _TICKETS,
        "S": _STATUSES,
        "P": ("P1", "", "high"),
        "D": ("2026-12-01", ""),
        "N": ("a note", "", "see https://example.com/a|b"),
        "#": (str(number),),
    }[kind]
    return draw(st.sampled_from(choices))


def _row(cells: list[str], pad: str, *, closed: bool, room: int) -> str:
    joined = "|".join(f"{pad}{cell}{pad}".ljust(room) if pad else cell for cell in cells)
    return f"|{joined}|" if closed else joined.strip()


def _list(draw: st.DrawFn, number: int) -> list[str]:
    mark = draw(st.sampled_from(["- ", "* ", "1. ", "- [ ] ", "- [x] ", "- [X] ", "+ "]))
    lead = draw(st.sampled_from(["", "", "> "]))
    indent = " " * (3 if mark == "1. " else 2)
    lines: list[str] = []
    for entry in range(draw(st.integers(1, 4))):
        words = _words(draw, number + entry)
        behind = draw(
            st.sampled_from(
                [
                    "",
                    "",
                    "",
                    "",
                    " (LOCAL-3)",
                    " (LOCAL-3, done)",
                    " (done)",
                    " **DONE**",
                    " @ann",
                    " LOCAL-3",
                    " ✅",
                    " 🚧 (LOCAL-3)",
                    " — in progress",
                    ": TODO",
                ]
            )
        )
        if behind in ("", " (LOCAL-3)", " @ann"):
            words = draw(st.sampled_from(["", "", "✅ ", "⬜ ", "✔️ ", "**TODO** "])) + words
        shape = draw(st.sampled_from(["plain", "plain", "wrapped", "colon", "nested", "loose"]))
        if shape == "wrapped":
            lines += [f"{mark}{words}", f"{indent}and the rest of it{behind}"]
        elif shape == "colon":
            lines += [f"{mark}{words.rstrip('.:')}:", f"{indent}- with a detail"]
        elif shape == "nested":
            lines += [f"{mark}{words}{behind}", f"{indent}- a detail", f"{indent}- another"]
        elif shape == "loose":
            lines += [f"{mark}{words}{behind}", "", f"{indent}An explanation."]
        else:
            lines.append(f"{mark}{words}{behind}")
    return [f"{lead}{line}".rstrip() for line in lines]


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """A postmortem as bytes, with at least one table or list of action items."""
    lines = ["# Checkout was down", "", *_prose(draw), "", "## Action items", ""]
    for block in range(draw(st.integers(1, 3))):
        lines += [*(_table if draw(st.booleans()) else _list)(draw, block * 10), ""]
        if draw(st.booleans()):
            lines += [*_prose(draw), ""]
    if draw(st.booleans()):
        lines += ["## Timeline", "", "- 10:00 Add nothing LOCAL-1", ""]
    if draw(st.booleans()):
        while lines[-1] == "":
            lines.pop()
    text = draw(_ends).join(lines)
    return (draw(st.sampled_from(["", "", "\ufeff"])) + text).encode()
