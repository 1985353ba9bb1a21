"""What a Jira holds: people, projects with their screens and workflows, and issues, as plain records."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

Flavour = Literal["cloud", "datacenter"]
Access = Literal["write", "read", "none"]
Kind = Literal["string", "text", "number", "date", "option", "options", "user"]

# The key of a category, with its id, its name and its colour.
CATEGORIES: Mapping[str, tuple[int, str, str]] = {
    "undefined": (1, "No Category", "medium-gray"),
    "new": (2, "To Do", "blue-gray"),
    "done": (3, "Done", "green"),
    "indeterminate": (4, "In Progress", "yellow"),
}


def stamp(moment: datetime) -> str:
    """Jira tells times to the millisecond, with a zone that has no colon."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000%z")


@dataclass(frozen=True)
class Named:
    """A priority, a resolution, a component, a security level or an option: an id and a name."""

    id: str
    name: str


@dataclass(frozen=True)
class Status:
    """A status belongs to a category, whatever its name says."""

    id: str
    name: str
    category: str


@dataclass(frozen=True)
class IssueType:
    """A type of issues."""

    id: str
    name: str
    subtask: bool = False


@dataclass(frozen=True)
class Transition:
    """A way from the statuses `of` (or from all) to another, over a screen that may demand fields.

    `resolution` is what the transition sets by itself: a name, "" to clear it, or None to leave it alone.
    Without `tells_fields` the screen is there, but `expand=transitions.fields` does not show it.
    """

    name: str
    to: str
    id: str = ""
    of: Collection[str] = ()
    screen: Collection[str] = ()
    required: Collection[str] = ()
    resolution: str | None = None
    tells_fields: bool = True


@dataclass(frozen=True)
class Workflow:
    """Statuses, the first of which new issues have, and the ways between them."""

    statuses: tuple[Status, ...]
    transitions: tuple[Transition, ...]

    def status(self, name: str) -> Status:
        found = next((one for one in self.statuses if one.name == name), None)
        assert found is not None, f"the workflow has no status {name}"
        return found


@dataclass(frozen=True)
class Field:
    """A field that issues may have; what people added has an id of `customfield_…`."""

    id: str
    name: str
    kind: Kind
    options: tuple[Named, ...] = ()
    custom: str | None = None


@dataclass
class User:
    """A person: `id` is the account id on Cloud, and the login name on Data Center."""

    id: str
    display_name: str
    email: str | None
    assignable: set[str] = field(default_factory=set)
    email_hidden: bool = False
    active: bool = True
    time_zone: str = "Etc/UTC"


@dataclass
class Project:
    """A project with its types, screens, workflow and schemes."""

    id: int
    key: str
    name: str
    types: tuple[IssueType, ...]
    screens: dict[str, tuple[str, ...]]
    required: dict[str, frozenset[str]]
    workflow: Workflow
    priorities: tuple[Named, ...]
    components: tuple[Named, ...]
    levels: tuple[Named, ...]
    access: Access = "write"
    public: bool = False
    drops_assignee: bool = False
    last_number: int = 0

    def type(self, wanted: str) -> IssueType | None:
        """A type by its name or its id."""
        return next((one for one in self.types if wanted in {one.id, one.name}), None)


@dataclass
class RemoteLink:
    """A link from an issue to a page elsewhere."""

    id: int
    global_id: str | None
    body: dict[str, Any]


@dataclass
class IssueLink:
    """A link between two issues."""

    id: int
    kind: str
    outward: int


@dataclass(frozen=True)
class Happening:
    """One entry of a changelog."""

    by: User
    at: datetime
    fields: tuple[str, ...]


@dataclass
class Comment:
    """What somebody said below an issue: a document on Cloud, markup on Data Center."""

    id: int
    by: User
    body: Any
    at: datetime


@dataclass
class Issue:
    """An issue. What has no place of its own among the fields is in `more`, as it is told."""

    id: int
    project: Project
    number: int
    type: IssueType
    status: Status
    summary: str
    created: datetime
    updated: datetime
    creator: User | None = None
    description: Any = None
    priority: Named | None = None
    resolution: Named | None = None
    resolved: datetime | None = None
    category_since: datetime | None = None
    """When it entered the category of its status; None where that was when it was made."""
    assignee: User | None = None
    reporter: User | None = None
    labels: list[str] = field(default_factory=list)
    components: list[Named] = field(default_factory=list)
    security: Named | None = None
    due: str | None = None
    parent: int | None = None
    links: list[IssueLink] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)
    remote_links: list[RemoteLink] = field(default_factory=list)
    history: list[Happening] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    archived: bool = False
    hidden: bool = False

    @property
    def key(self) -> str:
        return f"{self.project.key}-{self.number}"

    def enter(self, status: Status, at: datetime) -> None:
        """Give it a status."""
        if status.category != self.status.category:
            self.category_since = at
        self.status = status

    def copy(self) -> Issue:
        """The issue as it is now, for an index that is behind."""
        return replace(
            self,
            labels=list(self.labels),
            components=list(self.components),
            links=list(self.links),
            more=dict(self.more),
            properties=dict(self.properties),
        )


@dataclass
class Filter:
    """A stored search; the names of one owner's are unique."""

    id: int
    name: str
    owner: User
    jql: str = ""
    description: str = ""


def _system(id: str, name: str, kind: Kind) -> Field:  # noqa: A002
    return Field(id, name, kind)


SYSTEM: Mapping[str, Field] = {
    one.id: one
    for one in (
        _system("project", "Project", "option"),
        _system("issuetype", "Issue Type", "option"),
        _system("summary", "Summary", "string"),
        _system("description", "Description", "text"),
        _system("labels", "Labels", "options"),
        _system("priority", "Priority", "option"),
        _system("components", "Components", "options"),
        _system("security", "Security Level", "option"),
        _system("assignee", "Assignee", "user"),
        _system("reporter", "Reporter", "user"),
        _system("duedate", "Due date", "date"),
        _system("parent", "Parent", "option"),
        _system("issuelinks", "Linked Issues", "options"),
        _system("environment", "Environment", "text"),
        _system("resolution", "Resolution", "option"),
    )
}
# Told with issues, and set by nobody.
TOLD: Mapping[str, str] = {
    "status": "Status",
    "created": "Created",
    "updated": "Updated",
    "creator": "Creator",
    "resolutiondate": "Resolved",
}
USUAL_SCREEN = ("summary", "description", "labels", "priority", "components", "assignee", "duedate")
