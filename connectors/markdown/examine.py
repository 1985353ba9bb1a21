"""The second door: bytes of a Markdown postmortem in, how it is built out. Understanding its items is the reader's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from connectors.markdown.allowances import allowances
from connectors.markdown.blocks import Source
from connectors.markdown.dissect import Dissection, label_at
from connectors.markdown.front_matter import front_matter
from connectors.markdown.masked import masked
from connectors.markdown.moments import moments, tells_zone
from connectors.markdown.rules import Rules
from connectors.markdown.statements import leftovers, statements
from connectors.markdown.views import Views, views
from sync.anatomy import Anatomy, Leftover, Section

_LINE_END: Final = re.compile(r"\r\n?|\n")
_FEWEST: Final = 60
"""Letters of a sentence with which a document introduces itself."""


def examine(data: bytes, rules: Rules) -> Anatomy:
    """How a document is built; `data` is text that was read before."""
    text = data.decode(errors="replace")
    matter = front_matter(text)
    front = len(text[: matter.end].encode()) if matter.end else 0
    seen = views(data, masked(matter.blank(text), rules.vocabulary), front)
    titled = "title" in matter.values
    sections = Dissection(seen, rules.vocabulary, titled=titled).sections()
    times = tuple(moments(seen, sections))
    head = tuple(_LINE_END.split(text[: matter.end])) if matter.values else ()
    return Anatomy(
        visible=seen.visible,
        prose=seen.prose,
        sections=sections,
        statements=statements(seen, sections, head),
        moments=times,
        zone=not times or tells_zone(seen, times),
        leftovers=tuple(_leftovers(seen)),
        allowances=tuple(allowances(Source(data), seen)) if b"pm-sync" in data else (),
        introduced=_introduced(seen, sections),
    )


def _leftovers(seen: Views) -> Iterator[Leftover]:
    for number, (line, prose) in enumerate(zip(seen.text, seen.prose, strict=True), 1):
        for match in leftovers(line, prose):
            yield Leftover(number, match.start() + 1, match[0])


def _introduced(seen: Views, sections: tuple[Section, ...]) -> bool:
    """Whether some sentences stand before the first part."""
    end = next((one.line for one in sections if one.parts), len(seen.prose) + 1)
    titles = {number for one in seen.headings for number in range(one.line, one.end_line + 1)}
    letters = sum(
        len(line.strip())
        for number, line in enumerate(seen.prose[: end - 1], 1)
        if number not in titles and label_at(line, number) is None and "|" not in line
    )
    return letters >= _FEWEST
