"""What earlier runs did, read from the journal: what was changed, when, by which run, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sync.journal import all_events

_ENDINGS = frozenset({"done", "failed", "in doubt"})

INTERRUPTED = "interrupted"
"""The ending of a write of which the journal tells no outcome."""


@dataclass(frozen=True, slots=True)
class Write:
    """One change, on either side, that a run began."""

    at: datetime
    document: str
    line: int | None
    title: str
    field: str | None
    """None where a ticket was created."""
    old: str
    new: str
    ticket: str
    reason: str
    kind: str = ""
    """`CreateTicket`, `UpdateTicket` or `WriteCell`."""
    ending: str = INTERRUPTED
    """`done`, `failed`, `in doubt` or `interrupted`."""
    restricted: bool = False
    """Whether its document was a restricted one."""


@dataclass(frozen=True, slots=True)
class PastRun:
    """What one run wrote, in its order."""

    name: str
    writes: tuple[Write, ...]

    @property
    def at(self) -> datetime:
        """When it began to write."""
        return self.writes[0].at


def history(path: Path) -> tuple[PastRun, ...]:
    """The runs that the journal at `path` tells of, and the one before it, the oldest first; empty without one.

    Lines that cannot be read are left out.
    """
    runs: dict[str, dict[str, list[Write]]] = {}
    for event in all_events(path):
        writes = runs.setdefault(event["run"], {})
        number = str(event.get("write"))
        if event["event"] == "begin":
            writes[number] = list(_begun(event))
        elif number in writes and event["event"] in _ENDINGS:
            writes[number] = list(_ended(writes[number], event))
    told = {name: tuple(one for many in run.values() for one in many) for name, run in runs.items()}
    return tuple(PastRun(name, writes) for name, writes in told.items() if writes)


def _ended(writes: Iterable[Write], event: Mapping[str, Any]) -> Iterator[Write]:
    refused, ticket = event.get("refused"), str(event.get("ticket") or "")
    ending = str(event.get("outcome") or event["event"])
    for place, write in enumerate(writes):
        failed = isinstance(refused, list) and place in refused
        told = "failed" if failed else ending
        yield replace(write, ending=told, ticket=write.ticket or ticket)


def _begun(event: Mapping[str, Any]) -> Iterator[Write]:
    """The changes of one write: a document is written once for all of its edits."""
    try:
        at = datetime.fromisoformat(str(event.get("at")))
    except ValueError:
        return
    edits = event.get("edits")
    for edit in edits if isinstance(edits, list) else [event]:
        if isinstance(edit, dict):
            line = edit.get("line")
            yield Write(
                at=at,
                document=str(event.get("document") or ""),
                line=line if isinstance(line, int) else None,
                title=str(edit.get("title") or ""),
                field=str(edit["field"]) if edit.get("field") else None,
                old=str(edit.get("old") or ""),
                new=str(edit.get("new") or ""),
                ticket=str(edit.get("ticket") or ""),
                reason=str(edit.get("reason") or ""),
                kind=str(event.get("kind") or ""),
                restricted=bool(event.get("restricted")),
            )
