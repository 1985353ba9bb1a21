"""What a project asks of new issues: its types, the fields of their screens, which are required and what they take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from connectors.jira.failures import NotFound
from connectors.jira.options import folded
from connectors.jira.session import Session
from sync.errors import Rejected, Unavailable

_M = TypeVar("_M", bound=BaseModel)

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
    def takes_people(self) -> bool:
        """Whether its value is a person, or several."""
        return "user" in (self.kind, self.form.get("items"))

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
            if "id" in one and (folded(wanted) in names or wanted == str(one["id"])):
                return one
        return None


class _Type(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str
    name: str
    untranslated: str = Field("", alias="untranslatedName")
    subtask: bool = False


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
    _types: dict[str, list[_Type]] = field(default_factory=dict)
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
            known = [one.name for one in types]
            near = get_close_matches(issue_type, known, n=1)
            raise Rejected(
                f"there is no issue type {issue_type!r} in {project} that this account may create; it has"
                f' {listed(known)}: write issue_type = "{near[0] if near else known[0]}" in {table}'
            )
        path = f"{_path(project)}/{quote(found.id, safe='')}"
        rows = self._pages(path, ("fields", "values", "results"))
        fields = [
            _read(FieldMeta, {**row, "id": row.get("fieldId") or row.get("key")}) for row in rows
        ]
        return Screen(
            project=project,
            type_id=found.id,
            type_name=found.name,
            is_subtask=found.subtask,
            fields={one.id: one for one in fields},
        )

    def _of(self, project: str, table: str) -> list[_Type]:
        if project not in self._types:
            try:
                rows = self._pages(_path(project), ("issueTypes", "values"))
            except NotFound:
                rows = []
            except Rejected as error:
                if self.session.is_refused:
                    raise
                self._types[project] = []
                raise _no_project(project, table) from error
            self._types[project] = [_read(_Type, row) for row in rows]
        if not self._types[project]:
            raise _no_project(project, table)
        return self._types[project]

    def _pages(self, path: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
        """Cloud and Data Center call the same list by different names."""
        rows: list[dict[str, Any]] = []
        while True:
            data = self.session.get(path, {"startAt": len(rows), "maxResults": _PAGE}).data
            told = data if isinstance(data, dict) else {}
            page = next((told[name] for name in names if isinstance(told.get(name), list)), None)
            if page is None or not all(isinstance(one, dict) for one in page):
                raise Unavailable(f"Jira: {path}: the answer holds no list")
            rows.extend(page)
            total, last = told.get("total"), told.get("isLast")
            ended = len(rows) >= total if isinstance(total, int) else last is not False
            if not page or last is True or ended:
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


def _path(project: str) -> str:
    return f"/issue/createmeta/{quote(project, safe='')}/issuetypes"


def _the_type(types: list[_Type], wanted: str) -> _Type | None:
    for one in types:
        if folded(wanted) in (folded(one.name), folded(one.untranslated)) or wanted == one.id:
            return one
    return None


def _read(model: type[_M], data: dict[str, Any]) -> _M:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise Unavailable("Jira: an answer describes no types and fields") from error


def _called(value: Mapping[str, Any]) -> str:
    return str(value.get("value") or value.get("name") or value.get("key") or value.get("id"))
