"""Writes docs/words.md, the page of every word that pm-sync knows: `python -m tests.words_page`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from sync import title_words, words

PAGE: Final = Path(__file__).parents[1] / "docs" / "words.md"
_HEAD: Final = """\
# The words that pm-sync knows

Upper and lower case, numbering, hyphens, emoji and punctuation at the edges make no difference. `[vocabulary]` in the settings adds words of
your own. This page is made from `sync/words.py` and `sync/title_words.py` by `make words`.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_parts()]).rstrip() + "\n"


def _parts() -> Iterator[str]:
    yield from _part(
        "Titles of sections that hold action items",
        title_words.ACTION_TITLES,
        "Also titles that hold one of these phrases, join two titles with *and*, or ask how to prevent or improve it: *What is being done to prevent this?*",
    )
    yield from _part("Titles of sections that hold none", title_words.OTHER_TITLES)
    yield from _tables("Columns of a table", words.COLUMNS)
    yield from _part(
        "Columns that make a table one of action items outside of such a section", words.STRONG_ITEM
    )
    yield from _tables("Statuses", words.STATUS)
    yield from _tables("Statuses in a cell of their own", words.CELL_STATUS)
    yield from _tables("Signs of a status", words.STATUS_SIGNS)
    yield "## Fields in running text\n"
    for field, names in words.FIELD_WORDS.items():
        yield f"- **{field}**: {_listed(names)}"
    yield ""
    yield from _tables("Types", words.TYPES)
    yield from _part("Priorities", words.PRIORITIES)
    yield from _part("No owner", words.NO_OWNER)
    yield from _part("No ticket wanted", words.NO_TICKET)
    yield from _part("A ticket that is missing", words.MISSING)
    yield from _part("No action items", words.NONE)
    yield from _part("Groups of action items, rather than one of them", title_words.THEMES)


def _part(title: str, names: Iterable[str], note: str = "") -> Iterator[str]:
    yield f"## {title}\n"
    yield _listed(sorted(names)) + "\n"
    if note:
        yield note + "\n"


def _tables(title: str, table: Mapping[str, str]) -> Iterator[str]:
    yield f"## {title}\n"
    meanings: dict[str, list[str]] = defaultdict(list)
    for word, meaning in table.items():
        meanings[str(meaning)].append(word)
    for meaning, names in meanings.items():
        yield f"- **{meaning.replace('_', ' ')}**: {_listed(sorted(names))}"
    yield ""


def _listed(names: Iterable[str]) -> str:
    return " · ".join(names)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
