"""An entry of a list as the cells of a table row: its text with the marks taken off it, and the marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from connectors.markdown.blocks import Block, Parsed, Source
from connectors.markdown.fields import worked
from connectors.markdown.groups import Named
from connectors.markdown.inline import run_in
from connectors.markdown.raw_text import RawText, without_line_ends
from connectors.markdown.rules import Rules
from connectors.markdown.working import Working
from connectors.markdown.written import in_cell
from sync.model.postmortem import ActionItem, Status

_HELD_BY_NO_CELL: Final = {
    "list": "a nested list",
    "code": "a code block",
    "table": "a table",
    "quote": "a quote",
    "html": "HTML of its own",
    "heading": "a heading",
}
_WORDS: Final = {
    Status.OPEN: "Open",
    Status.IN_PROGRESS: "In progress",
    Status.DONE: "Done",
    Status.WONT_DO: "Won't do",
    Status.DUPLICATE: "Duplicate",
}
"""For a status that is told without a word, by a box or by striking the text out."""
_TELLING: Final = re.compile(r"\w+|[^\w\s()\[\]:;,.|/&+~*@\"'•·–—-]")
"""Words, and signs that are no punctuation."""
_NO_TICKET: Final = "n/a"
_LEADING_TO_A_MARK: Final = frozenset(
    [
        *("owner", "owners", "assignee", "assignees", "assigned", "responsible", "dri", "by", "to"),
        *("due", "deadline", "eta", "target", "date", "on", "in", "at", "as", "and", "priority"),
        *("prio", "type", "kind", "status", "state", "ticket", "tickets", "issue", "issues", "bug"),
        *("bugs", "jira", "tracking", "tracked", "see", "pr", "prs", "mr", "no", "link", "links"),
    ]
)
"""Words that say nothing once what they lead to stands in a column of its own."""


_GOES_ON: Final = frozenset(
    [
        "a",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "like",
        "of",
        "on",
        "per",
        "see",
        "the",
        "this",
        "through",
        "to",
        "under",
        "via",
        "with",
    ]
)
"""Words that no sentence ends with."""


class Unheld(Exception):
    """The cells of a row cannot hold all that an entry says; tells what."""


@dataclass(frozen=True, slots=True)
class EntryCells:
    """The texts of the cells of one row."""

    title: str
    type: str
    owner: str
    priority: str
    due: str
    ticket: str
    status: str


def cells_of(source: Source, entry: Block, item: ActionItem, rules: Rules) -> EntryCells:
    """What `item`, an entry of a list, becomes in a table. Raises `Unheld`."""
    _check_blocks(source, entry)
    run = run_in(source, entry)
    if any(mark.kind == "comment" for mark in run.marks):
        raise Unheld("an HTML comment")
    work = worked(run, rules)
    raw = RawText(source, entry, work)
    _check_said(work, raw, item)
    ticket = ", ".join(_references(source, work, item)) or (
        "" if item.ticket_wanted else _NO_TICKET
    )
    title = raw.title() if raw.kept else ticket
    if title is None:
        raise Unheld("an HTML tag among its marks")
    if item.references and title.rstrip(" .").rsplit(None, 1)[-1].casefold() in _GOES_ON:
        raise Unheld("a sentence that goes on with its ticket")
    cells = EntryCells(
        title=title,
        type=item.type or "",
        owner=", ".join(item.owners),
        priority=item.priority or "",
        due=item.due or "",
        ticket=ticket,
        status=_status(source, work, item),
    )
    return EntryCells(*(in_cell(getattr(cells, name)) for name in EntryCells.__slots__))


def _check_blocks(source: Source, entry: Block) -> None:
    paragraphs = [child for child in entry.children if child.kind == "paragraph"]
    for child in entry.children:
        if child.kind in _HELD_BY_NO_CELL:
            raise Unheld(_HELD_BY_NO_CELL[child.kind])
    if len(paragraphs) > 1:
        raise Unheld("several paragraphs")
    for event in _events(source, entry):
        if event == "Rule":
            raise Unheld("a rule")
        if "Start" in event and "Image" in event["Start"]:
            raise Unheld("an image")


def _events(source: Source, entry: Block) -> Iterator[Parsed]:
    for event, span in source.events[entry.event :]:
        if span["start"] >= entry.end:
            return
        yield event


def _references(source: Source, work: Working, item: ActionItem) -> Iterator[str]:
    """Each reference of the item as it is written, once."""
    wanted = _names(item)
    for one in work.named:
        name = _name(one, work)
        if name in wanted:
            wanted.remove(name)
            span = (one.first, one.last) if one.link else work.run.bytes_of(one.start, one.end)
            yield without_line_ends(source.text(*span))
    if wanted:
        raise Unheld("a reference that stands elsewhere")


def _status(source: Source, work: Working, item: ActionItem) -> str:
    word = ""
    if work.meaning.status_at is not None and work.meaning.status is item.status:
        word = without_line_ends(source.text(*work.run.source(*work.meaning.status_at)))
    if not word and item.status_text and not work.run.box:
        word = item.status_text
    return word or (_WORDS.get(item.status, "") if item.status is not None else "")


def _check_said(work: Working, raw: RawText, item: ActionItem) -> None:
    """Raise `Unheld` where something was said beside the marks that no cell repeats."""
    rest = list(work.text)
    told = list(raw.kept)
    told += [(one.start, one.end) for one in work.named if _name(one, work) in _names(item)]
    if work.meaning.status_at is not None and work.meaning.status is item.status:
        told.append(work.meaning.status_at)
    for start, end in told:
        rest[start:end] = " " * (end - start)
    text = " ".join("".join(rest).split())
    for value in (*item.owners, item.type, item.priority, item.due, item.status_text):
        text = text.replace(value, " ") if value else text
    lost = [word for word in _TELLING.findall(text) if word.lower() not in _LEADING_TO_A_MARK]
    if lost:
        raise Unheld(f"a remark with more than its marks ({' '.join(lost)[:40]!r})")


def _names(item: ActionItem) -> list[object]:
    return [*(one.ref for one in item.references), *item.unrecognised]


def _name(named: Named, work: Working) -> object:
    """What the item calls a reference that its text names."""
    return work.text[named.start : named.end] if named.reference is None else named.reference.ref
