"""What creating needs to know, asked for all of it at once: labels that are missing, who can be assigned, the milestone."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from connectors.github.access import Kind
from connectors.github.failures import NotFound, refusal
from connectors.github.graphql import GraphQL, TooMuch
from connectors.github.home import Home
from connectors.github.options import LABEL
from connectors.github.session import Session
from connectors.http.transport import Lost, Unsent
from sync.errors import Rejected, Unavailable

log = logging.getLogger("pm_sync.github")

LABELLERS: Final = ("admin", "maintain", "push", "triage")
"""Roles that may label and assign: https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization"""

_AT_ONCE: Final = 50
_MATCHES: Final = 20
"""GitHub finds people by parts of names; an exact login is among the first."""

_COLOUR: Final = "1d76db"
_DESCRIPTION: Final = "Action item of a postmortem, kept in step by pm-sync"


@dataclass(slots=True)
class Preflight:
    """Asks, and remembers for the rest of the run."""

    session: Session
    graphql: GraphQL
    home: Home
    milestone_title: str | None = None
    milestone: int | None = None
    assignable: dict[str, bool] = field(default_factory=dict)
    """By login in lower case."""
    _labels: dict[str, bool] = field(default_factory=dict)
    """Whether they exist, by name in lower case."""

    def run(self, labels: Collection[str], logins: Collection[str]) -> None:
        """Ask what is not known yet, and make the labels that are missing. Raises `Rejected` if nothing can be created."""
        self.home.check_open()
        self._check_role()
        for name in self.look(labels, logins):
            self._make(name)
        self.find_milestone()

    def _check_role(self) -> None:
        """Raise `Rejected` for an account whose labels GitHub would drop. Of an installation GitHub does not tell its role."""
        may = self.home.facts.permissions
        told = bool(may) and self.session.access.kind is not Kind.INSTALLATION
        if told and not any(may.get(role) for role in LABELLERS):
            raise Rejected(
                f"this account may only read in {self.home.name}: GitHub would drop the labels and assignees of what it"
                " creates, and issues without our label are not found again; nothing was created. Give it the triage"
                " role or more"
            )

    def find_milestone(self) -> None:
        """Find the number of the milestone that the settings name. Raises `Rejected` if there is none that is open."""
        if self.milestone_title is not None and self.milestone is None:
            self.milestone = self._milestone(self.milestone_title)

    def look(self, labels: Collection[str], logins: Collection[str]) -> list[str]:
        """Ask what is not known yet; the labels that are missing."""
        names = list(dict.fromkeys(labels))
        new_labels = [name for name in names if name.casefold() not in self._labels]
        new_logins = sorted(login for login in logins if login not in self.assignable)
        for start in range(0, max(len(new_labels), len(new_logins)), _AT_ONCE):
            few = slice(start, start + _AT_ONCE)
            self._ask(new_labels[few], new_logins[few])
        return [name for name in names if not self._labels[name.casefold()]]

    def _ask(self, labels: Sequence[str], logins: Sequence[str]) -> None:
        owner, name = self.home.name.split("/")
        variables: dict[str, Any] = {"owner": owner, "name": name}
        parts = []
        for place, label in enumerate(labels):
            variables[f"l{place}"] = label
            parts.append(f"l{place}: label(name: $l{place}) {{ name }}")
        for place, login in enumerate(logins):
            variables[f"u{place}"] = login
            parts.append(
                f"u{place}: assignableUsers(query: $u{place}, first: {_MATCHES}) {{ totalCount nodes {{ login }} }}"
            )
        declared = ", ".join(f"${key}: String!" for key in variables)
        query = f"query({declared}) {{ repository(owner: $owner, name: $name) {{ {' '.join(parts)} }} }}"
        try:
            found = self.graphql.ask(query, variables).get("repository")
        except (TooMuch, Rejected) as error:
            log.info("GitHub does not answer this in bulk (%s)", error)
            found = None
        if isinstance(found, dict):
            self._take(found, labels, logins)
        else:
            self._one_by_one(labels)

    def _take(self, found: dict[str, Any], labels: Sequence[str], logins: Sequence[str]) -> None:
        for place, label in enumerate(labels):
            self._labels[label.casefold()] = bool(found.get(f"l{place}"))
        for place, login in enumerate(logins):
            users = found.get(f"u{place}") or {}
            names = {str(one.get("login")).casefold() for one in users.get("nodes") or () if one}
            if login in names or (users.get("totalCount") or 0) <= _MATCHES:
                self.assignable[login] = login in names
            else:
                self.assignable[login] = self._is_assignable(login)

    def _one_by_one(self, labels: Sequence[str]) -> None:
        """Where there is no GraphQL: ask for each label; whether people can be assigned, creating tells."""
        for label in labels:
            path = f"{self.home.path}/labels/{quote(label, safe='')}"
            self._labels[label.casefold()] = self._is_there(path)

    def _milestone(self, title: str) -> int:
        for page in self.session.pages(f"{self.home.path}/milestones", {"state": "open"}):
            for one in page.data:
                if isinstance(one, dict) and one.get("title") == title:
                    return int(one["number"])
        raise Rejected(
            f"there is no open milestone {title!r} in {self.home.name}; open it there, or take `milestone` out of"
            " [trackers.github]"
        )

    def _is_assignable(self, login: str) -> bool:
        return self._is_there(f"{self.home.path}/assignees/{quote(login, safe='')}")

    def _is_there(self, path: str) -> bool:
        try:
            return self.session.get(path).status in (200, 204)
        except NotFound:
            return False

    def _make(self, name: str) -> None:
        """Make a label. That somebody else made it meanwhile is fine; that we may not is told before anything is created."""
        fields = {"name": name, "color": _COLOUR}
        if name == LABEL:
            fields["description"] = _DESCRIPTION
        try:
            answer = self.session.write("POST", f"{self.home.path}/labels", fields)
        except Lost:
            return  # Making it again does no harm, and creating an issue tells whether it is there.
        except Unsent as error:
            raise Unavailable(f"GitHub: {error}") from error
        exists = any(one.get("code") == "already_exists" for one in answer.errors)
        if answer.status == 201 or exists:
            self._labels[name.casefold()] = True
            return
        told = refusal(answer, f"making the label {name!r} in {self.home.name}")
        raise Rejected(
            f"{told}; nothing was created. Make the label there by hand, or grant `issues: write`"
        )
