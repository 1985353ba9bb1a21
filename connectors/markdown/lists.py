"""Action items that are entries of lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from connectors.markdown.below import below, take_line
from connectors.markdown.blocks import Block
from connectors.markdown.collected import Below, Collector, Entry, Group
from connectors.markdown.html_elements import HtmlList
from connectors.markdown.inline import Run, run_in, sliced
from connectors.markdown.label_meanings import without_label
from connectors.markdown.notes import all_keyed, are_fields, are_names, is_thing
from connectors.markdown.owner_prefixes import owner_prefixes
from sync.model.postmortem import Form, Status

_WHY: Final = "an entry of a list in a section of action items"
_ORDER: Final = "a checkbox with an order, in a document without a section of action items"
_INTRODUCED: Final = "an entry of a list that the text above it announces, in a document without a section of action items"
_LONGEST_LABEL: Final = 3
"""Words of an entry such as `Backend team:` over entries of its own."""
_THING: Final = "names a thing, and says nothing to do"


class ListReader:
    """Reads lists into a collector."""

    def __init__(
        self, collector: Collector, *, orders_only: bool = False, introduced: bool = False
    ) -> None:
        """With `orders_only`, entries are items only if they have a checkbox and tell somebody to do something.

        `introduced` tells that it is the text above the list, rather than a section, that promises action items.
        """
        self._collector = collector
        self._why = _ORDER if orders_only else _INTRODUCED if introduced else _WHY
        self._orders_only = orders_only
        self._source = collector.source
        self._rules = collector.rules

    def entries(self, block: Block, section: str | None) -> None:
        """Read every entry of a list."""
        runs = [self._run(item) for item in block.children]
        if not any(run.box for run in runs) and (
            all_keyed(runs, self._rules) is not None
            or (are_names(runs, self._rules) and not any(map(_has_list, block.children)))
        ):
            for item, run in zip(block.children, runs, strict=True):
                self._collector.skip(item.start, run.text, _THING)
            return
        prefixed = owner_prefixes(runs, self._rules.vocabulary)
        described = bool(block.level) and all(map(self._is_described, block.children, runs))
        outer = self._collector.group
        for item, whole in zip(block.children, runs, strict=True):
            run, label = without_label(whole, self._rules.vocabulary)
            owned = prefixed.get(id(whole))
            said = Below(owners=list(owned.owners)) if owned else None
            text = run if owned is None else sliced(run, owned.end, len(run.text))
            self._entry(item, text, bool(block.level), section, said, described=described)
            if label is not None:
                self._collector.group = self._under(label, outer)
        self._collector.group = outer

    def _under(self, label: str, outer: Group) -> Group:
        """What the label of a group says of the entries below it."""
        status = self._rules.vocabulary.group_status(label)
        if status is None:
            return outer
        if status is Status.OPEN:
            return replace(outer, status=None, status_text=None)
        return replace(outer, status=status, status_text=label)

    def _run(self, item: Block) -> Run:
        return run_in(self._source, item)

    def _is_described(self, item: Block, run: Run) -> bool:
        """Whether an entry in bold has exactly one entry below it, which describes it."""
        lists = [child for child in item.children if child.kind == "list"]
        return len(lists) == 1 and len(lists[0].children) == 1 and self._is_group(run)

    def _entry(
        self,
        item: Block,
        run: Run,
        numbered: bool,
        section: str | None,
        said: Below | None,
        *,
        described: bool,
    ) -> None:
        lists = [child for child in item.children if child.kind == "list"]
        group = run.box is None and lists and not described and not self._are_fields(lists)
        if group and (not run.text.strip() or self._is_group(run)):
            self._group(run, lists, section)
            return
        if self._orders_only and not (run.box and self._rules.vocabulary.is_order(run.text)):
            return
        if run.box is None and is_thing(run, self._rules):
            self._collector.skip(item.start, run.text, _THING)
            return
        form = Form.CHECKBOX if run.box else Form.NUMBERED if numbered else Form.BULLET
        boxes = list(self._boxes(lists))
        more = [child for child in item.children[1:] if child.kind == "paragraph"]
        notes = [*more, *(nested for nested in lists if nested not in boxes)]
        self._collector.take(
            Entry(
                run,
                item.start,
                boxes[0].start if boxes else item.end,
                form,
                section,
                self._why,
                below=below(notes, self._source, self._rules, said),
                html=self._comments(item),
            )
        )
        for nested in boxes:
            self.entries(nested, section)

    def _group(self, run: Run, lists: list[Block], section: str | None) -> None:
        """Read the entries below one that only names their group, and perhaps their status."""
        title = " ".join(run.text.split()).rstrip(" :") or section
        vocabulary = self._rules.vocabulary
        past = title is not None and vocabulary.is_past(title) and not vocabulary.is_theme(title)
        if past and vocabulary.group_status(title or "") is None:
            return  # `Immediate actions taken:`
        collector, outer = self._collector, self._collector.group
        if title is not None and vocabulary.group_status(title) is not None:
            collector.group = self._under(title, outer)
        for nested in lists:
            self.entries(nested, title)
        collector.group = outer

    def _are_fields(self, lists: list[Block]) -> bool:
        """Whether all that stands below an entry are fields: `Owner: @x`, `Due: 2026-12-15`."""
        runs = [self._run(item) for block in lists for item in block.children]
        return are_fields(runs, self._rules)

    def _boxes(self, lists: Iterable[Block]) -> Iterator[Block]:
        """The lists with checkboxes among those nested in an entry, at any depth: each box is an item of its own."""
        for block in lists:
            if self._has_boxes(block):
                yield block
                continue
            for item in block.children:
                yield from self._boxes(child for child in item.children if child.kind == "list")

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
                said = Below()
                for nested in entry.lists:
                    for one in nested.entries:
                        take_line(said, one.run, self._source, self._rules)
                self._collector.take(
                    Entry(
                        run, entry.start, entry.end, form, section, _WHY, in_html=True, below=said
                    )
                )

    def _is_group(self, run: Run) -> bool:
        """Whether an entry with a nested list only names a group: all bold, or a theme."""
        text = run.text.strip()
        vocabulary = self._rules.vocabulary
        bare = text.rstrip(" :")
        if vocabulary.is_theme(bare) or (
            "(" not in bare and vocabulary.group_status(bare) is not None
        ):
            return True
        short = text.endswith(":") and len(text.split()) <= _LONGEST_LABEL
        if short and text[:1].isupper() and not run.marks and not vocabulary.is_order(text):
            return True
        return any(
            mark.kind == "strong"
            and not run.text[: mark.start].strip()
            and len(run.text[: mark.end].strip()) >= len(bare)
            for mark in run.marks
        )

    def _has_boxes(self, block: Block) -> bool:
        events = self._source.events
        for item in block.children:
            for index in range(item.event, min(item.event + 2, len(events))):
                if "TaskListMarker" in events[index][0]:
                    return True
        return False

    def _comments(self, item: Block) -> str:
        data = self._source.data
        if data.find(b"pm-sync", item.start, item.end) < 0:
            return ""
        return "".join(
            data[child.start : child.end].decode()
            for child in item.children
            if child.kind == "html"
        )


def _has_list(item: Block) -> bool:
    return any(child.kind == "list" for child in item.children)
