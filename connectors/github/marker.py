"""The marks that pm-sync leaves in the text of an issue: which item it was made for, and where pm-sync's own part ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from sync.model.ticket import Marker

END: Final = "<!-- pm-sync:end -->"

_HASH: Final = r"[0-9a-f]{24}"
_START: Final = re.compile(
    rf"^<!-- pm-sync:v1 key=(?P<key>{_HASH}) project=(?P<project>[\w.~/%-]*) document=(?P<document>{_HASH})"
    rf" text=(?P<text>{_HASH}) postmortem=(?P<postmortem>{_HASH})? -->[ \t]*\r?$",
    re.MULTILINE | re.ASCII,
)
_WITHDRAWN: Final = re.compile(rf"^<!-- pm-sync:withdrawn key={_HASH} -->", re.MULTILINE)
_END: Final = re.compile(rf"^{re.escape(END)}[ \t]*\r?$", re.MULTILINE)
_LONGEST_TEXT: Final = 262_144
"""Characters that are searched for marks; four times what GitHub keeps."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What the marks of a text say."""

    marker: Marker | None = None
    """Of the one action item that the issue was made for."""
    claims: frozenset[str] = frozenset()
    """The keys, where there are marks of several: nobody can tell which one is meant."""
    withdrawn: bool = False
    """Whether an `undo` took a mark off."""


def start(marker: Marker) -> str:
    """The line that a body begins with. It cannot end early, whatever the project is called."""
    project = quote(marker.project, safe="/")
    return (
        f"<!-- pm-sync:v1 key={marker.key} project={project} document={marker.document}"
        f" text={marker.text} postmortem={marker.postmortem} -->"
    )


def marks_in(body: str) -> Marks:
    """What the marks in the text of an issue say; each counts only as a whole line."""
    text = body[:_LONGEST_TEXT]
    found = {_marker(match) for match in _START.finditer(text)}
    if len(found) == 1:
        return Marks(found.pop())
    if not found:
        return Marks(withdrawn=_WITHDRAWN.search(text) is not None)
    return Marks(claims=frozenset(marker.key for marker in found))


def withdrawn(body: str) -> str:
    """The text with a mark that says whose it was, and counts no more."""
    return _START.sub(lambda found: f"<!-- pm-sync:withdrawn key={found['key']} -->", body)


def with_block(body: str, block: str) -> str | None:
    """The text with what stands between our two marks replaced; None if they do not stand there once, in order.

    Everything outside of the marks stays as it is, to the byte.
    """
    starts, ends = list(_START.finditer(body)), list(_END.finditer(body))
    if len(starts) != 1 or len(ends) != 1 or ends[0].start() < starts[0].end():
        return None
    newline = "\r\n" if "\r\n" in body else "\n"
    inner = block.replace("\n", newline)
    return f"{body[: starts[0].end()].rstrip()}{newline}{inner}{newline}{body[ends[0].start() :]}"


def _marker(match: re.Match[str]) -> Marker:
    return Marker(
        key=match["key"],
        project=unquote(match["project"]),
        document=match["document"],
        text=match["text"],
        postmortem=match["postmortem"] or "",
    )
