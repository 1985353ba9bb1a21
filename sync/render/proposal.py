"""What a pull request of pm-sync's says: title and text, of which only what stands between its marks is pm-sync's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from sync.model.postmortem import ActionItem, Postmortem
from sync.render.markdown import cell, link, placed
from sync.render.summary import count

_BEGIN: Final = "<!-- pm-sync begin -->"
_END: Final = "<!-- pm-sync end -->"
_TITLE: Final = "pm-sync: "
_MOST: Final = 60_000
"""Characters; GitHub takes 65,536: https://github.com/orgs/community/discussions/27190"""
_HOW: Final = (
    "Merge it to have these postmortems say what the tracker says. It is kept up to date until then; what you commit to"
    " its branch stays. Once it is approved, or about to be merged, it is left alone, and later changes wait."
)


def title_of(documents: int, known: str = "") -> str:
    """The title; one that somebody gave it stays."""
    if known and not known.startswith(_TITLE):
        return known
    return (
        f"{_TITLE}action items of {count(documents, 'postmortem')}"
        if documents
        else (f"{_TITLE}what it remembers")
    )


def body_of(
    before: Sequence[Postmortem],
    after: Sequence[Postmortem],
    hidden: Collection[str],
    known: str | None = None,
) -> str:
    """The text, with what would be merged; of a `known` one only what stands between the marks changes, if both are there still."""
    text = (known or "").replace("\r\n", "\n")
    head, begin, rest = text.partition(_BEGIN)
    _, end, tail = rest.partition(_END)
    if known is not None and not (begin and end):
        return text
    around = len(head) + len(tail) if known is not None else 0
    room = max(0, _MOST - around)
    block = "\n".join([_BEGIN, _HOW, "", *_changes(before, after, hidden, room), _END])
    return block if known is None else f"{head}{block}{tail}"


def _changes(
    before: Sequence[Postmortem], after: Sequence[Postmortem], hidden: Collection[str], room: int
) -> Iterator[str]:
    known = {one.path: one for one in before}
    rows = [
        row for one in after if one.path not in hidden for row in _rows(known.get(one.path), one)
    ]
    if rows:
        yield from ("| where | action item | what changes |", "|---|---|---|")
    told = 0
    for row in rows:
        room -= len(row) + 1
        if room < 0:
            break
        told += 1
        yield row
    if told < len(rows):
        yield from ("", f"… and {len(rows) - told} more, which find no room here")
    closed = sum(one.path in hidden for one in after)
    if closed:
        yield from ("", f"{count(closed, 'restricted document')} besides")


def _rows(before: Postmortem | None, after: Postmortem) -> Iterator[str]:
    was = {} if before is None else _by_title(before)
    for key, item in _by_title(after).items():
        changes = list(_differences(was.get(key), item))
        if changes:
            yield f"| {placed(after.path, item.line)} | {cell(item.title)} | {'<br>'.join(changes)} |"


def _by_title(postmortem: Postmortem) -> dict[tuple[str, int], ActionItem]:
    found: dict[tuple[str, int], ActionItem] = {}
    for item in postmortem.items:
        number = sum(title == item.title for title, _ in found)
        found[item.title, number] = item
    return found


def _differences(before: ActionItem | None, after: ActionItem) -> Iterator[str]:
    known = {one.ref for one in before.references} if before else set()
    for reference in after.references:
        if reference.ref not in known:
            yield f"linked {link(reference.ref.id, reference.url)}"
    pairs = (
        ("status", before.status_text if before else None, after.status_text),
        ("owner", _listed(before.owners if before else ()), _listed(after.owners)),
        ("priority", before.priority if before else None, after.priority),
        ("due", before.due if before else None, after.due),
    )
    for name, old, new in pairs:
        if (old or "") != (new or ""):
            yield f"{name}: {cell(old or '') or 'nothing'} → {cell(new or '') or 'nothing'}"


def _listed(owners: Sequence[str]) -> str:
    return ", ".join(owners)
