"""What a project asks of new issues: its types, the fields of their screens, which are required and what they take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from connectors.jira.failures import NotFound
from connectors.jira.options import folded
from connectors.jira.session import Session
from sync.errors import Rejected, Unavailable

_PAGE: Final = 200
_SHOWN: Final = 20
"""Names that an error lists; more would hide what it says."""

EPIC_LINK: Final = "com.pyxis.greenhopper.jira:gh-epic-link"
"""The custom field that binds an issue to its epic on Data Center."""


class FieldMeta(BaseModel):
    """A field of a create screen: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-createmeta-projectidorkey-issuetypes-issuetypeid-get"""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    name: str
    required: bool = False
    has_default: bool = Field(False, alias="hasDefaultValue")
    form: dict[str, Any] = Field({}, alias="schema")
    allowed: tuple[dict[str, Any], ...] | None = Field(None, alias="allowedValues")

    @property
    def kind(self) -> str:
        """The type of its value: `string`, `option`, `array`, `user`, …"""
        return str(self.form.get("type", "string"))

    @property
    def custom(self) -> str:
        """What kind of custom field it is; empty for Jira's own."""
        return str(self.form.get("custom", ""))

    def choices(self) -> list[str]:
        """What people call the values that it takes."""
        return [_called(one) for one in self.allowed or ()]

    def choice(self, wanted: str) -> dict[str, Any] | None:
        """The value of this name or id."""
        for one in self.allowed or ():
            names = {folded(str(one.get(key, ""))) for key in ("value", "name", "key")}
            if folded(wanted) in names or wanted == str(one.get("id", "")):
                return one
        return None


@dataclass(frozen=True, slots=True)
class Screen:
    """What a new issue of one type in one project may and must say."""

    project: str
    type_id: str
    type_name: str
    is_subtask: bool
    fields: Mapping[str, FieldMeta] = field(default_factory=dict)
    """By id."""

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.type_name} in {self.project}"

    @property
    def names(self) -> dict[str, str]:
        """What people call its fields, by id."""
        return {
            one.id: f"{one.name} ({one.id})" if one.custom else one.name
            for one in self.fields.values()
        }

    def field(self, wanted: str) -> FieldMeta | None:
        """The field of this id or name."""
        if wanted in self.fields:
            return self.fields[wanted]
        named = [one for one in self.fields.values() if folded(one.name) == folded(wanted)]
        return named[0] if len(named) == 1 else None

    def is_ambiguous(self, wanted: str) -> bool:
        """Whether several of its fields are called so."""
        return sum(folded(one.name) == folded(wanted) for one in self.fields.values()) > 1


@dataclass(slots=True)
class Meta:
    """Asks, and remembers for the rest of the run."""

    session: Session
    _types: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _screens: dict[tuple[str, str], Screen] = field(default_factory=dict)

    def screen(self, project: str, issue_type: str, table: str) -> Screen:
        """The screen of a type, by its name or id. Raises `Rejected` with what there is, and where (`table`) to write it."""
        if (project, issue_type) not in self._screens:
            self._screens[project, issue_type] = self._asked(project, issue_type, table)
        return self._screens[project, issue_type]

    def _asked(self, project: str, issue_type: str, table: str) -> Screen:
        types = self._of(project, table)
        found = _the_type(types, issue_type)
        if found is None:
            known = [str(one.get("name")) for one in types]
            near = get_close_matches(issue_type, known, n=1)
            example = near[0] if near else known[0]
            raise Rejected(
                f"there is no issue type {issue_type!r} in {project} that this account may create; it has"
                f' {listed(known)}: write issue_type = "{example}" in {table}'
            )
        number = str(found["id"])
        path = f"/issue/createmeta/{quote(project, safe='')}/issuetypes/{quote(number, safe='')}"
        fields = [_field(one) for one in self._pages(path, ("fields", "values", "results"))]
        return Screen(
            project=project,
            type_id=number,
            type_name=str(found.get("name")),
            is_subtask=bool(found.get("subtask")),
            fields={one.id: one for one in fields},
        )

    def _of(self, project: str, table: str) -> list[dict[str, Any]]:
        if project not in self._types:
            path = f"/issue/createmeta/{quote(project, safe='')}/issuetypes"
            try:
                found = self._pages(path, ("issueTypes", "values"))
            except NotFound:
                found = []
            except Rejected as error:
                raise _no_project(project, table) from error
            if not found:
                raise _no_project(project, table)
            self._types[project] = found
        return self._types[project]

    def _pages(self, path: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
        """Cloud and Data Center call the same list by different names."""
        rows: list[dict[str, Any]] = []
        while True:
            data = self.session.get(path, {"startAt": len(rows), "maxResults": _PAGE}).data
            page = next((data[name] for name in names if isinstance(data.get(name), list)), None)
            if page is None:
                raise Unavailable(f"Jira: {path}: the answer holds no list")
            rows.extend(one for one in page if isinstance(one, dict))
            if not page or data.get("isLast") is True or len(rows) >= int(data.get("total") or 0):
                return rows


def listed(names: list[str]) -> str:
    """Names for an error, the first of them where there are many."""
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _no_project(project: str, table: str) -> Rejected:
    return Rejected(
        f"there is no project {project}, or this account may not create issues in it; look at `project` in {table}, and at the"
        " account's permissions there"
    )


def _the_type(types: list[dict[str, Any]], wanted: str) -> dict[str, Any] | None:
    for one in types:
        names = {folded(str(one.get(key, ""))) for key in ("name", "untranslatedName")}
        if folded(wanted) in names or wanted == str(one.get("id")):
            return one
    return None


def _field(data: dict[str, Any]) -> FieldMeta:
    try:
        return FieldMeta.model_validate({**data, "id": data.get("fieldId") or data.get("key")})
    except ValidationError as error:
        raise Unavailable("Jira: an answer describes no fields") from error


def _called(value: Mapping[str, Any]) -> str:
    return str(value.get("value") or value.get("name") or value.get("key") or value.get("id"))
