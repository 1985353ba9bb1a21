"""What Jira lets pm-sync do, found out by reading alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

from connectors.jira.drafting import Drafting
from connectors.jira.failures import NotFound
from connectors.jira.options import Destination, JiraOptions, JiraPlace, destination_of
from connectors.jira.people import Hindrance
from connectors.jira.server import Server
from connectors.jira.wire import users_in
from sync.errors import PmSyncError, Rejected
from sync.model.ticket import Owner
from sync.ports import Finding, Severity

_TOLD_AT_MOST: Final = 20

PLACEHOLDER: Final = "{front_matter."
"""What stands in a route's value for what a document says."""


@dataclass(slots=True)
class Diagnosis:
    """Looks at the settings from Jira's side."""

    server: Server
    drafting: Drafting
    places: tuple[JiraPlace, ...]
    creates: bool = True
    """Whether new tickets may go there."""

    def findings(self, owners: Collection[Owner]) -> Iterator[Finding]:
        """What is well, what is missing and what to do about it, in the order in which it would stop a run."""
        try:
            kind = "Cloud" if self.server.is_cloud else "Data Center"
            who = self.server.introduce_ourselves()
        except PmSyncError as error:
            yield Finding(Severity.BAD, str(error))
            return
        version = f" {self.server.version}" if self.server.version and kind != "Cloud" else ""
        yield Finding(Severity.WELL, f"Jira {kind}{version} answers, to {who}")
        destinations = self._destinations()
        if not destinations and not self.places:
            yield Finding(
                Severity.BAD if self.creates else Severity.DOUBT,
                "no project is named, so no tickets are created in Jira",
                'write project = "KEY" under [trackers.jira]',
            )
        for destination in destinations:
            yield self._destination(destination)
        if destinations and not self.server.session.is_refused:
            projects = tuple(dict.fromkeys(one.project for one in destinations))
            yield from self._owners(owners, projects)

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

    def _destination(self, destination: Destination) -> Finding:
        name = f"{destination.issue_type} in {destination.project}"
        try:
            ready = self.drafting.preflight.ready(destination)
        except PmSyncError as error:
            return Finding(Severity.BAD, str(error))
        parent = destination.parent
        if parent and not self._exists(parent):
            return Finding(
                Severity.BAD,
                f"{name}: {parent} does not exist, or this account may not see it",
                f"correct `parent` or `epic` in {destination.table}",
            )
        if not ready.has("assignee"):
            return Finding(
                Severity.DOUBT,
                f"tickets can be created as {name}, and its create screen has no assignee",
                "each is assigned with a request of its own, if the account may do that",
            )
        return Finding(Severity.WELL, f"tickets can be created as {name}")

    def _exists(self, key: str) -> bool:
        try:
            self.server.session.get(f"/issue/{key}", {"fields": "summary"})
        except NotFound:
            return False
        return True

    def _owners(self, owners: Collection[Owner], projects: Collection[str]) -> Iterator[Finding]:
        told: dict[str, str] = {}
        try:
            for owner in owners:
                found = self.drafting.people.account(owner)
                if isinstance(found, Hindrance):
                    told[f"{owner.name} is not assigned: {found.found}"] = found.advice
                    continue
                closed = [one for one in projects if not self._is_assignable(found, one)]
                if closed:
                    told[
                        f"{owner.name} is not assigned in {', '.join(closed)}: Jira lets nobody assign them there"
                    ] = "give them the permission to be assigned there"
        except PmSyncError as error:
            yield Finding(Severity.BAD, str(error))
            return
        for found, remedy in list(told.items())[:_TOLD_AT_MOST]:
            yield Finding(Severity.DOUBT, found, remedy)
        if len(told) > _TOLD_AT_MOST:
            yield Finding(
                Severity.DOUBT, f"{len(told) - _TOLD_AT_MOST} more owners are not assigned"
            )
        if owners and not told:
            yield Finding(Severity.WELL, "every owner of an open item can be assigned")

    def _is_assignable(self, account: str, project: str) -> bool:
        name = "accountId" if self.server.is_cloud else "username"
        parameters = {"project": project, name: account}
        try:
            data = self.server.session.get("/user/assignable/search", parameters).data
        except Rejected:
            return not self.server.session.is_refused
        return any(account in (one.account_id, one.name) for one in users_in(data))


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
