"""What a body asks an issue to be: held against screens and rules first, so that a refusal changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from tests.fakes.jira.adf import is_document
from tests.fakes.jira.exchange import Invalid, Refused, Uncovered
from tests.fakes.jira.model import Field, Issue, IssueType, Named, Project, User
from tests.fakes.jira.world import World

LONGEST_SUMMARY = 255
LONGEST_LABEL = 255
LONGEST_TEXT = 32_767
# Where the attribute of an issue has another name than its field; all others of `more` have none.
ATTRIBUTES = {
    "summary": "summary",
    "description": "description",
    "labels": "labels",
    "priority": "priority",
    "components": "components",
    "security": "security",
    "assignee": "assignee",
    "reporter": "reporter",
    "duedate": "due",
    "parent": "parent",
    "resolution": "resolution",
}
Fields = Mapping[str, Any]


class Written:
    """Reads fields for one project. Every complaint is collected before any is told."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.longest_text = LONGEST_TEXT
        self._readers: dict[str, Callable[[Project, Any], Any]] = {
            "summary": self._summary,
            "labels": self._labels,
            "priority": lambda home, value: _pick("Priority", home.priorities, value),
            "components": self._components,
            "security": lambda home, value: _pick("Security level", home.levels, value),
            "assignee": self.assignee,
            "parent": self._parent,
            "resolution": lambda _, value: _pick("Resolution", self._world.resolutions, value),
        }

    def home(self, fields: Fields) -> tuple[Project, IssueType]:
        """The project and the type of a new issue."""
        wanted = _reference(fields.get("project"), "key")
        home = next(
            (one for one in self._world.projects.values() if wanted in {str(one.id), one.key}), None
        )
        errors = {}
        if home is None or home.access == "none":
            errors["project"] = (
                "Specify a valid project ID or key"
                if self._world.cloud
                else "valid project is required"
            )
            home = None
        elif home.access == "read":
            raise Refused(400, "You do not have permission to create issues in this project.")
        asked = _reference(fields.get("issuetype"), "name")
        kind = None if home is None or asked is None else home.type(asked)
        if asked is None:
            errors["issuetype"] = "Specify an issue type"
        elif home is not None and kind is None:
            errors["issuetype"] = "The issue type selected is invalid."
        if errors or home is None or kind is None:
            raise Refused(400, errors=errors)
        return home, kind

    def values(
        self,
        home: Project,
        fields: Fields,
        screen: Collection[str],
        *,
        required: Collection[str] = (),
        present: Fields | None = None,
    ) -> dict[str, Any]:
        """What the fields say, by their ids; nothing is missing that is required and not `present` already."""
        errors: dict[str, str] = {}
        told: dict[str, Any] = {}
        for name, value in fields.items():
            field = self._world.fields.get(name)
            if field is None or name not in screen:
                errors[name] = (
                    f"Field '{name}' cannot be set. It is not on the appropriate screen, or unknown."
                )
            elif value is None and name != "summary":
                told[name] = None
            else:
                try:
                    told[name] = self._value(home, field, value)
                except Invalid as wrong:
                    errors[name] = str(wrong)
        for name in required:
            if (told if name in told else present or {}).get(name) in (None, "", []):
                errors.setdefault(name, self._missing(name))
        if errors:
            raise Refused(400, errors=errors)
        return told

    def assignee(self, home: Project, value: Any) -> User | None:
        """Who may be assigned; "-1" is the project's own choice, which is nobody here."""
        keys = ("accountId", "id") if self._world.cloud else ("name",)
        if not isinstance(value, dict):
            raise Invalid("data was not an object")
        known = [key for key in keys if key in value]
        if not known:
            word = "accountId" if self._world.cloud else "name"
            raise Invalid(f"expected Object containing a '{word}' property")
        wanted = value[known[0]]
        if wanted in {None, "-1"}:
            return None
        found = self._world.users.get(str(wanted))
        if found is None:
            raise Invalid(f"User '{wanted}' does not exist.")
        if home.key not in found.assignable or not found.active:
            raise Invalid(f"User '{wanted}' cannot be assigned issues.")
        return found

    def operations(self, issue: Issue | None, update: Mapping[str, Any], fields: Fields) -> Fields:
        """Fields as they are after the operations of `update`, which may not name them a second time."""
        told = dict(fields)
        for name, operations in update.items():
            if name == "issuelinks":
                continue
            if name in fields:
                raise Refused(400, errors={name: f"Field '{name}' is set in fields and update."})
            for operation in operations:
                ((verb, value),) = operation.items()
                if verb == "set":
                    told[name] = value
                elif name in {"labels", "components"} and verb in {"add", "remove"}:
                    told[name] = _changed(told.get(name, _now(issue, name)), verb, value)
                else:
                    raise Uncovered(f"update of {name} by {verb}")
        return told

    def _value(self, home: Project, field: Field, value: Any) -> Any:
        if field.id in self._readers:
            return self._readers[field.id](home, value)
        if field.kind == "text":
            return self._text(value)
        if field.kind == "user":
            return self._user(value)
        if field.kind == "option":
            return _option(field, value)
        if field.kind == "options":
            return [_option(field, one) for one in _list(value)]
        if field.kind == "number":
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise Invalid("Operation value must be a number")
            return value
        if not isinstance(value, str):
            raise Invalid("Operation value must be a string")
        return _date(value) if field.kind == "date" else value

    def _summary(self, _: Project, value: Any) -> str:
        if value is None or (isinstance(value, str) and not value.strip()):
            raise Invalid("You must specify a summary of the issue.")
        if not isinstance(value, str):
            raise Invalid("Operation value must be a string")
        if "\n" in value or "\r" in value:
            raise Invalid("The summary is invalid because it contains newline characters.")
        if len(value) > LONGEST_SUMMARY:
            raise Invalid(
                "Summary can't exceed 255 characters."
                if self._world.cloud
                else "Summary must be less than 255 characters."
            )
        return value.strip()

    def _text(self, value: Any) -> Any:
        """Documents on Cloud, which count as they are written in JSON, and text on Data Center."""
        if not self._world.cloud and not isinstance(value, str):
            raise Invalid("Operation value must be a string")
        if self._world.cloud and not isinstance(value, dict):
            raise Invalid(
                "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
            )
        if self._world.cloud and not is_document(value):
            raise Refused(400, "INVALID_INPUT")
        length = len(json.dumps(value, ensure_ascii=False)) if self._world.cloud else len(value)
        if length > self.longest_text:
            raise Invalid(
                f"The entered text is too long. It exceeds the allowed limit of {self.longest_text:,} characters."
            )
        return value

    def _labels(self, _: Project, value: Any) -> list[str]:
        labels = _list(value)
        for one in labels:
            if not isinstance(one, str) or not one:
                raise Invalid("Operation value must be a string")
            if any(character.isspace() for character in one):
                raise Invalid(f"The label '{one}' contains spaces which is invalid.")
            if len(one) > LONGEST_LABEL:
                raise Invalid(f"The label '{one}' exceeds the maximum length of 255 characters.")
        return list(dict.fromkeys(labels))

    def _components(self, home: Project, value: Any) -> list[Named]:
        return [_pick("Component", home.components, one) for one in _list(value)]

    def _parent(self, home: Project, value: Any) -> int:
        wanted = _reference(value, "key")
        found = None if wanted is None else self._world.known(wanted)
        if found is None or found.hidden:
            raise Invalid("Could not find issue by id or key.")
        if found.project is not home:
            raise Invalid("Sub-tasks must be created in the same project as the parent.")
        return found.id

    def _user(self, value: Any) -> User:
        key = "accountId" if self._world.cloud else "name"
        found = self._world.users.get(str(value.get(key))) if isinstance(value, dict) else None
        if found is None:
            raise Invalid("Specify a valid value for the user")
        return found

    def _missing(self, name: str) -> str:
        if name == "summary":
            return "You must specify a summary of the issue."
        return f"{self._world.fields[name].name} is required."


def _reference(value: Any, name: str) -> str | None:
    """What an object names: by id first, or by its key or name."""
    if not isinstance(value, dict):
        return None
    found = value.get("id", value.get(name))
    return None if found is None else str(found)


def _pick(what: str, known: Collection[Named], value: Any, by: str = "name") -> Named:
    if not isinstance(value, dict):
        raise Invalid("data was not an object")
    key = "id" if "id" in value else by
    if key not in value:
        raise Invalid(f"expected 'id' or '{by}' property")
    wanted = str(value[key])
    attribute = "id" if key == "id" else "name"
    found = next((one for one in known if getattr(one, attribute) == wanted), None)
    if found is None:
        raise Invalid(f"{what} {key} '{wanted}' is not valid")
    return found


def _option(field: Field, value: Any) -> dict[str, str]:
    found = _pick("Option", field.options, value, by="value")
    return {"id": found.id, "value": found.name}


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Invalid("data was not an array")
    return value


def _date(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise Invalid(f"Error parsing date string: {value}") from None


def _now(issue: Issue | None, name: str) -> list[Any]:
    if issue is None:
        return []
    return list(issue.labels) if name == "labels" else [{"id": one.id} for one in issue.components]


def _changed(now: list[Any], verb: str, value: Any) -> list[Any]:
    left = [one for one in now if one != value]
    return [*left, value] if verb == "add" else left
