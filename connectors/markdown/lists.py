"""Action items that are entries of lists, and paragraphs that are one item each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from connectors.markdown.blocks import Block, Source
from connectors.markdown.fields import LONGEST_ITEM, Fields, understand
from connectors.markdown.hints import ignore_reason
from connectors.markdown.html_parts import HtmlList
from connectors.markdown.inline import Run, bullet_lines, run_of
from connectors.markdown.layout import TextPlace
from connectors.markdown.placeholders import is_placeholder
from connectors.markdown.prose import is_item
from connectors.markdown.rules import Rules
from connectors.markdown.textplaces import html_text_place, text_place
from sync.model.postmortem import ActionItem, Form, Reference, Skipped, Status, StatusPlace
from sync.vocabulary import folded

_LONGEST: Final = LONGEST_ITEM // 2
"""Characters of an item; the rest of what marks are looked for in is room for what is written behind it."""


@dataclass(slots=True)
class Entry:
    """One text item: its own text, and the bytes that it stands in."""

    run: Run
    start: int
    end: int
    form: Form
    section: str | None
    in_html: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What the label over some items says of each of them that does not say it itself."""

    owners: tuple[str, ...] = ()
    status: Status | None = None
    status_text: str | None = None


class TextReader:
    """Reads list entries and paragraphs into items with their places."""

    def __init__(self, source: Source, rules: Rules, group: Group) -> None:
        self.source = source
        self.rules = rules
        self.group = group
        self.items: list[tuple[ActionItem, TextPlace]] = []
        self.skipped: list[Skipped] = []

    def entries(self, block: Block, section: str | None) -> None:
        """Read every entry of a list."""
        for item in block.children:
            self._entry(item, bool(block.level), section)

    def _entry(self, item: Block, numbered: bool, section: str | None) -> None:
        run = run_of(self.source.events, item.event, item.end)
        lists = [child for child in item.children if child.kind == "list"]
        if run.box is None and lists and self._is_group(run):
            title = " ".join(run.text.split()).rstrip(" :")
            for nested in lists:
                self.entries(nested, title)
            return
        form = Form.CHECKBOX if run.box else Form.NUMBERED if numbered else Form.BULLET
        boxes = [nested for nested in lists if self._has_boxes(nested)]
        nested_refs = [
            ref for nested in lists if nested not in boxes for ref in self._only_references(nested)
        ]
        end = boxes[0].start if boxes else item.end
        self.text(
            Entry(run, item.start, end, form, section), extra=nested_refs, html=self._comments(item)
        )
        for nested in boxes:
            self.entries(nested, section)

    def html_entries(self, part: HtmlList, section: str | None) -> None:
        """Read every entry of an HTML list."""
        form = Form.NUMBERED if part.numbered else Form.BULLET
        for entry in part.entries:
            run = entry.run
            if entry.lists and (not run.text or self._is_group(run)):
                title = " ".join(run.text.split()).rstrip(" :") or section
                for nested in entry.lists:
                    self.html_entries(nested, title)
            else:
                self.text(Entry(run, entry.start, entry.end, form, section, in_html=True))

    def _is_group(self, run: Run) -> bool:
        """Whether an entry with a nested list only names a group: all bold, or a theme."""
        text = run.text.strip()
        if self.rules.vocabulary.is_theme(text.rstrip(":")):
            return True
        bare = text.rstrip(" :")
        return any(
            mark.kind == "strong"
            and not run.text[: mark.start].strip()
            and len(run.text[: mark.end].strip()) >= len(bare)
            for mark in run.marks
        )

    def _has_boxes(self, block: Block) -> bool:
        events = self.source.events
        for item in block.children:
            for index in range(item.event, min(item.event + 2, len(events))):
                if "TaskListMarker" in events[index][0]:
                    return True
        return False

    def _only_references(self, block: Block) -> Iterator[Reference]:
        """The references of nested entries that are nothing else."""
        for item in block.children:
            run = run_of(self.source.events, item.event, item.end)
            if "/" not in run.text and "#" not in run.text and not run.marks:
                continue
            fields = understand(run, self.rules)
            if fields.references and not _says_more(run, fields):
                yield from fields.references

    def _comments(self, item: Block) -> str:
        data = self.source.data
        if data.find(b"pm-sync", item.start, item.end) < 0:
            return ""
        return "".join(
            data[child.start : child.end].decode()
            for child in item.children
            if child.kind == "html"
        )

    def paragraph(
        self,
        run: Run,
        section: str | None,
        *,
        alone: bool,
        labelled: bool = False,
        notes: Block | None = None,
    ) -> bool:
        """Read a paragraph that may be an item; answers whether `notes`, the list behind it, is part of it.

        What stands behind a label on the same line is an item for sure.
        """
        if not run.text.strip():
            return False
        lines = bullet_lines(run)
        for line in lines:
            self.text(Entry(line, line.bytes_of(0, 1)[0], line.last, Form.PARAGRAPH, section))
        if lines:
            return False
        fields = understand(run, self.rules)
        if not labelled and not is_item(
            run, fields, self.rules.vocabulary, alone=alone or notes is not None
        ):
            return False
        owned = notes is not None and run.text.rstrip().endswith(":")
        extra = list(self._only_references(notes)) if notes is not None and owned else []
        start = run.source(0, len(run.text))[0]
        end = notes.end if notes is not None and owned else run.last
        self.text(Entry(run, start, end, Form.PARAGRAPH, section), extra=extra, fields=fields)
        return owned

    def text(
        self,
        entry: Entry,
        *,
        extra: list[Reference] | None = None,
        html: str = "",
        fields: Fields | None = None,
    ) -> None:
        """Read one item."""
        run, rules = entry.run, self.rules
        if not run.text.strip():
            return
        line = self.source.line(entry.start)
        fields = fields or understand(run, rules)
        reason = self._skip(run, fields, html)
        if reason is not None:
            if reason:
                self.skipped.append(Skipped(line, fields.title[:200], reason))
            return
        references = list(fields.references)
        for reference in extra or ():
            if all(reference.ref != other.ref for other in references):
                references.append(reference)
        end = entry.start + len(self.source.data[entry.start : entry.end].rstrip())
        status, status_text = self._status(run, fields)
        item = ActionItem(
            title=fields.title,
            line=line,
            end_line=self.source.line(max(end - 1, entry.start)),
            form=entry.form,
            lead=fields.lead,
            owners=fields.owners or self.group.owners,
            references=tuple(references),
            unrecognised=fields.unrecognised,
            ticket_wanted=fields.wanted,
            status=status,
            status_text=status_text,
            status_qualified=fields.qualified,
            type=fields.type,
            priority=fields.priority,
            due=fields.due,
            section=entry.section,
            status_place=StatusPlace.CHECKBOX if run.box else StatusPlace.TEXT,
            status_has_place=run.box is not None or fields.status_at is not None,
            in_html=entry.in_html,
            words=rules.vocabulary.signs_like(self._word(fields)),
        )
        place = html_text_place if entry.in_html else text_place
        self.items.append((item, place(self.source, run, fields)))

    def _skip(self, run: Run, fields: Fields, html: str) -> str | None:
        comments = [f"<!--{mark.target}-->" for mark in run.marks if mark.kind == "comment"]
        if html or comments:
            reason = ignore_reason("".join((html, *comments)))
            if reason is not None:
                return f"ignored: {reason}" if reason else "ignored"
        if len(run.text) > _LONGEST:
            return f"longer than {_LONGEST:,} characters"
        title = fields.title
        if not title.strip(" -–—?.*•_"):
            return ""
        if is_placeholder(title) and not fields.references:
            return "a placeholder of the template"
        if folded(title) in self.rules.vocabulary.none:
            return ""
        return None

    def _word(self, fields: Fields) -> str:
        """The status mark in the text; empty if there is none."""
        at = fields.status_at
        return "" if at is None else self.source.data[at[0] : at[1]].decode()

    def _status(self, run: Run, fields: Fields) -> tuple[Status | None, str | None]:
        data = self.source.data
        word = self._word(fields)
        if run.box is None:
            if fields.status is None:
                return self.group.status, self.group.status_text
            return fields.status, word or None
        ticked = data[slice(*run.box)] in (b"x", b"X")
        box = f"[{data[slice(*run.box)].decode()}]"
        status = Status.DONE if ticked else Status.OPEN
        text = f"{box} {word}" if word else box
        if fields.status is None or (ticked and fields.status is Status.OPEN):
            return status, text
        return fields.status, text


def _says_more(run: Run, fields: Fields) -> bool:
    """Whether the text holds anything beside references."""
    title = fields.title
    return (
        bool(title)
        and title != (fields.references[0].url or "")
        and title not in run.text.split()[:1]
    ) or False
