"""Who might own an item that nobody owns: its line as it would be with that name, for whoever reviews it to take over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from sync.errors import DocumentError
from sync.model.action import CreateTicket, Field, WriteCell
from sync.model.postmortem import ActionItem, Postmortem, TicketRef


@runtime_checkable
class Previews(Protocol):
    """A source of documents that tells what a write would make of one."""

    def preview(self, path: str, revision: str, cells: Sequence[WriteCell]) -> tuple[bytes, bytes]:
        """The document as it is, and as `write` would leave it. Changes nothing; raises like `write`."""
        ...


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of a document with an owner in it."""

    path: str
    line: int
    text: str
    """The line in its own form, without its end."""
    key: str
    """Of the item."""


def suggested(
    creations: Iterable[CreateTicket],
    postmortems: Iterable[Postmortem],
    documents: object,
    name: str,
) -> Iterator[Suggestion]:
    """For each item that is to get a ticket, has no owner, and has an empty place for one: its line with `name` there.

    Nothing else on the line changes, and no other line; where that cannot be had, nothing is suggested.
    """
    known = {one.path: one for one in postmortems}
    for action in creations:
        postmortem = known.get(action.document)
        if action.draft.owners or postmortem is None or not isinstance(documents, Previews):
            continue
        item = next((one for one in postmortem.items if one.line == action.line), None)
        if item is None or item.owners or "owner" not in item.places or item.unclear:
            continue
        line = _line(documents, postmortem, item, action.tracker, name)
        if line is not None:
            yield Suggestion(action.document, item.line, line, action.draft.marker.key)


def _line(
    documents: Previews, postmortem: Postmortem, item: ActionItem, tracker: str, name: str
) -> str | None:
    cell = WriteCell(
        document=postmortem.path,
        line=item.line,
        title=item.title,
        ticket=TicketRef(tracker, ""),
        field=Field.OWNER,
        old="",
        new=name,
        reason="nobody owns it",
        names=(name,),
    )
    try:
        before, after = documents.preview(postmortem.path, postmortem.revision, [cell])
        return _only(item.line, before.decode().split("\n"), after.decode().split("\n"))
    except (DocumentError, UnicodeDecodeError):
        return None


def _only(line: int, before: Sequence[str], after: Sequence[str]) -> str | None:
    """The line, if it is the only one that differs."""
    if len(before) != len(after):
        return None
    differing = [
        at for at, (old, new) in enumerate(zip(before, after, strict=True), 1) if old != new
    ]
    return after[line - 1].removesuffix("\r") if differing == [line] else None


def on_lines(
    found: Iterable[Suggestion], lines: Collection[tuple[str, int]], most: int
) -> tuple[Suggestion, ...]:
    """Those for lines that a proposal wrote: no others can be commented on. At most so many."""
    return tuple(one for one in found if (one.path, one.line) in lines)[:most]
