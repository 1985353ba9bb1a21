"""Action items that are paragraphs, or lines of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from connectors.markdown.below import below, take_field
from connectors.markdown.blocks import Block
from connectors.markdown.collected import Below, Collector, Entry
from connectors.markdown.fields import understand
from connectors.markdown.inline import Run, bullet_lines, sliced
from connectors.markdown.item_numbers import without_number
from connectors.markdown.keys import key_at
from connectors.markdown.labels import Segment
from connectors.markdown.prose import announces, is_item, sentence_lines
from sync.model.postmortem import Form

_BULLET: Final = "a line that begins with a bullet sign, in a section of action items"
_LINE: Final = "a sentence on a line of its own, in a section of action items"
_LABELLED: Final = "the text behind a label that announces it"
_PROMISE: Final = "a paragraph in a section of action items that tells what is to be done"
_CALLED: Final = "a text that calls itself an action item"
_CALL: Final = re.compile(r"\(([^()]*)\)\s*:")


class ParagraphReader:
    """Reads paragraphs into a collector."""

    def __init__(self, collector: Collector) -> None:
        self._collector = collector
        self._rules = collector.rules

    def paragraph(
        self,
        run: Run,
        section: str | None,
        *,
        alone: bool,
        labelled: bool = False,
        notes: Block | None = None,
        fields_below: Sequence[Segment] = (),
    ) -> bool:
        """Read a paragraph that may be an item; answers whether `notes`, the list behind it, is part of it.

        What stands behind a label on the same line is an item for sure.
        """
        if not run.text.strip():
            return False
        if not fields_below and self._lines(run, section, alone=alone):
            return False
        if run.marks and run.marks[0].kind == "strong" and run.marks[0].start == 0:
            run = without_number(run)
        called = announces(run)
        if called:
            return self.called(run, section)
        fields = understand(run, self._rules)
        if not labelled and not is_item(
            run, fields, self._rules.vocabulary, alone=alone or notes is not None
        ):
            self._collector.leave(run)
            return False
        owned = notes is not None and run.text.rstrip().endswith(":")
        said = Below()
        if notes is not None and owned:
            said = below([notes], self._collector.source, self._rules)
        for segment in fields_below:
            key = key_at(f"{segment.label}:")
            if key is not None:
                take_field(said, key.field, segment.body, self._collector.source, self._rules)
        start = run.source(0, len(run.text))[0]
        end = notes.end if notes is not None and owned else run.last
        why = _LABELLED if labelled else _PROMISE
        self._collector.take(
            Entry(run, start, end, Form.PARAGRAPH, section, why, below=said), fields
        )
        return owned

    def called(self, run: Run, section: str | None) -> bool:
        """Read a paragraph such as `Action point: …`, an item wherever it stands."""
        end = announces(run)
        part = sliced(run, end, len(run.text))
        said = Below()
        who = _CALL.search(run.text, 0, end)
        if who is not None:
            said.owners.append(who[1].strip())
        if part.text:
            start = run.source(0, len(run.text))[0]
            self._collector.take(
                Entry(part, start, part.last, Form.PARAGRAPH, section, _CALLED, below=said)
            )
        return False

    def _lines(self, run: Run, section: str | None, *, alone: bool) -> bool:
        """Read a paragraph each line of which is an item; answers whether it is one."""
        lines, why = bullet_lines(run), _BULLET
        if not lines and alone:
            lines, why = sentence_lines(run, self._rules.vocabulary), _LINE
        for line in lines:
            start = line.bytes_of(0, 1)[0]
            self._collector.take(Entry(line, start, line.last, Form.PARAGRAPH, section, why))
        return bool(lines)
