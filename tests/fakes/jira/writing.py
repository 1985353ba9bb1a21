"""The endpoints that make and change issues."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.fakes.jira.bodies import Bodies
from tests.fakes.jira.exchange import Invalid, Refused, Reply, Uncovered
from tests.fakes.jira.faults import Partial
from tests.fakes.jira.model import Filter, Issue, IssueLink
from tests.fakes.jira.past import changed
from tests.fakes.jira.routes import Call, Route, Sight
from tests.fakes.jira.world import World
from tests.fakes.jira.written import ATTRIBUTES, Written

NEW = ("fields", "update", "properties")
MOST_AT_ONCE = 50
LONGEST_PROPERTY = 32_768
LONGEST_PROPERTY_KEY = 255


class Writing:
    """Changes the world. `partial` is the fault, if one is on, that refuses some elements of a bulk."""

    def __init__(self, world: World, bodies: Callable[[], Bodies], written: Written) -> None:
        self._world = world
        self._bodies = bodies
        self._written = written
        self._sight = Sight(world)
        self.partial: Partial | None = None
        self.may_silence = False

    def routes(self) -> list[Route]:
        quiet = ("notifyUsers",)
        named = ("accountId",) if self._world.cloud else ("name",)
        stored = ("name", "jql", "description", "favourite")
        return [
            Route("POST", "/issue", self.create, keys=NEW),
            Route("POST", "/issue/bulk", self.create_many, keys=("issueUpdates",)),
            Route("PUT", "/issue/{issue}", self.change, query=quiet, keys=NEW),
            Route("PUT", "/issue/{issue}/assignee", self.assign, keys=named),
            Route("POST", "/filter", self.store, keys=stored),
        ]

    def create(self, call: Call) -> Reply:
        return Reply(201, self._made(call, call.body))

    def create_many(self, call: Call) -> Reply:
        """Each for itself: 201 as soon as one was made, with the places of the others, and 400 where none was."""
        asked = call.body.get("issueUpdates") or []
        if not asked or len(asked) > MOST_AT_ONCE:
            raise Refused(400, f"Between 1 and {MOST_AT_ONCE} issues can be created at once.")
        made, errors = [], []
        for number, one in enumerate(asked):
            try:
                self._struck(number)
                made.append(self._made(call, one))
            except Refused as refused:
                told = {"status": refused.reply.status, "elementErrors": refused.reply.body}
                errors.append(told | {"failedElementNumber": number})
        return Reply(201 if made else 400, {"issues": made, "errors": errors})

    def change(self, call: Call) -> Reply:
        issue, body = self._sight.issue(call, writes=True), call.body
        if call.request.query.get("notifyUsers") == "false" and not self.may_silence:
            raise Refused(
                403,
                "To discard the user notification either admin or project admin permissions are required.",
            )
        home = issue.project
        fields = self._written.operations(issue, body.get("update") or {}, body.get("fields") or {})
        present = {"summary": issue.summary}
        screen = home.screens[issue.type.id]
        told = self._written.values(
            home,
            fields,
            screen,
            required=[name for name in fields if name in home.required[issue.type.id]],
            present=present,
        )
        properties = _properties(body)
        links = list(self._links(body, screen))
        self._apply(issue, told)
        changed(issue, call.who, self._world.clock, told)
        issue.properties |= properties
        issue.links += links
        self._world.touched(issue)
        return Reply(204)

    def assign(self, call: Call) -> Reply:
        issue = self._sight.issue(call, writes=True)
        try:
            issue.assignee = self._written.assignee(issue.project, call.body)
        except Invalid as wrong:
            raise Refused(400, errors={"assignee": str(wrong)}) from None
        changed(issue, call.who, self._world.clock, ["assignee"])
        self._world.touched(issue)
        return Reply(204)

    def store(self, call: Call) -> Reply:
        """A filter: of two with one name only the first is taken, which makes a lock of it."""
        who, body = call.who, call.body
        name = str(body.get("name") or "")
        if not name:
            raise Refused(
                400, errors={"filterName": "You must specify a name to save this filter as."}
            )
        if any(one.name == name and one.owner is who for one in self._world.filters):
            raise Refused(400, errors={"filterName": "Filter with same name already exists."})
        made = Filter(
            self._world.next_id(), name, who, body.get("jql", ""), body.get("description", "")
        )
        self._world.filters.append(made)
        bodies = self._bodies()
        told = {
            "self": f"{bodies.api_url}/filter/{made.id}",
            "id": str(made.id),
            "name": name,
            "description": made.description,
            "jql": made.jql,
            "owner": bodies.user(who),
            "favourite": bool(body.get("favourite", False)),
        }
        return Reply(200, told)

    def _struck(self, number: int) -> None:
        """Refuse an element because a test wants it so."""
        if self.partial is not None and number in self.partial.numbers:
            raise Refused(self.partial.status, *self.partial.messages, errors=self.partial.errors)

    def _made(self, call: Call, asked: Mapping[str, Any]) -> dict[str, str]:
        unknown = set(asked) - set(NEW)
        if unknown:
            raise Uncovered(f"{call.request.name}: unknown keys of an issue {sorted(unknown)}")
        given = asked.get("fields") or {}
        home, kind = self._written.home(given)
        screen, needed = home.screens[kind.id], {"summary", *home.required[kind.id]}
        rest = {
            name: value for name, value in given.items() if name not in {"project", "issuetype"}
        }
        fields = dict(self._written.operations(None, asked.get("update") or {}, rest))
        if home.drops_assignee:
            fields.pop("assignee", None)
        if kind.subtask and fields.get("parent") is None:
            raise Refused(
                400,
                errors={
                    "parent": "Issue type is a sub-task but parent issue key or id not specified."
                },
            )
        present = {"priority": home.priorities[0] if home.priorities else None}
        told = self._written.values(home, fields, screen, required=needed, present=present)
        properties = _properties(asked)
        links = list(self._links(asked, screen))
        made = self._world.add(home, kind, told.pop("summary"), self._world.clock)
        made.creator = made.reporter = call.who
        self._apply(made, told)
        made.properties |= properties
        made.links += links
        self._world.touched(made)
        return {
            "id": str(made.id),
            "key": made.key,
            "self": f"{self._bodies().api_url}/issue/{made.id}",
        }

    def _apply(self, issue: Issue, told: Mapping[str, Any]) -> None:
        for name, value in told.items():
            if name in ATTRIBUTES:
                empty: Any = [] if name in {"labels", "components"} else None
                setattr(issue, ATTRIBUTES[name], empty if value is None else value)
            else:
                issue.more[name] = value

    def _links(self, asked: Mapping[str, Any], screen: tuple[str, ...]) -> Iterator[IssueLink]:
        for operation in (asked.get("update") or {}).get("issuelinks", ()):
            if "issuelinks" not in screen:
                raise Refused(
                    400,
                    errors={
                        "issuelinks": "Field 'issuelinks' cannot be set. It is not on the appropriate screen, or unknown."
                    },
                )
            told = operation["add"]
            found = self._world.known(str(told["outwardIssue"].get("key")))
            if found is None:
                raise Refused(400, errors={"issuelinks": "Could not find issue by id or key."})
            yield IssueLink(self._world.next_id(), told["type"]["name"], found.id)


def checked_property(key: str, value: Any) -> None:
    """Keys and values of properties have a longest length."""
    if not key or len(key) > LONGEST_PROPERTY_KEY:
        raise Refused(400, "The property key has to have between 1 and 255 characters.")
    if len(json.dumps(value).encode()) > LONGEST_PROPERTY:
        raise Refused(400, "The property value cannot be longer than 32768 characters.")


def _properties(asked: Mapping[str, Any]) -> dict[str, Any]:
    told = {}
    for one in asked.get("properties") or ():
        checked_property(one["key"], one["value"])
        told[one["key"]] = one["value"]
    return told
