"""GitHub's answers as they come over the wire, checked before anything relies on them, as one kind of issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from connectors.github.reference import Spot
from sync.errors import Unavailable

_REASONS: Final = {"COMPLETED": "completed", "NOT_PLANNED": "not_planned", "DUPLICATE": "duplicate"}


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue or a pull request, by whichever way it was read."""

    spot: Spot
    title: str
    body: str
    is_open: bool
    reason: str | None
    """Why it was closed: `completed`, `not_planned`, `duplicate`."""
    labels: tuple[str, ...]
    assignees: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None = None
    locked: bool = False
    is_pull_request: bool = False
    merged: bool = False
    authored: bool = False
    """Whether this very account wrote it, where GitHub tells."""
    converted: bool = False
    """Whether it became a discussion."""
    worked_on: bool = False
    """Whether an open pull request will close it, where that was asked."""


def _names(value: object) -> object:
    """The labels of the REST API: objects with a name, or, in old answers, plain names."""
    listed = value if isinstance(value, list) else []
    return tuple(one.get("name") or "" if isinstance(one, dict) else one for one in listed)


def _logins(value: object) -> object:
    listed = value if isinstance(value, list) else []
    return tuple(one.get("login") or "" for one in listed if isinstance(one, dict))


def _nodes(value: object) -> object:
    found = value.get("nodes") if isinstance(value, dict) else None
    return [one for one in found if one] if isinstance(found, list) else []


def _total(value: object) -> object:
    return value.get("totalCount", 0) if isinstance(value, dict) else 0


Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Logins = Annotated[tuple[str, ...], BeforeValidator(_logins)]
NodeNames = Annotated[tuple[str, ...], BeforeValidator(lambda value: _names(_nodes(value)))]
NodeLogins = Annotated[tuple[str, ...], BeforeValidator(lambda value: _logins(_nodes(value)))]
Flag = Annotated[bool, BeforeValidator(bool)]
Text = Annotated[str, BeforeValidator(lambda value: value or "")]


class _Rest(BaseModel):
    """`issue` of the REST API: https://docs.github.com/en/rest/issues/issues"""

    model_config = ConfigDict(extra="ignore")

    number: int = Field(ge=1)
    title: Text
    body: Text = ""
    state: str
    state_reason: str | None = None
    labels: Names = ()
    assignees: Logins = ()
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None = None
    locked: Flag = False
    pull_request: dict[str, Any] | None = None
    repository_url: str


class _Where(BaseModel):
    nameWithOwner: str  # noqa: N815 - GitHub's name


class _Node(BaseModel):
    """`Issue` and `PullRequest` of the GraphQL API: https://docs.github.com/en/graphql/reference/objects"""

    model_config = ConfigDict(extra="ignore")

    kind: str = Field(alias="__typename")
    number: int = Field(ge=1)
    title: Text
    body: Text = ""
    state: str = Field(validation_alias=AliasChoices("issueState", "pullState"))
    reason: str | None = Field(None, alias="stateReason")
    labels: NodeNames = ()
    assignees: NodeLogins = ()
    created_at: datetime = Field(alias="createdAt")
    updated_at: datetime = Field(alias="updatedAt")
    closed_at: datetime | None = Field(None, alias="closedAt")
    locked: Flag = False
    authored: Flag = Field(False, alias="viewerDidAuthor")
    repository: _Where
    worked_on: Annotated[int, BeforeValidator(_total)] = 0


def rest_issue(data: object) -> Issue:
    """The issue in an answer of the REST API. Raises `Unavailable` for what is none."""
    try:
        seen = _Rest.model_validate(data)
        path = urlsplit(seen.repository_url).path.rstrip("/").split("/")
        spot = Spot(f"{path[-2]}/{path[-1]}", seen.number)
    except (ValidationError, IndexError) as error:
        raise Unavailable(f"GitHub: an answer is no issue ({_first(error)})") from error
    merged = seen.pull_request is not None and bool(seen.pull_request.get("merged_at"))
    return Issue(
        spot=spot,
        title=seen.title,
        body=seen.body,
        is_open=seen.state == "open",
        reason=seen.state_reason,
        labels=seen.labels,
        assignees=seen.assignees,
        created_at=seen.created_at,
        updated_at=seen.updated_at,
        closed_at=seen.closed_at,
        locked=seen.locked,
        is_pull_request=seen.pull_request is not None,
        merged=merged,
    )


def node_issue(data: Mapping[str, Any]) -> Issue:
    """The issue or pull request in an answer of the GraphQL API. Raises like `rest_issue`."""
    try:
        seen = _Node.model_validate(data)
    except ValidationError as error:
        raise Unavailable(f"GitHub: an answer is no issue ({_first(error)})") from error
    return Issue(
        spot=Spot(seen.repository.nameWithOwner, seen.number),
        title=seen.title,
        body=seen.body,
        is_open=seen.state == "OPEN",
        reason=_REASONS.get(seen.reason or ""),
        labels=seen.labels,
        assignees=seen.assignees,
        created_at=seen.created_at,
        updated_at=seen.updated_at,
        closed_at=seen.closed_at,
        locked=seen.locked,
        is_pull_request=seen.kind == "PullRequest",
        merged=seen.state == "MERGED",
        authored=seen.authored,
        worked_on=seen.worked_on > 0,
    )


def _first(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return "its repository is missing"
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
