"""Whether tickets can get to the ends that pm-sync moves them to: as their project has statuses, and as one of them has ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from connectors.jira.issues import Reading
from connectors.jira.lookup import Lookup
from connectors.jira.meta import listed
from connectors.jira.moves import Moves
from connectors.jira.options import LABEL, Destination, JiraOptions, folded
from connectors.jira.wire import Issue
from sync.diagnosis import Area, Finding, Uses, bad, doubt, well
from sync.errors import Rejected
from sync.model.postmortem import Status

_ENDS: Final = (Status.DONE, Status.WONT_DO)
_LOOKED_AT: Final = 20
"""Tickets of ours among which an open one is looked for."""


@dataclass(frozen=True, slots=True)
class _There:
    """A status that issues of some type in a project can have."""

    id: str
    name: str
    category: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Looks, without moving anything."""

    lookup: Lookup
    reading: Reading
    moves: Moves
    options: JiraOptions

    def findings(self, destination: Destination, uses: Uses) -> Iterator[Finding]:
        """What is found for the issues of one destination."""
        try:
            there = self._statuses(destination)
            yield from self._named(destination, there)
            issue = self._open_one(destination.project)
            if issue is None:
                yield from self._by_statuses(destination, there, uses)
            else:
                yield from self._by_ways(issue, uses)
        except Rejected as error:
            if self.lookup.session.is_refused:
                raise
            yield doubt(Area.TICKETS, str(error))

    def _statuses(self, destination: Destination) -> list[_There]:
        """Those of the destination's type, or of all types if Jira calls none so."""
        path = f"/project/{quote(destination.project, safe='')}/statuses"
        rows = self.lookup.session.get(path).data
        told = [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
        own = [one for one in told if _is_type(one, destination.issue_type)] or told
        found = [_there(one) for row in own for one in row.get("statuses") or ()]
        return list(dict.fromkeys(found))

    def _named(self, destination: Destination, there: list[_There]) -> Iterator[Finding]:
        """Statuses that the settings name, and that nothing has."""
        known = {name for one in there for name in (one.id, folded(one.name))}
        for setting, names in (
            ("moves", self.options.moves.values()),
            ("statuses", self.options.statuses),
        ):
            lost = [one for one in names if one not in known and folded(one) not in known]
            if lost and there:
                yield doubt(
                    Area.TICKETS,
                    f"`{setting}` names {listed([repr(one) for one in lost])}, and {destination.issue_type} in"
                    f" {destination.project} has no such status; it has {listed([one.name for one in there])}",
                    f"correct `{setting}` under [trackers.jira]",
                )

    def _open_one(self, project: str) -> Issue | None:
        """A ticket of ours on which something is left to do, the newest of the few that are looked at."""
        jql = f'project = "{project}" AND labels = "{LABEL}" ORDER BY created DESC'
        found = sorted(self.lookup.some(jql, _LOOKED_AT), key=lambda one: -one.id)
        return next((one for one in found if not self.reading.status(one).is_final), None)

    def _by_statuses(
        self, destination: Destination, there: list[_There], uses: Uses
    ) -> Iterator[Finding]:
        """Without a ticket nobody tells the ways; that there is an end at all can be told."""
        name = f"{destination.issue_type} in {destination.project}"
        if any(one.category == "done" or self._means_done(one) for one in there):
            told = f"{name} has a status for what is done; whether each ticket can get there, the first one will tell"
            yield well(Area.TICKETS, told)
        elif there:
            found = f"no status of {name} is one for what is done"
            yield _hindered(found, 'write moves = { done = "…" } under [trackers.jira]', uses)

    def _means_done(self, one: _There) -> bool:
        return self.reading.meaning(one.id, one.name) is Status.DONE

    def _by_ways(self, issue: Issue, uses: Uses) -> Iterator[Finding]:
        hindered = self.moves.hindrances(issue, _ENDS)
        for found, remedy in hindered.values():
            yield _hindered(found, remedy, uses)
        reached = [_word(one) for one in _ENDS if one not in hindered]
        if reached:
            told = f"{issue.key} can be moved from {issue.status!r} to {' and to '.join(reached)}"
            yield well(Area.TICKETS, told)


def _hindered(found: str, remedy: str, uses: Uses) -> Finding:
    """A way that is missing matters where runs move tickets; elsewhere it is only told."""
    if uses.moves:
        return bad(Area.TICKETS, found, remedy)
    return well(Area.TICKETS, f"{found}; no run moves tickets with these settings")


def _word(status: Status) -> str:
    return status.value.replace("_", " ").replace("wont", "won't")


def _is_type(row: Mapping[str, Any], wanted: str) -> bool:
    return folded(str(row.get("name", ""))) == folded(wanted) or str(row.get("id")) == wanted


def _there(row: Mapping[str, Any]) -> _There:
    category = row.get("statusCategory")
    key = category.get("key") if isinstance(category, dict) else None
    return _There(str(row.get("id", "")), str(row.get("name", "")), str(key or "undefined"))
