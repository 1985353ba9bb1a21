"""What creating needs to know, asked for all of it at once: labels that are missing, who can be assigned, the milestone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from connectors.github.failures import Lost, NotFound, Unsent, refusal
from connectors.github.graphql import GraphQL, TooMuch
from connectors.github.home import Home
from connectors.github.options import LABEL
from connectors.github.session import Session
from sync.errors import Rejected, Unavailable

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
    _milestone_asked: bool = False

    def run(self, labels: Collection[str], logins: Collection[str]) -> None:
        """Ask what is not known yet, and make the labels that are missing. Raises `Rejected` if nothing can be created."""
        self.home.check_open()
        for name in self.look(labels, logins):
            self._make(name)
        if self.milestone_title is not None and self.milestone is None:
            raise Rejected(
                f"there is no open milestone {self.milestone_title!r} in {self.home.name}; open it there, or take"
                " `milestone` out of [trackers.github]"
            )

    def look(self, labels: Collection[str], logins: Collection[str]) -> list[str]:
        """Ask what is not known yet; the labels that are missing."""
        names = list(dict.fromkeys(labels))
        new_labels = [name for name in names if name.casefold() not in self._labels]
        new_logins = sorted(login for login in logins if login not in self.assignable)
        for start in range(0, max(len(new_labels), len(new_logins), 1), _AT_ONCE):
            few = slice(start, start + _AT_ONCE)
            if new_labels[few] or new_logins[few] or self._wants_milestone:
                self._ask(new_labels[few], new_logins[few])
        return [name for name in names if not self._labels[name.casefold()]]

    @property
    def _wants_milestone(self) -> bool:
        return self.milestone_title is not None and not self._milestone_asked

    def _ask(self, labels: Sequence[str], logins: Sequence[str]) -> None:
        owner, name = self.home.name.split("/")
        variables: dict[str, Any] = {"owner": owner, "name": name}
        parts = ["id"]
        for place, label in enumerate(labels):
            variables[f"l{place}"] = label
            parts.append(f"l{place}: label(name: $l{place}) {{ name }}")
        for place, login in enumerate(logins):
            variables[f"u{place}"] = login
            parts.append(
                f"u{place}: assignableUsers(query: $u{place}, first: {_MATCHES}) {{ totalCount nodes {{ login }} }}"
            )
        if self._wants_milestone:
            variables["m"] = self.milestone_title
            parts.append(
                "m: milestones(query: $m, first: 50, states: [OPEN]) { nodes { number title } }"
            )
        declared = ", ".join(f"${key}: String!" for key in variables)
        query = f"query({declared}) {{ repository(owner: $owner, name: $name) {{ {' '.join(parts)} }} }}"
        try:
            found = self.graphql.ask(query, variables).get("repository")
        except TooMuch as error:
            raise Unavailable("GitHub: it does not answer who can be assigned") from error
        self._take(found if isinstance(found, dict) else {}, labels, logins)

    def _take(self, found: dict[str, Any], labels: Sequence[str], logins: Sequence[str]) -> None:
        for place, label in enumerate(labels):
            self._labels[label.casefold()] = bool(found.get(f"l{place}"))
        for place, login in enumerate(logins):
            users = found.get(f"u{place}") or {}
            names = {str(one.get("login")).casefold() for one in users.get("nodes") or () if one}
            if login in names or users.get("totalCount", 0) <= _MATCHES:
                self.assignable[login] = login in names
            else:
                self.assignable[login] = self._is_assignable(login)
        if self._wants_milestone:
            self._milestone_asked = True
            for one in (found.get("m") or {}).get("nodes") or ():
                if one and one.get("title") == self.milestone_title:
                    self.milestone = int(one["number"])

    def _is_assignable(self, login: str) -> bool:
        try:
            return self.session.get(f"{self.home.path}/assignees/{login}").status == 204
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
