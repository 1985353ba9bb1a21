"""Mutates documents as authors, editors and merges do, and a little worse: seeded, so that a run can be had again."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Final

LONGEST: Final = 40_000
"""Bytes of a document; longer ones are cut, so that a run sees many."""

TOKENS: Final = tuple(
    token.encode()
    for token in (
        *(
            "| ",
            "|",
            "||",
            "\\|",
            "|-|-|\n",
            "| a | b |\n",
            "- ",
            "- [ ] ",
            "- [x] ",
            "1. ",
            "* ",
            "> ",
        ),
        *(
            "<td>",
            "</td>",
            "<tr>",
            "<table>",
            "</table>",
            "<th>Ticket</th>",
            "<li>",
            "</ul>",
            "<br>",
            "<b>",
        ),
        *(
            "**",
            "*",
            "_",
            "~~",
            "`",
            "``",
            "[",
            "]",
            "(",
            ")",
            "[#12](",
            "![",
            "[a]: b\n",
            "[LOCAL-3]",
            "#12",
        ),
        *(
            "LOCAL-3",
            "(LOCAL-3)",
            "(LOCAL-3, done)",
            " (done)",
            "**DONE**",
            "✅ ",
            "🚧",
            "⬜",
            "TODO:",
            "@ann",
            "TBD",
        ),
        *(
            "```\n",
            "~~~\n",
            "<!--",
            "-->",
            "<!-- pm-sync: ignore -->",
            "---\n",
            "***\n",
            "===\n",
            "+++\n",
        ),
        *(
            "# ",
            "## Action items\n\n",
            "**Action items:**\n",
            "| Action | Ticket | Status |\n|-|-|-|\n",
        ),
        *(
            "https://github.com/acme/shop/issues/5",
            "acme/shop#7",
            "&amp;",
            "&#124;",
            "<",
            ">",
            "\\",
            ":",
            " - ",
        ),
        *(
            "\t",
            "    ",
            "\n",
            "\n\n",
            "\r\n",
            "\r",
            "\ufeff",
            "\x01",
            "\x0c",
            "\x1b[31m",
            "\x7f",
            "\x85",
            "\u2028",
        ),
        *("👩🏽‍🚒", "🇩🇪", "e\u0301", "日本語", "監視", "\u200b", "\u202e", "\u00a0", "ß", "İ", "1️⃣"),
    )
)

Operator = Callable[[bytes, Sequence[bytes], random.Random], bytes]
"""Makes another document out of one; the others are there to take parts from."""


def mutated(corpus: Sequence[bytes], chance: random.Random) -> bytes:
    """One of the documents after a few mutations; mostly few, so that it stays alike a postmortem."""
    data = chance.choice(corpus)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 9))):
        data = chance.choice(_OPERATORS)(data, corpus, chance)
    return data[: _boundary(data, LONGEST)]


def _boundary(data: bytes, at: int) -> int:
    """The place at or before `at` where no UTF-8 character is cut."""
    while 0 < at < len(data) and data[at] & 0xC0 == 0x80:
        at -= 1
    return min(at, len(data))


def _place(data: bytes, chance: random.Random) -> int:
    return _boundary(data, chance.randint(0, len(data)))


def _stretch(lines: Sequence[bytes], chance: random.Random) -> slice:
    start = chance.randrange(len(lines)) if lines else 0
    return slice(start, start + chance.choice((1, 1, 1, 2, 3, 8)))


def _duplicate(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    part = _stretch(lines, chance)
    lines[part.stop : part.stop] = lines[part] * chance.choice((1, 1, 1, 2, 30))
    return b"".join(lines)


def _delete(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    del lines[_stretch(lines, chance)]
    return b"".join(lines)


def _swap(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    if lines:
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _indent(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    part = _stretch(lines, chance)
    lead = chance.choice((b" ", b"  ", b"    ", b"\t", b"> ", b"- ", b"  - "))
    lines[part] = [lead + line for line in lines[part]]
    return b"".join(lines)


def _outdent(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    part = _stretch(lines, chance)
    lines[part] = [line.lstrip(b" \t>") for line in lines[part]]
    return b"".join(lines)


def _join(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    part = _stretch(lines, chance)
    lines[part] = [line.rstrip(b"\r\n") for line in lines[part]]
    return b"".join(lines)


def _splice(data: bytes, corpus: Sequence[bytes], chance: random.Random) -> bytes:
    other = chance.choice(corpus)
    return data[: _place(data, chance)] + other[_place(other, chance) :]


def _borrow(data: bytes, corpus: Sequence[bytes], chance: random.Random) -> bytes:
    """Lines of another document in the middle of this one."""
    lines, other = data.splitlines(keepends=True), chance.choice(corpus).splitlines(keepends=True)
    at = chance.randint(0, len(lines))
    lines[at:at] = other[_stretch(other, chance)]
    return b"".join(lines)


def _cut(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    return data[: _place(data, chance)]


def _drop(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    start = _place(data, chance)
    return data[:start] + data[_boundary(data, start + chance.choice((1, 1, 2, 5, 20))) :]


def _insert(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    at = _place(data, chance)
    return data[:at] + chance.choice(TOKENS) + data[at:]


def _begin(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    """A token where it means most: at the beginning or the end of a line."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return chance.choice(TOKENS)
    at = chance.randrange(len(lines))
    text = lines[at].rstrip(b"\r\n")
    token, end = chance.choice(TOKENS), lines[at][len(text) :]
    lines[at] = token + text + end if chance.random() < 0.5 else text + token + end
    return b"".join(lines)


def _many(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    """The same tokens very often: what grows faster than its length shows itself."""
    run = b"".join(chance.choices(TOKENS, k=chance.choice((1, 1, 2, 3))))
    at = _place(data, chance)
    return data[:at] + run * chance.choice((2, 10, 100, 1000)) + data[at:]


def _line_ends(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    plain = data.replace(b"\r\n", b"\n")
    return plain.replace(b"\n", chance.choice((b"\n", b"\r\n", b"\r\n", b"\r")))


def _mark(data: bytes, _: Sequence[bytes], __: random.Random) -> bytes:
    bom = b"\xef\xbb\xbf"
    return data.removeprefix(bom) if data.startswith(bom) else bom + data


_OPERATORS: Final[tuple[Operator, ...]] = (
    *(_duplicate, _delete, _swap, _indent, _indent, _outdent, _join, _splice, _borrow, _borrow),
    *(_cut, _drop, _drop, _insert, _insert, _insert, _begin, _begin, _begin, _many),
    *(_line_ends, _mark),
)
