"""The JSON in which Jira tells people, projects, statuses, fields and issues, in both flavours."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import quote

from tests.fakes.jira.adf import document
from tests.fakes.jira.model import (
    CATEGORIES,
    Field,
    Issue,
    IssueType,
    Named,
    Project,
    Status,
    Transition,
    User,
    stamp,
)
from tests.fakes.jira.past import comments
from tests.fakes.jira.world import World

Json = dict[str, Any]
SIZES = ("16x16", "24x24", "32x32", "48x48")
SCHEMAS = {
    "string": "string",
    "text": "string",
    "number": "number",
    "date": "date",
    "option": "option",
    "options": "array",
    "user": "user",
}
SYSTEM_SCHEMAS = {
    "project": "project",
    "issuetype": "issuetype",
    "priority": "priority",
    "security": "securitylevel",
    "parent": "issuelink",
    "resolution": "resolution",
}
ITEMS = {"labels": "string", "components": "component", "issuelinks": "issuelinks"}


class Bodies:
    """Writes bodies; `self` of everything leads below the API, as nobody should follow it."""

    def __init__(self, world: World, api_url: str) -> None:
        self._world = world
        self.api_url = api_url

    def user(self, user: User) -> Json:
        name = "accountId" if self._world.cloud else "username"
        told: Json = {
            "self": f"{self.api_url}/user?{name}={quote(user.id)}",
            "displayName": user.display_name,
            "active": user.active,
            "timeZone": user.time_zone,
            "avatarUrls": {size: f"{self.api_url}/avatar/{size}" for size in SIZES},
        }
        if self._world.cloud:
            told |= {"accountId": user.id, "accountType": "atlassian"}
        else:
            told |= {"name": user.id, "key": f"JIRAUSER{10_000 + self._place(user)}"}
        if user.email is not None and not user.email_hidden:
            told["emailAddress"] = user.email
        return told

    def status(self, status: Status) -> Json:
        number, name, colour = CATEGORIES[status.category]
        return {
            "self": f"{self.api_url}/status/{status.id}",
            "description": "",
            "iconUrl": f"{self.api_url}/images/icons/statuses/generic.png",
            "name": status.name,
            "id": status.id,
            "statusCategory": {
                "self": f"{self.api_url}/statuscategory/{number}",
                "id": number,
                "key": status.category,
                "colorName": colour,
                "name": name,
            },
        }

    def type(self, kind: IssueType) -> Json:
        told: Json = {
            "self": f"{self.api_url}/issuetype/{kind.id}",
            "id": kind.id,
            "description": "",
            "iconUrl": f"{self.api_url}/images/icons/issuetypes/task.png",
            "name": kind.name,
            "subtask": kind.subtask,
        }
        return told | ({"hierarchyLevel": -1 if kind.subtask else 0} if self._world.cloud else {})

    def named(self, place: str, one: Named) -> Json:
        return {"self": f"{self.api_url}/{place}/{one.id}", "id": one.id, "name": one.name}

    def priority(self, one: Named) -> Json:
        return self.named("priority", one) | {"iconUrl": f"{self.api_url}/images/{one.id}.svg"}

    def project(self, home: Project) -> Json:
        told = {
            "self": f"{self.api_url}/project/{home.id}",
            "id": str(home.id),
            "key": home.key,
            "name": home.name,
            "projectTypeKey": "software",
            "avatarUrls": {size: f"{self.api_url}/avatar/{size}" for size in SIZES},
        }
        return told | ({"simplified": False} if self._world.cloud else {})

    def schema(self, field: Field) -> Json:
        told: Json = {"type": SYSTEM_SCHEMAS.get(field.id, SCHEMAS[field.kind])}
        if told["type"] == "array":
            told["items"] = ITEMS.get(field.id, "option")
        if field.custom is None:
            return told | {"system": field.id}
        kinds = {"string": "textfield", "text": "textarea", "number": "float", "date": "datepicker"}
        kinds |= {"option": "select", "options": "multiselect", "user": "userpicker"}
        kind = f"com.atlassian.jira.plugin.system.customfieldtypes:{kinds[field.kind]}"
        return told | {"custom": kind, "customId": int(field.custom)}

    def meta(self, home: Project, field: Field, required: bool, *, listed: bool) -> Json:
        """What a screen says of a field; `listed` where it is one of a list and not under its name."""
        told: Json = {
            "required": required,
            "schema": self.schema(field),
            "name": field.name,
            "hasDefaultValue": field.id == "priority" and bool(home.priorities),
            "operations": ["add", "set", "remove"] if field.kind == "options" else ["set"],
        }
        if listed:
            told["fieldId"] = field.id
        if self._world.cloud or not listed:
            told["key"] = field.id
        allowed = self._allowed(home, field)
        return told if allowed is None else told | {"allowedValues": allowed}

    def transition(self, home: Project, one: Transition, *, fields: bool) -> Json:
        told: Json = {
            "id": one.id,
            "name": one.name,
            "to": self.status(home.workflow.status(one.to)),
        }
        if self._world.cloud:
            told |= {
                "hasScreen": bool(one.screen),
                "isGlobal": not one.of,
                "isInitial": False,
                "isAvailable": True,
                "isConditional": False,
            }
        if fields:
            shown = one.screen if one.tells_fields else ()
            told["fields"] = {
                name: self.meta(home, self._world.fields[name], name in one.required, listed=False)
                for name in shown
            }
        return told

    def issue(self, issue: Issue, wanted: Collection[str], properties: Collection[str]) -> Json:
        """An issue with the fields that were asked for; nothing but its id if that was all."""
        told: Json = {"id": str(issue.id)}
        if set(wanted) == {"id"}:
            return told | self._properties(issue, properties)
        told |= {
            "expand": "operations,versionedRepresentations,editmeta,changelog,renderedFields",
            "self": f"{self.api_url}/issue/{issue.id}",
            "key": issue.key,
        }
        fields = {
            name: write() for name, write in self._fields(issue).items() if _asked(name, wanted)
        }
        if set(wanted) - {"id", "key"}:
            told["fields"] = copy.deepcopy(fields)
        return told | self._properties(issue, properties)

    def _fields(self, issue: Issue) -> dict[str, Callable[[], Any]]:
        home = issue.project
        resolved = issue.resolved
        told: dict[str, Callable[[], Any]] = {
            "summary": lambda: issue.summary,
            "description": lambda: self._text(issue.description),
            "issuetype": lambda: self.type(issue.type),
            "project": lambda: self.project(home),
            "status": lambda: self.status(issue.status),
            "priority": lambda: self.priority(issue.priority) if issue.priority else None,
            "resolution": lambda: issue.resolution and self.named("resolution", issue.resolution),
            "resolutiondate": lambda: None if resolved is None else stamp(resolved),
            "assignee": lambda: issue.assignee and self.user(issue.assignee),
            "reporter": lambda: issue.reporter and self.user(issue.reporter),
            "creator": lambda: issue.creator and self.user(issue.creator),
            "labels": lambda: issue.labels,
            "components": lambda: [self.named("component", one) for one in issue.components],
            "duedate": lambda: issue.due,
            "created": lambda: stamp(issue.created),
            "updated": lambda: stamp(issue.updated),
            "comment": lambda: comments(issue, self.user),
            "worklog": lambda: {"startAt": 0, "maxResults": 20, "total": 0, "worklogs": []},
            "issuelinks": lambda: [self._link(one) for one in issue.links],
        }
        if self._world.cloud:
            since = issue.category_since or issue.created
            told["statuscategorychangedate"] = lambda: stamp(since)
        if home.levels:
            told["security"] = lambda: (
                issue.security and self.named("securitylevel", issue.security)
            )
        if issue.parent is not None:
            told["parent"] = lambda: self._other(issue.parent)
        for field in self._world.fields.values():
            if field.custom is not None:
                told[field.id] = lambda name=field.id: self._more(issue.more.get(name))  # type: ignore[misc]
        return told

    def _more(self, value: Any) -> Any:
        return self.user(value) if isinstance(value, User) else value

    def _text(self, value: Any) -> Any:
        """Tests may put text where Cloud keeps documents."""
        return document(value) if self._world.cloud and isinstance(value, str) else value

    def _link(self, link: Any) -> Json:
        kind = {"id": "10000", "name": link.kind, "inward": link.kind, "outward": link.kind}
        return {"id": str(link.id), "type": kind, "outwardIssue": self._other(link.outward)}

    def _other(self, number: int | None) -> Json | None:
        other = self._world.known(str(number))
        if other is None:
            return None
        fields = {"summary": other.summary, "status": self.status(other.status)}
        return {"id": str(other.id), "key": other.key, "fields": fields}

    def _allowed(self, home: Project, field: Field) -> list[Json] | None:
        known: dict[str, list[Json]] = {
            "project": [self.project(home)],
            "issuetype": [self.type(one) for one in home.types],
            "priority": [self.priority(one) for one in home.priorities],
            "components": [self.named("component", one) for one in home.components],
            "security": [self.named("securitylevel", one) for one in home.levels],
            "resolution": [self.named("resolution", one) for one in self._world.resolutions],
        }
        if field.id in known:
            return known[field.id]
        options = [{"id": one.id, "value": one.name} for one in field.options]
        return options or None

    def _properties(self, issue: Issue, wanted: Collection[str]) -> Json:
        if not wanted:
            return {}
        found = {
            key: value for key, value in issue.properties.items() if {key, "*all"} & set(wanted)
        }
        return {"properties": copy.deepcopy(found)}

    def _place(self, user: User) -> int:
        known = list(self._world.users)
        return known.index(user.id) if user.id in known else len(known)


def _asked(name: str, wanted: Collection[str]) -> bool:
    """All, all but some, or those that are named; a name that nothing has is no fault."""
    if f"-{name}" in wanted:
        return False
    every = {"*all", "*navigable"} & set(wanted)
    return bool(every) or name in wanted or all(one.startswith("-") for one in wanted)
