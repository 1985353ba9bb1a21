"""What a GitHub holds: repositories, issues and what hangs on them, as plain records."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

Access = Literal["write", "read", "none"]
PullRequestState = Literal["open", "merged", "closed"]

LEVELS = ("admin", "maintain", "push", "triage", "pull")


def stamp(moment: datetime) -> str:
    """GitHub tells times in whole seconds of UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def node_id(prefix: str, number: int) -> str:
    """An opaque id, so that no test comes to depend on what is inside."""
    token = base64.urlsafe_b64encode(f"{prefix}:{number}".encode()).decode().rstrip("=")
    return f"{prefix}_kwDO{token}"


def number_of(wanted: str) -> int:
    """The number inside an opaque id, or one that nothing has."""
    prefix, _, token = wanted.partition("_kwDO")
    try:
        kind, _, number = (
            base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode().partition(":")
        )
    except ValueError:
        return -1
    return int(number) if kind == prefix and number.isdigit() else -1


@dataclass
class Account:
    """A person, a bot or an organisation."""

    id: int
    login: str

    @property
    def is_bot(self) -> bool:
        return self.login.endswith("[bot]")

    @property
    def node_id(self) -> str:
        return node_id("BOT" if self.is_bot else "U", self.id)


@dataclass
class Label:
    """A label of one repository."""

    id: int
    name: str
    color: str = "ededed"
    description: str | None = None

    @property
    def node_id(self) -> str:
        return node_id("LA", self.id)


@dataclass
class Milestone:
    """A milestone of one repository."""

    id: int
    number: int
    title: str
    created_at: datetime
    closed_at: datetime | None = None

    @property
    def state(self) -> str:
        return "open" if self.closed_at is None else "closed"

    @property
    def node_id(self) -> str:
        return node_id("MI", self.id)


@dataclass
class IssueType:
    """A type that the repository's organisation offers."""

    id: int
    name: str

    @property
    def node_id(self) -> str:
        return node_id("IT", self.id)


@dataclass
class Event:
    """What the timeline of an issue tells."""

    kind: str
    at: datetime
    by: Account | None = None


@dataclass
class Pull:
    """What a pull request has besides what every issue has."""

    branch: str
    base: str
    head: str = ""
    """The commit."""
    from_fork: bool = False
    decision: str | None = None
    """`APPROVED` and the like, where a rule asks for reviews."""
    reviews: list[str] = field(default_factory=list)
    queued: bool = False
    merges_itself: bool = False


@dataclass
class Comment:
    """What somebody said below an issue."""

    id: int
    author: Account
    body: str
    created_at: datetime
    updated_at: datetime


@dataclass
class LineComment:
    """Something said of a line of a pull request."""

    id: int
    author: Account
    body: str
    commit: str
    path: str
    line: int


@dataclass
class Issue:
    """An issue, or a pull request, which GitHub lists among the issues."""

    id: int
    number: int
    repository: Repository
    title: str
    created_at: datetime
    updated_at: datetime
    body: str | None = None
    author: Account | None = None
    editor: Account | None = None
    labels: list[Label] = field(default_factory=list)
    assignees: list[Account] = field(default_factory=list)
    milestone: Milestone | None = None
    type: IssueType | None = None
    state: str = "open"
    state_reason: str | None = None
    closed_at: datetime | None = None
    closed_by: Account | None = None
    duplicate_of: int | None = None
    locked: bool = False
    events: list[Event] = field(default_factory=list)
    pull_request: PullRequestState | None = None
    pull: Pull | None = None
    comments: list[Comment] = field(default_factory=list)
    line_comments: list[LineComment] = field(default_factory=list)
    linked: list[PullRequestState] = field(default_factory=list)
    seen_from: datetime | None = None

    @property
    def node_id(self) -> str:
        return node_id("I" if self.pull_request is None else "PR", self.id)


@dataclass
class Workflow:
    """A workflow of Actions, with its runs: when each began, and how it ended, None while it is under way."""

    id: int
    file: str
    state: str = "active"
    runs: list[tuple[datetime, str | None]] = field(default_factory=list)


@dataclass
class Repository:
    """A repository with its issues; `moved` and `deleted` are the numbers that no longer hold one."""

    id: int
    owner: Account
    name: str
    created_at: datetime
    private: bool = False
    internal: bool = False
    """Of a private one: whether everybody in the enterprise may read it."""
    archived: bool = False
    has_issues: bool = True
    actions_open_pulls: bool = True
    """Whether the token of a workflow may open pull requests."""
    access: Access = "write"
    permissions: dict[str, bool] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    milestones: dict[int, Milestone] = field(default_factory=dict)
    types: list[IssueType] = field(default_factory=list)
    assignable: list[Account] = field(default_factory=list)
    issues: dict[int, Issue] = field(default_factory=dict)
    workflows: dict[str, Workflow] = field(default_factory=dict)
    """By the name of the file."""
    moved: dict[int, tuple[int, int]] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    last_number: int = 0

    @property
    def full_name(self) -> str:
        return f"{self.owner.login}/{self.name}"

    @property
    def node_id(self) -> str:
        return node_id("R", self.id)

    @property
    def push(self) -> bool:
        """Without it, labels, assignees, milestone and type of a new issue are dropped silently."""
        return self.permissions["push"]

    @push.setter
    def push(self, allowed: bool) -> None:
        self.permissions["push"] = allowed
        self.permissions["triage"] = allowed

    def find_label(self, name: str) -> Label | None:
        """Names of labels differ in more than their case."""
        return self.labels.get(name.casefold())

    def find_assignable(self, login: str) -> Account | None:
        """Who may be assigned, whatever the case of the login."""
        wanted = login.casefold()
        return next((one for one in self.assignable if one.login.casefold() == wanted), None)
