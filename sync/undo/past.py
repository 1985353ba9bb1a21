"""What the journal tells of one run, as far as it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sync.errors import UserError
from sync.journal import all_events
from sync.model.hunk import Hunk, Rewrite
from sync.model.postmortem import TicketRef

UNDOES: Final = "undoes"
"""The key under which every event of an undo names the run that it takes back."""

VALUES: Final = ("status", "owned_by", "priority", "due")
"""Names of fields of a `Ticket` that a run may change besides the title."""

_ENDINGS: Final = frozenset({"done", "failed", "in doubt"})


@dataclass(frozen=True, slots=True)
class Edit:
    """One value that was written, into a document or into a ticket."""

    document: str
    line: int
    title: str
    ticket: TicketRef
    field: str
    old: str
    new: str
    was: tuple[str, str] | None = None
    """What of a ticket it changed, by the name that `Ticket` has for it, and what that was before."""
    now: str | None = None
    """What it was right after."""


@dataclass(frozen=True, slots=True)
class Made:
    """A ticket that was created, or may have been."""

    document: str
    line: int
    title: str
    tracker: str
    key: str
    ref: TicketRef | None = None
    """None where the journal does not tell how it ended."""
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A document that was written, or may have been."""

    document: str
    edits: tuple[Edit, ...]
    rewrite: Rewrite | None = None
    """What was replaced; None where the journal does not tell, so that nothing was."""
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A ticket that was changed, or may have been; all of its fields together."""

    edits: tuple[Edit, ...]
    ended: str = ""


Act = Made | Written | Changed


@dataclass(frozen=True, slots=True)
class Past:
    """One run of the past: what it did, or may have done, in its order."""

    name: str
    at: datetime
    acts: tuple[Act, ...]
    undoes: str = ""
    """The run that it took back, if it was an undo itself."""
    restricted: frozenset[str] = frozenset()
    """The documents that were restricted then."""

    @property
    def made(self) -> tuple[Made, ...]:
        return tuple(act for act in self.acts if isinstance(act, Made))

    @property
    def written(self) -> tuple[Written, ...]:
        return tuple(act for act in self.acts if isinstance(act, Written))

    @property
    def changed(self) -> tuple[Changed, ...]:
        return tuple(act for act in self.acts if isinstance(act, Changed))


def last_run(journal: Path, name: str | None) -> Past | None:
    """The last run that may have written anything and was no undo, or the one that is called so; None if there is none.

    Raises `UserError` if no run, or more than one, is called so, or if that one was an undo itself.
    """
    runs = _runs(journal)
    if name is None:
        return next((run for run in reversed(runs) if not run.undoes), None)
    found = [run for run in runs if run.name == name] or [
        run for run in runs if name and run.name.startswith(name)
    ]
    if not found:
        raise UserError(
            f"--run {name}: the journal tells of no run of this name that wrote anything; `pm-sync log` shows their names"
        )
    if len(found) > 1:
        names = ", ".join(run.name for run in found)
        raise UserError(f"--run {name}: there are several such runs ({names}); write one name out")
    if found[0].undoes:
        raise UserError(
            f"--run {name}: this run took back run {found[0].undoes}, and nothing takes that back; `pm-sync sync` writes it again"
        )
    return found[0]


def _runs(journal: Path) -> list[Past]:
    """The runs of the journal, and of the one before it, the oldest first, without writes that failed for certain."""
    acts: dict[str, dict[str, Act]] = {}
    begun: dict[str, datetime] = {}
    undoes: dict[str, str] = {}
    restricted: dict[str, set[str]] = {}
    for event in all_events(journal):
        name, number = event["run"], str(event.get("write"))
        own = acts.setdefault(name, {})
        if event["event"] == "begin":
            at, act = _moment(event), _act(event)
            if at is not None and act is not None:
                begun.setdefault(name, at)
                undoes.setdefault(name, str(event.get(UNDOES) or ""))
                own[number] = act
                if event.get("restricted"):
                    restricted.setdefault(name, set()).add(str(event.get("document") or ""))
        elif number in own:
            own[number] = _told(own[number], event)
    return [
        Past(name, at, done, undoes[name], frozenset(restricted.get(name, ())))
        for name, at in begun.items()
        if (done := tuple(act for act in acts[name].values() if act.ended != "failed"))
    ]


def _told(act: Act, event: Mapping[str, Any]) -> Act:
    """The act with what a later event says of it."""
    kind = event["event"]
    if kind == "rewrite" and isinstance(act, Written):
        return replace(act, rewrite=_rewrite(event))
    if kind not in _ENDINGS:
        return act
    if isinstance(act, Changed) and kind == "done":
        act = replace(act, edits=tuple(_after(edit, event.get("now")) for edit in act.edits))
    if isinstance(act, Made) and kind == "done" and event.get("ticket"):
        act = replace(act, ref=TicketRef(act.tracker, str(event["ticket"])))
    return replace(act, ended=kind)


def _after(edit: Edit, now: object) -> Edit:
    told = now.get(edit.was[0]) if isinstance(now, Mapping) and edit.was else None
    return replace(edit, now=told) if isinstance(told, str) else edit


def _act(event: Mapping[str, Any]) -> Act | None:
    document = str(event.get("document") or "")
    kind = event.get("kind")
    if kind == "CreateTicket" and event.get("tracker") and event.get("key"):
        line, title = _line(event), str(event.get("title") or "")
        return Made(document, line, title, str(event["tracker"]), str(event["key"]))
    if kind in ("WriteCell", "UpdateTicket"):
        edits = event.get("edits")
        told = (_edit(one, document) for one in (edits if isinstance(edits, list) else [event]))
        kept = tuple(one for one in told if one is not None)
        return Written(document, kept) if kind == "WriteCell" else Changed(kept)
    return None


def _edit(raw: object, document: str) -> Edit | None:
    if not isinstance(raw, Mapping) or not raw.get("tracker") or not raw.get("ticket"):
        return None
    return Edit(
        document=document,
        line=_line(raw),
        title=str(raw.get("title") or ""),
        ticket=TicketRef(str(raw["tracker"]), str(raw["ticket"])),
        field=str(raw.get("field") or ""),
        old=str(raw.get("old") or ""),
        new=str(raw.get("new") or ""),
        was=_was(raw.get("was")),
    )


def _was(raw: object) -> tuple[str, str] | None:
    pairs = list(raw.items()) if isinstance(raw, Mapping) else []
    known = [(name, value) for name, value in pairs if name in VALUES and isinstance(value, str)]
    return known[0] if len(known) == 1 else None


def _rewrite(event: Mapping[str, Any]) -> Rewrite | None:
    try:
        hunks = tuple(
            Hunk(int(above), tuple(map(str, old)), tuple(map(str, new)))
            for above, old, new in event["hunks"]
        )
        return Rewrite(str(event["before"]), str(event["after"]), hunks)
    except (KeyError, TypeError, ValueError):
        return None


def _line(raw: Mapping[str, Any]) -> int:
    line = raw.get("line")
    return line if isinstance(line, int) else 1


def _moment(event: Mapping[str, Any]) -> datetime | None:
    try:
        return datetime.fromisoformat(str(event.get("at")))
    except ValueError:
        return None


def names_of(edit: Edit) -> Iterator[str]:
    """What its ticket is called in documents."""
    yield edit.ticket.id
    if "#" in edit.ticket.id:
        yield "#" + edit.ticket.id.rpartition("#")[2]
    if edit.field == "ticket" and edit.new:
        yield edit.new
