"""Descriptions for Data Center, in Jira's wiki markup, in which people's text shows as it is.

The markup: https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from connectors.jira.story import CLOSING, CUT, LONGEST, Line, Run, Story
from connectors.jira.texts import units

_GAP: Final = "\u200b"
"""A zero-width space: what an escape cannot stop is not seen as markup behind one."""

_BACKSLASH: Final = re.compile(r"\\(?![\w ./])")
"""One that could escape what follows, or break the line; before a letter, as in `C:\\new`, it is shown anyway."""

_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_SIGNS: Final = re.compile(r"[{}\[\]*_!|^~+?#]|(?<!\w)-|-(?!\w)|--")
"""What begins markup somewhere in a line; a hyphen inside a word does not."""

_EMOTICON: Final = re.compile(
    r"(?<=[:;])(?=[()DPp])|(?<=\()(?=(?:on|off|flag|flagoff|y|n|i|x|/)\))"
)
_LINE_START: Final = re.compile(r"^(?=(?:h[1-6]|bq)\.)", re.IGNORECASE)
_URL: Final = re.compile(r"https?://[^\s\\|{}\[\]<>\"^`!*]+")


def text(story: Story) -> str:
    """The description of a new issue, shorter than Jira's limit."""
    made = _text(story)
    room = 4_000
    while units(made) > LONGEST and room > 1:
        made = _text(story.shorter(room))
        room //= 2
    return made


def renewed(existing: object, story: Story) -> str | None:
    """A description with our part of it, which ends with the closing line, written anew; all behind it stays, to the byte.

    None if there is not exactly one such line, or no room.
    """
    if not isinstance(existing, str):
        return None
    ends = list(re.finditer(rf"^{re.escape(CLOSING)}[ \t]*(?=\r?$)", existing, re.MULTILINE))
    if len(ends) != 1:
        return None
    ours = text(story)
    if "\r\n" in existing[: ends[0].start()]:
        ours = ours.replace("\n", "\r\n")
    new = ours + existing[ends[0].end() :]
    return new if units(new) <= LONGEST else None


def plain(words: str) -> str:
    """Markup that shows the words as they are, on one line. Addresses stay links."""
    parts: list[str] = []
    place = 0
    for url in _URL.finditer(words):
        parts += [_escaped(words[place : url.start()]), url[0]]
        place = url.end()
    parts.append(_escaped(words[place:]))
    return _LINE_START.sub(_GAP, "".join(parts))


def linked(words: str, page: str | None) -> str:
    """The words as a link to a page, if there is one."""
    return f"[{plain(words)}|{quote(page, safe=_SAFE)}]" if page else plain(words)


def _escaped(words: str) -> str:
    """Every sign behind a backslash of ours; people's own backslashes escape nothing, and two of them break no line."""
    apart = _ENTITY.sub(f"&{_GAP}", _BACKSLASH.sub(lambda _: f"\\{_GAP}", words))
    signs = _SIGNS.sub(lambda match: "".join(f"\\{sign}" for sign in match[0]), apart)
    return _EMOTICON.sub(_GAP, signs)


def _text(story: Story) -> str:
    blocks = [_line(story.text), _line(story.promised)]
    if story.happened:
        blocks.append(f"{{quote}}{_line(story.happened)}{{quote}}")
    if story.facts:
        blocks.append("\n".join(f"* {_line(line)}" for line in story.facts))
    if story.cut:
        blocks.append(CUT)
    return "\n\n".join([*blocks, CLOSING])


def _line(line: Line) -> str:
    return "".join(_run(run) for run in line)


def _run(run: Run) -> str:
    if run.link:
        return linked(run.text, run.link)
    if run.strong:
        return f"*{plain(run.text)}*"
    lead = run.text[: len(run.text) - len(run.text.lstrip(" "))]
    return lead + plain(run.text[len(lead) :])


_SAFE: Final = "/:?#@&=+$,;%~.-_()"
"""What stays in an address; brackets, bars and blanks would end the link."""
