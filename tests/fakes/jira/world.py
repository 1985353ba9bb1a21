"""The state of a Jira, and how tests build and move it as people on the web would."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.fakes.jira.model import (
    SYSTEM,
    USUAL_SCREEN,
    Access,
    Field,
    Filter,
    Flavour,
    Issue,
    IssueType,
    Kind,
    Named,
    Project,
    Status,
    Transition,
    User,
    Workflow,
)
from tests.fakes.jira.past import SOMEBODY, changed

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PRIORITIES = ("Highest", "High", "Medium", "Low", "Lowest")
RESOLUTIONS = ("Done", "Won't Do", "Duplicate", "Cannot Reproduce")
STATUSES = {"To Do": "new", "In Progress": "indeterminate", "Done": "done"}


class World:
    """Everything that is remembered. Nothing here counts as a request."""

    def __init__(self, flavour: Flavour) -> None:
        self.flavour = flavour
        self.clock = START
        self.lag = 0.0
        self.projects: dict[str, Project] = {}
        self.users: dict[str, User] = {}
        self.fields: dict[str, Field] = dict(SYSTEM)
        self.statuses: list[Status] = []
        self.priorities: list[Named] = []
        self.filters: list[Filter] = []
        self._last_id = 10_000
        self.resolutions = [Named(str(self.next_id()), name) for name in RESOLUTIONS]
        self._issues: dict[int, Issue] = {}
        self._keys: dict[str, int] = {}
        self._index: dict[int, list[tuple[datetime, Issue | None]]] = {}
        self.me = self.user("5b10ac8d82e05b22cc7d4ef5" if self.cloud else "pm-sync", "pm@acme.test")

    @property
    def cloud(self) -> bool:
        return self.flavour == "cloud"

    def wait(self, seconds: float) -> None:
        """Let time pass; fits in the place of `time.sleep`."""
        self.clock += timedelta(seconds=seconds)

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def user(
        self,
        id: str,  # noqa: A002
        email: str | None = None,
        display_name: str | None = None,
        *,
        assignable: Collection[str] = (),
        email_hidden: bool = False,
        active: bool = True,
        time_zone: str = "Etc/UTC",
    ) -> User:
        """Make a person, by account id on Cloud and by login name on Data Center."""
        name = display_name or (email or id).partition("@")[0].title()
        made = User(id, name, email, set(assignable), email_hidden, active, time_zone)
        self.users[id] = made
        return made

    def field(self, name: str, kind: Kind = "string", options: Collection[str] = ()) -> Field:
        """Add a field; it is on no screen yet."""
        number = self.next_id()
        values = tuple(Named(str(self.next_id()), one) for one in options)
        made = Field(f"customfield_{number}", name, kind, values, str(number))
        self.fields[made.id] = made
        return made

    def workflow(
        self,
        statuses: Mapping[str, str] | None = None,
        transitions: Collection[Transition] | None = None,
    ) -> Workflow:
        """Statuses with their categories, and the ways between them: from all to all where none are named."""
        found = tuple(self.status(*one) for one in (statuses or STATUSES).items())
        if transitions is None:
            transitions = [Transition(one.name, one.name) for one in found]
        numbered = tuple(
            Transition(**(vars(one) | {"id": one.id or str(11 + 10 * number)}))
            for number, one in enumerate(transitions)
        )
        made = Workflow(found, numbered)
        for one in numbered:
            made.status(one.to)
        return made

    def status(self, name: str, category: str) -> Status:
        """The status of this name and category: the same name may stand in two of them."""
        for one in self.statuses:
            if (one.name, one.category) == (name, category):
                return one
        made = Status(str(self.next_id()), name, category)
        self.statuses.append(made)
        return made

    def project(
        self,
        key: str = "SHOP",
        name: str | None = None,
        *,
        types: Collection[str] = ("Task", "Bug"),
        subtasks: Collection[str] = ("Sub-task",),
        screen: Collection[str] | Mapping[str, Collection[str]] = USUAL_SCREEN,
        required: Mapping[str, Collection[str]] | None = None,
        workflow: Workflow | None = None,
        priorities: Collection[str] = PRIORITIES,
        components: Collection[str] = (),
        levels: Collection[str] = (),
        access: Access = "write",
        public: bool = False,
    ) -> Project:
        """Make a project. `screen` and `required` hold ids of fields, by name of the type where they differ."""
        made_types = [IssueType(str(self.next_id()), one) for one in types]
        made_types += [IssueType(str(self.next_id()), one, subtask=True) for one in subtasks]
        screens = {}
        for one in made_types:
            told = screen.get(one.name, USUAL_SCREEN) if isinstance(screen, Mapping) else screen
            more = ("parent",) if one.subtask else ()
            screens[one.id] = ("project", "issuetype", *dict.fromkeys((*told, *more)))
        demands = {one.id: frozenset((required or {}).get(one.name, ())) for one in made_types}
        made = Project(
            id=self.next_id(),
            key=key,
            name=name or key.title(),
            types=tuple(made_types),
            screens=screens,
            required=demands,
            workflow=workflow or self.workflow(),
            priorities=tuple(self._priority(one) for one in priorities),
            components=tuple(Named(str(self.next_id()), one) for one in components),
            levels=tuple(Named(str(self.next_id()), one) for one in levels),
            access=access,
            public=public,
        )
        self.projects[key] = made
        return made

    def issue(
        self, project: str = "SHOP", summary: str = "Something broke", **fields: Any
    ) -> Issue:
        """Make an issue as somebody else: `type`, `status` and the fields of `edit`."""
        home = self.projects[project]
        kind = home.type(fields.pop("type", home.types[0].name))
        assert kind is not None, f"{project} has no such type"
        created = fields.pop("created", self.clock)
        made = self.add(home, kind, summary, created)
        self._set(made, fields)
        self.touched(made, fields.get("updated", created))
        return made

    def edit(self, key: str, **fields: Any) -> Issue:
        """Change fields as somebody else, by the names of `Issue`: people and statuses by id and name."""
        issue = self.find(key)
        by = fields.pop("by", SOMEBODY)
        self._set(issue, fields)
        changed(issue, by, self.clock, fields)
        self.touched(issue, fields.get("updated"))
        return issue

    def transition(self, key: str, status: str, resolution: str | None = None) -> Issue:
        """Move an issue to a status, past all screens."""
        return self.edit(key, status=status, resolution=resolution)

    def move(self, key: str, to_project: str) -> Issue:
        """Give an issue a key in another project; the old one goes on leading to it."""
        issue, home = self.find(key), self.projects[to_project]
        home.last_number += 1
        issue.project, issue.number = home, home.last_number
        kind = home.type(issue.type.name) or home.types[0]
        status = next((one for one in home.workflow.statuses if one == issue.status), None)
        issue.type, issue.status = kind, status or home.workflow.statuses[0]
        self._keys[issue.key] = issue.id
        self.touched(issue)
        return issue

    def delete(self, key: str) -> None:
        issue = self.find(key)
        del self._issues[issue.id]
        self._indexed(issue.id, None)

    def archive(self, key: str) -> None:
        """No search finds it, its key does, and nobody may change it."""
        issue = self.find(key)
        issue.archived = True
        self.beside(issue)

    def hide(self, key: str, *, hidden: bool = True) -> None:
        """Take the permission to see an issue, or give it back."""
        self.find(key).hidden = hidden

    def find(self, key: str) -> Issue:
        issue = self.known(key)
        assert issue is not None, f"there is no issue {key}"
        return issue

    def known(self, wanted: str) -> Issue | None:
        """An issue by its id or by any key that it ever had, in any case, whoever may see it."""
        number = int(wanted) if wanted.isdigit() else self._keys.get(wanted.upper(), 0)
        return self._issues.get(number)

    def issues(self, project: str | None = None) -> list[Issue]:
        """All issues as they are, in the order of their ids."""
        return [one for one in self._issues.values() if project in {None, one.project.key}]

    def indexed(self) -> Iterator[Issue]:
        """All issues as searches see them: as they were before the lag, if they were there."""
        for number in self._index:
            seen = self.indexed_one(number)
            if seen is not None:
                yield seen

    def indexed_one(self, number: int) -> Issue | None:
        seen = None
        for moment, state in self._index.get(number, ()):
            if moment > self.clock:
                break
            seen = state
        return seen

    def add(self, home: Project, kind: IssueType, summary: str, created: datetime) -> Issue:
        """An issue under the next number, with nothing but a summary; `touched` has to follow."""
        home.last_number += 1
        status, medium = home.workflow.statuses[0], home.priorities[len(home.priorities) // 2 :]
        number = home.last_number
        made = Issue(self.next_id(), home, number, kind, status, summary, created, created)
        made.priority = medium[0] if medium else None
        self._issues[made.id] = made
        self._keys[made.key] = made.id
        return made

    def touched(self, issue: Issue, at: datetime | None = None) -> None:
        """Let an issue's change be seen: at once by its key, and after the lag by searches."""
        issue.updated = at or self.clock
        self.beside(issue)

    def beside(self, issue: Issue) -> None:
        """Let what hangs on an issue be seen, which is no change of the issue itself."""
        self._indexed(issue.id, None if issue.archived else issue.copy())

    def _indexed(self, number: int, state: Issue | None) -> None:
        seen_from = self.clock + timedelta(seconds=self.lag)
        self._index.setdefault(number, []).append((seen_from, state))

    def _priority(self, name: str) -> Named:
        known = next((one for one in self.priorities if one.name == name), None)
        if known is None:
            known = Named(str(self.next_id()), name)
            self.priorities.append(known)
        return known

    def _set(self, issue: Issue, fields: Mapping[str, Any]) -> None:
        """Tests name things; issues hold the things themselves."""
        home = issue.project
        for name, value in fields.items():
            assert name in Issue.__dataclass_fields__, f"an issue has no {name}"
            told = value
            if name == "status":
                told = home.workflow.status(value)
                issue.enter(told, self.clock)
            elif name in {"assignee", "reporter", "creator"} and value is not None:
                told = self.users[value]
            elif name == "resolution":
                told = self.resolution(value)
                issue.resolved = None if told is None else self.clock
            elif name in {"priority", "security"} and value is not None:
                told = _named(home.priorities if name == "priority" else home.levels, value)
            elif name == "components":
                told = [_named(home.components, one) for one in value]
            setattr(issue, name, told)

    def resolution(self, name: str | None) -> Named | None:
        return None if not name else _named(self.resolutions, name)


def _named(known: Collection[Named], name: str) -> Named:
    found = next((one for one in known if one.name == name), None)
    assert found is not None, f"nothing is called {name}"
    return found
