"""The Atlassian Document Format, as far as a check by hand goes: the official schema is the referee's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

INLINE = frozenset(
    {"text", "hardBreak", "mention", "emoji", "inlineCard", "date", "status", "placeholder"}
)
LISTS = frozenset({"bulletList", "orderedList", "taskList"})
PLAIN = frozenset({"paragraph", "heading", "rule", "codeBlock", *LISTS})
BLOCKS = PLAIN | {"blockquote", "panel", "table", "expand", "mediaSingle", "mediaGroup"}
CELL = PLAIN | {"blockquote", "panel", "mediaSingle", "nestedExpand"}
INSIDE: dict[str, frozenset[str]] = {
    "doc": BLOCKS,
    "paragraph": INLINE,
    "heading": INLINE,
    "codeBlock": frozenset({"text"}),
    "bulletList": frozenset({"listItem"}),
    "orderedList": frozenset({"listItem"}),
    "listItem": LISTS | {"paragraph", "codeBlock", "mediaSingle"},
    "taskList": frozenset({"taskItem", "taskList"}),
    "taskItem": INLINE,
    "blockquote": frozenset({"paragraph", "codeBlock", "bulletList", "orderedList"}),
    "panel": frozenset({"paragraph", "heading", "bulletList", "orderedList", "rule", "codeBlock"}),
    "expand": BLOCKS,
    "nestedExpand": PLAIN,
    "table": frozenset({"tableRow"}),
    "tableRow": frozenset({"tableCell", "tableHeader"}),
    "tableCell": CELL,
    "tableHeader": CELL,
    "mediaSingle": frozenset({"media"}),
    "mediaGroup": frozenset({"media"}),
    "rule": frozenset(),
}
LEAVES = frozenset({*INLINE, "media"})
MARKS = frozenset(
    {"strong", "em", "code", "strike", "underline", "link", "subsup", "textColor"}
    | {"backgroundColor"}
)
BESIDE_CODE = frozenset({"code", "link"})
KEYS = frozenset({"type", "content", "attrs", "marks", "text", "version"})


def is_document(value: Any) -> bool:
    """Whether a value is a document without anything in a place that is not its own."""
    return (
        isinstance(value, dict)
        and value.get("type") == "doc"
        and value.get("version") == 1
        and isinstance(value.get("content"), list)
        and not any(_wrong(value))
    )


def document(text: str) -> dict[str, Any]:
    """A document that says what a text says, a paragraph for each line."""
    return {
        "type": "doc",
        "version": 1,
        "content": [
            {"type": "paragraph", "content": [{"type": "text", "text": line}] if line else []}
            for line in text.split("\n")
        ],
    }


def text_of(node: Any) -> str:
    """All that a document says, a line for each block: for tests to look into."""
    if node.get("type") == "text":
        return str(node["text"])
    if node.get("type") == "hardBreak":
        return "\n"
    inner = [text_of(one) for one in node.get("content", [])]
    return ("" if node["type"] in {"paragraph", "heading", "codeBlock"} else "\n").join(inner)


def _wrong(node: dict[str, Any]) -> Iterator[str]:
    kind = str(node.get("type"))
    if set(node) - KEYS:
        yield f"{kind}: unknown keys"
    if kind == "text":
        yield from _wrong_text(node)
    if kind == "heading" and (node.get("attrs") or {}).get("level") not in range(1, 7):
        yield "heading: no level"
    children = node.get("content", [])
    if not isinstance(children, list) or (kind in LEAVES and "content" in node):
        yield f"{kind}: content"
        return
    for child in children:
        if not isinstance(child, dict) or child.get("type") not in INSIDE.get(kind, ()):
            yield f"{kind}: {child}"
            continue
        if kind == "codeBlock" and child.get("marks"):
            yield "codeBlock: marks"
        yield from _wrong(child)


def _wrong_text(node: dict[str, Any]) -> Iterator[str]:
    if not isinstance(node.get("text"), str) or not node["text"]:
        yield "text: empty"
    marks = node.get("marks", [])
    kinds = {str(one.get("type")) for one in marks}
    if kinds - MARKS or ("code" in kinds and kinds - BESIDE_CODE):
        yield "text: marks"
    if any(one["type"] == "link" and not (one.get("attrs") or {}).get("href") for one in marks):
        yield "link: no href"
