"""Descriptions for Jira Cloud, as documents: https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/

Text is text there: nothing of people's is taken for markup, nobody is mentioned, and a URL does not become a card.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from connectors.jira.story import CLOSING, CUT, LONGEST, Line, Run, Story

Node = dict[str, Any]


def document(story: Story) -> Node:
    """The description of a new issue, shorter than Jira's limit."""
    made = _document(_ours(story))
    room = 4_000
    while _length(made) > LONGEST and room > 1:
        made = _document(_ours(story.shorter(room)))
        room //= 2
    return made


def renewed(existing: object, story: Story) -> Node | None:
    """A description with our part of it, which ends with the closing line, written anew; all behind it stays.

    None if there is not exactly one such line, or no room.
    """
    content = existing.get("content") if isinstance(existing, dict) else None
    if not isinstance(existing, dict) or not isinstance(content, list):
        return None
    ends = [place for place, node in enumerate(content) if _is_closing(node)]
    if len(ends) != 1:
        return None
    new = {**existing, "content": [*document(story)["content"], *content[ends[0] + 1 :]]}
    return new if _length(new) <= LONGEST else None


def _document(content: list[Node]) -> Node:
    return {"type": "doc", "version": 1, "content": content}


def _ours(story: Story) -> list[Node]:
    blocks = [_paragraph(story.text), _paragraph(story.promised)]
    if story.happened:
        blocks.append({"type": "blockquote", "content": [_paragraph(story.happened)]})
    if story.facts:
        items = [{"type": "listItem", "content": [_paragraph(line)]} for line in story.facts]
        blocks.append({"type": "bulletList", "content": items})
    if story.cut:
        blocks.append(_paragraph((Run(CUT),)))
    return [*blocks, _paragraph((Run(CLOSING),))]


def _paragraph(line: Line) -> Node:
    """Empty texts are not allowed; a paragraph without any is."""
    content = [_text(run) for run in line if run.text]
    return {"type": "paragraph", "content": content} if content else {"type": "paragraph"}


def _text(run: Run) -> Node:
    marks: list[Node] = [{"type": "link", "attrs": {"href": run.link}}] if run.link else []
    marks += [{"type": "strong"}] if run.strong else []
    node: Node = {"type": "text", "text": run.text}
    return {**node, "marks": marks} if marks else node


def _is_closing(node: object) -> bool:
    """A paragraph that says the closing line, in however many pieces an editor left it."""
    if not isinstance(node, dict) or node.get("type") != "paragraph":
        return False
    return "".join(_texts(node.get("content"))).strip() == CLOSING


def _texts(content: object) -> Iterable[str]:
    for node in content if isinstance(content, list) else ():
        if isinstance(node, dict):
            yield str(node.get("text", ""))


def _length(node: Node) -> int:
    """As it is stored at worst: JSON in ASCII."""
    return len(json.dumps(node))
