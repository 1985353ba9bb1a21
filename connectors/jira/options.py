"""The settings of the Jira tracker, for Cloud and for Data Center alike: which one it is, the server tells."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    model_validator,
)

from connectors.http.address import server
from connectors.jira.words import DUPLICATE, WONT_DO

LABEL: Final = "pm-sync"
"""The common label: the list of issues that bear it is how tickets are found again."""

StatusWord = Literal["open", "in_progress", "done", "wont_do", "duplicate"]

_KEY: Final = re.compile(r"[A-Z][A-Z0-9_]{0,254}")
_LABEL: Final = re.compile(r"[^\s,\x00-\x1f\x7f]{1,255}")
_ISSUE: Final = re.compile(r"[A-Z][A-Z0-9_]*-[1-9][0-9]{0,9}")
_PAGE: Final = re.compile(
    r"/(?:(?:rest|secure|browse|projects)(?:/.*)?"
    r"|jira/(?:software|core|servicedesk|discovery|your-work|for-you|dashboards|projects|people|settings)\b.*)$"
)


def _listed(value: object) -> object:
    if not isinstance(value, str):
        return value
    return [part.strip() for part in value.split(",") if part.strip()]


def _table(value: object) -> object:
    """A table given as one text, as in a variable: JSON."""
    return json.loads(value) if isinstance(value, str) else value


def _project(value: str) -> str:
    if _KEY.fullmatch(value) is None:
        raise ValueError("should be the key of a project, like OPS")
    return value


def _label(value: str) -> str:
    """As Jira takes it: without blanks."""
    normalised = "-".join(value.split())
    if _LABEL.fullmatch(normalised) is None:
        raise ValueError("should be a label of at most 255 characters, without a comma")
    if normalised.casefold() == LABEL or normalised.casefold().startswith(f"{LABEL}-"):
        raise ValueError(f"should be another label than {LABEL}, which pm-sync itself gives")
    return normalised


def _issue(value: str) -> str:
    if _ISSUE.fullmatch(value.strip().upper()) is None:
        raise ValueError("should be the key of an issue, like OPS-12")
    return value.strip().upper()


def _server(value: str) -> str:
    return server(value, "https://acme.atlassian.net")


def _api(value: str) -> str:
    """The address of the server itself, where people copied that of a page or of the API."""
    return _PAGE.sub("", value)


ProjectKey = Annotated[str, AfterValidator(_project)]
Label = Annotated[str, AfterValidator(_label)]
Labels = Annotated[tuple[Label, ...], BeforeValidator(_listed)]
Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]
IssueKey = Annotated[str, AfterValidator(_issue)]
Server = Annotated[str, AfterValidator(_server)]
Api = Annotated[Server, AfterValidator(_api)]
Values = Annotated[dict[str, Any], BeforeValidator(_table)]
Names = Annotated[dict[str, str], BeforeValidator(_table)]


_P = TypeVar("_P", "JiraPlace", "JiraOptions")


def _with_one_parent(settings: _P) -> _P:
    if settings.parent is not None and settings.epic is not None:
        raise ValueError("`parent` and `epic` are the same to Jira: set one of them")
    return settings


class JiraPlace(BaseModel):
    """What a route may decide: where an issue is created, and with which values. What it leaves out, `[trackers.jira]` says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    project: ProjectKey | None = None
    issue_type: str | None = None
    issue_types: Names | None = None
    labels: Labels = ()
    """Besides those of `[trackers.jira]`."""
    components: Words | None = None
    parent: IssueKey | None = None
    epic: IssueKey | None = None
    security_level: str | None = None
    fields: Values = {}
    """Besides those of `[trackers.jira]`, and before them."""
    public: bool | None = None
    """Whether everybody can read the project."""

    @model_validator(mode="after")
    def _one_parent(self) -> JiraPlace:
        return _with_one_parent(self)


class JiraOptions(BaseModel):
    """`[trackers.jira]`."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    url: Api | None = None
    """The server; for scoped tokens and service accounts the gateway."""
    web_url: Server | None = None
    """Where people read issues; None is the same as `url`, or, behind the gateway, what the server says."""
    email: str | None = Field(default_factory=lambda: os.environ.get("JIRA_EMAIL") or None)
    """Whose API token it is; without it the token is sent as a Bearer token."""
    token: SecretStr | None = None
    """From a variable only, like all secrets."""
    project: ProjectKey | None = None
    """Where new issues go."""
    projects: Annotated[tuple[ProjectKey, ...], BeforeValidator(_listed)] = ()
    """Other projects whose keys count in documents: `KEY-12` of any other is no ticket."""
    issue_type: str = "Task"
    issue_types: Names = {}
    """A type of action item, as documents write it, to an issue type."""
    labels: Labels = ()
    """Put on every issue, besides the common one."""
    components: Words = ()
    priorities: Names = {}
    """A priority, as documents write it, to one of Jira's."""
    parent: IssueKey | None = None
    epic: IssueKey | None = None
    security_level: str | None = None
    fields: Values = {}
    """Other fields by name or id, such as `{ "Team" = "SRE" }`."""
    public: bool = False
    """Whether everybody can read the issues, as in a tracker of an open project: Jira itself does not tell."""
    statuses: Annotated[dict[str, StatusWord], BeforeValidator(_table)] = {}
    """What a status means, by its name or id, where its category does not tell it well."""
    wont_do_resolutions: Words = ()
    """Words of resolutions that mean won't do, besides the built-in ones."""
    duplicate_resolutions: Words = ()
    moves: Annotated[dict[StatusWord, str], BeforeValidator(_table)] = {}
    """The name or id of Jira's status that a ticket is moved to; else the first of the right category."""
    resolutions: Annotated[dict[StatusWord, str], BeforeValidator(_table)] = {}
    """The resolution to set where a move asks for one."""
    move_fields: Values = {}
    """Values for other fields that a move asks for."""
    longest_wait: float = Field(120.0, ge=0, le=3600)
    """Seconds that a run waits at once for a limit of Jira's; beyond it the rest is left to a later run."""
    total_wait: float = Field(900.0, ge=0, le=36_000)
    """Seconds that a run waits in all."""

    @model_validator(mode="after")
    def _one_parent(self) -> JiraOptions:
        return _with_one_parent(self)

    @property
    def usable_token(self) -> SecretStr | None:
        """The token of the settings, else that of the environment."""
        theirs = os.environ.get("JIRA_API_TOKEN")
        return self.token or (SecretStr(theirs) if theirs else None)

    @property
    def is_gateway(self) -> bool:
        """Whether `url` leads to the gateway for scoped tokens and service accounts, `https://api.atlassian.com/ex/jira/{cloudId}`, below which nobody browses."""
        return "/ex/jira/" in f"{self.url or ''}/"

    @property
    def looks_like_cloud(self) -> bool:
        """Which Jira to take it for before the server is asked: Data Center wants no e-mail beside a token."""
        host = urlsplit(self.url or "").hostname or ""
        return self.is_gateway or host.endswith(".atlassian.net") or self.email is not None

    @property
    def web(self) -> str:
        """Where people read issues, as far as the settings say."""
        return self.web_url or self.url or ""

    def known_projects(self, places: tuple[BaseModel, ...] = ()) -> tuple[str, ...]:
        """The keys that count in documents, each once."""
        routed = [place.project for place in places if isinstance(place, JiraPlace)]
        return tuple(dict.fromkeys(key for key in (self.project, *routed, *self.projects) if key))


@dataclass(frozen=True, slots=True)
class Destination:
    """Where one draft becomes an issue, and with which values: the route's, else those of `[trackers.jira]`."""

    project: str
    issue_type: str
    labels: tuple[str, ...]
    components: tuple[str, ...]
    priorities: dict[str, str]
    parent: str | None
    security_level: str | None
    fields: dict[str, Any]
    later: tuple[str, ...] = ()
    """Other fields that documents fill, by name or id: what they hold is not known yet."""
    routed: bool = False
    """Whether a route had a say: then that is where a setting has to be mended."""

    @property
    def table(self) -> str:
        """Where the settings of it stand."""
        return (
            "the [[routes]] entry, the front matter that fills it, or [trackers.jira]"
            if self.routed
            else "[trackers.jira]"
        )


def destination_of(options: JiraOptions, place: JiraPlace, kind: str | None) -> Destination | None:
    """What becomes of a draft of this type of action item; None if no project is named anywhere."""
    project = place.project or options.project
    if project is None:
        return None
    types = _folded(options.issue_types if place.issue_types is None else place.issue_types)
    usual = place.issue_type or options.issue_type
    return Destination(
        project=project,
        issue_type=types.get((kind or "").strip().casefold(), usual),
        labels=tuple(dict.fromkeys((*options.labels, *place.labels))),
        components=options.components if place.components is None else place.components,
        priorities=_folded(options.priorities),
        parent=place.parent or place.epic or options.parent or options.epic,
        security_level=place.security_level or options.security_level,
        fields={**options.fields, **place.fields},
        routed=place != JiraPlace(),
    )


def resolution_words(options: JiraOptions) -> tuple[frozenset[str], frozenset[str]]:
    """The words, folded, that mean won't do and duplicate."""
    wont_do = WONT_DO | {folded(word) for word in options.wont_do_resolutions}
    duplicate = DUPLICATE | {folded(word) for word in options.duplicate_resolutions}
    return wont_do - duplicate, duplicate - {folded(word) for word in options.wont_do_resolutions}


def folded(word: str) -> str:
    """A word as it is compared: without capitals, and with one kind of apostrophe."""
    return " ".join(word.casefold().replace("\u2019", "'").split())


def _folded(words: dict[str, str]) -> dict[str, str]:
    return {word.strip().casefold(): value for word, value in words.items()}
