"""The endpoints that change something."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from tests.fakes.github.bodies import Bodies
from tests.fakes.github.exchange import Refused, Reply, invalid
from tests.fakes.github.keys import required
from tests.fakes.github.model import Issue, Repository
from tests.fakes.github.reading import HOME
from tests.fakes.github.routes import Call, Route, manageable, numbered, writable
from tests.fakes.github.wanted import (
    MOST_ASSIGNEES,
    check_state,
    check_texts,
    label_names,
    taken_labels,
    wanted_assignees,
    wanted_milestone,
    wanted_type,
)
from tests.fakes.github.world import World

NEW = ("title", "body", "labels", "assignees", "milestone", "type")
CHANGED = (*NEW, "state", "state_reason", "duplicate_issue_id")
ISSUE = f"{HOME}/issues/{{number}}"


class Writing:
    """Changes the world. `lag` is how long a new issue stays unknown to lists, as on a replica behind its source."""

    def __init__(self, world: World, bodies: Callable[[], Bodies]) -> None:
        self._world = world
        self._bodies = bodies
        self.lag = timedelta(0)

    def routes(self) -> list[Route]:
        label = ("name", "color", "description")
        return [
            Route("POST", f"{HOME}/issues", self.create, keys=NEW, creates=True),
            Route("PATCH", ISSUE, self.change, keys=CHANGED),
            Route("POST", f"{ISSUE}/assignees", self.assign, keys=("assignees",)),
            Route("DELETE", f"{ISSUE}/assignees", self.unassign, keys=("assignees",)),
            Route("POST", f"{ISSUE}/labels", self.add_labels, keys=("labels",), takes_list=True),
            Route("DELETE", f"{ISSUE}/labels/{{name}}", self.remove_label),
            Route("POST", f"{HOME}/labels", self.create_label, keys=label, creates=True),
        ]

    def create(self, call: Call) -> Reply:
        """What only those who may push may set is dropped for the others without a word."""
        required(call.token)
        home, body = call.repository, call.request.body or {}
        writable(self._world, home)
        if not home.has_issues:
            raise Refused(410, "Issues has been disabled in this repository.")
        if "title" not in body:
            raise Refused(422, 'Invalid request.\n\n"title" wasn\'t supplied.')
        check_texts(body)
        fields = self._fields(home, body) if home.push else {}
        made = self._world.add_issue(
            home, str(body["title"]), self._world.viewer, self._world.clock
        )
        made.body = body.get("body")
        _set(self._world, made, fields)
        if self.lag:
            made.seen_from = self._world.clock + self.lag
        told = self._bodies().issue(made)
        return Reply(201, told, {"Location": told["url"]})

    def change(self, call: Call) -> Reply:
        """Labels and assignees are replaced as a whole; a reason counts only where the state changes."""
        required(call.token)
        home, body = call.repository, call.request.body or {}
        issue = numbered(self._world, call, self._bodies().api_url, whole=True)
        own = issue.author is not None and issue.author.login == self._world.viewer
        (writable if own else manageable)(self._world, home)
        check_texts(body)
        check_state(body)
        fields = self._fields(home, body) if home.push else {}
        fields |= {name: body[name] for name in ("title", "body") if name in body}
        state = body.get("state", issue.state)
        if state != issue.state:
            usual = "completed" if state == "closed" else "reopened"
            reason = body.get("state_reason") or usual
            self._world.move(issue, state, reason, self._world.clock, self._world.viewer)
            issue.duplicate_of = body.get("duplicate_issue_id") if reason == "duplicate" else None
        self._apply(issue, fields)
        return Reply(200, self._bodies().issue(issue))

    def assign(self, call: Call) -> Reply:
        """Who may not be assigned is left out silently, unlike at a new issue."""
        issue = self._part(call)
        logins = (call.request.body or {}).get("assignees", [])
        if call.repository.push:
            found = [call.repository.find_assignable(login) for login in logins]
            more = [who for who in found if who is not None and who not in issue.assignees]
            self._apply(issue, {"assignees": (issue.assignees + more)[:MOST_ASSIGNEES]})
        return Reply(201, self._bodies().issue(issue))

    def unassign(self, call: Call) -> Reply:
        issue = self._part(call)
        gone = {login.casefold() for login in (call.request.body or {}).get("assignees", [])}
        if call.repository.push:
            left = [who for who in issue.assignees if who.login.casefold() not in gone]
            self._apply(issue, {"assignees": left})
        return Reply(200, self._bodies().issue(issue))

    def add_labels(self, call: Call) -> Reply:
        issue = self._part(call)
        manageable(self._world, call.repository)
        body = call.request.body or []
        names = label_names(body if isinstance(body, list) else body.get("labels", []))
        more = taken_labels(self._world, call.repository, names)
        self._apply(
            issue, {"labels": issue.labels + [one for one in more if one not in issue.labels]}
        )
        return self._labels(issue)

    def remove_label(self, call: Call) -> Reply:
        issue = self._part(call)
        manageable(self._world, call.repository)
        gone = call.repository.find_label(call.parts["name"])
        if gone is None or gone not in issue.labels:
            raise Refused(404, "Label does not exist")
        self._apply(issue, {"labels": [one for one in issue.labels if one is not gone]})
        return self._labels(issue)

    def create_label(self, call: Call) -> Reply:
        required(call.token)
        home, body = call.repository, call.request.body or {}
        manageable(self._world, home)
        (name,) = label_names([body.get("name", "")])
        if home.find_label(name) is not None:
            raise invalid("Label", "name", "already_exists")
        color = body.get("color", "ededed")
        if not re.fullmatch(r"[0-9a-fA-F]{6}", color):
            raise invalid("Label", "color", "invalid")
        made = self._world.label(home.full_name, name, color, body.get("description"))
        told = self._bodies().label(home, made)
        return Reply(201, told, {"Location": told["url"]})

    def _part(self, call: Call) -> Issue:
        required(call.token)
        writable(self._world, call.repository)
        return numbered(self._world, call, self._bodies().api_url)

    def _labels(self, issue: Issue) -> Reply:
        bodies = self._bodies()
        return Reply(200, [bodies.label(issue.repository, one) for one in issue.labels])

    def _fields(self, home: Repository, body: Mapping[str, Any]) -> dict[str, Any]:
        """Everything that needs the right to push; labels come last because they may be made here."""
        fields: dict[str, Any] = {}
        names = label_names(body.get("labels", []))
        if "assignees" in body:
            fields["assignees"] = wanted_assignees(home, body["assignees"])
        if "milestone" in body:
            fields["milestone"] = wanted_milestone(home, body["milestone"])
        if "type" in body:
            fields["type"] = wanted_type(home, body["type"])
        if "labels" in body:
            fields["labels"] = taken_labels(self._world, home, names)
        return fields

    def _apply(self, issue: Issue, fields: Mapping[str, Any]) -> None:
        """Only a change is an update."""
        if any(getattr(issue, name) != value for name, value in fields.items()):
            _set(self._world, issue, fields)
            issue.updated_at = self._world.clock


def _set(world: World, issue: Issue, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        before = getattr(issue, name)
        setattr(issue, name, value)
        world.changed(issue, name, before, world.viewer)
