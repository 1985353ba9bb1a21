"""Postmortems as people keep them: a table or a list of action items, and which of their bytes pm-sync may change.

Each item carries a word of its own, such as `r5`, by which the machine knows it again whatever else is edited.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tests.machine.people import LOGINS, STATUSES, login

CELLS: Final = ("text", "owner", "priority", "due", "status", "ticket")
HEAD: Final = """\
# Outage {number}

Date: 2026-11-{number:02}

What  happened, with *marks* and trailing blanks.\x20\x20

"""
TABLE: Final = """\
| Action item | Owner | Priority | Due | Status | Ticket |
|:--|---|---|---|---|---|
"""
TAIL: Final = "\nThat was all | nearly.\n"
_WORD: Final = re.compile(r"\br\d+\b")
_ENTRY: Final = re.compile(r"- \[(?P<box>[ x])\] (?P<rest>.*)")
_NAMES: Final = re.compile(r"\((@?[a-z]+(?: Lee)?(?:, @?[a-z]+(?: Lee)?)*)\)", re.IGNORECASE)
"""The owners of an entry."""


@dataclass(frozen=True)
class Item:
    """An action item as it stands in a line of its document."""

    line: int
    text: str
    ticket: str
    """The cell or the text that may link a ticket."""
    values: Mapping[str, str]
    """By field, as `Said` has them; fields without a place are left out."""

    @property
    def word(self) -> str:
        return word_in(self.text)


def word_in(text: str) -> str:
    """The word by which an item is known again."""
    found = _WORD.search(text)
    assert found is not None, text
    return found.group()


def items(page: str) -> list[Item]:
    """The items of a document, from its own bytes."""
    found = []
    for number, line in enumerate(page.splitlines(), 1):
        item = _row(number, line) or _entry(number, line)
        if item is not None:
            found.append(item)
    return found


def _cells(line: str) -> list[str] | None:
    cells = line.split("|")
    if len(cells) != len(CELLS) + 2 or cells[0] or not _WORD.search(cells[1]):
        return None
    return cells[1:-1]


def _row(number: int, line: str) -> Item | None:
    cells = _cells(line)
    if cells is None:
        return None
    told = dict(zip(CELLS, (cell.strip() for cell in cells), strict=True))
    values = {
        "owner": owners(told["owner"]),
        "priority": told["priority"],
        "due": told["due"],
        "status": meant(told["status"]),
    }
    return Item(number, told["text"], told["ticket"], values)


def _entry(number: int, line: str) -> Item | None:
    found = _ENTRY.match(line)
    if found is None or not _WORD.search(line):
        return None
    rest = found["rest"]
    owner = _NAMES.search(rest)
    named = owners(owner[1]) if owner and login(owner[1].split(",")[0]) in (*LOGINS, "zed") else ""
    told = rest.casefold()
    if found["box"] == "x":
        status = "wont_do" if "won't do" in told else "done"
    else:
        status = "in_progress" if "in progress" in told else "open"
    text = re.split(r" \(|\.$", rest.removeprefix("won't do ").removeprefix("in progress "))[0]
    values = {"status": status} | ({"owner": named} if owner else {})
    return Item(number, text, rest, values)


def owners(text: str) -> str:
    """Owners as logins."""
    return ", ".join(sorted({login(one) for one in text.split(",") if one.strip()}))


def meant(text: str) -> str:
    """The status that a word means."""
    words = {word.casefold(): status for status, word in STATUSES.items()}
    return words.get(text.strip("*").casefold(), text)


def others(page: str) -> str:
    """What pm-sync may not change: all but its cells, and in lists all but the box and what follows the text."""
    kept = []
    for line in page.splitlines(keepends=True):
        end = line[len(line.rstrip("\r\n")) :]
        cells = _cells(line.rstrip("\r\n"))
        entry = _ENTRY.match(line.rstrip("\r\n"))
        if cells is not None:
            kept.append(f"|{cells[0]}|{end}")
        elif entry is not None and _WORD.search(line):
            item = _entry(1, line.rstrip("\r\n"))
            kept.append(f"- {item.text if item else ''}{end}")
        else:
            kept.append(line)
    return "".join(kept)


def page(number: int, *, table: bool) -> str:
    """A document without items."""
    return HEAD.format(number=number) + "## Action items\n\n" + (TABLE if table else "") + TAIL


def line_of(text: str, owner: str, values: Mapping[str, str], *, table: bool) -> str:
    """A new item."""
    if not table:
        return f"- [ ] {text} ({owner})" if owner else f"- [ ] {text}"
    return f"| {text} | {owner} | {values['priority']} | {values['due']} | {values['status']} |  |"


def edited(page: str, line: int, change: Callable[[str], str]) -> str:
    """The document with one line changed."""
    lines = page.splitlines(keepends=True)
    old = lines[line - 1]
    body = old.rstrip("\r\n")
    lines[line - 1] = change(body) + old[len(body) :]
    return "".join(lines)


def with_cell(line: str, name: str, value: str) -> str:
    """A row with another cell."""
    cells = line.split("|")
    cells[1 + CELLS.index(name)] = f" {value} "
    return "|".join(cells)


def with_owner(line: str, value: str) -> str:
    """An entry of a list with another owner, if it names one."""
    return _NAMES.sub(f"({value})", line, count=1)
