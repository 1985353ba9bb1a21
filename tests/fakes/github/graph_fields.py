"""What GraphQL tells of repositories, issues and people: values, and functions where there are arguments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from graphql import GraphQLResolveInfo

from tests.fakes.github.bodies import Bodies, Json
from tests.fakes.github.graph_lists import Problem, connection, events
from tests.fakes.github.listing import moment, order, updated_since, with_labels
from tests.fakes.github.model import (
    Account,
    Event,
    Issue,
    IssueType,
    Label,
    Milestone,
    Pull,
    PullRequestState,
    Repository,
    stamp,
)
from tests.fakes.github.world import World

PERMISSIONS = {"admin": "ADMIN", "maintain": "MAINTAIN", "push": "WRITE", "triage": "TRIAGE"}
Info = GraphQLResolveInfo[None]


class Nodes:
    """Makes the nodes of answers, lazily, since they lead in circles."""

    def __init__(self, world: World, bodies: Bodies) -> None:
        self._world = world
        self._bodies = bodies

    def repository(self, home: Repository) -> Json:
        granted = [told for level, told in PERMISSIONS.items() if home.permissions.get(level)]
        return {
            "__typename": "Repository",
            "id": home.node_id,
            "databaseId": home.id,
            "name": home.name,
            "nameWithOwner": home.full_name,
            "owner": self.account(home.owner),
            "url": self._bodies.web(home),
            "isArchived": home.archived,
            "isPrivate": home.private,
            "hasIssuesEnabled": home.has_issues,
            "viewerPermission": granted[0] if granted else "READ",
            "issue": lambda _, number: self._numbered(home, number, pulls=False),
            "issueOrPullRequest": lambda _, number: self._numbered(home, number, pulls=True),
            "issues": lambda info, **asked: self._issues(info, home, **asked),
            "label": lambda _, name: self._one(home.find_label(name), self.label),
            "labels": self._named(list(home.labels.values()), self.label, lambda one: one.name),
            "assignableUsers": self._named(home.assignable, self.account, lambda one: one.login),
            "milestones": lambda info, **asked: self._milestones(info, home, **asked),
            "pullRequests": lambda info, **asked: self._pulls(info, home, **asked),
            "issueTypes": lambda info, **page: connection(info, home.types, self.type, **page),
        }

    def thing(self, thing: Issue | Repository) -> Json:
        """A node of whatever kind."""
        return self.repository(thing) if isinstance(thing, Repository) else self.issue(thing)

    def issue(self, issue: Issue) -> Json:
        """An issue or a pull request, each with the fields of its own."""
        author, viewer = issue.author, self._world.viewer
        told: Json = {
            "id": issue.node_id,
            "databaseId": issue.id,
            "number": issue.number,
            "title": issue.title,
            "body": issue.body or "",
            "url": self._bodies.issue_page(issue),
            "createdAt": stamp(issue.created_at),
            "updatedAt": stamp(issue.updated_at),
            "closedAt": None if issue.closed_at is None else stamp(issue.closed_at),
            "locked": issue.locked,
            "viewerDidAuthor": author is not None and author.login == viewer,
            "author": None if author is None else self.account(author),
            "editor": None if issue.editor is None else self.account(issue.editor),
            "labels": lambda info, **page: connection(info, issue.labels, self.label, **page),
            "assignees": lambda info, **page: connection(
                info, issue.assignees, self.account, **page
            ),
            "milestone": self._one(issue.milestone, self.milestone),
            "repository": lambda _: self.repository(issue.repository),
        }
        if issue.pull_request is None:
            return told | self._own(issue)
        known = {} if issue.pull is None else self._proposed(issue.pull)
        return told | self._pull(issue.pull_request) | known

    def account(self, account: Account) -> Json:
        """Bots lose the brackets that REST gives them."""
        return {
            "__typename": "Bot" if account.is_bot else "User",
            "id": account.node_id,
            "login": account.login.removesuffix("[bot]"),
            "url": f"{self._bodies.web_url}/{account.login}",
        }

    def viewer(self) -> Json:
        """The one account that keeps its brackets."""
        who = self._world.account(self._world.viewer)
        return self.account(who) | {"__typename": "User", "login": who.login}

    @staticmethod
    def label(label: Label) -> Json:
        told = {"id": label.node_id, "name": label.name, "color": label.color}
        return told | {"__typename": "Label", "description": label.description}

    @staticmethod
    def milestone(milestone: Milestone) -> Json:
        told = {"id": milestone.node_id, "number": milestone.number, "title": milestone.title}
        return told | {"__typename": "Milestone", "state": milestone.state.upper()}

    @staticmethod
    def type(kind: IssueType) -> Json:
        told = {"id": kind.node_id, "name": kind.name, "description": None}
        return told | {"__typename": "IssueType", "isEnabled": True}

    @staticmethod
    def _pull(state: PullRequestState) -> Json:
        told = {"state": state.upper(), "merged": state == "merged", "isDraft": False}
        return told | {"__typename": "PullRequest"}

    @staticmethod
    def _proposed(pull: Pull) -> Json:
        reviews = [{"state": state} for state in pull.reviews]
        return {
            "baseRefName": pull.base,
            "headRefName": pull.branch,
            "headRefOid": pull.head or "0" * 40,
            "isCrossRepository": pull.from_fork,
            "reviewDecision": pull.decision,
            "isInMergeQueue": pull.queued,
            "autoMergeRequest": {"enabledAt": None} if pull.merges_itself else None,
            "latestOpinionatedReviews": lambda info, writersOnly=False, **page: connection(  # noqa: N803
                info, reviews, lambda one: one, **page
            ),
        }

    def _pulls(
        self,
        info: Info,
        home: Repository,
        *,
        headRefName: str | None = None,  # noqa: N803
        baseRefName: str | None = None,  # noqa: N803
        states: Sequence[str] = ("OPEN", "CLOSED", "MERGED"),
        **page: Any,
    ) -> Json:
        found = [
            one
            for one in home.issues.values()
            if one.pull is not None
            and (one.pull_request or "").upper() in states
            and headRefName in (None, one.pull.branch)
            and baseRefName in (None, one.pull.base)
        ]
        return connection(info, found, self.issue, **page)

    def _own(self, issue: Issue) -> Json:
        return {
            "__typename": "Issue",
            "state": issue.state.upper(),
            "stateReason": lambda _, **asked: _reason(issue, **asked),
            "issueType": self._one(issue.type, self.type),
            "timelineItems": lambda info, itemTypes=None, **page: connection(  # noqa: N803 - GitHub's name
                info, events(issue, itemTypes), self._happened, **page
            ),
            "closedByPullRequestsReferences": lambda info, **asked: self._linked(
                info, issue, **asked
            ),
        }

    def _happened(self, event: Event) -> Json:
        """Named as GraphQL does: `renamed_title` is a `RenamedTitleEvent`."""
        name = "".join(part.capitalize() for part in event.kind.split("_"))
        kind = "IssueComment" if event.kind == "commented" else f"{name}Event"
        who = None if event.by is None else self.account(event.by)
        return {"__typename": kind, "actor": who, "author": who}

    def _linked(
        self,
        info: Info,
        issue: Issue,
        *,
        includeClosedPrs: bool = False,  # noqa: N803
        **page: Any,
    ) -> Json:
        """Open ones, unless more is asked for."""
        found = [one for one in issue.linked if includeClosedPrs or one == "open"]
        return connection(info, found, self._pull, **page)

    def _numbered(self, home: Repository, number: int, *, pulls: bool) -> Json:
        found = home.issues.get(number)
        if found is None or not self._world.is_seen(found) or (found.pull_request and not pulls):
            what = "issue or pull request" if pulls else "Issue"
            article = "an" if pulls else "a"
            raise Problem(
                "NOT_FOUND", f"Could not resolve to {article} {what} with the number of {number}."
            )
        return self.issue(found)

    def _issues(
        self,
        info: Info,
        home: Repository,
        *,
        labels: Sequence[str] | None = None,
        states: Sequence[str] | None = None,
        filterBy: Json | None = None,  # noqa: N803
        orderBy: Json | None = None,  # noqa: N803
        **page: Any,
    ) -> Json:
        """No pull requests. Labels of the filter are all meant, those beside it any."""
        wanted, ordered = filterBy or {}, orderBy or {"field": "CREATED_AT", "direction": "ASC"}
        found = [one for one in self._world.visible(home) if one.pull_request is None]
        if not home.has_issues:
            found = []
        if labels is not None:
            any_of = {name.casefold() for name in labels}
            found = [one for one in found if any_of & {had.name.casefold() for had in one.labels}]
        for allowed in (states, wanted.get("states")):
            if allowed is not None:
                found = [one for one in found if one.state.upper() in allowed]
        found = with_labels(found, wanted.get("labels") or [])
        if wanted.get("since") is not None:
            found = updated_since(found, moment(wanted["since"]))
        if wanted.get("createdBy") is not None:
            who = wanted["createdBy"]
            found = [one for one in found if one.author and one.author.login == who]
        if wanted.get("assignee") is not None:
            who = wanted["assignee"]
            found = [one for one in found if who in [held.login for held in one.assignees]]
        place = order(ordered["field"].removesuffix("_AT").lower())
        backwards = ordered["direction"] == "DESC"
        found.sort(key=place, reverse=backwards)
        return connection(info, found, self.issue, place=place, backwards=backwards, **page)

    def _milestones(
        self,
        info: Info,
        home: Repository,
        *,
        query: str | None = None,
        states: Sequence[str] | None = None,
        **page: Any,
    ) -> Json:
        text = (query or "").casefold()
        found = [one for one in home.milestones.values() if text in one.title.casefold()]
        if states is not None:
            found = [one for one in found if one.state.upper() in states]
        return connection(info, found, self.milestone, **page)

    @staticmethod
    def _named(
        rows: Sequence[Any], tell: Callable[[Any], Json], name: Callable[[Any], str]
    ) -> Callable[..., Json]:
        def resolve(info: Info, query: str | None = None, **page: Any) -> Json:
            text = (query or "").casefold()
            found = [row for row in rows if text in name(row).casefold()]
            return connection(info, found, tell, **page)

        return resolve

    @staticmethod
    def _one(thing: Any, tell: Callable[[Any], Json]) -> Json | None:
        return None if thing is None else tell(thing)


def _reason(issue: Issue, *, enableDuplicate: bool = False) -> str | None:  # noqa: N803
    """A duplicate is told to those who asked for it by name."""
    if issue.state_reason is None or (issue.state_reason == "duplicate" and not enableDuplicate):
        return None
    return issue.state_reason.upper()
