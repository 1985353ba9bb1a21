"""What the entries below an item say of it: `Owner: @x`, `Due: 2026-12-15`, a ticket's URL. The rest are notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from connectors.markdown.blocks import Block, Source
from connectors.markdown.collected import Below
from connectors.markdown.fields import Fields, slot_of, understand
from connectors.markdown.groups import Meaning, Named, is_reference_words, keyed
from connectors.markdown.inline import Run, run_in, sliced
from connectors.markdown.keys import key_at
from connectors.markdown.marks import cell_ticket
from connectors.markdown.phrases import people
from connectors.markdown.references import references_in
from connectors.markdown.rules import Rules
from sync.words import Column

_MOST_LINES: Final = 100
"""Of a paragraph with fields; one with more has something else in it."""
_LINE_END: Final = re.compile(r"\n")


def below(
    blocks: Iterable[Block], source: Source, rules: Rules, said: Below | None = None
) -> Below:
    """What the lists and further paragraphs inside an item say of it, added to what is `said` already."""
    found = said or Below()
    for block in blocks:
        if block.kind == "paragraph":
            for line in field_lines(run_in(source, block)):
                take_line(found, line, source, rules)
        for item in block.children:
            take_line(found, run_in(source, item), source, rules)
    return found


def field_lines(run: Run) -> list[Run]:
    """The parts of a paragraph, cut before each line that begins with a field."""
    if run.text.count("\n") > _MOST_LINES:
        return [run]
    cuts = [match.end() for match in _LINE_END.finditer(run.text)]
    starts = [0, *(cut for cut in cuts if key_at(run.text, cut) is not None)]
    ends = [*starts[1:], len(run.text)]
    return [sliced(run, start, end) for start, end in zip(starts, ends, strict=True)]


def take_line(found: Below, run: Run, source: Source, rules: Rules) -> bool:
    """Take in what one entry or line says; answers whether it said anything of the item."""
    text = run.text
    key = key_at(text)
    if key is not None:
        value = sliced(run, key.end, len(text))
        return take_field(found, key.field, value, source, rules)
    handles = people(text.strip()) if "@" in text else None
    if handles:
        found.owners.extend(handles)
        return True
    if "/" not in text and "#" not in text and not run.marks:
        return False
    fields = understand(run, rules)
    if not fields.references or _says_more(run, fields, rules):
        return False
    found.references.extend(fields.references)
    return True


def take_field(found: Below, field: Column, value: Run, source: Source, rules: Rules) -> bool:
    """Take in the value of a field; answers whether it fits."""
    if field is Column.TICKET:
        return _ticket(found, value, source, rules)
    meaning = Meaning()
    if not value.text or not keyed(
        field, value.text, (0, len(value.text.rstrip(" ."))), rules.vocabulary, meaning
    ):
        return False
    found.owners.extend(meaning.owners)
    found.due = found.due or meaning.due
    found.priority = found.priority or meaning.priority
    found.type = found.type or meaning.type
    if meaning.status is not None and meaning.status_at is not None and found.status is None:
        found.status, found.qualified = meaning.status, meaning.qualified
        found.status_at = value.source(*meaning.status_at)
    return True


def _ticket(found: Below, value: Run, source: Source, rules: Rules) -> bool:
    if value.last and rules.vocabulary.is_missing(value.text):
        found.slot_at = slot_of(value)
    cell = cell_ticket(value, rules, source.data)
    found.references.extend(cell.references)
    found.unrecognised.extend(cell.unrecognised)
    found.unwanted = found.unwanted or not cell.wanted
    if cell.references:
        found.reference_at = value.source(0, len(value.text))
        if cell.mark is not None and found.status is None:
            found.status, found.qualified = cell.mark.status, cell.mark.qualified
            mark = cell.mark.source.encode()
            at = source.data.find(mark, *found.reference_at)
            found.status_at = (at, at + len(mark)) if at >= 0 else None
    return bool(cell.references or cell.unrecognised or not cell.wanted)


def _says_more(run: Run, fields: Fields, rules: Rules) -> bool:
    """Whether the text holds anything beside references."""
    title = fields.title
    for one in references_in(run, rules):
        title = title.replace(run.text[one.start : one.end], "")
    if is_reference_words(title.strip(" .")):
        return False
    return (
        bool(title)
        and title != (fields.references[0].url or "")
        and title not in run.text.split()[:1]
    )


def named_references(named: Sequence[Named]) -> Below:
    """The references of a text, each once."""
    found = Below()
    found.references.extend(one.reference for one in named if one.reference is not None)
    return found
