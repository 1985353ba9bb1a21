"""Which lines of a document belong to which ticket, and what of them is taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sync.errors import DocumentChanged
from sync.model.action import Field, WriteCell
from sync.model.hunk import Hunk, Taking
from sync.model.postmortem import ActionItem, Postmortem, TicketRef
from sync.taking_back import Restores
from sync.undo.past import Edit, Written, names_of

_FIELDS: Final = {Field.OWNER: "owners", Field.PRIORITY: "priority", Field.DUE: "due"}
"""Where an item holds what else may have been written."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What of one document would be taken back, and what would not."""

    written: Written
    keep: frozenset[Hunk]
    now: Postmortem
    after: Postmortem
    left: Mapping[Edit, str]
    """What stays, each with the reason; also what stands on the lines of a ticket that stays."""


def tried(
    documents: Restores, written: Written, now: Postmortem, left: Mapping[TicketRef, str]
) -> Trial:
    """Try, without writing, to take back what was written, but for the lines of the tickets in `left`."""
    assert written.rewrite is not None  # noqa: S101 - documents without are not tried
    owners = _owners(written)
    keep = _kept(written.rewrite.hunks, owners, left)
    try:
        restored = documents.restore(now.path, None, written.rewrite, _names(written), keep)
    except DocumentChanged as error:
        return Trial(written, keep, now, now, dict.fromkeys(written.edits, error.reason))
    why = dict.fromkeys(keep, "it stands beside what stays") | dict(restored.left)
    stays = {edit: told for hunk, told in why.items() for edit in owners.get(hunk, ())}
    return Trial(written, keep, now, restored.postmortem, stays)


def taking(trial: Trial, reason: str) -> Taking | None:
    """What is to be done for it; None if nothing is."""
    cells = tuple(_cells(trial, reason))
    rewrite = trial.written.rewrite
    if not cells or rewrite is None:
        return None
    return Taking(
        trial.now.path, trial.now.revision, rewrite, _names(trial.written), trial.keep, cells
    )


def place_of(edit: Edit, postmortem: Postmortem | None) -> tuple[int, str]:
    """Where the item of a ticket stands now: line and title; where it stood then if nothing links the ticket."""
    for item in postmortem.items if postmortem else ():
        if _links(item, edit.ticket):
            return item.line, item.title
    return edit.line, edit.title


def _cells(trial: Trial, reason: str) -> Iterator[WriteCell]:
    """Place by place what changes, by what the items say now and would say then; the document's own status first."""
    if trial.now.status != trial.after.status:
        yield WriteCell(
            document=trial.now.path,
            line=trial.now.status_line or 1,
            title="Status",
            ticket=TicketRef("", ""),
            field=Field.DOCUMENT,
            old=trial.now.status or "",
            new=trial.after.status or "",
            reason=reason,
        )
    for edit in trial.written.edits:
        for now, after in zip(trial.now.items, trial.after.items, strict=False):
            known = edit.field in (Field.TICKET, Field.STATUS, *_FIELDS)
            if known and _links(now, edit.ticket) and _differs(edit.field, now, after):
                yield WriteCell(
                    document=trial.now.path,
                    line=now.line,
                    title=now.title,
                    ticket=edit.ticket,
                    field=Field(edit.field),
                    old=edit.new,
                    new=edit.old,
                    reason=reason,
                )


def _differs(name: str, now: ActionItem, after: ActionItem) -> bool:
    if name == Field.TICKET:
        return now.references != after.references
    if name == Field.STATUS:
        return (now.status, now.status_text) != (after.status, after.status_text)
    return bool(getattr(now, _FIELDS[Field(name)]) != getattr(after, _FIELDS[Field(name)]))


def _links(item: ActionItem, ticket: TicketRef) -> bool:
    return any(one.ref == ticket for one in item.references)


def _names(written: Written) -> frozenset[str]:
    return frozenset(name for edit in written.edits for name in names_of(edit))


def _owners(written: Written) -> dict[Hunk, tuple[Edit, ...]]:
    """The edits that each of the lines was written for: those whose ticket they name, else those of the item there."""
    owners: dict[Hunk, tuple[Edit, ...]] = {}
    for hunk in written.rewrite.hunks if written.rewrite else ():
        named = [edit for edit in written.edits if _is_named(hunk, edit)]
        owners[hunk] = tuple(named or [one for one in written.edits if one.line == hunk.line])
    return owners


def _is_named(hunk: Hunk, edit: Edit) -> bool:
    return any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line)
        for name in names_of(edit)
        for line in hunk.new
    )


def _kept(
    hunks: Sequence[Hunk],
    owners: Mapping[Hunk, tuple[Edit, ...]],
    left: Mapping[TicketRef, str],
) -> frozenset[Hunk]:
    """The lines of these tickets, and what is nobody's right above and below them, as the head of a table is."""
    keep = {hunk for hunk in hunks if any(edit.ticket in left for edit in owners[hunk])}
    for run in _runs(hunks):
        if any(hunk in keep for hunk in run):
            keep.update(hunk for hunk in run if not owners[hunk])
    return frozenset(keep)


def _runs(hunks: Sequence[Hunk]) -> Iterator[list[Hunk]]:
    """Hunks that follow each other line upon line."""
    run: list[Hunk] = []
    for hunk in hunks:
        if run and run[-1].end != hunk.above:
            yield run
            run = []
        run.append(hunk)
    if run:
        yield run
