"""What a run wrote, so that exactly this is published: nothing that somebody else wrote before it or meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sync.errors import NotPublished
from sync.journal import Journal
from sync.model.action import CreateTicket, Field, UpdateTicket, WriteCell
from sync.model.postmortem import Postmortem
from sync.model.report import Ending, Report

TRAILER: Final = "Pm-Sync-Run"
"""Ends the message of every commit that pm-sync makes, with the name of the run."""


@dataclass(slots=True)
class Writes:
    """A journal that notes, beside, how each document was rewritten."""

    journal: Journal
    _begun: dict[object, str] = field(default_factory=dict)
    _pending: dict[object, tuple[str, str]] = field(default_factory=dict)
    _done: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def record(self, event: str, details: Mapping[str, object]) -> None:
        """Record the event, like the journal itself."""
        self.journal.record(event, details)
        number = details.get("write")
        match event:
            case "begin":
                self._begun[number] = str(details.get("document"))
            case "rewrite":
                self._pending[number] = str(details["before"]), str(details["after"])
            case "done" if number in self._pending:
                self._done.setdefault(self._begun[number], []).append(self._pending.pop(number))

    @property
    def documents(self) -> frozenset[str]:
        """The paths of those that were rewritten."""
        return frozenset(self._done)

    def refuse_others(
        self, before: Mapping[str, str | None], now: Mapping[str, str | None]
    ) -> None:
        """Raise `NotPublished` for a document that is not what the run made of it, or of what it found; by revision, by path."""
        for path, rewrites in sorted(self._done.items()):
            known = before.get(path)
            for old, new in rewrites:
                if old != known:
                    raise NotPublished(_meddled(path))
                known = new
            if known != now.get(path):
                raise NotPublished(_meddled(path))


def _meddled(path: str) -> str:
    return (
        f"{path} was edited while the run wrote into it, and what somebody else wrote is not published; look at it, and"
        " commit it yourself"
    )


def revisions(documents: Iterable[object]) -> dict[str, str | None]:
    """By path; None for what could not be read."""
    return {one.path: one.revision for one in documents if isinstance(one, Postmortem)}


def message_of(report: Report, run: str, documents: Collection[str]) -> str:
    """What the commit says: numbers only, since titles, paths and names may be anybody's, or secret."""
    done = [result.action for result in report.results if result.ending is Ending.DONE]
    cells = [action for action in done if isinstance(action, WriteCell)]
    links = sum(action.field is Field.TICKET for action in cells)
    statuses = sum(action.field is Field.STATUS for action in cells)
    written = [
        _count(links, "ticket linked", "tickets linked"),
        _count(statuses, "status updated", "statuses updated"),
        _count(len(cells) - links - statuses, "field updated", "fields updated"),
    ]
    made = sum(isinstance(action, CreateTicket) for action in done)
    changed = len({action.ticket for action in done if isinstance(action, UpdateTicket)})
    body = [
        _count(len(documents), "document written", "documents written"),
        _count(made, "ticket created", "tickets created"),
        _count(changed, "ticket changed", "tickets changed"),
    ]
    told = ", ".join(filter(None, written)) or "what pm-sync remembers"
    parts = (f"pm-sync: {told}", ", ".join(filter(None, body)), f"{TRAILER}: {run}")
    return "\n\n".join(filter(None, parts)) + "\n"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""
