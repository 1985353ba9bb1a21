"""What a run-in label does to the part of the document that it stands in."""

from __future__ import annotations

import re
from typing import Final

from connectors.markdown.inline import Run, sliced
from connectors.markdown.item_numbers import ANY_NUMBER
from connectors.markdown.keys import key_at
from connectors.markdown.labels import EntryLabel, Segment
from sync.folding import LONGEST_TITLE
from sync.title_words import Section
from sync.vocabulary import Vocabulary

_DONE: Final = re.compile(r"\s*[A-Z][a-z]+ed\b")
"""A sentence in the past tense."""


def is_field(segment: Segment) -> bool:
    """Whether a label tells a field of the item above it: `**Owner:** Ann`."""
    return segment.label is not None and is_key(segment.label)


def opens(segment: Segment, vocabulary: Vocabulary, *, promised: bool) -> bool:
    """Whether the label may begin a part of the document, rather than being a mark of its paragraph.

    `promised` tells that it stands where action items are expected.
    """
    label, body = segment.label, segment.body.text.strip()
    if label is None or (promised and is_field(segment)):
        return False
    if body and (vocabulary.status(label) is not None or vocabulary.status(body) is not None):
        return False  # `**Preventive measures:** done` tells of them, and lists none.
    if vocabulary.is_exact_title(label):
        return True
    theme = vocabulary.is_theme(label)
    if body:
        known = vocabulary.section(label) is not Section.UNKNOWN
        return known and not theme and not promised
    return theme or not segment.plain


def announces(label: EntryLabel, vocabulary: Vocabulary) -> bool:
    """Whether an entry's label announces action items, rather than one that was done: `**Action:** Restored it`."""
    if vocabulary.section(label.title) is not Section.ACTIONS:
        return False
    return label.segment.label is None or _DONE.match(label.segment.body.text) is None


def is_sibling(opener: Segment, label: Segment, vocabulary: Vocabulary) -> bool:
    """Whether a label is written like the one that opened a section, and so closes it."""
    return label.colon == opener.colon and not vocabulary.is_theme(label.label or "")


def begins_item(parts: list[Segment], run: Run, vocabulary: Vocabulary) -> bool:
    """Whether the first label of `run` stands where others have the heading of an item: `**Action 1: add an alert**`."""
    first = parts[0]
    label, body = first.label or "", first.body.text
    if first.plain or first.weak or not run.marks:
        return False
    own_line = run.text[run.marks[0].end :].lstrip(" :").startswith("\n")
    if ANY_NUMBER.match(label) is None:
        told = key_at(body) is not None if body.strip() else any(map(is_field, parts[1:2]))
        group = begins_part(label, vocabulary) or vocabulary.group_status(label) is not None
        return own_line and told and not group and " " in label.strip()
    return not body.strip() or own_line or key_at(body) is not None


def begins_part(label: str, vocabulary: Vocabulary) -> bool:
    """Whether a label opens a part of the document even where labels tell of the item above: a known title, or a group."""
    known = vocabulary.is_exact_title(label) or vocabulary.is_theme(label)
    return known or vocabulary.section(label) is Section.ACTIONS


def without_label(run: Run, vocabulary: Vocabulary) -> tuple[Run, str | None]:
    """The text of an entry without the label of the next group, where that stands right below it: `Long term:`.

    The format takes such a line for text of the entry, and nobody means that.
    """
    cut = run.text.rstrip().rfind("\n")
    if cut < 0 or len(run.text) - cut > LONGEST_TITLE:
        return run, None
    line = run.text[cut + 1 :].strip()
    label = line.rstrip(" :：")
    marked = line != label or any(
        mark.kind == "strong" and mark.start == cut + 1 and mark.end >= cut + 1 + len(line)
        for mark in run.marks
    )
    if not marked or label.isupper() or not vocabulary.is_theme(label) or is_key(label):
        return run, None
    return sliced(run, 0, cut), label


def is_key(label: str) -> bool:
    """Whether a label is the name of a field: `Status`."""
    return key_at(f"{label}:") is not None


def why_none(meaning: Section) -> str:
    """Why a title that holds a telling word opens no section of action items."""
    if meaning is Section.OTHER:
        return "the title means something else"
    return "nobody knows this title"
