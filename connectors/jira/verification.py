"""Looking at what was just made: whether it bears our marks, and whom Jira really assigned."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from connectors.http.transport import Lost, Unsent
from connectors.jira.failures import complaints, refusal
from connectors.jira.issues import Reading
from connectors.jira.lookup import Lookup
from connectors.jira.marker import PROPERTY, property_of
from connectors.jira.meta import listed
from connectors.jira.people import Assignment, People
from connectors.jira.preflight import Ready
from connectors.jira.reference import ref_of
from connectors.jira.texts import summary
from connectors.jira.wire import Issue
from sync.errors import TrackerError
from sync.model.postmortem import Status
from sync.model.ticket import Done, Draft, Ticket

log = logging.getLogger("pm_sync.jira")


@dataclass(frozen=True, slots=True)
class Made:
    """An issue that Jira says it created, and what it was asked for."""

    draft: Draft
    ready: Ready
    assignment: Assignment
    without: Mapping[str, str]
    """Fields that Jira refused, each with the reason."""
    id: int
    key: str


@dataclass(slots=True)
class Verification:
    """Reads, and mends what can be mended: an assignee that creating did not take, a property that was dropped."""

    lookup: Lookup
    people: People
    reading: Reading
    told: set[str] = field(default_factory=set)
    """Priorities of documents that were told to be unknown."""

    def outcomes(self, made: Sequence[Made]) -> dict[str, Done]:
        """What each became, by the key of its action item. Nothing that fails here undoes that it was created."""
        found = self._read([one.key for one in made])
        made = _as_marked(made, found)
        remarks: dict[str, list[str]] = {one.key: self._left_out(one) for one in made}
        touched = []
        for one in made:
            issue = found.get(one.key)
            told = self._mended(one, issue)
            if told is not None:
                touched.append(one.key)
                remarks[one.key].extend(told)
        found |= self._read(touched)
        for one in made:
            if not remarks[one.key]:
                remarks[one.key].extend(self._unassigned(one, found.get(one.key)))
        return {
            one.draft.marker.key: Done(
                self._ticket(one, found.get(one.key)), tuple(remarks[one.key])
            )
            for one in made
        }

    def _read(self, keys: Sequence[str]) -> dict[str, Issue]:
        try:
            return self.lookup.by_key(keys) if keys else {}
        except TrackerError as error:
            log.warning("what was just created could not be looked at: %s", error)
            return {}

    def _left_out(self, one: Made) -> list[str]:
        names = one.ready.screen.names
        return [
            *one.assignment.remarks,
            *self._unknown_priority(one),
            *(
                f"it was created without {complaints({name: why}, names)}"
                for name, why in one.without.items()
                if name != "assignee"
            ),
        ]

    def _unknown_priority(self, one: Made) -> list[str]:
        """Told once for each word: Jira gives such tickets the priority that it gives by itself."""
        word, table = one.draft.priority, one.ready.destination.table
        known = one.ready.priorities
        if not word or not known or word in self.told or one.ready.priority(word):
            return []
        self.told.add(word)
        return [
            f'{word!r} is none of Jira\'s priorities ({listed(known)}); write priorities = {{ "{word}" = "{known[0]}" }} in {table}'
        ]

    def _mended(self, one: Made, issue: Issue | None) -> list[str] | None:
        """Try by itself what creating did not do; None if there was nothing to try, else what failed of it."""
        told: list[str] = []
        tried = False
        if issue is not None and issue.marker is None:
            tried = True
            told.extend(self._put_property(one))
        account = one.assignment.account
        sent = one.ready.has("assignee") and "assignee" not in one.without
        have = (account if sent else None) if issue is None else issue.assignee
        if account is not None and have != account:
            tried = True
            told.extend(self._assign(one, account))
        return told if tried else None

    def _assign(self, one: Made, account: str) -> list[str]:
        name, project = one.assignment.name, one.ready.destination.project
        if (project, account) in self.people.refused:
            return [f"{name} is not assigned: Jira lets nobody assign them in {project}"]
        path = f"/issue/{quote(one.key, safe='')}/assignee"
        try:
            answer = self.lookup.session.write("PUT", path, self.people.reference(account))
        except (Lost, Unsent, TrackerError) as error:
            return [f"{name} could not be assigned: {error}"]
        if answer.status < 300:
            return []
        self.people.refused.add((project, account))
        return [refusal(answer, f"{name} is not assigned")]

    def _put_property(self, one: Made) -> list[str]:
        path = f"/issue/{quote(one.key, safe='')}/properties/{PROPERTY}"
        try:
            answer = self.lookup.session.write("PUT", path, property_of(one.draft.marker))
        except (Lost, Unsent, TrackerError) as error:
            return [f"the property {PROPERTY} could not be set: {error}"]
        return [] if answer.status < 300 else [refusal(answer, f"setting the property {PROPERTY}")]

    def _unassigned(self, one: Made, issue: Issue | None) -> list[str]:
        """Whom Jira did not assign although it did not say so."""
        account = one.assignment.account
        if issue is None or account is None or issue.assignee == account:
            return []
        return [f"Jira did not assign {one.assignment.name}"]

    def _ticket(self, one: Made, issue: Issue | None) -> Ticket:
        """What Jira has, or, where that could not be read, what was sent."""
        if issue is not None:
            ticket = self.reading.ticket(issue)
            return ticket if ticket.marker else replace(ticket, marker=one.draft.marker)
        account = one.assignment.account if "assignee" not in one.without else None
        return Ticket(
            ref=ref_of(one.key),
            title=summary(one.draft.title),
            status=Status.OPEN,
            owners=(account,) if account else (),
            shown=False,
            label=one.key,
            url=self.reading.url(one.key),
            marker=one.draft.marker,
        )


def _as_marked(made: Sequence[Made], found: Mapping[str, Issue]) -> list[Made]:
    """Each draft with the issue that bears its mark, in whatever order Jira told them."""
    by_mark = {issue.marker.key: issue for issue in found.values() if issue.marker is not None}
    return [
        replace(one, id=issue.id, key=issue.key)
        if (issue := by_mark.get(one.draft.marker.key)) is not None
        else one
        for one in made
    ]
