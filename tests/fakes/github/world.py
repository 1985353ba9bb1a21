"""The state of a GitHub, and how tests build and move it as people on the web would."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

from tests.fakes.github.model import (
    LEVELS,
    Access,
    Account,
    Event,
    Issue,
    IssueType,
    Label,
    Milestone,
    PullRequestState,
    Repository,
    Workflow,
    number_of,
)

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FIRST_REPOSITORY_ID = 500_000_000


class World:
    """Everything that is remembered. Nothing here counts as a request."""

    def __init__(self) -> None:
        self.clock = START
        self.viewer = "pm-sync[bot]"
        self.follows_old_ids = False
        self.repositories: dict[int, Repository] = {}
        self._names: dict[str, int] = {}
        self._accounts: dict[str, Account] = {}
        self._old_ids: dict[str, tuple[int, int]] = {}
        self._issues: dict[int, Issue] = {}
        self._last_id = 1000

    def wait(self, seconds: float) -> None:
        """Let time pass; fits in the place of `time.sleep`."""
        self.clock += timedelta(seconds=seconds)

    def repository(
        self,
        name: str,
        *,
        private: bool = False,
        internal: bool = False,
        archived: bool = False,
        has_issues: bool = True,
        push: bool = True,
        access: Access = "write",
        permissions: Mapping[str, bool] | None = None,
    ) -> Repository:
        """Make a repository. With `access` "read" every write is refused; with "none" it is not there at all."""
        owner, _, short = name.partition("/")
        allowed = {
            level: level == "pull" or (push and level in {"push", "triage"}) for level in LEVELS
        }
        made = Repository(
            id=FIRST_REPOSITORY_ID + self.next_id(),
            owner=self.account(owner),
            name=short,
            created_at=self.clock,
            private=private or internal,
            internal=internal,
            archived=archived,
            has_issues=has_issues,
            access=access,
            permissions=allowed | dict(permissions or {}),
        )
        self.repositories[made.id] = made
        self._names[name.casefold()] = made.id
        return made

    def issue(
        self,
        repository: str,
        title: str = "Something broke",
        *,
        body: str | None = None,
        labels: Collection[str] = (),
        assignees: Collection[str] = (),
        author: str | None = "octocat",
        state: str = "open",
        state_reason: str | None = None,
        created_at: datetime | None = None,
        pull_request: PullRequestState | None = None,
        linked_pull_requests: int | Collection[PullRequestState] = 0,
    ) -> Issue:
        """Make an issue or a pull request; a number of linked pull requests means open ones."""
        home = self.at(repository)
        made = self.add_issue(home, title, author, created_at or self.clock)
        made.body = body
        made.labels = [self.label(repository, name) for name in labels]
        made.assignees = [self.account(login) for login in assignees]
        made.pull_request = pull_request
        linked = linked_pull_requests
        made.linked = ["open"] * linked if isinstance(linked, int) else list(linked)
        if state == "closed" or pull_request in {"merged", "closed"}:
            reason = state_reason or ("completed" if pull_request is None else None)
            self.move(made, "closed", reason, made.created_at)
        else:
            made.state_reason = state_reason
        return made

    def workflow(
        self,
        repository: str,
        file: str = "pm-sync.yml",
        *runs: tuple[datetime, str | None],
        state: str = "active",
    ) -> Workflow:
        """Make a workflow of Actions, with its runs."""
        made = Workflow(self.next_id(), file, state, list(runs))
        self.at(repository).workflows[file] = made
        return made

    def close(self, repository: str, number: int, reason: str | None = "completed") -> None:
        self.move(self.find(repository, number), "closed", reason, self.clock)

    def reopen(self, repository: str, number: int) -> None:
        self.move(self.find(repository, number), "open", "reopened", self.clock)

    def edit(self, repository: str, number: int, by: str = "octocat", **fields: object) -> None:
        """Change fields as somebody else: title, body, labels, assignees (names), author, locked."""
        issue = self.find(repository, number)
        for name, value in fields.items():
            assert hasattr(issue, name), f"an issue has no {name}"
            before = getattr(issue, name)
            setattr(issue, name, self._told(repository, name, value))
            self.changed(issue, name, before, by)
        if "updated_at" not in fields:
            issue.updated_at = self.clock

    def lock(self, repository: str, number: int) -> None:
        issue = self.find(repository, number)
        issue.locked = True
        self.happened(issue, "locked", self.clock)

    def convert_to_discussion(self, repository: str, number: int) -> None:
        """The issue stays, closed and locked; only its timeline tells."""
        self.close(repository, number, None)
        self.lock(repository, number)
        self.happened(self.find(repository, number), "converted_to_discussion", self.clock)

    def delete(self, repository: str, number: int) -> None:
        home = self.at(repository)
        del self._issues[home.issues.pop(number).id]
        home.deleted.add(number)

    def transfer(self, repository: str, number: int, to: str) -> Issue:
        """Move an issue; labels come along only where the target knows them."""
        source, target = self.at(repository), self.at(to)
        issue = source.issues.pop(number)
        old = issue.node_id
        target.last_number += 1
        del self._issues[issue.id]
        issue.id, issue.number, issue.repository = self.next_id(), target.last_number, target
        self._issues[issue.id] = issue
        known = [target.find_label(label.name) for label in issue.labels]
        issue.labels = [label for label in known if label is not None]
        issue.milestone = None
        self.happened(issue, "transferred", self.clock)
        target.issues[issue.number] = issue
        source.moved[number] = self._old_ids[old] = (target.id, issue.number)
        return issue

    def rename(self, old: str, new: str) -> None:
        """Rename or move a repository; the old name goes on leading to it."""
        home = self.at(old)
        owner, _, home.name = new.partition("/")
        home.owner = self.account(owner)
        self._names[new.casefold()] = home.id

    def assignable(self, repository: str, *logins: str) -> None:
        self.at(repository).assignable += [self.account(login) for login in logins]

    def label(
        self, repository: str, name: str, color: str = "ededed", description: str | None = None
    ) -> Label:
        """The label of that name, made if need be."""
        home = self.at(repository)
        made = Label(self.next_id(), name, color, description)
        return home.labels.setdefault(name.casefold(), made)

    def milestone(self, repository: str, title: str, *, closed: bool = False) -> Milestone:
        home = self.at(repository)
        number = len(home.milestones) + 1
        made = Milestone(self.next_id(), number, title, self.clock, self.clock if closed else None)
        home.milestones[number] = made
        return made

    def issue_type(self, repository: str, name: str) -> IssueType:
        made = IssueType(self.next_id(), name)
        self.at(repository).types.append(made)
        return made

    def at(self, name: str) -> Repository:
        """The repository of a present or former name; tests name only what is there."""
        found = self.named(name)
        assert found is not None, f"no test made the repository {name}"
        return found

    def named(self, name: str) -> Repository | None:
        """The repository of a present or former name."""
        number = self._names.get(name.casefold())
        return None if number is None else self.repositories[number]

    def find(self, repository: str, number: int) -> Issue:
        return self.at(repository).issues[number]

    def account(self, login: str) -> Account:
        """The account of a login; everybody exists."""
        found = self._accounts.get(login.casefold())
        return found or self._accounts.setdefault(login.casefold(), Account(self.next_id(), login))

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def add_issue(
        self, home: Repository, title: str, author: str | None, created_at: datetime
    ) -> Issue:
        """An issue under the next number, with nothing but a title."""
        home.last_number += 1
        who = None if author is None else self.account(author)
        number = home.last_number
        made = Issue(self.next_id(), number, home, title, created_at, created_at, author=who)
        home.issues[number] = self._issues[made.id] = made
        return made

    def move(
        self, issue: Issue, state: str, reason: str | None, at: datetime, by: str = "octocat"
    ) -> None:
        """Close or reopen, with all that follows from it."""
        issue.state, issue.state_reason = state, reason
        issue.closed_at = at if state == "closed" else None
        issue.closed_by = self.account(by) if state == "closed" else None
        self.happened(issue, "closed" if state == "closed" else "reopened", at, by)

    def visible(self, home: Repository) -> list[Issue]:
        """The issues that a replica lagging behind knows of already."""
        return [one for one in home.issues.values() if self.is_seen(one)]

    def is_seen(self, issue: Issue) -> bool:
        return issue.seen_from is None or issue.seen_from <= self.clock

    def by_node_id(self, wanted: str) -> Issue | Repository | None:
        """What an id of GraphQL names; whether an id survives a transfer nobody documents."""
        repository = self.repositories.get(number_of(wanted))
        if repository is not None and repository.access != "none":
            return repository
        issue = self._issues.get(number_of(wanted))
        if issue is None and self.follows_old_ids and wanted in self._old_ids:
            home, number = self._old_ids[wanted]
            issue = self.repositories[home].issues.get(number)
        hidden = issue is None or issue.repository.access == "none" or not self.is_seen(issue)
        return None if hidden or issue is None else issue

    def _told(self, repository: str, name: str, value: object) -> object:
        """Tests name labels and people; issues hold the things themselves."""
        if name in {"labels", "assignees"}:
            assert isinstance(value, Collection)
            if name == "labels":
                return [self.label(repository, one) for one in value]
            return [self.account(one) for one in value]
        return self.account(value) if name == "author" and isinstance(value, str) else value

    def happened(self, issue: Issue, kind: str, at: datetime, by: str = "octocat") -> None:
        """Something that the timeline of the issue tells."""
        issue.events.append(Event(kind, at, self.account(by)))
        issue.updated_at = at

    def comment(self, repository: str, number: int, by: str = "octocat") -> None:
        """Somebody says something."""
        self.happened(self.find(repository, number), "commented", self.clock, by)

    def changed(self, issue: Issue, name: str, before: object, by: str) -> None:
        """Note in the timeline that a field changed, as GitHub does for most of them."""
        kinds = {"title": "renamed_title", "labels": "labeled", "assignees": "assigned"}
        if name == "body":
            issue.editor = self.account(by)
        elif name in kinds and getattr(issue, name) != before:
            issue.events.append(Event(kinds[name], self.clock, self.account(by)))
