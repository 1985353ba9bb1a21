"""The public door: bytes of a Markdown postmortem in, what it says and where, out."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace

import pyromark

from connectors.markdown.blocks import Source
from connectors.markdown.conflicts import conflict_at
from connectors.markdown.fences import unclosed_fence
from connectors.markdown.front_matter import front_matter
from connectors.markdown.headed import headed_items, narrow, sections_of
from connectors.markdown.layout import Layout, Located
from connectors.markdown.masked import masked
from connectors.markdown.metadata import metadata
from connectors.markdown.reading import Reading, names_people
from connectors.markdown.rules import Rules
from connectors.markdown.sections import Walk
from connectors.markdown.status_line import status_line
from sync.errors import Problem, UserError
from sync.model.postmortem import Postmortem, Remark, Skipped


def read(data: bytes, path: str, rules: Rules, *, identity: str = "") -> Layout:
    """Understand one document.

    Raises `UserError` if `data` is no UTF-8 text; any text is read, whatever it contains.
    """
    text = _text(data, path)
    matter = front_matter(text)
    source = Source(data)
    walk = Walk(source, rules.vocabulary).over(masked(matter.blank(text), rules.vocabulary))
    reading = Reading(source, rules)
    reading.lonely = not any(stretch.promised for stretch in walk.stretches)
    people = names_people(walk.stretches, rules)
    narrow(walk.stretches, rules.vocabulary)
    headed = {
        id(one): section[0]
        for section in sections_of(walk.stretches)
        if len(section) > 1
        for one in headed_items(section, source, rules)
    }
    for stretch in walk.stretches:
        reading.stretch(stretch, people, headed.get(id(stretch)))
    located = sorted(reading.items, key=lambda one: one.item.line)
    twins = _unclear_twins(located)
    first = next((one.at for one in walk.stretches if one.promised), None)
    about = metadata(source, walk.head, matter, path, rules, first)
    postmortem = Postmortem(
        path=path,
        revision=hashlib.sha256(data).hexdigest(),
        identity=identity or path,
        title=about.title,
        date=about.date,
        authors=about.authors,
        status=about.status,
        status_line=status_line(source, about.status),
        severity=about.severity,
        summary=about.summary,
        items=tuple(one.item for one in located),
        skipped=tuple(sorted((*reading.skipped, *reading.left), key=lambda one: one.line)),
        remarks=tuple(
            sorted(
                (*matter.remarks, *reading.remarks, *twins, *unclosed_fence(source, walk.code)),
                key=lambda one: one.line,
            )
        ),
        near_misses=_near_misses(source, walk, reading.fruitful),
        date_origin=about.date_origin,
        front_matter=matter.texts,
        ignored=walk.ignored,
    )
    return Layout(postmortem, tuple(located), _definitions(text))


def _unclear_twins(located: list[Located]) -> list[Remark]:
    """Leave the second of two equal items on one line alone, as HTML can have them: an edit could not tell them apart."""
    remarks: list[Remark] = []
    seen: set[tuple[int, str]] = set()
    for number, one in enumerate(located):
        key = one.item.line, one.item.title
        if key in seen:
            located[number] = Located(replace(one.item, unclear=True), one.place)
            text = "this item stands here twice; nothing is created or written for the second: give it a line of its own"
            remarks.append(Remark(one.item.line, text))
        seen.add(key)
    return remarks


def _near_misses(source: Source, walk: Walk, fruitful: Collection[int]) -> tuple[Skipped, ...]:
    """Sections of action items from which nothing was read, and what only looks like such a section."""
    read = {one.at for one in walk.stretches if id(one) in fruitful}
    found = [Skipped(source.line(at), text, why) for at, text, why in walk.decoys if at not in read]
    for section in sections_of(walk.stretches):
        if not any(id(one) in fruitful for one in section):
            empty = not any(one.blocks for one in section)
            why = (
                "the section is empty" if empty else "no action item was understood in this section"
            )
            found.append(Skipped(source.line(section[0].at), section[0].title or "", why))
    return tuple(sorted(found, key=lambda one: one.line))


def _definitions(text: str) -> dict[str, str]:
    if "]:" not in text:
        return {}
    return {label: entry["dest"] for label, entry in pyromark.reference_definitions(text).items()}


def _text(data: bytes, path: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UserError([Problem(path, 1, "this is UTF-16", "save the file as UTF-8")])
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise UserError(
            [
                Problem(
                    path,
                    line,
                    "a NUL byte: this is no text",
                    "leave binary files out with `exclude`",
                )
            ]
        )
    conflict = conflict_at(data)
    if conflict is not None:
        line = data.count(b"\n", 0, conflict) + 1
        found = "a merge conflict begins here and is not resolved"
        raise UserError([Problem(path, line, found, "resolve it: both sides are in the file")])
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte {error.start + 1} (0x{data[error.start]:02x}) is no UTF-8"
        raise UserError([Problem(path, line, found, "save the file as UTF-8")]) from None
