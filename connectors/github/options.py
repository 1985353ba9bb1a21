"""The settings of the GitHub tracker, with the defaults that a runner of GitHub Actions gives."""

from __future__ import annotations

import os
import re
from typing import Annotated, Final
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

from connectors.http.address import LOOPBACK, server

PUBLIC_API: Final = "https://api.github.com"
LABEL: Final = "pm-sync"
"""The common label: the list of issues that bear it is how tickets are found again."""

LONGEST_LABEL: Final = 50
"""Characters of a label's name; what GitHub takes."""

_REPOSITORY: Final = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:_[a-z0-9]+)?/[A-Za-z0-9._-]{1,100}"
)


def _listed(value: object) -> object:
    if not isinstance(value, str):
        return value
    return [part.strip() for part in value.split(",") if part.strip()]


def _label(value: str) -> str:
    if not value.strip() or "," in value or len(value) > LONGEST_LABEL or not value.isprintable():
        raise ValueError(f"should be a label of at most {LONGEST_LABEL} characters, without commas")
    return value


def _repository(value: str) -> str:
    if _REPOSITORY.fullmatch(value) is None or value.endswith((".", ".git")):
        raise ValueError("should be a repository like acme/shop")
    return value


def _server(value: str) -> str:
    return server(value, PUBLIC_API)


def _api(value: str) -> str:
    if urlsplit(value).hostname in ("github.com", "www.github.com"):
        raise ValueError(f"should be the address of the API: {PUBLIC_API}")
    return value


Label = Annotated[str, AfterValidator(_label)]
Labels = Annotated[tuple[Label, ...], BeforeValidator(_listed)]
Server = Annotated[str, AfterValidator(_server)]
Api = Annotated[Server, AfterValidator(_api)]


def _from_environment(name: str) -> str | None:
    return os.environ.get(name) or None


class Team(BaseModel):
    """`[trackers.github.teams."acme/sre"]`: how an issue says that a team owns it; teams cannot be assigned."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: Label | None = None
    mention: bool = False
    """Whether `@acme/sre` is mentioned in the text, which notifies everybody in it."""


class GitHubPlace(BaseModel):
    """What a route may decide: where an issue is created, and with what. What it leaves out, `[trackers.github]` says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    repository: Annotated[str, AfterValidator(_repository)] | None = None
    labels: Labels = ()
    """Besides those of `[trackers.github]`."""
    milestone: str | None = None
    issue_type: str | None = None


class GitHubOptions(BaseModel):
    """`[trackers.github]`."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    repository: Annotated[str, AfterValidator(_repository)] | None = Field(
        default_factory=lambda: _from_environment("GITHUB_REPOSITORY")
    )
    """Where new issues go, and what `#12` in a document means."""
    api_url: Api = Field(default_factory=lambda: _from_environment("GITHUB_API_URL") or PUBLIC_API)
    web_url: Server | None = None
    """Where people read issues; None finds it out: see `web`."""
    token: SecretStr | None = None
    """From a variable only, like all secrets."""
    app_id: str | None = None
    installation_id: int | None = Field(None, ge=1)
    private_key: SecretStr | None = None
    labels: Labels = ()
    """Put on every issue, besides the common one."""
    type_labels: dict[str, Label] = {}
    """A type of action item, as documents write it, to a label."""
    priority_labels: dict[str, Label] = {}
    milestone: str | None = None
    """The title of an open milestone."""
    issue_type: str | None = None
    """The name of an issue type of the organisation."""
    in_progress_labels: Labels = (
        "in progress",
        "in-progress",
        "status: in progress",
        "doing",
        "wip",
    )
    """An open issue with one of these is in progress; compared in lower case."""
    in_progress_from_pull_requests: bool = False
    """Whether a linked open pull request says so too. Costs a request for every hundred open issues, in every run."""
    teams: dict[str, Team] = {}
    template: str | None = None
    """A Jinja template for the text of issues, relative to the root and inside it."""
    seconds_between_writes: float = Field(1.0, ge=0, le=3600)
    creations_per_hour: int = Field(450, ge=1, le=100_000)
    """GitHub stops accounts at about 500."""
    longest_wait: float = Field(120.0, ge=0, le=3600)
    """Seconds that a run waits at once for a limit of GitHub's; beyond it the rest is left to a later run."""
    total_wait: float = Field(300.0, ge=0, le=36_000)
    """Seconds that a run waits in all."""

    @model_validator(mode="after")
    def _whole_app(self) -> GitHubOptions:
        parts = (self.app_id, self.installation_id, self.private_key)
        if any(part is not None for part in parts) and None in parts:
            raise ValueError("`app_id`, `installation_id` and `private_key` should be set together")
        return self

    @property
    def priorities(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The labels of priorities in lower case, in the order of the settings, each with its words."""
        words: dict[str, list[str]] = {}
        for word, label in self.priority_labels.items():
            words.setdefault(label.casefold(), []).append(word)
        return tuple((label, tuple(its)) for label, its in words.items())

    @property
    def web(self) -> str:
        """Where people read issues: as set, else as the runner says, else from the API's address."""
        if self.web_url is not None:
            return self.web_url
        runner = _from_environment("GITHUB_SERVER_URL")
        home = _from_environment("GITHUB_API_URL")
        host = urlsplit(self.api_url).hostname
        if runner and (host in LOOPBACK or host == urlsplit(home or PUBLIC_API).hostname):
            return _server(runner)
        parts = urlsplit(self.api_url)
        host = parts.netloc.removeprefix("api.")
        path = parts.path.removesuffix("/api/v3")
        return f"{parts.scheme}://{host}{path}"

    @property
    def web_host(self) -> str:
        """The same without the scheme: what a link to an issue has before the repository."""
        return self.web.partition("://")[2]

    @property
    def usable_token(self) -> SecretStr | None:
        """The token of the settings; else the runner's, which is sent to the runner's own server alone."""
        if self.token is not None:
            return self.token
        theirs = _from_environment("GITHUB_TOKEN")
        if theirs is None:
            return None
        home = _from_environment("GITHUB_API_URL")
        host = urlsplit(self.api_url).hostname
        elsewhere = home is not None and host != urlsplit(home).hostname
        return None if elsewhere and host not in LOOPBACK else SecretStr(theirs)
