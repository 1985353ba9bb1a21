"""Jira's issues as they come over the wire, in either version of the API, checked before anything relies on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from connectors.jira.marker import PROPERTY, marker_in
from sync.errors import Unavailable
from sync.model.ticket import Marker

FIELDS: Final = (
    "summary", "status", "resolution", "labels", "assignee", "priority", "duedate", "creator", "created", "updated",
    "resolutiondate", "statuscategorychangedate",
)  # fmt: skip
"""What is asked of an issue to make a ticket of it; the search returns nothing but ids unless it is told."""

PROPERTIES: Final = (PROPERTY,)


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue, by whichever way it was read."""

    id: int
    key: str
    summary: str
    status: str
    status_id: str
    category: str
    """`new`, `indeterminate`, `done` or `undefined`: never translated, unlike the status."""
    resolution: str | None
    labels: tuple[str, ...]
    assignee: str | None
    """An account id on Cloud, a login name on Data Center."""
    assignee_called: tuple[str, ...]
    """What else Jira calls them: the name that it shows, the address, if it shows one."""
    priority: str | None
    """Empty where it has none; None where it has no such field, or nobody may see it."""
    due: str | None
    """`2026-12-24`, or alike."""
    creator: str | None
    marker: Marker | None
    created_at: datetime | None
    updated_at: datetime | None
    resolved_at: datetime | None
    category_since: datetime | None
    """Since when the status is one of its category; only Cloud tells."""
    description: Any = field(default=None, compare=False)
    """As it was asked for: a document on Cloud, markup on Data Center."""


class Answered(BaseModel):
    """Part of an answer: what is null counts as absent, and what is unknown is let be."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        return {name: value for name, value in data.items() if value is not None}


def _moment(value: object) -> object:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def person_of(value: object) -> object:
    """An account id on Cloud, a login name on Data Center."""
    if not isinstance(value, dict):
        return None
    return value.get("accountId") or value.get("name") or value.get("key")


def _named(value: object) -> object:
    return value.get("name") if isinstance(value, dict) else None


def _assigned(value: object) -> object:
    names = [value.get(key) for key in _CALLED] if isinstance(value, dict) else []
    told = [name for name in names if isinstance(name, str) and name.strip()]
    return person_of(value), tuple(dict.fromkeys(told))


_CALLED: Final = ("displayName", "emailAddress", "name", "key")

Assigned = Annotated[tuple[str | None, tuple[str, ...]], BeforeValidator(_assigned)]
"""The account, and what else it is called."""
Moment = Annotated[datetime | None, BeforeValidator(_moment)]
Who = Annotated[str | None, BeforeValidator(person_of)]
Name = Annotated[str | None, BeforeValidator(_named)]


def _lowered(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


class _Category(Answered):
    key: Annotated[str, BeforeValidator(_lowered)] = "undefined"


class _Status(Answered):
    id: str = ""
    name: str = ""
    category: _Category = Field(_Category(), alias="statusCategory")


class _Fields(Answered):
    summary: str = ""
    status: _Status = _Status()
    resolution: Name = None
    labels: tuple[str, ...] = ()
    assignee: Assigned = (None, ())
    priority: Name = None
    duedate: str | None = None
    creator: Who = None
    created: Moment = None
    updated: Moment = None
    resolved: Moment = Field(None, alias="resolutiondate")
    category_since: Moment = Field(None, alias="statuscategorychangedate")
    description: Any = None


class _Issue(Answered):
    id: int = Field(ge=1)
    key: str = Field(pattern=r"^[A-Z][A-Z0-9_]{0,254}-[1-9][0-9]{0,9}$")
    fields: _Fields
    properties: dict[str, Any] = {}


class _Busy(Answered):
    id: str


class Found(Answered):
    """One page of a search, or the issues that were fetched; each is still to be read with `issue_of`."""

    issues: list[dict[str, Any]]
    total: int | None = None
    """Of all pages, where Data Center tells it."""
    token: str | None = Field(None, alias="nextPageToken")
    is_last: bool = Field(False, alias="isLast")
    busy: list[_Busy] = Field([], alias="issueErrors")
    """What could not be fetched just now: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-bulkfetch-post"""


class User(Answered):
    """Somebody that a search for people found."""

    account_id: str | None = Field(None, alias="accountId")
    name: str | None = None
    """The login, on Data Center."""
    mail: str | None = Field(None, alias="emailAddress")
    active: bool = True
    kind: str = Field("atlassian", alias="accountType")
    shown: str = Field("", alias="displayName")

    @property
    def is_person(self) -> bool:
        """Whether it can be assigned: not an app, not a customer, nobody who left."""
        return self.active and self.kind == "atlassian"


def found_in(data: object) -> Found:
    """The issues in an answer. Raises `Unavailable` if it holds none."""
    try:
        return Found.model_validate(data)
    except ValidationError as error:
        raise Unavailable("Jira: an answer holds no issues; is `url` right?") from error


def id_of(row: dict[str, Any]) -> int:
    """The id of an issue of which nothing else was asked. Raises `Unavailable` if it has none."""
    number = str(row.get("id", ""))
    if not number.isdecimal():
        raise Unavailable("Jira: an answer lists issues without ids")
    return int(number)


def users_in(data: object) -> list[User]:
    """The people in an answer; what is none is left out."""
    users = []
    for row in data if isinstance(data, list) else ():
        try:
            users.append(User.model_validate(row))
        except ValidationError:
            continue
    return users


def issue_of(data: object) -> Issue:
    """The issue in an answer. Raises `Unavailable` for what is none."""
    try:
        seen = _Issue.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        name = data.get("key") if isinstance(data, dict) else None
        raise Unavailable(
            f"Jira: {name or 'an answer'} cannot be read as an issue ({where}: {first['msg']})"
        ) from error
    told = seen.fields
    here = data["fields"] if isinstance(data, dict) else {}
    return Issue(
        id=seen.id,
        key=seen.key,
        summary=told.summary,
        status=told.status.name,
        status_id=told.status.id,
        category=told.status.category.key,
        resolution=told.resolution,
        labels=told.labels,
        assignee=told.assignee[0],
        assignee_called=told.assignee[1],
        priority=(told.priority or "") if "priority" in here else None,
        due=(told.duedate or "") if "duedate" in here else None,
        creator=told.creator,
        marker=marker_in(seen.properties),
        created_at=told.created,
        updated_at=told.updated,
        resolved_at=told.resolved,
        category_since=told.category_since,
        description=told.description,
    )
