"""Lists among action items that hold none: bare names of things, and fields of the item before them."""

from __future__ import annotations

import re
from typing import Final

from connectors.markdown.blocks import Block, Source
from connectors.markdown.fields import understand
from connectors.markdown.groups import Meaning, keyed
from connectors.markdown.inline import Run, run_in
from connectors.markdown.keys import key_at
from connectors.markdown.phrases import people
from connectors.markdown.rules import Rules
from sync.words import Column

_NAME: Final = re.compile(
    r"(?:(?:file|files|path|link|url|see|ref|host|domain|service)s?:\s*)?(\S+)", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_][\w-]*")
_THING: Final = re.compile(
    r"(?:[^\W_]|-)*(?:[./\\_](?:[^\W_]|-)*)+(?::\d[\d-]*)?|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
)
"""A path, a domain or an identifier: it names something, and says nothing to do."""


def is_notes(block: Block, source: Source, rules: Rules) -> bool:
    """Whether no entry of a list tells somebody to do anything."""
    runs = [run_in(source, item) for item in block.children]
    if not runs or any(run.box is not None for run in runs):
        return False
    if all(is_thing(run, rules) for run in runs) or all_keyed(runs, rules) is not None:
        return True
    return are_names(runs, rules)


def are_names(runs: list[Run], rules: Rules) -> bool:
    """Whether a list has several entries and each is a single word, without a mark of any kind."""
    words = all(_WORD.fullmatch(run.text.strip()) for run in runs)
    return words and len(runs) > 1 and not any(rules.vocabulary.is_order(run.text) for run in runs)


def is_thing(run: Run, rules: Rules) -> bool:
    """Whether a text is nothing but the name of a thing."""
    text = run.text.strip()
    match = _NAME.fullmatch(text)
    if match is None or "@" in text:
        return False
    if any(True for _ in rules.references.find(text)) or any(
        mark.kind == "link" for mark in run.marks
    ):
        return False
    code = any(mark.kind == "code" and mark.end - mark.start >= len(match[1]) for mark in run.marks)
    return code or _THING.fullmatch(match[1].rstrip(",;")) is not None


def is_legend(runs: list[Run], rules: Rules) -> bool:
    """Whether each entry begins with another priority or type, and says nothing else of an item."""
    words: list[str | None] = []
    for run in runs:
        fields = understand(run, rules)
        if run.box or fields.owners or fields.references or fields.status:
            return False
        match = _LED.match(run.text)
        words.append(fields.priority or fields.type or (match[1].casefold() if match else None))
    known = rules.vocabulary
    return len(set(words)) == len(words) and all(
        word is not None and (known.is_priority(word) or known.is_type(word)) for word in words
    )


_LED: Final = re.compile(r"\s*(\w+)\s*(?:[-–—:=]\s)")


def all_keyed(runs: list[Run], rules: Rules) -> Meaning | None:
    """What entries such as `Owner: @x` and `Due: 2026-12-15` say together; None if one of them says something else."""
    meaning = Meaning()
    for run in runs:
        text = run.text.strip()
        key = key_at(text)
        if key is None:
            return None
        if key.field is not Column.TICKET and not keyed(
            key.field, text[key.end :], (0, 0), rules.vocabulary, meaning
        ):
            return None
    return meaning if runs else None


def are_fields(runs: list[Run], rules: Rules) -> bool:
    """Whether entries below another all tell fields of it, with or without a label: `@zoe`, `due Friday`, `#12`."""
    told = [people(run.text.strip()) or all_keyed([run], rules) for run in runs]
    rest = [run for run, one in zip(runs, told, strict=True) if not one]
    return any(told) and all(_is_reference(run, rules) for run in rest)


def _is_reference(run: Run, rules: Rules) -> bool:
    fields = understand(run, rules)
    title = fields.title.strip()
    return bool(fields.references) and (
        not title or title in run.text.split() or len(title.split()) == 1
    )
