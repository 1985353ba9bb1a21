"""The items that stand in running text: what is read of one, wherever its text was found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from connectors.markdown.blocks import Source
from connectors.markdown.fields import LONGEST_ITEM, Fields, understand
from connectors.markdown.hints import ignore_reason
from connectors.markdown.inline import Run
from connectors.markdown.keys import key_at
from connectors.markdown.layout import Span, TextPlace
from connectors.markdown.placeholders import is_placeholder
from connectors.markdown.rules import Rules
from connectors.markdown.textplaces import html_text_place, text_place
from sync.folding import folded
from sync.model.postmortem import ActionItem, Form, Reference, Skipped, Status, StatusPlace
from sync.words import Column

_LONGEST: Final = LONGEST_ITEM // 2
"""Characters of an item; the rest of what marks are looked for in is room for what is written behind it."""


@dataclass(slots=True)
class Below:
    """What stands below an item's own text, in entries or lines of its own, and belongs to it."""

    owners: list[str] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    unrecognised: list[str] = field(default_factory=list)
    status: Status | None = None
    status_at: Span | None = None
    """Bytes of the file."""
    qualified: bool = False
    due: str | None = None
    priority: str | None = None
    type: str | None = None
    unwanted: bool = False
    slot_at: Span | None = None
    """Where somebody left room for a ticket."""
    reference_at: Span | None = None
    """All that a field says that names the ticket."""


@dataclass(slots=True)
class Entry:
    """One text item: its own text, and the bytes that it stands in."""

    run: Run
    start: int
    end: int
    form: Form
    section: str | None
    why: str
    """Why it is an item, for whoever asks."""
    in_html: bool = False
    below: Below = field(default_factory=Below)
    html: str = ""
    """HTML that stands in it as a block of its own."""
    place: TextPlace | None = None
    """Where it is written, if not behind its text."""


@dataclass(frozen=True, slots=True)
class Group:
    """What the label over some items says of each of them that does not say it itself."""

    owners: tuple[str, ...] = ()
    status: Status | None = None
    status_text: str | None = None


class Collector:
    """Takes in the text items of a stretch, with their places."""

    def __init__(self, source: Source, rules: Rules, group: Group) -> None:
        self.source = source
        self.rules = rules
        self.group = group
        self.items: list[tuple[ActionItem, TextPlace]] = []
        self.skipped: list[Skipped] = []
        self.left: list[Skipped] = []
        """Paragraphs that only stand among the items."""

    def leave(self, run: Run) -> None:
        """Note a paragraph that is none of the items that it stands among."""
        shown = " ".join(run.text.split())[:200]
        if shown.endswith((":", "：")):
            return  # It leads to the list below it.
        line = self.source.line(run.source(0, len(run.text))[0])
        self.left.append(Skipped(line, shown, _PROSE))

    def skip(self, start: int, text: str, reason: str) -> None:
        """Note what only looks like an item."""
        shown = " ".join(text.split())[:200]
        self.skipped.append(Skipped(self.source.line(start), shown, reason))

    def take(self, entry: Entry, fields: Fields | None = None) -> None:
        """Take in one item, or note why it is none."""
        run = entry.run
        if not run.text.strip():
            return
        fields = fields or understand(run, self.rules)
        reason = self._reason_to_skip(entry, fields)
        if reason is None:
            self._add(entry, fields)
        elif reason:
            self.skip(entry.start, fields.title, reason)

    def _add(self, entry: Entry, fields: Fields) -> None:
        run, below = entry.run, entry.below
        end = entry.start + len(self.source.data[entry.start : entry.end].rstrip())
        told_below = (
            fields.status is None or entry.form is Form.HEADING
        )  # headings are never edited
        if told_below and below.status is not None:
            fields.status, fields.status_at = below.status, below.status_at
            fields.qualified = below.qualified
            fields.origins["status"] = _BELOW
        status, status_text = self._status(run, fields)
        item = ActionItem(
            title=fields.title,
            line=self.source.line(entry.start),
            end_line=self.source.line(max(end - 1, entry.start)),
            form=entry.form,
            lead=fields.lead,
            owners=self._owners(fields, below),
            references=_joined(fields.references, below.references, fields),
            unrecognised=() if below.references else (*fields.unrecognised, *below.unrecognised),
            ticket_wanted=fields.wanted and not below.unwanted,
            status=status,
            status_text=status_text,
            status_qualified=fields.qualified,
            type=fields.type or _told("type", below.type, fields),
            priority=fields.priority or _told("priority", below.priority, fields),
            due=fields.due or _told("due", below.due, fields),
            section=entry.section,
            status_place=StatusPlace.CHECKBOX if run.box else StatusPlace.TEXT,
            status_has_place=run.box is not None or fields.status_at is not None,
            in_html=entry.in_html,
            words=self.rules.vocabulary.signs_like(self._word(fields)),
            why=entry.why,
            origins=fields.origins,
        )
        find = html_text_place if entry.in_html else text_place
        place = entry.place or find(self.source, run, fields)
        slot = fields.slot_at or below.slot_at
        if slot is not None and not item.references:
            place = replace(place, slot=slot)
        self.items.append((item, place))

    def _owners(self, fields: Fields, below: Below) -> tuple[str, ...]:
        if fields.owners:
            return fields.owners
        if below.owners:
            fields.origins["owner"] = _BELOW
            return tuple(dict.fromkeys(below.owners))
        if self.group.owners:
            fields.origins["owner"] = "the label over the list"
        return self.group.owners

    def _reason_to_skip(self, entry: Entry, fields: Fields) -> str | None:
        """Why the text is no item; empty where it is not worth a word, None where it is one."""
        comments = [f"<!--{mark.target}-->" for mark in entry.run.marks if mark.kind == "comment"]
        if entry.html or comments:
            reason = ignore_reason("".join((entry.html, *comments)))
            if reason is not None:
                return f"ignored: {reason}" if reason else "ignored"
        if len(entry.run.text) > _LONGEST:
            return f"longer than {_LONGEST:,} characters"
        title = fields.title
        key = key_at(entry.run.text)
        if key is not None and key.field is Column.TICKET and _NO_WORDS.fullmatch(title):
            return "a field, and no item"
        if not title.strip(" -–—?.*•_"):
            return ""
        if is_placeholder(title) and not fields.references:
            return "a placeholder of the template"
        if folded(title) in self.rules.vocabulary.none:
            return "says that there are none"
        if fields.status_at is not None and self.rules.vocabulary.status(title) is not None:
            return "tells what a sign means"
        return None

    def _word(self, fields: Fields) -> str:
        """The status mark in the text; empty if there is none."""
        at = fields.status_at
        return "" if at is None else self.source.data[at[0] : at[1]].decode()

    def _status(self, run: Run, fields: Fields) -> tuple[Status | None, str | None]:
        data = self.source.data
        word = self._word(fields)
        if run.ticked and fields.status is None:
            fields.qualified = True
            fields.origins["status"] = "the checkbox"
            return Status.DONE, None
        if run.box is None:
            if fields.status is None:
                if self.group.status is not None:
                    fields.origins["status"] = "the label over the list"
                return self.group.status, self.group.status_text
            return fields.status, word or None
        ticked = data[slice(*run.box)] in (b"x", b"X")
        box = f"[{data[slice(*run.box)].decode()}]"
        text = f"{box} {word}" if word else box
        unfinished = fields.status in (Status.OPEN, Status.IN_PROGRESS)
        if fields.status is None or (ticked and unfinished):  # somebody ticked it since
            fields.origins["status"] = "the checkbox"
            return Status.DONE if ticked else Status.OPEN, text
        return fields.status, text


_PROSE: Final = "a paragraph that tells nobody to do anything, and has no owner, ticket or status"
_NO_WORDS: Final = re.compile(
    r"(?:(?:tickets?|issues?|bugs?|jira)\s*:?\s*)?\S{0,40}", re.IGNORECASE
)
"""All that is left of a line such as `Ticket: OPS-12`."""
_BELOW: Final = "what stands below the item"


def _told(name: str, value: str | None, fields: Fields) -> str | None:
    if value is not None:
        fields.origins[name] = _BELOW
    return value


def _joined(
    own: Sequence[Reference], below: Sequence[Reference], fields: Fields
) -> tuple[Reference, ...]:
    if below and not own:
        fields.origins["ticket"] = _BELOW
    return tuple({one.ref: one for one in reversed((*own, *below))}.values())[::-1]
