"""Sections of action items by their sub-headings: which of those are groups, and which are items themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from connectors.markdown.blocks import Block, Source
from connectors.markdown.columns import columns_of
from connectors.markdown.fields import understand
from connectors.markdown.grid import PipeGrid
from connectors.markdown.html_elements import HtmlList, HtmlTable
from connectors.markdown.inline import Run, run_in, run_of
from connectors.markdown.item_numbers import ANY_NUMBER, ITEM_NUMBER
from connectors.markdown.keys import key_at
from connectors.markdown.notes import is_notes
from connectors.markdown.rules import Rules
from connectors.markdown.stretches import BOLD, Inline, Stretch
from sync.folding import folded
from sync.title_words import Section
from sync.vocabulary import Vocabulary

_FIRM: Final = re.compile(r"\b(?:action|actions|to ?dos?|follow ups?|next steps?|tasks?)\b")
"""What the title of a section says that holds action items beyond doubt."""
_FEWEST_WORDS: Final = 3


def sections_of(stretches: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """The promised stretches, section by section."""
    section: list[Stretch] = []
    for stretch in stretches:
        if section and (stretch.group is None or not stretch.promised):
            yield section
            section = []
        if stretch.promised:
            section.append(stretch)
    if section:
        yield section


def narrow(stretches: Sequence[Stretch], vocabulary: Vocabulary) -> None:
    """Where a section such as `Prevention` has a part called `Action items`, its other parts hold none."""
    for section in sections_of(stretches):
        if _is_firm(section[0].title):
            continue
        parts = [one for one in section[1:] if one.heading is not None]
        firm = [one for one in parts if _is_firm(one.title) and _opens(one, vocabulary)]
        if not firm:
            continue
        level = min(one.heading.level for one in firm if one.heading is not None)
        keeps = False
        for one in section:
            if one.heading is not None and one.heading.level <= level:
                keeps = one in firm
            one.promised = keeps


def _is_firm(title: str | None) -> bool:
    return title is not None and _FIRM.search(folded(title)) is not None


def _opens(stretch: Stretch, vocabulary: Vocabulary) -> bool:
    return stretch.title is not None and vocabulary.section(stretch.title) is Section.ACTIONS


def headed_items(section: Sequence[Stretch], source: Source, rules: Rules) -> list[Stretch]:
    """The parts of a section whose heading is an item, with what stands below as its description.

    That is so where the headings are numbered or carry an owner, a ticket or a status, or where no part of the section has a list
    or a table of items.
    """
    for one in section:
        if one.bold is not None and _has_fields(one, source) and not has_items(one, source, rules):
            one.heading = one.bold
    parts = [
        one
        for one in _leaves(section)
        if has_ticket_line(one, source) or not _is_group(one, rules.vocabulary)
    ]
    if not parts:
        return []
    listed = {id(one) for one in parts if has_items(one, source, rules)}
    quiet = not listed and not has_items(section[0], source, rules)
    found: list[Stretch] = []
    for one in parts:
        run = heading_run(one, source)
        firm = ITEM_NUMBER.match(run.text) is not None or (
            (id(one) not in listed or _is_order(one, run, rules)) and _has_fields(one, source)
        )
        if ANY_NUMBER.match(run.text) and any(_is_field(block, source) for block in one.blocks):
            firm = True
        if has_ticket_line(one, source) or (firm and not _has_table(one, source, rules)):
            found.append(one)
            continue
        worded = len(run.text.split()) >= _FEWEST_WORDS or bool(one.blocks)
        marked = ANY_NUMBER.match(run.text) is not None or _has_marks(run, rules)
        if id(one) not in listed and worded and (marked or quiet):
            found.append(one)
    return found


TICKET_LINE: Final = re.compile(
    r"(?:tickets?|issues?|bugs?|jira|tracking(?: issue)?|tracked in)\s*:\s*", re.IGNORECASE
)
"""How the line below a heading begins that names its ticket, ours or a person's."""


def has_ticket_line(stretch: Stretch, source: Source) -> bool:
    """Whether a line below the heading names its ticket: then the heading is an item, whatever else stands there."""
    for block in stretch.blocks:
        if isinstance(block, Block) and block.kind == "paragraph":
            for text in run_in(source, block).text.split("\n"):
                line = TICKET_LINE.match(text)
                if line is not None and _SAYS_ONE.search(text, line.end()) is not None:
                    return True
    return False


_SAYS_ONE: Final = re.compile(r"\d|\b(?:TBD|TBC|TBA|to be created)\b|^[^:]*:\s*$", re.IGNORECASE)


def heading_run(stretch: Stretch, source: Source) -> Run:
    """The text of the heading of a stretch."""
    assert stretch.heading is not None  # noqa: S101 - only stretches below a heading are asked
    return run_of(source.events, stretch.heading.event, stretch.heading.end)


def _leaves(section: Sequence[Stretch]) -> Iterator[Stretch]:
    """The parts below a heading of their own that has no deeper ones; with one label inside they are groups."""
    for number, one in enumerate(section):
        following = section[number + 1] if number + 1 < len(section) else None
        if number == 0 or one.heading is None:
            continue
        if (
            following is None
            or one.heading.level == BOLD
            or following.plain
            or (following.heading is not None and following.heading.level <= one.heading.level)
        ):
            yield one


def _is_group(stretch: Stretch, vocabulary: Vocabulary) -> bool:
    title = stretch.title or ""
    if ITEM_NUMBER.match(title):
        return False
    return vocabulary.is_theme(title) or vocabulary.section(title) is not Section.UNKNOWN


def _has_marks(run: Run, rules: Rules) -> bool:
    fields = understand(run, rules)
    return bool(fields.owners or fields.references or fields.status or fields.unrecognised)


def _has_fields(stretch: Stretch, source: Source) -> bool:
    """Whether the first paragraph below the heading begins with a field: `Priority: high`."""
    return bool(stretch.blocks) and _is_field(stretch.blocks[0], source)


def _is_field(block: object, source: Source) -> bool:
    """Whether a block is a paragraph that begins with a field, or a list of fields."""
    if isinstance(block, Inline):
        return block.label is not None and key_at(f"{block.label}:") is not None
    if not isinstance(block, Block) or block.kind not in ("paragraph", "list"):
        return False
    lines = block.children if block.kind == "list" else [block]
    return all(key_at(run_in(source, line).text) is not None for line in lines)


def _is_order(stretch: Stretch, run: Run, rules: Rules) -> bool:
    """Whether a heading tells somebody to do something, or holds its fields in its own paragraph: a list below tells details."""
    bold = stretch.heading is not None and stretch.heading.level == BOLD
    return bold or rules.vocabulary.is_order(run.text)


def _has_table(stretch: Stretch, source: Source, rules: Rules) -> bool:
    return any(
        isinstance(block, Block) and holds_items(block, source, rules) for block in stretch.blocks
    )


def holds_items(block: Block, source: Source, rules: Rules) -> bool:
    """Whether a block is a table of action items."""
    if block.kind != "table":
        return False
    names = PipeGrid(source, block).names
    return columns_of(names, rules.vocabulary, promised=True) is not None


def has_items(stretch: Stretch, source: Source, rules: Rules) -> bool:
    """Whether a stretch holds a list or a table of items, rather than of names or data."""
    for block in stretch.blocks:
        if isinstance(block, HtmlTable | HtmlList):
            return True
        if not isinstance(block, Block):
            continue
        if block.kind == "list" and not is_notes(block, source, rules):
            return True
        if holds_items(block, source, rules):
            return True
    return False
