"""What Jira lets pm-sync do, found out by reading alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from connectors.jira.drafting import Drafting
from connectors.jira.failures import NotFound
from connectors.jira.meta import listed
from connectors.jira.options import Destination, JiraOptions, JiraPlace, destination_of
from connectors.jira.people import Hindrance
from connectors.jira.permissions import Permissions
from connectors.jira.preflight import Ready, Unready
from connectors.jira.reach import Reach
from connectors.jira.server import Server
from connectors.jira.wire import users_in
from sync.diagnosis import Area, Finding, Severity, Uses, bad, doubt, of_clock, well
from sync.errors import PmSyncError, Rejected
from sync.model.ticket import Owner

PLACEHOLDER: Final = "{front_matter."
"""What stands in a route's value for what a document says."""


@dataclass(slots=True)
class Diagnosis:
    """Looks at the settings from Jira's side."""

    server: Server
    drafting: Drafting
    places: tuple[JiraPlace, ...]
    reach: Reach
    creates: bool = True
    """Whether new tickets may go there."""

    def findings(self, owners: Collection[Owner], uses: Uses) -> Iterator[Finding]:
        """What is well, missing or too much, and what to do about it; whatever Jira refuses is a finding too."""
        try:
            yield from self._server()
        except PmSyncError as error:
            yield bad(Area.ACCESS, str(error))
            return
        destinations = self._destinations()
        if not destinations and not self.places:
            yield Finding(
                Severity.BAD if self.creates else Severity.DOUBT,
                "no project is named, so no tickets are created in Jira",
                'write project = "KEY" under [trackers.jira]',
            )
        try:
            yield from self._projects(destinations, owners, uses)
        except PmSyncError as error:
            yield bad(Area.ACCESS, str(error))

    def _server(self) -> Iterator[Finding]:
        kind = "Cloud" if self.server.is_cloud else "Data Center"
        who = self.server.introduce_ourselves()
        version = f" {self.server.version}" if self.server.version and kind != "Cloud" else ""
        yield well(Area.ACCESS, f"Jira {kind}{version} answers, to {who}")
        if self.server.our_clock is not None:
            yield of_clock(self.server.clock, self.server.our_clock, "Jira")

    def _projects(
        self, destinations: Sequence[Destination], owners: Collection[Owner], uses: Uses
    ) -> Iterator[Finding]:
        projects = tuple(dict.fromkeys(one.project for one in destinations))
        looked_at: set[str] = set()
        for destination in destinations:
            ready = self._ready(destination)
            yield from self._destination(destination, ready, uses)
            if isinstance(ready, Ready) and destination.project not in looked_at:
                looked_at.add(destination.project)
                yield from self.reach.findings(destination, uses)
        if destinations:
            yield from self._owners(owners, projects)
        # Last, since a token of few scopes may be refused altogether for asking this, which no run does.
        permissions = Permissions(self.server)
        secured = {one.project for one in destinations if one.security_level}
        for project in projects:
            yield from permissions.findings(project, uses, secures=project in secured)

    def _destinations(self) -> list[Destination]:
        found = []
        options: JiraOptions = self.drafting.options
        kinds = (None, *options.issue_types)
        for place in (JiraPlace(), *self.places):
            for kind in kinds:
                destination = _without_later(destination_of(options, place, kind))
                if destination is not None and destination not in found:
                    found.append(destination)
        return found

    def _ready(self, destination: Destination) -> Ready | PmSyncError:
        try:
            return self.drafting.preflight.ready(destination)
        except PmSyncError as error:
            if self.server.session.is_refused:
                raise
            return error

    def _destination(
        self, destination: Destination, ready: Ready | PmSyncError, uses: Uses
    ) -> Iterator[Finding]:
        name = f"{destination.issue_type} in {destination.project}"
        if not isinstance(ready, Ready):
            yield from _refused(ready)
            return
        parent = destination.parent
        if parent and not self._exists(parent):
            yield bad(
                Area.TICKETS,
                f"{name}: {parent} does not exist, or this account may not see it",
                f"correct `parent` or `epic` in {destination.table}",
            )
        elif not ready.has("assignee"):
            yield doubt(
                Area.TICKETS,
                f"tickets can be created as {name}, and its create screen has no assignee",
                "each is assigned with a request of its own, if the account may do that",
            )
        else:
            yield well(Area.TICKETS, f"tickets can be created as {name}")
        yield from _priorities(name, ready, uses)

    def _exists(self, key: str) -> bool:
        try:
            self.server.session.get(f"/issue/{key}", {"fields": "summary"})
        except NotFound:
            return False
        return True

    def _owners(self, owners: Collection[Owner], projects: Collection[str]) -> Iterator[Finding]:
        told = False
        for owner in owners:
            found = self._hindrance(owner, projects)
            if found is not None:
                told = True
                yield found
        if owners and not told:
            yield well(Area.OWNERS, "every owner of an open item can be assigned")

    def _hindrance(self, owner: Owner, projects: Collection[str]) -> Finding | None:
        """Why somebody is not assigned; None if they are."""
        account = self.drafting.people.account(owner)
        if isinstance(account, Hindrance):
            found, remedy = f"{owner.name} is not assigned: {account.found}", account.advice
            unknown = not owner.known and "/" not in owner.identity
        else:
            closed = [one for one in projects if not self._is_assignable(account, one)]
            if not closed:
                return None
            found = f"{owner.name} is not assigned in {', '.join(closed)}: Jira lets nobody assign them there"
            remedy, unknown = "give them the permission to be assigned there", False
        return Finding(
            Severity.DOUBT, found, remedy, Area.OWNERS, owner=owner.name, unknown=unknown
        )

    def _is_assignable(self, account: str, project: str) -> bool:
        name = "accountId" if self.server.is_cloud else "username"
        parameters = {"project": project, name: account}
        try:
            data = self.server.session.get("/user/assignable/search", parameters).data
        except Rejected:
            return not self.server.session.is_refused
        return any(account in (one.account_id, one.name) for one in users_in(data))


def _refused(error: PmSyncError) -> Iterator[Finding]:
    """Each thing to mend by itself, where several are told at once."""
    if not isinstance(error, Unready):
        yield bad(Area.TICKETS, str(error))
        return
    for problem in error.problems:
        found, _, remedy = problem.partition("; ")
        yield bad(Area.TICKETS, found, remedy)


def _priorities(name: str, ready: Ready, uses: Uses) -> Iterator[Finding]:
    """Words of documents that mean nothing to Jira: their tickets get its default."""
    lost = [word for word in uses.priorities if ready.priority(word) is None]
    if not lost:
        return
    if not ready.priorities:
        yield doubt(
            Area.TICKETS,
            f"{name} has no field for priorities, so {listed(lost)} of the documents is not told",
            "put Priority on its create screen, if it matters",
        )
        return
    line = ", ".join(f'"{word}" = "{ready.priorities[0]}"' for word in lost[:3])
    yield doubt(
        Area.TICKETS,
        f"{name}: no priority stands for {listed(lost)} of the documents; it has {listed(ready.priorities)}",
        f"write priorities = {{ {line} }} under [trackers.jira]",
    )


def _without_later(destination: Destination | None) -> Destination | None:
    """What of it can be looked at now; None where documents decide even the type, or who may see it."""
    if destination is None or _is_later((destination.issue_type, destination.security_level)):
        return None
    later = tuple(name for name, value in destination.fields.items() if _is_later(value))
    fields = {name: value for name, value in destination.fields.items() if name not in later}
    components = tuple(one for one in destination.components if not _is_later(one))
    return replace(destination, fields=fields, components=components, later=later)


def _is_later(value: object) -> bool:
    """Whether a document fills it in."""
    return PLACEHOLDER in str(value)
