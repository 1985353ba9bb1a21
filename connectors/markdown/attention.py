"""Which blocks of a document deserve a closer look. Most do not, and are skipped by a look at their bytes."""

from __future__ import annotations

import re
from typing import Final

from connectors.markdown.blocks import Source
from connectors.markdown.hints import (
    html_may_matter,
    list_may_matter,
    may_introduce,
    starts_loud,
    table_may_matter,
)
from connectors.markdown.labels import may_have_labels
from sync.title_words import Section
from sync.vocabulary import Vocabulary

_LONGEST_NAME: Final = 40
"""Bytes in which the colon of `Date: 2026-03-04` has to come, and of a title without markup."""
_LONGEST_TITLE: Final = 90
"""Bytes of a title without markup in the words of a sentence: `Actions to prevent similar incidents in the future`."""
_TITLE: Final = re.compile(
    r"(?:actions?|steps|measures|(?:prevent|correct)\w*ive (?:actions?|measures)|follow[- ]?ups?|next steps|remediation|improvements?|recommendations?)\b(?!.*[.:,;])",
    re.IGNORECASE,
)
_HEAD_BLOCKS: Final = 24
"""Blocks at the beginning of a document in which it tells about itself."""
_HEAD_HEADINGS: Final = 3


class Attention:
    """Decides block by block, knowing how far into the document they stand."""

    def __init__(self, source: Source, vocabulary: Vocabulary) -> None:
        self._source = source
        self._vocabulary = vocabulary
        self._blocks = 0
        self._in_summary = False
        self._introduced = False
        """Whether the block before may have announced what is to be done."""
        self.headings = 0

    @property
    def in_head(self) -> bool:
        """Whether this is still where a document tells about itself."""
        return self._blocks <= _HEAD_BLOCKS and self.headings < _HEAD_HEADINGS

    def heading(self, *, summary: bool) -> None:
        """Note that a heading was passed, and whether it is that of a summary."""
        self.headings += 1
        self._in_summary = summary

    def to(self, kind: str, start: int, end: int, *, promised: bool) -> bool:
        """Whether the block `data[start:end]` may matter; `promised` tells that action items are expected."""
        self._blocks += 1
        if promised:
            return True
        source = self._source
        introduced, self._introduced = self._introduced, False
        if kind == "paragraph":
            self._introduced = may_introduce(source.data, start, end)
            return self._introduced or self._to_paragraph(start, end)
        if kind == "list":
            if introduced:
                return True
            if self.in_head and source.data.find(b":", start, end) >= 0:
                return True
            return list_may_matter(source, start, end)
        if kind == "table":
            return self.in_head or table_may_matter(source.data, start, self._vocabulary)
        return kind == "html" and html_may_matter(source.data, start, end)

    def _to_paragraph(self, start: int, end: int) -> bool:
        source = self._source
        if may_have_labels(source, start, end) or starts_loud(source.data, start):
            return True
        if self.in_head and (
            self._in_summary or source.data.find(b": ", start, min(start + _LONGEST_NAME, end)) >= 0
        ):
            return True
        return self.is_bare_title(start, end)

    def is_bare_title(self, start: int, end: int) -> bool:
        """Whether a paragraph is nothing but the title of a section, on a line of its own: `Action items`."""
        if end - start > _LONGEST_TITLE or self._source.data[start] in b"*_<#>|`[":
            return False
        title = self._source.data[start:end].decode().strip()
        if "\n" in title or not title[:1].isupper() or title[-1:] in ".!?":
            return False
        told = self._vocabulary.title(title)
        if told.exact and end - start <= _LONGEST_NAME:
            return told.section is not Section.UNKNOWN
        return told.section is Section.ACTIONS and _TITLE.match(title) is not None
